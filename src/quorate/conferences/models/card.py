"""Cards: what the conference knows, sorted into the columns of the authority's own analysis."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from quorate.access.models import AboutCase, MeantFor
from quorate.conferences.models.conference import Conference


class Card(MeantFor):
    """One thing somebody said or a paper holds, in one column of the pack's analysis.

    `children` are case ids; none means all. `said_by` is an invitee's id, `said_words` who or what it is in words
    where that is clearer ("Police report, read out"). A correction hangs on the card that it `answers`. `place` orders
    a column. Removed cards stay with their history. `room_words`, and who said them, are what the screen in the room
    shows: what was finished for everybody, never what is still being typed; "" while there is nothing.
    """

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="cards")
    column = models.CharField(max_length=60, db_column="column_code")
    children = ArrayField(models.UUIDField(), default=list, blank=True)
    words = models.TextField()
    said_by = models.UUIDField(null=True, blank=True)
    said_words = models.CharField(max_length=120, blank=True)
    answers = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="answered_by")
    place = models.PositiveIntegerField(default=0)
    room_words = models.TextField(blank=True, default="")
    room_said_by = models.UUIDField(null=True, blank=True)
    room_said_words = models.CharField(max_length=120, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "conferences_card"
        ordering = ("column", "place", "changed_at")
        indexes = (models.Index(fields=("conference", "column", "place"), name="conferences_cards"),)

    def __str__(self) -> str:
        return f"card {self.id}"


class CardVersion(AboutCase):
    """What a card said from one change to the next. A writer's `op_id` is unique, so that a resend changes nothing.

    `base_version` is what the writer had before them, `version` what came of it; `how` is add, edit, move, remove,
    keep-both. Whoever may read the card as it stands may read these.
    """

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="versions")
    op_id = models.UUIDField(unique=True)
    how = models.CharField(max_length=12)
    base_version = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    column = models.CharField(max_length=60, db_column="column_code")
    text = models.TextField()
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "conferences_card_version"
        ordering = ("version",)
        constraints = (models.UniqueConstraint(fields=("card", "version"), name="conferences_card_version_once"),)

    def __str__(self) -> str:
        return f"{self.how} {self.id}"
