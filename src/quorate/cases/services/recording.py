"""Recording what happened: an event is appended, written to the trail, and the family's duties follow at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import product
from typing import Any, Protocol
from uuid import UUID, uuid4

from django.db import connection, transaction

from quorate.access.models import ProtectedCase
from quorate.access.permissions import NoSuchRecord, require
from quorate.access.standing import Standing
from quorate.audit.services import Entry
from quorate.audit.services import record_many as audit_many
from quorate.cases.bulk import insert_many
from quorate.cases.fact_checks import RefusedEvent, checked, own_facts
from quorate.cases.models import CaseEvent, Child
from quorate.cases.reactions import Recorded, react, undo
from quorate.cases.services.refreshing import Refreshed, RefusedStream, refresh_duties, refresh_streams
from quorate.cases.sql.events import CONTRIBUTED, KEPT_BY_OFFICE
from quorate.cases.wording import rules_in_words

__all__ = [
    "NewEvent",
    "RefusedEvent",
    "RefusedStream",
    "append_events",
    "record_event",
    "refresh_duties",
    "withdraw_event",
]


class OfConference(Protocol):
    """What an event has to know of the conference that it belongs to."""

    id: Any
    reference: Any
    kind: Any


@dataclass(slots=True)
class _Conference:
    """The conference of an event that is taken back: whoever recorded it there may take it back there."""

    id: UUID
    reference: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class NewEvent:
    """One event to append: about the children of these cases, on a day or at an instant.

    `facts` are the engine's keys besides event, at, child and children: codes, dates, flags; people by `person_id`.
    """

    code: str
    cases: Sequence[ProtectedCase | UUID]
    day: date | None = None
    at: datetime | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    conference: OfConference | None = None
    event_id: UUID = field(default_factory=uuid4)
    takes_back: UUID | None = None

    @property
    def case_ids(self) -> tuple[UUID, ...]:
        """The cases by id, each once."""
        ids = (case.id if isinstance(case, ProtectedCase) else case for case in self.cases)
        return tuple(dict.fromkeys(ids))


@transaction.atomic
def record_event(
    *,
    code: str,
    cases: Iterable[ProtectedCase | UUID],
    by: Standing,
    day: date | None = None,
    at: datetime | None = None,
    facts: Mapping[str, Any] | None = None,
    conference: OfConference | None = None,
) -> UUID:
    """Appends one event about the children of `cases`, on a London day or at an instant; gives its `event_id`.

    In the same transaction the trail gets its entry, the families' streams become one where they were not, the
    duties follow, and the reactions registered for the event run. Raises RefusedEvent (with the sentence), NotAllowed
    and NoSuchRecord; whatever is raised undoes all of it.
    """
    new = NewEvent(code, tuple(cases), day, at, facts or {}, conference)
    (rows,) = _append([new], by=by, import_id=None)
    first = rows[0]
    _raise_what_was_refused(_refreshed([new]), new, first.day)
    react(Recorded(new.event_id, code, new.case_ids, first.day, at, new.facts, first.conference_id, by))
    return new.event_id


@transaction.atomic
def withdraw_event(*, event_id: UUID, by: Standing) -> UUID:
    """Takes back an event that was recorded by mistake: it stays, and the rules are no longer told of it. What was done
    because of it is undone where something is registered for that (`cases.reactions.undoes`).

    Raises NoSuchRecord where there is no such event, and what `record_event` raises.
    """
    wrong = list(CaseEvent.objects.filter(event_id=event_id, takes_back__isnull=True))
    if not wrong:
        raise NoSuchRecord
    first = wrong[0]
    if CaseEvent.objects.filter(takes_back=event_id).exists():
        raise RefusedEvent(f"{first.code} of {first.day} has been taken back already; there is nothing to do.")
    of = None if first.conference_id is None else _Conference(first.conference_id)
    new = NewEvent(first.code, tuple(row.case_id for row in wrong), first.day, conference=of, takes_back=event_id)
    _append([new], by=by, import_id=None)
    _raise_what_was_refused(_refreshed([new]), new, first.day)
    undo(Recorded(event_id, first.code, new.case_ids, first.day, first.at, first.facts, first.conference_id, by))
    return new.event_id


@transaction.atomic
def append_events(
    *, events: Sequence[NewEvent], by: Standing, import_id: UUID | None = None, refresh: bool = True
) -> Refreshed:
    """Appends many events in few statements, joins their streams and works out the duties of all of them.

    For history that comes from elsewhere: nothing reacts to it. With an `import_id` the import's own entry in the
    trail stands for the events (`case.imported`). A stream that the rules refuse is given back, not raised: its
    events stand, it has no duties. `refresh=False` leaves the duties for later (`refreshing.refresh_duties`).
    """
    if not events:
        return Refreshed(0, [])
    _append(events, by=by, import_id=import_id)
    return _refreshed(events) if refresh else Refreshed(0, [])


# --- steps


def _append(events: Sequence[NewEvent], *, by: Standing, import_id: UUID | None) -> list[list[CaseEvent]]:
    _require(events, by)
    people = _people_of(events)
    rows = [_rows(event, people, by, import_id) for event in events]
    insert_many([row for of_event in rows for row in of_event])
    if import_id is None:
        audit_many(
            [
                Entry(
                    "event.recorded" if event.takes_back is None else "event.withdrawn", "event", event.event_id, case,
                    {"event": event.code, "children": len(event.case_ids)},
                )
                for event in events
                for case in event.case_ids
            ]
        )  # fmt: skip
    return rows


def _rows(event: NewEvent, people: Mapping[UUID, str], by: Standing, import_id: UUID | None) -> list[CaseEvent]:
    day, facts = checked(event)
    conference_id = None if event.conference is None else event.conference.id
    children = {people[case] for case in event.case_ids if case in people}
    return [
        CaseEvent(
            case_id=case, authority_id=by.authority_id, event_id=event.event_id, code=event.code, day=day,
            at=event.at, facts=own_facts(facts, people.get(case), children), conference_id=conference_id,
            takes_back=event.takes_back, recorded_by=by.user_id, import_id=import_id,
        )
        for case in event.case_ids
    ]  # fmt: skip


# Cases in which the event may not be recorded, and whether they are shut to the person altogether.
_NOT_MINE = """
SELECT c::text, c = ANY (ARRAY(SELECT access_denied())) FROM unnest(%s::uuid[]) c
WHERE NOT c = ANY (ARRAY(SELECT access_open_cases_for('write')))
  AND NOT (%s::boolean AND c = ANY (ARRAY(SELECT access_cases_for('manage_people'))))
  AND NOT (%s::boolean AND c = ANY (ARRAY(SELECT access_open_cases_for('contribute'))))
  OR c = ANY (ARRAY(SELECT access_denied()))
