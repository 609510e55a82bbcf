"""Writing a record of the lists: checked in plain words, with who confirmed it and when."""

from __future__ import annotations

import unicodedata
from typing import Any, Final, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from quorate.access.standing import Standing
from quorate.people.models.base import Kept

Record = TypeVar("Record", bound=models.Model)

_TAKEN: Final = "There is already one like this here."
_PLAIN: Final = {
    "people_membership_open_once": "They act as this already.",
    "people_membership_ends_after_beginning": "Enter a last day that is not before the first day.",
    "people_professional_ends_after_beginning": "Enter a last day that is not before the first day.",
    "people_contact_point_held_once": "This way to reach them is there already.",
    "people_user_email_once": "Somebody with this e-mail address is there already.",
    "people_agency_named_once": "There is already an agency of this name.",
    "people_team_named_once": "There is already a team of this name.",
    "people_venue_named_once": "There is already a building of this name.",
    "people_room_named_once": "There is already a room of this name in the building.",
}


def changed(made: models.Model, *, by: Standing | None = None, **values: Any) -> str:
    """Sets the values that differ, checks and saves them; gives the names of the changed fields.

    With `by` the record says from now on that this person has confirmed it, also where nothing differed. Raises
    Django's `ValidationError` in plain words.
    """
    names = sorted(name for name, value in values.items() if getattr(made, name) != value)
    for name in names:
        setattr(made, name, values[name])
    confirmed = _confirm(made, by)
    if names:
        _check(made, exclude=[field.name for field in made._meta.fields if field.name not in names])
    if names or confirmed:
        made.save(update_fields=[*names, *confirmed])
    return "+".join(names)


def added(made: Record, *, by: Standing | None = None) -> Record:
    """Checks a new record by its own rules and writes it. Raises Django's `ValidationError` in plain words."""
    _confirm(made, by)
    _check(made)
    made.save(force_insert=True)
    return made


def _confirm(made: models.Model, by: Standing | None) -> tuple[str, ...]:
    if by is None or by.is_operator or not isinstance(made, Kept):
        return ()
    made.confirmed_by_id, made.confirmed_at = by.user_id, timezone.now()
    return ("confirmed_by", "confirmed_at")


def _check(made: models.Model, exclude: list[str] | None = None) -> None:
    for field in made._meta.fields:
        if isinstance(field, (models.CharField, models.TextField)) and field.name not in (exclude or []):
            _visible(field.name, str(getattr(made, field.name) or ""))
    made.clean_fields(exclude=exclude)
    made.clean()
    _unlike_others(made, exclude)


def _unlike_others(made: models.Model, exclude: list[str] | None) -> None:
    """Unique names and days in order, each with its own sentence instead of the name of a constraint."""
    try:
        made.validate_unique(exclude=exclude)
    except ValidationError as wrong:
        raise ValidationError(_PLAIN["people_user_email_once"] if hasattr(made, "email") else _TAKEN) from wrong
    for constraint in made._meta.constraints:
        try:
            constraint.validate(type(made), made)
        except ValidationError as wrong:
            raise ValidationError(_PLAIN.get(constraint.name, _TAKEN)) from wrong


def _visible(name: str, text: str) -> None:
    """Nothing that cannot be seen: it would make two names look alike, or turn a line round."""
    odd = [one for one in text if unicodedata.category(one) in ("Cc", "Cf", "Co", "Cs") and one not in "\r\n\t"]
    if odd or "\ufffd" in text:
        raise ValidationError({name: "Type this again: it holds a character that cannot be seen or read."})
