"""From a story's happenings and decisions to rows and events of the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from quorate.cases.services.recording import NewEvent
from quorate.conferences.models import Conference, Decision
from quorate.demo.families.record import Written
from quorate.demo.families.telling import Family, Happening
from quorate.plans.models import Plan


def decisions(family: Family, written: Written, of: Mapping[int, Conference]) -> list[Decision]:
    """What each conference decided about each child."""
    return [
        Decision(
            case=written.cases[key], authority_id=written.cases[key].authority_id, conference=of[id(sitting)],
            decided_on=sitting.held_on, outcome=one.outcome, categories=list(one.categories), by_role="chair",
            next_review_on=one.review_on,
        )
        for sitting in family.sittings
        if sitting.held_on is not None
        for key, one in sitting.decided.items()
    ]  # fmt: skip


def plans(family: Family, written: Written) -> list[Plan]:
    """Child protection plans from the conference that made them, and the child in need plans that followed."""
    rows: list[Plan] = []
    for key, case in written.cases.items():
        open_: Plan | None = None
        for sitting in sorted((s for s in family.sittings if s.held_on), key=lambda s: s.held_on or date.min):
            one = sitting.decided.get(key)
            if one is None or sitting.held_on is None:
                continue
            if one.outcome == "plan-made":
                open_ = Plan(
                    case=case, authority_id=case.authority_id, kind="cp", began_on=sitting.held_on,
                    first_category=one.categories[0], latest_category=one.categories[0], previous_plans=0,
                )  # fmt: skip
                rows.append(open_)
            elif one.outcome == "plan-continues" and open_ is not None:
                open_.latest_category = one.categories[0]
            elif one.outcome == "plan-ended" and open_ is not None:
                open_.ended_on, open_.ended_reason = sitting.held_on, "review-conference"
                if one.step_down == "child-in-need-plan":
                    rows.append(Plan(case=case, authority_id=case.authority_id, kind="cin", began_on=sitting.held_on))
    return rows


def event(told: Happening, written: Written, of: Mapping[int, Conference]) -> NewEvent:
    """One event as the service takes it: cases instead of keys, `person_id` instead of names."""
    when: dict[str, Any] = {"at": told.when} if isinstance(told.when, datetime) else {"day": told.when}
    return NewEvent(
        told.code,
        [written.cases[key].id for key in told.who or written.cases],
        facts={key: _in_ids(value, written.people) for key, value in told.facts.items()},
        conference=of[id(told.sitting)] if told.sitting is not None else None,
        **when,
    )


def _in_ids(value: Any, people: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return people.get(value, value)
    if isinstance(value, Mapping):
        return {people.get(key, key): _in_ids(one, people) for key, one in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, (bytes, datetime)):
        return [_in_ids(one, people) for one in value]
    return value
