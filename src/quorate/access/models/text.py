"""The handle of a document or paragraph and its audience label."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from quorate.access.models.about_case import AboutCase

_LABELS = (
    ("F-all", "All of the invited family"),
    ("F-person", "One named person of the family"),
    ("C", "The child"),
    ("P", "The professionals of the conference"),
    ("R", "The closed part: chair and named agencies"),
    ("K", "Protected contact details"),
)


class ProtectedText(AboutCase):
    """A document, a paragraph or a protected contact: whom it is for, never what it says.

    `named_people` (users) and `named_agencies` are those for whom an F-person text or a closed part is. Rooms
    above keep the words in their own tables, by `text_id`.
    """

    label = models.CharField(max_length=10, choices=_LABELS, default="P")
    named_people = ArrayField(models.UUIDField(), default=list)
    named_agencies = ArrayField(models.UUIDField(), default=list)

    class Meta:
        db_table = "access_text"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(label__in=[code for code, _ in _LABELS]), name="access_text_label_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.label} {self.id}"
