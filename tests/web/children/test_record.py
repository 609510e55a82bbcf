"""A child's record: every part is a whole page for those who may see it, and not there for anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quorate.access import services as access
from quorate.access.context import acting_as
from quorate.access.roles import ROLES
from quorate.cases import services
from quorate.cases.models import Child
from quorate.web.children.people import people_of
from tests.database import Urls
from tests.web.families import child_of, it_is, plan_for, standing
from tests.web.visiting import authority_of, checked, fetch, member_of, signed_in

TODAY = date(2026, 11, 24)  # a Tuesday
PARTS = ("child", "child_family", "child_chronology", "child_due", "child_plans", "child_looks")
FORMS = (
    "child_change", "child_allocate", "relative_new", "address_new", "contact_way_new", "need_new", "chronology_new",
    "enquiry_new",
)  # fmt: skip
STREET, NUMBER = "1 Canary Cottage", "01632 960114"


class Record:
    """A record with something in every part, and the people who may and may not see it."""

    def __init__(self, database: Urls) -> None:
        self.database = database
        self.council = authority_of("bolton")
        self.manager = member_of(self.council, "team_manager", "Gethin Lowbridge")
        self.child = child_of(self.manager)
        with acting_as(standing(self.manager)) as by:
            self._fill(self.child.case, {"on": TODAY, "by": by})
        plan_for(self.manager, [self.child], date(2026, 11, 9))

    def _fill(self, case: Any, said: Any) -> None:
        self.mother = services.add_relative(
            case=case, given_names="Ewa", family_name="Brambleday", relation="mother", sex="F",
            parental_responsibility=True, lives_with_child=True, **said,
        )  # fmt: skip
        person = {"case": case, "person_id": self.mother.person_id}
        self.address = services.add_address(
            kind="home", lines=[STREET, "Madeupton"], postcode="", protection="protected", **person, **said
        )
        self.way = services.add_contact_way(kind="phone", value=NUMBER, **person, **said)
        self.need = services.record_need(kind="interpreter", words="Polish", **person, **said)
        services.add_chronology_entry(case=case, happened_on=date(2026, 11, 2), words="Seen at school.", **said)
        services.record_alleged_harm(relative=self.mother, **said)

    def holder(self, role: str, name: str) -> Any:
        """Somebody who holds the case in a role."""
        user = member_of(self.council, role, name)
        with acting_as(standing(self.manager)) as by:
            agency = standing(user).agency_id
            access.grant(
                case=self.child.case, user_id=user.pk, as_role=role, begins_on=TODAY, why="For a test", by=by,
                agency_id=agency, attested_on=TODAY if agency else None,
            )  # fmt: skip
        return user

    def address_of(self, route: str, **more: Any) -> str:
        return reverse(route, kwargs={"ref": self.child.case.ref, **more})

    def trail(self, action: str) -> list[Any]:
        with psycopg.connect(self.database.superuser) as owner:
            asked = "SELECT actor_id, reason, case_id, facts FROM audit_entry WHERE action = %s ORDER BY id"
            return owner.execute(asked, [action]).fetchall()


@pytest.fixture(scope="module")
def record(module_database: Urls) -> Iterator[Record]:
    with pytest.MonkeyPatch.context() as patch:
        it_is(TODAY, module_database, patch)
        yield Record(module_database)


@pytest.mark.parametrize("route", PARTS)
def test_every_part_is_a_whole_page_in_few_queries(record: Record, route: str) -> None:
    client = signed_in(record.manager)
    with CaptureQueriesContext(connection) as seen:
        page = fetch(client, record.address_of(route))
    assert page.texts("h1") == ["Zofia Brambleday"]
    assert (record.child.reference in page.words, "Brambleday" in page.texts("title")[0]) == (True, False)
    assert len([one for one in seen if one["sql"] not in ("BEGIN", "COMMIT")]) <= 8


@pytest.mark.parametrize("route", FORMS)
def test_every_form_is_a_whole_page_and_says_what_is_missing(record: Record, route: str) -> None:
    client, address = signed_in(record.manager), record.address_of(route)
    fetch(client, address)
    sent = client.post(address, {})
    assert sent.status_code == 422
    page = checked(sent, address)
    assert page.texts("h2")[0] == "There is a problem"
    assert page.texts("title")[0].startswith("Error: ")


def test_the_summary_says_what_is_next_who_works_and_what_is_needed(record: Record) -> None:
    words = fetch(signed_in(record.manager), record.address_of("child")).words
    for said in (
        "Send the decisions Conference administrator Was due Tue 10 Nov",
        "Team manager Gethin Lowbridge since Thu 1 Oct 2026",
        "Ewa Brambleday Mother · has parental responsibility, lives with the child",
        "Interpreter Polish",
        "Home: not shown Protected",
        "Telephone: not shown Nobody has said: not safe",
    ):
        assert said.replace(" ", "") in words.replace(" ", "")


def test_parents_stand_first_then_children_by_age_and_an_unborn_one_is_called_so() -> None:
    asked = {"known_as": "", "born_on": None, "expected_on": None, "died_on": None, "lives_with_child": None}

    def relative(given: str, relation: str, **said: Any) -> dict[str, Any]:
        named = {"id": given, "person_id": given, "given_names": given, "family_name": "Example", "relation": relation}
        return {**asked, **named, "parental_responsibility": None, **said}

    around = [
        relative("Ada", "aunt_or_uncle"), relative("", "sibling", expected_on="2027-01-05"),
        relative("Bo", "sibling", born_on="2020-02-01"), relative("Cy", "sibling", born_on="2015-02-01"),
        relative("Dee", "father"), relative("Eve", "mother"),
    ]  # fmt: skip
    child = Child(given_names="Zofia", family_name="Example", born_on=date(2019, 2, 3))
    found = people_of(child, SimpleNamespace(relatives=around), TODAY)
    names = ["Zofia", "Eve", "Dee", "Cy", "Bo", "Unborn baby", "Ada"]
    assert [one.name for one in found] == [f"{name} Example" for name in names]


@pytest.mark.parametrize("route", [*PARTS, *FORMS, "child_birth"])
def test_a_record_that_is_not_theirs_is_not_there(record: Record, route: str) -> None:
    others = [
        member_of(record.council, "social_worker", f"Tomasz {route.title().replace('_', '')}"),
        member_of(
            authority_of("barnet", f"Elsewhere {route}"), "team_manager", f"Ola {route.title().replace('_', '')}"
        ),
    ]
    assert [signed_in(one).get(record.address_of(route)).status_code for one in others] == [404, 404]
    assert signed_in(record.manager).get(reverse(route, kwargs={"ref": "a" * 26})).status_code == 404


def test_a_restricted_record_is_not_there_for_who_is_not_on_its_list(record: Record) -> None:
    worker = record.holder("social_worker", "Rukhsana Willowbank")
    hidden = child_of(record.manager, "Ivo", "Quillmoor")
    with acting_as(standing(record.manager)) as by:
        access.grant(case=hidden.case, user_id=worker.pk, as_role="social_worker", begins_on=TODAY, why="Test", by=by)
        access.restrict(case=hidden.case, listed=[], by=by)
    client = signed_in(worker)
    assert {client.get(reverse(route, kwargs={"ref": hidden.case.ref})).status_code for route in PARTS} == {404}
    assert [one for one in fetch(client, "/children/").texts("a") if "Quillmoor" in one] == []
    assert "Ivo Quillmoor" in fetch(signed_in(record.manager), "/children/?sort=age").texts("a")


HOLDERS = [role for role, said in ROLES.items() if "read" in said.does and role not in ("parent", "child", "supporter")]


@pytest.mark.parametrize("role", HOLDERS)
def test_no_page_of_any_role_shows_what_is_sealed_and_the_closed_part_is_for_few(record: Record, role: str) -> None:
    user = record.manager if role == "team_manager" else record.holder(role, f"Nia {role.title().replace('_', '')}")
    client, sealed, alleged = signed_in(user), [], []
    for route in (*PARTS, *FORMS):
        answer = client.get(record.address_of(route))
        assert answer.status_code in (200, 403), (route, answer.status_code)
        html = answer.content.decode()
        sealed += [route for word in ("Canary", "960114") if word in html]
        alleged += [route for word in ("Alleged to have harmed",) if word in html]
    assert sealed == []
    sees = "R" in ROLES[role].reads or role == "team_manager"  # the manager wrote it and is named on it
    assert alleged == (["child_family"] if sees else [])


def test_a_part_that_a_role_may_not_change_is_refused_in_words(record: Record) -> None:
    reader = record.holder("quality_assurance", "Siân Marchbanks")
    client = signed_in(reader)
    assert client.get(record.address_of("need_new")).status_code == 403
    assert client.get(record.address_of("address_reveal", key=record.address.pk)).status_code == 403
    page = fetch(client, record.address_of("child"))
    assert [one for one in page.texts("a") if one.startswith(("Reveal", "Change", "Allocate"))] == []


def test_an_address_is_revealed_by_a_post_with_a_reason_and_the_trail_says_so(record: Record) -> None:
    client, address = signed_in(record.manager), record.address_of("address_reveal", key=record.address.pk)
    shown = fetch(client, address)
    assert STREET not in shown.words
    sent = client.post(address, {})
    assert "Choose why you need it now" in checked(sent, address).texts("a")
    before = len(record.trail("contact.revealed"))
    page = checked(client.post(address, {"reason": "visit"}), address)
    assert "1 Canary Cottage Madeupton" in page.words
    assert record.trail("contact.revealed")[before:] == [
        (record.manager.pk, "", record.child.case_id, {"reason_code": "visit"})
    ]
    number = record.address_of("contact_way_reveal", key=record.way.pk)
    assert NUMBER in checked(client.post(number, {"reason": "check_record"}), number).words
    assert client.get(record.address_of("address_reveal", key=record.way.pk)).status_code == 404


def test_every_look_is_kept_with_its_part(record: Record) -> None:
    client = signed_in(record.manager)
    before = len(record.trail("case.read"))
    for route in PARTS:
        fetch(client, record.address_of(route))
    parts = [facts["part"] for *_, facts in record.trail("case.read")[before:]]
    assert parts == ["summary", "family", "chronology", "due", "plans", "looks"]
    looked = fetch(client, record.address_of("child_looks")).texts("tr")
    assert looked[1].endswith("Gethin LowbridgeTeam managerOpened it")


def test_the_old_address_of_a_childs_case_leads_to_its_record(record: Record) -> None:
    answer = signed_in(record.manager).get(record.address_of("case"))
    assert (answer.status_code, answer.headers["Location"]) == (302, record.address_of("child"))


def test_the_list_of_children_costs_the_same_at_one_and_at_ten_and_keeps_its_order(record: Record) -> None:
    user = member_of(record.council, "social_worker", "Leo Harbourstone")
    client, counts = signed_in(user), []
    for number in range(10):
        child_of(user, "Ayo", f"Saltmarsh-{'jihgfedcba'[number]}", born_on=date(2010 + number, 1, 1))
        with CaptureQueriesContext(connection) as seen:
            fetch(client, "/children/")
        counts.append(len([one for one in seen if one["sql"] not in ("BEGIN", "COMMIT")]))
    assert (set(counts[1:]), counts[1] <= 8) == ({counts[1]}, True)
    by_name, youngest = (
        [one for one in fetch(client, address).texts("a") if one.startswith("Ayo")]
        for address in ("/children/?sort=nonsense", "/children/?sort=age")
    )
    assert by_name == sorted(by_name)
    assert youngest == sorted(youngest)  # the last added is the youngest, and comes first by letter too


def test_open_plans_stand_with_their_next_steps(record: Record) -> None:
    from quorate.plans.models import Plan

    with acting_as(standing(record.manager)):
        Plan(
            case=record.child.case, authority_id=record.council.pk, kind="cp", began_on=date(2026, 11, 9),
            first_category="neglect", latest_category="neglect",
        ).save(force_insert=True)  # fmt: skip
    page = fetch(signed_in(record.manager), "/plans/")
    assert "Review: By Tue 9 Feb" in page.texts("li")
    assert "Zofia Brambleday (7)" in page.texts("a")
    assert fetch(signed_in(record.manager), "/plans/?kind=cin").texts("h2") == ["No open plans here"]
    assert "Child Protection Plan since Mon 9 Nov 2026: neglect" in fetch(
        signed_in(record.manager), record.address_of("child")
    ).texts("li")
