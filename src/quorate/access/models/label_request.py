"""Somebody asks that more people may read a text; somebody else agrees or refuses."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import TransactionNow
from django.db import models

from quorate.access.models.about_case import AboutCase
from quorate.access.models.text import ProtectedText


class LabelAnswer(models.TextChoices):
    """What became of a request."""

    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Taken back"


class LabelRequest(AboutCase):
    """A wider audience asked for: from which label to which, for whom, by whom; answered by another person.

    Only the answer can be written later, once, and never by the one who asked (who may take it back). The database
    lets a label be lowered in the very transaction in which such a request is agreed to, and at no other time.
    """

    text = models.ForeignKey(ProtectedText, on_delete=models.PROTECT, related_name="requests")
    from_label = models.CharField(max_length=10)
    to_label = models.CharField(max_length=10)
    named_people = ArrayField(models.UUIDField(), default=list)
    named_agencies = ArrayField(models.UUIDField(), default=list)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField(db_default=TransactionNow())
    answer = models.CharField(max_length=10, choices=LabelAnswer.choices, blank=True, default="")
    answered_by = models.UUIDField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "access_label_request"
        constraints = (
            models.UniqueConstraint(
                fields=("text",), condition=models.Q(answer=""), name="access_label_request_one_waits"
            ),
            models.CheckConstraint(
                condition=models.Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | models.Q(answer="withdrawn", answered_by=models.F("asked_by"), answered_at__isnull=False)
                | (
                    models.Q(answer__in=("agreed", "refused"), answered_by__isnull=False, answered_at__isnull=False)
                    & ~models.Q(answered_by=models.F("asked_by"))
                ),
                name="access_label_request_second_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.from_label} to {self.to_label} {self.text_id}"
