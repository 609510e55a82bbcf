"""How a person can be reached, and whether it is safe to use that way."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from quorate.access.models import AboutCase


class ContactWayKind(models.TextChoices):
    """By what."""

    PHONE = "phone", "Telephone"
    EMAIL = "email", "E-mail"
    POST = "post", "Post"


class VerifiedHow(models.TextChoices):
    """How somebody made sure that it reaches the right person."""

    IN_PERSON = "in_person", "In person, by the worker"
    CALL_BACK = "call_back", "By calling back on a number known before"
    DOCUMENT = "document", "By a document"
    BY_AGENCY = "by_agency", "By another agency that knows the person"


class ContactWay(AboutCase):
    """One way of reaching a person: when and how verified, whether safe and until when. The value is sealed beside it.

    `safe` None means that nobody has said, which counts as not safe.
    """

    person_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=ContactWayKind.choices)
    verified_on = models.DateField(null=True, blank=True)
    verified_how = models.CharField(max_length=12, choices=VerifiedHow.choices, blank=True)
    verified_by = models.UUIDField(null=True, blank=True)
    safe = models.BooleanField(null=True, blank=True)
    safe_until = models.DateField(null=True, blank=True)
    added_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "cases_contact_way"
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=ContactWayKind.values), name="cases_contact_way_kind_known"),
            models.CheckConstraint(
                condition=Q(verified_on__isnull=True) | ~Q(verified_how=""), name="cases_contact_way_verified_somehow"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    def is_safe_on(self, day: date) -> bool:
        """Whether it may be used on a day: somebody said it is safe, it was verified, and neither has lapsed."""
        return (
            self.safe is True
            and self.verified_on is not None
            and self.verified_on <= day
            and (self.safe_until is None or day <= self.safe_until)
            and (self.ended_on is None or day <= self.ended_on)
        )


class ContactWayWords(models.Model):
    """The sealed number or address of one way. Read by `services.reveal_contact_way` alone."""

    contact_way = models.OneToOneField(ContactWay, on_delete=models.PROTECT, primary_key=True, related_name="+")
    case = models.ForeignKey("access.ProtectedCase", on_delete=models.PROTECT, related_name="+")
    authority_id = models.UUIDField()
    sealed = models.TextField()

    class Meta:
        db_table = "cases_contact_way_words"
        verbose_name_plural = "contact way words"

    def __str__(self) -> str:
        return str(self.contact_way_id)
