"""That the register was put right after somebody had gone: what it said, what it says now, why, by whom."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from quorate.access.models import AboutCase
from quorate.conferences.models.attendance import Attendance
from quorate.conferences.models.conference import Conference


class StayCorrection(AboutCase):
    """One correction of the register; both versions are kept.

    `was` is the stay as it had been noted, taken back since; None: nobody had noted that the invitee was there. `now`
    is the stay as it was; None: they were not there. `kept_from` are the people of the family (`person_id`) who were
    out of the room for longer than was known: copies of minutes that had been approved before leave out for them what
    was said in the room, until `now` is put right in its turn and they were there for all of `was` after all.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="stay_corrections")
    invitee_id = models.UUIDField()
    was = models.OneToOneField(Attendance, on_delete=models.PROTECT, null=True, blank=True, related_name="corrected")
    now = models.OneToOneField(Attendance, on_delete=models.PROTECT, null=True, blank=True, related_name="corrects")
    why = models.TextField()
    kept_from = ArrayField(models.UUIDField(), default=list, blank=True)
    put_right_at = models.DateTimeField()
    put_right_by = models.UUIDField()

    class Meta:
        db_table = "conferences_stay_correction"
        ordering = ("put_right_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=(Q(was__isnull=False) | Q(now__isnull=False))
                & (Q(was=None) | Q(now=None) | ~Q(was=F("now"))),
                name="conferences_stay_correction_of_something",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="conferences_stay_correction_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.conference_id} {self.put_right_at}"
