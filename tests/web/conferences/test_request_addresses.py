"""The people of a request and their addresses: the page protects, never opens, and knows what was saved meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.audit.models import AuditEntry
from quorate.cases import services
from quorate.cases.models import Address
from quorate.conferences.models import Conference, ConferenceRequest, Invitee
from quorate.conferences.services.drafting import is_finished
from quorate.web.conferences.request_addresses import KeptOut, what_becomes_of, where_to_open
from tests.cases.making import Family
from tests.database import Urls
from tests.web.conferences.test_request_pages import TODAY, Desk, at
from tests.web.families import it_is
from tests.web.visiting import Page, checked, fetch, words


class Scene:
    """A family whose mother has a home, a request about it, and the page of its people in the worker's browser."""

    def __init__(self, desk: Desk, protection: str) -> None:
        self.desk, self.worker = desk, desk.agency.worker
        self.family: Family = desk.family(children=1)
        self.mother: UUID = self.family.mother
        self.home = self.address("home", protection)
        self.conference: Conference = desk.draft(self.family)
        self.client = desk.browser(self.worker)
        self.there = at(self.conference, "_people")

    def address(self, kind: str, protection: str) -> Address:
        with acting_as(self.worker) as by:
            return services.add_address(
                case=self.family.cases[0], person_id=self.mother, kind=kind, lines=["1 Made-up Row"], on=TODAY, by=by,
                protection=protection,
            )  # fmt: skip

    def page(self) -> Page:
        return fetch(self.client, self.there)

    def opened(self) -> str:
        return next(str(one.get("value")) for one in self.page().all("input") if one.get("name") == "opened")

    def chosen(self) -> str | None:
        boxes = [one for one in self.page().all("input") if one.get("name") == f"address-{self.mother}"]
        return next((one.get("value") for one in boxes if one.get("checked") is not None), None)

    def said(self, address: str, **more: str) -> dict[str, str]:
        others = (self.family.father, self.family.children[0].person_id)
        return {f"address-{one}": "not-alone" for one in others} | {f"address-{self.mother}": address} | more

    def stands(self) -> list[tuple[str, str]]:
        with acting_as(self.worker):
            rows = Address.objects.filter(person_id=self.mother).order_by("kind")
            return list(rows.values_list("kind", "protection"))

    def protection(self, one: Address, **said: Any) -> Any:
        return self.client.post(reverse("address_protection", args=[one.case.ref, one.pk]), said)


@pytest.fixture(scope="module")
def desk(module_database: Urls) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        it_is(TODAY, module_database, patch)
        yield Desk()


@pytest.mark.clause("LEI-104")
def test_a_page_that_was_left_open_opens_no_address_that_was_protected_meanwhile(desk: Desk) -> None:
    scene = Scene(desk, "open")
    assert scene.chosen() == "no"
    stale = scene.said("no", opened=scene.opened(), **{f"invite-{scene.mother}": "yes"})
    assert scene.protection(scene.home, protection="protected").status_code == 302
    scene.address("current", "protected")
    answer = scene.client.post(scene.there, stale)
    both = [words(one) for one in checked(answer, scene.there).all("div") if one.get("class") == "q-clash__text"]
    with acting_as(scene.worker):
        listed = Invitee.objects.filter(conference=scene.conference, person_id=scene.mother).count()
    assert (answer.status_code, listed) == (409, 0)
    assert [one.partition("))")[2] for one in both if "confidential?" in one and "mother of" in one] == [
        ": yoursNo: open it on its own page, with a reason", ": theirsYes, it is kept out of every letter and paper",
    ]  # fmt: skip
    # Nothing that was answered is lost, and keeping one's own leads to where it is opened: nothing opens here.
    again = {**stale, "opened": _opened(answer, scene), "keep": "yours", "clashed": f"address-{scene.mother}"}
    kept = scene.client.post(scene.there, again)
    assert (kept.status_code, kept.headers["Location"]) == (302, scene.there)
    with acting_as(scene.worker):
        assert Invitee.objects.get(conference=scene.conference, person_id=scene.mother).to_invite is True
        assert ConferenceRequest.objects.get(conference=scene.conference).answers["people"][str(scene.mother)] == "yes"
    assert scene.stands() == [("current", "protected"), ("home", "protected")]


def _opened(answer: Any, scene: Scene) -> str:
    return next(
        str(one.get("value")) for one in checked(answer, scene.there).all("input") if one.get("name") == "opened"
    )


