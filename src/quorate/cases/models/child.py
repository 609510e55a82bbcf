"""A child, born or not yet born: the one row that every case has."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from quorate.access.models import AboutCase, ProtectedCase
from quorate.cases.ages import age_on


class Sex(models.TextChoices):
    """As the children in need census has it; an unborn child's is U."""

    MALE = "M", "Male"
    FEMALE = "F", "Female"
    UNKNOWN = "U", "Not known"


class Child(AboutCase):
    """The record of one child with the authority; the case's handle says who may know of it.

    `person_id` stands for the same human wherever the child appears, also as somebody's sibling. `reference` is short
    and for people ("BOL-00142": three letters of the authority's pack, a number of one sequence for all, so that gaps
    tell nothing), always shown beside the name; addresses of pages use the handle's `ref` instead.
    A child has a date of birth, or a date on which the birth is expected, or both once born: nothing is lost by birth.
    `ethnicity` and `disabilities` hold codes of `census_codes`; "" and [] mean that nobody has recorded them.
    """

    case = models.OneToOneField(ProtectedCase, on_delete=models.PROTECT, related_name="child")
    person_id = models.UUIDField(default=uuid.uuid4, db_index=True)
    reference = models.CharField(max_length=16)
    given_names = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    known_as = models.CharField(max_length=120, blank=True)
    born_on = models.DateField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    ethnicity = models.CharField(max_length=4, blank=True)
    disabilities = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    first_language = models.CharField(max_length=60, blank=True)
    local_id = models.CharField(max_length=40, blank=True)
    upn = models.CharField(max_length=13, blank=True)
    former_upn = models.CharField(max_length=13, blank=True)
    upn_unknown = models.CharField(max_length=4, blank=True)
    nhs_number = models.CharField(max_length=10, blank=True)
    added_on = models.DateField()

    class Meta:
        db_table = "cases_child"
        indexes = (
            models.Index(fields=("authority_id", "born_on"), name="cases_child_born"),
            models.Index(fields=("authority_id", "upn"), name="cases_child_upn", condition=~Q(upn="")),
            models.Index(fields=("authority_id", "nhs_number"), name="cases_child_nhs", condition=~Q(nhs_number="")),
        )
        constraints = (
            models.UniqueConstraint(fields=("authority_id", "reference"), name="cases_child_reference_once"),
            models.UniqueConstraint(
                fields=("authority_id", "local_id"), condition=~Q(local_id=""), name="cases_child_local_id_once"
            ),
            models.CheckConstraint(
                condition=Q(born_on__isnull=False) | Q(expected_on__isnull=False), name="cases_child_born_or_expected"
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True) | Q(born_on__isnull=True) | Q(died_on__gte=models.F("born_on")),
                name="cases_child_died_after_birth",
            ),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="cases_child_sex_known"),
        )

    def __str__(self) -> str:
        # Never the name: this is what stands in logs and in what goes wrong.
        return self.reference

    @property
    def is_unborn(self) -> bool:
        """Whether the child is still expected."""
        return self.born_on is None

    @property
    def full_name(self) -> str:
        """Given and family names; for an unborn child without a name "Unborn" and the family name."""
        given = self.given_names or ("Unborn" if self.is_unborn else "")
        return f"{given} {self.family_name}".strip()

    def age_on(self, day: date) -> int | None:
        """Completed years on a day; None for an unborn child or before birth."""
        if self.born_on is None or day < self.born_on:
            return None
        return age_on(self.born_on, day)
