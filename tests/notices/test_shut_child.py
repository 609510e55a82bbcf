"""Nobody prepares a paper from which a child would be missing because the child's record is shut to them."""

from __future__ import annotations

import io
import re

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from pypdf import PdfReader

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.services import declare_conflict
from quorate.access.standing import Standing
from quorate.cases.refusals import Refused
from quorate.conferences.models import Conference, ConferenceChild, Invitee, RecordSection
from quorate.conferences.services import bookings
from quorate.conferences.services.people import add_invitee
from quorate.documents import record_drafts
from quorate.notices.services import AnotherPrepares, prepare
from quorate.notices.services.preparing import ANOTHER_PREPARES
from quorate.people.models import User
from quorate.plans.services.core_groups import NewMember, name_core_group
from quorate.release.closed import BESIDE_YOU, which_are_not_whole
from quorate.release.models import Release
from quorate.release.sql.papers import TELL_NO_CHILD
from tests import clock
from tests.conferences.reports import making
from tests.conferences.stages import at_clock
from tests.documents.conference.making import Held
from tests.notices.making import Stage
from tests.notices.shutting import shut_to
from tests.web.visiting import fetch, signed_in

pytestmark = pytest.mark.usefixtures("rolled_back")


def read(pdf: bytes | memoryview) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(bytes(pdf))).pages)


def refused(stage: Stage, code: str, by: Standing, **said: object) -> str:
    with pytest.raises(AnotherPrepares) as refusal:
        stage.prepared(code, by=by, **said)
    return str(refusal.value)


@pytest.mark.clause("LEI-40", "LEI-43")
def test_a_report_and_its_genogram_are_prepared_by_somebody_who_sees_every_child() -> None:
    stage = Stage("leicester")
    manager, chair = stage.agency.manager, stage.chair
    report = making.social_work_report(stage.agency, stage.conference)
    shut_to(stage.agency, stage.family.cases[1], stage.conference, manager, chair)
    for one in (manager, chair):
        with acting_as(one):
            assert ConferenceChild.objects.filter(conference=stage.conference).count() == 1
    # Whoever does not read the closed part hears the same as of a closed part: not that there is another child.
    for code, subject in (("invitation", None), ("report", report.pk)):
        assert refused(stage, code, manager, subject=subject) == ANOTHER_PREPARES
        assert refused(stage, code, chair, subject=subject) == BESIDE_YOU
    assert [one for one in ("Child1", "Example", "child") if one in ANOTHER_PREPARES + BESIDE_YOU] == []
    browser, ref = signed_in(User.objects.get(pk=manager.user_id)), stage.conference.case.ref
    tab = reverse("conference_papers", args=[ref])
    page = fetch(browser, tab)
    said = page.words.count(ANOTHER_PREPARES), [one for one in page.texts("button") if one.startswith("Prepare")]
    assert said == (3, []), "beside invitations, day sheet and report"
    browser.post(f"{tab}prepare/", {"paper": "invitation"})
    assert fetch(browser, tab).texts("p").count(ANOTHER_PREPARES) == 4, "beside each, and as the answer"
    mother, nurse = stage.invitee(stage.family.mother), nurse_of(stage)
    for who in (mother, nurse):
        assert ANOTHER_PREPARES in fetch(browser, f"{tab}preview/?person={who.pk}&paper=invitation").words
    with acting_as(manager):
        assert Release.objects.filter(code__in=("invitation", "report")).count() == 0
    # Somebody who reads all of it prepares it, with both children and both families.
    release = stage.prepared("report", subject=report.pk)
    with acting_as(stage.agency.worker):
        copy = release.renditions.get(recipient=nurse.pk)
    told = [(name in read(copy.content), name in read(copy.enclosed)) for name in ("Child0", "Child1")]
    assert told == [(True, True)] * 2


def nurse_of(stage: Stage) -> Invitee:
    with acting_as(stage.agency.worker):
        return Invitee.objects.get(conference=stage.conference, role="school_nurse")


