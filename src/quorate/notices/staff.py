"""Who signs in and may still be sent something: nobody who has left, and nobody whom the case is shut to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Q

from quorate.conferences.models import Invitee
from quorate.people.models import Membership

FAMILY: Final = frozenset({"parent", "child", "family"})
"""Kinds of invitees who are of the family: what keeps them out are decisions about them, not about an account."""


def there_on(authority_id: UUID, users: Iterable[UUID], on: date, agency_id: UUID | None = None) -> set[UUID]:
    """Those of these users who work with the authority (for this agency) on a day and may sign in."""
    held = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), user_id__in=list(users), user__is_active=True,
        authority_id=authority_id, begins_on__lte=on, **({} if agency_id is None else {"agency_id": agency_id}),
    )  # fmt: skip
    return set(held.values_list("user_id", flat=True))


def account_of(invitee: Invitee) -> UUID | None:
    """The account with which somebody of the list signs in: their own entry's, or the one of their post."""
    return invitee.user_id or (invitee.professional.user_id if invitee.professional is not None else None)


def accounts_now(recipient: UUID, user_id: UUID | None) -> list[UUID | None]:
    """The account for which something was made, and the one that its reader has today."""
    row = Invitee.objects.filter(pk=recipient).select_related("professional").first()
    return [user_id, None if row is None else account_of(row)]


def shut_out(conference_id: UUID, users: Iterable[UUID | None]) -> set[UUID]:
    """Those of these users to whom the conference or one of its children is shut: a conflict of interest, an
    exclusion, a restricted case on whose list they do not stand. Deny beats the list of people.

    Raises Django's `DatabaseError` for whoever does not let papers out.
    """
    asked = sorted({str(one) for one in users if one is not None})
    if not asked:
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notices_shut_out(%s, %s::uuid[])", [conference_id, asked])
        return {row[0] for row in cursor.fetchall()}
