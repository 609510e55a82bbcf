"""What a request for a conference has not asked yet, of whom, and under which clause; and what holds it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from quorate.cases.ages import age_on
from quorate.cases.models import Address, Protection, Relative
from quorate.conferences.models import ConferenceRequest, SafetyConcern
from quorate.conferences.queries.finding import SubjectChild, children_of
from quorate.procedure.pack import Pack

GROWN_UP: Final = 18  # years
PARENTS: Final = ("mother", "father", "adoptive_mother", "adoptive_father")
ASKED: Final = "asked"
"""Said of somebody who was asked whether they are afraid. That they are stands with the concern alone."""
_NOT_YET: Final = {
    "not-reached": "they could not be reached yet",
    "not-alone": "they could not be asked alone yet",
    "no-time": "there was no time to ask yet",
}
ADDRESS_NOT_KNOWN: Final[Mapping[str, str]] = {**_NOT_YET, "no-address": "nobody knows yet where they live"}
"""Why it is not known whether an address is to be kept from others. Fixed words: nobody writes a place here."""
FEAR_NOT_KNOWN: Final[Mapping[str, str]] = {**_NOT_YET, "too-young": "too young to be asked"}
"""Why it is not known whether somebody is afraid. Fixed words, which tell nothing of anybody else."""


@dataclass(frozen=True, slots=True)
class Unasked:
    """One thing that was not asked: the pack's `code` and `title`, of whom by name (empty: of nobody in particular),
    the clauses that ask for it, and whether the request is not sent without it."""

    code: str
    title: str
    who: tuple[str, ...]
    source: tuple[str, ...]
    before_sending: bool


def adults_around(children: Sequence[SubjectChild], on: date) -> dict[UUID, list[Relative]]:
    """Everybody around the children who is none of them and not known to be a child; parents at any age: person → rows.

    Rows come in the order in which they were recorded, each with its case.
    """
    ours = {one.person_id for one in children}
    rows = Relative.objects.filter(
        case_id__in=[one.case_id for one in children], removed_on__isnull=True, died_on__isnull=True
    ).select_related("case").order_by("added_on", "id")  # fmt: skip
    people: dict[UUID, list[Relative]] = {}
    for row in rows:
        if row.person_id not in ours and (is_parent([row]) or not _is_child(row, on)):
            people.setdefault(row.person_id, []).append(row)
    return people


def is_parent(rows: Iterable[Relative]) -> bool:
    """Whether somebody is a parent of one of the children, or has parental responsibility."""
    return any(one.relation in PARENTS or one.parental_responsibility for one in rows)


def _is_child(row: Relative, on: date) -> bool:
    if row.expected_on is not None and row.born_on is None:
        return True
    return row.born_on is not None and age_on(row.born_on, on) < GROWN_UP


def unasked_of(
    asked: ConferenceRequest, pack: Pack, on: date, children: Sequence[SubjectChild] | None = None
) -> list[Unasked]:
    """What was not asked, in the order of the pack. `children` where the reader has them already."""
    subjects = children_of(asked.conference) if children is None else children
    adults = {key: rows[0].full_name for key, rows in adults_around(subjects, on).items()}
    everybody = {one.person_id: one.name for one in subjects} | adults
    born = {one.person_id: one.name for one in subjects if not one.is_unborn} | adults
    of_whom = {
        "address": _names(everybody, _addresses_said(asked, everybody, [one.case_id for one in subjects])),
        "fear": _names(born, _fears_said(asked)),
        "needs": None if _is_done(asked, "needs") else (),
        "invite": None if _is_done(asked, "invite") and _is_done(asked, "people") else (),
    }
    return [
        Unasked(one["code"], one["title"], who, tuple(one["source"]), one["before_sending"])
        for one in pack.data["asked"]
        if (who := of_whom[one["code"]]) is not None
    ]


def held_back(unasked: Iterable[Unasked]) -> str | None:
    """The sentence that says what a request is not sent without; None where all of that is answered."""
    parts = [f"{one.title[:1].lower()}{one.title[1:]} ({', '.join(one.who)})" for one in unasked if one.before_sending]
    if not parts:
        return None
    return f"Before you send it, say {' and '.join(parts)}; “not known” with a reason is an answer."


def _names(people: Mapping[UUID, str], said: set[UUID]) -> tuple[str, ...] | None:
    return tuple(name for key, name in people.items() if key not in said) or None


def _addresses_said(asked: ConferenceRequest, people: Iterable[UUID], cases: list[UUID]) -> set[UUID]:
    """Of whom it is known whether their address may be told, or why it is not: by the record, or as they were asked."""
    known: dict[UUID, set[str]] = {}
    rows = Address.objects.filter(case_id__in=cases, person_id__in=list(people), ends_on__isnull=True)
    for person, protection in rows.values_list("person_id", "protection"):
        known.setdefault(person, set()).add(protection)
    answers = asked.answers.get("people", {})
    by_word = {key for key in people if answers.get(str(key)) in ("yes", "no", *ADDRESS_NOT_KNOWN)}
    return by_word | {key for key, one in known.items() if Protection.UNKNOWN not in one}


def _fears_said(asked: ConferenceRequest) -> set[UUID]:
    """Who was asked, of whom it is said why not, and whose fear is written down already."""
    answers = asked.answers.get("safety", {})
    told = {UUID(key) for key, said in answers.items() if said in (ASKED, *FEAR_NOT_KNOWN)}
    standing = SafetyConcern.objects.filter(conference=asked.conference_id, removed_on__isnull=True)
    return told | set(standing.values_list("person_id", flat=True))


def _is_done(asked: ConferenceRequest, part: str) -> bool:
    return bool(asked.parts.get(part, {}).get("done"))
