"""What somebody needs to take part."""

from __future__ import annotations

from django.db import models

from quorate.access.models import AboutCase


class NeedKind(models.TextChoices):
    """The kinds that the authorities' documents ask for."""

    LANGUAGE = "language", "Papers in another language"
    INTERPRETER = "interpreter", "Interpreter"
    ACCESS = "access", "Access or communication"
    CHILDCARE = "childcare", "Childcare"
    TRAVEL = "travel", "Help with travel"


class Need(AboutCase):
    """One need of one person: what exactly, since when, and when it was met (or found to be needed no more)."""

    person_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=NeedKind.choices)
    words = models.CharField(max_length=300, blank=True)
    recorded_on = models.DateField()
    recorded_by = models.UUIDField()
    met_on = models.DateField(null=True, blank=True)
    met_how = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "cases_need"
        ordering = ("recorded_on", "kind")
        constraints = (models.CheckConstraint(condition=models.Q(kind__in=NeedKind.values), name="cases_need_kind"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
