"""What the chair has typed about a child's decision so far: kept as it is typed, and nothing of it decided."""

from __future__ import annotations

from django.db import models

from quorate.access.models import AboutCase
from quorate.conferences.models.conference import Conference


class DecisionDraft(AboutCase):
    """The form of a decision as it stands, for whoever leads the meeting alone; emptied once it is decided.

    `said` holds what each field of the form would send, by its name: a list of texts. No rule, no paper and no event
    reads it. `case` is the conference's.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="decision_drafts")
    child_case_id = models.UUIDField()
    said = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    written_by = models.UUIDField()
    written_at = models.DateTimeField()

    class Meta:
        db_table = "conferences_decision_draft"
        constraints = (
            models.UniqueConstraint(fields=("conference", "child_case_id"), name="conferences_draft_once_a_child"),
        )

    def __str__(self) -> str:
        return f"draft {self.id}"
