"""What slows guessing down, keeps codes from working twice, remembers the daily jobs, and holds what was sent too late.

No name and no address: only keyed hashes, counts and times, and the sealed words of a form that came after its sender
was signed out."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class FailedAttempts(models.Model):
    """How often somebody, or some address, has failed of late. `key` is an HMAC, so the table names nobody."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    last_failed_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_failed_attempts"
        verbose_name_plural = "failed attempts"

    def __str__(self) -> str:
        return f"{self.failures} failures, last at {self.last_failed_at:%Y-%m-%d %H:%M}"


class UsedCode(models.Model):
    """Something that may be used once and was, such as a code of an authenticator app; `key` is an HMAC of it.

    After `forget_at` the same six figures may come again by chance and count again.
    """

    key = models.CharField(max_length=64, primary_key=True)
    forget_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_used_code"

    def __str__(self) -> str:
        return f"used, until {self.forget_at:%Y-%m-%d %H:%M}"


class DailyRun(models.Model):
    """The last day for which a daily job of the house was done; written in the transaction of the job itself."""

    job = models.CharField(max_length=40, primary_key=True)
    done_on = models.DateField()

    class Meta:
        db_table = "accounts_daily_run"

    def __str__(self) -> str:
        return f"{self.job} on {self.done_on}"


class KeptForm(models.Model):
    """A form that somebody sent when their sign-in had ended: sealed, for them alone, and gone by the next morning."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=500)
    sealed = models.TextField()
    kept_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_kept_form"
        constraints = (models.UniqueConstraint(fields=["user", "path"], name="kept_once"),)

    def __str__(self) -> str:
        return f"kept at {self.kept_at:%Y-%m-%d %H:%M}"
