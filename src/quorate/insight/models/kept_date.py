"""Dates that were to be kept, and whether they were: what the figures are counted from."""

from __future__ import annotations

import uuid

from django.db import models

from quorate.access.models import AboutCase


class Measure(models.TextChoices):
    """What is counted."""

    INITIAL = "initial", "Initial conferences"
    REVIEW = "review", "Reviews"
    CORE_GROUP = "core-group", "Core groups"


class KeptDate(AboutCase):
    """One date of one child, in that child's case: by when, and on which day it was done (None: not yet).

    Unlike duties, which tell what is to be done now, these go back to the first event. Derived from events by the
    rules; written by the database function `insight_put` alone.
    """

    stream_id = models.UUIDField()
    measure = models.CharField(max_length=12, choices=Measure.choices)
    due_on = models.DateField()
    met_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "insight_kept_date"
        indexes = (
            models.Index(fields=("authority_id", "due_on"), name="insight_due"),
            models.Index(fields=("case",), name="insight_of_case"),
        )

    def __str__(self) -> str:
        return f"{self.measure} {self.due_on}"


class CountedStream(models.Model):
    """How many events of a stream the dates above have been worked out from."""

    stream_id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    authority_id = models.UUIDField()
    events = models.PositiveIntegerField()

    class Meta:
        db_table = "insight_counted_stream"

    def __str__(self) -> str:
        return str(self.stream_id)


class CountedUpTo(models.Model):
    """The instant before which nothing of an authority is left to be counted."""

    authority_id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    upto = models.DateTimeField()

    class Meta:
        db_table = "insight_counted_upto"

    def __str__(self) -> str:
        return str(self.upto)
