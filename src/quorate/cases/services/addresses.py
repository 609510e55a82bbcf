"""Addresses: sealed when they are written, read one by one, each reading recorded with its reason."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.db import transaction

from quorate.access.models import ProtectedCase
from quorate.access.permissions import NoSuchRecord, require
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.details import postcode_fault, says_something, tidied_postcode, tidy
from quorate.cases.models import Address, AddressKind, AddressWords, Child, OpeningReason, Protection, Relative
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.sealing import ADDRESS
from quorate.cases.services.writing import noted, require_somebody

REVEAL_REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "visit": "To visit the child or family",
        "send_papers": "To send papers or a letter",
        "arrange_meeting": "To arrange a meeting, transport or an interpreter",
        "check_record": "To check that the record is right",
        "police_or_court": "The police or a court asks for it",
        "child_at_risk_now": "A child is at risk of harm now",
    }
)
"""Why somebody reads a sealed address or number; the code stands in the trail."""

OPENING_REASONS: Final[Mapping[str, str]] = MappingProxyType({one.value: str(one.label) for one in OpeningReason})
"""Why an address stops being protected."""


@dataclass(frozen=True, repr=False)
class AddressLines:
    """An address in the clear, for the moment of reading. Its repr shows nothing."""

    lines: tuple[str, ...]
    postcode: str

    def __repr__(self) -> str:
        return "AddressLines(…)"

    __str__ = __repr__

    @property
    def all_lines(self) -> tuple[str, ...]:
        """The lines with the postcode last."""
        return (*self.lines, self.postcode) if self.postcode else self.lines


@quietly
@transaction.atomic
def add_address(
    *,
    case: ProtectedCase,
    person_id: UUID,
    kind: str,
    lines: Sequence[str],
    on: date,
    by: Standing,
    postcode: str = "",
    protection: str = Protection.UNKNOWN,
    begins_on: date | None = None,
    ends_on: date | None = None,
) -> Address:
    """Records where the child or somebody around them lives, goes to school, is seen by a doctor.

    The words are sealed at once; protection that nobody has said is unknown and counts as protected (LEI-104).
    Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", case)
    require_somebody(case, person_id)
    words = tuple(line for line in map(tidy, lines) if line)
    refuse(postcode=postcode_fault(postcode), begins_on=_not_yet(kind, begins_on, on))
    _refuse_impossible(case, person_id, kind, words, protection, begins_on, ends_on)
    _one_at_a_time(case, person_id, kind, ends_on)
    address = Address(
        case=case, authority_id=case.authority_id, person_id=person_id, kind=kind, begins_on=begins_on,
        ends_on=ends_on, protection=protection, added_on=on,
    )  # fmt: skip
    address.save(force_insert=True)
    plain = json.dumps({"lines": words, "postcode": tidied_postcode(postcode)}, ensure_ascii=False)
    AddressWords(
        address=address, case=case, authority_id=case.authority_id, sealed=ADDRESS.sealed(plain, address.id)
    ).save(force_insert=True)
    noted("address.added", address, kind=str(kind), protection=str(protection))
    return address


@quietly
@transaction.atomic
def end_address(*, address: Address, ends_on: date, by: Standing) -> Address:
    """Says until when somebody lived there; the address stays, sealed as it was. Raises `Refused`."""
    require(by, "write", address.case)
    refuse(
        ends_on="The end is before the beginning; check both dates."
        if address.begins_on and ends_on < address.begins_on
        else None
    )
    address.ends_on = ends_on
    address.save(update_fields=["ends_on"])
    noted("address.ended", address, ends_on=ends_on)
    return address


