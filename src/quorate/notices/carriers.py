"""Through whose hands a paper goes: a procedure may say that somebody of the list brings it to its readers.

Never a copy with closed words: whoever brings papers need not be among those for whom the chair meant them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from quorate.access.moments import today
from quorate.cases.duty_rows import BELONGS_TO
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Invitee, InviteeKind, Report
from quorate.conferences.report_rules import said_of
from quorate.notices.models import Message
from quorate.notices.moving import EVENTS
from quorate.notices.staff import shut_out, there_on
from quorate.people.models import User
from quorate.procedure.pack import Pack
from quorate.release.models import Release, StoredRendition

_OFFICE: Final = "administrator"
_LEADING: Final = frozenset({"chair", "minute_taker"})


@dataclass(frozen=True, slots=True)
class Carrier:
    """The role that brings a paper, and who has it; nobody on the list: the office finds somebody, by hand."""

    role: str
    invitee: UUID | None = None
    user_id: UUID | None = None
    name: str = field(default="", repr=False)


def carriers_of(release: Release, renditions: Iterable[StoredRendition]) -> dict[UUID, Carrier]:
    """Who brings this paper, by recipient; those who get it directly, as whatever is closed, are not among them."""
    rules = dict(_rules(pack_of(release.conference), release))
    if not rules:
        return {}
    rows = Invitee.objects.filter(conference=release.conference, removed_on__isnull=True).order_by("name", "pk")
    people = list(rows)
    by_key = {one.pk: one for one in people}
    found = {}
    for rendition in (one for one in renditions if not one.holds_closed):
        reader = by_key.get(rendition.recipient)
        role = _through(rules, reader) if reader is not None else None
        if reader is not None and role is not None and reader.role != role:
            found[rendition.recipient] = _carrier(role, reader, people)
    return found


def _through(rules: Mapping[str, str], reader: Invitee) -> str | None:
    """Who brings it to this reader: as the procedure says of their role, or of all professionals."""
    is_one_of_all = reader.kind == InviteeKind.PROFESSIONAL and reader.role not in _LEADING
    return rules.get(reader.role) or (rules.get("professionals") if is_one_of_all else None)


def _rules(pack: Pack, release: Release) -> Iterator[tuple[str, str]]:
    """Of a paper's readers by role: the role that brings it. What goes through the office goes as everything does."""
    duties = {one["code"]: one for one in pack.data.get("duty") or ()}
    for one in pack.data.get("outgoing") or ():
        through = one.get("through")
        if through and BELONGS_TO.get(through) != _OFFICE and _is_meant(release, duties.get(one.get("duty"), {})):
            yield from ((role, through) for role in one["to"])


def _is_meant(release: Release, duty: Mapping[str, Any]) -> bool:
    """Whether a duty is met by this paper: by its event, a report by whose it is."""
    met_by = duty.get("met_by") or ()
    if release.code != "report":
        return EVENTS.get(release.code) in met_by
    subject = None if release.subject_id is None else Report.objects.filter(pk=release.subject_id).first()
    return subject is not None and "report-shared" in met_by and duty.get("report") == said_of(subject)


def _carrier(role: str, reader: Invitee, people: Iterable[Invitee]) -> Carrier:
    """Somebody in this role who can be reached, before all one who is there for the reader's own children."""
    may = [one for one in people if one.role == role and one.user_id is not None]
    users = _who_may(reader, {one.user_id for one in may})
    may = [one for one in may if one.user_id in users]
    own = [one for one in may if not one.about or not reader.about or set(one.about) & set(reader.about)]
    for one in own or may:
        return Carrier(role, one.pk, one.user_id, one.name)
    return Carrier(role)


def _who_may(row: Invitee | Message, users: set[Any]) -> set[UUID]:
    """Those of these users who still work here and to whom the conference is not shut."""
    users = {one for one in users if one is not None}
    return there_on(row.authority_id, users, today()) - shut_out(row.conference_id, users) if users else set()


def carrier_is_there(message: Message) -> bool:
    """Whether whoever was to bring a paper is still the one: on the list, in that role, with that address, and still
    somebody who may have it. Of a closed copy nobody is.
    """
    one = message.rendition
    if message.carrier is None or message.address_row is None or one is None or one.holds_closed:
        return False
    rows = Invitee.objects.filter(
        pk=message.carrier, role=message.through, user_id=message.address_row, removed_on__isnull=True
    )
    return rows.exists() and bool(_who_may(message, {message.address_row}))


def address_of_carrier(message: Message) -> str:
    """Their e-mail address. Raises LookupError where there is none."""
    row = message.address_row
    found = "" if row is None else User.objects.filter(pk=row).values_list("email", flat=True).first()
    if not found:
        raise LookupError("There is no address to which this could go.")
    return found
