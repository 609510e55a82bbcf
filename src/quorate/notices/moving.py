"""One step of one message: the row, its log and the trail, together."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from quorate.access.permissions import NotAllowed
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.refusals import NotKept
from quorate.cases.services.recording import RefusedEvent, record_event
from quorate.conferences.editions import pack_of
from quorate.conferences.models import ConferenceChild, Invitee, Report, ReportShare
from quorate.conferences.report_rules import parts_in_paper
from quorate.conferences.services.exclusion_follow_up import explained, standing_exclusion
from quorate.conferences.services.invitations import note_invited
from quorate.conferences.services.preparing_people import leaflet_went
from quorate.conferences.services.sharing import Reader, share
from quorate.notices.models import Channel, Delivery, Message, MessageState
from quorate.procedure.london import last_second_of
from quorate.release.basis import CHANGED
from quorate.release.copies import encloses
from quorate.release.models import GENOGRAM, Release

logger = logging.getLogger(__name__)

EVENTS: Final = {
    "invitation": "invitations-sent",
    "decisions": "decisions-sent",
    "plan": "plan-distributed",
    "minutes": "minutes-sent",
    "exclusion-letter": "exclusion-explained",
}
"""The event that is recorded when the last message of a paper has gone."""

WHY: Final = {
    "kept-out": "The chair has decided about this person since it was prepared",
    "moved": "The conference has been moved since",
    "arrange": "The chair has to arrange first how this person comes to the meeting",
    "state": "The conference is not as it was when this was let out",
    **CHANGED,
    "off-the-list": "The person is not on the list any more",
    "asked-again": "The person is asked to come again, or the conference has begun",
    "shut-out": "The conference is shut to this person",
    "address": "The address may not be used any more",
    "protected-words": "Protected words were found in it",
    "death-or-loss": "A child has died, or a pregnancy has ended",
    "sender-gone": "Whoever let it out does not work on this any more",
    "not-made": "It could not be put together; the log of the system says why",
    "newer": "A newer one was let out to this person",
    "refused": "The mail server refused the address",
    "interrupted": "The system stopped while it was going",
    "line-broke": "The line broke while it was going",
    "nobody-there": "The mail server could not be reached; it is tried again",
    "later": "The mail server asks us to come again later; it is tried again",
    "cut-before": "The line broke before the mail server had it; it is tried again",
    "given-up": "The mail server has not taken it for a day; it is not tried any more",
    "taker": "Somebody said who takes it",
    "with-carrier": "It is with whoever hands it over",
    "they-have-it": "Somebody made sure that it arrived",
    "they-do-not": "Somebody made sure that it did not arrive",
    "held-by-office": "Somebody held it back",
}
"""Why a message is where it is, by the code in its log."""

_SHARED: Final = {"email": "e-mail", "post": "post", "hand": "handed-over"}
"""How somebody got a report, by the channel."""
_GONE: Final = (MessageState.SENT, MessageState.HANDED)
_KEPT_BACK: Final = frozenset({"kept-out", "shut-out", "off-the-list", "asked-again", "held-by-office", "newer"})


def put_out(message: Message, *, by: Standing, at: datetime) -> None:
    """Puts a new message into the outbox."""
    message.save(force_insert=True)
    _logged(message, by=by, at=at)


def moved_on(
    message: Message, state: str, *, by: Standing | None, at: datetime, why: str = "", fields: tuple[str, ...] = ()
) -> Message:
    """Moves a message (locked by the caller) to a state; records what follows when a whole paper has gone."""
    if state == MessageState.SENT and message.through:
        # It has reached whoever brings it, and has gone when they say that they handed it over.
        state, why, message.channel = MessageState.WAITING, "with-carrier", Channel.HAND
        fields = (*fields, "channel")
    message.state, message.why = MessageState(state), why
    if state != MessageState.CLAIMED:
        message.lease_until = None
    if state in _GONE:
        message.gone_at = at
    message.save(update_fields=["state", "why", "lease_until", "gone_at", *fields])
    _logged(message, by=by, at=at)
    if by is not None and (state in _GONE or state == MessageState.HELD):
        if state in _GONE and message.code == "invitation":
            invitees = Invitee.objects.select_related("case").filter(pk=message.recipient, removed_on__isnull=True)
            note_invited(invitees=invitees, how=str(message.channel), on=timezone.localtime(at).date(), by=by)
            _noted_or_said(message.release, "That the leaflet was given", lambda: _leaflet_given(message, by, at))
        if state in _GONE and message.code == "report":
            _noted_or_said(message.release, "That the report was shared", lambda: _shared(message, by, at))
        _complete(message, by=by, at=at)
    return message


def _leaflet_given(message: Message, by: Standing, at: datetime) -> None:
    """A leaflet went with it to somebody of the family."""
    one = message.rendition
    if one is not None and one.enclosed_code and one.kind in ("parent", "child") and message.person_id is not None:
        leaflet_went(
            conference=message.conference, person_id=message.person_id, how=_SHARED[str(message.channel)],
            on=timezone.localtime(at).date(), by=by,
        )  # fmt: skip


def _logged(message: Message, *, by: Standing | None, at: datetime) -> None:
    Delivery(
        case_id=message.case_id, authority_id=message.authority_id, message=message, state=message.state,
        why=message.why, by=None if by is None else by.user_id, at=at,
    ).save(force_insert=True)  # fmt: skip
    record(
        action="message.moved-on", subject_kind="message", subject_id=message.pk, case_id=message.case_id,
        facts={"paper": message.code, "channel": message.channel, "state": str(message.state), "why": message.why},
    )  # fmt: skip


def _complete(message: Message, *, by: Standing, at: datetime) -> None:
    """When nothing of a paper is left to go, its event is recorded, once.

    Where each duty says to whom it is (first to the social worker, then to the parents), once for each of them; of what
    somebody brings, once for each reader.
    """
    release = Release.objects.select_for_update(of=("self",)).get(pk=message.release_id)
    if message.through:
        if message.state in _GONE and release.code in EVENTS:
            _noted_or_said(release, "That it was handed over", lambda: _brought(message, EVENTS[release.code], by, at))
        return
    rows = _rows_of(release, are_carried=False)
    if release.gone_at is not None:
        return
    if (code := EVENTS.get(release.code)) is not None and (went := _gone_of(_group_of(message, rows, code))):
        _noted_or_said(release, "That it has gone", lambda: _recorded(release, code, went, by=by, at=at))
    if _gone_of(rows):
        release.gone_at = at
        release.save(update_fields=["gone_at"])


_Row = tuple[str, str, UUID]


def _rows_of(release: Release, *, are_carried: bool) -> list[_Row]:
    """How it stands with the copies that go through somebody's hands, or with those that go directly."""
    messages = release.messages.exclude(through="") if are_carried else release.messages.filter(through="")
    return list(messages.values_list("state", "why", "recipient"))


