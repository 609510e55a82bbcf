"""That the chair keeps somebody of the family out of all or part of a conference."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5, Lower

from quorate.access.models import AboutCase
from quorate.conferences.models.conference import Conference


class ExclusionScope(models.TextChoices):
    """Of how much of the conference."""

    WHOLE = "whole", "All of it"
    PART = "part", "Part of it"


class ExclusionOutcome(models.TextChoices):
    """What was decided; "" while it is asked for."""

    EXCLUDED = "excluded", "Kept out"
    NOT_EXCLUDED = "not-excluded", "Not kept out"
    LIFTED = "lifted", "Let back in"


WAITS: Final = Q(outcome="", answered_with__isnull=True)
"""A request that nobody has decided."""


class ConferenceExclusion(AboutCase):
    """One request that somebody (`person_id`) is kept out of a conference, and the decision on it.

    `asked_by` is the user who wrote it down, `asked_words` who asked where that was somebody else. `ground` is a code
    of the pack, or `other` with `ground_words`; `source_words` says where the information comes from. `scope` is what
    was asked for, then what was decided; `parts` are the codes of the agenda's items where it is a part. `decided_by`
    is a user, `decided_as` the role of the pack. What follows a decision is dated here: explained to the person and
    how, their views collected, a meeting offered, accepted and held. `carried_from` is the exclusion of an earlier
    conference that this one decided afresh. Several may ask about one person, and none of them learns of the others:
    one decision answers them all, and stands in the row `answered_with` of the others. One user may ask again for
    somebody else, or where it is known from elsewhere too; whoever decides reads each.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="exclusions")
    person_id = models.UUIDField()
    asked_by = models.UUIDField()
    asked_on = models.DateField()
    asked_words = models.CharField(max_length=200, blank=True)
    ground = models.CharField(max_length=40)
    ground_words = models.TextField(blank=True)
    source_words = models.TextField(blank=True)
    scope = models.CharField(max_length=6, choices=ExclusionScope.choices, default=ExclusionScope.WHOLE)
    parts = models.JSONField(default=list, blank=True)
    outcome = models.CharField(max_length=14, choices=ExclusionOutcome.choices, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_as = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_words = models.TextField(blank=True)
    explained_on = models.DateField(null=True, blank=True)
    explained_how = models.CharField(max_length=60, blank=True)
    views_on = models.DateField(null=True, blank=True)
    views_words = models.TextField(blank=True)
    meeting_offered_on = models.DateField(null=True, blank=True)
    meeting_answer = models.CharField(max_length=4, blank=True)
    meeting_held_on = models.DateField(null=True, blank=True)
    meeting_words = models.TextField(blank=True)
    carried_from = models.UUIDField(null=True, blank=True)
    answered_with = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "conferences_exclusion"
        ordering = ("asked_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(scope__in=ExclusionScope.values), name="conferences_exclusion_scope_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=("", *ExclusionOutcome.values)), name="conferences_exclusion_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="conferences_exclusion_decided_by_somebody",
            ),
            models.UniqueConstraint(
                "conference", "person_id", "asked_by", MD5(Lower("asked_words")), MD5(Lower("source_words")),
                condition=WAITS, name="conferences_exclusion_asked_once_by_each",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(answered_with__isnull=True), name="conferences_exclusion_answered_once"
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=("person_id", "-decided_at"), name="conferences_exclusion_of"),)

    @property
    def waits(self) -> bool:
        """Whether nobody has decided."""
        return not self.outcome and self.answered_with is None

    def __str__(self) -> str:
        return f"exclusion {self.id}"
