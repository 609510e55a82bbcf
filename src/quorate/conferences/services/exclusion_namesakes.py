"""Whoever is known by the name alone and is called as somebody who is kept out: not asked to come until somebody says
that it is another person, and how that is known."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from quorate.cases.details import says_something, tidy
from quorate.cases.refusals import Refused
from quorate.cases.services.writing import noted
from quorate.conferences.models import (
    Conference,
    ConferenceExclusion,
    ExclusionOutcome,
    ExclusionScope,
    Invitee,
    KeptOff,
)
from quorate.conferences.naming import ANOTHER, with_another
from quorate.conferences.queries.namesakes import BY_NAME, called_so, is_known_by_name
from quorate.conferences.queries.people import kept_out, kept_out_all

KEPT_OUT: Final = (
    "Somebody of this name, or nearly so, is kept out of the conference. If this is another person, say below how you"
    " know it."
)


def is_called_as_kept_out(conference: Conference, name: str) -> bool:
    """Whether somebody of this name is kept out of all or part of the conference."""
    return any(one.scope for one in kept_out_all(conference, called_so(conference, name)).values())


def is_held_by_name(row: Invitee) -> bool:
    """Whether a decision took a line off the invitations because it is called as a person who is kept out of all of it,
    which holds still, and nobody has said that it is another person."""
    return row.to_invite is False and row.kept_off == KeptOff.NAME and _may_be_out(row)


def kept_off_still(row: Invitee) -> str:
    """Why a line that a decision took off is off still: "" once it is asked to come, or somebody said who it is."""
    is_still = row.to_invite is False and (row.kept_off != KeptOff.NAME or is_held_by_name(row))
    return row.kept_off if is_still else ""


def refuse_kept_out(row: Invitee, another: str, *, is_asked: bool = True) -> None:
    """Asks who this is before somebody known by the name alone is to come and is called as a person who is kept out;
    `another`, how that is known, stays with the why, also where nothing was asked. Raises `Refused`."""
    if says_something(another):
        row.why = row.why if f"{ANOTHER}{tidy(another)}" in row.why else with_another(row.why, another)
    elif is_asked and is_known_by_name(row) and is_called_as_kept_out(row.conference, row.name):
        raise Refused({"name": KEPT_OUT})


def take_along(conference: Conference, row: ConferenceExclusion, *, was_out: bool) -> list[Invitee]:
    """Who comes with somebody does not come without them, nor do they come by another line that is theirs by the name:
    off the invitations while anybody whose line it may be is kept out of all.

    Only what such a decision took off comes back; whom the office took off for a reason of its own stays off. A name of
    one word takes nobody off: half of a family may have it. Gives those taken off here.
    """
    is_out = row.outcome == ExclusionOutcome.EXCLUDED and row.scope == ExclusionScope.WHOLE
    if not is_out and not was_out:
        return []
    off = Q(to_invite=False) & ~Q(kept_off="")
    lines = Invitee.objects.filter(BY_NAME, Q(to_invite=True) | off, conference=conference, removed_on__isnull=True)
    taken = []
    # In the order in which the database takes lines off by itself, so that neither waits for the other.
    for one in lines.select_related("supporter_of", "conference").order_by("pk"):
        why = _kept_off(one)
        if why == one.kept_off:
            continue
        if why and one.to_invite:
            taken.append(one)
        one.to_invite, one.kept_off = not why, why
        one.save(update_fields=["to_invite", "kept_off"])
        noted("invitee.changed", one, case=conference.case, fields="to_invite")
    return taken


def _kept_off(line: Invitee) -> str:
    """Why a line is off: who it comes with, or as whom it is called."""
    helped = line.supporter_of
    if helped is not None and kept_out(line.conference, helped.person_id) == ExclusionScope.WHOLE:
        return KeptOff.WITH
    return KeptOff.NAME if _may_be_out(line) else ""


def _may_be_out(line: Invitee) -> bool:
    people = called_so(line.conference, line.name, surely=True) if is_known_by_name(line) else ()
    return any(one.scope == ExclusionScope.WHOLE for one in kept_out_all(line.conference, people).values())
