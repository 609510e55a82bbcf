"""A building where conferences are held."""

from __future__ import annotations

from django.db import models

from quorate.people.models.authority import Authority
from quorate.people.models.base import Kept


class Venue(Kept):
    """A building of or used by an authority, with how to get in. Never a family's address."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="venues")
    name = models.CharField(max_length=120)
    address = models.TextField(blank=True)
    how_to_get_in = models.TextField(blank=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("authority", "name"), name="people_venue_named_once"),)

    def __str__(self) -> str:
        return self.name
