"""Adding and changing authorities, teams, venues and rooms."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.people.keeping import added, changed
from quorate.people.models import Authority, Room, Team, Venue
from quorate.people.permissions import require_operator, require_own


@transaction.atomic
def add_authority(*, name: str, pack: str, by: Standing) -> Authority:
    """Adds a local authority bound to the pack of its procedure. The command line only."""
    require_operator(by, "administer")
    made = added(Authority(name=name, pack=pack), by=by)
    record(
        action="people.authority-added", subject_kind="authority", subject_id=made.id, authority_id=made.id,
        facts={"pack": pack},
    )  # fmt: skip
    return made


@transaction.atomic
def add_team(*, authority: Authority, name: str, by: Standing, telephone: str = "") -> Team:
    """Adds a team. `telephone`: its work number. Raises Django's `ValidationError`."""
    require_own(by, "administer", authority.id)
    made = added(Team(authority=authority, name=name, telephone=telephone), by=by)
    record(action="people.team-added", subject_kind="team", subject_id=made.id, authority_id=authority.id)
    return made


@transaction.atomic
def change_team(*, team: Team, name: str, by: Standing, telephone: str | None = None) -> Team:
    """Gives a team another name or work number; None leaves the number as it is."""
    require_own(by, "administer", team.authority_id)
    fields = changed(team, by=by, name=name, telephone=team.telephone if telephone is None else telephone)
    record(
        action="people.team-changed", subject_kind="team", subject_id=team.id, authority_id=team.authority_id,
        facts={"fields": fields},
    )  # fmt: skip
    return team


@transaction.atomic
def close_team(*, team: Team, on: date, by: Standing) -> Team:
    """Closes a team: nobody can be put into it any more; it stays in the record."""
    require_own(by, "administer", team.authority_id)
    changed(team, by=by, closed_on=on)
    record(action="people.team-closed", subject_kind="team", subject_id=team.id, authority_id=team.authority_id)
    return team


@transaction.atomic
def add_venue(*, authority: Authority, name: str, by: Standing, address: str = "", how_to_get_in: str = "") -> Venue:
    """Adds a building."""
    require_own(by, "administer", authority.id)
    made = added(Venue(authority=authority, name=name, address=address, how_to_get_in=how_to_get_in), by=by)
    record(action="people.venue-added", subject_kind="venue", subject_id=made.id, authority_id=authority.id)
    return made


@transaction.atomic
def change_venue(
    *, venue: Venue, by: Standing, name: str, address: str = "", how_to_get_in: str = "", is_open: bool = True
) -> Venue:
    """Changes a building's particulars."""
    require_own(by, "administer", venue.authority_id)
    fields = changed(venue, by=by, name=name, address=address, how_to_get_in=how_to_get_in, is_open=is_open)
    record(
        action="people.venue-changed", subject_kind="venue", subject_id=venue.id, authority_id=venue.authority_id,
        facts={"fields": fields},
    )  # fmt: skip
    return venue


@transaction.atomic
def add_room(
    *, venue: Venue, name: str, seats: int, by: Standing, is_step_free: bool = False, joins_by_video: bool = False
) -> Room:
    """Adds a room to a building. `seats`: people, at least one."""
    require_own(by, "administer", venue.authority_id)
    made = added(
        Room(venue=venue, name=name, seats=seats, is_step_free=is_step_free, joins_by_video=joins_by_video), by=by
    )
    record(action="people.room-added", subject_kind="room", subject_id=made.id, authority_id=venue.authority_id)
    return made


@transaction.atomic
def change_room(
    *, room: Room, by: Standing, name: str, seats: int, is_step_free: bool = False, joins_by_video: bool = False
) -> Room:
    """Changes a room's particulars."""
    require_own(by, "administer", room.venue.authority_id)
    fields = changed(room, by=by, name=name, seats=seats, is_step_free=is_step_free, joins_by_video=joins_by_video)
    record(
        action="people.room-changed", subject_kind="room", subject_id=room.id,
        authority_id=room.venue.authority_id, facts={"fields": fields},
    )  # fmt: skip
    return room


@transaction.atomic
def close_room(*, room: Room, by: Standing) -> Room:
    """Closes a room: it is offered no more."""
    require_own(by, "administer", room.venue.authority_id)
    changed(room, by=by, is_open=False)
    record(action="people.room-closed", subject_kind="room", subject_id=room.id, authority_id=room.venue.authority_id)
    return room
