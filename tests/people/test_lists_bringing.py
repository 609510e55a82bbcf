"""Lists brought in: what is new is added, what differs is changed, a second time nothing happens, all is recorded."""

from __future__ import annotations

from datetime import date, timedelta

import psycopg
import pytest

from quorate.access.context import acting_as
from quorate.access.permissions import NotAllowed
from quorate.access.standing import OPERATOR, Standing
from quorate.people import queries, services
from quorate.people.lists.bringing import Report, bring_in, dry_run
from quorate.people.models import Agency, Authority, ContactPoint, Professional, Room, Venue
from tests.access.council import Council
from tests.database import Urls
from tests.people.listing import AGENCIES, PROFESSIONALS, ROOMS, TODAY, as_csv

FULL = {**AGENCIES, "Secure e-mail": "head@weir.example", "Telephone": "01632 960123", "Kept right by": "Head"}


@pytest.fixture
def council(own_database: Urls) -> Council:
    return Council()


def bring(council: Council, kind: str, *rows: dict[str, str], by: Standing = OPERATOR) -> Report:
    return bring_in(content=as_csv(*rows), kind=kind, authority=council.authority, today=TODAY, by=by)


def outcomes(report: Report) -> list[str]:
    return [line.outcome for line in report.lines]


def test_agencies_with_the_ways_to_reach_them(council: Council) -> None:
    assert outcomes(bring(council, "agencies", FULL)) == ["added"]
    points = ContactPoint.objects.values_list("kind", "value", "owner", "review_on")
    later = TODAY + timedelta(days=180)
    assert set(points) == {
        ("secure_email", "head@weir.example", "Head", later),
        ("telephone", "01632 960123", "Head", later),
    }
    otherwise = {**FULL, "Agency": "WEIR lane  school", "Kind": "Nursery", "Kept right by": "Deputy head"}
    assert outcomes(bring(council, "agencies", otherwise)) == ["changed"]
    agency = Agency.objects.get()
    assert (agency.name, agency.kind) == ("Weir Lane School", "nursery")
    assert set(ContactPoint.objects.values_list("owner", flat=True)) == {"Deputy head"}
    assert outcomes(bring(council, "agencies", otherwise)) == ["unchanged"]


def test_professionals_come_change_and_go(council: Council) -> None:
    bring(council, "agencies", AGENCIES)
    assert outcomes(bring(council, "professionals", PROFESSIONALS)) == ["added"]
    person = Professional.objects.get()
    assert (person.begins_on, person.ends_on) == (TODAY, None)
    numbered = {**PROFESSIONALS, "Work tel. no.": "01632 960144"}
    assert outcomes(bring(council, "professionals", numbered)) == ["changed"]
    assert outcomes(bring(council, "professionals", numbered)) == ["unchanged"]
    # What the list does not say of the number leaves the one that is known.
    assert outcomes(bring(council, "professionals", {**PROFESSIONALS, "Job title": "Deputy head"})) == ["changed"]
    assert Professional.objects.get().work_telephone == "01632 960144"
    # Nor does a number that nobody can read, or one that is not said to be the work number: the row comes in.
    for heading, faults in (("Work phone", [(2, "telephone-length")]), ("Phone", [(1, "unknown-column")])):
        odd = bring(
            council, "professionals", {**PROFESSIONALS, "Job title": heading, heading: "01632 960123 / 07700 900123"}
        )
        assert (outcomes(odd), [(one.row, one.code) for one in odd.faults]) == (["changed"], faults)
        assert Professional.objects.get().work_telephone == "01632 960144"
    # On 999 nobody is asked for by name.
    odd = bring(council, "professionals", {**PROFESSIONALS, "Job title": "Nurse", "Work phone": "999"})
    assert (outcomes(odd), [(one.row, one.code) for one in odd.faults]) == (["changed"], [(2, "short-telephone")])
    assert Professional.objects.get().work_telephone == "01632 960144"
    assert outcomes(bring(council, "professionals", {**PROFESSIONALS, "Job title": "Deputy head"})) == ["changed"]
    left = {**PROFESSIONALS, "Job title": "Deputy head", "To": "31/12/2026"}
    assert outcomes(bring(council, "professionals", left)) == ["changed"]
    assert outcomes(bring(council, "professionals", left)) == ["unchanged"]
    assert Professional.objects.get().ends_on == date(2026, 12, 31)
    assert outcomes(bring(council, "professionals", {**PROFESSIONALS, "From": "01/09/2027"})) == ["added"]
    assert Professional.objects.count() == 2


def test_rooms_with_their_buildings(council: Council) -> None:
    rows = [{**ROOMS, "Address": "1 Weir Lane", "Without steps": "Y"}, {**ROOMS, "Room": "2", "Seats": "6"}]
    assert outcomes(bring(council, "rooms", *rows)) == ["added", "added"]
    assert (Venue.objects.get().address, Room.objects.get(name="Oak").is_step_free) == ("1 Weir Lane", True)
    # What the list does not say of a room stays as it is.
    assert outcomes(bring(council, "rooms", ROOMS)) == ["unchanged"]
    assert outcomes(bring(council, "rooms", {**ROOMS, "Seats": "10"})) == ["changed"]
    oak = Room.objects.get(name="Oak")
    assert (oak.seats, oak.is_step_free) == (10, True)


