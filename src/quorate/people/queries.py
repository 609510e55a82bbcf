"""Reading people and places: always those of the authority for which somebody acts."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from quorate.access.roles import Strength
from quorate.access.standing import Standing
from quorate.people.models import Agency, Authority, ContactPoint, Membership, Professional, Room, Team, User, Venue


def authorities() -> QuerySet[Authority]:
    """The open authorities, by name."""
    return Authority.objects.filter(is_open=True)


def teams_of(standing: Standing) -> QuerySet[Team]:
    """The authority's teams that are not closed."""
    return Team.objects.filter(authority_id=standing.authority_id, closed_on__isnull=True)


def venues_of(standing: Standing) -> QuerySet[Venue]:
    """The authority's buildings in use."""
    return Venue.objects.filter(authority_id=standing.authority_id, is_open=True)


def rooms_of(standing: Standing) -> QuerySet[Room]:
    """The authority's rooms in use, with their venues."""
    return Room.objects.filter(venue__authority_id=standing.authority_id, is_open=True).select_related("venue")


def agencies_of(standing: Standing) -> QuerySet[Agency]:
    """The agencies that the authority works with."""
    return Agency.objects.filter(authority_id=standing.authority_id, is_open=True)


def contact_points_of(standing: Standing, agency: Agency) -> QuerySet[ContactPoint]:
    """How an agency of the authority is reached."""
    return ContactPoint.objects.filter(agency=agency, agency__authority_id=standing.authority_id, is_open=True)


def contact_points_to_review(standing: Standing, on: date) -> QuerySet[ContactPoint]:
    """Contact points whose review date has come, the oldest first."""
    return (
        ContactPoint.objects.filter(agency__authority_id=standing.authority_id, is_open=True, review_on__lte=on)
        .select_related("agency")
        .order_by("review_on")
    )


def professionals_of(standing: Standing, on: date) -> QuerySet[Professional]:
    """The professionals of the authority's agencies on a day."""
    return (
        Professional.objects.filter(agency__authority_id=standing.authority_id, begins_on__lte=on)
        .filter(_not_over(on))
        .select_related("agency")
    )


def professionals_at(standing: Standing, agency: Agency, on: date) -> QuerySet[Professional]:
    """The professionals of one agency of the authority who are there on a day, or are still to come."""
    found = Professional.objects.filter(agency=agency, agency__authority_id=standing.authority_id)
    return found.filter(_not_over(on)).select_related("confirmed_by")


def all_professionals_of(standing: Standing) -> QuerySet[Professional]:
    """The professionals of the authority's agencies on any day, past ones too."""
    return Professional.objects.filter(agency__authority_id=standing.authority_id).select_related("agency")


def users_of(standing: Standing) -> QuerySet[User]:
    """The authority's staff, and partners who are or were members in it."""
    return User.objects.filter(
        Q(authority_id=standing.authority_id) | Q(memberships__authority_id=standing.authority_id)
    ).distinct()


def memberships_of(user: User, on: date) -> QuerySet[Membership]:
    """Under which memberships a user can act on a day; none for a user who may not sign in."""
    found = Membership.objects.filter(user=user, user__is_active=True, authority__is_open=True, begins_on__lte=on)
    return found.filter(_not_over(on)).select_related("authority", "agency", "team")


def standing_of(membership: Membership, strength: Strength = "strong") -> Standing:
    """The standing that a membership gives to somebody signed in this surely."""
    return Standing(
        membership.user_id, membership.authority_id, membership.role, membership.id, membership.team_id,
        membership.agency_id, strength,
    )  # fmt: skip


def _not_over(on: date) -> Q:
    return Q(ends_on__isnull=True) | Q(ends_on__gte=on)