def _gone_of(rows: Sequence[_Row]) -> list[UUID]:
    """To whom it has gone, once none of these is left to go; before that nobody."""
    left = [1 for state, why, _ in rows if state not in _GONE and not (state == "held" and why in _KEPT_BACK)]
    return [] if left else [who for state, _, who in rows if state in _GONE]


def _group_of(message: Message, rows: Sequence[_Row], code: str) -> list[_Row]:
    """Those whose copies are noted together with this one's: of the same role, where the duties tell roles apart."""
    duties = [one for one in pack_of(message.conference).data["duty"] if code in (one.get("met_by") or ())]
    apart = {one.get("to") for one in duties}
    if None in apart or len(apart) < 2:
        return list(rows)
    roles = dict(Invitee.objects.filter(pk__in=[who for _, _, who in rows]).values_list("pk", "role"))
    groups = {who: role if role in apart else "" for who, role in roles.items()}
    return [row for row in rows if groups.get(row[2], "") == groups.get(message.recipient, "")]


def _brought(message: Message, code: str, by: Standing, at: datetime) -> None:
    """That this one reader has it, since the day that was said."""
    reader = Invitee.objects.select_related("conference").get(pk=message.recipient)
    facts: dict[str, Any] = {"to": reader.role}
    if reader.kind == "parent":
        facts["parent"] = str(reader.person_id)
    is_today = message.handed_on in (None, timezone.localtime(at).date())
    record_event(
        code=code, cases=_cases_of(message.release), facts=facts, conference=reader.conference, by=by,
        **({"at": at} if is_today else {"day": message.handed_on}),
    )  # fmt: skip


