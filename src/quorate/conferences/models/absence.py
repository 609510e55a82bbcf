"""A parent who does not come: whether the conference goes ahead all the same, and whether the chair offers to meet."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from quorate.access.models import AboutCase
from quorate.conferences.models.conference import Conference


class AbsenceChoice(models.TextChoices):
    """What the chair decides when a parent is not there (BRD-13)."""

    GO_ON = "go-on", "The conference goes ahead without them"
    PUT_OFF = "put-off", "It is put off: something exceptional keeps them away"


class ParentAbsence(AboutCase):
    """The chair's decision about one parent who is not there. The latest holds; an earlier one stays as it was.

    `why` is the chair's reason: why it goes ahead, or what keeps the parent away. `meeting_offered` says whether the
    chair offers to meet this parent (BOL-16); None where that was not settled.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="absences")
    person_id = models.UUIDField()
    choice = models.CharField(max_length=8, choices=AbsenceChoice.choices)
    why = models.TextField()
    meeting_offered = models.BooleanField(null=True, blank=True)
    decided_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        db_table = "conferences_parent_absence"
        ordering = ("decided_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(choice__in=AbsenceChoice.values), name="conferences_absence_known"),
            models.CheckConstraint(condition=~Q(why=""), name="conferences_absence_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.choice} {self.id}"
