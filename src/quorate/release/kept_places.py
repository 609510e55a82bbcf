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
from quorate.release.streets import is_street_alone, names_a_street

_NUMBER: Final = re.compile(r"^\d+\w?\s+")


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
        yield venue.how_to_get_in
    yield from Room.objects.filter(venue__authority_id=authority_id).values_list("name", flat=True)


def _of_offices(conference: Conference) -> Iterator[str]:
    for one in pack_of(conference).data.get("contact", ()):
        yield from _said(str(one["name"]), str(one.get("address") or ""))


def _said(name: str, address: str) -> Iterator[str]:
    """The name, and every run of lines that begins with it (with the house's number or without), with a number, or with
    what is no street."""
    lines = [one.strip() for one in re.split(r"[\n,]", address) if one.strip()]
    for parts in ([name, *lines], [name, *(_NUMBER.sub("", one) for one in lines)]):
        for first, part in enumerate(parts):
            if not is_street_alone(part) and (first == 0 or not names_a_street(part)):
                yield from (", ".join(parts[first:last]) for last in range(first + 1, len(parts) + 1))
