"""A paper that one person prepared and a second lets out."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import F, Q

from quorate.access.models import AboutCase
from quorate.conferences.models import Conference

BY_RULE: Final = ("date-confirmed", "booking-asked")
"""Papers that nobody lets out, because nobody writes them: a reference, when and where, to staff alone."""


class ReleaseState(models.TextChoices):
    """How far it has come."""

    PREPARED = "prepared", "Waiting for a second person"
    RELEASED = "released", "Let out"
    REFUSED = "refused", "Not let out"
    STOPPED = "stopped", "Stopped: protected words were found"
    OVERTAKEN = "overtaken", "Prepared anew"


class Release(AboutCase):
    """One paper of a conference for all who get it, each by a rendition of their own.

    `code` is the paper's, `subject_id` what it is about where one conference has several (a report, an exclusion).
    `digest` is of all renditions together. `finding` says what was found and where, never the words. `why` is why
    somebody refused it, or what has put it aside, `gone_at` when the last of what the office sends of it had gone.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="releases")
    code = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True, blank=True)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=ReleaseState.choices, default=ReleaseState.PREPARED)
    digest = models.CharField(max_length=64)
    prepared_by = models.UUIDField()
    prepared_at = models.DateTimeField()
    released_by = models.UUIDField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)
    finding = models.TextField(blank=True)
    why = models.TextField(blank=True)

    class Meta:
        db_table = "release_release"
        ordering = ("-prepared_at",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ReleaseState.values), name="release_state_known"),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("prepared_by")), name="release_by_a_second"
            ),
            models.CheckConstraint(
                condition=~Q(state="released") | Q(released_by__isnull=False) | Q(code__in=BY_RULE),
                name="release_by_somebody",
            ),
        )
        indexes = (models.Index(fields=("conference", "code"), name="release_of_conference"),)

    def __str__(self) -> str:
        return f"{self.code} {self.state}"
