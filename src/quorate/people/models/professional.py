"""Somebody of an agency who is invited, whether or not they ever sign in."""

from __future__ import annotations

from django.db import models

from quorate.people.models.agency import Agency
from quorate.people.models.base import Kept
from quorate.people.models.numbers import LONGEST, telephone_number
from quorate.people.models.user import User


class Professional(Kept):
    """A professional at one agency, from `begins_on` to `ends_on` (both included; no end: still there).

    Somebody who works for two agencies has two of these records and, when they sign in, one user. `work_telephone` is
    their number at this agency; families may read it.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="professionals")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="posts")
    full_name = models.CharField(max_length=150)
    job_title = models.CharField(max_length=120)
    work_telephone = models.CharField(
        max_length=LONGEST, blank=True, default="", db_default="", validators=[telephone_number]
    )
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("full_name",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("begins_on")),
                name="people_professional_ends_after_beginning",
            ),
        )

    def __str__(self) -> str:
        return f"{self.full_name}, {self.job_title}"
