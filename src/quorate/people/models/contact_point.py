"""Where an agency is written to or rung, who keeps that right, and when it is looked at again."""

from __future__ import annotations

from django.db import models

from quorate.people.models.agency import Agency
from quorate.people.models.base import Kept


class ContactKind(models.TextChoices):
    """The channels by which an agency can be reached."""

    SECURE_EMAIL = "secure_email", "Secure e-mail"
    TELEPHONE = "telephone", "Telephone"
    POST = "post", "Post"


class ContactPoint(Kept):
    """One address or number of an agency.

    `owner` is the person or post that answers for it being right; from `review_on` it must be confirmed before
    it is trusted for anything that names a child.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="contact_points")
    kind = models.CharField(max_length=20, choices=ContactKind.choices)
    value = models.CharField(max_length=400)
    owner = models.CharField(max_length=200)
    review_on = models.DateField()
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ("agency__name", "kind", "value")
        constraints = (
            models.UniqueConstraint(fields=("agency", "kind", "value"), name="people_contact_point_held_once"),
        )

    def __str__(self) -> str:
        return f"{self.agency.name}: {self.get_kind_display()}"
