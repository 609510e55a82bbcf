"""What stands in a child's plan: why there is one, what must be seen instead, and who does what."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from quorate.access.models import AboutCase, MeantFor
from quorate.conferences.models import Conference
from quorate.plans.models.plan import Plan


class ContentKind(models.TextChoices):
    """Which plan the words are for. A safety plan can stand with or without a child protection plan."""

    CHILD_PROTECTION = "cp", "Child protection plan"
    CHILD_IN_NEED = "cin", "Child in need plan"
    SAFETY = "safety", "Safety plan"
    INTERIM = "interim", "Interim plan"


class ContentState(models.TextChoices):
    """How far the words are."""

    OUTLINE = "outline", "Being written"
    AGREED = "agreed", "Agreed"
    REPLACED = "replaced", "Replaced by a later one"


class PlanContent(AboutCase):
    """The words of one plan of one child, as one conference leaves them; in the child's case.

    `plan` is None until the decision begins one, and for a safety plan that stands alone. At a review the words of
    the last conference are brought forward (`brought_from`) and changed.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="plan_contents")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="contents")
    kind = models.CharField(max_length=8, choices=ContentKind.choices)
    state = models.CharField(max_length=8, choices=ContentState.choices, default=ContentState.OUTLINE)
    begun_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    brought_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The people of whom somebody has said that it is right that they have no line, and the worries, likewise.
    right_without = ArrayField(models.UUIDField(), default=list, blank=True)

    class Meta:
        db_table = "plans_content"
        constraints = (
            models.UniqueConstraint(fields=("conference", "case", "kind"), name="plans_content_once"),
            models.CheckConstraint(condition=Q(kind__in=ContentKind.values), name="plans_content_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ContentState.values), name="plans_content_state_known"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class OfPlan(MeantFor):
    """Words in a plan: versioned, so that a stale save is refused, and in the order in which they stand.

    `conference_id` is the conference at which they were written: who works on it reads and writes them.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="+")
    content = models.ForeignKey(PlanContent, on_delete=models.PROTECT, related_name="%(class)ss")
    order = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class DangerStatement(OfPlan):
    """What people worry may happen to the child if nothing changes. `worries` are the cards that it answers."""

    words = models.TextField()
    worries = ArrayField(models.UUIDField(), default=list, blank=True)

    class Meta:
        db_table = "plans_danger_statement"
        ordering = ("order", "written_at")

    def __str__(self) -> str:
        return f"danger statement {self.id}"


class SafetyGoal(OfPlan):
    """What must be seen instead, and for how long, for the worry to be over."""

    statement = models.ForeignKey(DangerStatement, on_delete=models.PROTECT, related_name="goals")
    words = models.TextField()

    class Meta:
        db_table = "plans_safety_goal"
        ordering = ("order", "written_at")

    def __str__(self) -> str:
        return f"safety goal {self.id}"


PART_CODES = ("contingency", "services", "needs", "seeing-the-child", "bottom-line")


class PlanPart(OfPlan):
    """A part of the plan in running words: what happens if it is not achieved, services, the child's needs."""

    code = models.CharField(max_length=20)
    words = models.TextField(blank=True)

    class Meta:
        db_table = "plans_part"
        constraints = (
            models.CheckConstraint(condition=Q(code__in=PART_CODES), name="plans_part_code_known"),
            models.UniqueConstraint(fields=("content", "code"), name="plans_part_once"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.id}"
