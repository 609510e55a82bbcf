"""Telephone numbers, e-mail and post: sealed like addresses, verified, safe or not, until when."""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from quorate.access.models import ProtectedCase
from quorate.access.permissions import NoSuchRecord, require
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.details import says_something, tidy
from quorate.cases.models import ContactWay, ContactWayKind, ContactWayWords, VerifiedHow
from quorate.cases.refusals import quietly, refuse
from quorate.cases.sealing import CONTACT_WAY
from quorate.cases.services.addresses import require_reason
from quorate.cases.services.writing import noted, require_somebody

_PHONE: Final = re.compile(r"\+?[0-9][0-9 ()-]{6,22}[0-9]")


@quietly
@transaction.atomic
def add_contact_way(
    *, case: ProtectedCase, person_id: UUID, kind: str, value: str, on: date, by: Standing
) -> ContactWay:
    """Records how somebody can be reached. Nobody has said yet whether it is safe, so it is not used until verified.

    Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", case)
    require_somebody(case, person_id)
    plain = tidy(value)
    refuse(
        kind=None if kind in ContactWayKind.values else f"The kinds are {', '.join(ContactWayKind.values)}.",
        value=_fault(kind, plain),
    )
    way = ContactWay(case=case, authority_id=case.authority_id, person_id=person_id, kind=kind, added_on=on)
    way.save(force_insert=True)
    ContactWayWords(
        contact_way=way, case=case, authority_id=case.authority_id, sealed=CONTACT_WAY.sealed(plain, way.id)
    ).save(force_insert=True)
    noted("contact-way.added", way, kind=str(kind))
    return way


@quietly
@transaction.atomic
def verify_contact_way(
    *, way: ContactWay, how: str, safe: bool, on: date, by: Standing, safe_until: date | None = None
) -> ContactWay:
    """Says how one made sure that it reaches the right person, and whether it is safe to use, until when.

    Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", way.case)
    refuse(
        how=None if how in VerifiedHow.values else f"Say how: {', '.join(VerifiedHow.values)}.",
        safe_until="It is not safe, so there is no day until which it is; take the day out."
        if safe_until and not safe
        else "This day has passed; give a later one, or leave it open."
        if safe_until and safe_until < on
        else None,
    )
    way.verified_on, way.verified_how, way.verified_by = on, how, by.user_id
    way.safe, way.safe_until = safe, safe_until
    way.save(update_fields=["verified_on", "verified_how", "verified_by", "safe", "safe_until"])
    noted("contact-way.verified", way, safe=safe, until=safe_until)
    return way


@quietly
@transaction.atomic
def end_contact_way(*, way: ContactWay, on: date, by: Standing) -> ContactWay:
    """It is not used any more after this day."""
    require(by, "write", way.case)
    way.ended_on = on
    way.save(update_fields=["ended_on"])
    noted("contact-way.ended", way)
    return way


@quietly
@transaction.atomic
def reveal_contact_way(*, way: ContactWay, reason_code: str, by: Standing, through: ProtectedCase | None = None) -> str:
    """Reads one number or address; the trail says who, when and why. Raises `Refused`, `NotAllowed`, `Broken`.

    `through` is the conference by which whoever arranges it reaches the way: the office holds the conference, not the
    child's own case.
    """
    require(by, "reveal_contact", through or way.case)
    require_reason(reason_code)
    record(
        action="contact.revealed", subject_kind="contactway", subject_id=way.id, case_id=way.case_id,
        facts={"reason_code": reason_code},
    )  # fmt: skip
    sealed = ContactWayWords.objects.filter(contact_way=way).values_list("sealed", flat=True).first()
    if sealed is None:
        raise NoSuchRecord
    return CONTACT_WAY.opened(sealed, way.id)


def _fault(kind: str, value: str) -> str | None:
    if not says_something(value):
        return "Write the number or address."
    if kind == ContactWayKind.PHONE and not _PHONE.fullmatch(value):
        return "This is not a telephone number; write its digits, with spaces if you like."
    if kind == ContactWayKind.EMAIL:
        try:
            validate_email(value)
        except ValidationError:
            return "This is not an e-mail address; it needs one @ and what stands before and after it."
    return None
