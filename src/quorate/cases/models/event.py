"""What happened in a child's case: dated facts, appended and never changed."""

from __future__ import annotations

import uuid

from django.contrib.postgres.functions import TransactionNow
from django.db import models

from quorate.access.models import AboutCase


class CaseEvent(AboutCase):
    """One fact of the engine's vocabulary (`quorate.procedure.events`), as one child's case holds it.

    An event about several children is a row for each of their cases; the rows share `event_id`. `day` is the London
    date, `at` the instant where a time is known. `facts` holds the engine's keys besides event, at, child and
    children: codes, dates, flags, and people by their `person_id`; never a name or free text. `conference_id` is the
    conference that it belongs to, where it belongs to one. A row that `takes_back` another event says that it never
    happened: neither is told to the rules. Nobody may change or delete a row.
    """

    event_id = models.UUIDField(default=uuid.uuid4)
    code = models.CharField(max_length=40)
    day = models.DateField()
    at = models.DateTimeField(null=True, blank=True)
    facts = models.JSONField(default=dict)
    conference_id = models.UUIDField(null=True, blank=True)
    takes_back = models.UUIDField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=TransactionNow())
    recorded_by = models.UUIDField()
    import_id = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "cases_event"
        ordering = ("day", "at", "recorded_at")
        indexes = (
            models.Index(fields=("conference_id",), name="cases_event_of_conference"),
            models.Index(
                fields=("import_id",), name="cases_event_imported", condition=models.Q(import_id__isnull=False)
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("event_id", "case"), name="cases_event_once_a_case"),
            models.UniqueConstraint(
                fields=("takes_back", "case"), name="cases_event_taken_back_once",
                condition=models.Q(takes_back__isnull=False),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.day}"
