"""What stands in a child's record and may turn out to be a mistake, and what has been taken back: one statement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from quorate.access.gathering import together
from quorate.cases.fact_checks import LONDON
from quorate.cases.models import CaseEvent, Enquiry, StrategyDiscussion
from quorate.cases.services.putting_right import EVENTS
from quorate.people.models import User
from quorate.plans.models import CoreGroup, MeetingKind, Visit

MOST: Final = 200
"""How many of each kind are read, the latest first."""
_RHYTHM: Final = {"visit_every": "visits every", "core_group_every": "core groups every"}


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that was entered: its kind and key for `take_back_by_mistake`, what it is, its day.

    `has_ended` is of enquiries. `why`, `by_name` and `back_on` say how it was taken back.
    """

    kind: str
    key: UUID
    what: str
    day: date
    detail: str = ""
    has_ended: bool = False
    why: str = ""
    by_name: str = ""
    back_on: date | None = None


@dataclass(frozen=True, slots=True)
class Entries:
    """What stands, and what was taken back; each the latest first."""

    stands: list[Entry]
    back: list[Entry]


def entries_of(case_id: UUID) -> Entries:
    """Everything of one child's record that may be taken back, as far as the reader sees it. Two queries at most."""
    visits, groups, discussions, enquiries, events, gone = together(
        Visit.objects.filter(case_id=case_id).order_by("-visited_on", "-recorded_at")[:MOST],
        CoreGroup.objects.filter(children__contains=[case_id]).order_by("-held_on", "-recorded_at")[:MOST],
        StrategyDiscussion.objects.filter(case_id=case_id).select_related("enquiry").order_by("-held_on")[:MOST],
        Enquiry.objects.filter(case_id=case_id).order_by("-begun_on")[:MOST],
        _events(case_id),
        CaseEvent.objects.filter(case_id=case_id, takes_back__isnull=False, code__in=EVENTS),
    )
    rows = [*_visits(visits), *_groups(groups), *_discussions(discussions), *_enquiries(enquiries)]
    back = {one.takes_back: one for one in gone}
    names = _names([row.taken_back_by for _, row in rows] + [one.recorded_by for one in gone])
    stands = [entry for entry, row in rows if row.taken_back_on is None]
    stands += [_event(one) for one in events if one.event_id not in back]
    taken = [_taken(entry, row, names) for entry, row in rows if row.taken_back_on is not None]
    taken += [_event_taken(one, back[one.event_id], names) for one in events if one.event_id in back]
    return Entries(sorted(stands, key=_order, reverse=True), sorted(taken, key=_order, reverse=True))


def _order(entry: Entry) -> tuple[date, str]:
    return entry.day, entry.what


def _events(case_id: UUID) -> QuerySet[CaseEvent]:
    told = CaseEvent.objects.filter(case_id=case_id, code__in=EVENTS, takes_back__isnull=True)
    return told.order_by("-day", "event_id")[:MOST]


def _visits(rows: list[Visit]) -> Iterator[tuple[Entry, Any]]:
    for row in rows:
        seen = ("seen" + (", alone" if row.alone else "")) if row.seen else "not seen"
        yield Entry("visit", row.pk, "A visit", row.visited_on, seen), row


def _groups(rows: list[CoreGroup]) -> Iterator[tuple[Entry, Any]]:
    for row in rows:
        what = "core_group" if row.kind == MeetingKind.CORE_GROUP else "network_meeting"
        yield Entry("meeting", row.pk, what, row.held_on, "the first" if row.is_first else ""), row


def _discussions(rows: list[StrategyDiscussion]) -> Iterator[tuple[Entry, Any]]:
    """The further ones: the first stands and goes with its enquiry."""
    for row in rows:
        if row.enquiry is None or row.held_on != row.enquiry.begun_on:
            yield Entry("discussion", row.pk, "A further strategy discussion", row.held_on), row


def _enquiries(rows: list[Enquiry]) -> Iterator[tuple[Entry, Any]]:
    for row in rows:
        detail = "not ended" if row.ended_on is None else "ended"
        yield Entry("enquiry", row.pk, "section_47_enquiry", row.begun_on, detail, row.ended_on is not None), row


def _event(row: CaseEvent) -> Entry:
    said = (f"{title} {row.facts[key]}" for key, title in _RHYTHM.items() if row.facts.get(key))
    return Entry("event", row.event_id, EVENTS[row.code], row.day, ", ".join(said))


def _event_taken(row: CaseEvent, gone: CaseEvent, names: dict[UUID, str]) -> Entry:
    """An event holds no free text, so that the reason stands in the chronology alone."""
    return replace(
        _event(row), why="The reason stands in the chronology.", by_name=names.get(gone.recorded_by, ""),
        back_on=gone.recorded_at.astimezone(LONDON).date(),
    )  # fmt: skip


def _names(keys: list[UUID | None]) -> dict[UUID, str]:
    wanted = {key for key in keys if key}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "display_name")) if wanted else {}


def _taken(entry: Entry, row: Any, names: dict[UUID, str]) -> Entry:
    return Entry(
        entry.kind, entry.key, entry.what, entry.day, why=row.taken_back_why, by_name=names.get(row.taken_back_by, ""),
        back_on=row.taken_back_on,
    )  # fmt: skip