@quietly
@transaction.atomic
def change_protection(*, address: Address, protection: str, by: Standing, reason_code: str = "") -> Address:
    """Says whether an address may be told. To open one needs a reason of `OPENING_REASONS`. Raises `Refused`."""
    require(by, "write", address.case)
    # As it stands now, held until this is saved: what was read a while ago may have been protected since.
    address.refresh_from_db(
        fields=["protection", "opened_because"], from_queryset=Address.objects.select_for_update(of=("self",))
    )
    opens = protection == Protection.OPEN and address.protection != Protection.OPEN
    refuse(
        protection=None if protection in Protection.values else f"Say {', '.join(Protection.values)}.",
        reason_code="Say why it need not be protected any more."
        if opens and reason_code not in OPENING_REASONS
        else None,
    )
    before, address.protection = address.protection, protection
    if opens or protection != Protection.OPEN:
        address.opened_because = reason_code if opens else ""
    address.save(update_fields=["protection", "opened_because"])
    record(
        action="address.protection-changed", subject_kind="address", subject_id=address.id, case_id=address.case_id,
        reason=reason_code if opens else "", facts={"from": str(before), "to": str(protection)},
    )  # fmt: skip
    return address


@quietly
@transaction.atomic
def reveal_address(*, address: Address, reason_code: str, by: Standing) -> AddressLines:
    """Reads one address, for who may reveal contacts in this case; the trail says who, when and why.

    Raises `Refused`, `NotAllowed`, and `sealing.Broken` where it does not open: never an empty address.
    """
    require(by, "reveal_contact", address.case)
    require_reason(reason_code)
    record(
        action="contact.revealed", subject_kind="address", subject_id=address.id, case_id=address.case_id,
        facts={"reason_code": reason_code},
    )  # fmt: skip
    sealed = AddressWords.objects.filter(address=address).values_list("sealed", flat=True).first()
    if sealed is None:
        raise NoSuchRecord
    plain = json.loads(ADDRESS.opened(sealed, address.id))
    return AddressLines(tuple(plain["lines"]), plain["postcode"])


def require_reason(reason_code: str) -> None:
    """Passes for a reason of the list. Raises `Refused`."""
    if reason_code not in REVEAL_REASONS:
        raise Refused({"reason_code": "Say why you need to read this; it is recorded with your name."})


def _refuse_impossible(
    case: ProtectedCase,
    person_id: UUID,
    kind: str,
    words: tuple[str, ...],
    protection: str,
    begins_on: date | None,
    ends_on: date | None,
) -> None:
    refuse(
        lines=None if any(map(says_something, words)) else "Write the address, at least one line.",
        kind=None if kind in AddressKind.values else f"The kinds are {', '.join(AddressKind.values)}.",
        protection=None if protection in Protection.values else f"Say {', '.join(Protection.values)}.",
        ends_on="The end is before the beginning; check both dates."
        if begins_on and ends_on and ends_on < begins_on else None,
        begins_on=_before_birth(case, person_id, begins_on),
    )  # fmt: skip


def _before_birth(case: ProtectedCase, person_id: UUID, begins_on: date | None) -> str | None:
    if begins_on is None:
        return None
    for model in (Child, Relative):
        born: date | None = (
            model.objects.filter(case=case, person_id=person_id).values_list("born_on", flat=True).first()
        )
        if born is not None and begins_on < born:
            return "Nobody lives anywhere before they are born; check the date, or leave it open."
    return None


_ONE: Final[Mapping[str, str]] = MappingProxyType(
    {
        AddressKind.HOME: "This person has a home without an end already; end that one first, or record this one as "
        "staying at present.",
        AddressKind.CURRENT: "This person stays somewhere at present already; end that stay first.",
    }
)
"""Of which kinds there is one at a time, and what is said to a second."""


def _one_at_a_time(case: ProtectedCase, person_id: UUID, kind: str, ends_on: date | None) -> None:
    if kind not in _ONE or ends_on is not None:
        return
    if Address.objects.filter(case=case, person_id=person_id, kind=kind, ends_on__isnull=True).exists():
        raise Refused({"kind": _ONE[kind]})


def _not_yet(kind: str, begins_on: date | None, on: date) -> str | None:
    """Where somebody lives or stays, or has lived, has begun; a placement or a school may be arranged before."""
    if kind not in (*_ONE, AddressKind.PREVIOUS) or begins_on is None or begins_on <= on:
        return None
    return "This day has not come yet; check the date, or record the address when they are there."
