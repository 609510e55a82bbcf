"""The meeting itself: when it sat, how far its agenda has come, its breaks, what was done about behaviour."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from quorate.access.models import AboutCase, MeantFor
from quorate.conferences.models.conference import Conference


class Sitting(AboutCase):
    """One sitting of a conference; one that was adjourned has another.

    `planned_at` is the start that had been booked and `late_why` says why it began later (LEI-47). `item` is the part
    of the agenda that is open now, `room_screen` whether the screen in the room shows it.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="sittings")
    planned_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField()
    started_by = models.UUIDField()
    late_why = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    item = models.CharField(max_length=60, blank=True)
    room_screen = models.BooleanField(default=False)

    class Meta:
        db_table = "conferences_sitting"
        ordering = ("started_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("conference",), condition=Q(ended_at__isnull=True), name="conferences_sitting_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="conferences_sitting_ends"
            ),
        )

    def __str__(self) -> str:
        return f"sitting {self.id}"


class AgendaState(AboutCase):
    """That one part of the agenda is done, or was left out and why: for all, for one child or for one report.

    `code` is the item's in the pack. `child_case_id` and `report_id` are set where the item is taken for each of them.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="agenda_states")
    code = models.CharField(max_length=60)
    child_case_id = models.UUIDField(null=True, blank=True)
    report_id = models.UUIDField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.UUIDField(null=True, blank=True)
    left_out_why = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "conferences_agenda_state"
        constraints = (
            models.UniqueConstraint(
                fields=("conference", "code", "child_case_id", "report_id"),
                name="conferences_agenda_once",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.id}"


class Break(AboutCase):
    """A break: from when to when, and who asked for it (BAR-32, LEI-58). `asked_by` is an invitee's id, or nobody's."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="breaks")
    asked_by = models.UUIDField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "conferences_break"
        ordering = ("began_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("sitting",), condition=Q(ended_at__isnull=True), name="conferences_break_one_open"
            ),
        )

    def __str__(self) -> str:
        return f"break {self.id}"


class ConductStep(MeantFor):
    """One step of the pack's ladder about behaviour, in its words at the time (BAR-47).

    `step` counts from 1. `about` is the invitee whom it concerns, `words` what happened.
    """

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="conduct_steps")
    step = models.PositiveSmallIntegerField()
    said = models.CharField(max_length=300)
    about = models.UUIDField()
    words = models.TextField()
    at = models.DateTimeField()
    by = models.UUIDField()

    class Meta:
        db_table = "conferences_conduct_step"
        ordering = ("at",)

    def __str__(self) -> str:
        return f"step {self.step} {self.id}"
