"""Open plans of the children in reach, with the next review, core group and visit of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, F, OuterRef, Q, Subquery, UUIDField, Window
from django.db.models.expressions import RawSQL

from quorate.access.standing import Standing
from quorate.cases.models import Duty
from quorate.cases.states import is_to_do
from quorate.plans.models import Plan
from quorate.procedure.calendar import Calendar
from quorate.web.work.lines import children_named
from quorate.web.work.moments import Clock
from quorate.web.work.naming import Somebody
from quorate.web.work.saying import Limit, When, age, when

AT_MOST: Final = 40
_STEPS: Final = {
    "review": ("hold-first-review", "hold-next-review"),
    "group": ("hold-first-core-group", "hold-next-core-group"),
    "visit": ("visit-child",),
}
_COLUMNS: Final = (
    "case__ref", "case__child__reference", "case__child__given_names", "case__child__family_name",
    "case__child__known_as", "case__child__born_on", "case__child__died_on", "began_on",
    "latest_category", "x_review", "x_group", "x_visit", "x_count",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One open plan."""

    ref: str
    reference: str
    name: str
    age: str
    began_on: date
    category: str
    steps: tuple[tuple[str, When], ...]


def open_plans(standing: Standing, *, kind: str, first: int, clock: Clock, calendar: Calendar) -> tuple[list[Row], int]:
    """A stretch of the open plans of one kind, and how many there are. One query."""
    found = (
        Plan.objects.filter(kind=kind, ended_on__isnull=True, case__child__isnull=False)
        .filter(
            ~Q(case_id__among=RawSQL("SELECT access_denied()", (), UUIDField())),
            case_id__among=RawSQL("SELECT access_cases_for('read', 'P')", (), UUIDField()),
            authority_id=standing.authority_id,
        )
        .annotate(
            x_review=_due("review", clock.now), x_group=_due("group", clock.now), x_visit=_due("visit", clock.now),
            x_count=Window(Count("id")),
        )
        .order_by(F("x_review").asc(nulls_last=True), "case__child__reference", "began_on")
        .values_list(*_COLUMNS)
    )  # fmt: skip
    rows = list(found[first : first + AT_MOST])
    return [_row(row, clock, calendar) for row in rows], rows[0][-1] if rows else 0


def _due(step: str, now: datetime) -> Subquery:
    duties = Duty.objects.filter(is_to_do(now), case_id=OuterRef("case_id"), code__in=_STEPS[step])
    return Subquery(duties.order_by("late_from").values("due_on")[:1])


_NAMES: Final = ("Review", "Core group", "Visit")


def _row(row: Sequence[Any], clock: Clock, calendar: Calendar) -> Row:
    ref, reference, given, family, known, born_on, died_on, began_on, category, *due, _ = row
    steps = [(name, when(Limit(on), clock, calendar)) for name, on in zip(_NAMES, due, strict=True) if on]
    return Row(
        ref=ref,
        reference=reference,
        name=children_named([Somebody(given, family, known, born_on, died_on)]),
        age=age(born_on, clock.today, died_on=died_on) or "unborn",
        began_on=began_on,
        category=category,
        steps=tuple(steps),
    )
