"""Putting a child's record right: what ended, what is protected, who is related, what is one child's in two records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from quorate.access.permissions import NoSuchRecord
from quorate.web.accounts.following import next_or
from quorate.web.accounts.posted import posted
from quorate.web.children.changes import _opened, _there, _who, shown_and_sent
from quorate.web.children.changing import fill_in
from quorate.web.children.parts import NAMES
from quorate.web.packs import today
from quorate.web.permissions import needs
from quorate.web.two_texts import held

Said = Mapping[str, Any]


def _one(model: type[Model], key: UUID, found: Any, **narrowed: Any) -> Any:
    """A row of the record that was opened. Raises NoSuchRecord."""
    row = model._default_manager.filter(pk=key, case=found.case, **narrowed).first()
    if row is None:
        raise NoSuchRecord
    return row


def _whose(found: Any, person_id: UUID) -> str:
    return next((name for key, name in _who(found) if key == str(person_id)), "Somebody")


@needs("write")
@shown_and_sent
def address_end(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Somebody lives there no more; the words stay sealed."""
    from quorate.cases.models import Address
    from quorate.cases.services import end_address
    from quorate.web.children.amending_forms import EndForm

    found = _opened(request, ref, NAMES)
    one = _one(Address, key, found, ends_on__isnull=True)
    return fill_in(
        request, EndForm(posted(request), initial={"ends_on": today()}),
        lambda said: end_address(address=one, ends_on=said["ends_on"], by=found.standing),
        title="An address ends", then=_there(found, "child_family"), found=found, button="End it",
        explains=f"{one.get_kind_display()} of {_whose(found, one.person_id)}. It stays in the record, sealed; "
        "nothing is sent there after its last day.",
    )  # fmt: skip


