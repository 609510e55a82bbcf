"""What Django says of its own accord, in the words of these pages; every form that says nothing better says this."""

from __future__ import annotations

from django.core import validators


def use_plain_words() -> None:
    """Once, when Django is ready. `%(limit_value)s` and the rest are filled in by Django."""
    validators.MaxLengthValidator.message = "Shorten this: there is room for %(limit_value)d characters"
    validators.MinLengthValidator.message = "Write at least %(limit_value)d characters"
    validators.MinValueValidator.message = "Enter %(limit_value)s or more"
    validators.MaxValueValidator.message = "Enter %(limit_value)s or less"
    validators.ProhibitNullCharactersValidator.message = "Type this again: it holds a character that cannot be read"
