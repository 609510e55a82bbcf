"""When a birth was expected, as it was said each time."""

from __future__ import annotations

from django.db import models

from quorate.access.models import AboutCase


class ExpectedDate(AboutCase):
    """One statement of the expected date of birth. The newest counts; none is ever changed or removed."""

    expected_on = models.DateField()
    said_on = models.DateField()
    said_by = models.UUIDField()
    source = models.CharField(max_length=120, blank=True)
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "cases_expected_date"
        ordering = ("said_on", "said_at")

    def __str__(self) -> str:
        return str(self.id)
