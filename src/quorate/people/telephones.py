"""Whom one can ring: the work number of a member of staff, by one rule that whoever reads it is told of.

Their own work number while they act in the authority. Where none is kept, the number of the team that they joined last,
and it is said that it is the team's. Of somebody who has left or may not sign in any more there is no number. Nobody's
private number is kept anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from quorate.people.models import Membership

_EXTENSION: Final = re.compile(r"\s*(?:ext|x)\.?\s*(\d+)$", re.IGNORECASE)
_TRUNK: Final = re.compile(r"^(\+\d+ *)\(0\)")
"""The nought that is dialled at home alone: "+44 (0)1632"."""


@dataclass(frozen=True, slots=True)
class WorkNumber:
    """How somebody is rung at work: `own` is their number, `team_number` that of `team`; "" for what is not kept."""

    own: str = ""
    team: str = ""
    team_number: str = ""

    @property
    def number(self) -> str:
        """The number to ring, "" where there is none: their own, else the team's."""
        return self.own or self.team_number

    @property
    def is_teams(self) -> bool:
        """Whether the number to ring is the team's: it must be said beside it."""
        return not self.own and bool(self.team_number)


def acting(authorities: Iterable[UUID], on: date) -> QuerySet[Membership, Any]:
    """Who acts in these authorities (their keys) on a day, with their numbers, the last joined first: the rows for
    `numbers_in`."""
    return (
        Membership.objects.filter(authority__in=authorities, user__is_active=True, begins_on__lte=on)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .order_by("-begins_on", "id")
        .values_list("user_id", "user__work_telephone", "team__name", "team__telephone", "team__closed_on")
    )


def numbers_in(rows: Iterable[tuple[Any, ...]]) -> Mapping[UUID, WorkNumber]:
    """How everybody of these rows of `acting` is rung, by user; a team that is closed has no number."""
    found: dict[UUID, WorkNumber] = {}
    for user, own, team, number, closed_on in rows:
        if user not in found or not found[user].team_number:
            is_open = bool(number) and closed_on is None
            found[user] = WorkNumber(own, team if is_open else "", number if is_open else "")
    return found


def dialled(number: str) -> str:
    """The number as an address to ring: "01632 960123 ext 4" is "tel:01632960123;ext=4"."""
    extension = _EXTENSION.search(number)
    digits = re.sub(r"[^\d+]", "", _TRUNK.sub(r"\1", _EXTENSION.sub("", number)))
    return f"tel:{digits}{f';ext={extension[1]}' if extension else ''}"
