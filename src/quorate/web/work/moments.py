"""What "now" is on the pages of work, and how the days around it fall into today, this week and later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from quorate.web.packs import today

LONDON = ZoneInfo("Europe/London")
_FRIDAY = 4


def now() -> datetime:
    """This instant; in a made-up world the present time of day on the day that it was built for."""
    here = timezone.now().astimezone(LONDON)
    day = today()
    return here if day == here.date() else datetime.combine(day, here.time(), tzinfo=LONDON)


@dataclass(frozen=True, slots=True)
class Clock:
    """One moment of looking, with the days that the list is parted by. All days are London's."""

    now: datetime
    today: date
    week_ends_on: date
    """The Sunday of this week."""
    near_ends_on: date
    """The last day of the part before "later": this Sunday, from Friday on the next one."""

    @property
    def looks_into_next_week(self) -> bool:
        """From Friday on the week that comes is what somebody has to know."""
        return self.near_ends_on > self.week_ends_on


def clock_at(moment: datetime) -> Clock:
    """The clock of an instant."""
    day = moment.astimezone(LONDON).date()
    sunday = day + timedelta(days=6 - day.weekday())
    near = sunday + timedelta(days=7) if day.weekday() >= _FRIDAY else sunday
    return Clock(moment, day, sunday, near)
