"""A partner agency: police, a school, a health trust."""

from __future__ import annotations

from django.db import models

from quorate.people.models.authority import Authority
from quorate.people.models.base import Kept


class AgencyKind(models.TextChoices):
    """What an agency is for; conferences are asked for by kind, so that a school counts as a school."""

    POLICE = "police", "Police"
    HEALTH = "health", "Health"
    SCHOOL = "school", "School"
    NURSERY = "nursery", "Nursery or early years"
    PROBATION = "probation", "Probation"
    HOUSING = "housing", "Housing"
    SUBSTANCE_MISUSE = "substance_misuse", "Drug and alcohol service"
    DOMESTIC_ABUSE = "domestic_abuse", "Domestic abuse service"
    VOLUNTARY = "voluntary", "Voluntary organisation"
    SOCIAL_CARE = "social_care", "Children's social care"
    OTHER = "other", "Another agency"


class Agency(Kept):
    """An organisation that works with an authority's conferences. Closed ones are kept for the record."""

    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="agencies")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=AgencyKind.choices)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "agencies"
        constraints = (models.UniqueConstraint(fields=("authority", "name"), name="people_agency_named_once"),)

    def __str__(self) -> str:
        return self.name
