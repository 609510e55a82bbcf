"""The edition of the procedure that a conference keeps from its request to its end."""

from __future__ import annotations

from quorate.access.moments import today
from quorate.cases.packs import pack_on
from quorate.conferences.models import Conference
from quorate.people.models import Authority
from quorate.procedure.pack import Pack


def pack_of(conference: Conference) -> Pack:
    """The pack under which a conference was asked for; for one brought in without an edition, the one of its day."""
    day = conference.requested_on or conference.held_on or today()
    if conference.edition:
        return pack_on(conference.edition, day)
    name = Authority.objects.values_list("pack", flat=True).get(pk=conference.authority_id)
    return pack_on(str(name), day)


def role_word(pack: Pack, role: str) -> str:
    """What the procedure calls a role; its code in plain letters where it has no word."""
    found = pack.data["words"].get(role)
    return str(found["say"]) if found else role.replace("_", " ").replace("-", " ")
