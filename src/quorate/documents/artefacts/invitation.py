"""Invitations, and what follows when a meeting moves or is cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from quorate.conferences.models import Booking
from quorate.conferences.queries.bookings import begun_as_told
from quorate.documents.artefacts.blocks import (
    agency_of,
    born,
    how_to_complain,
    limit_of,
    meeting_fields,
    named,
    office_fields,
    own_meeting,
    professionals,
    supporters_rule,
    when_and_where,
    who_comes,
    whom_to_ask,
    your_part,
)
from quorate.documents.artefacts.ringing import whom_to_ring
from quorate.documents.facts import Facts
from quorate.documents.letters import Draft, NotReadyYet, audience_in_pack, for_reader, put_together, readers_of
from quorate.documents.record_lines import comes_apart
from quorate.documents.saying import day, joined, local, moment, sentence, time
from quorate.release.artefacts import Artefact, Paragraph, Recipient

_NOTICE = ("confidential",)
_LEADING: Final = frozenset({"chair", "minute_taker"})
"""Who leads the meeting and who writes: they are asked for no report to it."""


def invitation(facts: Facts, recipient: Recipient) -> Artefact:
    """The invitation. Raises NotReadyYet without a booking that holds, NoSuchPaper."""
    booking = facts.booking
    if booking is None or not booking.live:
        raise NotReadyYet("No date is booked yet: there is nothing to invite to. Book the conference first.")
    return _letter(facts, recipient, "invitation", own_meeting(facts, recipient))


def moved(facts: Facts, recipient: Recipient) -> Artefact:
    """What is over and what holds, by day and time. Raises NotReadyYet where nothing was moved, NoSuchPaper."""
    booking = facts.booking
    if booking is None or not booking.live or (earlier := _replaced(facts, booking)) is None:
        raise NotReadyYet("This conference has not been moved: there is no new date to tell.")
    fields = own_meeting(facts, recipient)
    if earlier.starts_at != booking.starts_at:
        fields["earlier_date"] = _was(facts, recipient, earlier, is_own=fields["starts"] != time(booking.starts_at))
    return _letter(facts, recipient, "moved", fields)


def _was(facts: Facts, recipient: Recipient, earlier: Booking, *, is_own: bool) -> str:
    """Until when it was: as they were told it. Whoever comes apart, then or now, was not told the meeting's time."""
    told = facts.told.get(recipient.key)
    if told is not None and local(told) == local(earlier.starts_at):
        return moment(told)
    one = next((each for each in facts.invitees if str(each.pk) == recipient.key), None)
    is_apart = is_own or (one is not None and comes_apart(facts, one) is not None)
    return day(earlier.starts_at) if is_apart else moment(earlier.starts_at)


def cancelled(facts: Facts, recipient: Recipient) -> Artefact:
    """That the meeting does not go ahead. Raises NotReadyYet where the booking holds, NoSuchPaper."""
    booking = facts.booking
    if booking is None or booking.live:
        raise NotReadyYet("This conference is not cancelled.")
    if begun_as_told(facts.conference).exists():
        raise NotReadyYet("It began on the day that people were told: no letter says that it did not take place.")
    # Whom the move has not reached still expects the day that was.
    told = facts.told.get(recipient.key)
    return _letter(facts, recipient, "cancelled", _day_alone(facts) | ({"date": day(told)} if told else {}))


def not_going_on(facts: Facts, recipient: Recipient) -> Artefact:
    """That a meeting that began and was adjourned is not taken up again. Raises NotReadyYet before it is cancelled, and
    where it never began, NoSuchPaper."""
    if facts.conference.state != "cancelled" or not begun_as_told(facts.conference).exists():
        raise NotReadyYet("This conference did not begin, or it may go on: there is nothing to tell.")
    return _letter(facts, recipient, "not-going-on", _day_alone(facts))


def _day_alone(facts: Facts) -> dict[str, str]:
    """What is off, by its day: not everybody was asked to come at one time."""
    return {name: words for name, words in meeting_fields(facts).items() if name not in ("starts", "ends")}


def taken_back(facts: Facts, recipient: Recipient) -> Artefact:
    """That somebody who was asked need not come, never why. Raises NotReadyYet for whoever was told no day."""
    told = facts.told.get(recipient.key)
    if told is None:
        raise NotReadyYet("This person was told no day: there is nothing to take back.")
    kind = f"the {facts.word(facts.conference.kind + '_conference')}"
    return _letter(facts, recipient, "taken-back", {"date": day(told), "conference_kind": kind})


