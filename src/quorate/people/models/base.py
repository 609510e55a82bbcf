"""What every record of this room has: a key for the database and a reference for the public."""

from __future__ import annotations

import uuid

from django.db import models

from quorate.access.refs import new_ref


class Referenced(models.Model):
    """A record with an unguessable key (`id`) and an unguessable public reference (`ref`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ref = models.CharField(max_length=26, unique=True, default=new_ref, editable=False)

    class Meta:
        abstract = True


class Kept(Referenced):
    """A record of the lists that somebody keeps: who last wrote it or said that it is still right, and when.

    Nobody (`confirmed_by` empty) for what the command line or an import of the first day has brought.
    """

    confirmed_by = models.ForeignKey(
        "people.User", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True
