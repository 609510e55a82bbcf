"""From expected to born: one record, one child, nothing lost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from quorate.access.models import ProtectedCase
from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.cases import identifiers
from quorate.cases.census_codes import SEX
from quorate.cases.details import birth_far_from_expected, birth_fault, expected_fault, tidy
from quorate.cases.models import AliasKind, Child, ExpectedDate, Relative
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.children import keep_name
from quorate.cases.services.writing import happened, keep_search, noted, renamed


@quietly
@transaction.atomic
def record_birth(
    *,
    child: Child,
    born_on: date,
    on: date,
    by: Standing,
    sex: str = "U",
    given_names: str | None = None,
    family_name: str | None = None,
    nhs_number: str | None = None,
    also_in: Iterable[ProtectedCase] = (),
) -> Child:
    """An expected child is born. The case, its papers and every expected date stay; the earlier name is kept.

    None leaves a name or number as it is. `also_in` are cases of brothers and sisters in which this child stands as a
    relative: there the birth is noted too. Records the event child-born. Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", child.case)
    row = Child.objects.select_for_update(of=("self",)).select_related("case").get(pk=child.pk)
    if not row.is_unborn:
        raise Refused({"born_on": "This child's birth is recorded already; correct the date of birth instead."})
    names = (
        row.given_names if given_names is None else tidy(given_names),
        row.family_name if family_name is None else tidy(family_name),
    )
    _refuse_impossible(row, born_on, sex, names, on)
    number = _nhs_number(row, nhs_number)
    if names != (row.given_names, row.family_name) and (row.given_names or row.family_name):
        keep_name(row.case, row.person_id, row, AliasKind.BEFORE_BIRTH, on=on)
    was = row.full_name
    (row.given_names, row.family_name), row.born_on, row.sex, row.nhs_number = names, born_on, sex, number
    row.save(update_fields=["given_names", "family_name", "born_on", "sex", "nhs_number"])
    renamed(row, was, on=on, by=by)
    noted("child.born", row)
    for case in also_in:
        _born_elsewhere(row, case, on, by)
    keep_search(row.case)
    happened("child-born", [row.case], day=born_on, facts={}, by=by)
    return row


@quietly
@transaction.atomic
def change_expected_date(*, child: Child, expected_on: date, on: date, by: Standing, source: str = "") -> Child:
    """The birth is expected on another day; the earlier statements stay. Records the event expected-date-changed."""
    require(by, "write", child.case)
    row = Child.objects.select_for_update(of=("self",)).select_related("case").get(pk=child.pk)
    if not row.is_unborn:
        raise Refused({"expected_on": "This child is born; the expected dates are kept as they were said."})
    refuse(expected_on=expected_fault(expected_on, on))
    ExpectedDate(
        case=row.case, authority_id=row.authority_id, expected_on=expected_on, said_on=on, said_by=by.user_id,
        source=tidy(source)[:120],
    ).save(force_insert=True)  # fmt: skip
    if expected_on == row.expected_on:
        return row
    row.expected_on = expected_on
    row.save(update_fields=["expected_on"])
    noted("child.changed", row, fields="expected_on")
    keep_search(row.case)
    facts = {"expected": expected_on.isoformat()}
    happened("expected-date-changed", [row.case], day=on, facts=facts, by=by)
    return row


def _refuse_impossible(row: Child, born_on: date, sex: str, names: tuple[str, str], on: date) -> None:
    refuse(
        born_on=birth_fault(born_on, on) or birth_far_from_expected(born_on, row.expected_on),
        sex=None if sex in SEX else f"The codes are {', '.join(SEX)}.",
        given_names=None
        if any(names)
        else "Give a given name or a family name; where none is known yet, write what people say.",
    )


def _nhs_number(row: Child, typed: str | None) -> str:
    if typed is None:
        return row.nhs_number
    try:
        return identifiers.nhs_number(typed)
    except identifiers.WrongIdentifier as wrong:
        sentence = str(wrong)
    raise Refused({"nhs_number": sentence})


def _born_elsewhere(row: Child, case: ProtectedCase, on: date, by: Standing) -> None:
    require(by, "write", case)
    changed = Relative.objects.filter(case=case, person_id=row.person_id, removed_on__isnull=True)
    for relative in changed:
        was = relative.full_name
        relative.given_names, relative.family_name = row.given_names, row.family_name
        relative.born_on, relative.sex = row.born_on, row.sex
        relative.save(update_fields=["given_names", "family_name", "born_on", "sex"])
        renamed(relative, was, on=on, by=by)
        noted("relative.changed", relative, case=case, fields="given_names,family_name,born_on,sex")
    keep_search(case)
