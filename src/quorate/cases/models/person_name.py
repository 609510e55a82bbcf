"""By which names, numbers and dates the people of a case are found."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func

from quorate.access.models import AboutCase


class Whose(models.TextChoices):
    """Whose name it is."""

    CHILD = "child", "Child"
    RELATIVE = "relative", "Relative"


class PersonName(AboutCase):
    """One name of one person of a case, made from Child, Alias and Relative by `cases.searching`.

    `folded` has no capitals, accents or punctuation; `sounds` follows from it in the database. `born_on` is the date
    of birth, or the expected one. `marks` are the reference and numbers of a child, without blanks and hyphens.
    Never an address, never a way of contact.
    """

    person_id = models.UUIDField()
    whose = models.CharField(max_length=8, choices=Whose.choices)
    folded = models.TextField(blank=True)
    sounds: Any = models.GeneratedField(
        expression=Func(F("folded"), function="cases_sounds"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )
    born_on = models.DateField(null=True, blank=True)
    marks = ArrayField(models.TextField(), default=list, blank=True)

    class Meta:
        db_table = "cases_person_name"
        indexes = (
            GinIndex(fields=("folded",), opclasses=("gin_trgm_ops",), name="cases_person_name_trigrams"),
            GinIndex(fields=("sounds",), name="cases_person_name_sounds"),
            GinIndex(fields=("marks",), name="cases_person_name_marks"),
            models.Index(fields=("authority_id", "born_on"), name="cases_person_name_born"),
        )

    def __str__(self) -> str:
        return f"{self.whose} {self.id}"
