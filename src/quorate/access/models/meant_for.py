"""A paragraph that somebody writes: for whom it is meant, before anybody has let it out."""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models

from quorate.access.models.about_case import AboutCase

AUDIENCES: Final = (
    ("F-all", "Everybody at the conference, the family too"),
    ("F-person", "The professionals and the people of the family who are named"),
    ("P", "Professionals of the conference only"),
    ("R", "The closed part: the chair and the agencies that are named"),
)
"""The choices of whoever writes, widest first."""


class MeantFor(AboutCase):
    """Words for a stated audience. Until a second person lets out the paper in which they stand, staff read them.

    `meant_for` is what the writer means, a label of `access.roles`; new text is for professionals. `named` are the
    people of the family (`person_id`) that F-person is for, or the agencies that may read a closed part. What is
    closed is closed at once, also to staff who are not named on it.
    """

    meant_for = models.CharField(max_length=10, choices=AUDIENCES, default="P")
    named = ArrayField(models.UUIDField(), default=list, blank=True)

    class Meta:
        abstract = True
