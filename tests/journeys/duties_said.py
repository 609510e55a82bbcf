"""The lines of a conference's duties in the words of its first page: what, about whom, whose, by when, how long still.

Written from the answer of the engine alone, by a sum of its own for the days that are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

import holidays

from quorate.web.work.moments import LONDON

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ON_THE_TIMELINE = ("hold-initial-conference", "hold-transfer-in-conference")
_STATES = {
    "met": "Done", "used": "Done", "met-late": "Done late", "waiting": "Later", "missed": "Was not done",
    "excused": "Excused",
}  # fmt: skip
_PARTS = {"met": "done", "used": "done", "met-late": "done", "waiting": "later"}
_WHOSE = {
    "social_worker": "Social worker", "lead_practitioner": "Social worker", "social_work_team": "Social worker",
    "team_manager": "Team manager", "safeguarding_unit": "Conference administrator", "chair": "Conference chair",
    "minute_taker": "Minute-taker", "agency": "Partner professional", "health_visitor": "Partner professional",
    "police_rep": "Partner professional", "school_nurse": "Partner professional", "school_rep": "Partner professional",
}  # fmt: skip
_SPAN = re.compile(r"\d+ (hour|minute)|less than a minute")


class Line(NamedTuple):
    """One line: in which part of the page, what is to be done with the names of those meant, whose it is, by when or
    how it stands, and the tag beside it."""

    part: str
    code: str
    title: str
    whose: str
    when: str
    tag: str


Person = tuple[str, str]
"""Somebody whom a duty may be about: "child" or "parent", and the name."""


def lines_of(duties: Iterable[Mapping[str, Any]], people: Mapping[str, Person], here: datetime) -> list[Line]:
    """The lines of the duties of one conference, sorted. `people` are those of the file by their id in it, in the order
    in which several stand in one line."""
    grouped: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for one in sorted(duties, key=lambda one: list(people).index(one["about"]) if one["about"] in people else -1):
        met = london_day(one["met_at"]) if one["state"] in ("met", "used", "met-late") else None
        grouped.setdefault((one["code"], one["state"], one["due"], met), []).append(one)
    return sorted(_line(same, people, here) for same in grouped.values())


def _line(same: list[Mapping[str, Any]], people: Mapping[str, Person], here: datetime) -> Line:
    one = same[0]
    about = [people[each["about"]] for each in same if each["about"] in people]
    kind, names = (about[0][0] if about else ""), list(dict.fromkeys(name for _, name in about))
    when, tag = _STATES.get(one["state"], ""), ""
    if not when:
        when, tag = due_said(one, here)
    whose, part = _WHOSE.get(one["who"], ""), _PARTS.get(one["state"], "to do")
    if one["window"] and one["state"] == "open":  # a right is nobody's work, and nobody is pressed
        whose, tag, part = "", "", "still possible"
    return Line(part, one["code"], _titled(one["title"], kind, names), whose, when, tag)


def _titled(title: str, kind: str, names: list[str]) -> str:
    """The names stand where the pack says "the child" or "the parents", else behind it."""
    if not names:
        return title
    said = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    meant = {"child": r"\bthe (?:child|young person)\b(?!')", "parent": r"\bthe parents?\b(?!')"}[kind]
    found = re.split(meant, title, maxsplit=1)
    return said.join(found) if len(found) == 2 else f"{title}: {said}"


def due_said(one: Mapping[str, Any], here: datetime) -> tuple[str, str]:
    """Until when, and how much is left, of a duty that is not done."""
    if one["due"] is None:
        return "No date yet", ""
    due, clock = _limit(one["due"])
    acts = london_day(one["act_by"]) if one["act_by"] else due
    assert due is not None
    assert acts is not None
    told = f"{day_said(due, here.date())}{', ' + clock if clock else ''}"
    if one["state"] == "overdue":
        return f"Was due {told}", _late(due, clock, here.date())
    if due == here.date():
        return (f"By {clock} today", "left") if clock else ("By the end of today", "Due today")
    if acts <= here.date():
        return f"By {told}", "Act today"
    if acts == here.date() + timedelta(days=1):
        return f"By {told}", "Tomorrow"
    days = working_days(here.date(), acts)
    return f"By {told}", f"{days} working day{'s' * (days != 1)} left"


def _late(due: date, clock: str, today: date) -> str:
    if days := working_days(due, today):
        return f"{days} working day{'s' * (days != 1)} late"
    return "late" if clock and due == today else "Late"


def without_minutes(tag: str) -> str:
    """A tag without its hours and minutes, which go on while one looks."""
    return tag.rsplit(" ", 1)[-1] if _SPAN.search(tag) else tag


def _limit(due: str) -> tuple[date, str]:
    if len(due) == 10:
        return date.fromisoformat(due), ""
    moment = datetime.fromisoformat(due).astimezone(LONDON)
    return moment.date(), f"{moment:%H:%M}"


def london_day(text: str | None) -> date | None:
    """The day of a moment or of a day as text."""
    return None if text is None else _limit(text)[0]


@cache
def _closed() -> Any:
    return holidays.country_holidays("GB", subdiv="ENG", years=range(2025, 2030))


def working_days(first: date, last: date) -> int:
    """How many working days come after the first day, up to and with the last."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(one.weekday() < 5 and one not in _closed() for one in days)


def day_said(on: date, today: date) -> str:
    """A day as it is said on the pages, with its year where that is far from here."""
    is_far = abs(on - today) >= timedelta(days=180)
    return f"{DAYS[on.weekday()]} {on.day} {on:%b}" + (f" {on.year}" if is_far else "")
