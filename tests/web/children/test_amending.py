"""Putting a record right through the pages: ends, protection, checks, kinship, allegations, joined records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.cases.models import Address, Alias, AllegedHarm, Child, ContactWay, Kinship, Redirect, Relative
from tests.database import Urls
from tests.web.children.test_changes import TODAY, Desk, day
from tests.web.families import child_of, enquiry_about, it_is, standing
from tests.web.visiting import fetch, member_of, signed_in, words


@pytest.fixture(scope="module")
def desk(module_database: Urls) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        it_is(TODAY, module_database, patch)
        yield Desk()


@pytest.fixture(scope="module")
def child(desk: Desk) -> Child:
    return child_of(desk.user)


def _address(desk: Desk, child: Child) -> Address:
    desk.send(
        "address_new", child, person=str(child.person_id), kind="home", lines="1 Example Street", protection="unknown"
    )
    return desk.rows(Address, child)[-1]


def test_an_address_ends_and_is_opened_only_with_a_reason(desk: Desk, child: Child) -> None:
    one = _address(desk, child)
    page = desk.send("address_protection", child, one.id, protection="open")
    assert "Say why it need not be protected any more." in page.words
    desk.send("address_protection", child, one.id, protection="open", reason_code="person_agrees")
    desk.send("address_end", child, one.id, **day("ends_on", TODAY))
    (row,) = desk.rows(Address, child)
    assert (row.protection, row.ends_on) == ("open", TODAY)
    gone = desk.client.get(reverse("address_end", args=[child.case.ref, one.id]))
    assert gone.status_code == 404


def test_a_way_of_contact_is_checked_and_taken_out_of_use(desk: Desk, child: Child) -> None:
    number = {"person": str(child.person_id), "kind": "phone", "value": "01632 960123"}
    # "He reads it" is not thrown away because nobody said how they know.
    page = desk.send("contact_way_new", child, **number, safe="no")
    assert ("Say how it was checked" in page.words, desk.rows(ContactWay, child)) == (True, [])
    desk.send("contact_way_new", child, **number)
    (way,) = desk.rows(ContactWay, child)
    assert (way.verified_on, way.safe) == (None, None)
    desk.send("contact_way_verify", child, way.id, how="call_back", safe="yes", **day("safe_until", date(2027, 1, 31)))
    (way,) = desk.rows(ContactWay, child)
    assert (way.verified_on, way.verified_how, way.safe, way.safe_until) == (
        TODAY, "call_back", True, date(2027, 1, 31),
    )  # fmt: skip
    desk.send("contact_way_end", child, way.id)
    assert desk.rows(ContactWay, child)[0].ended_on == TODAY


def test_the_genogram_gains_and_loses_a_line(desk: Desk) -> None:
    child = child_of(desk.user, given="Ivo")
    desk.send("relative_new", child, given_names="Morgan", family_name="Example", relation="mother", sex="F")
    (mother,) = desk.rows(Relative, child)
    said = {"a_person": str(mother.person_id), "kind": "parent_of", "b_person": str(child.person_id)}
    page = desk.send("kinship_new", child, **said)
    assert "Morgan Example: parent of Ivo Brambleday" in page.words
    (line,) = desk.rows(Kinship, child)
    desk.send("kinship_end", child, line.id, **day("ends_on", TODAY))
    assert desk.rows(Kinship, child)[0].ends_on == TODAY
    desk.send("kinship_remove", child, line.id)
    assert desk.rows(Kinship, child) == []
    desk.send("other_name_new", child, person=str(mother.person_id), family_name="Specimen", kind="former")
    assert [one.family_name for one in desk.rows(Alias, child)] == ["Specimen"]
    desk.send("relative_remove", child, mother.id, why="Another family's mother")
    assert desk.rows(Relative, child)[0].removed_on == TODAY


def test_an_allegation_is_recorded_taken_back_and_hidden_from_others(desk: Desk) -> None:
    child = child_of(desk.user, given="Ada")
    desk.send("relative_new", child, given_names="Frankie", family_name="Sample", relation="father", sex="M")
    (father,) = desk.rows(Relative, child)
    page = desk.send("alleged_harm", child, father.id)
    assert "Alleged to have harmed the child" in page.words
    other = member_of(desk.council, "quality_assurance", "Nia Fernhollow")
    _give(desk, child, other)
    seen = fetch(signed_in(other), reverse("child_family", args=[child.case.ref]))
    assert "Alleged to have harmed the child" not in seen.words
    desk.send("alleged_harm", child, father.id)
    assert desk.rows(AllegedHarm, child)[0].withdrawn_on == TODAY


def _give(desk: Desk, child: Child, user: Any) -> None:
    from quorate.access.services import grant

    with acting_as(standing(desk.user)) as by:
        grant(
            case=child.case, user_id=user.id, as_role="quality_assurance", begins_on=date(2020, 1, 1), why="sample",
            by=by,
        )  # fmt: skip


def test_two_records_of_one_child_are_joined_by_their_reference(desk: Desk) -> None:
    one, two = child_of(desk.user, given="Bo"), child_of(desk.user, given="Beau")
    page = desk.send("records_join", one, reference="NONE-1", reason="Same mother")
    assert "You see no record with this reference" in page.words
    desk.send("records_join", one, reference=two.reference, reason="Same mother, same day of birth")
    assert [row.to_case_id for row in desk.rows(Redirect, one)] == [two.case_id]
    answer = desk.client.get(reverse("child", args=[one.case.ref]))
    assert answer.headers["Location"] == reverse("child", args=[two.case.ref])
    sent = desk.client.post(reverse("search"), {"q": one.reference})
    (row,) = [one for one in fetch(desk.client, sent.headers["Location"]).texts("li") if one.startswith("Same child")]
    assert row.startswith(f"Same child as Beau {two.family_name}, {two.reference} An earlier record: Bo ")
    enquiry_about(desk.user, [one], TODAY)
    listed = fetch(desk.client, reverse("children"))
    (link,) = [item for item in listed.all("a") if words(item).startswith("Same child")]
    answer = desk.client.get(link.get("href"))
    assert answer.headers["Location"] == reverse("child_due", args=[one.case.ref])
    page = fetch(desk.client, answer.headers["Location"])
    assert page.words.count("initial conference") >= 1
    (other,) = [item.get("href") for item in page.all("a") if words(item) == "the other record"]
    assert other == reverse("child", args=[two.case.ref])
