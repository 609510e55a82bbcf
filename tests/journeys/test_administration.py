"""The administrator's pages in a real browser: axe finds nothing, nothing scrolls sideways, a list comes in."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from quorate.access.standing import OPERATOR
from quorate.people import services
from quorate.people.models import Agency, ContactPoint, Professional, Room, Team, User, Venue
from tests.journeys.test_accessibility import findings, overflow
from tests.journeys.walking import press
from tests.people.listing import AGENCIES, as_csv
from tests.web.visiting import authority_of, member_of

ON = date(2026, 11, 20)


@pytest.fixture(scope="module")
def user(module_database: object) -> User:
    """An administrator of a council that has one of everything, with long names."""
    council = authority_of("bolton")
    services.add_team(authority=council, name="Children with disabilities and transitions team, north", by=OPERATOR)
    venue = services.add_venue(authority=council, name="Old Corn Exchange", address="1 Made-up Lane", by=OPERATOR)
    services.add_room(venue=venue, name="Room by the garden", seats=14, is_step_free=True, by=OPERATOR)
    name = "Saint Elisabeth and Saint Hilda Roman Catholic Voluntary Aided Primary School"
    agency = services.add_agency(authority=council, name=name, kind="school", by=OPERATOR)
    services.add_contact_point(
        agency=agency, kind="secure_email", value="designated.safeguarding.lead@st-elisabeth-and-st-hilda.example",
        owner="Designated safeguarding lead", review_on=ON, by=OPERATOR,
    )  # fmt: skip
    services.add_professional(
        agency=agency, full_name="Oluwaseun Hazelbank-Featherstone", job_title="Designated safeguarding lead",
        begins_on=ON, by=OPERATOR,
    )  # fmt: skip
    for number in range(60):
        services.add_agency(authority=council, name=f"Heron School {number:02}", kind="school", by=OPERATOR)
    return member_of(council, "administrator", "Rukhsana Willowbank")


def pages() -> list[str]:
    """One of every kind of page."""
    point, person = ContactPoint.objects.get(), Professional.objects.get()
    agency = Agency.objects.get(pk=person.agency_id)
    return [
        "", "teams/", f"teams/{Team.objects.get().ref}/change/", "buildings/",
        f"buildings/{Venue.objects.get().ref}/change/", f"rooms/{Room.objects.get().ref}/change/", "agencies/",
        f"agencies/{agency.ref}/", f"agencies/{agency.ref}/change/", f"contact-points/{point.ref}/change/",
        f"agencies/{agency.ref}/professionals/new/", "professionals/", f"professionals/{person.ref}/change/",
        f"professionals/{person.ref}/move/", f"professionals/{person.ref}/end/", "people/", "lists/",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(look: Any, user: User, width: int) -> None:
    wrong = {}
    for path in pages():
        page = look(f"/administration/{path}", width=width, user=user)
        found = (findings(page), overflow(page))
        if found != ([], 0):
            wrong[path] = found
        _keep(page, f"{path or 'home/'}", width)
    assert wrong == {}


@pytest.mark.parametrize("script", [True, False])
def test_a_list_is_shown_first_and_then_comes_in(look: Any, user: User, tmp_path: Path, script: bool) -> None:
    file = tmp_path / "agencies.csv"
    name = f"Weir Lane School {script}"
    file.write_bytes(as_csv({**AGENCIES, "Agency": name}, {**AGENCIES, "Agency": "Mill School", "Kind": "Scool"}))
    page = look("/administration/lists/", user=user, script=script, width=320)
    page.get_by_label("Agencies", exact=True).check()
    page.get_by_label("The file").set_input_files(file)
    press(page, page.get_by_role("button", name="Show what would come in"))
    assert (findings(page) if script else [], overflow(page) if script else 0) == ([], 0)
    _keep(page, "list", 320)
    assert page.get_by_text("Did you mean School?").is_visible()
    assert not Agency.objects.filter(name=name).exists()
    press(page, page.get_by_role("button", name="Bring in 1 row"))
    assert page.locator("h1").inner_text() == "What came in"
    assert Agency.objects.filter(name=name).exists()


def _keep(page: Any, path: str, width: int) -> None:
    """A picture to look at, where one asks for it."""
    if folder := os.environ.get("PICTURES_IN"):
        page.screenshot(path=Path(folder) / f"{path.strip('/').replace('/', '-')[:40]}-{width}.png", full_page=True)
