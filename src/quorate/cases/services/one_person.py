"""Two records of one adult become one human: nothing is moved, and what stands on either holds for both."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from quorate.access.models import ProtectedCase
from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.models import Child, Relative, SamePerson
from quorate.cases.one_person import agree, all_of
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.putting_right import reason_of


@quietly
@transaction.atomic
def join_people(
    *, relative: Relative, other: Relative, reason: str, on: date, at: datetime, by: Standing
) -> SamePerson:
    """Two people around children are found to be one human. Needs writing in both records.

    `at` is the instant, by the clock that decisions are dated by: what is decided after it is decided about the human.

    Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", relative.case)
    require(by, "write", other.case)
    words = reason_of(reason)
    refuse(other=_why_not(relative, other))
    made = SamePerson(
        case=relative.case, other_case=other.case, authority_id=relative.authority_id, person_id=relative.person_id,
        same_as=other.person_id, joined_on=on, joined_at=at, joined_by=by.user_id, reason=words,
    )  # fmt: skip
    made.save(force_insert=True)
    _noted("person.records-joined", made, {relative.case, other.case})
    return made


@quietly
@transaction.atomic
def part_people(*, joined: SamePerson, reason: str, on: date, by: Standing) -> SamePerson:
    """They are two people after all: what was decided about one holds for that one alone. Raises `Refused`."""
    require(by, "write", joined.case)
    require(by, "write", joined.other_case)
    words = reason_of(reason)
    rows = SamePerson.objects.filter(pk=joined.pk, undone_on__isnull=True)
    if not rows.update(undone_on=on, undone_by=by.user_id, undone_why=words):
        raise Refused({"": "They have been parted already; there is nothing to do."})
    _noted("person.records-parted", joined, {joined.case, joined.other_case})
    return joined


def _why_not(relative: Relative, other: Relative) -> str | None:
    if relative.person_id == other.person_id or other.person_id in all_of([relative.person_id]):
        return "These are known to be the same person already."
    if relative.removed_on or other.removed_on:
        return "One of them was taken out of the record as a mistake."
    if Child.objects.filter(person_id__in=[relative.person_id, other.person_id]).exists():
        return "A child with a record of their own is joined by that record; open it and join the two records."
    if not agree(relative.born_on, other.born_on):
        return "The two dates of birth differ; correct the wrong one first, so that it is surely one person."
    return None


def _noted(action: str, row: SamePerson, cases: set[ProtectedCase]) -> None:
    for case in cases:
        record(action=action, subject_kind="sameperson", subject_id=row.pk, case_id=case.pk)
