"""What somebody says is wrong in the minutes, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from quorate.access.models import AboutCase
from quorate.conferences.models import Conference


class CorrectionOutcome(models.TextChoices):
    """What the chair says to it. The minutes themselves are frozen: what is right is added to them."""

    CORRECTED = "corrected", "Put right, in an addition to the minutes"
    NOTED = "noted", "Noted beside the minutes, as this person's view"
    STANDS = "stands", "The minutes stand as they are"


class Correction(AboutCase):
    """One correction that was asked for. `passage` is what the minutes say, `should_say` what they ought to.

    `invitee_id` is who asks, as the conference's list has them; `name` as they are called there. `section_id` is the
    part of the record, where it was chosen. `window_ends_on` as at a complaint.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="corrections")
    invitee_id = models.UUIDField(null=True, blank=True)
    name = models.CharField(max_length=250)
    section_id = models.UUIDField(null=True, blank=True)
    passage = models.TextField()
    should_say = models.TextField()
    received_on = models.DateField()
    recorded_by = models.UUIDField()
    window_ends_on = models.DateField(null=True, blank=True)
    late_reason = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, choices=CorrectionOutcome.choices, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "challenges_correction"
        ordering = ("received_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome__in=("", *CorrectionOutcome.values)), name="challenges_correction_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | (Q(answered_on__isnull=False) & ~Q(answer="")),
                name="challenges_correction_answered_in_words",
            ),
        )

    def __str__(self) -> str:
        return f"{self.outcome or 'open'} {self.id}"