@pytest.mark.clause("LEI-104")
@pytest.mark.parametrize("protection", ["protected", "unknown"])
def test_no_opens_nothing_and_leads_to_where_it_is_opened_with_a_reason(desk: Desk, protection: str) -> None:
    scene = Scene(desk, protection)
    page = scene.page()
    its_own = reverse("address_protection", args=[scene.home.case.ref, scene.home.pk]) + f"?next={scene.there}"
    # The way there is a button of the form: it saves first, also where not everything is answered yet.
    named = [one.get("value") for one in page.all("button") if one.get("name") == "tell"]
    assert named == [str(scene.home.pk)]
    part = {f"invite-{scene.mother}": "no", f"why-{scene.mother}": "She is ill", "tell": named[0]}
    led = scene.client.post(scene.there, part | {"opened": scene.opened()})
    assert (led.status_code, led.headers["Location"]) == (302, its_own)
    assert fetch(scene.client, its_own).words.count("Saved. What you answered in the request is kept") == 1
    with acting_as(scene.worker):
        one = Invitee.objects.get(conference=scene.conference, person_id=scene.mother)
        asked = ConferenceRequest.objects.get(conference=scene.conference)
        assert (one.to_invite, one.why, is_finished(asked, "people")) == (False, "She is ill", False)
    # A reason that would not be kept is not lost in silence.
    unsettled = scene.client.post(scene.there, part | {f"invite-{scene.mother}": "", "opened": scene.opened()})
    assert checked(unsettled, scene.there).words.count("Error: You wrote why not: choose “No”") == 1
    led = scene.client.post(scene.there, scene.said("no", opened=scene.opened()))
    assert (led.status_code, led.headers["Location"]) == (302, its_own)
    told = "Saved. An address that is kept out is opened on its own page, one at a time, with a reason."
    shown = fetch(scene.client, its_own)
    assert shown.words.count(told) == 1
    # Back leads to the request that is being written, and so does saving; to no other site.
    assert [one.get("href") for one in shown.all("a") if one.get("class") == "govuk-back-link"] == [scene.there]
    assert scene.stands() == [("home", protection)]
    with acting_as(scene.worker):
        opened = AuditEntry.objects.filter(action="address.protection-changed", subject_id=scene.home.pk)
        assert opened.count() == 0
    # Whoever goes on without opening it is not led there again.
    if protection == "unknown":
        on = scene.client.post(scene.there, scene.said("no", opened=scene.opened()))
        assert on.headers["Location"] == at(scene.conference)
    elsewhere = fetch(scene.client, its_own.replace(scene.there, "//elsewhere.example/"))
    back = [one.get("href") for one in elsewhere.all("a") if one.get("class") == "govuk-back-link"]
    assert back == [reverse("child_family", args=[scene.home.case.ref])]
    saved = {"protection": "open", "reason_code": "risk_has_ended"}
    assert scene.client.post(its_own, saved).headers["Location"] == scene.there
    assert scene.stands() == [("home", "open")]
    assert scene.chosen() == "no"
    with acting_as(scene.worker):
        assert list(opened.values_list("reason", flat=True)) == ["risk_has_ended"]
    # What is open is protected from here at once.
    scene.client.post(scene.there, scene.said("yes", opened=scene.opened()))
    assert scene.stands() == [("home", "protected")]


def test_an_address_is_not_opened_over_what_somebody_has_protected_since(desk: Desk) -> None:
    scene = Scene(desk, "unknown")
    its_own = reverse("address_protection", args=[scene.home.case.ref, scene.home.pk])
    opened = next(
        str(one.get("value")) for one in fetch(scene.client, its_own).all("input") if one.get("name") == "opened"
    )
    scene.protection(scene.home, protection="protected")
    to_open = {"reason_code": "person_agrees", "opened": opened}
    # A mistake that is put right does not make the page a new one.
    unsaid = checked(scene.protection(scene.home, **to_open), its_own)
    assert [one.get("value") for one in unsaid.all("input") if one.get("name") == "opened"] == [opened]
    both = scene.protection(scene.home, protection="open", **to_open)
    assert (both.status_code, scene.stands()) == (409, [("home", "protected")])


def test_a_childs_name_keeps_its_capital_beside_the_relation(desk: Desk) -> None:
    scene = Scene(desk, "unknown")
    headings = [one for one in scene.page().texts("h3") if "(mother of" in one]
    assert [one.partition("(")[2] for one in headings] == ["mother of Child0)"]


def test_no_page_is_promised_to_whoever_opens_no_address() -> None:
    kept = [KeptOut("Home", is_protected=True, href="")]
    nowhere: Any = None
    assert (where_to_open(nowhere, kept), what_becomes_of(kept)) == (
        None,
        "Saved. The address stays kept out of every letter and paper: you may not open it in the child’s record.",
    )
