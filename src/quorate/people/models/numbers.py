"""Work telephone numbers: how one is written."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.core.exceptions import ValidationError

from quorate.people.lists import values
from quorate.people.lists.faults import Wrong

LONGEST: Final = 60
"""Characters of a telephone number as it is written, spaces and extension too."""


def telephone_number(value: str) -> None:
    """Raises Django's `ValidationError` with one sentence for what nobody can dial, and for a short number (999)."""
    try:
        values.work_telephone(value, date.min)
    except Wrong as wrong:
        raise ValidationError(str(wrong)) from wrong
