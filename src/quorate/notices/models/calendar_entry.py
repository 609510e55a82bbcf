"""The entry that a recipient has in a calendar, so that a move changes it and does not add another."""

from __future__ import annotations

from django.db import models

from quorate.access.models import AboutCase
from quorate.conferences.models import Conference


class CalendarEntry(AboutCase):
    """What one recipient's calendar is told of a conference: `uid` stays, `sequence` grows with every change.

    `starts_at` is the meeting's start. `told_starts_at` and `told_ends_at` stood in the last file that has gone to this
    recipient: of whoever comes apart from others their own times. None: no file has gone, so that there is none to
    take back.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="+")
    recipient = models.UUIDField()
    uid = models.CharField(max_length=120)
    sequence = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField()
    cancelled = models.BooleanField(default=False)
    told_starts_at = models.DateTimeField(null=True, blank=True)
    told_ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "notices_calendar_entry"
        verbose_name_plural = "calendar entries"
        constraints = (models.UniqueConstraint(fields=("conference", "recipient"), name="notices_entry_once"),)

    def __str__(self) -> str:
        return f"{self.uid} {self.sequence}"
