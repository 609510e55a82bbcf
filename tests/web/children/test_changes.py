"""Adding and changing a child's record through the pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.models import Grant
from quorate.cases.models import Child, ChronologyEntry, Enquiry, Need, Relative
from quorate.cases.services import add_relative, change_child
from quorate.web.children.forms import ChangeChildForm
from tests.database import Urls
from tests.web.families import child_of, it_is, standing
from tests.web.visiting import authority_of, checked, fetch, member_of, signed_in, words

TODAY = date(2026, 11, 24)  # a Tuesday


class Desk:
    """A team manager at work, and how forms are filled in."""

    def __init__(self) -> None:
        self.council = authority_of("bolton")
        self.user = member_of(self.council, "team_manager", "Gethin Lowbridge")
        self.client = signed_in(self.user)

    def send(self, route: str, child: Any = None, key: Any = None, **said: Any) -> Any:
        """Fills in a form and follows to the page after it."""
        given = {**({"ref": child.case.ref} if child else {}), **({"key": key} if key else {})}
        address = reverse(route, kwargs=given or None)
        answer = self.client.post(address, said)
        if answer.status_code != 302:
            return checked(answer, address)
        return fetch(self.client, answer.headers["Location"])

    def rows(self, model: Any, child: Any) -> list[Any]:
        with acting_as(standing(self.user)):
            return list(model.objects.filter(case=child.case))


def day(name: str, on: date) -> dict[str, int]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


@pytest.fixture(scope="module")
def desk(module_database: Urls) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        it_is(TODAY, module_database, patch)
        yield Desk()


def test_a_child_is_added_and_opens(desk: Desk) -> None:
    said = {
        "given_names": "Zofia",
        "family_name": "Brambleday",
        "sex": "F",
        "ethnicity": "WOTH",
        "first_language": "Polish",
    }
    page = desk.send("child_new", **said, **day("born_on", date(2019, 2, 3)))
    assert page.texts("h1") == ["Zofia Brambleday"]
    assert ("Polish" in page.words, "Another White background" in page.words) == (True, True)
    again = desk.send("child_new", family_name="", sex="F", nhs_number="9434765910")
    assert "Enter the family name; for an unborn child the mother's" in again.texts("a")


def test_what_the_service_refuses_stands_at_its_field(desk: Desk) -> None:
    page = desk.send(
        "child_new", family_name="Brambleday", given_names="Ivo", sex="M", **day("born_on", date(2027, 2, 3))
    )
    assert page.texts("h2")[0] == "There is a problem"
    (mistake,) = [one for one in page.all("a") if one.get("href") == "#id_born_on_day"]
    assert "The date of birth has not come yet" in "".join(mistake.itertext())


def test_an_unborn_child_is_born_and_the_record_stays(desk: Desk) -> None:
    page = desk.send("child_new", family_name="Brambleday", sex="U", **day("expected_on", date(2026, 11, 30)))
    assert page.texts("h1") == ["Unborn baby Brambleday"]
    with acting_as(standing(desk.user)):
        child = Child.objects.select_related("case").get(expected_on=date(2026, 11, 30))
    brother = child_of(desk.user, "Ivo")
    with acting_as(standing(desk.user)) as by:
        add_relative(
            case=brother.case, relation="sibling", person_id=child.person_id, family_name="Brambleday",
            expected_on=child.expected_on, on=date(2026, 11, 20), by=by,
        )  # fmt: skip
    said = {"family_name": "Brambleday", "given_names": "Ida", "sex": "F", **day("born_on", date(2026, 11, 22))}
    born = desk.send("child_birth", child, **said)
    assert born.texts("h1") == ["Ida Brambleday"]
    assert "2 days old" in born.words
    with acting_as(standing(desk.user)):
        there = Relative.objects.get(case=brother.case, person_id=child.person_id)
    assert (there.full_name, there.born_on) == ("Ida Brambleday", date(2026, 11, 22))
    assert desk.client.get(reverse("child_birth", args=[child.case.ref])).status_code == 404


def test_a_correction_needs_its_reason_and_the_earlier_name_stays(desk: Desk) -> None:
    child = child_of(desk.user, "Samir", "Appledown")
    said = {"given_names": "Sameer", "family_name": "Appledown", "sex": "M", **day("born_on", date(2019, 2, 3))}
    refused = desk.send("child_change", child, **said)
    assert "Say in a few words why it is changed" in refused.texts("a")
    page = desk.send("child_change", child, **said, reason="Spelt as on the birth certificate")
    assert page.texts("h1") == ["Sameer Appledown"]
    assert "Other namesSamir Appledown" in page.words


def test_a_correction_made_on_an_older_page_shows_both_texts(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    child = child_of(desk.user, given="Ottoline")
    address = reverse("child_change", kwargs={"ref": child.case.ref})
    page = fetch(desk.client, address)
    typed = [one for one in page.all("input") if one.get("type") in ("text", "hidden")]
    opened = {str(one.get("name")): str(one.get("value") or "") for one in typed}
    said = {**opened, "sex": "F", "ethnicity": "", "reason": "The mother told us."}
    desk.send("child_change", child, **{**said, "first_language": "Polish"})
    stale = desk.client.post(address, {**said, "first_language": "Romani"})
    both = [words(one) for one in checked(stale, address).all("div") if one.get("class") == "q-clash__text"]
    assert (stale.status_code, both) == (409, ["First language: yoursRomani", "First language: theirsPolish"])
    (row,) = desk.rows(Child, child)
    assert row.first_language == "Polish"
    # Both were sent at once: the second had been read before the first was saved.
    is_valid, first_too = ChangeChildForm.is_valid, {**said, "first_language": "Welsh"}
    first_too["opened"] = next(str(one.get("value")) for one in fetch(desk.client, address).all("input")
                               if one.get("name") == "opened")  # fmt: skip

    def meanwhile(form: ChangeChildForm) -> bool:
        monkeypatch.setattr(ChangeChildForm, "is_valid", is_valid)
        with acting_as(standing(desk.user)) as by:
            change_child(child=child, on=TODAY, by=by, first_language="Romani", reason="He told us.")
        return is_valid(form)

    monkeypatch.setattr(ChangeChildForm, "is_valid", meanwhile)
    assert desk.client.post(address, first_too).status_code == 409
    assert [one.first_language for one in desk.rows(Child, child)] == ["Romani"]


def test_somebody_in_the_family_is_added_and_changed(desk: Desk) -> None:
    child = child_of(desk.user, "Ayo", "Saltmarsh")
    said = {
        "given_names": "Efua",
        "family_name": "Saltmarsh",
        "relation": "mother",
        "sex": "F",
        "parental_responsibility": "yes",
    }
    unsaid = desk.send("relative_new", child, **said | {"relation": ""})
    assert ("Say what they are to the child" in unsaid.words, desk.rows(Relative, child)) == (True, [])
    blank = fetch(desk.client, reverse("relative_new", kwargs={"ref": child.case.ref}))
    offered = next(one for one in blank.all("select") if one.get("name") == "relation")
    assert list(offered.iter())[1].get("value") == "", "nothing stands ready"
    page = desk.send("relative_new", child, **said)
    assert "Mother · has parental responsibility" in page.words
    (mother,) = desk.rows(Relative, child)
    changed = desk.send(
        "relative_change",
        child,
        mother.pk,
        **(said | {"lives_with_child": "no", "parental_responsibility": ""}),
        reason="Said so",
    )
    assert "Mother · lives elsewhere" in changed.words
    assert desk.client.get(reverse("relative_change", args=[child.case.ref, child.pk])).status_code == 404


def test_needs_are_recorded_and_met(desk: Desk) -> None:
    child = child_of(desk.user, "Nia", "Kingcup")
    page = desk.send("need_new", child, person=str(child.person_id), kind="interpreter", words="Welsh")
    assert "Interpreter Welsh" in page.words
    (need,) = desk.rows(Need, child)
    after = desk.send("need_met", child, need.pk, how="Interpreter booked for the day")
    assert "Welsh" not in after.words
    wrong = desk.send("need_new", child, person="somebody else", kind="interpreter", words="Welsh")
    assert wrong.texts("h2")[0] == "There is a problem"


def test_addresses_and_ways_are_sealed_at_once(desk: Desk) -> None:
    child = child_of(desk.user, "Leo", "Harbourstone")
    page = desk.send(
        "address_new",
        child,
        person=str(child.person_id),
        kind="home",
        lines="2 Canary Lane\nMadeupton",
        protection="unknown",
    )
    assert ("Home: not shown Nobody has said: protected" in page.words, "Canary" in page.words) == (True, False)
    page = desk.send(
        "contact_way_new", child, person=str(child.person_id), kind="phone", value="07700 900123", safe="yes",
        verified_how="in_person", **day("safe_until", date(2027, 1, 31)),
    )  # fmt: skip
    assert "Telephone: not shown Safe until Sun 31 Jan 2027" in page.words
    second = desk.send(
        "address_new", child, person=str(child.person_id), kind="home", lines="3 Canary Lane", protection="open"
    )
    assert any("home" in one.lower() for one in second.texts("a") if "end" in one)


def test_what_happened_is_written_down_with_its_author(desk: Desk) -> None:
    child = child_of(desk.user, "Mei", "Harbourstone")
    said = {"words": "Mei told her teacher that she was hungry.", "source": "school", "significance": "significant"}
    page = desk.send("chronology_new", child, **said, **day("happened_on", date(2026, 11, 20)))
    assert "Mei told her teacher that she was hungry." in page.words
    assert "From school · written by Gethin Lowbridge" in page.words
    assert len(desk.rows(ChronologyEntry, child)) == 1


@pytest.mark.clause("BOL-03")
def test_a_strategy_discussion_makes_the_dates_that_follow(desk: Desk) -> None:
    child = child_of(desk.user, "Devika", "Lanternhill")
    page = desk.send(
        "enquiry_new", child, agencies=["police"], agreed="A joint visit.", **day("begun_on", date(2026, 11, 16))
    )
    assert page.texts("h2") == ["What is due"]
    assert "Hold the initial conference Conference administrator By Mon 7 Dec" in page.words
    assert len(desk.rows(Enquiry, child)) == 1
    twice = desk.send("enquiry_new", child, **day("begun_on", date(2026, 11, 17)))
    assert twice.texts("h2")[0] == "There is a problem"


def test_a_case_is_allocated_and_its_work_stands_in_the_new_persons_list(desk: Desk) -> None:
    worker = member_of(desk.council, "social_worker", "Rukhsana Willowbank")
    child = child_of(desk.user, "Jonah", "Kingcup")
    desk.send("enquiry_new", child, **day("begun_on", date(2026, 11, 16)))
    mine = signed_in(worker)
    assert "Jonah" not in fetch(mine, "/").words
    page = desk.send(
        "child_allocate",
        child,
        holder=f"user:{worker.pk}",
        role="social_worker",
        why="New case",
        **day("begins_on", TODAY),
    )
    assert "Social workerRukhsana Willowbank" in page.words
    assert "Jonah Kingcup" in fetch(mine, "/").words
    assert [one.as_role for one in desk.rows(Grant, child)] == ["team_manager", "social_worker"]
    second = member_of(desk.council, "social_worker", "Ines Ropewalk")
    (held,) = [one for one in desk.rows(Grant, child) if one.as_role == "social_worker"]
    end = f"/children/{child.case.ref}/allocate/{held.pk}/end/"
    assert end in [one.get("href") for one in page.all("a")]
    asked = fetch(desk.client, end)
    assert asked.texts("h1") == ["Hand on or end"]
    assert "Rukhsana Willowbank, social worker, works with the child now." in asked.words
    wrong = desk.client.post(end, {"why": ""})
    assert wrong.status_code == 422
    desk.client.post(end, {"holder": f"user:{second.pk}", "why": "Moves away", **day("last_day", TODAY)})
    after = fetch(desk.client, f"/children/{child.case.ref}/")
    assert "Ines Ropewalksince" in after.words.replace("Social worker", "")
    assert "until" in after.words
    assert "Jonah Kingcup" in fetch(signed_in(second), "/").words
