"""The social work report: the pack's parts, each child's own, somebody else's authorisation, two texts."""

from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from django.db import IntegrityError, transaction

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases.models import CaseEvent, Duty
from quorate.cases.refusals import Refused
from quorate.cases.services import add_chronology_entry
from quorate.conferences.models import Conference, Report, ReportSection, ReportState, SectionKind
from quorate.conferences.queries.report_contents import missing_of
from quorate.conferences.queries.reports import report_for_paper
from quorate.conferences.services import reports
from quorate.conferences.versions import TwoTexts
from quorate.web.work.moments import now
from tests.cases.making import Agency, Family
from tests.conferences.reports.making import begun, fill, social_work_report
from tests.conferences.stages import agreed
from tests.database import Urls

pytestmark = pytest.mark.usefixtures("module_database")


def started(pack: str) -> tuple[Agency, Family, Conference, Report]:
    agency = Agency(pack=pack)
    family = agency.family()
    conference = agreed(agency, family)
    return agency, family, conference, begun(agency, conference)


def titles(report: Report, agency: Agency) -> list[str]:
    with acting_as(agency.worker):
        rows = ReportSection.objects.filter(report=report).order_by("position")
        return list(dict.fromkeys(rows.values_list("title", flat=True)))


@pytest.mark.clause("RDB-10")
def test_redbridge_asks_for_the_family_the_concerns_and_what_keeps_the_child_safe() -> None:
    agency, _, _, report = started("redbridge")
    asked = titles(report, agency)
    assert asked[:3] == [
        "what the family is like",
        "the concerns for the family",
        "what is needed to keep the child safe",
    ]
    with acting_as(agency.worker) as by, pytest.raises(Refused) as refused:
        reports.make_ready(report=report, by=by, at=now())
    said = refused.value.sentences[""]
    assert [one in said for one in asked[:3]] == [True, True, True]


@pytest.mark.clause("BAR-23")
def test_barnet_asks_for_the_family_the_concerns_and_what_keeps_the_child_safe() -> None:
    agency, _, _, report = started("barnet")
    asked = titles(report, agency)
    assert asked[:3] == ["the family", "the concerns about the child", "what is needed to keep the child safe"]
    with acting_as(agency.worker):
        assert missing_of(report)[:3] == asked[:3]
    fill(report, agency)
    with acting_as(agency.worker):
        assert missing_of(report) == []


@pytest.mark.clause("BOL-22")
def test_bolton_asks_for_concerns_strengths_and_each_childs_views() -> None:
    agency, family, _, report = started("bolton")
    assert titles(report, agency)[:2] == ["concerns", "strengths"]
    with acting_as(agency.worker):
        views = ReportSection.objects.filter(report=report, title="the child's views, whenever it is possible")
        assert {one.child_case_id for one in views} == {child.case_id for child in family.children}
        missing = missing_of(report)
    assert [one for one in missing if "child says" in one] == [
        f"Child{number}: what the child says, or what was observed" for number in (1, 0)
    ]


@pytest.mark.clause("LEI-36", "LEI-37", "LEI-38")
def test_leicesters_report_is_not_whole_without_analysis_recommendation_and_actions() -> None:
    agency, family, _, report = started("leicester")
    fill(report, agency)
    for title in ("analysis of risks and of what protects",
                  "what should be done to keep the children safe and to support the family"):  # fmt: skip
        with acting_as(agency.worker) as by:
            row = ReportSection.objects.get(report=report, title=title)
            reports.save_section(section=row, words="", version=row.version, by=by, at=now())
            assert missing_of(report) == [title]
            with pytest.raises(Refused):
                reports.make_ready(report=report, by=by, at=now())
            reports.save_section(section=row, words="Written.", version=row.version, by=by, at=now())
    with acting_as(agency.worker) as by:
        advice = ReportSection.objects.filter(report=report, kind=SectionKind.RECOMMENDATION)
        assert {one.child_case_id for one in advice} == {child.case_id for child in family.children}
        first = advice.get(child_case_id=family.children[0].case_id)
        reports.save_section(section=first, words="", version=first.version, by=by, at=now(), choice="")
        assert missing_of(report) == ["Child0: the recommendation"]
        with pytest.raises(Refused):
            reports.save_section(section=first, words="", version=first.version, by=by, at=now(), choice="perhaps")
        reports.save_section(section=first, words="", version=first.version, by=by, at=now(), choice="no-plan")
        reports.make_ready(report=report, by=by, at=now())
    with acting_as(agency.manager) as by:
        reports.authorise(report=report, by=by, at=now())
        told = CaseEvent.objects.filter(conference_id=report.conference_id, code="report-authorised")
        found = {row.case_id: row.facts["recommendation"] for row in told}
    assert found == {family.children[0].case_id: "no-plan", family.children[1].case_id: "plan-made"}


