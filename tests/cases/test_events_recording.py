"""Recording what happened: appended, in the trail, joined to the family's stream, and its duties follow at once."""

from __future__ import annotations

import threading
import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quorate.access.context import acting_as
from quorate.access.permissions import NoSuchRecord, NotAllowed
from quorate.audit.models import AuditEntry
from quorate.cases import reactions
from quorate.cases.models import CaseEvent, CaseStream, Duty
from quorate.cases.services.recording import (
    NewEvent,
    RefusedEvent,
    append_events,
    record_event,
    refresh_duties,
    withdraw_event,
)
from tests.access.council import give
from tests.cases.families import Family
from tests.database import Urls


@pytest.fixture
def family(own_database: Urls) -> Iterator[Family]:
    yield Family()


def test_an_event_is_kept_for_each_child_and_its_duties_follow(family: Family) -> None:
    for child in ("c1", "c2"):
        family.child(child)
    event = family.record("strategy-discussion-held", "2026-11-02")

    with acting_as(family.worker):
        rows = list(CaseEvent.objects.filter(event_id=event).order_by("case_id"))
        streams = set(CaseStream.objects.values_list("stream_id", flat=True))
    duties = [duty for duty in family.duties() if duty.code == "hold-initial-conference"]
    assert sorted(row.case_id for row in rows) == sorted(case.id for case in family.cases.values())
    assert {(row.code, row.day, row.at, str(row.facts)) for row in rows} == {
        ("strategy-discussion-held", date(2026, 11, 2), None, "{}")
    }
    assert len(streams) == 1
    assert sorted(duty.case_id for duty in duties) == sorted(case.id for case in family.cases.values())
    assert {(duty.due_on, duty.due_at, duty.belongs_to, duty.edition) for duty in duties} == {
        (date(2026, 11, 23), None, "administrator", "bolton/2018")
    }


def test_children_of_one_event_become_one_family_and_later_events_of_one_leave_the_other_alone(family: Family) -> None:
    for child in ("c1", "c2"):
        family.child(child)
        family.record("strategy-discussion-held", "2026-11-02", child)
    with acting_as(family.worker):
        assert CaseStream.objects.values("stream_id").distinct().count() == 2

    family.record("conference-requested", "2026-11-04", reference="A", kind="initial")
    family.record("strategy-discussion-held", "2026-11-09", "c2", starts_enquiry=False)

    with acting_as(family.worker):
        assert CaseStream.objects.values("stream_id").distinct().count() == 1
    due = {duty.case_id: duty.due_on for duty in family.duties() if duty.code == "hold-initial-conference"}
    assert due == {case.id: date(2026, 11, 23) for case in family.cases.values()}


def test_a_conference_of_its_own_holds_what_is_due_for_the_whole_family(family: Family) -> None:
    family.child("c1")
    family.child("c2")
    family.parent("p1", ["c1", "c2"])
    conference = family.conference("BOL-1", "initial")
    family.record("conference-requested", "2026-11-04", conference=conference)
    starts = "2026-11-20T10:00"
    family.record("conference-booked", "2026-11-05T09:00", conference=conference, starts_at=starts)

    places = {(duty.code, duty.case_id, duty.copies) for duty in family.duties()}
    assert ("send-invitations", conference.case_id, 1) in places
    shared = [duty for duty in family.duties() if duty.code == "share-report-with-parents"]
    assert [(duty.case_id, duty.about, str(duty.about_id), duty.conference_id) for duty in shared] == [
        (conference.case_id, "parent", family.people["p1"], conference.id)
    ]
    assert {duty.reference for duty in family.duties()} == {"BOL-1"}
    with acting_as(family.worker):
        facts = CaseEvent.objects.filter(code="conference-requested").values_list("facts", flat=True)
        assert list(facts) == [{"reference": "BOL-1", "kind": "initial"}] * 2


