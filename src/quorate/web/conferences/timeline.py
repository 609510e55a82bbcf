"""The timeline of a conference: what is behind us, where we stand, what is ahead and by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from quorate.conferences.models import ConferenceState
from quorate.procedure.calendar import Calendar, OutsideKnownYears
from quorate.web.conferences.opening import OpenConference
from quorate.web.wording import day_short, london_day, plural
from quorate.web.work.moments import LONDON

Row = Mapping[str, Any]
Days = Mapping[str, datetime | date]

_HOLD: Final = ("hold-initial-conference", "hold-transfer-in-conference", "hold-first-review", "hold-next-review")
_SHARE: Final = "share-report-with-parents"
_OVER: Final[Mapping[str, tuple[str, str]]] = {
    ConferenceState.DECLINED: ("request-declined", "Declined"),
    ConferenceState.CANCELLED: ("conference-cancelled", "Cancelled"),
}
"""Where nothing follows: the event that ended it, and the name of its stop."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One item of the rail: its name, date and state in words, and how it looks (see the component)."""

    name: str
    when: str
    says: str
    look: str


def timeline(found: OpenConference, rows: Sequence[Row], days: Days, calendar: Calendar) -> list[Stop]:
    """The stops in the order of time; the limit stands before a conference that was moved beyond it."""
    begin = _behind(days)
    over = _OVER.get(found.conference.state)
    if over is not None:
        code, name = over
        has_sat = "conference-adjourned" in days
        says = "it does not go on" if has_sat else "there is no conference"
        end = Stop(name, day_short(days[code]) if code in days else "", says, "conference")
        return [*(one for one in begin if one.look == "done"), end]
    reports = _reports(rows)
    limit, held = _limit_row(rows), days.get("conference-held")
    conference = _conference(found, limit, held, calendar)
    bar = _limit(limit, held, calendar)
    middle = [conference, *([bar] if bar else [])]
    if bar and limit and found.conference.starts_at and london_day(found.conference.starts_at) > limit["due_on"]:
        middle.reverse()
    return [*begin, *([reports] if reports else []), *middle, *_ahead(found, rows, days)]


def _behind(days: Days) -> list[Stop]:
    named = (
        ("strategy-discussion-held", "Strategy discussion"),
        ("transfer-notified", "Move notified"),
        ("conference-requested", "Asked for"),
        ("request-agreed", "Agreed"),
        ("conference-booked", "Booked"),
    )
    stops = []
    for code, name in named:
        if code in days:
            stops.append(Stop(name, day_short(days[code]), "done", "done"))
        elif code in ("request-agreed", "conference-booked"):
            stops.append(Stop(name, "not yet", "", "to-come"))
    if "conference-adjourned" in days:
        says, look = ("went on another day", "done") if "conference-held" in days else ("goes on another day", "half")
        if "conference-cancelled" in days:
            says, look = "after its first day", "done"
        stops.append(Stop("Adjourned", day_short(days["conference-adjourned"]), says, look))
    return stops


def _reports(rows: Sequence[Row]) -> Stop | None:
    asked = [one for one in rows if one["code"] == _SHARE]
    if not asked:
        return None
    done = [one for one in asked if one["met_on"] is not None]
    if len(done) == len(asked):
        return Stop("Reports", day_short(max(one["met_on"] for one in done)), "shared with all parents", "done")
    waiting = next(one for one in asked if one["met_on"] is None)
    said = f"share by {_said(waiting)}" if waiting["due_on"] else "to be shared"
    have = f"{len(done)} of {len(asked)} parents {'has' if len(done) == 1 else 'have'} them"
    return Stop("Reports", said, have if done else "no parent has them yet", "half" if done else "to-come")


def _limit_row(rows: Sequence[Row]) -> Row | None:
    found = [one for one in rows if one["code"] in _HOLD and one["due_on"] is not None]
    return min(found, key=lambda one: one["due_on"]) if found else None


def _conference(found: OpenConference, limit: Row | None, held: datetime | date | None, calendar: Calendar) -> Stop:
    if held is not None:
        return Stop("Conference", day_short(held), "held", "done")
    starts = found.conference.starts_at
    if starts is None or found.conference.state == ConferenceState.ADJOURNED:
        return Stop("Conference", "no new date yet" if starts else "no date yet", "", "conference")
    local = starts.astimezone(LONDON)
    said = f"{day_short(local)}, {local:%H:%M}"
    if limit is None:
        return Stop("Conference", said, "", "conference")
    spare = _working_days(calendar, local.date(), limit["due_on"])
    if local.date() > limit["due_on"]:
        late = _working_days(calendar, limit["due_on"], local.date())
        return Stop("Conference", said, f"{plural(late, 'working day')} after the limit", "conference")
    return Stop("Conference", said, f"{plural(spare, 'working day')} to spare" if spare else "on the last day", "spare")


def _limit(row: Row | None, held: datetime | date | None, calendar: Calendar) -> Stop | None:
    if row is None or held is not None:
        return None
    return Stop("Limit", day_short(row["due_on"]), "the last day to hold it", "limit")


def _ahead(found: OpenConference, rows: Sequence[Row], days: Days) -> list[Stop]:
    """What follows the conference: done, or by when; "if a plan is made" while nothing has been decided."""
    stops = []
    is_held, is_review = "conference-held" in days, found.conference.kind == "review"
    condition = "if a plan goes on" if is_review else "if a plan is made"
    unlikely = _FIRST if is_review else {"hold-next-review"}
    for code, name, is_of_plan in _FOLLOWING:
        of_code = [one for one in rows if one["code"] == code]
        met = [one["met_on"] for one in of_code if one["met_on"] is not None]
        open_ = [one for one in of_code if one["met_on"] is None and one["due_on"] is not None]
        if of_code and len(met) == len(of_code):
            stops.append(Stop(name, day_short(max(met)), "done", "done"))
        elif open_:
            stops.append(Stop(name, f"by {_said(min(open_, key=lambda one: one['due_on']))}", "", "to-come"))
        elif not is_held and code not in unlikely:
            stops.append(Stop(name, "afterwards", condition if is_of_plan else "", "to-come"))
    return stops


_FOLLOWING: Final = (
    ("send-decisions", "Decisions", False),
    ("hold-first-core-group", "Core group", True),
    ("send-minutes", "Minutes", False),
    ("hold-first-review", "First review", True),
    ("hold-next-review", "Next review", True),
)
_FIRST: Final = {"hold-first-core-group", "hold-first-review"}
"""What follows the making of a plan, and no review of it."""


def _said(row: Row) -> str:
    said = day_short(row["due_on"])
    return said if row["due_at"] is None else f"{said}, {row['due_at'].astimezone(LONDON):%H:%M}"


def _working_days(calendar: Calendar, first: date, last: date) -> int:
    if last <= first:
        return 0
    try:
        return calendar.working_days_between(first.toordinal(), last.toordinal())
    except OutsideKnownYears:
        return 0
