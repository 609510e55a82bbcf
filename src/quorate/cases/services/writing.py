"""What every service of this room does around its row: names kept for search, duties kept right, the trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS

from quorate.access.models import ProtectedCase
from quorate.access.standing import Standing
from quorate.audit.services import Entry, record, type_of_fact
from quorate.cases.fact_checks import RefusedEvent
from quorate.cases.models import CaseEvent, Child, Relative
from quorate.cases.reactions import Recorded, react
from quorate.cases.refusals import Refused
from quorate.cases.searching import keep_names
from quorate.cases.services.recording import record_event, refresh_duties, withdraw_event


def entry_of(action: str, row: Any, **facts: type_of_fact) -> Entry:
    """The same as an entry that is written with the row (`bulk.insert_together`)."""
    return Entry(action, row._meta.model_name, row.pk, row.case_id, facts)


def noted(action: str, row: Any, *, case: ProtectedCase | None = None, **facts: type_of_fact) -> None:
    """Records what was done to a row of a case."""
    kind = row._meta.model_name
    case_id = row.case_id if case is None else case.pk
    record(action=action, subject_kind=kind, subject_id=row.pk, case_id=case_id, facts=facts)


def happened(code: str, cases: Sequence[ProtectedCase], *, day: date, facts: Mapping[str, Any], by: Standing) -> None:
    """Records an event of the case files; duties follow in the same transaction. Raises `Refused`."""
    sentence = None
    try:
        record_event(code=code, cases=list(cases), day=day, facts=dict(facts), by=by)
    except RefusedEvent as refused:
        sentence = str(refused)
    if sentence:
        raise Refused({NON_FIELD_ERRORS: sentence})


def taken_back(code: str, case: ProtectedCase, by: Standing) -> bool:
    """Takes back what was recorded under this code in a case and still stands; gives whether there was anything.

    Raises `Refused`.
    """
    told = CaseEvent.objects.filter(case=case, code=code)
    back = told.exclude(takes_back=None).values("takes_back")
    stands = list(told.filter(takes_back=None).exclude(event_id__in=back).values_list("event_id", flat=True))
    sentence = None
    try:
        for event_id in stands:
            withdraw_event(event_id=event_id, by=by)
    except RefusedEvent as refused:
        sentence = str(refused)
    if sentence:
        raise Refused({NON_FIELD_ERRORS: sentence})
    return bool(stands)


def renamed(row: Child | Relative, was: str, *, on: date, by: Standing) -> None:
    """Says to the rooms above that somebody is called otherwise than they were; call it when the row says so."""
    if row.full_name != was:
        facts = {"person": str(row.person_id), "name": row.full_name}
        react(Recorded(row.pk, "person-renamed", (row.case_id,), on, None, facts, None, by))


def keep_search(case: ProtectedCase) -> None:
    """Makes the rows by which the people of the case are found by name follow what was written."""
    keep_names(case=case)


def keep_duties(case: ProtectedCase) -> None:
    """Makes the duties follow facts about people that the rules read from rows."""
    refresh_duties(cases=[case])


def is_somebody_of(case: ProtectedCase, person_id: UUID) -> bool:
    """Whether this is the child of the case or somebody around them."""
    return (
        Child.objects.filter(case=case, person_id=person_id).exists()
        or Relative.objects.filter(case=case, person_id=person_id, removed_on__isnull=True).exists()
    )


def require_somebody(case: ProtectedCase, person_id: UUID, field: str = "person_id") -> None:
    """Passes for a person of the case. Raises `Refused`."""
    if not is_somebody_of(case, person_id):
        raise Refused({field: "This person is not recorded with this child; add the person first."})
