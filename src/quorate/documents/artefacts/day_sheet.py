"""The day sheet: where and when, the running order, who comes and how; who comes apart from whom for the chair only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quorate.conferences.models import Invitee
from quorate.documents.artefacts.blocks import (
    MODES,
    agency_of,
    born,
    meeting_fields,
    named,
    office_fields,
    when_and_where,
)
from quorate.documents.artefacts.parts import staff
from quorate.documents.facts import Facts
from quorate.documents.letters import NotReadyYet
from quorate.documents.record_lines import comes_apart
from quorate.documents.saying import sentence
from quorate.release.artefacts import Artefact, Paragraph, Part, Recipient

_ANSWERS = {"yes": "comes", "no": "does not come", "": "has not answered"}


def day_sheet(facts: Facts, recipient: Recipient) -> Artefact:
    """For the professionals; what keeps people apart is of the closed part. Raises NotReadyYet without a booking."""
    booking = facts.booking
    if booking is None or not booking.live:
        raise NotReadyYet("No date is booked yet: there is no day to make a sheet for.")
    fields = {**office_fields(facts), **meeting_fields(facts), "recipient": recipient.name}
    said = [staff(one, "row") for one in when_and_where(fields, with_place=True)]
    said += [
        staff(f"{facts.word(role).capitalize()}\t{name}", "row")
        for role, name in (
            ("chair", facts.name_of(booking.chair_id)), ("minute_taker", facts.name_of(booking.minute_taker_id))
        )
        if name
    ]  # fmt: skip
    children = [staff(f"{one.name}, {born(facts, one)}", "item") for one in facts.children]
    parts = (
        _part("when-and-where", "When and where", said),
        _part("children", "The children", children),
        _part("agenda", "The order of the meeting", _agenda(facts)),
        _part("people", "Who is expected", _people(facts)),
        _part("apart", "Who must not meet, and who comes when", _apart(facts), closed=True),
        _part("statements", "Please remember", _statements(facts)),
    )
    shown = tuple(one for one in parts if one.paragraphs)
    return Artefact("day-sheet", facts.conference.pk, "Day sheet", shown, fields)


def _part(code: str, title: str, paragraphs: Iterable[Paragraph], *, closed: bool = False) -> Part:
    return Part(code, title, tuple(paragraphs), closed=closed, kept_from=frozenset())


def _agenda(facts: Facts) -> Iterator[Paragraph]:
    for number, item in enumerate(facts.pack.data["agenda"]["items"], 1):
        yield staff(f"{number}\t{item['title']}", "row")


def _people(facts: Facts) -> Iterator[Paragraph]:
    for one in sorted(facts.invitees, key=lambda one: (not one.is_family, one.agency_code, one.name)):
        if one.to_invite is False or comes_apart(facts, one) is not None:
            continue
        yield staff("\t".join((named(one) or "Not named yet", _line(facts, one))), "row")


def _line(facts: Facts, one: Invitee) -> str:
    said = [sentence(facts.word(one.role or one.kind)).rstrip("."), agency_of(one)]
    said += [_ANSWERS.get(one.answer, ""), MODES.get(one.mode, "").lower() if one.answer != "no" else ""]
    return ", ".join(part for part in said if part)


def _apart(facts: Facts) -> Iterator[Paragraph]:
    """For whoever reads the closed part without being named: the chair and the minute-taker. Whoever accompanies
    somebody stands below them, since they come as they do."""
    found = [
        (apart, one) for one in facts.invitees if (apart := comes_apart(facts, one)) and one.to_invite is not False
    ]
    for apart, one in sorted(found, key=lambda pair: (pair[0].name, pair[0].pk != pair[1].pk, pair[1].name)):
        yield Paragraph(
            f"{named(one) or 'Not named yet'}\t{_line(facts, one)}; {_how(facts, one, apart)}", "R", kind="row"
        )
    for exclusion in facts.exclusions:
        person = next((one.name for one in facts.invitees if one.person_id == exclusion.person_id), "")
        if exclusion.outcome == "excluded" and person:
            how = "kept out of all of it" if exclusion.scope == "whole" else "kept out of a part"
            yield Paragraph(f"{person}\t{how}", "R", kind="row")


def _how(facts: Facts, one: Invitee, apart: Invitee) -> str:
    way, theirs = facts.ways_in.get(one.pk), facts.ways_in.get(apart.pk)
    comes = "comes separately" if one.pk == apart.pk else f"comes with {apart.name}, separately"
    if way is not None:
        return f"{comes}: {way.says}"
    # The two are afraid of each other, or of another whom the same person helps.
    return f"{comes}; how is still to be arranged" if theirs is None else f"does not know how {apart.name} comes"


def _statements(facts: Facts) -> Iterator[Paragraph]:
    for one in facts.statements("agenda", "professionals", ("confidential",)):
        yield staff(one, "item")
