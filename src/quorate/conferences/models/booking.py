"""When and where a conference sits, who chairs it and who writes it down: nobody and nothing twice at once."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import F, Func, Q

from quorate.access.models import AboutCase
from quorate.conferences.models.conference import Conference
from quorate.procedure.vocabulary import MODES


class Span(Func):
    """The time from start to end, in which the end itself is free for the next conference."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


def _once(field: str, name: str) -> ExclusionConstraint:
    """The database refuses two bookings that hold the same one at the same time, whoever may see them."""
    return ExclusionConstraint(
        name=name,
        expressions=[(F(field), RangeOperators.EQUAL), (Span("starts_at", "ends_at"), RangeOperators.OVERLAPS)],
        condition=Q(live=True),
    )


class Booking(AboutCase):
    """One booking of a conference. It is never changed: a move ends it (`live` false) and makes the next one.

    `chair_id` and `minute_taker_id` are users. `place_words` says where and how to join, where there is no room of
    the list. `beyond_why` is the reason for a day beyond the limit, which does not move, or for one that is no working
    day. `ended_why` and `authorised_by` (words) say why it was moved or cancelled and who allowed it; `replaces` is the
    one before.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="bookings")
    room = models.ForeignKey("people.Room", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place_words = models.CharField(max_length=200, blank=True)
    chair_id = models.UUIDField()
    minute_taker_id = models.UUIDField(null=True, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mode = models.CharField(max_length=10)
    live = models.BooleanField(default=True)
    beyond_why = models.CharField(max_length=500, blank=True)
    booked_by = models.UUIDField()
    booked_at = models.DateTimeField(db_default=TransactionNow())
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.UUIDField(null=True, blank=True)
    ended_why = models.CharField(max_length=500, blank=True)
    authorised_by = models.CharField(max_length=150, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        db_table = "conferences_booking"
        ordering = ("starts_at", "booked_at")
        indexes = (
            models.Index(fields=("authority_id", "starts_at"), name="conferences_booking_when", condition=Q(live=True)),
            # A week is found by what has not ended before it: everything ever booked began before its end.
            models.Index(
                fields=("authority_id", "ends_at", "starts_at"),
                name="conferences_booking_until",
                condition=Q(live=True),
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("conference",), condition=Q(live=True), name="conferences_booked_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="conferences_booking_has_length"),
            models.CheckConstraint(condition=Q(mode__in=MODES), name="conferences_booking_mode_known"),
            models.CheckConstraint(condition=~Q(chair_id=F("minute_taker_id")), name="conferences_booking_two_people"),
            models.CheckConstraint(
                condition=Q(live=True) | ~Q(ended_why=""), name="conferences_booking_ends_with_reason"
            ),
            _once("room", "conferences_room_once"),
            _once("chair_id", "conferences_chair_once"),
            _once("minute_taker_id", "conferences_minute_taker_once"),
        )

    def __str__(self) -> str:
        return f"{self.conference_id} {self.starts_at:%Y-%m-%d %H:%M}"
