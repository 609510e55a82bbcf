"""Founding the cases of children: one by hand, hundreds by a file, in the same few statements."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from quorate.access.denying import restrict
from quorate.access.granting import NoSuchRole
from quorate.access.models import CaseKind, Grant, ProtectedCase
from quorate.access.permissions import require
from quorate.access.roles import ROLES
from quorate.access.standing import Standing
from quorate.audit.services import Entry, record_many
from quorate.cases.bulk import insert_many
from quorate.cases.details import FIELDS, NewChild, faults, tidied
from quorate.cases.models import Child, ExpectedDate
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.writing import keep_search


@dataclass(frozen=True, slots=True)
class Holder:
    """To whom a new case is given: a team or one person, in a role, and why (shown to who sees who has access)."""

    as_role: str
    team_id: UUID | None = None
    user_id: UUID | None = None
    why: str = "Allocated"


class NobodyHolds(ValueError):
    """A case was to be founded for nobody: no one would ever see it."""


@quietly
@transaction.atomic
def add_child(
    *, by: Standing, on: date, to: Iterable[Holder] = (), restricted: bool = False, source: str = "", **said: Any
) -> Child:
    """Begins the record of one child, born or not yet born, and gives the case to `to`.

    `said` are the fields of `details.NewChild`. Without `to` the founder holds the case in their own role. `source`
    is who said the expected date. Raises `Refused`, `NotAllowed`.
    """
    new = tidied(NewChild(**said))
    refuse(**faults(new, on=on))
    holders = tuple(to) or (Holder(by.role, user_id=by.user_id, why="Began the record"),)
    (child,) = found_children(many=[new], to=holders, on=on, by=by, source=source)
    if restricted:
        restrict(case=child.case, listed=[one.user_id for one in holders if one.user_id], by=by)
    keep_search(child.case)
    return child


@quietly
@transaction.atomic
def found_children(
    *,
    many: Sequence[NewChild],
    to: Iterable[Holder],
    on: date,
    by: Standing,
    source: str = "",
    import_id: UUID | None = None,
) -> list[Child]:
    """Founds the cases of many children at once: handles, grants, rows, trail, each in one statement.

    For imports: names may be missing; rows by which people are found by name are the caller's, and with `import_id` so
    is the entry that says the case came in (`case.imported` stands for both entries of a case begun by hand; who was
    given it is recorded here in any case). Gives the children in the order of `many`. Raises `Refused` (fields are
    "number.field", counted from 0), `NobodyHolds`, `NotAllowed`.
    """
    require(by, "open_case")
    holders = _usable(to)
    if not many:
        return []
    children = [tidied(new) for new in many]
    _refuse_all(children, on)
    cases = [ProtectedCase(authority_id=by.authority_id, kind=CaseKind.CASE, founded_by=by.user_id) for _ in children]
    grants = [_grant(case, holder, on, by) for case in cases for holder in holders]
    references = _references(by, len(children))
    rows = [_row(new, case, reference, on) for new, case, reference in zip(children, cases, references, strict=True)]
    _insert(cases)
    _insert(grants)
    _insert(rows)
    expected = [_expected(row, row.expected_on, on, by, source) for row in rows if row.expected_on is not None]
    ExpectedDate.objects.bulk_create(expected)
    granted = [_granted(grant) for grant in grants]
    record_many(granted if import_id else [*(_protected(case) for case in cases), *granted, *map(_added, rows)])
    return rows


def _usable(to: Iterable[Holder]) -> list[Holder]:
    holders = list(to)
    if not holders:
        raise NobodyHolds("Say to whom the cases are given: a team or a person, and in which role.")
    for one in holders:
        if one.as_role not in ROLES or not ROLES[one.as_role].does:
            raise NoSuchRole(f"A case cannot be granted as {one.as_role}.")
        if (one.team_id is None) == (one.user_id is None):
            raise NobodyHolds("A case is given either to a team or to a person.")
    return holders


def _refuse_all(children: Sequence[NewChild], on: date) -> None:
    found = {
        f"{number}.{name}" if len(children) > 1 else name: sentence
        for number, new in enumerate(children)
        for name, sentence in faults(new, on=on, named=False).items()
    }
    if found:
        raise Refused(found)


def _grant(case: ProtectedCase, holder: Holder, on: date, by: Standing) -> Grant:
    return Grant(
        case=case, authority_id=case.authority_id, user_id=holder.user_id, team_id=holder.team_id,
        as_role=holder.as_role, begins_on=on, why=holder.why, given_by=by.user_id,
        attested_on=on if ROLES[holder.as_role].attest_days else None,
    )  # fmt: skip


def _row(new: NewChild, case: ProtectedCase, reference: str, on: date) -> Child:
    said = {name: getattr(new, name) for name in FIELDS}
    said["disabilities"] = list(new.disabilities)
    said["sex"] = new.sex or "U"
    return Child(
        case=case, authority_id=case.authority_id, person_id=new.person_id or uuid.uuid4(), reference=reference,
        added_on=on, **said,
    )  # fmt: skip


def _references(by: Standing, how_many: int) -> list[str]:
    """Fresh references for the authority: its letters and a number that nobody else has."""
    letters = _letters(by.authority_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_child_number') FROM generate_series(1, %s)", [how_many])
        return [f"{letters}-{number:05d}" for (number,) in cursor.fetchall()]


def _letters(authority_id: UUID) -> str:
    """Three letters for people to know the authority by: of its pack's name."""
    from quorate.people.models import Authority

    pack = Authority.objects.values_list("pack", flat=True).get(pk=authority_id)
    return "".join(letter for letter in pack.upper() if letter.isalpha())[:3]


def _expected(row: Child, expected_on: date, on: date, by: Standing, source: str) -> ExpectedDate:
    return ExpectedDate(
        case=row.case, authority_id=row.authority_id, expected_on=expected_on, said_on=on, said_by=by.user_id,
        source=source,
    )  # fmt: skip


def _insert(rows: Sequence[Any]) -> None:
    """By Django where there are few; where there are many, its building of the statement costs more than running it."""
    if len(rows) > _MANY:
        insert_many(rows)
    else:
        type(rows[0])._default_manager.bulk_create(rows)


_MANY: Final = 50


def _protected(case: ProtectedCase) -> Entry:
    return Entry("access.case-protected", "case", case.id, case.id, {"kind": "case", "restricted": False})


def _granted(grant: Grant) -> Entry:
    facts = {"holder": grant.user_id or grant.team_id, "as_role": grant.as_role, "begins_on": grant.begins_on}
    return Entry("access.granted", "grant", grant.id, grant.case_id, facts | {"ends_on": None})


def _added(row: Child) -> Entry:
    return Entry("child.added", "child", row.id, row.case_id, {"unborn": row.is_unborn})
