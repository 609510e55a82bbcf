"""In a real browser: sign in by role in each authority, look round, prove again who one is, sign out, go Back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.database import Urls
from tests.journeys.walking import press
from tests.web.accounts.signing_in import somebody, trail


@pytest.fixture
def desk(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Opens a browser of its own at the first page; whatever it warns of or refuses fails the test."""
    contexts, said = [], []

    def sit_down(*, width: int = 1280, script: bool = True) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=script)
        contexts.append(context)
        page = context.new_page()
        # Not "info": there Chromium tells that it has cleared what it was asked to clear at signing out.
        page.on("console", lambda one: said.append(one.text) if one.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield sit_down
    for context in contexts:
        context.close()
    assert said == []


AUTHORITIES = ("Barnet", "Bolton", "Bradford", "Leicester", "Redbridge")


def sign_in(page: Any, address: str, authority: str, role: str) -> str:
    """The way a newcomer takes: the sign-in page, the authority, a person of the role; gives the person's name."""
    page.goto(f"{address}/")
    press(page, page.get_by_role("link", name="Sign in as one of the made-up people"))
    if page.get_by_role("link", name=authority, exact=True).count():
        press(page, page.get_by_role("link", name=authority, exact=True))
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=role, exact=True)).first
    name = str(row.get_by_role("cell").first.inner_text())
    row.get_by_role("button").click()
    page.wait_for_url(f"{address}/")
    return name


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_a_day_at_the_desk(world: Urls, address: str, desk: Any, authority: str) -> None:
    page = desk()
    name = sign_in(page, address, authority, "Conference administrator")
    assert authority in page.title()
    assert page.get_by_role("heading", level=1).count() == 1

    page.goto(f"{address}/administration/")
    press(page, page.get_by_role("link", name="Agencies"))
    assert authority in page.content()

    page.goto(f"{address}/account/")
    assert name in page.get_by_role("main").inner_text()
    page.goto(f"{address}/account/second-factor/app/")
    assert page.url.startswith(f"{address}/account/confirm/")
    press(page, page.get_by_role("button", name="It is me"))
    assert page.url == f"{address}/account/second-factor/app/"
    assert page.locator(".app-qr svg").is_visible()

    page.goto(f"{address}/account/")
    page.locator("summary").filter(has_text=name).click()
    page.get_by_role("button", name="Sign out", exact=True).filter(visible=True).click()
    page.wait_for_url(f"{address}/account/signed-out/")
    for _ in range(4):
        page.go_back(wait_until="load")
        assert name not in page.content(), page.url
    assert [row[0] for row in trail(world, 1)][-1] == "sign-out.done"


def test_signing_out_everywhere_reaches_the_other_browser(world: Urls, address: str, desk: Any) -> None:
    here, there = desk(), desk()
    for page in (here, there):
        sign_in(page, address, "Bolton", "Team manager")
    here.goto(f"{address}/account/")
    here.get_by_role("button", name="Sign out everywhere").click()
    here.wait_for_url(f"{address}/account/signed-out/")
    there.goto(f"{address}/account/")
    assert there.url.startswith(f"{address}/account/sign-in/")


def test_it_all_works_without_script_and_on_a_small_screen(world: Urls, address: str, desk: Any) -> None:
    page = desk(width=320, script=False)
    page.goto(f"{address}/")
    press(page, page.get_by_role("link", name="Sign in as one of the made-up people"))
    # Its lists are wider than a phone: each scrolls by itself, the page does not.
    assert (page.evaluate("document.documentElement.scrollWidth"), page.get_by_role("region").count()) == (320, 3)
    name = sign_in(page, address, "Leicester", "Conference chair")
    page.goto(f"{address}/account/")
    assert name in page.get_by_role("main").inner_text()
    assert somebody("chair", pack="leicester").email.endswith(".example")
