"""How somebody of the family was prepared for a conference: each talk, paper and question, with its day."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q

from quorate.access.models import AboutCase
from quorate.conferences.models.conference import Conference
from quorate.conferences.models.invitee import Invitee


class PreparationKind(models.TextChoices):
    """What was done."""

    CONCERNS = "concerns", "The worries and the conference explained"
    LEAFLET = "leaflet", "The leaflet given"
    NEEDS = "needs", "Asked what they need to take part"
    TALK = "talk", "A talk beforehand with somebody who will be there"
    ADVOCACY = "advocacy", "An advocate offered"
    WISHES = "wishes", "Asked whether they want to come and take part"
    MEETING = "meeting", "A meeting with the chair offered"


class PreparationStep(AboutCase):
    """One step with one person of the family (`person_id`), on a day.

    `items` are the lines of the pack's checklist that were gone through, `with_invitee` the professional whom they
    talked with, `how` the way (in person, by phone), `answer` the person's yes or no where one was asked for, `mode`
    the way in which a child would take part. `parent_agrees` and `chair_agrees` are what the pack asks for before a
    child comes; None while nobody has said.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="preparation")
    person_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=PreparationKind.choices)
    done_on = models.DateField()
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    with_invitee = models.ForeignKey(Invitee, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    how = models.CharField(max_length=60, blank=True)
    items = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    answer = models.CharField(max_length=6, blank=True)
    mode = models.CharField(max_length=30, blank=True)
    parent_agrees = models.BooleanField(null=True, blank=True)
    chair_agrees = models.BooleanField(null=True, blank=True)
    words = models.TextField(blank=True)
    noted_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        db_table = "conferences_preparation_step"
        ordering = ("done_on", "noted_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=PreparationKind.values), name="conferences_step_known"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
