"""A room that can be booked for a conference."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models

from quorate.people.models.base import Kept
from quorate.people.models.venue import Venue


class Room(Kept):
    """A room of a venue: how many it seats, whether it is step free and whether people can join by video."""

    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=120)
    seats = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    is_step_free = models.BooleanField(default=False)
    joins_by_video = models.BooleanField(default=False)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ("venue__name", "name")
        constraints = (
            models.UniqueConstraint(fields=("venue", "name"), name="people_room_named_once"),
            models.CheckConstraint(condition=models.Q(seats__gte=1), name="people_room_seats_somebody"),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.venue.name}"
