"""A child's plan, from the day it begins to the day it ends."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from quorate.access.models import AboutCase

RENEWED = "renewed"
"""Why a child in need plan ended where another took its place: `Plan.ended_reason`."""


class PlanKind(models.TextChoices):
    """Which of the two plans of the children in need census."""

    CHILD_PROTECTION = "cp", "Child protection plan"
    CHILD_IN_NEED = "cin", "Child in need plan"


class Category(models.TextChoices):
    """Of abuse or neglect, as the census counts them; "multiple" is in older files only."""

    NEGLECT = "neglect", "Neglect"
    PHYSICAL = "physical", "Physical abuse"
    SEXUAL = "sexual", "Sexual abuse"
    EMOTIONAL = "emotional", "Emotional abuse"
    MULTIPLE = "multiple", "More than one category"


class Plan(AboutCase):
    """One plan of one child. A child protection plan begins on the day of the conference that made it.

    Categories belong to child protection plans; "" where none was recorded. `previous_plans` is how many child
    protection plans the child had before this one, None where nobody has counted. `ended_reason` is a code.
    `agreed_until` is the day up to which a child in need plan was agreed.
    """

    kind = models.CharField(max_length=3, choices=PlanKind.choices)
    began_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    first_category = models.CharField(max_length=10, choices=Category.choices, blank=True)
    latest_category = models.CharField(max_length=10, choices=Category.choices, blank=True)
    previous_plans = models.PositiveSmallIntegerField(null=True, blank=True)
    ended_reason = models.CharField(max_length=40, blank=True)
    agreed_until = models.DateField(null=True, blank=True)
    import_id = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "plans_plan"
        ordering = ("began_on",)
        indexes = (
            models.Index(fields=("authority_id", "kind"), name="plans_plan_open", condition=Q(ended_on__isnull=True)),
        )
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=PlanKind.values), name="plans_plan_kind_known"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("began_on")),
                name="plans_plan_ends_after_beginning",
            ),
            models.CheckConstraint(
                condition=Q(first_category__in=("", *Category.values), latest_category__in=("", *Category.values)),
                name="plans_plan_category_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.began_on}"
