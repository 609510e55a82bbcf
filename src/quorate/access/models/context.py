"""Who is acting, as the database knows it, and the key with which pages prove it. Both unreadable to the pages."""

from __future__ import annotations

from django.db import models


class LiveContext(models.Model):
    """One session's standing, found by the hash of its handle. Written and read by database functions alone."""

    handle_hash = models.BinaryField(primary_key=True, max_length=32)
    user_id = models.UUIDField(db_index=True)
    membership_id = models.UUIDField(null=True, db_index=True)
    authority_id = models.UUIDField()
    role = models.CharField(max_length=40)
    team_id = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True)
    strength = models.CharField(max_length=10)
    stepped_up_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    valid_until = models.DateTimeField()

    class Meta:
        db_table = "access_context"

    def __str__(self) -> str:
        return f"{self.role} {self.user_id}"


class AccessSecret(models.Model):
    """One row: the key (as its two HMAC pads) that proves an opened context, and the made-up "today" of a demo."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    inner_pad = models.BinaryField(max_length=64)
    outer_pad = models.BinaryField(max_length=64)
    today = models.DateField(null=True)

    class Meta:
        db_table = "access_secret"
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="access_secret_only_one"),)

    def __str__(self) -> str:
        return "the key of the contexts"
