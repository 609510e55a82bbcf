"""The record of a conference: made from the meeting, worked on, approved by the chair, and then never changed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from quorate.access.models import AboutCase, MeantFor
from quorate.conferences.models.conference import Conference

DRAFT, APPROVED = "draft", "approved"
_STATES = ((DRAFT, "Being prepared"), (APPROVED, "Approved by the chair"))


class Record(AboutCase):
    """The minutes of one conference.

    `prepared_by` made it from the meeting. `digest` is the SHA-256, in hexadecimal, over the sections in their order
    (`services.record.canonical`) as the chair approved them. Who prepared it never approves it. Afterwards the
    database refuses every change; what was wrong is put right by an addendum.
    """

    conference = models.OneToOneField(Conference, on_delete=models.PROTECT, related_name="record")
    state = models.CharField(max_length=10, choices=_STATES, default=DRAFT)
    prepared_by = models.UUIDField()
    prepared_at = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True)
    approved_by = models.UUIDField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "conferences_record"
        constraints = (
            models.CheckConstraint(
                condition=Q(state=DRAFT, digest="", approved_by=None, approved_at=None)
                | (Q(state=APPROVED, approved_by__isnull=False, approved_at__isnull=False) & ~Q(digest="")),
                name="conferences_record_approved_whole",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("prepared_by")), name="conferences_record_two_people"
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.conference_id}"

    @property
    def is_approved(self) -> bool:
        """Whether it is frozen."""
        return self.state == APPROVED


class LeftEmpty(AboutCase):
    """Why parts stood empty, for which the procedure does not ask, when the chair approved the record.

    In a table of its own: it is read by those who write in the case, and by no partner agency.
    """

    record = models.OneToOneField(Record, on_delete=models.PROTECT, related_name="left_empty")
    why = models.CharField(max_length=500)

    class Meta:
        db_table = "conferences_left_empty"

    def __str__(self) -> str:
        return f"{self.record_id}"


class RecordSection(MeantFor):
    """A part of the record, for one audience. `code` may stand several times: for another child, another audience.

    `not_for` are the people of the family who were kept out while this was spoken about. A line of `words` that
    begins with "- " is an entry of a list.
    """

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="sections")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    place = models.PositiveSmallIntegerField()
    child_case_id = models.UUIDField(null=True, blank=True)
    words = models.TextField(blank=True)
    not_for = ArrayField(models.UUIDField(), default=list, blank=True)
    version = models.PositiveIntegerField(default=1)
    written_by = models.UUIDField()
    written_at = models.DateTimeField()

    class Meta:
        db_table = "conferences_record_section"
        constraints = (models.UniqueConstraint(fields=("record", "place"), name="conferences_record_place_once"),)
        ordering = ("place",)

    def __str__(self) -> str:
        return f"{self.code} {self.record_id}"


class Addendum(MeantFor):
    """Words added to an approved record, with why. `correction_id` is the correction that somebody asked for."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="addenda")
    section_code = models.CharField(max_length=40, blank=True)
    words = models.TextField()
    why = models.TextField(blank=True)
    correction_id = models.UUIDField(null=True, blank=True)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        db_table = "conferences_addendum"
        ordering = ("added_at",)

    def __str__(self) -> str:
        return f"{self.record_id} {self.added_at}"
