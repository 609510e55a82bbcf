"""One file that is being brought in, its parts while it waits, and what became of it batch by batch."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class RunState(models.TextChoices):
    """How far a run has come."""

    LOOKING = "looking", "Being looked at"
    LOOKED = "looked", "Looked at, waiting for the word to go"
    GOING = "going", "Coming in"
    DONE = "done", "In"
    REFUSED = "refused", "Refused"


class ImportRun(models.Model):
    """One file of one authority and how far it has come in.

    `digest` is the SHA-256 of the file: the same file is known again. `report` holds counts, by name. Nothing about a
    child stands here but in the faults of the batches, which name children by the authority's own number.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority_id = models.UUIDField()
    kind = models.CharField(max_length=20, default="census")
    file_name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    size = models.BigIntegerField()
    bytes_read = models.BigIntegerField(default=0)
    header = models.JSONField(default=dict)
    team_id = models.UUIDField(null=True, blank=True)
    unit_id = models.UUIDField(null=True, blank=True)
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.LOOKING)
    said = models.CharField(max_length=400, blank=True)
    """Why it was refused, or what has to be asked first."""
    report = models.JSONField(default=dict)

    class Meta:
        db_table = "returns_import_run"
        ordering = ("-begun_at",)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=RunState.values), name="returns_run_state_known"),
            models.UniqueConstraint(
                fields=("authority_id", "digest"), condition=Q(state="going"), name="returns_run_one_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:8]}"

    @property
    def percent(self) -> int:
        """How much of the file has been read, in a hundred."""
        return min(100, self.bytes_read * 100 // max(self.size, 1))


class ImportBatch(models.Model):
    """Some hundred children of a run, brought in by one transaction, with what could not be read among them.

    Number 0 holds what the look at the whole file found. `faults` are lists of kind, child's place in the file, its
    number with the authority, element, line and words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="batches")
    authority_id = models.UUIDField()
    begun_by = models.UUIDField()
    number = models.PositiveIntegerField()
    last_child = models.PositiveIntegerField()
    """The place in the file of the last child of the batch."""
    counts = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    done_at = models.DateTimeField()

    class Meta:
        db_table = "returns_import_batch"
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("run", "number"), name="returns_batch_once"),)

    def __str__(self) -> str:
        return f"{self.run_id} {self.number}"


class ImportPart(models.Model):
    """Some of the bytes of an uploaded file, kept until it is in or given up, so that any worker can go on with it."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="parts")
    authority_id = models.UUIDField()
    begun_by = models.UUIDField()
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        db_table = "returns_import_part"
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("run", "number"), name="returns_part_once"),)

    def __str__(self) -> str:
        return f"{self.run_id} {self.number}"
