"""Whom one can be in a demonstration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from quorate.access.roles import ROLES
from quorate.people.models import Authority, Membership, User

MADE_UP = ".example"  # the end of every made-up e-mail address; nobody else's may ever end so


@dataclass(frozen=True, kw_only=True)
class MadeUpPerson:
    """Somebody to sign in as: the name, the role in words, where they work."""

    user: User
    role: str
    role_title: str
    place: str


def authorities_to_choose_from() -> Sequence[Authority]:
    """The authorities of the demonstration by name."""
    return list(Authority.objects.filter(is_open=True).order_by("name"))


def people_of(authority: Authority, *, on: date) -> list[MadeUpPerson]:
    """The made-up people who have a membership of `authority` on a day, in the order of the roles."""
    in_force = Q(begins_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    held = (
        Membership.objects.filter(in_force, authority=authority, user__is_active=True, user__email__endswith=MADE_UP)
        .select_related("user", "team", "agency")
        .order_by("begins_on", "user__display_name")
    )
    order = list(ROLES)
    people = [_person(one) for one in held]
    return sorted(people, key=lambda person: order.index(person.role) if person.role in order else len(order))


def made_up_user(ref: str) -> User | None:
    """The made-up user with this reference. A user who is not made up is never found here."""
    return User.objects.filter(ref=ref, is_active=True, email__endswith=MADE_UP).first()


def _person(membership: Membership) -> MadeUpPerson:
    role = ROLES.get(membership.role)
    place = membership.agency or membership.team
    return MadeUpPerson(
        user=membership.user,
        role=membership.role,
        role_title=role.title if role else membership.role,
        place=str(place) if place else "",
    )
