"""The addresses on the page of a request's people: how each stands on the record, and where one may be opened.

The page protects and never opens: an address is opened on its own page, one at a time, with a reason.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from quorate.access.permissions import may
from quorate.cases.models import Address, Protection
from quorate.conferences.models import ConferenceRequest
from quorate.web.conferences.opening import OpenConference

Standing = Mapping[UUID, list[Address]]


@dataclass(frozen=True, slots=True)
class KeptOut:
    """An address that no letter and no paper shows: its kind, whether somebody protected it, where it is opened ("" for
    who may not), and by what the button that leads there names it."""

    kind: str
    is_protected: bool
    href: str
    key: str = ""


def standing_addresses(found: OpenConference, people: Collection[UUID]) -> dict[UUID, list[Address]]:
    """The addresses of these people that have no end, in all the children's cases: person → rows."""
    rows = Address.objects.filter(case_id__in=found.case_ids, person_id__in=people, ends_on__isnull=True)
    said: dict[UUID, list[Address]] = {}
    for one in rows.select_related("case").order_by("kind", "id"):
        said.setdefault(one.person_id, []).append(one)
    return said


def hold_still(found: OpenConference, asked: ConferenceRequest, people: Collection[UUID]) -> None:
    """The request as it stands now; it and the addresses wait until this transaction ends."""
    asked.refresh_from_db(
        fields=["answers", "parts"], from_queryset=ConferenceRequest.objects.select_for_update(of=("self",))
    )
    rows = Address.objects.filter(case_id__in=found.case_ids, person_id__in=people, ends_on__isnull=True)
    # Those that the reader may not change are not held, and not changed by this page either.
    list(rows.select_for_update(of=("self",)).order_by("id").values_list("id", flat=True))


def confidential(addresses: Collection[Address]) -> str:
    """How the record answers whether somebody's address is confidential; "" where nobody has said."""
    protections = {one.protection for one in addresses}
    if Protection.PROTECTED in protections:
        return "yes"
    return "no" if protections == {Protection.OPEN} else ""


def kept_out(found: OpenConference, standing: Standing) -> dict[str, list[KeptOut]]:
    """Whose addresses are kept out of every letter and paper: person → each of them."""
    rows = [one for of_one in standing.values() for one in of_one if one.counts_as_protected]
    writes = {case.pk: may(found.standing, "write", case) for case in {one.case_id: one.case for one in rows}.values()}
    back = urlencode({"next": reverse("conference_request_people", args=[found.ref])}, safe="/")
    said: dict[str, list[KeptOut]] = {}
    for one in rows:
        its_own = reverse("address_protection", args=[one.case.ref, one.pk])
        href = f"{its_own}?{back}" if writes[one.case_id] else ""
        is_protected = one.protection == Protection.PROTECTED
        kept = KeptOut(str(one.get_kind_display()), is_protected, href, str(one.pk))
        said.setdefault(str(one.person_id), []).append(kept)
    return said


def asked_to_open(kept: Mapping[str, Collection[KeptOut]], key: str) -> str:
    """Where the address is opened whose button was pressed; "" where it was another button, and for who opens none."""
    return next((one.href for of_one in kept.values() for one in of_one if key and one.key == key), "")


def what_becomes_of(kept: Collection[KeptOut]) -> str:
    """What is said to whoever said that these addresses may be told: a page is promised to those alone who open one."""
    if any(one.href for one in kept):
        return "Saved. An address that is kept out is opened on its own page, one at a time, with a reason."
    return "Saved. The address stays kept out of every letter and paper: you may not open it in the child’s record."


def where_to_open(found: OpenConference, kept: Collection[KeptOut]) -> str | None:
    """Where to go on when somebody said that these addresses may be told: to the one that is kept out, or to the list
    where there are several; None where the reader opens none of them."""
    if not any(one.href for one in kept):
        return None
    alone = next(iter(kept)).href if len(kept) == 1 else ""
    return alone or reverse("conference_request_people", args=[found.ref])
