"""The procedure's own forms: every section and field of them is there, filled in where the record answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.standing import OPERATOR
from quorate.cases import services as cases
from quorate.conferences.editions import pack_of
from quorate.conferences.models import ChecklistTick, Conference, ConferenceRequest, Invitee
from quorate.people import services as people
from quorate.people.models import User
from tests.cases.making import Agency
from tests.conferences.stages import with_enquiry
from tests.database import Urls
from tests.web.families import it_is
from tests.web.visiting import Page, fetch, signed_in

TODAY = date(2026, 11, 20)


class Desk:
    """A social worker who asks for a conference by the forms."""

    def __init__(self, pack: str, kind: str, **family: Any) -> None:
        from quorate.conferences.services import requests

        self.agency = Agency(pack)
        self.family = self.agency.family(**family)
        with acting_as(self.agency.worker):
            with_enquiry(self.agency, self.family)
        with acting_as(self.agency.worker) as by:
            self.conference = requests.begin(kind=kind, cases=self.family.cases, by=by, on=TODAY)
        self.client = signed_in(User.objects.get(pk=self.agency.worker.user_id))

    def at(self, form: str, section: str) -> str:
        return reverse("conference_request_form", args=[self.conference.case.ref, form, section])

    def page(self, form: str, section: str) -> Page:
        return fetch(self.client, self.at(form, section))

    def offered(self) -> set[str]:
        """The forms to which the task list leads."""
        page = fetch(self.client, reverse("conference_request", args=[self.conference.case.ref]))
        links = [str(one.get("href")) for one in page.all("a")]
        return {one.split("/forms/")[1].split("/")[0] for one in links if "/forms/" in one}

    def facts(self, form: str, section: str) -> list[tuple[str, str]]:
        page = self.page(form, section)
        terms, said = page.texts("dt"), page.texts("dd")
        return list(zip(terms, said, strict=True))


@pytest.fixture(scope="module")
def _day(module_database: Urls) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        it_is(TODAY, module_database, patch)
        yield


@pytest.fixture(scope="module")
def initial(_day: None) -> Desk:
    return Desk("leicester", "initial", children=1)


@pytest.fixture(scope="module")
def unborn(_day: None) -> Desk:
    return Desk("leicester", "pre_birth", children=0, unborn=1)


def form_of(conference: Conference, code: str) -> Any:
    return next(one for one in pack_of(conference).data["form"] if one["code"] == code)


CONFERENCE, PRE_BIRTH = "conference-invitation-form", "pre-birth-invitation-form"


@pytest.mark.clause("LEI-10")
def test_an_unborn_child_has_a_form_of_its_own_that_guides_whom_to_invite(initial: Desk, unborn: Desk) -> None:
    assert (initial.offered(), unborn.offered()) == ({CONFERENCE}, {PRE_BIRTH})
    rows = {"Senior midwife", "Community midwife and the community midwifery team", "Safeguarding named nurse"}
    assert rows <= set(unborn.page(PRE_BIRTH, "core-personnel").texts("h3"))
    assert rows & set(initial.page(CONFERENCE, "core-personnel").texts("h3")) == set()
    assert "Expected date of birth" in unborn.page(PRE_BIRTH, "subjects").texts("dt")
    tasks = fetch(unborn.client, reverse("conference_request", args=[unborn.conference.case.ref]))
    assert tasks.texts("h3")[0] == "Invitation form: pre-birth conference"


@pytest.mark.parametrize("code", [CONFERENCE, PRE_BIRTH])
def test_every_section_and_every_field_stands_on_the_pages(initial: Desk, unborn: Desk, code: str) -> None:
    desk = {CONFERENCE: initial, PRE_BIRTH: unborn}[code]
    with acting_as(desk.agency.worker):
        spec = form_of(desk.conference, code)
    for section in spec["section"]:
        page = desk.page(code, section["code"])
        said = [*page.texts("dt"), *page.texts("label"), *page.texts("legend")]
        empty = section["code"] in ("significant-adults", "other-professionals")
        missing = [one["label"] for one in section["fields"] if one["label"] not in said and not empty]
        assert missing == [], section["code"]
        assert spec["version"] in page.words


@pytest.mark.clause("LEI-103")
def test_the_header_comes_from_the_record_and_only_the_extension_is_typed(initial: Desk, unborn: Desk) -> None:
    for desk, code in ((initial, CONFERENCE), (unborn, PRE_BIRTH)):
        assert dict(desk.facts(code, "header"))["From (social worker)"] == "A social_worker"
        assert dict(desk.facts(code, "header"))["Date of the conference"] == "Not booked yet"
        page = desk.page(code, "header")
        typed = [one.get("name") for one in page.all("input") if (one.get("name") or "").startswith("r0-")]
        assert typed == ["r0-team", "r0-extension"]
        answer = desk.client.post(desk.at(code, "header"), {"version": "0", "r0-extension": "4711", "r0-team": "North"})
        assert answer.status_code == 302
        with acting_as(desk.agency.worker):
            asked = ConferenceRequest.objects.get(conference=desk.conference)
            assert asked.answers[code]["header"]["extension"] == "4711"
            assert asked.stamps == {code: form_of(desk.conference, code)["version"]}


@pytest.mark.clause("LEI-107")
def test_offices_of_the_core_list_come_from_the_standing_contacts_and_the_lists(initial: Desk) -> None:
    page = initial.page(CONFERENCE, "core-personnel")
    assert page.texts("h3") == [
        "Social worker", "Police child abuse investigation unit", "Probation service", "GP", "Health visitor",
        "School nurse", "School representative",
    ]  # fmt: skip
    facts = initial.facts(CONFERENCE, "core-personnel")
    assert ("Full address of the office", "Force Headquarters, St Johns, Enderby, Leicester LE19 2BX") in facts
    assert ("Full address of the office", "2 St Johns Street, Leicester LE1 5BE") in facts
    assert ("Telephone", "0116 248 4971") in facts
    council = initial.agency.authority
    surgery = people.add_agency(authority=council, name="Linden Surgery", kind="health", by=OPERATOR)
    people.add_contact_point(
        agency=surgery, kind="telephone", value="01632 960123", owner="Office", review_on=date(2027, 9, 1), by=OPERATOR
    )
    doctor = people.add_professional(
        agency=surgery, full_name="Asel Bright", job_title="Family doctor", begins_on=TODAY, by=OPERATOR
    )
    invite = reverse("conference_request_invite", args=[initial.conference.case.ref])
    form = fetch(initial.client, invite)
    number = next(
        str(one.get("for")).split("-")[1] for one in form.all("label")
        if "".join(one.itertext()).strip().startswith("GP")
    )  # fmt: skip
    assert initial.client.post(invite, {f"take-{number}": "on", f"post-{number}": str(doctor.id)}).status_code == 302
    facts = initial.facts(CONFERENCE, "core-personnel")
    assert {("Name", "Asel Bright"), ("Title", "Family doctor"), ("Telephone", "01632 960123")} <= set(facts)


@pytest.mark.clause("LEI-109")
def test_others_who_are_involved_stand_with_their_office_and_who_was_told(initial: Desk, unborn: Desk) -> None:
    told = "The social worker has already told them of the conference"
    said = {
        "name": "Jo Fairweather", "job_title": "Family worker", "address": "2 Made-up Street", "telephone":
        "01632 960456", "why": "Visits the family every week.",
    }  # fmt: skip
    for desk, code, ticks in ((initial, CONFERENCE, False), (unborn, PRE_BIRTH, True)):
        address = reverse("conference_request_somebody", args=[desk.conference.case.ref])
        assert (told in fetch(desk.client, address).texts("label")) is ticks
        sent = {**said, **({"already_notified": "on"} if ticks else {})}
        assert desk.client.post(address, sent).status_code == 302
        facts = desk.facts(code, "other-professionals")
        assert facts[:4] == [
            ("Name", "Jo Fairweather"), ("Title", "Family worker"), ("Full address of the office", "2 Made-up Street"),
            ("Telephone", "01632 960456"),
        ]  # fmt: skip
        assert facts[4:] == ([(told, "Yes")] if ticks else [])
        with acting_as(desk.agency.worker):
            made = Invitee.objects.get(conference=desk.conference, name="Jo Fairweather")
            told_of = ChecklistTick.objects.filter(conference=desk.conference, about=made.pk)
            # Who has been told stands in the list of agencies to tell as well.
            assert (made.to_invite, [one.checklist for one in told_of]) == (True, ["tell-agencies"] * ticks)
        more = {**said, "name": "Kit Marsh", "job_title": "Youth worker"}
        assert desk.client.post(address, more).status_code == 302
        names = [words for label, words in desk.facts(code, "other-professionals") if label == "Name"]
        assert sorted(names) == ["Jo Fairweather", "Kit Marsh"]


def test_an_address_is_never_copied_into_the_form(initial: Desk) -> None:
    child = initial.family.children[0]
    with acting_as(initial.agency.worker) as by:
        cases.add_address(
            case=child.case, person_id=child.person_id, kind="home", lines=["7 Hidden Lane"], on=TODAY, by=by
        )
    page = initial.page(CONFERENCE, "subjects")
    assert ("Hidden Lane" in page.words, "On the record, sealed" in page.words) == (False, True)
    assert "Not asked yet: it is kept out of every letter and paper" in page.words
