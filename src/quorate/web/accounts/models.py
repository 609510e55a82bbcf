"""What slows guessing down, keeps codes from working twice, and remembers the daily jobs.

No name and no address: only keyed hashes, counts and times."""

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
