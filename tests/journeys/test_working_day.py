"""A social worker's morning in a real browser: today's work, why then, the child, an address with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from quorate.access.context import acting_as
from quorate.cases import services
from tests.database import Urls
from tests.journeys.test_accessibility import findings, overflow
from tests.journeys.test_sign_in import desk, sign_in
from tests.journeys.walking import press
from tests.web.families import child_of, it_is, plan_for, standing
from tests.web.visiting import authority_of, member_of

__all__ = ["desk"]

TODAY = date(2026, 12, 29)  # a Tuesday in a week with two bank holidays
PHONE = 640  # pixels of height on a small phone


@pytest.fixture(scope="module")
def family(module_database: Urls) -> Iterator[Any]:
    """Somebody with two children, one plan's work due today, the other's late; a protected address."""
    with pytest.MonkeyPatch.context() as patch:
        it_is(TODAY, module_database, patch)
        user = member_of(authority_of("bolton"), "social_worker", "Rukhsana Willowbank")
        late, today = child_of(user, "Samir", "Appledown"), child_of(user)
        with acting_as(standing(user)) as by:
            mother = services.add_relative(
                case=today.case,
                given_names="Ewa",
                family_name="Brambleday",
                relation="mother",
                sex="F",
                on=TODAY,
                by=by,
            )
            services.add_address(
                case=today.case, person_id=mother.person_id, kind="home", lines=["1 Canary Cottage"],
                protection="protected", on=TODAY, by=by,
            )  # fmt: skip
            services.record_need(
                case=today.case, person_id=mother.person_id, kind="interpreter", words="Polish", on=TODAY, by=by
            )
            services.add_chronology_entry(
                case=today.case, happened_on=date(2026, 12, 1), words="Seen at school.", on=TODAY, by=by
            )
        plan_for(user, [late], date(2026, 12, 9))
        plan_for(user, [today], date(2026, 12, 11))
        yield {"user": user, "child": today}


def test_a_morning(family: Any, address: str, desk: Any) -> None:
    page = desk()
    assert sign_in(page, address, "Made-up Council", "Social worker") == "Rukhsana Willowbank"
    expect(page.get_by_role("heading", level=1)).to_have_text("Tuesday 29 December")
    expect(page.get_by_text("A short week.")).to_be_visible()

    today = page.locator("#today + .q-rows .q-row").first
    expect(today.get_by_role("link", name="Hold the first core group", exact=True)).to_be_visible()
    today.locator("summary").click()
    expect(today.get_by_text("Day 10 is Tue 29 Dec 2026.")).to_be_visible()
    expect(today.get_by_role("table")).to_be_visible()
    expect(today.get_by_text("Fri 25 Dec, not counted, Christmas Day")).to_have_count(1)

    today.get_by_role("link", name="Hold the first core group", exact=True).click()
    page.get_by_role("link", name="Record of Zofia Brambleday").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zofia Brambleday")
    assert "Canary" not in page.content()

    page.get_by_role("link", name="Reveal home of Ewa Brambleday").click()
    page.get_by_label("To visit the child or family").check()
    page.get_by_role("button", name="Show it once").click()
    expect(page.locator("#revealed")).to_have_text("1 Canary Cottage")
    page.get_by_role("link", name="I have seen it: back to the record").click()
    page.get_by_role("link", name="Who has looked").click()
    expect(page.get_by_role("row").nth(2)).to_contain_text("Saw a protected contact")


def test_why_this_date_is_answered_without_script_too(look: Any, family: Any) -> None:
    page = look("/", user=family["user"], script=False)
    row = page.locator(".q-row").nth(2)
    row.locator("summary").click()
    row.get_by_role("link", name="Show how it was worked out").click()
    opened = page.locator("details.q-why[open]")
    expect(opened).to_have_count(1)
    expect(opened.get_by_role("table")).to_be_visible()


def test_an_explanation_that_opens_leaves_its_row_where_it_was(look: Any, family: Any) -> None:
    page = look("/", user=family["user"])
    summary, when = page.locator(".q-why > summary").first, page.locator(".q-row__when").first
    before = (summary.bounding_box()["x"], when.bounding_box()["x"])
    summary.click()
    page.locator(".q-steps").first.wait_for()
    assert (summary.bounding_box()["x"], when.bounding_box()["x"]) == before


def test_on_a_small_phone_the_first_thing_to_do_and_the_way_to_today_are_on_the_first_screen(
    look: Any, family: Any
) -> None:
    page = look("/", width=320, user=family["user"])
    page.set_viewport_size({"width": 320, "height": PHONE})
    first, way = page.locator(".q-row__do").first, page.get_by_role("link", name="2 due today")
    assert first.bounding_box()["y"] + first.bounding_box()["height"] < PHONE
    way.click()
    today = page.locator("#today + .q-rows .q-row__do").first.bounding_box()
    assert 0 <= today["y"] < PHONE


PAGES = (
    "/", "/?whose=all&later=yes", "/children/", "/plans/", "/children/new/", "/children/{ref}/",
    "/children/{ref}/family/", "/children/{ref}/chronology/", "/children/{ref}/due/", "/children/{ref}/plans/",
    "/children/{ref}/looks/", "/children/{ref}/addresses/new/", "/children/{ref}/enquiry/new/",
)  # fmt: skip


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(look: Any, family: Any, width: int) -> None:
    found = {}
    for path in (*PAGES, reverse("work_narrow")):
        page = look(path.format(ref=family["child"].case.ref), width=width, user=family["user"])
        found[path] = (findings(page), overflow(page))
    page = look("/", width=width, user=family["user"])
    press(page, page.locator(".q-row__do"))
    found["a duty"] = (findings(page), overflow(page))
    assert {path: what for path, what in found.items() if what != ([], 0)} == {}
