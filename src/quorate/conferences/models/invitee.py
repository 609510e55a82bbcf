"""Everybody who may take part in a conference: family, professionals, supporters, and who helps them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from quorate.access.models import AboutCase
from quorate.conferences.models.conference import Conference


class InviteeKind(models.TextChoices):
    """As whom somebody takes part."""

    PARENT = "parent", "Parent"
    CHILD = "child", "Child"
    FAMILY = "family", "Family member"
    PROFESSIONAL = "professional", "Professional"
    SUPPORTER = "supporter", "Supporter"
    ADVOCATE = "advocate", "Advocate"
    INTERPRETER = "interpreter", "Interpreter"
    OBSERVER = "observer", "Observer"


class Answer(models.TextChoices):
    """What somebody answered to the invitation; "" while nobody knows."""

    YES = "yes", "Coming"
    NO = "no", "Cannot come"


class KeptOff(models.TextChoices):
    """Why the decision to keep somebody out took a line off the invitations; "" where it did not."""

    WITH = "with", "Comes with somebody who is kept out"
    NAME = "name", "Is called as somebody who is kept out"


class Invitee(AboutCase):
    """One person on a conference's list, staff and chair too.

    A member of the family has a `person_id` (as in the children's cases), somebody who signs in a `user`, somebody of
    an agency a `professional`; `name` is as they are called on the list. `role` is a role of the pack (supporters,
    relatives: their kind), `agency_code` the pack's agency, "" for the family. `about` are the cases of the children
    whom they know or are related to; empty means all. `to_invite` is None while it is not settled, `kept_off` is why a
    decision to keep somebody out made it False: what else is off, the office took off; `basis`, `why` and
    `source` are the rule's answer, or the words of whoever added them. `answer_words` are theirs: apologies, or how.
    `instead` is what they do instead of coming (a letter, somebody in their place), in the pack's words.
    `direct_contact` is whether they work directly with a child of the conference. `supporter_of` is whom they support,
    help or interpret for. `removed_on` takes somebody off the list; the row stays.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="invitees")
    kind = models.CharField(max_length=12, choices=InviteeKind.choices)
    person_id = models.UUIDField(null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    professional = models.ForeignKey(
        "people.Professional", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey("people.Agency", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=250)
    role = models.CharField(max_length=40)
    agency_code = models.CharField(max_length=40, blank=True)
    about = ArrayField(models.UUIDField(), default=list, blank=True)
    to_invite = models.BooleanField(null=True, blank=True)
    kept_off = models.CharField(max_length=4, blank=True, default="", db_default="", choices=KeptOff.choices)
    basis = models.CharField(max_length=20, blank=True)
    why = models.CharField(max_length=300, blank=True)
    source = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    invited_on = models.DateField(null=True, blank=True)
    invited_how = models.CharField(max_length=60, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=4, choices=Answer.choices, blank=True)
    answer_words = models.CharField(max_length=300, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    mode = models.CharField(max_length=12, blank=True)
    instead = models.CharField(max_length=200, blank=True)
    direct_contact = models.BooleanField(null=True, blank=True)
    attends_separately = models.BooleanField(default=False)
    supporter_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="helpers")
    supporter_kind = models.CharField(max_length=30, blank=True)
    named_on = models.DateField(null=True, blank=True)
    late_reason = models.CharField(max_length=300, blank=True)
    confidentiality_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    removed_on = models.DateField(null=True, blank=True)
    removed_why = models.CharField(max_length=250, blank=True)

    class Meta:
        db_table = "conferences_invitee"
        ordering = ("name", "id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=InviteeKind.values), name="conferences_invitee_kind_known"),
            models.CheckConstraint(
                condition=Q(answer__in=("", *Answer.values)), name="conferences_invitee_answer_known"
            ),
            models.UniqueConstraint(
                fields=("conference", "person_id"), name="conferences_invitee_person_once",
                condition=Q(removed_on__isnull=True, person_id__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("conference", "professional"), name="conferences_invitee_professional_once",
                condition=Q(removed_on__isnull=True, professional__isnull=False),
            ),
            models.UniqueConstraint(
                fields=("conference", "user"), name="conferences_invitee_user_once",
                condition=Q(removed_on__isnull=True, user__isnull=False),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.role} {self.id}"

    @property
    def is_family(self) -> bool:
        """Whether they belong to the family or help it, rather than to an agency."""
        return self.kind not in (InviteeKind.PROFESSIONAL, InviteeKind.OBSERVER)

    @property
    def is_helper(self) -> bool:
        """Whether they come with somebody: a supporter, an advocate or an interpreter."""
        return self.kind in (InviteeKind.SUPPORTER, InviteeKind.ADVOCATE, InviteeKind.INTERPRETER)