def test_what_is_said_of_one_child_stands_in_that_childs_case_alone(family: Family) -> None:
    family.child("c1")
    family.child("c2")
    outcomes = {"c1": "plan-made", "c2": "no-plan"}
    family.record("conference-held", "2026-10-01", reference="A", kind="initial", outcomes=outcomes)
    with acting_as(family.worker):
        for child in ("c1", "c2"):
            (facts,) = CaseEvent.objects.filter(case=family.cases[child]).values_list("facts", flat=True)
            assert facts["outcomes"] == {family.people[child]: outcomes[child]}
    first = [duty for duty in family.duties() if duty.code == "hold-first-review"]
    assert [(duty.case_id, duty.due_on) for duty in first] == [(family.cases["c1"].id, date(2027, 1, 1))]


def test_an_event_recorded_by_mistake_is_taken_back_and_stays(family: Family) -> None:
    family.child("c1")
    family.record("strategy-discussion-held", "2026-11-09")
    wrong = family.record("child-died", "2026-11-10")
    assert [duty for duty in family.duties() if duty.settled == ""] == []

    with acting_as(family.worker) as by:
        withdraw_event(event_id=wrong, by=by)
        assert CaseEvent.objects.count() == 3
    assert {duty.due_on for duty in family.duties() if duty.code == "hold-initial-conference"} == {date(2026, 11, 30)}
    with acting_as(family.worker) as by, pytest.raises(RefusedEvent, match="taken back already"):
        withdraw_event(event_id=wrong, by=by)
    with acting_as(family.worker) as by, pytest.raises(NoSuchRecord):
        withdraw_event(event_id=uuid.uuid4(), by=by)


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        ({"code": "strategy-discusion-held"}, "There is no event 'strategy-discusion-held'; did you mean 'strategy-"),
        ({"day": date(2999, 1, 1)}, "strategy-discussion-held: 1 January 2999 has not come yet; record what has hap"),
        ({"day": None}, "strategy-discussion-held: needs a day or an instant, and one of them only."),
        ({"cases": []}, "strategy-discussion-held: is about nobody; name the case of at least one child."),
        ({"facts": {"starts_enquiri": True}}, "unknown fact 'starts_enquiri'; did you mean 'starts_enquiry'?"),
        ({"facts": {"child": "c1"}}, "'child' is said by the cases and the day; leave it out of the facts."),
        (
            {"facts": {"reason": "She said that he hit her"}},
            "strategy-discussion-held: 'reason' holds text; facts hold",
        ),
        ({"facts": {"starts_enquiry": "perhaps"}}, "'starts_enquiry' is 'perhaps'; it is true or false"),
        ({"facts": {"parent": str(uuid.UUID(int=7))}}, "'parent' names nobody whom a case of this family knows"),
        ({"day": date(1999, 1, 4)}, "outside the years 2000 to 2049 whose bank holidays are known"),
        (
            {"day": date(2001, 1, 4)},
            "no rule of 'bolton' is in force on 4 January 2001: its first edition bolton/2018 begins",
        ),
    ],
)
def test_what_cannot_be_taken_is_refused_in_a_sentence_and_nothing_stays(
    family: Family, event: dict[str, Any], sentence: str
) -> None:
    family.child("c1")
    said = {"code": "strategy-discussion-held", "cases": list(family.cases.values()), "day": date(2026, 11, 2)} | event
    with pytest.raises(RefusedEvent) as refused, acting_as(family.worker) as by:
        record_event(by=by, **said)
    assert sentence in str(refused.value)
    with acting_as(family.worker):
        assert not CaseEvent.objects.exists()
        assert not Duty.objects.exists()


def test_each_case_of_an_event_has_its_entry_in_the_trail(family: Family) -> None:
    family.child("c1")
    family.child("c2")
    event = family.record("strategy-discussion-held", "2026-11-02")
    with acting_as(family.worker):
        entries = AuditEntry.objects.filter(action="event.recorded").values_list("subject_id", "case_id", "facts")
        assert sorted(entries, key=repr) == sorted(
            [(event, case.id, {"event": "strategy-discussion-held", "children": 2}) for case in family.cases.values()],
            key=repr,
        )


