"""What happened to the child, in words, in order."""

from __future__ import annotations

from django.db import models

from quorate.access.models import AboutCase, ProtectedText


class Significance(models.TextChoices):
    """How much it matters for the picture of the child's life."""

    SIGNIFICANT = "significant", "Significant"
    BACKGROUND = "background", "Background"


class ChronologyEntry(AboutCase):
    """One entry of the chronology. `text` carries its audience label: P, unless said otherwise."""

    text = models.OneToOneField(ProtectedText, on_delete=models.PROTECT, related_name="+")
    happened_on = models.DateField()
    words = models.TextField()
    source = models.CharField(max_length=200, blank=True)
    significance = models.CharField(max_length=12, choices=Significance.choices, default=Significance.SIGNIFICANT)
    written_by = models.UUIDField()
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "cases_chronology_entry"
        verbose_name_plural = "chronology entries"
        ordering = ("happened_on", "written_at")

    def __str__(self) -> str:
        return str(self.id)
