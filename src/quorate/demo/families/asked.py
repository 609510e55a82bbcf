"""What made-up requests asked each person: whether their address is kept from others, whether they are afraid."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from quorate.cases.fact_checks import LONDON
from quorate.conferences.queries.unasked import ASKED, FEAR_NOT_KNOWN
from quorate.demo.families.telling import Family, Keys, Sitting

NOT_ALONE, TOO_YOUNG = "not-alone", "too-young"
OLD_ENOUGH_TO_ASK = 4  # years


def asked(family: Family, sitting: Sitting) -> dict[str, Any]:
    """The answers of a request as its parts keep them: by person, for every child and adult."""
    born = {str(kid.person_id): kid.born for kid in family.kids if kid.key in sitting.who and kid.born}
    adults = {adult.key: str(adult.person_id) for adult in family.adults}
    children = {kid.key: str(kid.person_id) for kid in family.kids if kid.key in sitting.who}
    waiting = {adults[key] for key in family.not_alone}
    young = {who for who, day in born.items() if (sitting.requested_on - day).days // 365 < OLD_ENOUGH_TO_ASK}
    fears = dict.fromkeys([*born, *adults.values()], ASKED)
    fears |= dict.fromkeys(young, TOO_YOUNG) | dict.fromkeys(waiting, NOT_ALONE)
    assert {TOO_YOUNG, NOT_ALONE} <= set(FEAR_NOT_KNOWN)
    return {
        "people": {who: _address(key, family.hidden, family.not_alone) for key, who in (children | adults).items()},
        "safety": fears,
        "needs": {"asked_on": sitting.requested_on.isoformat()},
    }


def finished(on: date, by: UUID) -> dict[str, Any]:
    """The parts of a request that were saved whole, as the pages keep them."""
    at = datetime.combine(on, time(9, 15), LONDON).isoformat()
    return {part: {"version": 1, "by": str(by), "at": at, "done": True} for part in ("people", "needs")}


def _address(key: str, hidden: Keys, not_alone: Keys) -> str:
    return "yes" if key in hidden else NOT_ALONE if key in not_alone else "no"
