"""A conference and the children it is about."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from quorate.access.models import AboutCase
from quorate.procedure.vocabulary import KINDS


class ConferenceState(models.TextChoices):
    """How far a conference has come."""

    DRAFT = "draft", "Being asked for"
    REQUESTED = "requested", "Requested"
    AGREED = "agreed", "Agreed"
    BOOKED = "booked", "Booked"
    SITTING = "sitting", "Sitting"
    ADJOURNED = "adjourned", "Adjourned"
    HELD = "held", "Held"
    DECLINED = "declined", "Declined"
    CANCELLED = "cancelled", "Cancelled"


class Conference(AboutCase):
    """One conference about one or more children of a family.

    Asked for in this system it is a case of its own: `id` is then the id of its handle too, and people are given
    access to it. One that was brought in with a file stands in its child's case. `reference` is the authority's own
    and unique there. `edition` is the edition of the procedure under which it was asked for; it is kept. `starts_at`
    is the latest start that was booked, `held_on` the day on which it ended.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    reference = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    edition = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=12, choices=ConferenceState.choices, default=ConferenceState.REQUESTED)
    requested_on = models.DateField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    import_id = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "conferences_conference"
        constraints = (
            models.UniqueConstraint(fields=("authority_id", "reference"), name="conferences_reference_once"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="conferences_kind_known"),
            models.CheckConstraint(condition=Q(state__in=ConferenceState.values), name="conferences_state_known"),
        )
        indexes = (models.Index(fields=("authority_id", "held_on"), name="conferences_held"),)

    def __str__(self) -> str:
        return self.reference


class ConferenceChild(AboutCase):
    """That a conference is about a child. `case` is the conference's, `child_case_id` the child's.

    `kind` is set where the conference is of another kind for this child, such as a new sibling joining a review.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="children")
    child_case_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "conferences_child"
        constraints = (
            models.UniqueConstraint(fields=("conference", "child_case_id"), name="conferences_child_once"),
            models.CheckConstraint(condition=Q(kind__in=("", *KINDS)), name="conferences_child_kind_known"),
        )

    def __str__(self) -> str:
        return f"{self.conference_id} {self.child_case_id}"
