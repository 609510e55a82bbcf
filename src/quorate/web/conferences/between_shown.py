"""What the page between conferences shows, in words: each child's lines, visits, scale; meetings; and the pulse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from quorate.plans.models import CoreGroup, CoreGroupMember, Direction, MeetingKind, Plan
from quorate.plans.queries.between import Between, Line, months_open
from quorate.web.conferences.opening import OpenConference
from quorate.web.wording import day, joined, plural
from quorate.web.work.saying import Limit, When, when

_FEW: Final = 5
_LOOKS: Final = {"better": "in-place", "done": "in-place", "same": "plain", "worse": "late"}
_SIGNS: Final = {"better": "tick", "done": "tick", "same": "circle", "worse": "late"}


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of a plan: what is to be done, by whom, by when, and what was said of it, the latest first."""

    line: Line
    look: str
    mark: str
    says: str
    history: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A plan: what it is, since when, and whether it has been open longer than most."""

    title: str
    since: date
    ended: date | None
    is_long: bool
    says: str


@dataclass(slots=True)
class ChildShown:
    """One child between conferences."""

    case_id: UUID
    name: str
    plans: list[PlanShown] = field(default_factory=list)
    lines: list[LineShown] = field(default_factory=list)
    visits: list[Any] = field(default_factory=list)
    more_visits: int = 0
    scale: list[tuple[str, str]] = field(default_factory=list)
    due: list[tuple[str, When, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class GroupShown:
    """A meeting: its title, day, who came, what each child said, what was settled, the next date."""

    row: CoreGroup
    title: str
    came: str
    missing: str
    views: tuple[tuple[str, str], ...]
    settled: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The page."""

    children: list[ChildShown]
    groups: list[GroupShown]
    members: list[CoreGroupMember]
    talks: list[tuple[str, str, Any]]
    next_conference_on: date | None
    chair_of_group: str
    how_often: str


def shown(found: OpenConference, told: Between) -> Shown:
    """Everything in words."""
    names = {one.case_id: one.given for one in found.children}
    rule = found.pack.data["core_group"]
    chaired_by = str(rule.get("chaired_by") or "")
    return Shown(
        children=[_child(found, told, case, name) for case, name in names.items()],
        groups=[group_shown(one, told.members, names, found.word) for one in told.groups],
        members=told.members, talks=[(one.get_kind_display(), found.word(one.with_role), one) for one in told.talks],
        next_conference_on=told.next_conference_on, chair_of_group=found.word(chaired_by) if chaired_by else "",
        how_often=str(rule.get("how_often") or ""),
    )  # fmt: skip


def _child(found: OpenConference, told: Between, case: UUID, name: str) -> ChildShown:
    calendar = found.pack.rules.calendar
    visits = told.visits.get(case, [])
    return ChildShown(
        case_id=case, name=name, plans=[plan_shown(one, found.today, found.pack.data, found.word) for one in
                                        told.plans.get(case, [])],
        lines=[line_shown(one) for one in told.lines.get(case, [])], visits=visits[:_FEW],
        more_visits=max(0, len(visits) - _FEW),
        scale=[(day(on), joined([str(n) for n in numbers])) for on, numbers in told.scale.get(case, [])],
        due=[
            (one["title"], when(Limit(one["due_on"], one["due_at"], one["act_by_on"]), found.clock, calendar),
             str(one["id"]))
            for one in told.due
            if one["case_id"] == case
        ],
    )  # fmt: skip


def plan_shown(plan: Plan, today: date, data: Mapping[str, Any], word: Any) -> PlanShown:
    """A plan, flagged where it has been open longer than the authority says that most are (BAR-04)."""
    title = word("child_protection_plan" if plan.kind == "cp" else "child_in_need_plan")
    longest = data["plan"].get("usual_longest_months")
    months = months_open(plan, today)
    is_long = longest is not None and plan.ended_on is None and months >= longest
    long = plural(months, "month") if months else "less than a month"
    says = f"Open for {long}." if plan.ended_on is None else f"Lasted {long}."
    if is_long:
        says += f" Most plans last less than {plural(longest, 'month')}: ask why this one does not."
    return PlanShown(title, plan.began_on, plan.ended_on, is_long, says)