"""


def _require(events: Sequence[NewEvent], by: Standing) -> None:
    """Passes where the person may record every event in every case, or in the conference that it belongs to."""
    for is_office, is_own_part in product((False, True), repeat=2):
        asked = [event for event in events if _kept_by(event) == (is_office, is_own_part)]
        named = {str(case) for event in asked for case in event.case_ids}
        named |= {str(event.conference.id) for event in asked if event.conference is not None}
        if not named:
            continue
        with connection.cursor() as cursor:
            cursor.execute(_NOT_MINE, [sorted(named), is_office, is_own_part])
            others: dict[str, bool] = dict(cursor.fetchall())
        for event in asked if others else ():
            in_conference = event.conference is not None and str(event.conference.id) not in others
            shut = {case for case, is_shut in others.items() if is_shut or not in_conference}
            barred = [case for case in event.case_ids if str(case) in shut]
            if barred:
                _refuse(event, barred, by, "manage_people" if is_office else "write")


def _kept_by(event: NewEvent) -> tuple[bool, bool]:
    """Whether the office may record it too, and whether it may tell of somebody's own part in a conference."""
    is_own_part = event.code in CONTRIBUTED and event.conference is not None and event.takes_back is None
    return event.code in KEPT_BY_OFFICE, is_own_part


def _refuse(event: NewEvent, barred: Sequence[UUID], by: Standing, action: str) -> None:
    """Raises what the one decision raises: hidden and not there are one answer, allowed to see is another."""
    asked = [*([] if event.conference is None else [event.conference.id]), *barred]
    for found in ProtectedCase.objects.filter(pk__in=asked).order_by("-kind"):
        require(by, action, found)
    raise NoSuchRecord


def _people_of(events: Sequence[NewEvent]) -> dict[UUID, str]:
    """The children's `person_id` by case, where any event names people or says something for each child."""
    cases = {case for event in events if len(event.case_ids) > 1 and event.facts for case in event.case_ids}
    if not cases:
        return {}
    found = Child.objects.filter(case_id__in=cases).values_list("case_id", "person_id")
    return {case: str(person) for case, person in found}


def _refreshed(events: Sequence[NewEvent]) -> Refreshed:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_join_streams(%s::uuid[])::text", [[str(event.event_id) for event in events]])
        streams = [stream for (stream,) in cursor.fetchall()]
    return refresh_streams(stream_ids=streams)


def _raise_what_was_refused(refreshed: Refreshed, new: NewEvent, day: date) -> None:
    """What the rules cannot answer is not kept; but of a history that ended before them, what happened since is: a
    death is recorded although nothing follows from a plan of 2012."""
    for refused in refreshed.refused:
        if refused.no_rule_on is None or day <= refused.no_rule_on:
            raise RefusedEvent(rules_in_words(refused.sentence))
    key = refreshed.left_out.get(str(new.event_id))
    if key is not None:
        raise RefusedEvent(
            f"{new.code}: {key!r} names nobody whom a case of this family knows; add the person to the case first."
        )
