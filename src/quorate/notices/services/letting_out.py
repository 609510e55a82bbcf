"""The second person lets a paper out: looked through once more, then into the outbox, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.conferences.models import Booking, Conference
from quorate.conferences.queries.people import hold_decisions
from quorate.notices.addresses import way_to, way_to_carrier
from quorate.notices.apart import waits_to_be_arranged
from quorate.notices.calendars import INTO_CALENDARS, TAKES_AWAY, uid_of
from quorate.notices.carriers import Carrier, carriers_of
from quorate.notices.jobs import ask_to_send
from quorate.notices.models import CalendarEntry, Channel, Message, MessageState
from quorate.notices.moving import moved_on, put_out
from quorate.notices.outbox import calls_elsewhere
from quorate.notices.recipients import agency_names
from quorate.notices.taken_back import TAKEN_BACK, entry_before
from quorate.notices.unnamed import places_without_name
from quorate.release.artefacts import INVITING, audience_of
from quorate.release.basis import ChangedSince, change_in_words
from quorate.release.copies import closed_copies, require_all
from quorate.release.models import BY_RULE, Release, StoredRendition
from quorate.release.protecting import against, finding, protected_words
from quorate.release.services import files_of, held_to_let_out, let_out, stop

NEEDS_WRITING = frozenset({"exclusion-letter", "report"})
"""That these were explained, or shared, is recorded when they go: only those who write to the case let them out."""


@transaction.atomic
def release_and_queue(*, release: Release, by: Standing, at: datetime) -> Release:
    """Lets a paper out and puts one message for each recipient into the outbox, also for those whose copy is closed to
    whoever lets it out.

    Protected words that are found now in what they read stop it instead: the release comes back stopped, with its
    `finding`. Raises `release.basis.ChangedSince` where something that it rests on is not as it was when it was
    prepared, and `release.services.SecondPersonNeeded`, `NotWaiting`, `NotAllowed`, `release.copies.CopyMissing`.
    """
    # Copies never change, so that they are read before the paper is locked.
    seen = list(release.renditions.select_related("release"))
    renditions = sorted([*seen, *closed_copies(release)], key=lambda one: (one.name, one.pk))
    if release.code not in BY_RULE:
        # Before the paper itself is locked, in the order in which the chair's decision locks: neither waits for the
        # other for ever.
        hold_decisions(release.conference_id, [one.person_id for one in renditions if one.person_id is not None])
    row = held_to_let_out(release=release, by=by)
    if row.code in NEEDS_WRITING:
        require(by, "write", row.case)
    require_all(row, renditions)
    if row.code not in BY_RULE:
        _require_as_it_was(row, renditions)
    said = found_in(row, seen)
    if said:
        return stop(release=row, finding=said, recipients=len(renditions))
    let_out(release=row, recipients=len(renditions), by=by, at=at)
    _queue(row, renditions, by=by, at=at)
    return row


def _queue(row: Release, renditions: list[StoredRendition], *, by: Standing, at: datetime) -> None:
    """One message for each recipient, in place of what still waits of an earlier one."""
    _hold_earlier(row, renditions, by=by, at=at)
    day = timezone.localtime(at).date()
    brought = carriers_of(row, renditions)
    messages = [_message(row, one, by, at, day, brought.get(one.recipient)) for one in renditions]
    places = places_without_name(one.recipient for one in renditions)
    for message in messages:
        message.names_nobody = message.recipient in places
        put_out(message, by=by, at=at)
    stay = {one.recipient for one in messages if waits_to_be_arranged(one)}
    for message in messages:
        if message.recipient in stay:
            moved_on(message, MessageState.HELD, by=by, at=at, why="arrange")
    if row.code in INTO_CALENDARS:
        _keep_entries(row, [one for one in renditions if one.recipient not in stay])
    if any(one.channel == Channel.EMAIL for one in messages):
        ask_to_send()


def _hold_earlier(release: Release, renditions: Sequence[StoredRendition], *, by: Standing, at: datetime) -> None:
    """What still waits of an earlier one for the same people stays here: nobody gets two that differ."""
    by_subject = release.code not in (*INVITING, "exclusion-letter")
    about = {"release__subject_id": release.subject_id} if by_subject else {}
    hold_waiting(
        conference=release.conference, why="newer", by=by, at=at, code=release.code,
        recipient__in=[one.recipient for one in renditions], **about,
    )  # fmt: skip
    stayed = Message.objects.select_for_update().filter(
        conference=release.conference, code=release.code, state=MessageState.HELD, why__in=("arrange", "way", "reader"),
        recipient__in=[one.recipient for one in renditions], **about,
    )  # fmt: skip
    for message in list(stayed.order_by("pk")):
        # What waited only for an arrangement, or was for another name, is replaced by this one: the paper that it was
        # part of has gone.
        moved_on(message, MessageState.HELD, by=by, at=at, why="newer")


def _require_as_it_was(release: Release, renditions: list[StoredRendition]) -> None:
    """Nothing is decided about these people until it is in the outbox. Raises ChangedSince."""
    changed = change_of(release, renditions)
    if changed:
        raise ChangedSince(f"{changed} Prepare it again.")


def change_of(release: Release, renditions: Sequence[StoredRendition]) -> str:
    """What has changed since a paper was prepared, in sentences; "" where it may go as it is."""
    moved = "The conference is not where and when this says any more." if calls_elsewhere(release) else ""
    return " ".join(one for one in (moved, change_in_words(release, renditions)) if one)


def found_in(release: Release, renditions: list[StoredRendition]) -> str:
    """What of the protected words stands in any rendition, as kinds and places."""
    words, known = protected_words(release.conference_id), agency_names(release.conference)
    found = [
        finding(
            files_of(one.content, one.enclosed),
            against(words, one.person_id, known if audience_of(one.kind) == "professional" else ()),
        )
        for one in renditions
    ]
    return "; ".join(dict.fromkeys(one for one in found if one))


def _message(
    release: Release, one: StoredRendition, by: Standing, at: datetime, on: date, brought_by: Carrier | None
) -> Message:
    way = way_to(one, on) if brought_by is None else way_to_carrier(brought_by.user_id)
    carrier = brought_by or Carrier("")
    return Message(
        case_id=release.case_id, authority_id=release.authority_id, conference_id=release.conference_id,
        release=release, rendition=one, code=release.code, recipient=one.recipient, name=one.name,
        person_id=one.person_id, user_id=one.user_id, channel=way.channel, address_row=way.row,
        membership_id=by.membership_id, put_out_at=at, state=MessageState.WAITING, through=carrier.role,
        carrier=carrier.invitee, carrier_name=carrier.name,
    )  # fmt: skip


def _keep_entries(release: Release, renditions: list[StoredRendition]) -> None:
    """What each recipient's calendar is told next: a new entry, the same at another time, or that it is off."""
    booking = Booking.objects.filter(conference_id=release.conference_id).order_by("-live", "-booked_at").first()
    if booking is None:
        return
    held = {
        one.recipient: one
        for one in CalendarEntry.objects.select_for_update().filter(conference_id=release.conference_id)
    }
    for one in renditions:
        entry = held.get(one.recipient)
        if entry is None:
            _new_entry(release, one.recipient, booking)
            continue
        entry.sequence += 1
        entry.cancelled = release.code in TAKES_AWAY
        if release.code != TAKEN_BACK:
            # Whose place is taken back has the day that they were told, wherever it has moved since.
            entry.starts_at = booking.starts_at
        entry.save(update_fields=["sequence", "starts_at", "cancelled"])


