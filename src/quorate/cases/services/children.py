"""Changing what is recorded of a child. What was wrong is corrected with a reason and kept; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from quorate.access.models import ProtectedCase
from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.cases.details import FIELDS, NewChild, faults, tidied, tidy
from quorate.cases.models import Alias, AliasKind, Child, Correction
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.writing import (
    happened,
    keep_duties,
    keep_search,
    noted,
    renamed,
    require_somebody,
    taken_back,
)

MUST_BE_RIGHT: Final = ("given_names", "family_name", "born_on", "died_on", "upn", "nhs_number")
"""Fields whose change needs a reason and keeps the earlier value (LEI-08)."""
_BY_OTHER_SERVICES: Final = ("expected_on",)
_SEARCHED: Final = frozenset(
    {"given_names", "family_name", "known_as", "born_on", "local_id", "upn", "former_upn", "nhs_number"}
)


@quietly
@transaction.atomic
def change_child(*, child: Child, on: date, by: Standing, reason: str = "", **changes: Any) -> Child:
    """Changes what is recorded of a child. A name or date that was recorded already needs a `reason`.

    An earlier name stays as another name, an earlier value as a correction. A date of death records the event
    child-died; corrected or taken out, the event is too, and so is the day of a birth. Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", child.case)
    unknown = sorted(set(changes) - set(FIELDS) - {"disabilities"} | set(changes) & set(_BY_OTHER_SERVICES))
    if unknown:
        raise TypeError(f"change_child changes no {', '.join(unknown)}; see change_expected_date and record_birth")
    row = Child.objects.select_for_update(of=("self",)).select_related("case").get(pk=child.pk)
    new = tidied(_with(row, changes))
    _refuse_turning_back(row, new)
    changed = [name for name in FIELDS if _plain(getattr(new, name)) != _plain(getattr(row, name))]
    refuse(**{name: said for name, said in faults(new, on=on).items() if name in changed or _needs(name, changed)})
    if not changed:
        return row
    _keep_earlier(row, new, changed, on=on, by=by, reason=tidy(reason))
    was = row.full_name
    for name in changed:
        setattr(row, name, list(new.disabilities) if name == "disabilities" else getattr(new, name))
    row.save(update_fields=changed)
    renamed(row, was, on=on, by=by)
    noted("child.changed", row, fields=",".join(changed))
    if _SEARCHED & set(changed):
        keep_search(row.case)
    _tell_days(row, changed, by)
    return row


def _tell_days(row: Child, changed: list[str], by: Standing) -> None:
    """What the rules were told of a birth or a death follows its correction: another day, or that it was a mistake."""
    if "died_on" in changed:
        taken_back("child-died", row.case, by)
        if row.died_on is not None:
            happened("child-died", [row.case], day=row.died_on, facts={}, by=by)
    if "born_on" in changed and row.born_on is not None:
        if taken_back("child-born", row.case, by):
            happened("child-born", [row.case], day=row.born_on, facts={}, by=by)
        else:
            keep_duties(row.case)


@quietly
@transaction.atomic
def add_alias(
    *,
    case: ProtectedCase,
    person_id: UUID,
    given_names: str = "",
    family_name: str = "",
    kind: str = AliasKind.ALSO_KNOWN_AS,
    on: date,
    by: Standing,
) -> Alias:
    """Notes another name of the child or of somebody around them; search finds it (LEI-08)."""
    require(by, "write", case)
    require_somebody(case, person_id)
    given, family = tidy(given_names), tidy(family_name)
    refuse(
        given_names=None if given or family else "Give a given name or a family name.",
        kind=None if kind in AliasKind.values else f"The kinds of other names are {', '.join(AliasKind.values)}.",
    )
    alias = Alias(
        case=case, authority_id=case.authority_id, person_id=person_id, given_names=given[:120],
        family_name=family[:120], kind=kind, added_on=on,
    )  # fmt: skip
    alias.save(force_insert=True)
    noted("child.changed", alias, fields="alias")
    keep_search(case)
    return alias


def _with(row: Child, changes: Mapping[str, Any]) -> NewChild:
    said = {name: getattr(row, name) for name in FIELDS} | dict(changes)
    said["disabilities"] = tuple(said["disabilities"])
    return NewChild(**said)


def _refuse_turning_back(row: Child, new: NewChild) -> None:
    refuse(
        born_on="Record the birth instead: it keeps the expected dates and tells whoever has to know."
        if row.is_unborn and new.born_on
        else "A date of birth is corrected, not taken out; give the right one."
        if row.born_on and not new.born_on
        else None
    )


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, (tuple, list)) else value


def _needs(name: str, changed: list[str]) -> bool:
    """Whether a fault of this field may come from the change of another."""
    return name in ("died_on", "born_on", "upn_unknown", "sex", "given_names") and bool(changed)


def _keep_earlier(row: Child, new: NewChild, changed: list[str], *, on: date, by: Standing, reason: str) -> None:
    corrected = [name for name in changed if name in MUST_BE_RIGHT and getattr(row, name)]
    if corrected and not reason:
        words = "Say why this is changed; the earlier value is kept with the reason."
        raise Refused({name: words for name in corrected} | {"reason": words})
    Correction.objects.bulk_create(
        correction(row.case, row.person_id, name, getattr(row, name), getattr(new, name), on=on, by=by, reason=reason)
        for name in corrected
    )
    if {"given_names", "family_name"} & set(corrected):
        keep_name(row.case, row.person_id, row, AliasKind.FORMER, on=on)


def correction(
    case: ProtectedCase, person_id: UUID, field: str, earlier: Any, later: Any, *, on: date, by: Standing, reason: str
) -> Correction:
    """One earlier value, not saved yet."""
    return Correction(
        case=case, authority_id=case.authority_id, person_id=person_id, field=field, earlier=str(earlier or ""),
        later=str(later or ""), reason=reason[:250], corrected_on=on, corrected_by=by.user_id,
    )  # fmt: skip


def keep_name(case: ProtectedCase, person_id: UUID, named: Any, kind: AliasKind, *, on: date) -> None:
    """Keeps the present names of a child or relative as another name."""
    Alias(
        case=case, authority_id=case.authority_id, person_id=person_id, given_names=named.given_names,
        family_name=named.family_name, kind=kind, added_on=on,
    ).save(force_insert=True)  # fmt: skip
