"""A time of day as people write it, and the instant that it is on a day: what could be two is asked about, never
guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from quorate.cases.refusals import Refused
from quorate.procedure import london
from quorate.procedure.calendar import OutsideKnownYears
from quorate.web.work.moments import LONDON

_WRITTEN: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
_NAMED: Final = re.compile(r"(.*\d)\s*(BST|GMT)", re.IGNORECASE)
_CLOCKS: Final = {"BST": timezone(timedelta(hours=1), "BST"), "GMT": timezone(timedelta(0), "GMT")}
_NOON: Final = 12
_SHORT: Final = {"class": "govuk-input--width-5", "autocomplete": "off"}


class WallTimeField(forms.TimeField):
    """A time as the clock on the wall shows it; in the night of October in which it shows an hour twice people write
    "01:30 BST" for the first and "01:30 GMT" for the second."""

    def to_python(self, value: Any) -> time | None:
        """The time, with a zone only where one was written."""
        said = _NAMED.fullmatch(value.strip()) if isinstance(value, str) else None
        if said is None:
            return self.read(value)
        read = self.read(said[1])
        return None if read is None else read.replace(tzinfo=_CLOCKS[said[2].upper()])

    def read(self, value: Any) -> time | None:
        """The time without a zone. Raises ValidationError."""
        read: time | None = super().to_python(value)
        return read


class ClockField(WallTimeField):
    """ "14:30", "14.30", "2pm", "2:30 pm"; "2" alone is refused with the two times that it could be."""

    def read(self, value: Any) -> time | None:
        if value in self.empty_values:
            return None
        if isinstance(value, time):
            return value
        said = _WRITTEN.fullmatch(str(value).strip())
        if said is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hour, minute, half = int(said[1]), said[2], (said[3] or "").lower()[:1]
        if not half and minute is None and hour <= _NOON:
            raise ValidationError(_which(hour), code="invalid")
        if half and not 1 <= hour <= _NOON:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return time(hour % _NOON + (_NOON if half == "p" else 0) if half else hour, int(minute or 0))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


def _which(hour: int) -> str:
    """The two times that a bare number could be."""
    early, late = hour % _NOON, hour % _NOON + _NOON
    return f"Write {late}:00 or {hour or _NOON}pm, or {early:02d}:00 if it is in the morning"


def time_field(
    label: str, *, required: bool = True, missing: str = "", initial: Any = None, help_text: str = ""
) -> Any:
    """A field for a time of day."""
    return ClockField(
        label=label, required=required, initial=initial, help_text=help_text, widget=forms.TextInput(attrs=_SHORT),
        error_messages={"required": missing, "invalid": "Enter a time such as 14:30"},
    )  # fmt: skip


def instant_of(day: date, when: time, *, field: str) -> datetime:
    """The instant of a London wall time, as every form takes it.

    Raises `Refused` at `field` for a time that the clocks leave out in March, for one that they show twice in October
    while nobody has said which, and for a day that the rules do not know.
    """
    wall = when.replace(tzinfo=None)
    try:
        london.instant_of(day.toordinal(), ((wall.hour * 60 + wall.minute) * 60 + wall.second) * london.SECOND)
    except london.NoSuchTime:
        raise Refused({field: f"There is no {wall:%H:%M} that night: the clocks go forward from 01:00 to 02:00. Enter "
                       "a time before 01:00, or from 02:00"}) from None  # fmt: skip
    except london.TimeHappensTwice:
        if when.tzinfo is None:
            raise Refused({field: f"The clocks go back that night, and {wall:%H:%M} is there twice. Write {wall:%H:%M} "
                           f"BST for the first time, or {wall:%H:%M} GMT for the second"}) from None  # fmt: skip
    except OutsideKnownYears:
        raise Refused({field: "The rules do not know that year: check the day"}) from None
    if when.tzinfo is None:
        return datetime.combine(day, wall, LONDON)
    meant = datetime.combine(day, when).astimezone(UTC)
    if (shown := meant.astimezone(LONDON)).replace(tzinfo=None) != datetime.combine(day, wall):
        raise Refused({field: f"The clocks show {shown:%Z} at that time, not {when:%Z}: leave it out"})
    return meant  # in UTC: two times of one London day are compared by what the clock shows, which is not the order
