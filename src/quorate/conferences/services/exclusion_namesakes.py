"""Whoever is known by the name alone and is called as somebody who is kept out: not asked to come until somebody says
that it is another person, and how that is known."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import Q

from quorate.cases.details import says_something
from quorate.cases.one_person import all_of
from quorate.cases.refusals import Refused
from quorate.cases.services.writing import noted
from quorate.conferences.models import Conference, ConferenceExclusion, ExclusionOutcome, ExclusionScope, Invitee
from quorate.conferences.naming import with_another
from quorate.conferences.queries.namesakes import called_so, is_known_by_name
from quorate.conferences.queries.people import kept_out_all

KEPT_OUT: Final = (
    "Somebody of this name is kept out of the conference. If this is another person, say below how you know it."
)
_BY_NAME: Final = Q(supporter_of__isnull=False) | Q(
    person_id__isnull=True, user__isnull=True, professional__isnull=True
)


def is_called_as_kept_out(conference: Conference, name: str) -> bool:
    """Whether somebody of this name is kept out of all or part of the conference."""
    return any(one.scope for one in kept_out_all(conference, called_so(conference, name)).values())


def is_held_by_name(row: Invitee) -> bool:
    """Whether somebody on the list is not asked to come, and is called as a person who is kept out of all of it."""
    if row.to_invite is not False or not is_known_by_name(row):
        return False
    out = kept_out_all(row.conference, called_so(row.conference, row.name))
    return any(one.scope == ExclusionScope.WHOLE for one in out.values())


def refuse_kept_out(row: Invitee, another: str) -> None:
    """Asks who this is before somebody known by the name alone is to come and is called as a person who is kept out;
    `another`, how that is known, stays with the why. Raises `Refused`."""
    if says_something(another):
        row.why = with_another(row.why, another)
    elif is_known_by_name(row) and is_called_as_kept_out(row.conference, row.name):
        raise Refused({"name": KEPT_OUT})


def take_along(conference: Conference, row: ConferenceExclusion, *, was_out: bool) -> list[Invitee]:
    """Who comes with somebody does not come without them, nor do they come by another line that is theirs by the name:
    off the invitations while they are kept out of all.

    Whom the office took off for a reason of its own stays off where nothing has changed. Gives those taken off here.
    """
    is_out = row.outcome == ExclusionOutcome.EXCLUDED and row.scope == ExclusionScope.WHOLE
    if not is_out and not was_out:
        return []
    people = all_of([row.person_id])
    lines = Invitee.objects.filter(_BY_NAME, conference=conference, removed_on__isnull=True, to_invite=is_out)
    concerned = [one for one in lines.select_related("supporter_of") if _is_concerned(one, people, conference)]
    for one in concerned:
        one.to_invite = not is_out
        one.save(update_fields=["to_invite"])
        noted("invitee.changed", one, case=conference.case, fields="to_invite")
    return concerned if is_out else []


def _is_concerned(line: Invitee, people: frozenset[UUID], conference: Conference) -> bool:
    """Whether somebody comes with the person, or is the person: named by another as who comes with them, or typed."""
    if line.supporter_of is not None and line.supporter_of.person_id in people:
        return True
    return is_known_by_name(line) and not people.isdisjoint(called_so(conference, line.name))
