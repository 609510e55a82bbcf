"""Sending what waits: claimed, looked at once more with everything that could forbid it held still, then handed over.

A claim is committed before anything is handed over. Whatever then becomes of the process, a message is sent once, or
it is found claimed past its lease and somebody is asked: it is never resent blindly. The decision to keep somebody out
and the handing over wait for each other, so that nothing goes after it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from quorate.access.context import acting_as
from quorate.access.models import ProtectedText
from quorate.access.permissions import may
from quorate.access.standing import Standing
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Booking, Conference, Invitee
from quorate.conferences.queries.people import hold_decisions, kept_out_now
from quorate.notices.addresses import OFFICE, is_valid, words_of
from quorate.notices.apart import waits_to_be_arranged
from quorate.notices.calendars import TAKES_AWAY
from quorate.notices.carriers import address_of_carrier, carrier_is_there
from quorate.notices.channels import Channel, NotSent, Refused, Uncertain
from quorate.notices.corrected import takes_the_place
from quorate.notices.entries import calendar_of, note_going, note_told
from quorate.notices.mails import Mail, source_of
from quorate.notices.models import Channel as MessageChannel
from quorate.notices.models import Message, MessageState
from quorate.notices.moving import moved_on
from quorate.notices.not_going_on import NOT_GOING_ON
from quorate.notices.recipients import agency_names
from quorate.notices.routing import Office, office_for
from quorate.notices.staff import FAMILY, accounts_now, shut_out
from quorate.notices.taken_back import not_on_the_list
from quorate.people.models import Authority
from quorate.release.artefacts import INVITING, audience_of
from quorate.release.basis import changes
from quorate.release.copies import copy_to_send
from quorate.release.models import BY_RULE, GENOGRAM, Release
from quorate.release.protecting import against, finding, protected_words

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=5)
TRIED_AFTER: Final = tuple(timedelta(minutes=one) for one in (5, 15, 30, 60, 120, 240, 480, 480))
"""How long it waits after each time that the mail server took nothing; then, after a day, a person is asked. Mail
servers try for longer (RFC 5321, 4.5.4.1), but a letter that calls somebody to a meeting is wanted sooner."""
HARMLESS: Final = (*BY_RULE, *TAKES_AWAY, NOT_GOING_ON)
"""Papers that may go again when nobody knows whether they went: being told twice does no harm."""


class OutOfReach(LookupError):
    """In this standing the message never goes: whoever let it out does not work on the case any more."""


def send_one(*, message_id: UUID, by: Standing, through: Channel, now: Callable[[], datetime] = timezone.now) -> str:
    """Sends one message, in the standing of whoever let it out; gives the state in which it is left.

    "" where there was nothing to do: somebody else has it, or it does not wait any more. Raises OutOfReach.
    """
    with acting_as(by):
        message = _claimed(message_id, by=by, at=now())
        if message is None:
            _require_reach(message_id, by)
            return ""
    if message.state != MessageState.CLAIMED:
        return str(message.state)
    handing = _Handing(through)
    try:
        with acting_as(by):
            return _hand_over(message_id, message.reference, by=by, through=handing, at=now())
    except Exception:
        if not handing.has_begun:
            # Known not to have gone: nobody need be asked.
            with acting_as(by):
                _let_go(message_id, message.reference, by=by, at=now())
        raise


class _Handing:
    """The channel, and whether anything has been handed to it."""

    def __init__(self, through: Channel) -> None:
        self.through, self.has_begun = through, False

    def send(self, *, message_id: UUID, sender: str, recipient: str, source: bytes) -> None:
        self.has_begun = True
        self.through.send(message_id=message_id, sender=sender, recipient=recipient, source=source)


def _let_go(message_id: UUID, reference: str, *, by: Standing, at: datetime) -> None:
    """A claim of ours that came to nothing by a fault of ours."""
    message = _locked(message_id, MessageState.CLAIMED, waits=True)
    if message is not None and message.reference == reference:
        moved_on(message, MessageState.WAITING, by=by, at=at, why="not-made")


def _require_reach(message_id: UUID, by: Standing) -> None:
    """Passes where the message only could not be claimed just now. Raises OutOfReach."""
    row = Message.objects.select_related("case").filter(pk=message_id).first()
    if row is not None:
        closed = ProtectedText(case=row.case, authority_id=row.authority_id, label="R")
        if may(by, "manage_people", row.case) or may(by, "read", row.case, closed):
            return
    raise OutOfReach("Whoever let this message out does not reach it any more.")


def _claimed(message_id: UUID, *, by: Standing, at: datetime) -> Message | None:
    """The message with a lease on it, or held back; None where it is not there to be claimed."""
    hold_about(message_id)
    message = _locked(message_id, MessageState.WAITING)
    if message is not None and message.try_at is not None and message.try_at > at:
        return None
    if message is None:
        lapsed = _locked(message_id, MessageState.CLAIMED)
        return lapsed and _found_again(lapsed, by=by, at=at)
    if message.channel != MessageChannel.EMAIL:
        # It has gone to whoever brings it, or somebody hands it over, since the worker asked what there is to send.
        return None
    why = forbidden(message, on=timezone.localtime(at).date())
    if why:
        return moved_on(message, MessageState.HELD, by=by, at=at, why=why)
    message.lease_until = at + LEASE
    message.reference = f"<{message.pk}.{int(at.timestamp())}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>"
    note_going(message)
    return moved_on(message, MessageState.CLAIMED, by=by, at=at, fields=("reference",))


def _found_again(message: Message, *, by: Standing, at: datetime) -> Message | None:
    """A claim that lapsed: its maker died. Harmless notices wait again, once; for the others somebody is asked."""
    if message.lease_until is None or message.lease_until > at:
        return None
    if message.code in HARMLESS and not message.again:
        message.again = True
        return moved_on(message, MessageState.WAITING, by=by, at=at, why="interrupted", fields=("again",))
    return moved_on(message, MessageState.UNKNOWN, by=by, at=at, why="interrupted")


def hold_about(message_id: UUID) -> None:
    """Nothing is decided about the reader, or about whomever they come with, until the transaction ends.

    Ask before the message itself is locked, in the order in which the chair's decision locks: neither waits for the
    other for ever.
    """
    row = Message.objects.filter(pk=message_id).values_list("conference_id", "person_id", "recipient").first()
    if row is not None:
        helped = Invitee.objects.filter(pk=row[2]).values_list("supporter_of__person_id", flat=True).first()
        hold_decisions(row[0], [one for one in (row[1], helped) if one is not None])


def _locked(message_id: UUID, state: MessageState, *, waits: bool = False) -> Message | None:
    rows = Message.objects.select_for_update(of=("self",), skip_locked=not waits).filter(pk=message_id, state=state)
    message = rows.select_related("rendition__release", "conference", "case").first()
    if message is not None and message.rendition is None and message.rendition_id is not None:
        # Closed to whoever let it out, in whose standing it goes.
        message.rendition = copy_to_send(message.rendition_id, message.release)
    return message


def forbidden(message: Message, *, on: date, by_hand: bool = False) -> str:
    """Why a message must not go (a code of `moving.WHY`), "" where nothing forbids it.

    Holds decisions about the person until the transaction ends.
    """
    one = message.rendition
    if one is None or kept_out_now(message.conference_id, message.person_id) != one.kept_out:
        return "kept-out"
    if message.code in INVITING and (one.kept_out == "whole" or _comes_with_somebody_kept_out(message)):
        return "kept-out"
    if one.kind not in FAMILY and shut_out(message.conference_id, accounts_now(message.recipient, message.user_id)):
        return "shut-out"
    if listed := not_on_the_list(message):
        return listed
    if waits_to_be_arranged(message):
        return "arrange"
    why = calls_elsewhere(one.release) or changes(one, one.release)
    if why or by_hand:
        return why
    is_there = carrier_is_there(message) if message.through else is_valid(one, message.address_row, on)
    return "" if is_there else "address"


def _comes_with_somebody_kept_out(message: Message) -> bool:
    row = Invitee.objects.filter(pk=message.recipient, supporter_of__isnull=False)
    helped = row.values_list("supporter_of__person_id", flat=True).first()
    return helped is not None and kept_out_now(message.conference_id, helped) == "whole"


def calls_elsewhere(release: Release) -> str:
    """Whether the conference has changed so that the paper would call people to the wrong place or time, by its code.

    A day sheet goes also while the conference sits.
    """
    if release.code not in (*INVITING, "date-confirmed"):
        return ""
    state = Conference.objects.values_list("state", flat=True).get(pk=release.conference_id)
    live = Booking.objects.filter(conference_id=release.conference_id, live=True).values_list("pk", flat=True).first()
    if release.code in ("cancelled", NOT_GOING_ON):
        return "" if live is None else "state"
    if live is None or state not in ("booked", *(["sitting"] if release.code == "day-sheet" else [])):
        return "state"
    return "" if live == release.subject_id else "moved"


def _hand_over(message_id: UUID, reference: str, *, by: Standing, through: Channel, at: datetime) -> str:
    hold_about(message_id)
    # It is ours: whoever looks at it for a moment is waited for.
    message = _locked(message_id, MessageState.CLAIMED, waits=True)
    if message is None or message.reference != reference or message.rendition is None:
        return ""
    # Asked again: between the two transactions somebody may have decided something.
    why = forbidden(message, on=timezone.localtime(at).date())
    if why:
        return str(moved_on(message, MessageState.HELD, by=by, at=at, why=why).state)
    mail = mail_of(message, by=by, at=at)
    try:
        source = source_of(mail, reference=reference, at=at)
    except ValueError:
        # What was written down is no address: it has gone nowhere, and somebody hands it over.
        return str(moved_on(message, MessageState.HELD, by=by, at=at, why="address").state)
    found = what_leaks(message, source)
    if found:
        logger.warning("message %s is held: %s", message.pk, found)
        return str(moved_on(message, MessageState.HELD, by=by, at=at, why="protected-words").state)
    state, why = _sent(message, through, mail, source, at)
    message = moved_on(message, state, by=by, at=at, why=why, fields=("tries", "try_at"))
    if state in (MessageState.SENT, MessageState.UNKNOWN):
        # After the paper, in the order in which letting another one out locks: neither waits for the other for ever.
        note_told(message, mail)
    return str(message.state)


def _sent(message: Message, through: Channel, mail: Mail, source: bytes, at: datetime) -> tuple[str, str]:
    try:
        through.send(message_id=message.pk, sender=mail.sender, recipient=mail.recipient, source=source)
    except NotSent as fault:
        return _again_later(message, fault.code, at)
    except Refused:
        return MessageState.FAILED, "refused"
    except Uncertain:
        return MessageState.UNKNOWN, "line-broke"
    return MessageState.SENT, ""


def _again_later(message: Message, why: str, at: datetime) -> tuple[str, str]:
    """It waits, longer each time, and in the end for a person: somebody rings, or hands it over."""
    message.tries += 1
    if message.tries > len(TRIED_AFTER):
        message.try_at = None
        return MessageState.FAILED, "given-up"
    message.try_at = at + TRIED_AFTER[message.tries - 1]
    return MessageState.WAITING, why


def mail_of(message: Message, *, by: Standing, at: datetime) -> Mail:
    """The e-mail that a message is, with the paper and the calendar file."""
    one = message.rendition
    if one is None:
        raise ValueError("A message without a paper is no e-mail.")
    address = address_of_carrier(message) if message.through else words_of(one, message.address_row, by).words
    office = office_for(pack_of(message.conference), message.code)
    if not message.through and one.kind != OFFICE and audience_of(one.kind) != "professional":
        # The names and addresses of offices say what they are for, and previews show them to whoever looks.
        office = Office(telephone=office.telephone)
    calendar, lasts = calendar_of(message, address=address, organiser=office.email, at=at)
    return Mail(
        code=message.code, authority=Authority.objects.values_list("name", flat=True).get(pk=message.authority_id),
        sender=settings.DEFAULT_FROM_EMAIL, recipient=address, office=office.name,
        telephone=office.telephone or "reply to this e-mail.", paper=bytes(one.content), paper_type=one.media_type,
        enclosed=bytes(one.enclosed), enclosed_as="second paper" if one.enclosed_code == GENOGRAM else "leaflet",
        calendar=calendar, calendar_method="CANCEL" if message.code in TAKES_AWAY else "REQUEST", lasts=lasts,
        reply_to=office.email, to_hand_over=bool(message.through), is_corrected=takes_the_place(message),
    )  # fmt: skip


def what_leaks(message: Message, source: bytes) -> str:
    """What of the protected words stands in the e-mail's source, as kinds and places."""
    one = message.rendition
    is_professional = one is not None and audience_of(one.kind) == "professional"
    known = agency_names(message.conference) if is_professional else []
    return finding([("", source)], against(protected_words(message.conference_id), message.person_id, known))
