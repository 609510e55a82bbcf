"""That somebody asked to keep a person out, and that it is not decided: what the pages before the meeting say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from quorate.conferences.queries.asked_out import OVER, undecided_requests
from quorate.web.addresses import address
from quorate.web.conferences.opening import OpenConference
from quorate.web.wording import day


@dataclass(frozen=True, slots=True)
class AskedOut:
    """Requests about one person that wait: about whom (`key` is their line of the list), what was asked and when, who
    decides.

    `at` is where it is decided, "" for whoever does not decide; `is_own`: the reader asked.
    """

    key: UUID
    person_id: UUID
    name: str
    says: str
    decider: str
    at: str
    is_own: bool


def asked_out_in(found: OpenConference) -> list[AskedOut]:
    """The requests of a conference that wait, as far as its reader may know of them."""
    return asked_out_of(found, undecided_requests().filter(conference=found.conference))


def asked_out_of(found: OpenConference, rows: Sequence[Mapping[str, Any]] | Any) -> list[AskedOut]:
    """The same from the rows of `requests_to_keep_out` about this conference; those that were decided are left out."""
    from quorate.web.conferences.people import decides

    open_: dict[UUID, list[Mapping[str, Any]]] = {}
    for one in rows if found.conference.state not in OVER else ():
        if one["is_open"] and one["key"]:
            open_.setdefault(one["key"], []).append(one)
    if not open_:
        return []
    deciders = found.pack.data["exclusion"]["decided_by"]
    is_mine, decider = decides(found), " or the ".join(found.word(one) for one in deciders)
    return [
        AskedOut(
            key=key,
            person_id=same[0]["person_id"],
            name=same[0]["name"],
            says=" ".join(dict.fromkeys(map(_says, same))),
            decider=f"the {decider}",
            at=address("conference_exclusion_decide", ref=found.ref, key=key) if is_mine else "",
            is_own=any(one["asked_by"] == found.standing.user_id for one in same),
        )
        for key, same in open_.items()
    ]


def _says(one: Mapping[str, Any]) -> str:
    return f"Asked {day(one['asked_on'])}, for {'all' if one['scope'] == 'whole' else 'a part'} of the meeting."
