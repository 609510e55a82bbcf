"""A plan ends without a conference: a death, a loss, a move for good, an eighteenth birthday. Said once, with care."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from quorate.access.models import ProtectedCase
from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.models import Child
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.children import change_child
from quorate.cases.services.recording import RefusedEvent, record_event
from quorate.plans.models import Plan


@dataclass(frozen=True, slots=True)
class Ending:
    """One way in which a plan's ground falls away: its words, the event, its facts, whether the plans end with it."""

    says: str
    event: str
    facts: Mapping[str, Any]
    ends: bool
    unborn: bool | None = None


ENDINGS: Final[Mapping[str, Ending]] = MappingProxyType(
    {
        "died": Ending("The child has died", "child-died", {}, True, False),
        "pregnancy-ended": Ending("The pregnancy has ended", "pregnancy-ended", {}, True, True),
        "looked-after": Ending("The child is looked after now", "became-looked-after", {}, False, False),
        "moved-away": Ending("The family has moved; nobody knows yet for how long", "moved-away", {}, False),
        "transferred-out": Ending(
            "Moved for good; the other authority has held its conference", "plan-ended",
            {"reason": "transferred-out"}, True,
        ),
        "aged-18": Ending("The young person is eighteen", "plan-ended", {"reason": "aged-18"}, True, False),
        "left-uk": Ending("The family has left the country for good", "plan-ended", {"reason": "left-uk"}, True),
    }
)  # fmt: skip
"""The ways, by code. `unborn` is for whom they are offered: born children, unborn ones, or both."""


_GROWN_UP: Final = 18
_TOO_YOUNG: Final = "By the date of birth that is recorded this is before the eighteenth birthday; check both dates."


@quietly
@transaction.atomic
def end_outside(*, case: ProtectedCase, why: str, on: date, today: date, is_unborn: bool, by: Standing) -> list[Plan]:
    """Records what has happened, and ends the child's open plans where it ends them; gives those.

    The rules stop asking at once, and whatever was waiting to be sent about the child is held by what reacts to the
    event. Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", case)
    ending = ENDINGS.get(why)
    fits = ending is not None and ending.unborn in (None, is_unborn)
    refuse(
        why=None if fits else "Choose what has happened.",
        on="This day has not come yet; record it once it has." if on > today else None,
    )
    assert ending is not None
    plans = list(Plan.objects.filter(case=case, ended_on__isnull=True)) if ending.ends else []
    refuse(on="A plan began after this day; check the day." if any(on < one.began_on for one in plans) else None)
    refuse(on=_TOO_YOUNG if why == "aged-18" and not _is_grown_up(case, on) else None)
    _happened(case, why, ending, on, today, by)
    for plan in plans:
        _end(plan, on, why)
    return plans


def end_with_the_child(*, cases: Sequence[UUID], on: date, why: str) -> None:
    """A death or a loss has been recorded, wherever that was: the plans that were open on the day end with it."""
    for plan in Plan.objects.filter(case_id__in=cases, ended_on__isnull=True, began_on__lte=on):
        _end(plan, on, why)


def go_on_after_all(*, cases: Sequence[UUID], on: date, why: str) -> None:
    """The death or loss was a mistake and has been taken back: the plans that ended with it go on."""
    for plan in Plan.objects.filter(case_id__in=cases, ended_on=on, ended_reason=why):
        Plan.objects.filter(pk=plan.pk).update(ended_on=None, ended_reason="")
        record(
            action="plan.ended", subject_kind="plan", subject_id=plan.pk, case_id=plan.case_id,
            facts={"why": "taken-back"},
        )  # fmt: skip


def _end(plan: Plan, on: date, why: str) -> None:
    """Ends a plan once: what reacts to the event may have done it already."""
    plan.ended_on, plan.ended_reason = on, why
    if Plan.objects.filter(pk=plan.pk, ended_on__isnull=True).update(ended_on=on, ended_reason=why):
        record(
            action="plan.ended", subject_kind="plan", subject_id=plan.pk, case_id=plan.case_id, facts={"why": why}
        )  # fmt: skip


def _is_grown_up(case: ProtectedCase, on: date) -> bool:
    years = Child.objects.get(case=case).age_on(on)
    return years is not None and years >= _GROWN_UP


def _happened(case: ProtectedCase, why: str, ending: Ending, on: date, today: date, by: Standing) -> None:
    """A death is written into the child's record, which records the event; the others are events alone."""
    if why == "died":
        child = Child.objects.get(case=case)
        if child.died_on is None:
            change_child(child=child, died_on=on, reason="The child has died.", on=today, by=by)
            return
    try:
        record_event(code=ending.event, cases=[case], day=on, facts=dict(ending.facts), by=by)
    except RefusedEvent as refused:
        raise Refused({"__all__": str(refused)}) from None
