"""The minutes: the record as it was approved, what was added since, and how to say that something in it is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Final
from uuid import UUID

from quorate.conferences.models import Addendum, RecordSection, StayCorrection
from quorate.documents.artefacts.blocks import meeting_fields
from quorate.documents.artefacts.decisions import fields_of, rights_of
from quorate.documents.artefacts.parts import as_written, everybody, name_of, staff
from quorate.documents.artefacts.report import lines_of
from quorate.documents.facts import Facts
from quorate.documents.letters import NotReadyYet, for_reader
from quorate.documents.record_lines import SAID_IN_THE_ROOM
from quorate.documents.saying import day, joined, sentence
from quorate.release.artefacts import Artefact, Paragraph, Part, Recipient, audience_of, rendition

_HEADING: Final = 80
"""A line that ends with a colon and is shorter is a heading."""


def minutes(facts: Facts, recipient: Recipient) -> Artefact:
    """The minutes of the conference. Whoever has had them gets a copy that is marked as corrected, if something that
    was added since is for them, else nothing. Raises NotReadyYet before the chair has approved the record."""
    record = facts.record
    if record is None or not record.is_approved:
        raise NotReadyYet("The chair has not approved the record yet: it does not leave the office before that.")
    title = facts.word("minutes")
    whole = Artefact(
        "minutes", facts.conference.pk, title[0].upper() + title[1:],
        (_of_what(facts), *record_parts(facts), *_corrections(facts)), fields_of(facts, recipient),
    )  # fmt: skip
    is_of_family = audience_of(recipient.kind) in ("family", "child")
    if recipient.kept_out and is_of_family and not rendition(whole, recipient).is_empty:
        # Whoever was kept out reads in every paper about the decisions how to disagree with them.
        whole = replace(whole, parts=(*whole.parts, *_own_corrections(facts, recipient), *rights_of(facts, recipient)))
    since = facts.had.get(recipient.key)
    if since is None:
        return whole
    added = replace(whole, parts=tuple(_added(facts, since)), fields={})
    if rendition(added, recipient).is_empty:
        # A second copy of the same words would tell them that there is something which is not for them.
        return replace(added, parts=())
    return replace(whole, title=f"{whole.title}: corrected copy", parts=(_is_corrected(recipient), *whole.parts))


def _of_what(facts: Facts) -> Part:
    """What the record is of. The children's whole names, reference, time and place are for the professionals' files:
    the family knows its children, and whoever came apart need not learn when and where the others were."""
    told = meeting_fields(facts)
    kind = facts.word(f"{facts.conference.kind}_conference")
    when = " to ".join(told[key] for key in ("starts", "ends") if told.get(key))
    rows = (
        ("Children", joined(one.name for one in facts.children)), ("Reference", facts.conference.reference),
        ("Time booked", when), ("Place", told.get("place", "")),
    )  # fmt: skip
    lines = [everybody(f"Meeting\t{kind[0].upper()}{kind[1:]}", "row")]
    lines += [staff(f"{label}\t{words}", "row") for label, words in rows if words]
    return Part("about", "", tuple(lines), kept_from=frozenset())


def _is_corrected(recipient: Recipient) -> Part:
    """In neutral words: the copy may be seen by others than its reader."""
    says = (
        "This is a corrected copy. It takes the place of any copy that you have had before.",
        "Something was added since. It stands below “Added since”, with the day on which it was added.",
    )
    return Part(
        "corrected", "Why you get this again", tuple(for_reader(recipient, one, "box") for one in says),
        kept_from=frozenset(),
    )  # fmt: skip


def record_parts(facts: Facts) -> Iterator[Part]:
    """The parts of the record in their order: neighbours of one title together, each paragraph for its own readers."""
    sections, _ = facts.written
    written = (one for one in sections if one.words.strip())
    later = _found_out_later(facts)
    for (title, code, not_for), some in groupby(written, lambda one: (one.title, one.code, tuple(one.not_for))):
        said = tuple(words for one in _by_child(some) for words in _of(facts, one))
        kept_from = frozenset(not_for) | (later if code in SAID_IN_THE_ROOM else frozenset())
        yield Part("decisions" if code == "decisions" else "record", title, said, kept_from=kept_from)
    yield from _added(facts)


def _by_child(some: Iterable[RecordSection]) -> list[RecordSection]:
    """What stands below one title, each child's beside each other: for some readers there are more of them."""
    listed = list(some)
    order: dict[UUID | None, int] = {}
    for one in listed:
        order.setdefault(one.child_case_id, len(order))
    return sorted(listed, key=lambda one: order[one.child_case_id])


