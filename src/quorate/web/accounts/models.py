"""What slows guessing down. It holds no name and no address: only keyed hashes, counts and times."""

from __future__ import annotations

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
