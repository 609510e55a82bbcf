"""The records of this room, one a file."""

from quorate.people.models.agency import Agency, AgencyKind
from quorate.people.models.authority import Authority
from quorate.people.models.contact_point import ContactKind, ContactPoint
from quorate.people.models.list_import import ListImport, ListKind
from quorate.people.models.membership import Membership
from quorate.people.models.professional import Professional
from quorate.people.models.room import Room
from quorate.people.models.team import Team
from quorate.people.models.user import User
from quorate.people.models.venue import Venue

__all__ = [
    "Agency",
    "AgencyKind",
    "Authority",
    "ContactKind",
    "ContactPoint",
    "ListImport",
    "ListKind",
    "Membership",
    "Professional",
    "Room",
    "Team",
    "User",
    "Venue",
]
