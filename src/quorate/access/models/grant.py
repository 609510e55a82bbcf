"""Who works on a case, as what, from when to when, and why."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import models

from quorate.access.models.about_case import AboutCase

_DAY_BEFORE: Final = models.ExpressionWrapper(models.F("begins_on") - models.Value(1), models.DateField())


class Grant(AboutCase):
    """One person's or one team's access to one case, on every day from `begins_on` to `ends_on`, both included; on
    none where it was taken back at once on its first day (`ends_on` is the day before).

    `as_role` is the role in which it is used. `agency_id` binds it to one agency of somebody who acts for two.
    `attested_on` is when somebody last said that it is still needed; partners' grants lapse without it. `ended_why`
    and `ended_by` say why a last day was set and by whom, where somebody set it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="grants"
    )
    team_id = models.UUIDField(null=True, blank=True)
    agency_id = models.UUIDField(null=True, blank=True)
    as_role = models.CharField(max_length=40)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=200)
    given_by = models.UUIDField()
    attested_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=200, blank=True, default="", db_default="")
    ended_by = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "access_grant"
        indexes = (
            models.Index(fields=("user", "case"), name="access_grant_of_user"),
            models.Index(fields=("team_id", "case"), name="access_grant_of_team"),
            models.Index(fields=("case",), name="access_grant_of_case"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, team_id__isnull=True)
                | models.Q(user__isnull=True, team_id__isnull=False),
                name="access_grant_one_holder",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=_DAY_BEFORE),
                name="access_grant_ends_after_beginning",
            ),
        )

    def __str__(self) -> str:
        return f"{self.as_role} {self.case_id}"
