"""How the people of a case are related to each other, and what is alleged of one of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction

from quorate.access.models import ProtectedCase
from quorate.access.permissions import require
from quorate.access.services import label_text
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.models import AllegedHarm, Kinship, KinshipKind, Relative
from quorate.cases.refusals import quietly, refuse
from quorate.cases.services.writing import noted, require_somebody

_EITHER_WAY: Final = (
    KinshipKind.PARTNER, KinshipKind.MARRIED, KinshipKind.SEPARATED, KinshipKind.DIVORCED, KinshipKind.SIBLING_OF,
    KinshipKind.TWIN_OF,
)  # fmt: skip

_PARENT: Final = (KinshipKind.PARENT_OF, KinshipKind.ADOPTIVE_PARENT_OF)


@quietly
@transaction.atomic
def add_kinship(
    *,
    case: ProtectedCase,
    a_person: UUID,
    kind: str,
    b_person: UUID,
    by: Standing,
    begins_on: date | None = None,
    ends_on: date | None = None,
) -> Kinship:
    """Records how the first person is related to the second: one line of the genogram. Raises `Refused`."""
    require(by, "write", case)
    require_somebody(case, a_person, "a_person")
    require_somebody(case, b_person, "b_person")
    refuse(
        kind=None if kind in KinshipKind.values else f"The kinds are {', '.join(KinshipKind.values)}.",
        b_person="Nobody is related to themselves; choose another person." if a_person == b_person else None,
        ends_on=_order(begins_on, ends_on),
    )
    if kind in _EITHER_WAY:
        a_person, b_person = sorted((a_person, b_person))
    _refuse_drawn(case, a_person, b_person, kind)
    row = Kinship(
        case=case, authority_id=case.authority_id, a_person=a_person, b_person=b_person, kind=kind,
        begins_on=begins_on, ends_on=ends_on,
    )  # fmt: skip
    row.save(force_insert=True)
    record(
        action="relative.changed", subject_kind="kinship", subject_id=row.id, case_id=case.id,
        facts={"fields": "kinship"},
    )  # fmt: skip
    return row


@quietly
@transaction.atomic
def end_kinship(*, kinship: Kinship, ends_on: date, by: Standing) -> Kinship:
    """Says until when people were related so (a separation). Raises `Refused`."""
    require(by, "write", kinship.case)
    refuse(ends_on=_order(kinship.begins_on, ends_on))
    kinship.ends_on = ends_on
    kinship.save(update_fields=["ends_on"])
    noted("relative.changed", kinship, fields="kinship")
    return kinship


@quietly
@transaction.atomic
def remove_kinship(*, kinship: Kinship, by: Standing) -> None:
    """Takes out a line that was drawn by mistake."""
    require(by, "write", kinship.case)
    noted("relative.changed", kinship, fields="kinship")
    kinship.delete()


@quietly
@transaction.atomic
def record_alleged_harm(
    *,
    relative: Relative,
    on: date,
    by: Standing,
    named_people: Iterable[UUID] = (),
    named_agencies: Iterable[UUID] = (),
) -> AllegedHarm:
    """Records that this person is alleged to have harmed the child: for readers of the closed part, and those named.

    Whoever records it is named. The trail of the case does not show it to the case's own people, only to the office
    that watches: an entry there would tell them.
    """
    require(by, "write", relative.case)
    text = label_text(
        case=relative.case, by=by, label="R", named_people=[by.user_id, *named_people], named_agencies=named_agencies
    )
    row = AllegedHarm(
        case=relative.case, authority_id=relative.authority_id, relative=relative, text=text, recorded_on=on,
        recorded_by=by.user_id,
    )  # fmt: skip
    row.save(force_insert=True)
    _unseen(row, withdrawn=False)
    return row


@quietly
@transaction.atomic
def withdraw_alleged_harm(*, alleged: AllegedHarm, on: date, by: Standing) -> AllegedHarm:
    """Takes an allegation back; the row stays for the closed part."""
    require(by, "write", alleged.case)
    alleged.withdrawn_on = on
    alleged.save(update_fields=["withdrawn_on"])
    _unseen(alleged, withdrawn=True)
    return alleged


def _refuse_drawn(case: ProtectedCase, a_person: UUID, b_person: UUID, kind: str) -> None:
    lines = Kinship.objects.filter(case=case)
    known = lines.filter(a_person=a_person, b_person=b_person, kind=kind).exists()
    turned = kind in _PARENT and lines.filter(a_person=b_person, b_person=a_person, kind__in=_PARENT).exists()
    refuse(
        kind="This is recorded already; end the earlier line first."
        if known
        else "The second is recorded as the first one's parent; take that line out first."
        if turned
        else None
    )


def _unseen(row: AllegedHarm, *, withdrawn: bool) -> None:
    record(
        action="alleged-harm.recorded", subject_kind="allegedharm", subject_id=row.id, facts={"withdrawn": withdrawn}
    )


def _order(begins_on: date | None, ends_on: date | None) -> str | None:
    if begins_on and ends_on and ends_on < begins_on:
        return "The end is before the beginning; check both dates."
    return None
