"""With whom a report was shared, how, by whom and when; and what became of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from quorate.access.models import AboutCase
from quorate.access.models.meant_for import MeantFor
from quorate.conferences.models.conference import Conference
from quorate.conferences.models.report import Report


class ShareStep(models.TextChoices):
    """What can happen to a report and its reader, furthest last."""

    SHARED = "shared", "Shared"
    READ = "read", "Read"
    TALKED = "talked", "Talked through"
    COMMENTED = "commented", "Commented"


class ReportShare(AboutCase):
    """One report and one reader: a person (`person_id`), or `recipient` "chair" or "professionals".

    `shared_at` is when they had it first, whole or in parts (`parts`). `late_why` stays unless all of it is taken back;
    `limit_at` is what the procedure asked for on that day. `not_for_reason` says why this parent does not get it, and
    then the chair has agreed (`agreed_by`).
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="shares")
    recipient = models.CharField(max_length=14)
    person_id = models.UUIDField(null=True, blank=True)
    parts = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    shared_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=14, blank=True)
    by_words = models.CharField(max_length=150, blank=True)
    shared_by = models.UUIDField(null=True, blank=True)
    limit_at = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(default=False)
    late_why = models.CharField(max_length=500, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    talked_at = models.DateTimeField(null=True, blank=True)
    commented_at = models.DateTimeField(null=True, blank=True)
    not_for_reason = models.CharField(max_length=500, blank=True)
    not_for_by = models.UUIDField(null=True, blank=True)
    agreed_by = models.UUIDField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "conferences_report_share"
        constraints = (
            models.UniqueConstraint(
                fields=("report", "recipient", "person_id"), nulls_distinct=False, name="conferences_report_share_once"
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(not_for_reason=""), name="conferences_report_share_agreed_what"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class ReportShareStep(AboutCase):
    """One thing that happened: it is never changed, so that what came late stays late; of "taken-back" the steps that
    were recorded before it were a mistake. `words` are for staff. `event_id` is what the rules were told by it, if they
    were (of older steps it is not known: see `sharing_taken_back`)."""

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="+")
    share = models.ForeignKey(ReportShare, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=12)
    at = models.DateTimeField()
    how = models.CharField(max_length=14, blank=True)
    by_words = models.CharField(max_length=150, blank=True)
    parts = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    is_late = models.BooleanField(default=False)
    words = models.CharField(max_length=500, blank=True)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    event_id = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "conferences_report_share_step"
        ordering = ("at", "recorded_at")

    def __str__(self) -> str:
        return f"{self.step} {self.id}"


class ReportComment(MeantFor):
    """What a parent or child says to a report, in their own words, appended to it under their own mark.

    `person_id` said it. `how` is how it came. `disagrees` where they do not agree; `section_id` names the part.
    The report itself is not changed. Words that were recorded by mistake are taken back (when, by whom, and why): they
    stay to be read by staff in the history, and stand in no paper.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="comments")
    section_id = models.UUIDField(null=True, blank=True)
    person_id = models.UUIDField()
    by_name = models.CharField(max_length=200)
    words = models.TextField()
    disagrees = models.BooleanField(default=False)
    how = models.CharField(max_length=14, blank=True)
    said_at = models.DateTimeField()
    taken_down_by = models.UUIDField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.UUIDField(null=True, blank=True)
    taken_back_why = models.CharField(max_length=500, blank=True, default="", db_default="")

    class Meta:
        db_table = "conferences_report_comment"
        ordering = ("said_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(taken_back_at__isnull=True, taken_back_by__isnull=True, taken_back_why="")
                | (Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(taken_back_why="")),
                name="conferences_report_comment_back_why",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
