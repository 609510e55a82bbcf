"""The handle of a case or conference: all that the access room knows of it."""

from __future__ import annotations

import uuid

from django.contrib.postgres.functions import TransactionNow
from django.db import models

from quorate.access.refs import new_ref


class CaseKind(models.TextChoices):
    """One child's episode with the authority, or a conference that joins several."""

    CASE = "case", "Case"
    CONFERENCE = "conference", "Conference"


class ProtectedCase(models.Model):
    """What rooms above hang their tables on, by `case_id`.

    `restricted` hides it from everybody who is not on its list. `signed_at` is when the record was signed; from
    then on only addenda. `founded_by` sees it until the end of the transaction that made it, to give access.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=26, unique=True, default=new_ref, editable=False)
    authority_id = models.UUIDField()
    kind = models.CharField(max_length=20, choices=CaseKind.choices)
    restricted = models.BooleanField(default=False)
    signed_at = models.DateTimeField(null=True, blank=True)
    founded_by = models.UUIDField()
    founded_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        db_table = "access_case"
        indexes = (
            models.Index(fields=("authority_id", "-founded_at"), name="access_case_newest"),
            # Without it the founder's policy, joined to the others by OR, would make every list walk the table.
            models.Index(fields=("founded_by", "founded_at"), name="access_case_founded"),
            models.Index(fields=("authority_id",), name="access_case_restricted", condition=models.Q(restricted=True)),
        )

    def __str__(self) -> str:
        return self.ref

    @property
    def state(self) -> str:
        """ "open" until the record is signed, then "signed"."""
        return "open" if self.signed_at is None else "signed"
