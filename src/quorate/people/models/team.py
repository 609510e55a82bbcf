"""A team of an authority: social workers, chairs, administrators."""

from __future__ import annotations

from django.db import models

from quorate.people.models.authority import Authority
from quorate.people.models.base import Kept
from quorate.people.models.numbers import LONGEST, telephone_number


class Team(Kept):
    """A team. A case may be granted to a whole team; a closed team (`closed_on`) is kept for the record.

    `telephone` is the team's work number; it is given for whoever of the team has none of their own.
    """

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)
    telephone = models.CharField(
        max_length=LONGEST, blank=True, default="", db_default="", validators=[telephone_number]
    )
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("authority", "name"), name="people_team_named_once"),)

    def __str__(self) -> str:
        return self.name
