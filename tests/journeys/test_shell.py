"""The shell in a real browser: by keyboard, without script, on a phone, in print."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.walking import press
from tests.web.visiting import authority_of, member_of


@pytest.fixture(scope="module")
def user(module_database: object) -> Any:
    return member_of(authority_of("bolton"), "social_worker", "Rukhsana Willowbank")


def test_the_first_key_leads_past_the_header(look: Any, user: Any) -> None:
    page = look("/", user=user)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_the_account_menu_opens_and_closes_by_keyboard_and_gives_the_focus_back(look: Any, user: Any) -> None:
    page = look("/", user=user)
    menu = page.locator("details.q-header__wide")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    assert menu.evaluate("one => one.open")
    page.keyboard.press("Escape")
    assert not menu.evaluate("one => one.open")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("script", [True, False])
def test_why_this_date_opens_in_place_also_without_script(look: Any, user: Any, script: bool) -> None:
    page = look("/how-we-work/asking/", user=user, script=script)
    more = page.locator("details.q-others").first
    assert not more.locator(".q-month").first.is_visible()
    more.locator("summary").first.click()
    assert more.locator(".q-month").first.is_visible()


def test_a_form_without_script_shows_its_mistakes_and_a_search_works(look: Any, user: Any) -> None:
    page = look("/", user=user, script=False)
    page.get_by_role("searchbox").first.fill("Brambleday")
    press(page, page.get_by_role("button", name="Search"))
    assert page.title() == "Search – Bolton – Quorate"
    assert page.locator("main h2").all_inner_texts() == ["Nothing found"]


def test_on_a_phone_everything_is_behind_one_menu(look: Any, user: Any) -> None:
    page = look("/how-we-work/deciding/", width=320, user=user)
    assert not page.get_by_role("link", name="Diary").first.is_visible()
    page.get_by_text("Menu", exact=True).click()
    press(page, page.locator(".q-menu--phone").get_by_role("link", name="Diary"))
    assert page.locator("h1").inner_text() == "Diary"


def test_targets_are_large_enough_to_touch(look: Any, user: Any) -> None:
    page = look("/", width=320, user=user)
    page.get_by_text("Menu", exact=True).click()
    sizes = page.evaluate(
        "[...document.querySelectorAll('.q-menu--phone :is(a, button, input:not([type=hidden]))')]"
        ".map(one => Math.round(one.getBoundingClientRect().height))"
    )
    assert [size for size in sizes if size < 44] == []


def test_the_authority_has_its_own_colours(look: Any, module_database: object) -> None:
    other = member_of(authority_of("leicester", "Made-up L"), "chair", "Ola Farrow")
    page = look("/", user=other)
    assert page.evaluate("getComputedStyle(document.querySelector('.q-header')).backgroundColor") == "rgb(39, 74, 134)"


def test_the_typeface_is_our_own(look: Any, user: Any) -> None:
    page = look("/", user=user)
    loaded = page.evaluate(
        "document.fonts.ready.then(all => [...all].filter(f => f.status === 'loaded').map(f => f.family))"
    )
    assert '"Source Sans 3"' in loaded or "Source Sans 3" in loaded