@pytest.mark.clause("LEI-42")
def test_each_childs_views_stand_alone_as_said_or_as_observed() -> None:
    agency, family, _, report = started("leicester")
    fill(report, agency)
    eldest, youngest = sorted(family.children, key=lambda one: one.born_on)
    with acting_as(agency.worker) as by:
        own = {
            one.child_case_id: one for one in ReportSection.objects.filter(report=report, kind="views", choice="said")
        }
        assert len(own) == 2
        for row in ReportSection.objects.filter(report=report, kind="views", child_case_id=youngest.case_id):
            reports.save_section(section=row, words="", version=row.version, by=by, at=now(), choice="")
        assert missing_of(report) == [f"{youngest.given_names}: what the child says, or what was observed"]
        row = ReportSection.objects.filter(report=report, kind="views", child_case_id=youngest.case_id).last()
        assert row is not None
        reports.save_section(
            section=row, words="She calms when her mother holds her.", version=row.version, by=by, at=now(),
            choice="observed",
        )  # fmt: skip
        assert missing_of(report) == []
        told = [one for one in report_for_paper(report).sections if one.kind == "views" and one.how_known]
    assert {(one.child, one.how_known) for one in told} == {
        (youngest.given_names, "What was observed of the child and of the care"),
        (eldest.given_names, "What the child said"),
    }


@pytest.mark.clause("LEI-35", "LEI-39")
def test_nobody_authorises_what_they_wrote_and_only_the_role_that_the_pack_names() -> None:
    agency, family, _, report = started("leicester")
    fill(report, agency)
    with acting_as(agency.manager) as by, pytest.raises(Refused) as refused:
        reports.authorise(report=report, by=by, at=now())
    assert refused.value.sentences[""].startswith("This report is not ready")
    with acting_as(agency.worker) as by:
        reports.make_ready(report=report, by=by, at=now())
        with pytest.raises(Refused) as refused:
            reports.authorise(report=report, by=by, at=now())
    assert refused.value.sentences[""] == "You have written at this report: somebody else has to authorise it."
    colleague = agency.person("social_worker")
    with acting_as(agency.manager):
        agency.give(report.case, colleague)
    with acting_as(colleague) as by, pytest.raises(Refused) as refused:
        reports.authorise(report=report, by=by, at=now())
    assert refused.value.sentences[""] == "The procedure lets the team manager authorise this report: ask them."
    with acting_as(agency.manager) as by:
        with pytest.raises(Refused) as refused:
            reports.authorise(report=report, by=by, at=now(), parts=["report", "chronology"])
        assert refused.value.sentences[""] == "There is no chronology in the record yet: it cannot be authorised."
    with acting_as(agency.worker) as by:
        add_chronology_entry(
            case=family.cases[0],
            happened_on=today() - timedelta(days=9),
            words="Seen alone at school.",
            on=today(),
            by=by,
        )
    with acting_as(agency.manager) as by:
        done = reports.authorise(report=report, by=by, at=now(), parts=["report", "chronology", "genogram"])
        assert (done.state, done.authorised_by) == (ReportState.AUTHORISED, agency.manager.user_id)
        joined = ReportSection.objects.get(report=report, position=900)
        owed = Duty.objects.filter(conference_id=report.conference_id, code="authorise-report")
        assert {(one.who, one.met_on) for one in owed} == {("team_manager", today())}
        event = CaseEvent.objects.filter(conference_id=report.conference_id, code="report-authorised").first()
    assert (joined.child_case_id, "Seen alone at school." in joined.words) == (family.cases[0].pk, True)
    assert event is not None
    assert event.facts["parts"] == ["report", "chronology", "genogram"]


def test_a_stale_save_is_refused_with_both_texts_and_an_authorised_report_stands(module_database: Urls) -> None:
    agency, _, conference, _ = started("bolton")
    with acting_as(agency.worker) as by:
        report = Report.objects.get(conference=conference)
        row = ReportSection.objects.filter(report=report).order_by("position").first()
        assert row is not None
        reports.save_section(section=row, words="Mine.", version=1, by=by, at=now())
        with pytest.raises(TwoTexts) as two:
            reports.save_section(section=row, words="Also mine.", version=1, by=by, at=now())
        assert (two.value.yours, two.value.theirs, two.value.version) == (
            {"words": "Also mine."},
            {"words": "Mine."},
            2,
        )
    with psycopg.connect(module_database.superuser) as superuser:
        asked = "SELECT facts FROM audit_entry WHERE action = 'report.section-saved' AND subject_id = %s"
        assert superuser.execute(asked, [row.pk]).fetchall() == [({"meant_for": row.meant_for, "version": 2},)]
    done = social_work_report(agency, conference)
    with acting_as(agency.worker) as by:
        row.refresh_from_db()
        with pytest.raises(Refused):
            reports.save_section(section=row, words="After the event.", version=row.version, by=by, at=now())
        # Not even around the service: the database lets nobody change what was authorised.
        assert ReportSection.objects.filter(report=done).update(words="Forged.") == 0
        reports.take_back(report=done, by=by, at=now())
        reports.save_section(section=row, words="Put right.", version=row.version, by=by, at=now())


def test_the_database_itself_lets_nobody_authorise_what_they_have_written() -> None:
    agency, _, _, report = started("bolton")
    fill(report, agency)
    with acting_as(agency.manager) as by:
        row = ReportSection.objects.filter(report=report, kind=SectionKind.WORDS).first()
        assert row is not None
        reports.save_section(section=row, words="The manager's words.", version=row.version, by=by, at=now())
    with acting_as(agency.manager) as by, pytest.raises(IntegrityError) as held, transaction.atomic():
        Report.objects.filter(pk=report.pk).update(authorised_by=by.user_id)
    assert held.value.__cause__.diag.constraint_name == "conferences_report_by_another"  # type: ignore[union-attr]
