"""Making a paper for all who get it: each their own rendition, looked through before anybody sees it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from quorate.access.models import ProtectedText
from quorate.access.permissions import may, require
from quorate.access.standing import Standing
from quorate.conferences.models import Booking, Conference, Invitee
from quorate.notices.calendars import TAKES_AWAY
from quorate.notices.corrected import CORRECTED, copies_had
from quorate.notices.recipients import agency_names, recipient_list, recipients_of
from quorate.notices.taken_back import days_expected, times_told
from quorate.procedure.pack import Pack
from quorate.release.artefacts import INVITING, Recipient, Rendition, audience_of, rendition
from quorate.release.basis import basis_of
from quorate.release.closed import BESIDE_YOU, which_are_not_whole
from quorate.release.models import Release
from quorate.release.protecting import Owned, against, finding, lines_found, protected_words
from quorate.release.scanning import Protected
from quorate.release.services import Made, keep

TITLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "invitation": "Invitations",
        "moved": "The new date",
        "cancelled": "The conference does not take place",
        "not-going-on": "The conference does not go on",
        "taken-back": "No longer asked to come",
        "day-sheet": "Day sheet",
        "exclusion-letter": "Letter about not coming to the conference",
        "views-moved": "Another day for the views of somebody kept out",
        "report": "Report to the conference",
        "decisions": "Decision letters",
        "summary": "One-page summary for the family",
        "plan": "Plans",
        "minutes": "Minutes",
        "complaint-acknowledgement": "That a complaint has come",
        "complaint-answer": "Answer to a complaint",
        "booking-asked": "A booking asked for, to the office that books",
        "date-confirmed": "The date, to the social worker and the manager",
    }
)
"""What the office calls a paper, by its code."""

NEEDS_CLOSED: Final = frozenset({"minutes"})
"""Who does not read the closed part would send these without it to the agencies that are named on it."""


ANOTHER_PREPARES: Final = (
    "This paper is prepared by somebody who may read all of it: the chair or the minute-taker of this conference."
)
"""Said to those who prepare papers and do not read the closed part. It says no more than the second person is told of
every paper with one: that there is something. The same where a child's record is shut to them, so that it does not tell
that there is another child."""


class NobodyToTell(ValueError):
    """There is nobody to whom this paper could go."""


class AnotherPrepares(ValueError):
    """Something of the paper is closed to whoever would prepare it: its readers would get it without."""


def prepares(by: Standing, conference: Conference) -> bool:
    """Whether they prepare papers of this conference at all."""
    return may(by, "manage_people", conference.case) or may(by, "read", conference.case, _closed_part(conference))


def require_preparing(by: Standing, conference: Conference) -> None:
    """Passes for whoever prepares papers of this conference at all. Raises `NotAllowed`, `NoSuchRecord`."""
    if not may(by, "manage_people", conference.case):
        require(by, "read", conference.case, _closed_part(conference))


def for_another(
    by: Standing, conference: Conference, papers: Iterable[tuple[str, UUID | None]], *, to_family: bool = False
) -> dict[tuple[str, UUID | None], str]:
    """Those of these papers (code, subject) that somebody else prepares, because `by` may not read all of them: a part
    is closed to them, or a child is. With the sentence that says by whom.

    `to_family`: of copies for the family alone, none of whom is ever named on a closed part. Ask of those who pass
    `require_preparing`: the database refuses others with Django's `DatabaseError`.
    """
    asked, reads_closed = set(papers), may(by, "read", conference.case, _closed_part(conference))
    found = which_are_not_whole(conference.pk, asked, reads_closed=reads_closed or to_family)
    if not reads_closed:
        found |= {one for one in asked if one[0] in NEEDS_CLOSED}
    return dict.fromkeys(found, BESIDE_YOU if reads_closed else ANOTHER_PREPARES)


def _require_all_of_it(
    by: Standing, conference: Conference, code: str, subject: UUID | None, *, to_family: bool = False
) -> None:
    for sentence in for_another(by, conference, [(code, subject)], to_family=to_family).values():
        raise AnotherPrepares(sentence)


def _closed_part(conference: Conference) -> ProtectedText:
    return ProtectedText(case=conference.case, authority_id=conference.authority_id, label="R")


@transaction.atomic
def prepare(
    *,
    conference: Conference,
    code: str,
    by: Standing,
    at: datetime,
    subject: UUID | None = None,
    only: Collection[UUID] | None = None,
) -> Release:
    """Makes the paper for everybody who gets it, or `only` for these of the list; a second person lets it out.

    Where protected words are found in any of it the release is stopped, and its `finding` says what and where. Raises
    NobodyToTell, AnotherPrepares, `documents.making.NotReadyYet`, `NotAllowed`.
    """
    from quorate.documents.making import Facts

    require_preparing(by, conference)
    words, known = protected_words(conference.pk), agency_names(conference)
    facts = Facts(conference, at=at, by=by, told=_told(conference, code), had=copies_had(conference, code))
    people = recipient_list(conference, code, by, subject=subject)
    people = [one for one in people if only is None or UUID(one.key) in only]
    about = _subject_of(conference, code, subject)
    # Before any word is read: what changes while the papers are made shows when they are let out.
    rests_on = basis_of(conference.pk, code, about, [(UUID(who.key), who.person_id, who.kind) for who in people])
    # After it: a part that is closed from here on changes what the paper rests on.
    _require_all_of_it(by, conference, code, subject)
    copies = [
        _own_copy(code, conference, who, basis, facts, at=at, by=by, subject=subject)[1]
        for who, basis in zip(people, rests_on, strict=True)
    ]
    found = [one for one in copies if one is not None]
    said = [finding(one.files, protected_from(one.recipient, words, known)) for one in found]
    if not found:
        raise NobodyToTell("There is nobody to whom this could go. Look at who is on the list of people.")
    title = CORRECTED if any(one.recipient.key in facts.had for one in found) else TITLES.get(code, code)
    return keep(
        conference=conference, code=code, title=title, made=found, by=by, at=at,
        subject=about,
        finding="; ".join(dict.fromkeys(one for one in said if one)),
    )  # fmt: skip


def _own_copy(
    code: str, conference: Conference, who: Recipient, basis: Any, facts: Any, *, at: datetime, by: Standing,
    subject: UUID | None,
) -> tuple[Rendition, Made | None]:  # fmt: skip
    """What one recipient gets, in words and set with what is enclosed; None where nothing of it is for them."""
    from quorate.documents.enclosing import enclosed_with
    from quorate.documents.making import made
    from quorate.documents.setting import as_pdf

    own = rendition(made(code, conference, who, at=at, by=by, subject=subject, facts=facts), who)
    if own.is_empty:
        return own, None
    enclosed = enclosed_with(code, facts, who, subject)
    return own, Made(
        who, as_pdf(own, facts.pack), holds_closed=_holds_closed(own), basis=basis, enclosed=enclosed.content,
        enclosed_code=enclosed.code,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Preview:
    """What one person would get: the paper, the pack that it is set in, what of the protected words was found in any of
    it, and what goes with it (the bytes of a PDF and the code of it; nothing: both empty). `lines` are those that hold
    what was found: (where, the words), to show beside the paper itself and nowhere else."""

    own: Rendition
    pack: Pack
    finding: str = ""
    enclosed: bytes = b""
    enclosed_code: str = ""
    lines: Sequence[tuple[str, str]] = ()


def preview(
    *,
    conference: Conference,
    code: str,
    invitee: Invitee,
    by: Standing,
    at: datetime,
    subject: UUID | None = None,
) -> Preview:
    """Exactly what one named person would get of a paper now, with what is enclosed.

    Kept nowhere. Raises what `prepare` raises.
    """
    from quorate.documents.making import Facts

    require_preparing(by, conference)
    (who,) = recipients_of(conference, [invitee], code)
    to_family = audience_of(who.kind) != "professional"
    _require_all_of_it(by, conference, code, subject, to_family=to_family)
    if who.key not in {one.key for one in recipient_list(conference, code, by, subject=subject)}:
        raise NobodyToTell(f"{invitee.name} gets no paper of this kind.")
    facts = Facts(conference, at=at, by=by, told=_told(conference, code), had=copies_had(conference, code))
    own, copy = _own_copy(code, conference, who, {}, facts, at=at, by=by, subject=subject)
    if copy is None:
        return Preview(own, facts.pack)
    protected = protected_from(who, protected_words(conference.pk), agency_names(conference))
    found = finding(copy.files, protected)
    lines = lines_found(copy.files, protected) if found else ()
    return Preview(own, facts.pack, found, copy.enclosed, copy.enclosed_code, lines)


def protected_from(who: Recipient, words: Sequence[Owned], known: Sequence[str]) -> list[Protected]:
    """The protected words that must not stand in what this recipient gets."""
    return against(words, who.person_id, known if audience_of(who.kind) == "professional" else ())


def _subject_of(conference: Conference, code: str, subject: UUID | None) -> UUID | None:
    """What a paper is about: of one that calls people the booking, so that it is held when another one stands."""
    if code not in INVITING:
        return subject
    rows = Booking.objects.filter(conference=conference).order_by("-live", "-booked_at")
    return rows.values_list("pk", flat=True).first()


def _told(conference: Conference, code: str) -> Mapping[str, datetime]:
    if code in TAKES_AWAY:
        return days_expected(conference)
    return times_told(conference) if code == "moved" else {}


def _holds_closed(own: Rendition) -> bool:
    return any(part.closed or any(one.meant_for == "R" for one in part.paragraphs) for part in own.parts)
