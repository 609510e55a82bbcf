"""Changing who sees what. Every change is decided, written and recorded in one transaction."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from quorate.access.denying import (
    declare_conflict,
    declare_own_conflict,
    exclude,
    lift_exclusion,
    lift_restriction,
    list_on_restricted,
    restrict,
    withdraw_conflict,
)
from quorate.access.emergencies import break_glass, end_break_glass, review_break_glass
from quorate.access.granting import attest, end_grant, end_grant_at_once, grant, reading_ends_after_signing
from quorate.access.labelling import (
    AlreadyAnswered,
    SecondPersonNeeded,
    agree_to_label,
    ask_for_label,
    change_label,
    label_text,
    refuse_label,
    text_to_write,
    withdraw_label_request,
)
from quorate.access.models import CaseKind, ProtectedCase
from quorate.access.permissions import require
from quorate.access.roles import ROLES
from quorate.access.standing import Standing
from quorate.audit.services import record

__all__ = [
    "AlreadyAnswered",
    "SecondPersonNeeded",
    "agree_to_label",
    "ask_for_label",
    "attest",
    "break_glass",
    "change_label",
    "declare_conflict",
    "declare_own_conflict",
    "end_break_glass",
    "end_grant",
    "end_grant_at_once",
    "exclude",
    "grant",
    "label_text",
    "lift_exclusion",
    "lift_restriction",
    "list_on_restricted",
    "protect_case",
    "refuse_label",
    "restrict",
    "review_break_glass",
    "sign_case",
    "text_to_write",
    "withdraw_conflict",
    "withdraw_label_request",
]


@transaction.atomic
def protect_case(
    *,
    kind: str,
    by: Standing,
    as_role: str | None = None,
    why: str = "founded the case",
    begins_on: date | None = None,
    restricted: bool = False,
) -> ProtectedCase:
    """Makes the handle of a case or conference.

    With `as_role` the founder is granted it at once, from `begins_on`; without, grant it to somebody before the
    transaction ends, or nobody sees it. Raises `NotAllowed`.
    """
    from quorate.access.moments import today

    require(by, "open_case")
    case = ProtectedCase(authority_id=by.authority_id, kind=CaseKind(kind), founded_by=by.user_id, restricted=False)
    case.save(force_insert=True)
    record(
        action="access.case-protected", subject_kind="case", subject_id=case.id, case_id=case.id,
        facts={"kind": kind, "restricted": restricted},
    )  # fmt: skip
    if as_role is not None:
        grant(
            case=case, user_id=by.user_id, as_role=as_role, begins_on=begins_on or today(), why=why,
            agency_id=by.agency_id, attested_on=today() if ROLES[as_role].attest_days else None, by=by,
        )  # fmt: skip
    if restricted:
        restrict(case=case, listed=(), by=by)
    return case


@transaction.atomic
def sign_case(*, case: ProtectedCase, at: datetime, by: Standing) -> ProtectedCase:
    """Freezes the record at an instant. Minute-takers go on reading it for 20 working days."""
    require(by, "sign", case)
    record(action="access.case-signed", subject_kind="case", subject_id=case.id, case_id=case.id)
    reading_ends_after_signing(case=case, signed_on=timezone.localtime(at).date(), by=by)
    case.signed_at = at
    case.save(update_fields=["signed_at"])
    return case
