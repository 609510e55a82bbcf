"""What people need to take part: language, interpreter, access, childcare, travel."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from quorate.access.models import ProtectedCase
from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.cases.details import says_something, tidy
from quorate.cases.models import Need, NeedKind
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.writing import noted, require_somebody

_LONGEST = 300


@quietly
@transaction.atomic
def record_need(*, case: ProtectedCase, person_id: UUID, kind: str, words: str, on: date, by: Standing) -> Need:
    """Records a need of the child or of somebody around them. An interpreter or papers need the language.

    Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", case)
    require_somebody(case, person_id)
    said = tidy(words)
    needs_words = kind in (NeedKind.LANGUAGE, NeedKind.INTERPRETER, NeedKind.ACCESS) and not says_something(said)
    refuse(
        kind=None if kind in NeedKind.values else f"The kinds are {', '.join(NeedKind.values)}.",
        words="Say which language, or what is needed."
        if needs_words
        else f"At most {_LONGEST} characters."
        if len(said) > _LONGEST
        else None,
    )
    need = Need(
        case=case, authority_id=case.authority_id, person_id=person_id, kind=kind, words=said, recorded_on=on,
        recorded_by=by.user_id,
    )  # fmt: skip
    need.save(force_insert=True)
    noted("need.recorded", need, kind=str(kind))
    return need


@quietly
@transaction.atomic
def need_met(*, need: Need, on: date, by: Standing, how: str = "") -> Need:
    """Says that a need is met, and how. Raises `Refused` where it was met before."""
    require(by, "write", need.case)
    if need.met_on is not None:
        raise Refused({"met_on": "This need was met already; record a new one if there is more to do."})
    refuse(met_on="It is met before it was recorded; check the day." if on < need.recorded_on else None)
    need.met_on, need.met_how = on, tidy(how)[:_LONGEST]
    need.save(update_fields=["met_on", "met_how"])
    noted("need.met", need, kind=str(need.kind))
    return need