def _new_entry(release: Release, recipient: UUID, booking: Booking) -> None:
    """An entry of its own; of somebody who was taken off the list and has the old one still, that one, changed."""
    before = entry_before(release.conference, recipient)
    CalendarEntry(
        case_id=release.case_id, authority_id=release.authority_id, conference_id=release.conference_id,
        recipient=recipient, uid=uid_of(release.conference_id, recipient) if before is None else before.uid,
        sequence=0 if before is None else before.sequence + 1, starts_at=booking.starts_at,
        cancelled=release.code in TAKES_AWAY, told_starts_at=None if before is None else before.told_starts_at,
        told_ends_at=None if before is None else before.told_ends_at,
    ).save(force_insert=True)  # fmt: skip
    if before is not None:
        before.cancelled = True
        before.save(update_fields=["cancelled"])


@transaction.atomic
def hold_waiting(*, conference: Conference, why: str, by: Standing, at: datetime, **only: object) -> int:
    """Holds back what waits in the outbox (of one person, of some papers); gives how many there were."""
    waiting = Message.objects.select_for_update().filter(conference=conference, state=MessageState.WAITING, **only)
    found = list(waiting.order_by("pk"))
    for message in found:
        moved_on(message, MessageState.HELD, by=by, at=at, why=why)
    return len(found)
