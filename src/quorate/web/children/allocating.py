"""To whom a child's case can be given."""

from __future__ import annotations

from datetime import date

from quorate.access.roles import ROLES
from quorate.access.standing import Standing
from quorate.people.models import Membership
from quorate.people.queries import teams_of

_OF_STAFF = ("social_worker", "team_manager", "chair", "administrator", "minute_taker", "quality_assurance", "legal")


def roles() -> list[tuple[str, str]]:
    """The roles in which staff work with a child."""
    return [(code, ROLES[code].title) for code in _OF_STAFF]


def holders(standing: Standing, *, on: date) -> tuple[dict[str, str], dict[str, str]]:
    """The authority's teams and people of a day, by a key that says which of the two it is."""
    teams = {f"team:{team.pk}": team.name for team in teams_of(standing)}
    held = (
        Membership.objects.filter(authority_id=standing.authority_id, begins_on__lte=on, role__in=_OF_STAFF)
        .exclude(ends_on__lt=on)
        .order_by("user__display_name")
        .values_list("user_id", "user__display_name", "role")
    )
    people = {f"user:{user}": f"{name}, {ROLES[role].title.lower()}" for user, name, role in held}
    return teams, people