@pytest.mark.parametrize("kind", ["agencies", "professionals", "rooms"])
def test_a_second_run_changes_nothing(council: Council, own_database: Urls, kind: str) -> None:
    from quorate.people.lists.templates import template

    bring(council, "agencies", {"Agency": "Weir Lane Primary School", "Kind": "Police"})
    given = {"content": template(kind), "kind": kind, "authority": council.authority, "today": TODAY, "by": OPERATOR}
    first = bring_in(**given)
    assert (first.faults, first.changes_something) == ([], True)
    before = snapshot(own_database)
    second = bring_in(**given)
    assert (outcomes(second), second.changes_something) == (["unchanged"], False)
    assert snapshot(own_database) == before


def snapshot(urls: Urls) -> list[object]:
    """Every row of the lists, and everything the trail says of them besides that a list was brought in."""
    tables = ("agency", "contact_point", "professional", "venue", "room")
    found: list[object] = []
    with psycopg.connect(urls.superuser) as superuser:
        for table in tables:
            name = f"people_{table.replace('_', '')}"
            found.append(superuser.execute(f"SELECT x::text FROM {name} x ORDER BY id").fetchall())
        said = "SELECT count(*) FROM audit_entry WHERE action <> 'people.list-imported'"
        found.append(superuser.execute(said).fetchone())
    return found


def test_a_dry_run_says_the_same_and_changes_nothing(council: Council, own_database: Urls) -> None:
    before = snapshot(own_database)
    rows = [FULL, {**FULL, "Agency": "Mill School"}, {**FULL, "Agency": "tbc"}]
    given = {"content": as_csv(*rows), "kind": "agencies", "authority": council.authority, "today": TODAY}
    tried = dry_run(**given, by=OPERATOR)
    assert snapshot(own_database) == before
    done = bring_in(**given, by=OPERATOR)
    assert (tried.lines, tried.faults) == (done.lines, done.faults)
    assert (outcomes(done), [fault.row for fault in done.faults]) == (["added", "added"], [4])


def test_what_is_here_already_may_forbid_a_row(council: Council) -> None:
    bring(council, "agencies", FULL, {**AGENCIES, "Agency": "Mill School"})
    bring(council, "rooms", ROOMS, {**ROOMS, "Building": "Old House"})
    bring(council, "professionals", {**PROFESSIONALS, "From": "01/09/2026"})
    services.close_agency(agency=Agency.objects.get(name="Mill School"), by=OPERATOR)
    services.close_contact_point(contact_point=ContactPoint.objects.get(kind="telephone"), by=OPERATOR)
    services.close_room(room=Room.objects.get(venue__name="Weir House"), by=OPERATOR)
    services.change_venue(venue=Venue.objects.get(name="Old House"), name="Old House", is_open=False, by=OPERATOR)
    tried = {
        "agency-closed": ("agencies", {**AGENCIES, "Agency": "Mill School"}),
        "way-closed": ("agencies", FULL),
        "room-closed": ("rooms", ROOMS),
        "building-closed": ("rooms", {**ROOMS, "Building": "Old House"}),
        "unknown-agency": ("professionals", {**PROFESSIONALS, "Agency": "Weir Lane Scool"}),
        "ends-before-known": ("professionals", {**PROFESSIONALS, "To": "01/08/2026"}),
    }
    for code, (kind, row) in tried.items():
        report = bring(council, kind, row)
        assert [(fault.row, fault.code) for fault in report.faults] == [(2, code)], report
        assert report.lines == []
    moved = bring(council, "professionals", {**PROFESSIONALS, "Agency": "Mill School"})
    assert [fault.code for fault in moved.faults] == ["agency-closed"]
    hint = bring(council, "professionals", {**PROFESSIONALS, "Agency": "Weir Lane Scool"}).faults[0].mend
    assert hint == "Did you mean Weir Lane School?"


def test_an_administrator_brings_in_for_their_own_authority_and_confirms_what_they_bring(council: Council) -> None:
    clerk = council.person("administrator")
    with acting_as(clerk):
        bring(council, "agencies", FULL, by=clerk)
    agency = Agency.objects.get()
    assert (agency.confirmed_by_id, agency.confirmed_at is not None) == (clerk.user_id, True)
    other = Council("Elsewhere Council")
    for who in (other.person("administrator"), council.person("chair")):
        with pytest.raises(NotAllowed), acting_as(who):
            bring(council, "agencies", FULL, by=who)


def test_it_is_recorded_in_counts_only(council: Council, own_database: Urls) -> None:
    bring(council, "agencies", FULL, {**FULL, "Agency": "tbc"})
    with psycopg.connect(own_database.superuser) as superuser:
        said = "SELECT facts FROM audit_entry WHERE action = 'people.list-imported'"
        found = superuser.execute(said).fetchall()
    assert found == [({"kind": "agencies", "added": 1, "changed": 0, "unchanged": 0, "faults": 1},)]
    assert queries.authorities().get() == Authority.objects.get()
