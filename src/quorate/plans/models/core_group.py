"""Between conferences: who meets about a child's plan, and each meeting."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import Q

from quorate.access.models import AboutCase
from quorate.cases.models import PutRight
from quorate.conferences.models import Conference


class MeetingKind(models.TextChoices):
    """Core groups stand around a child protection plan, network meetings around a child in need plan."""

    CORE_GROUP = "core-group", "Core group"
    NETWORK = "network", "Network meeting"


class CoreGroupMember(AboutCase):
    """Somebody who belongs to the core group of some children, as the conference decided or as was agreed later.

    `case` is the conference's, or a child's where there was none. `role` is a role of the pack ("" for family).
    `is_lead` is the lead practitioner. One of `invitee_id`, `person_id`, `user_id` says who it is, where known.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    children = ArrayField(models.UUIDField(), default=list)
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=12, choices=(("family", "Family"), ("professional", "Professional")))
    role = models.CharField(max_length=60, blank=True)
    role_words = models.CharField(max_length=120, blank=True)
    invitee_id = models.UUIDField(null=True, blank=True)
    person_id = models.UUIDField(null=True, blank=True)
    user_id = models.UUIDField(null=True, blank=True)
    is_lead = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "plans_core_group_member"
        ordering = ("-is_lead", "kind", "name")

    def __str__(self) -> str:
        return self.name


class CoreGroup(PutRight, AboutCase):
    """One meeting of a core group or, for a child in need, of the network, about one or more children.

    `chaired_by` is the role that the pack names, "" where it names none, and `chair_words` who it was. `came` and
    `absent` are ids of members, `others` names of guests. `views` holds, by child's case, whether the child's views
    were asked and what was said. `settled` holds what the pack says that such a meeting settles, by number.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=12, choices=MeetingKind.choices, default=MeetingKind.CORE_GROUP)
    children = ArrayField(models.UUIDField(), default=list)
    held_on = models.DateField()
    is_first = models.BooleanField(default=False)
    chaired_by = models.CharField(max_length=60, blank=True)
    chair_words = models.CharField(max_length=150, blank=True)
    came = ArrayField(models.UUIDField(), default=list, blank=True)
    absent = models.JSONField(default=dict, blank=True)
    others = models.CharField(max_length=300, blank=True)
    views = models.JSONField(default=dict, blank=True)
    settled = models.JSONField(default=dict, blank=True)
    notes = models.TextField(blank=True)
    next_on = models.DateField(null=True, blank=True)
    next_conference_on = models.DateField(null=True, blank=True)
    next_date_reminded = models.BooleanField(default=False)
    event_id = models.UUIDField(default=uuid.uuid4)
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        db_table = "plans_core_group"
        ordering = ("held_on", "recorded_at")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=MeetingKind.values), name="plans_core_group_kind_known"),
            models.CheckConstraint(condition=~Q(children=[]), name="plans_core_group_about_somebody"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.held_on}"