def _replaced(facts: Facts, booking: Booking) -> Booking | None:
    return next((one for one in facts.bookings if one.pk == booking.replaces_id), None)


def _letter(facts: Facts, recipient: Recipient, paper: str, meeting: Mapping[str, str]) -> Artefact:
    readers = readers_of(facts, recipient)
    audience = audience_in_pack(readers)
    fields = {**office_fields(facts), **meeting, "recipient": recipient.name}
    leads = readers == "professionals" and _role_of(facts, recipient) in _LEADING
    if readers == "professionals" and not leads:
        fields["report_by"] = limit_of(facts, "share-agency-reports-with-parents", "share-report-with-parents")
    said: dict[str, Iterable[tuple[str, str]]] = {
        "when-and-where": _kind("row", when_and_where(fields, with_place=True) if audience != "children" else []),
        "who-comes": _kind("item", _who(facts, readers)),
        "supporters": _kind(
            "", your_part(facts, recipient.kind) if readers == "accompanying" else supporters_rule(facts)
        ),
        "your-say": _kind("", _talk_beforehand(facts) if readers == "parents" and paper == "invitation" else []),
        "about-conferences": _kind("item", facts.statements("invitation", audience, _besides(readers))),
        "expectations": _kind("item", [] if leads else _expected(facts)),
        "children": _kind("item", _children(facts)),
        "complaint": how_to_complain(facts, audience, decided=False),
        "contacts": _contacts(facts, recipient, readers, paper),
    }
    added = {code: _paragraphs(recipient, words) for code, words in said.items()}
    made = put_together(Draft(facts, recipient, fields, added), paper)
    return replace(made, parts=tuple(one for one in made.parts if one.code != "reports")) if leads else made


def _role_of(facts: Facts, recipient: Recipient) -> str:
    """As what this person stands on the list."""
    return next((one.role for one in facts.invitees if str(one.pk) == recipient.key), "")


def _contacts(facts: Facts, recipient: Recipient, readers: str, paper: str) -> Iterable[tuple[str, str]]:
    """Whom to ring, for the family by name; whoever is not asked any more, or comes with somebody, is told offices."""
    audience = audience_in_pack(readers)
    if readers not in ("parents", "children", "young-people") or paper == "taken-back":
        return whom_to_ask(facts, audience)
    return _kind("item", whom_to_ring(facts, recipient, audience, coming=paper in ("invitation", "moved")))


def _kind(kind: str, words: Iterable[str]) -> list[tuple[str, str]]:
    return [(kind, one) for one in words]


def _paragraphs(recipient: Recipient, said: Iterable[tuple[str, str]]) -> tuple[Paragraph, ...]:
    return tuple(for_reader(recipient, words, kind) for kind, words in said)


def _besides(readers: str) -> tuple[str, ...]:
    """The notice of confidentiality stands on every paper by itself; what is expected has a part of its own."""
    return (*_NOTICE, "supporter-listens") if readers == "parents" else _NOTICE


def _talk_beforehand(facts: Facts) -> list[str]:
    """With whom a parent who is not sure about coming can talk first, where the procedure names somebody."""
    roles = facts.pack.data["meeting_parents"]["conversation_beforehand_with"]
    there = {one.role for one in facts.invitees if one.to_invite is not False}
    words = joined((f"your {facts.word(one)}" for one in [one for one in roles if one in there] or roles), "or")
    return [f"If you are not sure about coming, you can talk first with {words}. Ask them what you like."] * bool(roles)


def _expected(facts: Facts) -> list[str]:
    said = facts.statements("invitation", "professionals", _NOTICE)
    said += facts.statements("report-request", "professionals", _NOTICE)
    own = [one["says"] for one in facts.pack.data.get("statement", ()) if one["audience"] == "professionals"]
    return [one for one in dict.fromkeys(said) if one in own]


def _children(facts: Facts) -> list[str]:
    return [f"{one.name}, {born(facts, one)}" for one in facts.children]


def _who(facts: Facts, readers: str) -> list[str]:
    if readers != "professionals":
        return who_comes(facts)
    return [
        ", ".join(part for part in (named(one), sentence(facts.word(one.role)).rstrip("."), agency_of(one)) if part)
        for one in professionals(facts)
    ]  # fmt: skip