def line_shown(line: Line) -> LineShown:
    """A line with what was last said of it, and the earlier words below."""
    history = tuple(
        f"{day(one.noted_on)}: {one.get_direction_display().lower()}{f', {one.words}' if one.words else ''}"
        for one in reversed(line.progress)
    )
    if line.last is None:
        done = line.action.state == "done"
        return LineShown(line, "in-place" if done else "plain", "tick" if done else "dots",
                         "Done" if done else "Nothing said yet", history)  # fmt: skip
    code = line.last.direction
    return LineShown(line, _LOOKS[code], _SIGNS[code], Direction(code).label, history)


def group_shown(row: CoreGroup, members: Sequence[CoreGroupMember], names: Mapping[UUID, str], word: Any) -> GroupShown:
    """A meeting in words."""
    known = {one.id: one.name for one in members}
    came = [known[one] for one in row.came if one in known] + ([row.others] if row.others else [])
    title = word("core_group") if row.kind == MeetingKind.CORE_GROUP else word("network_meeting")
    missing = [one.name for one in members if one.kind == "professional" and one.id not in row.came]
    return GroupShown(
        row=row, title=title, came=joined(came), missing=joined(missing) if row.came or row.absent else "",
        views=tuple(
            (names[UUID(case)], said.get("words") or ("asked" if said.get("asked") else "not asked"))
            for case, said in row.views.items()
            if UUID(case) in names
        ),
        settled=tuple(row.settled.items()),
    )  # fmt: skip


def pulse_of(found: OpenConference, told: Between) -> list[tuple[str, str]]:
    """What the chair reads in a minute before the midway check: a look (see tags) and a sentence each."""
    lines = [line for one in found.children for line in told.lines.get(one.case_id, [])]
    said: list[tuple[str, str]] = []
    if lines:
        moving = [one for one in lines if one.is_done or (one.last and one.last.direction == "better")]
        said.append(("in-place" if len(moving) * 2 >= len(lines) else "due",
                     f"{len(moving)} of {plural(len(lines), 'line')} better or done."))  # fmt: skip
        worse = [one for one in lines if one.last and one.last.direction == "worse"]
        if worse:
            what = joined([one.action.what for one in worse])
            said.append(("late", f"{plural(len(worse), 'line')} worse: {what}."))
        silent = [one for one in lines if one.last is None and not one.is_done]
        if silent:
            said.append(("due", f"Nothing has been said yet of {plural(len(silent), 'line')}."))
    groups = [one for one in told.groups if one.kind == MeetingKind.CORE_GROUP]
    said.append(
        ("plain", f"{plural(len(groups), 'core group')}, the last on {day(groups[0].held_on)}.")
        if groups
        else ("due", "No core group has been held yet.")
    )
    planned = [one for one in found.children if any(p.ended_on is None for p in told.plans.get(one.case_id, []))]
    said += [_seen(one.given, told.visits.get(one.case_id, [])) for one in planned]
    late = [one for one in told.due if one["state"] == "overdue"]
    names = {one.case_id: one.given for one in found.children} if len(found.children) > 1 else {}
    for one in late:
        whose = f" for {names[one['case_id']]}" if one["case_id"] in names else ""
        said.append(("late", f"Late{whose}: {one['title']}."))
    return said


def _seen(name: str, visits: Sequence[Any]) -> tuple[str, str]:
    if not visits:
        return "due", f"No visit to {name} is recorded."
    seen = [one for one in visits if one.seen]
    alone = [one for one in seen if one.alone]
    last = f", the last on {day(seen[0].visited_on)}" if seen else ""
    return (
        "in-place" if alone else "due",
        f"{name} was seen {plural(len(seen), 'time')}, {len(alone)} of them alone{last}.",
    )
