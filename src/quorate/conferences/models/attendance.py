"""The register: who was there, how, from when to when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from quorate.access.models import AboutCase
from quorate.conferences.models.conference import Conference


class AttendanceMode(models.TextChoices):
    """How somebody takes part; the codes are the engine's."""

    ROOM = "in_person", "In the room"
    LINK = "virtual", "By link"
    PHONE = "phone", "By phone"


class Attendance(AboutCase):
    """One stay of somebody in the meeting; whoever leaves and comes back has another.

    `invitee_id` is the invitee. `listening`: may be there and listen, and does not take part (BOL-12).
    `direct_contact` with the child or family is None where nobody has said. `event_id` is the event that the rules
    count, kept so that a leaving can be told.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="attendances")
    invitee_id = models.UUIDField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    mode = models.CharField(max_length=12, choices=AttendanceMode.choices, default=AttendanceMode.ROOM)
    listening = models.BooleanField(default=False)
    direct_contact = models.BooleanField(null=True, blank=True)
    was_expected = models.BooleanField(default=True)
    event_id = models.UUIDField()
    taken_back = models.BooleanField(default=False)

    class Meta:
        db_table = "conferences_attendance"
        ordering = ("from_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("conference", "invitee_id"), condition=Q(until_at__isnull=True, taken_back=False),
                name="conferences_attendance_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")), name="conferences_attendance_ends"
            ),
            models.CheckConstraint(
                condition=Q(mode__in=AttendanceMode.values), name="conferences_attendance_mode_known"
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"attendance {self.id}"
