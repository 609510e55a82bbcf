"""Two records of one adult, joined."""

from __future__ import annotations

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.db.models import F, Q

from quorate.access.models import AboutCase, ProtectedCase


class SamePerson(AboutCase):
    """`person_id`, who stands in the record `case`, is the same human as `same_as`, who stands in `other_case`.

    Nothing is moved: what was decided, feared or found out about either holds for both (`cases_same_people`). Where it
    turns out that they are two people it is undone, with a reason; the row stays.
    """

    person_id = models.UUIDField()
    other_case = models.ForeignKey(ProtectedCase, on_delete=models.PROTECT, related_name="+")
    same_as = models.UUIDField()
    joined_on = models.DateField()
    joined_at = models.DateTimeField(db_default=TransactionNow())
    joined_by = models.UUIDField()
    reason = models.CharField(max_length=250)
    undone_on = models.DateField(null=True, blank=True)
    undone_by = models.UUIDField(null=True, blank=True)
    undone_why = models.CharField(max_length=250, blank=True, default="", db_default="")

    class Meta:
        db_table = "cases_same_person"
        ordering = ("joined_at",)
        indexes = (
            models.Index(fields=("person_id",), name="cases_same_person_of"),
            models.Index(fields=("same_as",), name="cases_same_person_as"),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(person_id=F("same_as")), name="cases_same_person_of_two"),
            models.UniqueConstraint(
                fields=("person_id", "same_as"), condition=Q(undone_on__isnull=True), name="cases_same_person_once"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
