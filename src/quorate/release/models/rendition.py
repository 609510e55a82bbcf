"""A paper as one person gets it, as bytes."""

from __future__ import annotations

from typing import Final

from django.db import models

from quorate.access.models import AboutCase
from quorate.release.models.release import Release

GENOGRAM: Final = "genogram"
"""The code of a genogram that is enclosed with a report; every other code is a paper of the procedure."""


class StoredRendition(AboutCase):
    """The bytes for one recipient, and their SHA-256. Never changed.

    `recipient` is the invitee's id, or the user's for staff who are not invited. `holds_closed`: words of the closed
    part stand in it, so that it is shown to those who read that part alone. `kept_out` is of how much of the
    conference the recipient was kept out when it was made, `basis` what it rests on (`release.basis`): where either
    has changed it goes nowhere. `name` is as it stands on the paper. `enclosed` is a second document that goes with
    it (a PDF; none: empty), `enclosed_code` the procedure's code of it, or GENOGRAM.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="renditions")
    recipient = models.UUIDField()
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    person_id = models.UUIDField(null=True, blank=True)
    user_id = models.UUIDField(null=True, blank=True)
    agency_id = models.UUIDField(null=True, blank=True)
    media_type = models.CharField(max_length=60, default="application/pdf")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    kept_out = models.CharField(max_length=5, blank=True)
    holds_closed = models.BooleanField(default=False)
    enclosed = models.BinaryField(default=b"", db_default=b"")
    enclosed_code = models.CharField(max_length=60, blank=True, default="", db_default="")
    enclosed_sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")
    basis = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))

    class Meta:
        db_table = "release_rendition"
        constraints = (models.UniqueConstraint(fields=("release", "recipient"), name="release_rendition_once"),)

    def __str__(self) -> str:
        return f"{self.release_id} {self.recipient}"
