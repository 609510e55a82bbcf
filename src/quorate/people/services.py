"""Keeping people and places: every change is decided, checked, written and recorded in one transaction."""

from __future__ import annotations

from quorate.people.members import (
    NotInForce,
    act_as,
    add_user,
    begin_membership,
    deactivate_user,
    end_membership,
    reactivate_user,
    suspend_unreviewed_break_glass,
)
from quorate.people.partners import (
    add_agency,
    add_contact_point,
    add_professional,
    change_agency,
    close_agency,
    close_contact_point,
    confirm_contact_point,
    end_professional,
)
from quorate.people.places import (
    add_authority,
    add_room,
    add_team,
    add_venue,
    change_room,
    change_team,
    change_venue,
    close_room,
    close_team,
)

__all__ = [
    "NotInForce",
    "act_as",
    "add_agency",
    "add_authority",
    "add_contact_point",
    "add_professional",
    "add_room",
    "add_team",
    "add_user",
    "add_venue",
    "begin_membership",
    "change_agency",
    "change_room",
    "change_team",
    "change_venue",
    "close_agency",
    "close_contact_point",
    "close_room",
    "close_team",
    "confirm_contact_point",
    "deactivate_user",
    "end_membership",
    "end_professional",
    "reactivate_user",
    "suspend_unreviewed_break_glass",
]