def _noted_or_said(release: Release, what: str, note: Callable[[], None]) -> None:
    """What has gone stays gone, whatever the rules say of noting it: then the paper itself says so, for a person."""
    try:
        with transaction.atomic():
            note()
    except (RefusedEvent, ValidationError, NotAllowed, NotKept) as refused:
        logger.warning("release %s was not noted: %s", release.pk, type(refused).__name__)
        release.why = f"{what} could not be noted in the record of the case. {_words_of(refused)}"
        release.save(update_fields=["why"])


def _shared(message: Message, by: Standing, at: datetime) -> None:
    """Notes at the report that this reader has it, how and since when; the professionals once, together."""
    subject = message.release.subject_id
    if subject is None:
        return
    report = Report.objects.select_related("case", "conference").get(pk=subject)
    invitee, parts = Invitee.objects.get(pk=message.recipient), ["report"]
    if invitee.kind == "parent" and invitee.person_id is not None:
        reader = Reader("parent", invitee.person_id)
    elif invitee.kind == "professional":
        reader, parts = Reader("professionals"), parts_in_paper(report)
        # Of two copies that go at once the second waits here, and then finds that it is noted.
        Release.objects.select_for_update(of=("self",)).get(pk=message.release_id)
        carried = _rows_of(message.release, are_carried=True)
        if carried and not (message.through and _gone_of(carried)):
            return  # They have it together, when whoever brings it has handed over the last copy.
        if ReportShare.objects.filter(report=report, recipient="professionals", shared_at__isnull=False).exists():
            return
        if encloses(message.release_id, GENOGRAM):
            parts = [*parts, "genogram"]
    else:
        return
    on = timezone.localtime(message.put_out_at)
    day = message.handed_on or timezone.localtime(at).date()
    share(
        report=report, reader=reader, at=min(at, last_second_of(day)), how=_SHARED[str(message.channel)], by=by, now=at,
        by_words="With the papers of the conference", parts=parts,
        late_why=f"It was let out on {on.day} {on:%B %Y at %H:%M}.",
    )  # fmt: skip


def _words_of(refused: Exception) -> str:
    return " ".join(refused.messages) if isinstance(refused, ValidationError) else str(refused)


def _recorded(release: Release, code: str, recipients: list[Any], *, by: Standing, at: datetime) -> None:
    people = Invitee.objects.filter(pk__in=recipients)
    if code == "exclusion-explained":
        for person_id in people.values_list("person_id", flat=True):
            standing = None if person_id is None else standing_exclusion(release.conference, person_id)
            if standing is not None:
                explained(exclusion=standing, on=timezone.localtime(at).date(), how="letter", by=by)
        return
    facts: dict[str, Any] = {"to": sorted(set(people.values_list("role", flat=True)))}
    record_event(code=code, cases=_cases_of(release), at=at, facts=facts, conference=release.conference, by=by)


def _cases_of(release: Release) -> list[UUID]:
    rows = ConferenceChild.objects.filter(conference_id=release.conference_id)
    return list(rows.values_list("child_case_id", flat=True))