def _added(facts: Facts, since: datetime | None = None) -> Iterator[Part]:
    """What was added to the record after it was approved; after an instant, where one is given."""
    sections, added = facts.written
    later = _found_out_later(facts)
    told = (one for one in added if since is None or one.added_at > since)
    for kept_from, more in groupby(told, lambda one: _kept_from(one, sections, later)):
        words = [as_written(one, f"{day(one.added_at)}. {sentence(one.words)}") for one in more]
        yield Part("addenda", "Added since", tuple(words), kept_from=kept_from)


def _found_out_later(facts: Facts) -> frozenset[UUID]:
    """Who turned out, once the record was approved, to have been out of the room for longer than it knew, and has not
    been put back since."""
    since = facts.record.approved_at if facts.record is not None else None
    later = (one for one in facts.put_right if since is not None and one.put_right_at >= since)
    return frozenset(person for one in later if not _was_undone(one, facts.put_right) for person in one.kept_from)


def _was_undone(one: StayCorrection, every: Iterable[StayCorrection]) -> bool:
    """Whether the stay that it noted was put right in its turn, and the register as it is now has them in the room for
    all of the time for which it had them there before."""
    then = {each.was_id: each for each in every if each.was_id is not None}
    stay = one.now
    while stay is not None and stay.pk in then:
        stay = then[stay.pk].now
    if one.was is None or one.was.until_at is None or stay is None or stay.until_at is None:
        return False
    return stay.from_at <= one.was.from_at and one.was.until_at <= stay.until_at


def _kept_from(added: Addendum, sections: Iterable[RecordSection], later: frozenset[UUID]) -> frozenset[UUID]:
    """Who gets nothing of the part to which it was added (of any part, where none is named), unless it is theirs."""
    parts = (one for one in sections if added.section_code in ("", one.code))
    theirs = frozenset(added.named) if added.meant_for == "F-person" else frozenset()
    said_then = later if added.section_code in ("", *SAID_IN_THE_ROOM) else frozenset()
    return (frozenset(person for one in parts for person in one.not_for) | said_then) - theirs


def _of(facts: Facts, section: RecordSection) -> Iterator[Paragraph]:
    case = [section.child_case_id] if section.child_case_id else []
    child = facts.child(section.child_case_id)
    if child is not None:
        yield replace(as_written(section, name_of(child), "heading", case), is_child=True)
    if section.meant_for == "R":
        yield as_written(section, "Closed part: not for anybody who is not named for it", "quiet", case)
    for kind, words in lines_of(section.words):
        if kind == "" and words.endswith(":") and len(words) < _HEADING:
            kind, words = ("strong" if child is not None else "heading"), words.rstrip(":")
        elif " | " in words:
            kind, words = "row", words.replace(" | ", "\t")
        yield as_written(section, words, kind, case)


def _own_corrections(facts: Facts, recipient: Recipient) -> Iterator[Part]:
    """How whoever was kept out of all of it says that something in their copy is wrong: of their rights, which reach
    them always."""
    for part in _corrections(facts) if recipient.kept_out != "part" else ():
        own = tuple(for_reader(recipient, one.words) for one in part.paragraphs)
        yield replace(part, code="complaint", paragraphs=own)


def _corrections(facts: Facts) -> Iterator[Part]:
    said = facts.pack.data["minutes"].get("correction")
    window = facts.due("correct-minutes")
    words = [everybody(sentence(said))] if said else []
    if window is not None and window.due_on is not None:
        words.append(everybody(f"Please do this by {day(window.due_on)}."))
    if words:
        yield Part("corrections", "If something here is wrong", tuple(words), kept_from=frozenset())
