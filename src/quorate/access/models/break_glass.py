"""Emergency access: one case, 60 minutes, told and reviewed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from quorate.access.models.about_case import AboutCase


class BreakGlassReason(models.TextChoices):
    """Why a case had to be opened without a grant."""

    CHILD_AT_RISK_NOW = "child_at_risk_now", "A child is at risk of harm now"
    OUT_OF_HOURS = "out_of_hours", "Out-of-hours duty"
    COVERING_ABSENCE = "covering_absence", "Covering for somebody who is away"
    POLICE_OR_COURT = "police_or_court", "The police or a court asks for it now"
    OVERSIGHT = "oversight", "Oversight of how the record is used"


class Verdict(models.TextChoices):
    """What the review found."""

    JUSTIFIED = "justified", "Justified"
    NOT_JUSTIFIED = "not_justified", "Not justified"


class BreakGlass(AboutCase):
    """One emergency access. Opened by the database function `access_break_glass` alone.

    From `opened_at` to `ends_at` (60 minutes) unless ended before. To be reviewed by `review_due_on`, two
    working days later, by somebody else.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="broken_glass")
    reason_code = models.CharField(max_length=30, choices=BreakGlassReason.choices)
    text = models.TextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    review_due_on = models.DateField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.UUIDField(null=True, blank=True)
    verdict = models.CharField(max_length=20, choices=Verdict.choices, blank=True)

    class Meta:
        db_table = "access_break_glass"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True) | ~models.Q(reviewed_by=models.F("user_id")),
                name="access_break_glass_reviewed_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reason_code} {self.case_id}"


class BreakGlassTold(models.Model):
    """Somebody who was told at once that glass was broken: a person of the case, or the holders of an office."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    break_glass = models.ForeignKey(BreakGlass, on_delete=models.PROTECT, related_name="told")
    case = models.ForeignKey("access.ProtectedCase", on_delete=models.PROTECT, related_name="+")
    authority_id = models.UUIDField()
    user_id = models.UUIDField(null=True, blank=True)
    team_id = models.UUIDField(null=True, blank=True)
    office = models.CharField(max_length=40, blank=True)
    told_at = models.DateTimeField()

    class Meta:
        db_table = "access_break_glass_told"

    def __str__(self) -> str:
        return self.office or str(self.user_id or self.team_id)
