"""One batch of children, in the transaction of its caller: cases founded, histories written, duties worked out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import models

from quorate.access.standing import Standing
from quorate.audit.services import Entry, record_many
from quorate.cases.bulk import insert_many
from quorate.cases.details import NewChild
from quorate.cases.models import Assessment, Child, Duty, Enquiry, Referral
from quorate.cases.refusals import Refused
from quorate.cases.searching import name_rows
from quorate.cases.services.founding import Holder, found_children
from quorate.cases.services.recording import append_events
from quorate.cases.services.refreshing import RefusedStream
from quorate.cases.states import is_asked
from quorate.conferences.models import Conference, ConferenceChild, Decision
from quorate.plans.models import Plan
from quorate.returns.census import CensusChild, Fault, ReadChild
from quorate.returns.importing.comparing import Gathered
from quorate.returns.importing.history import History
from quorate.returns.importing.known import Known, Records, records_of

BATCH: Final = 250
"""Children of one transaction."""

REVIEWS: Final = ("hold-first-review", "hold-next-review")
_ORDER: Final[tuple[type[models.Model], ...]] = (
    Referral, Enquiry, Assessment, Conference, ConferenceChild, Decision, Plan
)  # fmt: skip
_FIELDS: Final = {
    "local_id",
    "born_on",
    "expected_on",
    "died_on",
    "sex",
    "ethnicity",
    "upn",
    "former_upn",
    "upn_unknown",
}


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a file comes in: for whom, by whom, when, as which run, and up to which day it tells."""

    import_id: UUID
    holders: tuple[Holder, ...]
    by: Standing
    on: date
    now: datetime
    reference_on: date | None = None


@dataclass(slots=True)
class Outcome:
    """What became of a batch."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)


def bring_batch(read: Sequence[ReadChild], terms: Terms) -> Outcome:
    """Brings some hundred children in; call it inside a transaction of `terms.by`.

    A child that cannot come in is among the faults; everything else of the batch comes in. Raises what the services
    raise where the whole batch is impossible: nothing of it is then there.
    """
    outcome = Outcome(faults=[fault for one in read for fault in one.faults])
    told = [one.record for one in read if one.record is not None]
    records = records_of(child.local_id for child in told)
    gathered = Gathered(terms.import_id)
    known = _found(told, records, terms, outcome)
    for child in told:
        if child.local_id in known:
            History(child, known[child.local_id], gathered, terms.reference_on).bring()
    _write(gathered)
    _keep_names(known.values())
    refreshed = append_events(events=gathered.events, by=terms.by, import_id=terms.import_id)
    by_case = {str(one.child.case_id): child for child in told if (one := known.get(child.local_id))}
    outcome.faults += gathered.faults + [fault for one in refreshed.refused for fault in _no_duties(one, by_case)]
    _record(known.values(), gathered)
    outcome.counts.update(gathered.counts)
    _count(outcome, known, terms)
    outcome.counts["read"] = len(read)
    outcome.counts["left_out"] = len(read) - len(known)
    outcome.faults.sort(key=lambda fault: fault.line)
    return outcome


def _found(told: Iterable[CensusChild], records: Records, terms: Terms, outcome: Outcome) -> dict[str, Known]:
    """The children of the batch with their cases: those that are there, and new ones founded."""
    new: list[CensusChild] = []
    for child in told:
        if child.local_id in records.known:
            continue
        if child.local_id in records.hidden or child.local_id in records.not_writable:
            kind = "hidden" if child.local_id in records.hidden else "not-writable"
            what = f"there is a record of this number already, which you may not {_MAY_NOT[kind]}"
            outcome.faults.append(_fault(kind, child, "LAchildID", what))
            continue
        new.append(child)
    founded = _founded(new, terms, outcome)
    outcome.counts["children_new"] = len(founded)
    outcome.counts["children_known"] = len(records.known)
    outcome.counts["unborn"] = sum(child.is_unborn for child in founded)
    return records.known | {child.local_id: Known(child, True) for child in founded}


_MAY_NOT: Final = {"hidden": "open", "not-writable": "change"}


def _founded(new: list[CensusChild], terms: Terms, outcome: Outcome) -> list[Child]:
    """New cases; those whom the room of cases refuses are named, and the others founded without them."""
    while new:
        try:
            many = [_new_child(child) for child in new]
            return found_children(
                many=many, to=terms.holders, on=terms.on, by=terms.by, source="census", import_id=terms.import_id
            )
        except Refused as refused:
            wrong: dict[int, list[str]] = {}
            for place, sentences in refused.message_dict.items():
                number = int(place.partition(".")[0]) if "." in place else 0
                wrong.setdefault(number, []).extend(sentences)
            for number, sentences in wrong.items():
                outcome.faults.append(_fault("child-refused", new[number], "ChildIdentifiers", " ".join(sentences)))
            new = [child for number, child in enumerate(new) if number not in wrong]
    return []


def _new_child(child: CensusChild) -> NewChild:
    died = child.died_on if child.born_on and child.died_on and child.died_on >= child.born_on else None
    said = {name: getattr(child, name) for name in _FIELDS} | {"died_on": died, "disabilities": child.disabilities}
    return NewChild(**said)


def _fault(kind: str, child: CensusChild, element: str, what: str) -> Fault:
    return Fault(kind, child.number, child.local_id, element, child.lines.get(element, child.line), what)


def _write(gathered: Gathered) -> None:
    for model in _ORDER:
        rows = gathered.new.get(model)
        if rows:
            insert_many(rows)
    for model, changed in gathered.changed.items():
        new = {id(row) for row in gathered.new.get(model, ())}
        there = [row for key, row in changed.rows.items() if key not in new]
        if there:
            model._default_manager.bulk_update(there, sorted(changed.fields))


def _keep_names(known: Iterable[Known]) -> None:
    """New children are found by their numbers: a census file has no names."""
    insert_many([row for one in known if one.is_new for row in name_rows(one.child, (), ())])


def _no_duties(refused: RefusedStream, by_case: dict[str, CensusChild]) -> Iterable[Fault]:
    for case in refused.cases:
        if case in by_case:
            yield _fault("no-duties", by_case[case], "CINdetails", refused.sentence.rstrip("."))


def _record(known: Iterable[Known], gathered: Gathered) -> None:
    """One entry a child: how much came in for it; nought where all of it was there."""
    entries = []
    for one in known:
        made = gathered.made.get(one.child.case_id, Counter())
        facts = {"enquiries": made["enquiries"], "events": made["events"],
                 "plans": made["plans"] + made["child_in_need_plans"]}  # fmt: skip
        entries.append(Entry("case.imported", "child", one.child.id, one.child.case_id, facts))
    record_many(entries)


def _count(outcome: Outcome, known: dict[str, Known], terms: Terms) -> None:
    """Reviews to be held and everything late, among the batch's children, at the moment of the import."""
    live = Duty.objects.filter(
        is_asked(terms.now), case_id__in=[one.child.case_id for one in known.values()], settled="", window=False
    )
    late = models.Q(late_from__lte=terms.now)
    is_review = models.Q(code__in=REVIEWS)
    figures: dict[str, Any] = live.aggregate(
        duties=models.Count("id"),
        late=models.Count("id", filter=late),
        reviews_due=models.Count("id", filter=is_review),
        reviews_late=models.Count("id", filter=is_review & late),
    )
    outcome.counts.update(figures)
