"""Preparing and letting out: never by one person alone, and never with protected words in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from quorate.access.permissions import NoSuchRecord, require
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.details import says_something
from quorate.conferences.models import Conference
from quorate.release.artefacts import Recipient
from quorate.release.basis import Basis
from quorate.release.copies import closed_copies, digest_of_all
from quorate.release.models import BY_RULE, Release, ReleaseState, StoredRendition

PUT_ASIDE: Final[Mapping[str, str]] = {
    "held": "The meeting has been held.",
    "cancelled": "The meeting has been called off.",
    "adjourned": "The meeting was adjourned: those who come are told the new day when it is booked.",
}
"""What puts aside a paper that was prepared and not let out, by its code in the trail."""


class SecondPersonNeeded(ValueError):
    """Whoever prepared a paper cannot let it out."""


class NotWaiting(ValueError):
    """The paper is not waiting for a second person (any more)."""


@dataclass(frozen=True, slots=True)
class Made:
    """The bytes for one recipient, before they are kept."""

    recipient: Recipient
    content: bytes
    holds_closed: bool = False
    media_type: str = "application/pdf"
    basis: Basis = field(default_factory=dict)
    enclosed: bytes = b""
    enclosed_code: str = ""

    @property
    def files(self) -> list[tuple[str, bytes]]:
        """What it consists of, to look through: name and bytes of each."""
        return files_of(self.content, self.enclosed)


def files_of(content: bytes | memoryview, enclosed: bytes | memoryview) -> list[tuple[str, bytes]]:
    """A paper and what is enclosed, under the names that they have outside: names that say nothing."""
    return [("letter.pdf", bytes(content)), *([("leaflet.pdf", bytes(enclosed))] if enclosed else [])]


@transaction.atomic
def keep(
    *,
    conference: Conference,
    code: str,
    title: str,
    made: Sequence[Made],
    by: Standing,
    at: datetime,
    subject: UUID | None = None,
    finding: str = "",
) -> Release:
    """Keeps a paper for its recipients, waiting for a second person; `finding` stops it at once.

    What was prepared before for the same and has not gone is overtaken.
    """
    # One preparation at a time: two that overtake each other would both be left waiting.
    Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    waiting = (ReleaseState.PREPARED, ReleaseState.STOPPED)
    Release.objects.filter(conference=conference, code=code, subject_id=subject, state__in=waiting).update(
        state=ReleaseState.OVERTAKEN
    )
    sums = [_sum(one.content) for one in made]
    release = Release(
        case_id=conference.case_id, authority_id=conference.authority_id, conference=conference, code=code,
        subject_id=subject, title=title,
        digest=digest_of_all([*sums, *(_sum(one.enclosed) for one in made if one.enclosed)]),
        prepared_by=by.user_id, prepared_at=at, finding=finding,
        state=ReleaseState.STOPPED if finding else ReleaseState.PREPARED,
    )  # fmt: skip
    release.save(force_insert=True)
    StoredRendition.objects.bulk_create(
        [_row(release, one, digest) for one, digest in zip(made, sums, strict=True)]
    )  # fmt: skip
    _noted("release.prepared" if not finding else "release.stopped", release, recipients=len(made))
    return release


def _row(release: Release, one: Made, digest: str) -> StoredRendition:
    who = one.recipient
    return StoredRendition(
        case_id=release.case_id, authority_id=release.authority_id, release=release, recipient=UUID(who.key),
        kind=who.kind, name=who.name, person_id=who.person_id, user_id=who.user_id, agency_id=who.agency_id,
        media_type=one.media_type, content=one.content, sha256=digest, kept_out=who.kept_out,
        holds_closed=one.holds_closed, basis=one.basis, enclosed=one.enclosed, enclosed_code=one.enclosed_code,
        enclosed_sha256=_sum(one.enclosed) if one.enclosed else "",
    )  # fmt: skip


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@transaction.atomic
def held_to_let_out(*, release: Release, by: Standing) -> Release:
    """The paper as it stands now, locked, for the second person. Raises NotWaiting, SecondPersonNeeded."""
    require(by, "manage_people", release.case)
    row = Release.objects.select_for_update(of=("self",)).filter(pk=release.pk).first()
    if row is None:
        raise NoSuchRecord
    if row.state != ReleaseState.PREPARED:
        raise NotWaiting(f"This paper is not waiting to be let out: {row.get_state_display().lower()}.")
    if row.prepared_by == by.user_id and row.code not in BY_RULE:
        raise SecondPersonNeeded("You prepared this. Somebody else looks at it and lets it out.")
    return row


def let_out(*, release: Release, recipients: int, by: Standing, at: datetime) -> Release:
    """Says that it may go to so many; call it with what `held_to_let_out` gave, in the same transaction."""
    release.state, release.released_at = ReleaseState.RELEASED, at
    release.released_by = None if release.code in BY_RULE else by.user_id
    release.save(update_fields=["state", "released_at", "released_by"])
    _noted("release.released", release, recipients=recipients)
    return release


def stop(*, release: Release, finding: str, recipients: int) -> Release:
    """Protected words were found: it goes nowhere. `finding` says kinds and places."""
    release.state, release.finding = ReleaseState.STOPPED, finding
    release.save(update_fields=["state", "finding"])
    _noted("release.stopped", release, recipients=recipients)
    return release


@transaction.atomic
def refuse(*, release: Release, why: str, by: Standing) -> Release:
    """The second person does not let it out and says why. Raises NotWaiting, SecondPersonNeeded, ValueError."""
    if not says_something(why):
        raise ValueError("Say why, so that it can be put right.")
    row = held_to_let_out(release=release, by=by)
    recipients = row.renditions.count() + len(closed_copies(row))
    row.state, row.why = ReleaseState.REFUSED, why.strip()
    row.save(update_fields=["state", "why"])
    _noted("release.refused", row, recipients=recipients)
    return row


@transaction.atomic
def put_aside(*, conference: Conference, codes: Iterable[str], because: str) -> None:
    """What was prepared of these papers and nobody has let out goes nowhere any more, without one in its place.

    `because` is a code of `PUT_ASIDE`, which says it in a sentence.
    """
    waiting = Release.objects.select_for_update().filter(
        conference=conference, code__in=sorted(codes), state=ReleaseState.PREPARED
    )
    for row in list(waiting.order_by("pk")):
        row.state, row.why = ReleaseState.OVERTAKEN, PUT_ASIDE[because]
        row.save(update_fields=["state", "why"])
        record(
            action="release.put-aside", subject_kind="release", subject_id=row.pk, case_id=row.case_id,
            facts={"paper": row.code, "why": because},
        )  # fmt: skip


@transaction.atomic
def looked_at(*, release: Release, rendition_id: UUID, by: Standing) -> StoredRendition:
    """One rendition with its bytes, for somebody who looks at it before it goes or hands it over: the trail says so.

    The only way by which a page gets them. Raises `NoSuchRecord`, also for what is closed to the reader.
    """
    require(by, "manage_people", release.case)
    found = StoredRendition.objects.filter(release=release, pk=rendition_id).first()
    if found is None:
        raise NoSuchRecord
    record(
        action="release.looked-at", subject_kind="rendition", subject_id=found.pk, case_id=release.case_id,
        facts={"paper": release.code, "recipient": found.recipient},
    )  # fmt: skip
    return found


def _noted(action: str, release: Release, *, recipients: int) -> None:
    record(
        action=action, subject_kind="release", subject_id=release.id, case_id=release.case_id,
        facts={"paper": release.code, "recipients": recipients},
    )  # fmt: skip
