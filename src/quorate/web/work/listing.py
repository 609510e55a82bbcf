"""The page of My work: its parts, counts and words, from what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from quorate.cases.worklist import Counts
from quorate.web.wording import day_short, long_day
from quorate.web.work.lines import Line, parted
from quorate.web.work.moments import Clock

AT_MOST = 60
"""How many duties a page reads."""

LATE_AND_YOURS = "With you. Do these as soon as you can, then record the day."
_NEAR = ("overdue", "today", "week")
_EMPTY = {
    "mine": "Nothing is waiting for you",
    "team": "Nothing is waiting for your team",
    "all": "Nothing is waiting",
}
_COMES = (
    "When a conference is requested for a family you work with, what you have to do stands here: what is late first, "
    "then today, then this week. Every date says how it was worked out."
)
_NO_CASES = "Your role has no work on cases. If you expected some, ask your manager or the system administrator."


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the list under its heading."""

    code: str
    title: str
    lines: Sequence[Line]
    says: str = ""
    """What holds for every line of it."""
    more: str = ""
    """The words of the link to the whole part, where only its first lines are shown."""


@dataclass(frozen=True, slots=True)
class View:
    """How the list is looked at: whose, one part of it or all, whether what comes later is asked for too."""

    whose: str = "mine"
    part: str = ""
    later: bool = False


def parts_of(
    lines: Sequence[Line], clock: Clock, view: View, counts: Counts, *, whole: bool
) -> tuple[list[Part], list[Line]]:
    """The parts that are shown, and the lines that are kept for "later" and not shown.

    What comes later is shown when it is asked for, and where nothing is nearer.
    """
    by_part = parted(lines)
    titles = {
        "overdue": "Overdue",
        "today": "Today",
        "week": week_title(clock),
        "later": "Later",
        "undated": "Without a date",
    }
    says = {"overdue": LATE_AND_YOURS if view.whose == "mine" else ""}
    cut = not whole and not view.part
    near = [
        Part(code, titles[code], by_part[code], says.get(code, ""), _more(code, by_part[code], counts) if cut else "")
        for code in _NEAR
        if by_part[code]
    ]
    far = [Part(code, titles[code], by_part[code]) for code in ("later", "undated") if by_part[code]]
    if view.later or view.part or not near:
        return near + far, []
    return near, [line for part in far for line in part.lines]


def _more(code: str, lines: Sequence[Line], counts: Counts) -> str:
    """ "All 84 that are overdue", where not all of them are shown."""
    there = getattr(counts, code)
    words = {"overdue": "that are overdue", "today": "due today", "week": "due by then"}[code]
    return f"All {there} {words}" if there > sum(len(line.ids) for line in lines) else ""


def week_title(clock: Clock) -> str:
    """The heading of the near days: from Friday on they reach into next week."""
    return f"Until {long_day(clock.near_ends_on).rpartition(' ')[0]}" if clock.looks_into_next_week else "This week"


def week_words(clock: Clock) -> str:
    """The same as it stands after a number: "4 more this week"."""
    return f"until {day_short(clock.near_ends_on)}" if clock.looks_into_next_week else "this week"


def counted(counts: Counts, lines: Sequence[Line], *, whole: bool) -> Counts:
    """What the tags say: lines where the page holds them all, else duties as the database counts them."""
    if not whole:
        return counts
    by_part = parted(lines)
    overdue, today, week = (len(by_part[code]) for code in _NEAR)
    return Counts(overdue, today, week, len(by_part["later"]) + len(by_part["undated"]))


def next_words(hidden: Sequence[Line], counts: Counts, *, whole: bool) -> str:
    """ "Next: 6 more until Fri 15 Jan"; nothing where nothing is kept back."""
    if not hidden:
        return ""
    last = hidden[-1].when.on if whole and hidden[-1].when.part == "later" else None
    return f"Next: {counts.later} more" + (f" until {day_short(last)}" if last else "")


def empty_words(whose: str, *, works_on_cases: bool, narrowed: bool) -> tuple[str, str]:
    """What stands where there is nothing."""
    if not works_on_cases:
        return "Nothing is waiting for you", _NO_CASES
    if narrowed:
        return "Nothing is waiting there", "Nobody and no team that the list is narrowed to has anything open."
    return _EMPTY[whose], _COMES


def asked_for(said: Mapping[str, Any], key: str) -> UUID | None:
    """The id of the duty whose explanation the address asks for."""
    try:
        return UUID(str(said.get(key, "")))
    except ValueError:
        return None
