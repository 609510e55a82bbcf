"""What the pages of a conference say where a child does not need it any more, or was left undecided by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from quorate.conferences.services.bookings import CANCELLABLE
from quorate.plans.queries.not_needed import children_not_needed, is_for_nobody, why_of
from quorate.web.conferences.opening import OpenConference
from quorate.web.wording import day


@dataclass(frozen=True, slots=True)
class NoLonger:
    """Each child with what has happened and since when; whether nobody is left, and whether it can be cancelled."""

    children: tuple[tuple[str, str, str], ...]
    is_for_nobody: bool
    is_to_cancel: bool


def no_longer_needed(found: OpenConference, rows: Sequence[dict[str, Any]]) -> NoLonger | None:
    """For the conference's first page, from the rows of `children_not_needed`; None where every child needs it."""
    if not rows:
        return None
    names = {one.case_id: one.name for one in found.children}
    children = tuple((names.get(one["child_case_id"], ""), why_of(one), day(one["since"])) for one in rows)
    nobody = is_for_nobody(rows)
    return NoLonger(children, nobody, nobody and found.conference.state in CANCELLABLE)


@dataclass(frozen=True, slots=True)
class Undecided:
    """A child about whom nothing is decided though the conference was held: by when, and the child's own record ("" to
    whoever does not work on it, and asks for no conference)."""

    given: str
    last_on: date
    is_late: bool
    ref: str


def undecided_of(found: OpenConference, rows: Sequence[dict[str, Any]]) -> list[Undecided]:
    """For the conference's first page, from the rows of `left_undecided`: of the children whom the reader sees."""
    names = {one.case_id: one.given for one in found.children}
    return [
        Undecided(names[one["child_case_id"]], one["last_on"], one["last_on"] < found.today, _asks(found, one["ref"]))
        for one in rows
        if one["child_case_id"] in names
    ]


def _asks(found: OpenConference, ref: str | None) -> str:
    return ref or "" if "write" in found.can else ""


def reason_to_cancel(found: OpenConference) -> str:
    """What the form for cancelling says at first where nobody is left; it names nobody and says nothing of why, since
    everybody who works on the conference reads it. "" where somebody still needs the conference."""
    rows = children_not_needed().filter(conference=found.conference)
    return "This meeting is no longer needed." if is_for_nobody(rows) else ""
