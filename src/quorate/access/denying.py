"""Keeping people out: conflicts of interest, exclusions, restricted cases. Deny beats allow."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from quorate.access.models import Conflict, ConflictKind, Exclusion, ProtectedCase, Restriction
from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.audit.services import record


@transaction.atomic
def declare_own_conflict(*, ref: str, kind: str, by: Standing) -> None:
    """A user says that they know the family of the case with this reference; from then on it is hidden from them.

    Silent: the answer is the same whether such a case exists or not.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_declare_own_conflict(%s, %s)", [ref, ConflictKind(kind)])
    record(
        action="access.conflict-declared", subject_kind="user", subject_id=by.user_id,
        facts={"source": "user", "kind": kind},
    )  # fmt: skip


@transaction.atomic
def declare_conflict(*, case: ProtectedCase, user_id: UUID, kind: str, by: Standing) -> Conflict:
    """The people of a case keep out somebody who knows the family. That person is not told, nor can find out."""
    require(by, "declare_conflict", case)
    record(
        action="access.conflict-declared", subject_kind="user", subject_id=user_id, case_id=case.id,
        facts={"source": "case", "kind": kind},
    )  # fmt: skip
    declared = Conflict(
        case=case, authority_id=case.authority_id, user_id=user_id, kind=ConflictKind(kind), declared_by=by.user_id
    )
    declared.save(force_insert=True)
    return declared


@transaction.atomic
def withdraw_conflict(*, conflict: Conflict, by: Standing) -> Conflict:
    """Takes back a conflict of interest: by the people of the case, never by the person concerned."""
    require(by, "declare_conflict", conflict.case)
    conflict.withdrawn_at, conflict.withdrawn_by = timezone.now(), by.user_id
    conflict.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(
        action="access.conflict-withdrawn", subject_kind="conflict", subject_id=conflict.id, case_id=conflict.case_id
    )
    return conflict


@transaction.atomic
def exclude(*, case: ProtectedCase, user_id: UUID, on: date, by: Standing) -> Exclusion:
    """The chair keeps a person out, from this day until the exclusion is lifted; it never lapses by itself."""
    require(by, "decide_exclusion", case)
    made = Exclusion(case=case, authority_id=case.authority_id, user_id=user_id, decided_by=by.user_id, decided_on=on)
    made.save(force_insert=True)
    record(
        action="access.excluded", subject_kind="exclusion", subject_id=made.id, case_id=case.id,
        facts={"person": user_id},
    )  # fmt: skip
    return made


@transaction.atomic
def lift_exclusion(*, exclusion: Exclusion, on: date, by: Standing) -> Exclusion:
    """The chair lets an excluded person back in."""
    require(by, "decide_exclusion", exclusion.case)
    exclusion.lifted_on, exclusion.lifted_by = on, by.user_id
    exclusion.save(update_fields=["lifted_on", "lifted_by"])
    record(
        action="access.exclusion-lifted", subject_kind="exclusion", subject_id=exclusion.id,
        case_id=exclusion.case_id, facts={"person": exclusion.user_id},
    )  # fmt: skip
    return exclusion


@transaction.atomic
def restrict(*, case: ProtectedCase, listed: Iterable[UUID], by: Standing) -> ProtectedCase:
    """Hides a case from everybody but those listed and the person who restricts it."""
    require(by, "restrict", case)
    people = {*listed, by.user_id}
    for user_id in sorted(people):
        list_on_restricted(case=case, user_id=user_id, by=by)
    case.restricted = True
    case.save(update_fields=["restricted"])
    record(action="access.restricted", subject_kind="case", subject_id=case.id, case_id=case.id)
    return case


@transaction.atomic
def list_on_restricted(*, case: ProtectedCase, user_id: UUID, by: Standing) -> Restriction:
    """Puts one person on the list of a restricted case. A grant is needed as well."""
    require(by, "restrict", case)
    listed, _ = Restriction.objects.get_or_create(
        case=case, user_id=user_id, defaults={"authority_id": case.authority_id, "listed_by": by.user_id}
    )
    record(
        action="access.listed-on-restricted", subject_kind="case", subject_id=case.id, case_id=case.id,
        facts={"person": user_id},
    )  # fmt: skip
    return listed


@transaction.atomic
def lift_restriction(*, case: ProtectedCase, by: Standing) -> ProtectedCase:
    """Makes a restricted case an ordinary one; its list is kept for a next time."""
    require(by, "restrict", case)
    case.restricted = False
    case.save(update_fields=["restricted"])
    record(action="access.restriction-lifted", subject_kind="case", subject_id=case.id, case_id=case.id)
    return case
