"""Days around the "today" of a made-up world, so that whatever happens does so on a day on which it can."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from quorate.procedure.calendar import Calendar, add_months

LONDON = ZoneInfo("Europe/London")
_CALENDAR = Calendar()


class Days:
    """Working days counted from one day, by the calendar of the procedures."""

    def __init__(self, today: date) -> None:
        self.today = today

    def ago(self, days: int) -> date:
        """The working day so many days ago, or the last one before; never today."""
        return self.working(self.today - timedelta(days=max(days, 1)))

    def work_ago(self, days: int) -> date:
        """So many working days before today."""
        return self.before(self.today, days)

    def ahead(self, days: int) -> date:
        """The working day so many days from now, or the first one after."""
        ordinal = self.today.toordinal() + days
        return date.fromordinal(_CALENDAR.first_working_day_on_or_after(ordinal))

    def work_ahead(self, days: int) -> date:
        """So many working days after today."""
        return self.after(self.today, days)

    def months_ago(self, months: int) -> date:
        """The working day so many months ago, or the last one before."""
        return self.working(date.fromordinal(add_months(self.today.toordinal(), -months)))

    @staticmethod
    def working(day: date) -> date:
        """The day itself where it is a working day, else the last one before."""
        return date.fromordinal(_CALENDAR.last_working_day_on_or_before(day.toordinal()))

    @staticmethod
    def is_working(day: date) -> bool:
        """Whether offices are open."""
        return _CALENDAR.is_working_day(day.toordinal())

    @staticmethod
    def after(day: date, days: int) -> date:
        """So many working days after a day."""
        return date.fromordinal(_CALENDAR.working_day_after(day.toordinal(), days))

    @staticmethod
    def before(day: date, days: int) -> date:
        """So many working days before a day."""
        return date.fromordinal(_CALENDAR.working_day_before(day.toordinal(), days))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A time of a day in London."""
    return datetime.combine(day, time(hour, minute), LONDON)