def test_what_reacts_to_an_event_runs_in_its_transaction_and_undoes_it_by_raising(
    family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    family.child("c1")
    monkeypatch.setattr(reactions, "_reactions", defaultdict(list))
    seen: list[reactions.Recorded] = []
    reactions.reacts_to("child-visited")(seen.append)
    event = family.record("child-visited", "2026-11-02", seen=True)
    assert [(one.event_id, one.code, one.facts, one.by) for one in seen] == [
        (event, "child-visited", {"seen": True}, family.worker)
    ]

    def stumble(_: reactions.Recorded) -> None:
        raise RuntimeError("no")

    reactions.reacts_to("child-visited")(stumble)
    with pytest.raises(RuntimeError, match="no"):
        family.record("child-visited", "2026-11-03", seen=True)
    with acting_as(family.worker):
        assert CaseEvent.objects.count() == 1
    with pytest.raises(ValueError, match="'child-visitd' is no event"):
        reactions.reacts_to("child-visitd")


def test_who_keeps_the_list_books_and_invites_but_does_not_decide(family: Family) -> None:
    family.child("c1")
    conference = family.conference("A", "initial")
    office = family.council.person("administrator")
    give(conference.case, family.manager, office)
    family.record("conference-requested", "2026-11-04", conference=conference)

    family.record("conference-booked", "2026-11-05", by=office, conference=conference, starts_at="2026-11-20T10:00")
    with pytest.raises(NoSuchRecord):
        family.record("conference-booked", "2026-11-06", by=office, starts_at="2026-11-20T10:00")
    with pytest.raises(NotAllowed):
        family.record("decided", "2026-11-20", by=office, conference=conference, outcome="no-plan")
    with acting_as(office):
        assert {event.code for event in CaseEvent.objects.all()} == {"conference-requested", "conference-booked"}


def test_many_events_of_many_families_in_few_statements(family: Family) -> None:
    for number in range(6):
        family.child(f"c{number}")
    first = [case for child, case in family.cases.items() if child != "c5"]
    events = [NewEvent("strategy-discussion-held", [case], day=date(2026, 11, 2)) for case in first]
    events.append(NewEvent("child-died", [family.cases["c0"]], day=date(2026, 11, 3), facts={"by": "chair"}))
    before = {"c5": NewEvent("conference-held", [family.cases["c5"]], day=date(2001, 1, 4))}
    with acting_as(family.worker) as by, CaptureQueriesContext(connection) as few:
        append_events(events=events[:2], by=by, import_id=uuid.uuid4())
    with acting_as(family.worker) as by, CaptureQueriesContext(connection) as many:
        found = append_events(events=[*events[2:], *before.values()], by=by, import_id=uuid.uuid4())
    assert len(many) == len(few)
    assert [(one.cases, one.sentence[:25]) for one in found.refused] == [
        ((str(family.cases["c5"].id),), "no rule of 'bolton' is in")
    ]
    due = {duty.case_id for duty in family.duties() if duty.code == "hold-initial-conference" and not duty.settled}
    assert due == {family.cases[f"c{number}"].id for number in (1, 2, 3, 4)}
    with acting_as(family.worker):
        assert AuditEntry.objects.filter(action="event.recorded").count() == 0


def test_two_writers_of_one_family_leave_duties_that_know_both_events(family: Family, own_database: Urls) -> None:
    """The second waits for the first, and works the duties out from what both recorded."""
    for child in ("c1", "c2"):
        family.child(child)
    family.record("strategy-discussion-held", "2026-11-02")
    writers = [threading.Thread(target=_in_a_thread, args=(family, f"2026-11-{day:02}")) for day in range(3, 9)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    with acting_as(family.worker):
        assert CaseEvent.objects.filter(code="child-visited").count() == len(writers)
        stored = set(Duty.objects.values_list("id", "due_on", "settled", "late_from"))
        refreshed = refresh_duties(cases=[family.cases["c1"]])
        assert set(Duty.objects.values_list("id", "due_on", "settled", "late_from")) == stored
    assert refreshed.changed == 0


def _in_a_thread(family: Family, day: str) -> None:
    try:
        family.record("child-visited", day, "c1" if day[-1] in "357" else "c2", seen=True)
    finally:
        connection.close()
