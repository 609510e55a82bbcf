"""Rows of what happened that may turn out to have been entered by mistake: they stay, and count no more."""

from __future__ import annotations

from django.db import models


class PutRight(models.Model):
    """What was entered by mistake: the day on which it was taken back, by whom, and why. Null while it stands."""

    taken_back_on = models.DateField(null=True, blank=True)
    taken_back_by = models.UUIDField(null=True, blank=True)
    taken_back_why = models.CharField(max_length=250, blank=True, default="", db_default="")

    class Meta:
        abstract = True
