"""A complaint about a conference, and the talk with which it may begin."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from quorate.access.models import AboutCase
from quorate.conferences.models import Conference


class Complainant(models.TextChoices):
    """Who complains; the codes of a procedure's `who_may`."""

    PARENT = "parent", "A parent"
    CHILD = "child", "A child of the conference"
    ACTING = "person_acting_for_child", "Somebody acting for a child"


class Subject(models.TextChoices):
    """What it is about: a complaint about the service in general goes another way."""

    CONFERENCE = "conference", "How the conference was held, or what it decided"
    SERVICE = "service", "The service in general"


class Stage(models.TextChoices):
    """How far it has come."""

    INFORMAL = "informal", "Being talked about"
    FORMAL = "formal", "Formal complaint"
    PASSED = "passed", "Passed on: it goes another way"
    ANSWERED = "answered", "Answered"
    SETTLED = "settled", "Settled by talking"


class Complaint(AboutCase):
    """One complaint, from the first word to the answer. The decision stands meanwhile.

    `person_id` is who complains, where they are of the family; `acting_for` the child's, where somebody else does.
    `grounds` are codes of the procedure, `words` the complaint as it was made, `route` the procedure's own sentence
    for the way that it takes. `window_ends_on` is the last day of the procedure's window (None: no limit); a later one
    is accepted with `late_reason`. `talked_with`, `talked_on`, `talk_outcome` are the informal talk. `passed_to` says
    where a complaint went that is not about the conference.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="complaints")
    about = models.CharField(max_length=12, choices=Subject.choices, default=Subject.CONFERENCE)
    who = models.CharField(max_length=24, choices=Complainant.choices)
    person_id = models.UUIDField(null=True, blank=True)
    name = models.CharField(max_length=200)
    acting_for = models.UUIDField(null=True, blank=True)
    grounds = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    words = models.TextField()
    route = models.CharField(max_length=400, blank=True)
    stage = models.CharField(max_length=10, choices=Stage.choices)
    in_writing = models.BooleanField()
    received_on = models.DateField()
    recorded_by = models.UUIDField()
    window_ends_on = models.DateField(null=True, blank=True)
    late_reason = models.TextField(blank=True)
    late_accepted_by = models.UUIDField(null=True, blank=True)
    talked_with = models.CharField(max_length=200, blank=True)
    talked_on = models.DateField(null=True, blank=True)
    talk_outcome = models.TextField(blank=True)
    passed_to = models.CharField(max_length=300, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        db_table = "challenges_complaint"
        ordering = ("received_on", "id")
        constraints = (
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="challenges_complaint_stage_known"),
            models.CheckConstraint(condition=Q(who__in=Complainant.values), name="challenges_complaint_who_known"),
            models.CheckConstraint(
                condition=~Q(stage="answered") | (Q(answered_on__isnull=False) & ~Q(answer="")),
                name="challenges_complaint_answered_in_words",
            ),
        )

    def __str__(self) -> str:
        # Never who: this is what stands in logs.
        return f"{self.stage} {self.id}"

    @property
    def is_late(self) -> bool:
        """Whether it came after the procedure's window."""
        return self.window_ends_on is not None and self.received_on > self.window_ends_on

    @property
    def is_open(self) -> bool:
        """Whether an answer is still owed."""
        return self.stage in (Stage.INFORMAL, Stage.FORMAL)
