"""That somebody is afraid of another person who may come: never shown on anything that other person gets."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from quorate.access.models import AboutCase
from quorate.conferences.models.conference import Conference


class SafetyConcern(AboutCase):
    """Somebody (`person_id`) is afraid of another (`of_person`): what they say, and what is arranged.

    For those who arrange the conference and nobody else: no partner, no account of the family reads it, and no paper
    quotes it. `settled_on` is when the chair or the social worker settled the `arrangement`, and `settled_for` for
    which booking (none: none stood): for another it is settled anew, also where nobody comes apart. `apart` are the
    people of the two who by it take part at another time or from another room, `ways` says by the id of each of those
    how: `at` ("09:30", or ""), `words`, and `for` which booking (its id; "": none stood). That alone stands in a
    paper: in the letter to that very person, and on the day sheet's closed part. `told_apart` says by the id of an
    invitee who is called as `of_person` that they are somebody else: `words` (how that is known), `by`, `on`.
    `root_id` is the concern of another conference from which this one was brought; none where it was written here.
    `left_family`: it was taken away here alone, since the two do not both belong to this family after all (of itself
    where two people had been taken for one, by a keeper where somebody is off the family's record); where they do
    again, it comes again.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="safety_concerns")
    person_id = models.UUIDField()
    of_person = models.UUIDField()
    words = models.TextField()
    arrangement = models.TextField(blank=True)
    apart = ArrayField(models.UUIDField(), default=list, db_default=[], blank=True)
    ways = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()), blank=True)
    recorded_by = models.UUIDField()
    recorded_on = models.DateField()
    settled_by = models.UUIDField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    settled_for = models.UUIDField(null=True, blank=True)
    told_apart = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()), blank=True)
    version = models.PositiveIntegerField(default=1)
    root_id = models.UUIDField(null=True, blank=True, db_index=True)
    removed_on = models.DateField(null=True, blank=True)
    left_family = models.BooleanField(default=False, db_default=False)
    # Worked out where `conferences.queries.people.safety_concerns_of` reads it; no column.
    namesakes: list[UUID]
    is_off_record: bool

    class Meta:
        db_table = "conferences_safety_concern"
        ordering = ("recorded_on", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(person_id=F("of_person")), name="conferences_safety_of_another"),
            models.UniqueConstraint(fields=("conference", "root_id"), name="conferences_safety_brought_once"),
        )
        indexes = (
            models.Index(fields=["person_id"], name="conferences_safety_person"),
            models.Index(fields=["of_person"], name="conferences_safety_of"),
        )

    def __str__(self) -> str:
        # Never who or of whom: this is what stands in logs.
        return str(self.id)
