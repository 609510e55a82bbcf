"""When a duty is due and how much is left, in words: a date with its weekday, and never colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from quorate.procedure.calendar import Calendar, OutsideKnownYears
from quorate.web.wording import day, day_short, london_day, plural
from quorate.web.work.moments import LONDON, Clock

_FAR = timedelta(days=180)
_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Limit:
    """A duty's limit as it is stored: a day, for hours and minutes also an instant, and the last working day for it."""

    on: date | None
    at: datetime | None = None
    act_by_on: date | None = None

    def is_past(self, clock: Clock) -> bool:
        """Whether it is too late: a day counts to its end in London, an instant to itself."""
        if self.at is not None:
            return self.at < clock.now
        return self.on is not None and self.on < clock.today


@dataclass(frozen=True, slots=True)
class When:
    """A limit in words: in which part of the list it stands, the date, the tag with its sign, and one more line."""

    part: str
    """overdue, today, week, later or undated."""
    says: str
    tag: str = ""
    look: str = "plain"
    beside: str = ""
    on: date | None = None


def when(limit: Limit, clock: Clock, calendar: Calendar) -> When:
    """How a limit is said at this moment."""
    if limit.on is None:
        return When("undated", "No date yet")
    if limit.is_past(clock):
        return When("overdue", f"Was due {_shown(limit, clock)}", _late(limit, clock, calendar), "late")
    acts_on = limit.act_by_on or limit.on
    if acts_on <= clock.today:
        return _of_today(limit, clock)
    part = "week" if acts_on <= clock.near_ends_on else "later"
    beside = "" if acts_on == limit.on else f"Act by {day_short(acts_on)}, the last working day before it"
    return When(part, f"By {_shown(limit, clock)}", _left(acts_on, clock, calendar), "plain", beside, limit.on)


def _of_today(limit: Limit, clock: Clock) -> When:
    if limit.on != clock.today:
        beside = "No working day is left after today" if limit.act_by_on == clock.today else "No working day is left"
        return When("today", f"By {_shown(limit, clock)}", "Act today", "due", beside)
    if limit.at is None:
        return When("today", "By the end of today", "Due today", "due")
    return When("today", f"By {_time(limit.at)} today", f"{span(limit.at - clock.now)} left", "due")


def _late(limit: Limit, clock: Clock, calendar: Calendar) -> str:
    assert limit.on is not None
    days = _working_days(calendar, limit.on, clock.today)
    if days:
        return f"{plural(days, 'working day')} late"
    if limit.at is not None and limit.on == clock.today:
        return f"{span(clock.now - limit.at)} late"
    return "Late"


def _left(acts_on: date, clock: Clock, calendar: Calendar) -> str:
    if acts_on == clock.today + timedelta(days=1):
        return "Tomorrow"
    days = _working_days(calendar, clock.today, acts_on)
    return f"{plural(days, 'working day')} left" if days else ""


def _working_days(calendar: Calendar, first: date, last: date) -> int:
    """Working days after the first day, up to and with the last; 0 where the holidays of a year are not known."""
    try:
        return calendar.working_days_between(first.toordinal(), last.toordinal())
    except OutsideKnownYears:
        return 0


def _shown(limit: Limit, clock: Clock) -> str:
    on = limit.on
    assert on is not None
    said = day_short(on) if abs(on - clock.today) < _FAR else day(on)
    return said if limit.at is None else f"{said}, {_time(limit.at)}"


def _time(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%H:%M}"


def span(length: timedelta) -> str:
    """ "1 hour 10 minutes", "25 minutes", "less than a minute"."""
    seconds = max(int(length.total_seconds()), 0)
    hours, minutes = seconds // _HOUR, seconds % _HOUR // 60
    said = [plural(hours, "hour")] if hours else []
    if minutes:
        said.append(plural(minutes, "minute"))
    return " ".join(said) or "less than a minute"


def age(born_on: date | None, on: date, *, died_on: date | None = None) -> str:
    """ "7", "5 months", "8 days": a child's age on a day; nothing where the birth is not known or still to come."""
    if born_on is None or born_on > on:
        return ""
    until = min(died_on, on) if died_on else on
    months = (until.year - born_on.year) * 12 + until.month - born_on.month - (until.day < born_on.day)
    if months >= 24:
        return str(months // 12)
    return plural(months, "month") if months else plural((london_day(until) - born_on).days, "day")