@needs("write")
@shown_and_sent
def address_protection(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Whether an address may be told to others; goes back to the request that led here (`next`), else to the family."""
    from quorate.cases.models import Address
    from quorate.cases.services import change_protection
    from quorate.web.children.amending_forms import ProtectionForm

    found = _opened(request, ref, NAMES)
    one = _one(Address, key, found)
    return fill_in(
        request, ProtectionForm(posted(request), initial={"protection": one.protection}),
        lambda said: change_protection(
            address=one, protection=said["protection"], reason_code=said["reason_code"], by=found.standing
        ),
        title="May an address be told?", then=next_or(request, "") or _there(found, "child_family"), found=found,
        holds=held(one, lambda: {"protection": one.protection}),
        explains=f"{one.get_kind_display()} of {_whose(found, one.person_id)}. As long as nobody has said, it is "
        "protected: no letter or page shows it.",
    )  # fmt: skip


@needs("write")
@shown_and_sent
def contact_way_verify(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """That a number or address reaches the right person, and whether it is safe."""
    from quorate.cases.models import ContactWay
    from quorate.cases.services import verify_contact_way
    from quorate.web.children.amending_forms import VerifyForm

    found = _opened(request, ref, NAMES)
    one = _one(ContactWay, key, found, ended_on__isnull=True)
    return fill_in(
        request, VerifyForm(posted(request)),
        lambda said: verify_contact_way(
            way=one, how=said["how"], safe=said["safe"] == "yes", safe_until=said["safe_until"], on=today(),
            by=found.standing,
        ),
        title="Check a way of contact", then=_there(found, "child_family"), found=found,
        explains=f"{one.get_kind_display()} of {_whose(found, one.person_id)}. Nothing is sent by it before it was "
        "checked and said to be safe.",
    )  # fmt: skip


@needs("write")
@shown_and_sent
def contact_way_end(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """A number or address is not used any more."""
    from quorate.cases.models import ContactWay
    from quorate.cases.services import end_contact_way
    from quorate.web.children.amending_forms import SureForm

    found = _opened(request, ref, NAMES)
    one = _one(ContactWay, key, found, ended_on__isnull=True)
    return fill_in(
        request, SureForm(posted(request)),
        lambda said: end_contact_way(way=one, on=today(), by=found.standing),
        title="Stop using a way of contact", then=_there(found, "child_family"), found=found, button="Stop using it",
        explains=f"{one.get_kind_display()} of {_whose(found, one.person_id)}. Nothing is sent there from now on.",
    )  # fmt: skip


@needs("write")
@shown_and_sent
def kinship_new(request: HttpRequest, ref: str) -> HttpResponse:
    """How two people are related: one line of the genogram."""
    from quorate.cases.services import add_kinship
    from quorate.web.children.amending_forms import KinshipForm

    found = _opened(request, ref, NAMES)

    def add(said: Said) -> None:
        add_kinship(
            case=found.case, a_person=UUID(said["a_person"]), kind=said["kind"], b_person=UUID(said["b_person"]),
            begins_on=said["begins_on"], by=found.standing,
        )  # fmt: skip

    return fill_in(
        request, KinshipForm(posted(request), people=_who(found)), add, title="How two people are related",
        then=_there(found, "child_family"), found=found,
        explains="Read it as a sentence: who, is what, of whom. The genogram is drawn from these.",
    )  # fmt: skip


@needs("write")
@shown_and_sent
def kinship_end(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Until when two people were related so."""
    from quorate.cases.models import Kinship
    from quorate.cases.services import end_kinship
    from quorate.web.children.amending_forms import EndForm

    found = _opened(request, ref, NAMES)
    one = _one(Kinship, key, found)
    return fill_in(
        request, EndForm(posted(request), initial={"ends_on": one.ends_on or today()}),
        lambda said: end_kinship(kinship=one, ends_on=said["ends_on"], by=found.standing),
        title="A relationship ends", then=_there(found, "child_family"), found=found, button="End it",
        explains=f"{_whose(found, one.a_person)}: {one.get_kind_display().lower()} {_whose(found, one.b_person)}.",
    )  # fmt: skip


@needs("write")
@shown_and_sent
def kinship_remove(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """A line of the genogram was drawn by mistake."""
    from quorate.cases.models import Kinship
    from quorate.cases.services import remove_kinship
    from quorate.web.children.amending_forms import SureForm

    found = _opened(request, ref, NAMES)
    one = _one(Kinship, key, found)
    return fill_in(
        request, SureForm(posted(request)), lambda said: remove_kinship(kinship=one, by=found.standing),
        title="Take out a line of the genogram", then=_there(found, "child_family"), found=found, button="Take it out",
        explains=f"{_whose(found, one.a_person)}: {one.get_kind_display().lower()} {_whose(found, one.b_person)}. "
        "If it was so once and is no more, end it instead.",
    )  # fmt: skip


@needs("write")
@shown_and_sent
def alleged_harm(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """That somebody is alleged to have harmed the child, or that this is taken back: for the closed part alone."""
    from quorate.cases.models import AllegedHarm, Relative
    from quorate.cases.services import record_alleged_harm, withdraw_alleged_harm
    from quorate.web.children.amending_forms import SureForm

    found = _opened(request, ref)
    one = _one(Relative, key, found, removed_on__isnull=True)
    said = AllegedHarm.objects.filter(relative=one, withdrawn_on__isnull=True).first()

    def change(_: Said) -> None:
        if said is None:
            record_alleged_harm(relative=one, on=today(), by=found.standing)
        else:
            withdraw_alleged_harm(alleged=said, on=today(), by=found.standing)

    return fill_in(
        request, SureForm(posted(request)), change,
        title="Take back an allegation" if said else "Record an allegation of harm",
        then=_there(found, "child_family"), found=found, button="Take it back" if said else "Record it",
        explains=f"{one.full_name}. Only the chair, the minute-taker, you and those who are named on it read this; no "
        "letter and no other page shows it, and it does not decide whether somebody is invited.",
    )  # fmt: skip


@needs("write")
@shown_and_sent
def relative_remove(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Somebody was recorded by mistake."""
    from quorate.cases.models import Relative
    from quorate.cases.services import remove_relative
    from quorate.web.children.amending_forms import RemoveForm

    found = _opened(request, ref)
    one = _one(Relative, key, found, removed_on__isnull=True)
    return fill_in(
        request, RemoveForm(posted(request)),
        lambda said: remove_relative(relative=one, why=said["why"], on=today(), by=found.standing),
        title="Take somebody out", then=_there(found, "child_family"), found=found, button="Take out",
        explains=f"{one.full_name} was recorded by mistake. The row stays for the record, out of every list.",
    )  # fmt: skip


@needs("write")
@shown_and_sent
def other_name_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Another name of the child or of somebody around it; search finds it."""
    from quorate.cases.services import add_alias
    from quorate.web.children.amending_forms import OtherNameForm

    found = _opened(request, ref, NAMES)

    def add(said: Said) -> None:
        add_alias(
            case=found.case, person_id=UUID(said["person"]), given_names=said["given_names"],
            family_name=said["family_name"], kind=said["kind"], on=today(), by=found.standing,
        )  # fmt: skip

    return fill_in(
        request, OtherNameForm(posted(request), people=_who(found)), add, title="Another name",
        then=_there(found), found=found, fields={"person_id": "person"},
    )  # fmt: skip


@needs("write")
@shown_and_sent
def records_join(request: HttpRequest, ref: str) -> HttpResponse:
    """Two records are of one child: this one leads to the other from now on."""
    from quorate.cases.models import Child
    from quorate.cases.refusals import Refused
    from quorate.cases.services import join_records
    from quorate.web.children.amending_forms import JoinForm

    found = _opened(request, ref)

    def join(said: Said) -> str:
        other = Child.objects.select_related("case").filter(reference=said["reference"].strip().upper()).first()
        if other is None:
            raise Refused({"reference": "You see no record with this reference; look it up by searching for the name."})
        join_records(from_case=found.case, to_case=other.case, reason=said["reason"], on=today(), by=found.standing)
        return reverse("child", args=[other.case.ref])

    return fill_in(
        request, JoinForm(posted(request)), join, title="Join two records of one child", then=_there(found),
        found=found, button="Join them", fields={"to_case": "reference"},
        explains="From now on this record leads to the other one. Nothing is moved and nothing is lost.",
    )  # fmt: skip
