"""Every date of a family that was to be kept, from the first event on: due when, done when.

The rules answer what is to be done now. Here they are asked about each plan that a child has had, and each link of its
chains is counted from the one before. Pure: a case file and a pack in, dates out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from quorate.procedure import london
from quorate.procedure.case import Case, read_case
from quorate.procedure.children import ChildStory, PlanStory
from quorate.procedure.duties import conference_duties
from quorate.procedure.offsets import Moment, Offset, parse_interval, reckon
from quorate.procedure.pack import Pack
from quorate.procedure.position import Position, Stream
from quorate.procedure.rules import Rule
from quorate.procedure.scope import Told

INITIAL, REVIEW, CORE_GROUP = "initial", "review", "core-group"


@dataclass(frozen=True, slots=True)
class Kept:
    """One date of one child (by its id in the case file)."""

    child: str
    measure: str
    due_on: date
    met_on: date | None


def kept_dates(pack: Pack, data: dict[str, Any] | Case) -> list[Kept]:
    """All dates of a family, in their order. Raises CaseError and OutsideKnownYears, like the rules themselves."""
    case = data if isinstance(data, Case) else read_case(data)
    found: dict[tuple[str, str, date], Kept] = {}
    for day in _endings(case):
        told = Position(pack, Stream(case, (day, london.start_of_day(day + 1) - 1))).told
        for one in (*_initial(told), *_of_plans(told)):
            found[one.child, one.measure, one.due_on] = one
    return sorted(found.values(), key=lambda one: (one.due_on, one.measure, one.child))


def _endings(case: Case) -> list[int]:
    """The days on which a plan ended, for only the last plan is told, and the last day of all."""
    days = {event.moment[0] for event in case.events}
    ended = {event.moment[0] for event in case.events if _ends_a_plan(event.name, event.data)}
    return sorted(ended | ({max(days)} if days else set()))


def _ends_a_plan(name: str, data: Any) -> bool:
    said = (data.get("outcome"), *(data.get("outcomes") or {}).values()) if name != "plan-ended" else ("plan-ended",)
    return "plan-ended" in said


def _initial(told: Told) -> Iterator[Kept]:
    for conference in told.story.conferences:
        for duty in conference_duties(told, conference):
            asked = duty.rule.code == "hold-initial-conference" and duty.state not in ("not-needed", "waiting")
            if asked and duty.about is not None and duty.due is not None:
                yield Kept(duty.about, INITIAL, _day(duty.due), _day(duty.met) if duty.met else None)


def _of_plans(told: Told) -> Iterator[Kept]:
    for id_, child in told.children.items():
        plan = child.plan
        if plan is not None and plan.made is not None:
            reviews = [moment for moment, _ in plan.reviews]
            groups = [event.moment for event in plan.core_groups]
            for measure, codes, done in (
                (REVIEW, ("hold-first-review", "hold-next-review"), reviews),
                (CORE_GROUP, ("hold-first-core-group", "hold-next-core-group"), groups),
            ):
                yield from _chain(told, child, plan, (id_, measure), codes, done)


def _chain(
    told: Told, child: ChildStory, plan: PlanStory, what: tuple[str, str], codes: tuple[str, str], done: list[Moment]
) -> Iterator[Kept]:
    """The first link is counted from the plan, each later one from the one before; an open end stays open."""
    assert plan.made is not None
    for number, cause in enumerate((plan.made, *done)):
        rule = told.rules.by_code.get(codes[min(number, 1)])
        limit = None if rule is None else _limit(rule, plan)
        met = done[number] if number < len(done) else None
        is_over = plan.ended is not None or child.gone is not None
        if rule is not None and limit is not None and (met is not None or not is_over):
            yield Kept(*what, _day(reckon(limit, cause, rule.calendar)), _day(met) if met else None)


def _limit(rule: Rule, plan: PlanStory) -> Offset | None:
    """The pack's limit, or the interval that the plan itself sets, which wins."""
    limit = next(iter(rule.due.values()))
    said = plan.intervals.get(rule.set_by) if rule.set_by is not None else None
    if said is None or limit is None:
        return limit
    return Offset("count", limit.anchor, *parse_interval(said))


def _day(moment: Moment) -> date:
    return date.fromordinal(moment[0])
