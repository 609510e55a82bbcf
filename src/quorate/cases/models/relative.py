"""Relatives and other adults who matter to a child, and how people are related to each other."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from quorate.access.models import AboutCase
from quorate.cases.models.child import Sex


class Relation(models.TextChoices):
    """What somebody is to the child."""

    MOTHER = "mother", "Mother"
    FATHER = "father", "Father"
    ADOPTIVE_MOTHER = "adoptive_mother", "Adoptive mother"
    ADOPTIVE_FATHER = "adoptive_father", "Adoptive father"
    STEP_MOTHER = "step_mother", "Stepmother"
    STEP_FATHER = "step_father", "Stepfather"
    PARTNER_OF_MOTHER = "partner_of_mother", "Mother's partner"
    PARTNER_OF_FATHER = "partner_of_father", "Father's partner"
    SPECIAL_GUARDIAN = "special_guardian", "Special guardian"
    FOSTER_CARER = "foster_carer", "Foster carer"
    SIBLING = "sibling", "Brother or sister"
    HALF_SIBLING = "half_sibling", "Half-brother or half-sister"
    STEP_SIBLING = "step_sibling", "Stepbrother or stepsister"
    MATERNAL_GRANDMOTHER = "maternal_grandmother", "Mother's mother"
    MATERNAL_GRANDFATHER = "maternal_grandfather", "Mother's father"
    PATERNAL_GRANDMOTHER = "paternal_grandmother", "Father's mother"
    PATERNAL_GRANDFATHER = "paternal_grandfather", "Father's father"
    GRANDPARENT = "grandparent", "Grandparent, which side is not known"
    AUNT_OR_UNCLE = "aunt_or_uncle", "Aunt or uncle"
    COUSIN = "cousin", "Cousin"
    OWN_CHILD = "own_child", "Son or daughter"
    OWN_PARTNER = "own_partner", "Partner"
    FAMILY_FRIEND = "family_friend", "Friend of the family"
    HOUSEHOLD = "household", "Lives in the household"
    OTHER = "other", "Another adult who matters"


class Relative(AboutCase):
    """Somebody around the child, as this case knows them.

    Rows are kept for each case, because who may know them is decided for each case. The same human has the same
    `person_id` everywhere; a brother or sister who has a record of their own has that child's. None for yes-or-no
    questions means that nobody has said. `removed_on` takes away one who was recorded by mistake; the row stays.
    """

    person_id = models.UUIDField(default=uuid.uuid4, db_index=True)
    given_names = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    known_as = models.CharField(max_length=120, blank=True)
    born_on = models.DateField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    relation = models.CharField(max_length=24, choices=Relation.choices)
    parental_responsibility = models.BooleanField(null=True, blank=True)
    lives_with_child = models.BooleanField(null=True, blank=True)
    to_be_invited = models.BooleanField(null=True, blank=True)
    added_on = models.DateField()
    removed_on = models.DateField(null=True, blank=True)
    removed_why = models.CharField(max_length=250, blank=True)

    class Meta:
        db_table = "cases_relative"
        constraints = (
            models.UniqueConstraint(
                fields=("case", "person_id"), condition=Q(removed_on__isnull=True), name="cases_relative_once_a_case"
            ),
            models.CheckConstraint(condition=Q(relation__in=Relation.values), name="cases_relative_relation_known"),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="cases_relative_sex_known"),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True) | Q(born_on__isnull=True) | Q(died_on__gte=models.F("born_on")),
                name="cases_relative_died_after_birth",
            ),
        )

    def __str__(self) -> str:
        return f"{self.relation} {self.id}"

    @property
    def full_name(self) -> str:
        """Given and family names; the relation where no name is known."""
        return f"{self.given_names} {self.family_name}".strip() or f"{self.get_relation_display()}, name not known"


class KinshipKind(models.TextChoices):
    """How the first person is related to the second."""

    PARENT_OF = "parent_of", "Parent of"
    ADOPTIVE_PARENT_OF = "adoptive_parent_of", "Adoptive parent of"
    PARTNER = "partner", "Partner of"
    MARRIED = "married", "Married to"
    SEPARATED = "separated", "Separated from"
    DIVORCED = "divorced", "Divorced from"
    SIBLING_OF = "sibling_of", "Brother or sister of"
    TWIN_OF = "twin_of", "Twin of"


class Kinship(AboutCase):
    """One line of the genogram, between two people of the case (the child or relatives), by their `person_id`."""

    a_person = models.UUIDField()
    b_person = models.UUIDField()
    kind = models.CharField(max_length=20, choices=KinshipKind.choices)
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "cases_kinship"
        verbose_name_plural = "kinship"
        constraints = (
            models.UniqueConstraint(fields=("case", "a_person", "b_person", "kind"), name="cases_kinship_once"),
            models.CheckConstraint(condition=~Q(a_person=models.F("b_person")), name="cases_kinship_of_two"),
            models.CheckConstraint(condition=Q(kind__in=KinshipKind.values), name="cases_kinship_kind_known"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(begins_on__isnull=True) | Q(ends_on__gte=models.F("begins_on")),
                name="cases_kinship_ends_after_beginning",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
