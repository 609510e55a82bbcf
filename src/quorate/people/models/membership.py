"""For whom somebody acts, in which role, from when to when."""

from __future__ import annotations

from django.db import models

from quorate.people.models.agency import Agency
from quorate.people.models.authority import Authority
from quorate.people.models.base import Referenced
from quorate.people.models.team import Team
from quorate.people.models.user import User


class Membership(Referenced):
    """One user's standing in one authority: the role, the team or the agency acted for.

    In force on every day from `begins_on` to `ends_on`, both included (no end: until further notice). One person
    may hold several, for two agencies for instance; a session always acts under exactly one of them.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    authority = models.ForeignKey(Authority, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    role = models.CharField(max_length=40)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("begins_on",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("begins_on")),
                name="people_membership_ends_after_beginning",
            ),
            models.UniqueConstraint(
                fields=("user", "authority", "agency", "team", "role"),
                condition=models.Q(ends_on__isnull=True),
                nulls_distinct=False,
                name="people_membership_open_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} as {self.role}"
