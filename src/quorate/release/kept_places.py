"""What the authority keeps of its own places, in which a protected street may stand.

The office, a venue or a health centre may lie in the very street. A paper that calls people there has to say so: its
name and its address are known to the system, so they are told from a sentence about where somebody lives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from quorate.conferences.editions import pack_of
from quorate.conferences.models import Conference
from quorate.people.models import Room, Venue
from quorate.release.folding import SHORTEST, folded
from quorate.release.streets import ROW_OF, is_street_alone

_NUMBER: Final = re.compile(r"^\d+\w?(?:\s*[-/]\s*\d+\w?)?\s+")
# The house's number, also in a line of its own ("3, Mill Lane"); "2nd floor" and "2 minutes off" are none.
_OF_A_HOUSE: Final = re.compile(r"\d+[a-zA-Z]?(?:\s*[-/]\s*\d+[a-zA-Z]?)?(?:$|\s+(?!(?i:floor))[A-Z])")
_KIND: Final = rf"(?i:{'|'.join(ROW_OF)})\b"
_NUMBERED_STREET: Final = re.compile(rf"\b\d+[a-zA-Z]?\s+(?:[A-Z][^\W\d_]*\s+){{1,3}}{_KIND}")


class KeptPlaces:
    """The places of the authority whose conference it is: asked for only where a street was found, and once."""

    def __init__(self, conference_id: UUID) -> None:
        self._conference_id = conference_id
        self._texts: tuple[str, ...] | None = None

    def texts(self) -> tuple[str, ...]:
        """Their names, and what leads to their doors: never a street by itself, or with its town.

        Buildings and their rooms, and the offices of the pack, as whoever acts may read them.
        """
        if self._texts is None:
            conference = Conference.objects.get(pk=self._conference_id)
            found = [*_of_venues(conference.authority_id), *_of_offices(conference)]
            # The longest first: what is inside another is taken out with it.
            self._texts = tuple(sorted(dict.fromkeys(found), key=len, reverse=True))
        return self._texts


def _of_venues(authority_id: UUID) -> Iterator[str]:
    for venue in Venue.objects.filter(authority_id=authority_id):
        yield from _said(venue.name, venue.address)
        if _leads_there(venue.how_to_get_in, venue.name):
            yield venue.how_to_get_in
    rooms = Room.objects.filter(venue__authority_id=authority_id).values_list("name", flat=True)
    yield from (name for one in rooms for name in _said(one, ""))


def _leads_there(way_in: str, name: str) -> bool:
    """Whether it says the building's name or a house's number, so that it speaks of no other place in the street: "In
    Mill Lane" may be where somebody lives."""
    # "Mill" is no name in "On Mill Lane".
    named = re.compile(rf"(?<!\w)(?i:{re.escape(name.strip())})(?!\w|\s+{_KIND})")
    is_named = len(folded(name)) >= SHORTEST and not _is_street(name) and named.search(way_in) is not None
    return is_named or _NUMBERED_STREET.search(way_in) is not None


def _of_offices(conference: Conference) -> Iterator[str]:
    for one in pack_of(conference).data.get("contact", ()):
        yield from _said(str(one["name"]), str(one.get("address") or ""))


def _said(name: str, address: str) -> Iterator[str]:
    """The name, and every run of lines that begins with it (with the house's number or without), or with the number of
    the house. What stands between may be the name of any house in the street ("Riverside", "Floor 2")."""
    lines = [one.strip() for one in re.split(r"[\n,]", address) if one.strip()]
    if name.strip() and not _is_street(name):
        for parts in ([name, *lines], [name, *(_NUMBER.sub("", one) for one in lines)]):
            yield from (", ".join(parts[:last]) for last in range(1, len(parts) + 1))
    for first, line in enumerate(lines):
        if _OF_A_HOUSE.match(line):
            yield from (", ".join(lines[first:last]) for last in range(first + 1, len(lines) + 1))


def _is_street(name: str) -> bool:
    """Whether a name says a street and no more, be it with its town behind it."""
    return is_street_alone(name.partition(",")[0].strip())
