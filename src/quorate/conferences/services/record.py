"""The record: prepared from the meeting, worked on part by part, approved by the chair, then only added to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from quorate.access.granting import reading_ends_after_signing
from quorate.access.permissions import NoSuchRecord, may, require
from quorate.access.standing import Standing
from quorate.cases.details import says_something, tidy
from quorate.cases.refusals import Refused, quietly
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Addendum, Conference, ConferenceState, LeftEmpty, Record, RecordSection, Sitting
from quorate.conferences.services.meeting_rules import audience, narrower, noted, require_lead
from quorate.conferences.versions import TwoTexts

LONGEST: Final = 40_000
LONGEST_WHY: Final = 500
_ASKED_FOR: Final = (
    "Nothing stands yet under {}. The procedure asks for it: write there what was said about it; where it did not come "
    "up, write that. Then approve the record."
)


@dataclass(frozen=True, slots=True)
class NewSection:
    """A part of a record that is being prepared; see `models.RecordSection`."""

    code: str
    title: str
    words: str
    meant_for: str = "P"
    named: tuple[UUID, ...] = ()
    child_case_id: UUID | None = None
    not_for: tuple[UUID, ...] = ()


@quietly
@transaction.atomic
def prepare_record(*, conference: Conference, sections: Sequence[NewSection], at: datetime, by: Standing) -> Record:
    """Begins the record with these parts, in their order. For the minute-taker: whoever approves does not prepare.

    Raises `Refused` before the conference has ended, for whoever will approve it, and where there is a record already.
    """
    require_lead(by, conference)
    if not has_sat(conference):
        raise Refused({"": "The conference has not ended yet: the record is made from all of it."})
    if may(by, "sign", conference.case):
        raise Refused({"": "Let the minute-taker prepare the record: whoever approves it does not prepare it."})
    if Record.objects.filter(conference=conference).exists():
        raise Refused({"": "The record of this conference has been prepared already; open it and go on."})
    record = Record(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id,
        prepared_by=by.user_id, prepared_at=at,
    )  # fmt: skip
    record.save(force_insert=True)
    RecordSection.objects.bulk_create(_row(record, place, one, at, by) for place, one in enumerate(sections))
    noted("record.prepared", conference, record, sections=len(sections))
    return record


def has_sat(conference: Conference) -> bool:
    """Whether there is something to record: it has ended, was adjourned, or was cancelled after its first day."""
    if conference.state == ConferenceState.CANCELLED:
        return Sitting.objects.filter(conference=conference).exists()
    return conference.state in (ConferenceState.ADJOURNED, ConferenceState.HELD)


def _row(record: Record, place: int, new: NewSection, at: datetime, by: Standing) -> RecordSection:
    return RecordSection(
        record=record, case_id=record.case_id, authority_id=record.authority_id, code=new.code, title=new.title,
        place=place, child_case_id=new.child_case_id, words=new.words, meant_for=new.meant_for, named=list(new.named),
        not_for=list(new.not_for), written_by=by.user_id, written_at=at,
    )  # fmt: skip


@quietly
@transaction.atomic
def save_section(
    *, section: RecordSection, words: str, version: int, at: datetime, by: Standing,
    meant_for: str | None = None, named: Iterable[UUID] = (), not_for: Iterable[UUID] | None = None, chose: str = "",
) -> RecordSection:  # fmt: skip
    """Changes the words of a part, for whom they are and who of the family gets nothing of it (None: as it was).

    `chose` is "yours", "theirs" or "both" after two texts: for whom it is then never becomes wider than it stands.
    Raises TwoTexts where somebody has saved since, `Refused`.
    """
    conference = section.record.conference
    require_lead(by, conference)
    _refuse_approved(section.record_id)
    said = words.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(said) > LONGEST:
        raise Refused({"words": f"This is longer than {LONGEST:,} letters; split it into two parts."})
    changed: dict[str, Any] = {"words": said, "version": version + 1, "written_by": by.user_id, "written_at": at}
    told: dict[str, Any] = {}
    if meant_for is not None:
        told["meant_for"], told["named"] = audience(meant_for, named)
    if not_for is not None:
        told["not_for"] = sorted(set(not_for), key=str)
    rows = RecordSection.objects.filter(pk=section.pk)
    changed |= _closed_in(rows.get(), told, chose) if chose else told
    if not rows.filter(version=version).update(**changed):
        now = rows.get()
        raise TwoTexts(
            yours={"words": said, **told}, theirs={"words": now.words} | {name: getattr(now, name) for name in told},
            version=now.version, theirs_by=now.written_by, theirs_at=now.written_at,
        )  # fmt: skip
    saved = rows.get()
    noted("record.section-saved", conference, saved, version=saved.version, meant_for=saved.meant_for)
    return saved


def _closed_in(now: RecordSection, told: dict[str, Any], chose: str) -> dict[str, Any]:
    """For whom a part is after two texts: theirs with their words, else whom both mean; never whom one kept from it."""
    stands = (now.meant_for, now.named)
    closed = dict(told)
    if "meant_for" in told:
        wanted = stands if chose == "theirs" else (told["meant_for"], told["named"])
        closed["meant_for"], closed["named"] = narrower(stands, wanted)
    closed["not_for"] = sorted({*now.not_for, *told.get("not_for", ())}, key=str)
    return closed


@dataclass(frozen=True, slots=True)
class EmptyParts:
    """Which parts of a record nobody has written, by their headings: those for which the procedure asks and of which
    no word stands anywhere (`asked_for`), and `others`, beside which something may stand below the same heading. A
    heading whose matter stands under another one is in neither: see `stands_under`."""

    asked_for: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def empty_parts(conference: Conference, sections: Iterable[RecordSection]) -> EmptyParts:
    """Which of these parts stand empty, each heading once."""
    asked = {_plain(one) for one in pack_of(conference).data["minutes"]["contain"]}
    rows = list(sections)
    written, elsewhere = {one.title for one in rows if says_something(one.words)}, stands_under(rows)
    empty = [one.title for one in rows if not says_something(one.words) and one.title not in elsewhere]
    empty = list(dict.fromkeys(empty))
    needed = tuple(title for title in empty if title not in written and _plain(title) in asked)
    return EmptyParts(needed, tuple(title for title in empty if title not in needed))


def stands_under(sections: Iterable[RecordSection]) -> dict[str, str]:
    """Of each heading in which no word stands: under which other heading its matter does, as a procedure may ask twice
    for one kind of content, the facts and the risks. A heading whose matter stands nowhere is not in it."""
    rows = list(sections)
    written = [one for one in rows if says_something(one.words)]
    titles, by_code = {one.title for one in written}, {one.code: one.title for one in reversed(written)}
    return {one.title: by_code[one.code] for one in rows if one.title not in titles and one.code in by_code}


def _plain(heading: str) -> str:
    return heading.strip().rstrip(".").casefold()


@quietly
@transaction.atomic
def approve_record(*, record: Record, digest: str, at: datetime, by: Standing, left_empty_why: str = "") -> Record:
    """The chair approves the record as they read it (`digest`); from now on the database refuses every change.

    Minute-takers go on reading it for 20 working days. `left_empty_why` is why a part stands empty that the procedure
    does not ask for. Raises `Refused` where somebody has changed it since it was read, where whoever approves has
    prepared it, where a part that the procedure asks for is empty or another one without a reason, and what `require`
    raises.
    """
    conference = record.conference
    require(by, "sign", conference.case)
    held = Record.objects.select_for_update().filter(pk=record.pk).first()
    if held is None:
        raise NoSuchRecord
    _refuse_approved(held.pk)
    if held.prepared_by == by.user_id:
        raise Refused({"": "You prepared this record: somebody else approves it."})
    now = digest_of(held)
    if now != digest:
        raise Refused({"": "The record has been changed since you opened it. Read it again, then approve it."})
    sections = list(RecordSection.objects.filter(record=held))
    if why := _why_left_empty(empty_parts(conference, sections), left_empty_why):
        # While it is not approved yet: afterwards the database takes nothing more that belongs to it.
        LeftEmpty(record=held, case_id=held.case_id, authority_id=held.authority_id, why=why).save(force_insert=True)
    held.state, held.digest, held.approved_by, held.approved_at = "approved", now, by.user_id, at
    held.save(update_fields=["state", "digest", "approved_by", "approved_at"])
    noted("record.approved", conference, held, sections=len(sections), digest=now)
    reading_ends_after_signing(case=conference.case, signed_on=timezone.localtime(at).date(), by=by)
    return held


def _why_left_empty(empty: EmptyParts, why: str) -> str:
    """The reason, "" where no part is empty. Raises `Refused`."""
    if empty.asked_for:
        raise Refused({"": _ASKED_FOR.format(_named(empty.asked_for))})
    said = tidy(why)
    if empty.others and not says_something(said):
        raise Refused({"left_empty_why": f"Say why this is left empty: {_named(empty.others)}."})
    if len(said) > LONGEST_WHY:
        raise Refused({"left_empty_why": f"Use at most {LONGEST_WHY} letters to say why a part is left empty."})
    return said if empty.others else ""


def _named(headings: Iterable[str]) -> str:
    return ", ".join(f"“{one}”" for one in headings)


@quietly
@transaction.atomic
def add_addendum(
    *, record: Record, words: str, at: datetime, by: Standing, why: str = "", section_code: str = "",
    meant_for: str = "P", named: Iterable[UUID] = (), correction_id: UUID | None = None,
) -> Addendum:  # fmt: skip
    """Adds words to an approved record, which itself stays as it is. Raises `Refused`."""
    conference = record.conference
    require_lead(by, conference)
    if not Record.objects.filter(pk=record.pk, state="approved").exists():
        raise Refused({"": "The record is not approved yet: change its words instead."})
    said = words.replace("\r\n", "\n").strip()
    if not says_something(said):
        raise Refused({"words": "Write what is to be added."})
    label, people = audience(meant_for, named)
    row = Addendum(
        record=record, case_id=record.case_id, authority_id=record.authority_id, words=said, why=why.strip(),
        section_code=section_code, meant_for=label, named=people, correction_id=correction_id, added_by=by.user_id,
        added_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    noted("record.addendum-added", conference, row, meant_for=label)
    return row


def canonical(sections: Iterable[RecordSection]) -> str:
    """The one form in which the parts of a record are hashed: JSON, in their order, with for whom each part is."""
    told = [
        [
            one.place, one.code, one.title, str(one.child_case_id or ""), one.words, one.meant_for,
            sorted(map(str, one.named)), sorted(map(str, one.not_for)),
        ]
        for one in sorted(sections, key=lambda one: one.place)
    ]  # fmt: skip
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def digest_of(record: Record) -> str:
    """SHA-256, in hexadecimal, over the parts of the record as they stand now and as far as one may read them."""
    return digest_over(RecordSection.objects.filter(record=record))


def digest_over(sections: Iterable[RecordSection]) -> str:
    """The same over parts that have been read."""
    return hashlib.sha256(canonical(sections).encode()).hexdigest()


def _refuse_approved(record_id: UUID) -> None:
    if Record.objects.filter(pk=record_id, state="approved").exists():
        raise Refused({"": "The record is approved and stays as it is. Add an addendum instead."})
