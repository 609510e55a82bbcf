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