def test_what_tells_of_no_child_is_prepared_by_itself_also_by_somebody_to_whom_one_is_shut() -> None:
    stage = Stage()
    manager = stage.agency.manager
    stage.released()
    shut_to(stage.agency, stage.family.cases[1], stage.conference, manager)
    with acting_as(manager) as by:
        asked = [(code, None) for code in ("moved", "exclusion-letter", *TELL_NO_CHILD)]
        assert which_are_not_whole(stage.conference.pk, asked, reads_closed=True) == set(asked[:2])
        told = set(Release.objects.get(code="invitation").renditions.values_list("recipient", flat=True))
        bookings.cancel(conference=stage.conference, reason="Snow", authorised_by="The head", by=by, at=clock.now())
        release = Release.objects.get(code="cancelled")
    with acting_as(stage.agency.worker):
        assert set(release.renditions.values_list("recipient", flat=True)) == told
    # A child's own copy is in the words for the child's age.
    with acting_as(stage.agency.worker) as by:
        add_invitee(
            conference=stage.conference, kind="child", role="child", name="Child1 Example", why="Wants to come",
            person_id=stage.family.children[1].person_id, by=by,
        )  # fmt: skip
    assert refused(stage, "cancelled", manager) == ANOTHER_PREPARES
    stranger = stage.agency.person("administrator")
    with acting_as(stranger), pytest.raises(DatabaseError, match="told to those who let"), transaction.atomic():
        which_are_not_whole(stage.conference.pk, [("plan", None)], reads_closed=True)


@pytest.mark.parametrize("pack", ["bolton", "barnet", "bradford", "leicester", "redbridge"])
def test_a_paper_that_is_said_to_tell_of_no_child_hangs_on_none(pack: str) -> None:
    letters = [one for one in Held.pack_of(pack).data["letter"] if one["paper"] in TELL_NO_CHILD]
    assert {one["paper"] for one in letters} == set(TELL_NO_CHILD)
    # Whoever makes them reads the booking and the offices of the procedure, and no row of a child.
    assert {part["code"] for one in letters for part in one["part"]} == {"opening", "contacts"}
    said = [words for one in letters for part in one["part"] for words in part.get("says", ())]
    assert {name for words in said for name in re.findall(r"\{(\w+)\}", words)} == {"date", "conference_kind"}


class Begun(Held):
    """Its record is not prepared yet."""

    def _approve(self) -> None:
        pass


def test_letters_plan_minutes_and_their_record_are_prepared_by_somebody_who_sees_every_child() -> None:
    held = Begun()
    agency, conference, case = held.agency, held.conference, held.table.family.cases[1]
    taker = agency.person("minute_taker")
    with acting_as(agency.chair):
        conference.refresh_from_db(from_queryset=Conference.objects.select_related("case"))
    agency.give(conference.case, taker)
    shut_to(agency, case, conference, taker, agency.chair)
    with acting_as(taker) as by, pytest.raises(Refused) as refusal:
        record_drafts.prepare(conference=conference, at=at_clock(13), by=by)
    assert refusal.value.messages == [BESIDE_YOU]
    with acting_as(agency.minute_taker) as by:
        record = record_drafts.prepare(conference=conference, at=at_clock(13), by=by)
        assert RecordSection.objects.filter(record=record, child_case_id=case.pk).exists()
    tab = fetch(signed_in(User.objects.get(pk=taker.user_id)), reverse("conference_papers", args=[conference.case.ref]))
    said = [one.startswith("Prepare") for one in tab.texts("button")]
    # Beside the summary and the decisions: the plan is the other child's.
    assert (any(said), tab.words.count(BESIDE_YOU)) == (False, 2)
    for code in ("decisions", "plan", "summary", "minutes"):
        with acting_as(agency.chair) as by, pytest.raises(AnotherPrepares, match=f"^{BESIDE_YOU}$"):
            prepare(conference=conference, code=code, by=by, at=clock.now())
    with acting_as(agency.minute_taker) as by:
        copies = prepare(conference=conference, code="plan", by=by, at=clock.now()).renditions.all()
        assert {"Child1" in read(one.content) for one in copies if one.kind == "professional"} == {True}
    # One core group for brothers and sisters is not there for those to whom one of them is shut: nobody would get it.
    other, office = agency.child(given_names="Sibling"), agency.person("minute_taker")
    agency.give(conference.case, office)
    with acting_as(agency.worker) as by:
        members = [NewMember("A lead", "professional", "social_worker", user_id=agency.worker.user_id, is_lead=True)]
        children = [one.pk for one in (*held.table.family.cases, other.case)]
        name_core_group(conference=conference, children=children, on=today(), members=members, by=by)
        declare_conflict(case=other.case, user_id=office.user_id, kind="family", by=by)
    with acting_as(office) as by:
        assert prepare(conference=conference, code="decisions", by=by, at=clock.now()).state == "prepared"
        with pytest.raises(AnotherPrepares, match=f"^{BESIDE_YOU}$"):
            prepare(conference=conference, code="plan", by=by, at=clock.now())
