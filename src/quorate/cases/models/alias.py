"""Other names of a child or relative, and what was corrected."""

from __future__ import annotations

from django.db import models

from quorate.access.models import AboutCase


class AliasKind(models.TextChoices):
    """Why a person has this name too."""

    ALSO_KNOWN_AS = "also_known_as", "Also known as"
    FORMER = "former", "Former name"
    BIRTH = "birth", "Name at birth"
    MARRIED = "married", "Married name"
    SPELLING = "spelling", "Another spelling"
    BEFORE_BIRTH = "before_birth", "Recorded as, before birth"


class Alias(AboutCase):
    """One other name of a person in this case. Names that are corrected stay here, so that search still finds them."""

    person_id = models.UUIDField()
    given_names = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=20, choices=AliasKind.choices)
    added_on = models.DateField()

    class Meta:
        db_table = "cases_alias"
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=AliasKind.values), name="cases_alias_kind_known"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def full_name(self) -> str:
        """Given and family names."""
        return f"{self.given_names} {self.family_name}".strip()


class Correction(AboutCase):
    """A name, date of birth or the like that was changed: what stood there, what stands there now, why, who, when."""

    person_id = models.UUIDField()
    field = models.CharField(max_length=40)
    earlier = models.CharField(max_length=250, blank=True)
    later = models.CharField(max_length=250, blank=True)
    reason = models.CharField(max_length=250)
    corrected_on = models.DateField()
    corrected_by = models.UUIDField()

    class Meta:
        db_table = "cases_correction"
        ordering = ("corrected_on",)

    def __str__(self) -> str:
        return f"{self.field} {self.id}"
