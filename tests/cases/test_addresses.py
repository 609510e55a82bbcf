"""Addresses and contact ways: sealed, unknown means protected, read one by one with a reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import override_settings

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.permissions import NoSuchRecord, NotAllowed
from quorate.access.standing import Standing
from quorate.cases import queries, services
from quorate.cases.models import Address, Child, ContactWay
from quorate.cases.refusals import Refused
from quorate.cases.sealing import Broken
from quorate.cases.services import AddressLines
from tests.cases.making import Agency

TODAY = today()
DAY, YEAR = timedelta(days=1), timedelta(days=365)


@pytest.fixture
def agency(rolled_back: object) -> Agency:
    return Agency()


@pytest.fixture
def child(agency: Agency) -> Child:
    return agency.child()


def home(child: Child, by: Standing, **said: Any) -> Address:
    facts = {"kind": "home", "lines": ["Flat 2", " 1  Elm Street "], "postcode": "ex4 2mp", "on": TODAY} | said
    return services.add_address(**({"case": child.case, "person_id": child.person_id, "by": by} | facts))


@pytest.mark.clause("LEI-104")
def test_an_address_is_sealed_and_protected_until_somebody_says_otherwise(agency: Agency, child: Child) -> None:
    with acting_as(agency.worker) as by:
        address = home(child, by)
        (listed,) = queries.addresses_of(by, child)
        assert (listed.protection, listed.counts_as_protected, listed.kind) == ("unknown", True, "home")
        assert services.reveal_address(address=listed, reason_code="visit", by=by) == AddressLines(
            ("Flat 2", "1 Elm Street"), "EX4 2MP"
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT w::text || a::text FROM cases_address_words w, cases_address a WHERE a.id = address_id"
            )
            ((kept,),) = cursor.fetchall()
    assert [word for word in ("Elm", "EX4", "Flat") if word in kept] == []
    assert address.pk == listed.pk


def test_reading_an_address_is_recorded_with_who_and_why(agency: Agency, child: Child) -> None:
    from quorate.audit.models import AuditEntry

    with acting_as(agency.worker) as by:
        address = home(child, by)
        services.reveal_address(address=address, reason_code="send_papers", by=by)
        entries = AuditEntry.objects.filter(action="contact.revealed").values_list("actor_id", "subject_id", "facts")
        assert list(entries) == [(by.user_id, address.id, {"reason_code": "send_papers"})]


def test_an_address_is_not_read_without_a_reason_of_the_list(agency: Agency, child: Child) -> None:
    with acting_as(agency.worker) as by:
        address = home(child, by)
        with pytest.raises(Refused) as refused:
            services.reveal_address(address=address, reason_code="curious", by=by)
    assert list(refused.value.sentences) == ["reason_code"]


def test_who_may_not_reveal_sees_that_there_is_one_and_no_more(agency: Agency, child: Child) -> None:
    partner, stranger = agency.person("partner"), agency.person("social_worker")
    agency.give(child.case, partner)
    with acting_as(agency.worker) as by:
        address = home(child, by)
    with acting_as(partner) as by:
        assert [one.kind for one in queries.addresses_of(by, child)] == ["home"]
        with pytest.raises(NotAllowed):
            services.reveal_address(address=address, reason_code="visit", by=by)
    with acting_as(stranger) as by:
        with pytest.raises(NoSuchRecord):
            queries.addresses_of(by, child)
        with pytest.raises(NoSuchRecord):
            services.reveal_address(address=address, reason_code="visit", by=by)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"lines": ["", "\u200b "]}, "lines"),
        ({"lines": [".", "–"]}, "lines"),
        ({"postcode": "ZZ"}, "postcode"),
        ({"postcode": "00-950"}, "postcode"),
        ({"begins_on": TODAY + DAY}, "begins_on"),
        ({"kind": "current", "begins_on": TODAY + 400 * DAY}, "begins_on"),
        ({"kind": "castle"}, "kind"),
        ({"protection": "maybe"}, "protection"),
        ({"begins_on": TODAY, "ends_on": TODAY - DAY}, "ends_on"),
        ({"begins_on": TODAY - 20 * YEAR}, "begins_on"),
    ],
)
def test_what_cannot_be_is_refused(agency: Agency, child: Child, said: dict[str, Any], field: str) -> None:
    with acting_as(agency.worker) as by, pytest.raises(Refused) as refused:
        home(child, by, **said)
    assert list(refused.value.sentences) == [field]


def test_an_address_belongs_to_somebody_of_the_case(agency: Agency, child: Child) -> None:
    with acting_as(agency.worker) as by, pytest.raises(Refused) as refused:
        home(child, by, person_id=child.id)
    assert list(refused.value.sentences) == ["person_id"]


def test_nobody_has_two_homes_at_once(agency: Agency, child: Child) -> None:
    with acting_as(agency.worker) as by:
        first = home(child, by, begins_on=TODAY - YEAR)
        with pytest.raises(Refused) as refused:
            home(child, by)
        assert list(refused.value.sentences) == ["kind"]
        with pytest.raises(Refused):
            services.end_address(address=first, ends_on=TODAY - 2 * YEAR, by=by)
        services.end_address(address=first, ends_on=TODAY, by=by)
        home(child, by, lines=["3 Oak Road"])
        home(child, by, kind="current", lines=["Ash House"])
        with pytest.raises(Refused, match="stays somewhere at present already"):
            home(child, by, kind="current", lines=["Elm House"])
        # A school can be arranged before the first day there.
        home(child, by, kind="school", lines=["Hill School"], begins_on=TODAY + DAY, ends_on=TODAY + YEAR)
        assert {(one.kind, one.ends_on) for one in queries.addresses_of(by, child)} == {
            ("home", TODAY), ("home", None), ("current", None), ("school", TODAY + YEAR),
        }  # fmt: skip


def test_opening_an_address_needs_a_reason_and_closing_it_does_not(agency: Agency, child: Child) -> None:
    from quorate.audit.models import AuditEntry

    with acting_as(agency.worker) as by:
        address = home(child, by)
        with pytest.raises(Refused):
            services.change_protection(address=address, protection="open", by=by)
        services.change_protection(address=address, protection="open", reason_code="person_agrees", by=by)
        # What was read while it was open does not open it again once somebody has protected it.
        stale = Address.objects.get(pk=address.pk)
        services.change_protection(address=address, protection="protected", by=by)
        with pytest.raises(Refused, match="Say why"):
            services.change_protection(address=stale, protection="open", by=by)
        # Nor does anything else: the database wants the reason of this opening, and knows the reasons.
        for given in ({}, {"opened_because": ""}, {"opened_because": "nobody minds"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Address.objects.filter(pk=address.pk).update(protection="open", **given)
        kept = Address.objects.values_list("protection", "opened_because").get(pk=address.pk)
        assert kept == ("protected", "")
        said = (
            AuditEntry.objects.filter(action="address.protection-changed").order_by("id").values_list("facts", "reason")
        )
        assert list(said) == [
            ({"from": "unknown", "to": "open"}, "person_agrees"), ({"from": "open", "to": "protected"}, ""),
        ]  # fmt: skip


def test_a_sealed_address_that_does_not_open_is_an_error_and_never_shown_as_empty(agency: Agency, child: Child) -> None:
    with acting_as(agency.worker) as by:
        address = home(child, by)
        with (
            override_settings(QUORATE_FIELD_KEYS=("another key altogether, long enough to pass",)),
            pytest.raises(Broken, match="QUORATE_FIELD_KEYS"),
        ):
            services.reveal_address(address=address, reason_code="visit", by=by)


def way(child: Child, by: Standing, kind: str = "phone", value: str = "01632 960123") -> ContactWay:
    return services.add_contact_way(case=child.case, person_id=child.person_id, kind=kind, value=value, on=TODAY, by=by)


def test_a_contact_way_is_used_when_it_was_verified_said_to_be_safe_and_has_not_lapsed(
    agency: Agency, child: Child
) -> None:
    with acting_as(agency.worker) as by:
        one = way(child, by)

        def safe(day: Any) -> list[str]:
            return [found.kind for found in queries.safe_contact_ways_on(by, child, day)]

        assert (one.safe, safe(TODAY)) == (None, [])
        services.verify_contact_way(way=one, how="in_person", safe=True, safe_until=TODAY + DAY, on=TODAY, by=by)
        assert [safe(TODAY + n * DAY) for n in (-1, 0, 1, 2)] == [[], ["phone"], ["phone"], []]
        services.verify_contact_way(way=one, how="call_back", safe=False, on=TODAY, by=by)
        assert safe(TODAY) == []
        services.verify_contact_way(way=one, how="call_back", safe=True, on=TODAY, by=by)
        services.end_contact_way(way=one, on=TODAY, by=by)
        assert [safe(TODAY + n * DAY) for n in (0, 1)] == [["phone"], []]


def test_a_number_is_sealed_and_read_with_a_reason(agency: Agency, child: Child) -> None:
    partner = agency.person("partner")
    agency.give(child.case, partner)
    with acting_as(agency.worker) as by:
        one = way(child, by)
        assert services.reveal_contact_way(way=one, reason_code="visit", by=by) == "01632 960123"
        with pytest.raises(Refused):
            services.reveal_contact_way(way=one, reason_code="", by=by)
    with acting_as(partner) as by, pytest.raises(NotAllowed):
        services.reveal_contact_way(way=one, reason_code="visit", by=by)


@pytest.mark.parametrize(
    ("kind", "value", "field"),
    [("phone", "call me", "value"), ("email", "no.example", "value"), ("post", " ", "value"), ("pigeon", "x", "kind")],
)
def test_what_is_no_number_or_address_is_refused(
    agency: Agency, child: Child, kind: str, value: str, field: str
) -> None:
    with acting_as(agency.worker) as by, pytest.raises(Refused) as refused:
        way(child, by, kind, value)
    assert list(refused.value.sentences) == [field]


def test_verifying_says_how_and_until_when(agency: Agency, child: Child) -> None:
    with acting_as(agency.worker) as by:
        one = way(child, by, "email", "m@family.example")
        for said, field in (
            ({"how": "guess", "safe": True}, "how"),
            ({"how": "in_person", "safe": False, "safe_until": TODAY}, "safe_until"),
            ({"how": "in_person", "safe": True, "safe_until": TODAY - DAY}, "safe_until"),
        ):
            with pytest.raises(Refused) as refused:
                services.verify_contact_way(way=one, on=TODAY, by=by, **said)  # type: ignore[arg-type]
            assert list(refused.value.sentences) == [field]
