"""Two records of one child, joined."""

from __future__ import annotations

from django.db import models

from quorate.access.models import AboutCase, ProtectedCase


class Redirect(AboutCase):
    """The record `case` is of the same child as `to_case`, where it is kept from now on. Nothing is moved."""

    case = models.OneToOneField(ProtectedCase, on_delete=models.PROTECT, related_name="+")
    to_case = models.ForeignKey(ProtectedCase, on_delete=models.PROTECT, related_name="+")
    joined_on = models.DateField()
    joined_by = models.UUIDField()
    reason = models.CharField(max_length=250)

    class Meta:
        db_table = "cases_redirect"
        constraints = (
            models.CheckConstraint(condition=~models.Q(case=models.F("to_case")), name="cases_redirect_to_another"),
        )

    def __str__(self) -> str:
        return str(self.id)
