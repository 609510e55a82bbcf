"""The roles as the database knows them: filled from `access.roles` after migrating, read by the policies."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class AccessRole(models.Model):
    """A role: what it can be granted as, whether it may break glass, and how long an attestation lasts (days)."""

    code = models.CharField(max_length=40, primary_key=True)
    acts_as = ArrayField(models.CharField(max_length=40))
    breaks_glass = models.BooleanField()
    attest_days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        db_table = "access_role"

    def __str__(self) -> str:
        return self.code


class AccessRule(models.Model):
    """One thing a role may do with an active grant (`by` "grant") or by its office (`by` "office").

    Reading has one rule a label; `named_only`: only where the text names the reader.
    """

    id = models.BigAutoField(primary_key=True)
    role = models.CharField(max_length=40)
    action = models.CharField(max_length=40)
    label = models.CharField(max_length=10, blank=True)
    named_only = models.BooleanField(default=False)
    by = models.CharField(max_length=10)

    class Meta:
        db_table = "access_rule"
        constraints = (
            models.UniqueConstraint(fields=("role", "action", "label", "named_only", "by"), name="access_rule_once"),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.action} {self.label}"
