"""Relatives and other adults who matter, case by case; how people are related; and what is alleged."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from quorate.access.models import ProtectedCase
from quorate.access.permissions import NoSuchRecord, require
from quorate.access.standing import Standing
from quorate.cases.details import (
    LONGEST_NAME,
    OLDEST_PERSON,
    birth_fault,
    death_fault,
    expected_fault,
    says_something,
    tidy,
)
from quorate.cases.models import AliasKind, Child, Correction, Relation, Relative, Sex
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.children import correction, keep_name
from quorate.cases.services.writing import keep_duties, keep_search, noted, renamed

FIELDS: Final = (
    "given_names", "family_name", "known_as", "born_on", "expected_on", "died_on", "sex", "relation",
    "parental_responsibility", "lives_with_child", "to_be_invited",
)  # fmt: skip
"""What can be said of a relative."""
_NAMES: Final = ("given_names", "family_name", "known_as")
_PARENTS: Final = (Relation.MOTHER, Relation.FATHER)
_READ_BY_RULES: Final = frozenset({"relation", "parental_responsibility"})


@quietly
@transaction.atomic
def add_relative(
    *, case: ProtectedCase, on: date, by: Standing, person_id: UUID | None = None, **said: Any
) -> Relative:
    """Records somebody around the child of this case. `said` are `FIELDS`; `relation` must be among them.

    The same human in another case, and a brother or sister with a record of their own, is given by `person_id`.
    Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", case)
    row = Relative(
        case=case, authority_id=case.authority_id, person_id=person_id or uuid.uuid4(), added_on=on, **_tidied(said)
    )
    _refuse_impossible(row, on)
    if Relative.objects.filter(case=case, person_id=row.person_id, removed_on__isnull=True).exists():
        raise Refused({"person_id": "This person is recorded with this child already; change that record."})
    row.save(force_insert=True)
    noted("relative.added", row, relation=row.relation)
    keep_search(case)
    keep_duties(case)
    return row


@quietly
@transaction.atomic
def change_relative(
    *,
    relative: Relative,
    on: date,
    by: Standing,
    reason: str = "",
    also_in: Iterable[ProtectedCase] = (),
    **changes: Any,
) -> Relative:
    """Changes what this case knows of somebody; in `also_in`, cases of brothers and sisters, what is true everywhere.

    A name or date of birth that was recorded needs a `reason`; the earlier one is kept. What somebody is to this child
    (relation, parental responsibility, living together, inviting) is changed in this case alone. Raises `Refused`.
    """
    changed = _change(relative, _tidied(changes), on=on, by=by, reason=reason)
    everywhere = {name: value for name, value in changes.items() if name in _EVERYWHERE}
    for case in also_in:
        same = Relative.objects.filter(case=case, person_id=relative.person_id, removed_on__isnull=True)
        for row in same.select_related("case"):
            _change(row, _tidied(everywhere), on=on, by=by, reason=reason)
    return changed


_EVERYWHERE: Final = frozenset({"given_names", "family_name", "known_as", "born_on", "expected_on", "died_on", "sex"})


def _change(relative: Relative, changes: Mapping[str, Any], *, on: date, by: Standing, reason: str) -> Relative:
    require(by, "write", relative.case)
    row = Relative.objects.select_for_update(of=("self",)).select_related("case").get(pk=relative.pk)
    earlier = {name: getattr(row, name) for name in changes}
    changed = [name for name, value in changes.items() if value != earlier[name]]
    if not changed:
        return row
    corrected = [name for name in changed if name in ("given_names", "family_name", "born_on") and earlier[name]]
    if corrected and not says_something(reason):
        words = "Say why this is changed; the earlier value is kept with the reason."
        raise Refused({name: words for name in corrected} | {"reason": words})
    if {"given_names", "family_name"} & set(corrected):
        keep_name(row.case, row.person_id, row, AliasKind.FORMER, on=on)
    Correction.objects.bulk_create(
        correction(row.case, row.person_id, name, earlier[name], changes[name], on=on, by=by, reason=tidy(reason))
        for name in corrected
    )
    was = row.full_name
    for name in changed:
        setattr(row, name, changes[name])
    _refuse_impossible(row, on)
    row.save(update_fields=changed)
    renamed(row, was, on=on, by=by)
    noted("relative.changed", row, fields=",".join(sorted(changed)))
    if _EVERYWHERE & set(changed):
        keep_search(row.case)
    if _READ_BY_RULES & set(changed):
        keep_duties(row.case)
    return row


@quietly
@transaction.atomic
def remove_relative(*, relative: Relative, why: str, on: date, by: Standing) -> Relative:
    """Takes away somebody who was recorded by mistake. The row stays, out of every list. Raises `Refused`."""
    require(by, "write", relative.case)
    refuse(why=None if says_something(why) else "Say why this person does not belong here.")
    if relative.removed_on is not None:
        raise NoSuchRecord
    relative.removed_on, relative.removed_why = on, tidy(why)[:250]
    relative.save(update_fields=["removed_on", "removed_why"])
    noted("relative.removed", relative)
    keep_search(relative.case)
    keep_duties(relative.case)
    return relative


def _tidied(said: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(said) - set(FIELDS))
    if unknown:
        raise TypeError(f"a relative has no {', '.join(unknown)}; there are {', '.join(FIELDS)}")
    return {name: tidy(value) if name in _NAMES else value for name, value in said.items()}


def _refuse_impossible(row: Relative, on: date) -> None:
    child = Child.objects.filter(case=row.case).first()
    if child is None:
        raise Refused({"case": "Only a child's case has people around the child; open the child's record."})
    refuse(
        relation=None if row.relation in Relation.values else f"The relations are {', '.join(Relation.values)}.",
        sex=None if row.sex in Sex.values else f"The codes are {', '.join(Sex.values)}.",
        born_on=birth_fault(row.born_on, on, OLDEST_PERSON) or _older_than_parent(row, child),
        expected_on=expected_fault(row.expected_on, on),
        died_on=death_fault(row.born_on, row.died_on, on),
        person_id="This is the child of the record; record somebody else."
        if row.person_id == child.person_id
        else None,
        **_impossible_with_child(row),
        **{n: f"At most {LONGEST_NAME} characters." for n in _NAMES if len(getattr(row, n)) > LONGEST_NAME},
    )


def _older_than_parent(row: Relative, child: Child) -> str | None:
    born = child.born_on or child.expected_on
    if row.relation in _PARENTS and row.born_on and born and row.born_on >= born:
        return "A mother or father cannot be born after the child; check both dates."
    return None


def _impossible_with_child(row: Relative) -> dict[str, str | None]:
    unnamed = not (row.given_names or row.family_name)
    return {
        "parental_responsibility": "Parental responsibility belongs to somebody with a name; give the name, or leave "
        "this open." if row.parental_responsibility and unnamed else None,
        "lives_with_child": "Somebody who has died does not live with the child; change one of the two."
        if row.lives_with_child and row.died_on else None,
        "to_be_invited": "Somebody who has died is not invited; change one of the two."
        if row.to_be_invited and row.died_on else None,
    }  # fmt: skip
