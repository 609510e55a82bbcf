"""A file of agencies, professionals or rooms that somebody is bringing in."""

from __future__ import annotations

from django.contrib.postgres.functions import TransactionNow
from django.db import models

from quorate.people.models.authority import Authority
from quorate.people.models.base import Referenced
from quorate.people.models.user import User


class ListKind(models.TextChoices):
    """What a file lists."""

    AGENCIES = "agencies", "Agencies"
    PROFESSIONALS = "professionals", "Professionals"
    ROOMS = "rooms", "Rooms"


class ListImport(Referenced):
    """A file between its dry run and its going in. `content` is emptied when it is in, or after a day.

    `done_at` is when it went in; the counts say what came of it.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=ListKind.choices)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(max_length=2_000_000)
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField(db_default=TransactionNow())
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-brought_at",)

    def __str__(self) -> str:
        return f"{self.kind} {self.brought_at:%Y-%m-%d}"
