"""Sharing with each parent separately: how, by whom, when; late and never lost; their words under their own mark."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction

from quorate.access.context import acting_as
from quorate.cases.models import CaseEvent, Duty
from quorate.cases.refusals import Refused
from quorate.cases.states import duty_state
from quorate.conferences.models import Report, ReportComment, ReportSection, ReportShare
from quorate.conferences.queries.reports import report_for_paper
from quorate.conferences.services import people, sharing
from quorate.conferences.services.sharing import Reader
from quorate.conferences.services.sharing_taken_back import in_order, take_back_share
from quorate.release.closed import which_are_not_whole
from quorate.web.work.moments import now
from tests.conferences.reports.making import agency_reports
from tests.conferences.reports.ready import Ready

pytestmark = pytest.mark.usefixtures("module_database")


def test_each_parent_has_it_separately_and_the_duty_is_met_for_that_parent() -> None:
    place = Ready()
    mother, father = place.family.mother, place.family.father
    assert (place.duty(mother), place.duty(father)) == ("open", "open")
    place.share()
    assert (place.duty(mother), place.duty(father)) == ("met", "open")
    assert (place.cell(mother).state, place.cell(father).state) == ("shared", "due")
    assert place.cell(mother).is_late is False


def test_leicesters_pack_counts_as_shared_only_with_every_part() -> None:
    place = Ready("leicester")
    place.share()
    assert (place.cell(place.family.mother).is_part, place.duty(place.family.mother)) == (True, "open")
    place.share(parts=["chronology"])
    assert (place.cell(place.family.mother).is_part, place.duty(place.family.mother)) == (False, "met")


def test_what_was_recorded_by_mistake_is_taken_back_and_is_owed_again_and_both_stay() -> None:
    place = Ready()
    mother = place.family.mother
    share = place.share()
    told = {"share": share, "at": now() + timedelta(minutes=1)}
    with acting_as(place.agency.chair) as by, pytest.raises(Refused) as refused:
        take_back_share(**told, reason="I did not see it.", by=by)
    assert refused.value.sentences == {
        "": "Whoever recorded that it was shared takes it back, or a team manager: ask them."
    }
    with acting_as(place.agency.worker) as by:
        with pytest.raises(Refused) as refused:
            take_back_share(**told, reason=" ", by=by)
        assert refused.value.sentences == {"reason": "Say what was wrong; the reason is kept."}
        sharing.note_read(share=share, step="read", at=now(), by=by, now=now() + timedelta(seconds=2))
        assert place.cell(mother).state == "read"
        take_back_share(**told, reason="It went to another house.", by=by)
    cell = place.cell(mother)
    assert (place.duty(mother), cell.state, cell.share.parts, cell.is_late) == ("open", "due", [], False)
    steps = [(one.step, one.words) for one in in_order(cell.steps)]
    assert steps == [("shared", ""), ("read", ""), ("taken-back", "It went to another house.")]
    # The limit goes on: whoever has it only after that has it late, whatever stood there before.
    assert place.cell(mother, at=place.conference.starts_at).is_late is True
    # Shared again, it counts from then; the manager may say that this was wrong as well.
    share = place.share(now=now() + timedelta(minutes=2))
    assert place.duty(mother) == "met"
    with acting_as(place.agency.manager) as by:
        take_back_share(share=share, at=now() + timedelta(minutes=3), reason="It was the other parent.", by=by)
    assert place.duty(mother) == "open"


def test_with_a_report_marked_for_the_wrong_parent_the_words_go_back_that_stand_as_theirs() -> None:
    place = Ready()
    mother, father = place.family.mother, place.family.father
    for_paper = [(father, "I have nothing to add."), (mother, "That is not how it was.")]
    for person, words in for_paper:
        share = place.share(reader=sharing.Reader("parent", person))
        with acting_as(place.agency.worker) as by:
            sharing.comment(
                share=share, words=words, by_name="A parent", at=now(), by=by, now=now() + timedelta(seconds=1),
                how="in-person", meant_for="F-all", disagrees=True,
            )  # fmt: skip

    def rests_on() -> int:
        return Report.objects.values_list("version", flat=True).get(pk=place.report.pk)

    with acting_as(place.agency.worker) as by:
        assert [one.words for one in report_for_paper(place.report).comments] == [words for _, words in for_paper]
        before = rests_on()
        take_back_share(share=share, at=now() + timedelta(minutes=1), reason="The father had it, not she.", by=by)
        # In no paper any more, and what waits for a second person is to be prepared anew.
        assert [one.words for one in report_for_paper(place.report).comments] == ["I have nothing to add."]
        assert rests_on() > before
        told = CaseEvent.objects.filter(conference_id=place.conference.pk, code="report-commented")
        back = told.exclude(takes_back=None).values("takes_back")
        stands = told.filter(takes_back=None).exclude(event_id__in=back)
        assert {tuple(one.facts["with"]) for one in stands} == {(str(father),)}
    # It is owed to her again; what was recorded, why it was wrong and who said so stay.
    cell = place.cell(mother)
    assert (place.duty(mother), place.duty(father), cell.state) == ("open", "met", "due")
    assert [(one.words, one.taken_back_why) for one in cell.comments] == [
        ("That is not how it was.", "The father had it, not she.")
    ]
    assert [one.step for one in in_order(cell.steps)] == ["shared", "commented", "taken-back"]
    # Whoever writes in the meeting does not bring them back, nor takes others back in somebody else's name.
    nothing = {"taken_back_at": None, "taken_back_by": None, "taken_back_why": ""}
    said = ReportComment.objects.filter(report=place.report)
    with acting_as(place.agency.chair):
        assert said.filter(taken_back_at__isnull=False).update(**nothing) == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            said.filter(taken_back_at=None).update(taken_back_at=now(), taken_back_by=uuid4(), taken_back_why="A slip")


def test_closed_words_that_were_taken_back_close_the_report_to_nobody() -> None:
    place = Ready()
    one = place.conference

    def is_closed() -> bool:
        with acting_as(place.agency.manager):
            asked = [("report", place.report.pk)]
            return which_are_not_whole(one.pk, asked, reads_closed=False) != set()

    assert is_closed() is False
    with acting_as(place.agency.chair) as by:
        said = ReportComment.objects.create(
            conference_id=one.pk, case_id=one.case_id, authority_id=one.authority_id, report_id=place.report.pk,
            person_id=place.family.mother, by_name="A parent", words="For you alone.", said_at=now(), meant_for="R",
            taken_down_by=by.user_id,
        )  # fmt: skip
    assert is_closed() is True
    with acting_as(place.agency.chair) as by:
        said.taken_back_at, said.taken_back_by, said.taken_back_why = now(), by.user_id, "It was the father."
        said.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])
    assert is_closed() is False


def test_of_two_reports_told_alike_the_one_is_taken_back_and_not_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    place = Ready()
    with acting_as(place.agency.worker) as by:
        people.add_invitee(
            conference=place.conference, kind="professional", name="The sister's school", role="school_rep",
            why="It teaches her.", by=by,
        )  # fmt: skip
    schools = [one.pk for one in agency_reports(place.agency, place.conference) if one.role == "school_rep"]
    at = now()

    def stand() -> int:
        told = CaseEvent.objects.filter(conference_id=place.conference.pk, code="report-shared")
        back = told.exclude(takes_back=None).values("takes_back")
        return told.filter(takes_back=None).exclude(event_id__in=back).values("event_id").distinct().count()

    def shared(minute: int) -> list[ReportShare]:
        found = []
        for place.report in Report.objects.select_related("case", "conference").filter(pk__in=schools):
            found.append(place.share(at=at, now=at + timedelta(minutes=minute)))
        return found

    with acting_as(place.agency.worker):
        first, second = shared(1)
    with acting_as(place.agency.worker) as by:
        stood = [stand()]
        for minute, share in ((2, second), (3, first)):
            take_back_share(share=share, reason="It was another house.", by=by, at=at + timedelta(minutes=minute))
            stood.append(stand())
    assert stood == [2, 1, 0]
    # Steps that were recorded before they knew their events leave open which of the two is meant.
    step = sharing._step
    monkeypatch.setattr(sharing, "_step", lambda *row, **said: step(*row, **{**said, "event_id": None}))
    with acting_as(place.agency.worker):
        first, second = shared(4)
    with acting_as(place.agency.worker) as by:
        with pytest.raises(Refused, match="do not say which of the two"):
            take_back_share(share=second, reason="It was another house.", by=by, at=at + timedelta(minutes=5))
        assert stand() == 2


@pytest.mark.clause("BOL-24")
def test_a_parents_comments_stand_in_the_report_under_their_own_mark() -> None:
    place = Ready()
    share = place.share()
    with acting_as(place.agency.worker) as by:
        part = ReportSection.objects.filter(report=place.report, title="concerns").get()
        before = list(ReportSection.objects.filter(report=place.report).order_by("id").values_list("words", flat=True))
        sharing.comment(
            share=share, words="That is not how it was.\nI rang the school myself.", by_name="Morgan Example", at=now(),
            by=by, now=now() + timedelta(seconds=1), disagrees=True, how="in-person", section=part, meant_for="F-all",
        )  # fmt: skip
        told = report_for_paper(place.report)
        after = list(ReportSection.objects.filter(report=place.report).order_by("id").values_list("words", flat=True))
        assert before == after
        assert [(one.by_name, one.words, one.disagrees, one.about) for one in told.comments] == [
            ("Morgan Example", "That is not how it was.\nI rang the school myself.", True, "concerns")
        ]
        # Nobody changes them: not the author of the report, not anybody.
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            ReportComment.objects.filter(report=place.report).update(words="I agree.")
    assert place.cell(place.family.mother).state == "commented"
    with acting_as(place.agency.worker):
        codes = CaseEvent.objects.filter(conference_id=place.conference.pk).values_list("code", flat=True)
        assert {"report-shared", "report-commented"} <= set(codes)


def test_a_report_stays_away_from_a_parent_only_when_the_chair_agrees() -> None:
    place = Ready()
    with acting_as(place.agency.worker) as by:
        share = sharing.not_for(
            report=place.report,
            reader=Reader("parent", place.family.father),
            reason="About her health.",
            by=by,
            at=now(),
        )
        with pytest.raises(Refused):
            sharing.agree_not_for(share=share, agrees=True, by=by, at=now())
    cell = place.cell(place.family.father)
    assert (cell.state, cell.is_asked) == ("due", True)
    with acting_as(place.agency.chair) as by:
        sharing.agree_not_for(share=share, agrees=True, by=by, at=now())
    assert place.cell(place.family.father).state == "not-for"
    with pytest.raises(Refused) as refused:
        place.share(reader=Reader("parent", place.family.father))
    assert refused.value.sentences["person_id"].startswith("The chair has agreed")


@pytest.mark.clause("RDB-11")
def test_what_is_not_finished_is_shared_with_nobody_and_agencies_reports_each_for_themselves() -> None:
    place = Ready("redbridge")
    reports = agency_reports(place.agency, place.conference)
    with acting_as(place.agency.worker):
        duty = Duty.objects.filter(
            conference_id=place.conference.pk, code="share-agency-reports-with-parents", about_id=place.family.mother
        )
        found = []
        for one in reports:
            place.report = Report.objects.select_related("case", "conference").get(pk=one.pk)
            found.append(duty.annotate(state=duty_state(now())).values_list("state", flat=True).get())
            place.share()
        found.append(duty.annotate(state=duty_state(now())).values_list("state", flat=True).get())
    assert found == ["open"] * len(reports) + ["met"]
    with acting_as(place.agency.worker) as by:
        from quorate.conferences.services.agency_reports import add_agency_report

        place.report = add_agency_report(
            conference=place.conference, agency=None, agency_code="police", author="Police", by=by
        )
    with pytest.raises(Refused) as refused:
        place.share()
    assert refused.value.sentences["person_id"].startswith("This report is not finished")
