"""Before the start: where people wait, the chair's talk with the social worker, and with each parent."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from quorate.access.models import AboutCase, MeantFor
from quorate.conferences.models.conference import Conference


class WaitingRoom(AboutCase):
    """Where somebody waits on the day (LEI-44, LEI-45): the professionals, or parents, each apart where need be.

    `use` is professionals or parents; `person_id` a parent who has a room of their own; `room_id` one of the
    authority's rooms, or `words` say where.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="waiting_rooms")
    use = models.CharField(max_length=16)
    person_id = models.UUIDField(null=True, blank=True)
    room_id = models.UUIDField(null=True, blank=True)
    words = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "conferences_waiting_room"
        constraints = (
            models.UniqueConstraint(
                fields=("conference", "use", "person_id"), name="conferences_waiting_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(use__in=("professionals", "parents")), name="conferences_waiting_use_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.use} {self.id}"


class BeforeStart(MeantFor):
    """A talk of the chair before the start: with the social worker (`discussion`) or with one parent (`parent`).

    `ticked` are the items of the pack's list that were done, in its words at the time. `reports_read` says for each
    report (by id) read, not-read or not-shared (BOL-26). `raised` is what the parent wants brought up (BOL-27),
    `questions` what was asked and answered, `still_open` what was not (BRD-11).
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="before_start")
    kind = models.CharField(max_length=12)
    person_id = models.UUIDField(null=True, blank=True)
    mode = models.CharField(max_length=12, blank=True)
    held_at = models.DateTimeField()
    ticked = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    room_shown = models.BooleanField(null=True, blank=True)
    reports_read = models.JSONField(default=dict, blank=True)
    raised = models.TextField(blank=True)
    questions = models.TextField(blank=True)
    still_open = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    by = models.UUIDField()

    class Meta:
        db_table = "conferences_before_start"
        constraints = (
            models.UniqueConstraint(
                fields=("conference", "kind", "person_id"), name="conferences_before_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(kind="discussion", person_id__isnull=True)
                | models.Q(kind="parent", person_id__isnull=False),
                name="conferences_before_kind_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
