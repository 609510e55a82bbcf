"""A time of day as people write it; a number that could be morning or afternoon is asked about, never guessed."""

from __future__ import annotations

import re
from datetime import time
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

_WRITTEN: Final = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
_NOON: Final = 12
_SHORT: Final = {"class": "govuk-input--width-5", "autocomplete": "off"}


class ClockField(forms.TimeField):
    """ "14:30", "14.30", "2pm", "2:30 pm"; "2" alone is refused with the two times that it could be."""

    def to_python(self, value: Any) -> time | None:
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
