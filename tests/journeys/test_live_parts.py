"""Parts of a page that change while one looks at them: htmx under our own policy, and the same without script."""

from __future__ import annotations

from typing import Any

import pytest

from quorate.access.standing import OPERATOR
from quorate.people import services
from tests.browsing import _cookie
from tests.journeys.walking import press
from tests.web.visiting import authority_of, member_of

LIST = "/administration/agencies/"


@pytest.fixture(scope="module")
def user(module_database: object) -> Any:
    authority = authority_of("bolton")
    for number in range(60):
        services.add_agency(authority=authority, name=f"Heron School {number:02}", kind="school", by=OPERATOR)
    return member_of(authority, "administrator", "Rukhsana Willowbank")


def test_a_long_list_narrows_while_one_types_and_nothing_breaks_the_policy(look: Any, user: Any) -> None:
    page = look(LIST, user=user)
    assert page.locator("tbody tr").count() == 50
    page.get_by_label("Part of the name").press_sequentially("school 59")
    page.get_by_text("1 found.").wait_for()
    assert page.locator("tbody tr").count() == 1
    assert page.get_by_label("Part of the name").evaluate("one => one === document.activeElement")
    assert page.evaluate("document.querySelectorAll('style').length") == 0


def test_text_never_becomes_script(browser: Any, address: str, user: Any) -> None:
    context = browser.new_context()  # not by `look`: here the browser is meant to complain
    context.add_cookies([_cookie(user, address)])
    page = context.new_page()
    page.goto(address + LIST)
    refused = page.evaluate(
        """() => new Promise((done) => setTimeout(() => {  // later: what evaluates this itself may do more
            const failed = [];
            for (const [name, deed] of Object.entries({
                eval: () => eval("1"),
                script: () => { document.createElement("script").text = "1"; },
                address: () => { document.createElement("script").src = "/x.js"; },
            })) {
                try { deed(); } catch { failed.push(name); }
            }
            done(failed);
        }))"""
    )
    context.close()
    assert refused == ["eval", "script", "address"]


def test_without_script_the_same_form_finds_the_same(look: Any, user: Any) -> None:
    page = look(LIST, user=user, script=False, width=320)
    page.get_by_label("Part of the name").fill("school 59")
    press(page, page.get_by_role("button", name="Find"))
    assert page.locator("tbody tr").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_script_is_only_where_a_page_needs_it(look: Any, user: Any) -> None:
    page = look("/", user=user)
    assert page.locator("script[src*='live']").count() == 0
