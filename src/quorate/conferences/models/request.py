"""The request for a conference, from its first draft to the manager's answer; and what is ticked on the way."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from quorate.access.models import AboutCase
from quorate.conferences.models.conference import Conference


class RequestState(models.TextChoices):
    """How far a request has come."""

    DRAFT = "draft", "Being written"
    SENT = "sent", "With the manager"
    MORE_ASKED = "more-asked", "The manager has asked for more"
    AGREED = "agreed", "Agreed"
    DECLINED = "declined", "Declined"


class ConferenceRequest(AboutCase):
    """Why a conference is asked for, and what the manager answered.

    What the record knows is not repeated here: children, people and invitees have rows of their own. `reason` is why
    there should be a conference, `legal_basis` the law on which the authority acts, `risk_is_serious` the team's
    judgement (None: not judged yet), `severity` how serious in words, `other_plans_considered` the other plans (the
    procedure's codes) and `no_other_plan_because` why none of them is enough. `answers` holds what the forms of the
    authority's pack ask besides: form code → section code → field code → words, or a list of such rows where a section
    repeats; `stamps` the version of each form as it was when it was answered. `parts` has for each part of the list its
    version, when and by whom it was saved and whether it is finished; `version` counts all saves. `from_authority`,
    `is_permanent` and `notified_on` belong to a transfer from another authority.
    """

    conference = models.OneToOneField(Conference, on_delete=models.PROTECT, related_name="request")
    state = models.CharField(max_length=12, choices=RequestState.choices, default=RequestState.DRAFT)
    reason = models.TextField(blank=True)
    legal_basis = models.TextField(blank=True)
    severity = models.TextField(blank=True)
    risk_is_serious = models.BooleanField(null=True, blank=True)
    other_plans_considered = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    no_other_plan_because = models.TextField(blank=True)
    assessment_completed_on = models.DateField(null=True, blank=True)
    from_authority = models.CharField(max_length=120, blank=True)
    is_permanent = models.BooleanField(null=True, blank=True)
    notified_on = models.DateField(null=True, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    stamps = models.JSONField(default=dict, blank=True)
    parts = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    drafted_by = models.UUIDField()
    drafted_on = models.DateField()
    sent_by = models.UUIDField(null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer_reason = models.TextField(blank=True)

    class Meta:
        db_table = "conferences_request"
        constraints = (
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="conferences_request_state_known"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sent_on__isnull=False), name="conferences_request_sent_before_answer"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "sent")) | (Q(answered_by__isnull=False) & ~Q(answer_reason="")),
                name="conferences_request_answered_with_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.conference_id}"


class DelayAgreed(AboutCase):
    """That a manager agreed to hold a conference later, with the plan that keeps the child safe until then.

    The limit does not move: what is late is shown as late, with this reason beside it.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="delays")
    reason = models.TextField()
    interim_plan = models.TextField()
    agreed_by = models.UUIDField()
    agreed_on = models.DateField()

    class Meta:
        db_table = "conferences_delay"
        ordering = ("agreed_on",)

    def __str__(self) -> str:
        return f"{self.agreed_on} {self.conference_id}"


class ChecklistTick(AboutCase):
    """One item of a checklist of the pack, done for a conference. `item` counts from 0, as the pack lists them.

    `words` are the item's own as they stood when it was ticked, so that a later edition changes nothing of it. A tick
    that was taken back keeps its row.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="ticks")
    checklist = models.CharField(max_length=60)
    item = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=500)
    about = models.UUIDField(null=True, blank=True)
    ticked_by = models.UUIDField()
    ticked_on = models.DateField()
    taken_back_by = models.UUIDField(null=True, blank=True)
    taken_back_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "conferences_tick"
        ordering = ("checklist", "item")
        constraints = (
            models.UniqueConstraint(
                fields=("conference", "checklist", "item", "about"),
                condition=Q(taken_back_on__isnull=True),
                nulls_distinct=False,
                name="conferences_tick_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.checklist} {self.item}"
