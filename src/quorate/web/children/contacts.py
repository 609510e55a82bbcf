"""Addresses and ways of reaching people: adding them, and revealing one at a time, with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quorate.access.permissions import NoSuchRecord, require
from quorate.web.accounts.posted import posted
from quorate.web.children.changes import _opened, _there, _who, shown_and_sent
from quorate.web.children.changing import fill_in
from quorate.web.children.parts import NAMES
from quorate.web.packs import today
from quorate.web.pages import page
from quorate.web.permissions import needs


@needs("write")
@shown_and_sent
def address_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Record an address of the child or of somebody around it; it is sealed at once."""
    from quorate.cases.services import add_address
    from quorate.web.children.forms import AddressForm

    found = _opened(request, ref, NAMES)
    form = AddressForm(posted(request), people=_who(found), initial={"protection": "unknown"})

    def add(said: Mapping[str, Any]) -> None:
        add_address(
            case=found.case, person_id=UUID(said["person"]), kind=said["kind"], lines=said["lines"].splitlines(),
            postcode=said["postcode"], protection=said["protection"], begins_on=said["begins_on"], on=today(),
            by=found.standing,
        )  # fmt: skip

    return fill_in(
        request, form, add, title="Add an address", then=_there(found, "child_family"), found=found,
        explains="The words are sealed as soon as you save. From then on each look at them is recorded.",
        fields={"person_id": "person", "ends_on": "begins_on"},
    )  # fmt: skip


@needs("write")
@shown_and_sent
def contact_way_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Record a number or address to reach somebody by, and whether it is safe to use."""
    from quorate.cases.services import add_contact_way, verify_contact_way
    from quorate.web.children.forms import ContactWayForm
    from quorate.web.children.forms import said as yes_or_no

    found = _opened(request, ref, NAMES)

    def add(said: Mapping[str, Any]) -> None:
        way = add_contact_way(
            case=found.case, person_id=UUID(said["person"]), kind=said["kind"], value=said["value"], on=today(),
            by=found.standing,
        )  # fmt: skip
        safe = yes_or_no(said["safe"])
        if said["verified_how"] and safe is not None:
            verify_contact_way(
                way=way,
                how=said["verified_how"],
                safe=safe,
                safe_until=said["safe_until"],
                on=today(),
                by=found.standing,
            )

    return fill_in(
        request, ContactWayForm(posted(request), people=_who(found)), add, title="Add a telephone number or e-mail",
        then=_there(found, "child_family"), found=found,
        explains="It is used only when somebody has checked that it reaches the right person, and that it is safe.",
        fields={"person_id": "person", "how": "verified_how"},
    )  # fmt: skip


@needs("reveal_contact")
@shown_and_sent
def address_reveal(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Show one address for one look, after a reason: a POST, recorded in the same transaction."""
    from quorate.cases.models import Address
    from quorate.cases.services import reveal_address

    found = _to_reveal(request, ref)
    one = Address.objects.filter(pk=key, case=found.case).first()
    if one is None:
        raise NoSuchRecord

    def words(reason: str) -> str:
        return "\n".join(reveal_address(address=one, reason_code=reason, by=found.standing).all_lines)

    return _revealing(request, found, one, "Reveal an address", words)


@needs("reveal_contact")
@shown_and_sent
def contact_way_reveal(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Show one number or e-mail address for one look, after a reason."""
    from quorate.cases.models import ContactWay
    from quorate.cases.services import reveal_contact_way

    found = _to_reveal(request, ref)
    one = ContactWay.objects.filter(pk=key, case=found.case).first()
    if one is None:
        raise NoSuchRecord

    def words(reason: str) -> str:
        return reveal_contact_way(way=one, reason_code=reason, by=found.standing)

    return _revealing(request, found, one, "Reveal a way of contact", words)


def _to_reveal(request: HttpRequest, ref: str) -> Any:
    from quorate.web.children.opening import opened

    found = opened(request, ref, "contact", NAMES)
    if "reveal_contact" not in found.can:
        require(found.standing, "reveal_contact", found.case)
    return found


def _revealing(request: HttpRequest, found: Any, one: Any, title: str, words: Any) -> HttpResponse:
    from quorate.web.children.forms import RevealForm

    form = RevealForm(posted(request))
    whose = next((name for key, name in _who(found) if key == str(one.person_id)), "Somebody")
    if request.method == "POST" and form.is_valid():
        return _shown(request, found, one, whose, words(form.cleaned_data["reason"]))
    return fill_in(
        request, form, lambda said: None, title=title, then=_there(found), found=found, button="Show it once",
        explains=f"{one.get_kind_display()} of {whose}. It is recorded that you looked, when, and why.",
    )  # fmt: skip


def _shown(request: HttpRequest, found: Any, one: Any, whose: str, revealed: str) -> HttpResponse:
    from quorate.web.children.people import name_of

    return page(
        request, "child_revealed.html", title="Shown once", place="children", back=_there(found), whose=whose,
        kind=one.get_kind_display(), revealed=revealed, child_name=name_of(found.child),
    )  # fmt: skip


@needs("grant_access")
@require_http_methods(["GET", "POST"])
def child_allocate(request: HttpRequest, ref: str) -> HttpResponse:
    """Let a person or a team work with the child."""
    from quorate.cases.services import Holder
    from quorate.cases.services.allocating import allocate
    from quorate.web.children.allocating import holders, roles
    from quorate.web.children.forms import AllocateForm
    from quorate.web.children.opening import opened

    found = opened(request, ref, "form")
    if "grant_access" not in found.can:
        require(found.standing, "grant_access", found.case)
    teams, people = holders(found.standing, on=today())
    form = AllocateForm(
        posted(request), holders=[("Teams", list(teams.items())), ("People", list(people.items()))],
        roles=roles(), initial={"begins_on": today()},
    )  # fmt: skip

    def give(said: Mapping[str, Any]) -> None:
        what, _, key = said["holder"].partition(":")
        to = Holder(
            said["role"],
            user_id=UUID(key) if what == "user" else None,
            team_id=UUID(key) if what == "team" else None,
            why=said["why"],
        )
        allocate(case=found.case, to=to, begins_on=said["begins_on"], by=found.standing)

    return fill_in(
        request, form, give, title="Allocate", then=reverse("child", args=[found.ref]), found=found, button="Allocate",
        explains="They see the record, and the child’s conferences, from the first day on. What is due of their role "
        "stands in their work at once. To hand a child on, open whoever works with it now.",
    )  # fmt: skip
