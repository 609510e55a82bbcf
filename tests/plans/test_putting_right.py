"""What was entered by mistake between conferences is taken back; what it had ticked off is open again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.permissions import NoSuchRecord, NotAllowed
from quorate.audit.models import AuditEntry
from quorate.cases.case_position import exported
from quorate.cases.models import CaseEvent, ChronologyEntry, Duty
from quorate.cases.refusals import Refused
from quorate.plans.models import CoreGroup, Plan, Visit
from quorate.plans.queries.between import between_of
from quorate.plans.queries.putting_right import entries_of
from quorate.plans.services import between
from quorate.plans.services.core_groups import Progress
from quorate.plans.services.endings import end_outside
from quorate.plans.services.putting_right import take_back_by_mistake
from tests import clock
from tests.database import Urls
from tests.plans.making import Afterwards

WHY = "Entered in the wrong child's record."


@pytest.fixture(scope="module")
def after(module_database: Urls) -> Iterator[Afterwards]:
    yield Afterwards()


@pytest.fixture(scope="module")
def case(after: Afterwards) -> Any:
    """The child with the plan."""
    return next(one for one in after.family.cases if one.id in after.planned)


def told(after: Afterwards, code: str) -> list[dict[str, Any]]:
    """The events of the child that the rules are told of."""
    with acting_as(after.agency.worker):
        here = CaseEvent.objects.filter(case__in=[one.id for one in after.family.cases], code=code)
        back = here.exclude(takes_back=None).values("takes_back")
        return [one.facts for one in here.filter(takes_back=None).exclude(event_id__in=back)]


def open_codes(after: Afterwards) -> list[tuple[str, ...]]:
    """What is to be done and what is done of the child with the plan, with its days."""
    with acting_as(after.agency.worker):
        rows = Duty.objects.filter(case_id__in=[one.id for one in after.family.cases], settled="")
        return sorted((one.code, str(one.due_on), str(one.met_on), str(one.about_id)) for one in rows)


def take_back(after: Afterwards, kind: str, key: UUID, who: Any = None, **said: Any) -> None:
    with acting_as(who or after.agency.worker) as by:
        take_back_by_mistake(
            **{"kind": kind, "key": key, "cases": after.planned, "conference_id": after.conference.pk, "reason": WHY}
            | said, on=today(), by=by,
        )  # fmt: skip


def corrections(after: Afterwards) -> list[str]:
    with acting_as(after.agency.worker):
        rows = ChronologyEntry.objects.filter(case_id__in=after.planned, words__startswith="Put right: ")
        return list(rows.order_by("written_at").values_list("words", flat=True))


def test_a_visit_taken_back_leaves_its_limit_as_it_was_and_says_so(after: Afterwards, case: Any) -> None:
    before = open_codes(after)
    with acting_as(after.agency.worker) as by:
        row = between.visit(case=case, visited_on=today(), seen=True, alone=True, on=today(), by=by)
    assert told(after, "child-visited") == [{"seen": True, "alone": True, "bedroom": False}]
    with pytest.raises(Refused) as refused:
        take_back(after, "visit", row.pk, reason=" ")
    assert refused.value.sentences == {"reason": "Say why this is put right; the reason is kept."}
    take_back(after, "visit", row.pk)
    assert (told(after, "child-visited"), open_codes(after)) == ([], before)
    assert corrections(after) == [
        f"Put right: The visit to the child of {today().day} {today():%B %Y} was entered by mistake and counts no "
        f"more. Reason: {WHY}"
    ]  # fmt: skip
    with acting_as(after.agency.worker) as by:
        assert between_of(after.planned, clock.now()).visits == {}
        kept = Visit.objects.get(pk=row.pk)
        assert (kept.taken_back_on, kept.taken_back_by, kept.taken_back_why) == (today(), by.user_id, WHY)
        entries = entries_of(case.pk)
        assert [(one.kind, one.why, one.by_name != "") for one in entries.back] == [("visit", WHY, True)]
        assert [one for one in entries.stands if one.kind == "visit"] == []
    with acting_as(after.agency.manager):
        trail = AuditEntry.objects.filter(case_id=case.pk, action__in=("record.taken-back", "event.withdrawn"))
        assert sorted(trail.values_list("action", flat=True)) == ["event.withdrawn", "record.taken-back"]
    with pytest.raises(Refused) as again:
        take_back(after, "visit", row.pk)
    assert list(again.value.sentences) == ["__all__"]


def test_of_two_visits_that_tell_the_rules_the_same_one_stands_on(after: Afterwards, case: Any) -> None:
    with acting_as(after.agency.worker) as by:
        rows = [between.visit(case=case, visited_on=today(), seen=True, on=today(), by=by) for _ in range(2)]
    take_back(after, "visit", rows[0].pk)
    assert len(told(after, "child-visited")) == 1
    with acting_as(after.agency.worker):
        assert [one.pk for one in between_of(after.planned, clock.now()).visits[case.pk]] == [rows[1].pk]
    take_back(after, "visit", rows[1].pk)
    assert told(after, "child-visited") == []


def test_the_first_core_group_taken_back_is_due_again_and_the_next_one_is_the_first(after: Afterwards) -> None:
    before, action = open_codes(after), after.actions()[0]
    assert "hold-first-core-group" in [code for code, *_ in before]
    first = after.hold(progress=[Progress(action.id, action.case_id, "worse", "Nobody came.")])
    second = after.hold()
    assert (first.is_first, second.is_first) == (True, False)
    take_back(after, "meeting", first.pk)
    with acting_as(after.agency.worker):
        assert CoreGroup.objects.get(pk=second.pk).is_first is True
        seen = between_of(after.planned, clock.now())
        (line,) = [one for one in seen.lines[action.case_id] if one.action.id == action.id]
        assert ([one.pk for one in seen.groups], line.progress) == ([second.pk], ())
    take_back(after, "meeting", second.pk)
    assert open_codes(after) == before
    assert after.hold().is_first is True


def test_a_talk_that_had_explained_the_plan_is_taken_back_with_its_event(after: Afterwards) -> None:
    before = open_codes(after)
    with acting_as(after.agency.worker) as by:
        rows = [
            between.talked(
                conference=after.conference, person_id=person, kind="plan-explained", with_role="lead_practitioner",
                talked_on=today(), on=today(), by=by,
            )
            for person in (after.family.mother, after.family.father)
        ]  # fmt: skip
    take_back(after, "talk", rows[0].pk)
    assert {one["parent"] for one in told(after, "plan-explained")} == {str(after.family.father)}
    take_back(after, "talk", rows[1].pk)
    assert open_codes(after) == before


def test_what_ended_a_plan_by_mistake_is_taken_back_and_the_plan_goes_on(after: Afterwards, case: Any) -> None:
    before = open_codes(after)
    with acting_as(after.agency.worker) as by:
        (plan,) = end_outside(case=case, why="left-uk", on=today(), today=today(), is_unborn=False, by=by)
        event = CaseEvent.objects.get(case=case, code="plan-ended", takes_back=None).event_id
    assert open_codes(after) != before
    take_back(after, "event", event, cases=[case.pk])
    with acting_as(after.agency.worker):
        again = Plan.objects.get(pk=plan.pk)
        entries = entries_of(case.pk)
        recorded = CaseEvent.objects.get(case=case, takes_back=event).recorded_at  # by the database's own clock
    assert [(one.what, one.by_name != "", one.back_on) for one in entries.back if one.kind == "event"] == [
        ("The end of the plan", True, recorded.astimezone(clock.LONDON).date())
    ]  # fmt: skip
    assert event not in [one.key for one in entries.stands]
    assert (again.ended_on, again.ended_reason, open_codes(after)) == (None, "", before)


def test_who_may_not_write_and_what_is_not_there(after: Afterwards) -> None:
    row = after.hold()
    with acting_as(after.agency.worker):
        elsewhere = [one.id for one in after.family.cases if one.id not in after.planned]
    wrong: tuple[dict[str, Any], ...] = ({"key": uuid4()}, {"kind": "wedding"}, {"cases": elsewhere})
    for said in wrong:
        with pytest.raises(NoSuchRecord):
            take_back(after, **{"kind": "meeting", "key": row.pk, **said})
    with pytest.raises((NoSuchRecord, NotAllowed)):
        take_back(after, "meeting", row.pk, after.agency.person("social_worker"))
    with pytest.raises((NoSuchRecord, NotAllowed)):
        take_back(after, "meeting", row.pk, after.agency.chair)
    with acting_as(after.agency.worker):
        assert CoreGroup.objects.get(pk=row.pk).taken_back_on is None
        # Nor is a row given back what it was, past the services.
        take_back(after, "meeting", row.pk)
        assert CoreGroup.objects.filter(pk=row.pk).update(taken_back_on=None) == 0


def test_the_case_file_tells_nothing_of_what_was_taken_back(after: Afterwards, case: Any) -> None:
    with acting_as(after.agency.worker) as by:
        right = exported(case)
        row = between.visit(case=case, visited_on=today(), seen=True, on=today(), by=by)
        wrong = exported(case)
    take_back(after, "visit", row.pk)
    with acting_as(after.agency.worker):
        file = exported(case)
    assert right is not None and wrong is not None and file is not None
    assert file.data["events"] == right.data["events"] != wrong.data["events"]
