"""Writing one row of rooms: the building where it is new, and the room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from quorate.access.standing import Standing
from quorate.people.lists.checking import Entry
from quorate.people.lists.faults import Wrong
from quorate.people.lists.values import folded
from quorate.people.models import Authority, Room, Venue
from quorate.people.places import add_room, add_venue, change_room, change_venue


def writer(authority: Authority, today: date, by: Standing) -> Callable[[Entry], str]:
    """A function that writes one row and says what became of it; what there is already is read once."""
    venues = {folded(one.name): one for one in Venue.objects.filter(authority=authority)}
    held = Room.objects.filter(venue__authority=authority).select_related("venue")
    rooms = {(one.venue_id, folded(one.name)): one for one in held}

    def write(entry: Entry) -> str:
        said = entry.values
        venue, is_changed = _venue(said, venues, authority, by)
        room = rooms.get((venue.id, folded(said["name"])))
        if room is None:
            room = add_room(venue=venue, name=said["name"], by=by, **_particulars(said, None))
            rooms[venue.id, folded(room.name)] = room
            return "added"
        if not room.is_open:
            raise Wrong("room-closed", "This room was closed here.", "Take the row out, or give it another name.")
        particulars = _particulars(said, room)
        if any(getattr(room, code) != value for code, value in particulars.items()):
            change_room(room=room, name=room.name, by=by, **particulars)
            is_changed = True
        return "changed" if is_changed else "unchanged"

    return write


def _particulars(said: Mapping[str, Any], room: Room | None) -> dict[str, Any]:
    """What the row says of the room, and of what it says nothing, what is known."""
    return {
        "seats": said["seats"],
        "is_step_free": said.get("is_step_free", room.is_step_free if room else False),
        "joins_by_video": said.get("joins_by_video", room.joins_by_video if room else False),
    }


def _venue(said: Mapping[str, Any], venues: dict[str, Venue], authority: Authority, by: Standing) -> tuple[Venue, bool]:
    words = {code: said[code] for code in ("address", "how_to_get_in") if code in said}
    venue = venues.get(folded(said["venue"]))
    if venue is None:
        venue = add_venue(authority=authority, name=said["venue"], by=by, **words)
        venues[folded(venue.name)] = venue
        return venue, True
    if not venue.is_open:
        raise Wrong("building-closed", "This building is not in use here.", "Take the row out, or open it first.")
    if all(getattr(venue, code) == value for code, value in words.items()):
        return venue, False
    kept = {"address": venue.address, "how_to_get_in": venue.how_to_get_in} | words
    change_venue(venue=venue, name=venue.name, by=by, **kept)
    return venue, True
