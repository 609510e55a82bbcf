"""One message to one recipient, from the moment it is put out to the moment it has gone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from quorate.access.models import AboutCase
from quorate.conferences.models import Conference
from quorate.release.models import Release, StoredRendition


class Channel(models.TextChoices):
    """By what it goes."""

    EMAIL = "email", "E-mail"
    POST = "post", "Post"
    HAND = "hand", "By hand"


class MessageState(models.TextChoices):
    """Where it is. Nothing leaves `held`, `unknown` or `failed` by itself but harmless notices, once."""

    WAITING = "waiting", "Waiting to go"
    CLAIMED = "claimed", "Going"
    SENT = "sent", "Sent"
    UNKNOWN = "unknown", "Sent? We do not know"
    HELD = "held", "Held back"
    FAILED = "failed", "Could not be sent"
    HANDED = "handed", "Handed over or posted"


class Message(AboutCase):
    """A row of the outbox: one release to one recipient by one channel, never twice.

    `address_row` is the contact way or contact point whose words the address is; the words themselves are read when
    it goes. `membership_id` is that of whoever let it out: it goes in their standing. `lease_until` is when a claim
    lapses, `reference` the Message-ID by which it can be found, `again` that it may be there twice. `tries` counts how
    often the mail server took nothing, `try_at` is when it is asked again. `through` is the role, by the pack, of
    whoever brings it to the reader, `carrier` their line of the list of people (nobody yet: null): it goes to them,
    and has gone when they say on which day (`handed_on`) they handed it over. `names_nobody`: its reader is a place on
    the list, of an agency or of a profession, for which nobody has been named; by hand it goes to `taken_by`, the name
    of whoever takes it there.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="messages")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="messages")
    rendition = models.ForeignKey(StoredRendition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=40)
    recipient = models.UUIDField()
    name = models.CharField(max_length=200)
    person_id = models.UUIDField(null=True, blank=True)
    user_id = models.UUIDField(null=True, blank=True)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    address_row = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=MessageState.choices, default=MessageState.WAITING)
    why = models.CharField(max_length=40, blank=True)
    membership_id = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    again = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    try_at = models.DateTimeField(null=True, blank=True)
    put_out_at = models.DateTimeField()
    through = models.CharField(max_length=60, blank=True, default="", db_default="")
    carrier = models.UUIDField(null=True, blank=True)
    carrier_name = models.CharField(max_length=200, blank=True, default="", db_default="")
    handed_on = models.DateField(null=True, blank=True)
    names_nobody = models.BooleanField(default=False, db_default=False)
    taken_by = models.CharField(max_length=200, blank=True, default="", db_default="")
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "notices_message"
        ordering = ("put_out_at", "name")
        constraints = (
            models.UniqueConstraint(fields=("release", "recipient", "channel"), name="notices_message_once"),
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="notices_message_state_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="notices_message_channel_known"),
            models.CheckConstraint(
                condition=~Q(state__in=("sent", "handed")) | Q(gone_at__isnull=False), name="notices_message_gone_at"
            ),
            models.CheckConstraint(
                condition=~Q(names_nobody=True, channel="hand", state="handed", taken_by=""),
                name="notices_message_to_somebody",
            ),
        )
        indexes = (
            models.Index(fields=("conference", "state"), name="notices_message_of"),
            models.Index(fields=("state", "lease_until"), name="notices_message_due",
                         condition=Q(state__in=("waiting", "claimed"))),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.state}"
