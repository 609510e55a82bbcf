"""The register put right after the meeting, and what becomes of the minutes by it.

Minutes that are being prepared follow. Approved ones stay as they are: what was put right, by whom and why is added to
them, for the readers of the line that it puts right, and the next copies carry it through the same gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from quorate.access.standing import Standing
from quorate.cases.refusals import Refused, quietly
from quorate.conferences.models import (
    Addendum,
    Attendance,
    Conference,
    Invitee,
    Record,
    RecordSection,
    StayCorrection,
)
from quorate.conferences.services.meeting_register import put_on_the_list
from quorate.conferences.services.meeting_rules import require_lead
from quorate.conferences.services.record import add_addendum, save_section
from quorate.conferences.services.register_put_right import Stay, put_stay_right
from quorate.conferences.versions import TwoTexts
from quorate.documents.facts import Facts
from quorate.documents.record_lines import SAID_IN_THE_ROOM, Line, of_somebody
from quorate.documents.saying import sentence

PEOPLE: Final = "people"
"""The code of the part of the record that says who was there."""
_WHY: Final = "The register was put right."


@dataclass(frozen=True, slots=True)
class PutRight:
    """What was done: the correction, and what was added to approved minutes (None: they are not, or say the same)."""

    correction: StayCorrection
    addendum: Addendum | None
    changed_draft: bool


@quietly
@transaction.atomic
def put_right(
    *, conference: Conference, invitee_id: UUID, was: UUID | None, now: Stay | None, why: str, at: datetime,
    by: Standing,
) -> PutRight:  # fmt: skip
    """Puts one line of the register right, and the minutes with it; see `put_stay_right`, which says what it raises."""
    return _put_right(conference, invitee_id, was, now, why, at, by, was_listed=True)


@quietly
@transaction.atomic
def add_somebody(
    *, conference: Conference, now: Stay, why: str, at: datetime, by: Standing, **somebody: Any
) -> PutRight:
    """Somebody was there who is not on the list: they are put on both. `somebody` is as `put_on_the_list` takes it."""
    require_lead(by, conference)
    invitee = put_on_the_list(conference=conference, direct_contact=now.direct_contact, **somebody)
    return _put_right(conference, invitee.pk, None, now, why, at, by, was_listed=False)


def _put_right(
    conference: Conference, invitee_id: UUID, was: UUID | None, now: Stay | None, why: str, at: datetime, by: Standing,
    *, was_listed: bool,
) -> PutRight:  # fmt: skip
    require_lead(by, conference)
    Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    record = Record.objects.filter(conference=conference).first()
    if record is not None and record.approved_at is not None:
        # Begun before the chair approved, it comes after: copies of what is approved know nothing of it.
        at = max(at, record.approved_at)
    before = Facts(conference, at=at, by=by)
    said = _lines(before, invitee_id) if was_listed else []
    correction = put_stay_right(
        conference=conference, invitee_id=invitee_id, was=was, now=now, why=why, at=at, by=by,
        kept_from=_out_for_longer(before, invitee_id, was, now),
    )  # fmt: skip
    after = Facts(conference, at=at, by=by)
    says = _lines(after, invitee_id)
    if record is None:
        return PutRight(correction, None, False)
    if not record.is_approved:
        follows = _follow(record, said, says, at, by)
        return PutRight(correction, None, _keep_from(record, correction.kept_from, at, by) or follows)
    return PutRight(correction, _add(record, after, said, says, correction, at, by), False)


def _lines(facts: Facts, invitee_id: UUID) -> list[Line]:
    invitee = facts.invitee(invitee_id)
    return [] if invitee is None else list(of_somebody(facts, invitee))


def _out_for_longer(facts: Facts, invitee_id: UUID, was: UUID | None, now: Stay | None) -> frozenset[UUID]:
    """Of whoever comes apart from somebody or was kept out of a part: the human by every record, where they were out of
    the room for longer than the register had it. What was said then is not for them, and nobody knows which words."""
    invitee = Invitee.objects.filter(conference=facts.conference, pk=invitee_id).first()
    old = Attendance.objects.filter(conference=facts.conference, pk=was).first() if was else None
    if invitee is None or invitee.person_id is None or old is None or not facts.room.is_apart(invitee.person_id):
        return frozenset()
    is_shorter = now is None or now.from_at > old.from_at or (
        now.until_at is not None and old.until_at is not None and now.until_at < old.until_at
    )  # fmt: skip
    return facts.room.by_every_record(invitee.person_id) if is_shorter else frozenset()


# --- approved minutes: added to


def _add(
    record: Record, facts: Facts, said: Sequence[Line], says: Sequence[Line], correction: StayCorrection, at: datetime,
    by: Standing,
) -> Addendum | None:  # fmt: skip
    """Says what the minutes have wrong, for those who read that line of them; None where they say the same."""
    old, new = (_words(one) for one in (said, says))
    line = next(iter(says), None) or next(iter(said), None)
    if line is None or old == new:
        return None
    stands = "to stand there" if new else "not to stand there"
    ought = f"“{old}” ought to say “{new}”" if old and new else f"“{new or old}” ought {stands}"
    name = facts.name_of(by.user_id)
    who = f"{name}, {facts.word(by.role)}" if name else facts.word(by.role)
    words = f"Who was there, put right by {who}: {ought}. Why: {sentence(correction.why)}"
    # A line for people of the family of whom the conference knows no record is for the professionals.
    label = "P" if line.meant_for == "F-person" and not line.named else line.meant_for
    return add_addendum(
        record=record, words=words, why=_WHY, section_code=PEOPLE, at=at, by=by, meant_for=label, named=line.named
    )


def _words(lines: Sequence[Line]) -> str:
    """The line that says whether somebody came, as it is read."""
    return lines[0].words.removeprefix("- ") if lines else ""


# --- minutes that are being prepared: follow


def _follow(record: Record, said: Sequence[Line], says: Sequence[Line], at: datetime, by: Standing) -> bool:
    """Replaces the person's lines where they stand as they were prepared; what somebody has rewritten stays beside the
    new line. No line comes into a part that more people read than the line is for."""
    old, new = [one.words for one in said], [one for one in says if one.words not in {one.words for one in said}]
    gone = [one for one in old if one not in {one.words for one in says}]
    if not gone and not new:
        return False
    for section in RecordSection.objects.filter(record=record, code=PEOPLE):
        lines = section.words.split("\n")
        here = [one for one in lines if one in gone]
        fits = [one for one in new if _is_for(section, one)]
        if not here:
            continue
        place = lines.index(here[0])
        kept = [one for one in lines if one not in here]
        kept[place:place] = [one.words for one in fits]
        new = [one for one in new if one not in fits]
        _save(section, "\n".join(kept), at, by)
    for line in new:
        _append(record, line, at, by)
    return True


def _is_for(section: RecordSection, line: Line) -> bool:
    """Whether the part is read by those for whom the line is, or by fewer."""
    if section.meant_for == line.meant_for == "F-person":
        # A part with nobody named is read by nobody of the family: only lines that are for nobody stand there.
        return set(section.named) <= line.named and bool(section.named) == bool(line.named)
    return section.meant_for == line.meant_for or (section.meant_for, line.meant_for) in _NARROWER


_NARROWER: Final = frozenset({("F-person", "F-all"), ("P", "F-all"), ("P", "F-person")})


def _append(record: Record, line: Line, at: datetime, by: Standing) -> None:
    """At the end of the widest part that is for no more than the line; in a part of its own where there is none."""
    order = ["F-all", "F-person", "P"]
    here = [one for one in RecordSection.objects.filter(record=record, code=PEOPLE) if _is_for(one, line)]
    here.sort(
        key=lambda one: (
            order.index(one.meant_for) if one.meant_for in order else len(order), -len(set(one.named)), one.place
        )
    )  # fmt: skip
    if here and here[0].meant_for == line.meant_for:
        _save(here[0], "\n".join(filter(None, (here[0].words, line.words))), at, by)
        return
    like = RecordSection.objects.filter(record=record, code=PEOPLE).first()
    last = RecordSection.objects.filter(record=record).aggregate(last=Max("place"))["last"]
    RecordSection(
        record=record, case_id=record.case_id, authority_id=record.authority_id, code=PEOPLE,
        title=like.title if like else "Who was there", place=(-1 if last is None else last) + 1, words=line.words,
        meant_for=line.meant_for, named=sorted(line.named, key=str), written_by=by.user_id, written_at=at,
    ).save(force_insert=True)  # fmt: skip


def _keep_from(record: Record, people: Sequence[UUID], at: datetime, by: Standing) -> bool:
    """What was said in the room is left out for those who were out of it for longer than was known."""
    changed = False
    for section in RecordSection.objects.filter(record=record, code__in=SAID_IN_THE_ROOM) if people else ():
        if set(people) <= set(section.not_for):
            continue
        _save(section, section.words, at, by, not_for={*section.not_for, *people})
        changed = True
    return changed


def _save(
    section: RecordSection, words: str, at: datetime, by: Standing, not_for: Iterable[UUID] | None = None
) -> None:
    try:
        save_section(section=section, words=words, version=section.version, at=at, by=by, not_for=not_for)
    except TwoTexts:
        raise Refused({"": "Somebody has just saved a part of the minutes. Send this once more."}) from None
