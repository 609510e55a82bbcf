"""Walking through a conference in a browser: somebody opens a page, fills in what it asks, presses its button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.urls import reverse

from quorate.people.models import User
from tests.cases.making import Agency, Family


class Walk:
    """One family's conference in real Chromium; `who` are attributes of the agency (worker, manager, chair …)."""

    def __init__(self, look: Callable[..., Any], agency: Agency, family: Family) -> None:
        self.look, self.agency, self.family = look, agency, family
        self.pages: dict[str, Any] = {}
        self.origin = ""
        self.ref = ""

    def page(self, who: str) -> Any:
        """The browser in which somebody works, signed in."""
        if who not in self.pages:
            user = User.objects.get(pk=getattr(self.agency, who).user_id)
            page = self.look("/", user=user, height=300)  # a low window: a third of a walk was painting pixels
            self.origin = page.url.rstrip("/").removesuffix("/")
            self.pages[who] = page
        return self.pages[who]

    def open(self, who: str, route: str, *args: Any, more: str = "") -> Any:
        """Somebody opens a page of this conference (or of `args` alone, where the first is a reference); `more` ends
        its address."""
        page = self.page(who)
        given = list(args) if args and isinstance(args[0], str) and len(args[0]) == 26 else [self.ref, *args]
        answer = page.goto(self.origin + reverse(route, args=given) + more, wait_until=WRITTEN)
        assert answer.status == 200, (route, answer.status, words_of(page))
        return page

    def follow(self, who: str, words: str) -> Any:
        """Presses the link with these words."""
        page = self.page(who)
        press(page, page.get_by_role("link", name=words))
        return page

    def send(self, who: str, button: str, **said: Any) -> Any:
        """Fills in the form by the names of its controls, presses the button, and expects no mistake."""
        page = self.page(who)
        kinds = kinds_on(page) if said else {}
        for name, value in said.items():
            put(page, name, value, kinds.get(name, ""))
        pressed = page.get_by_role("button", name=button, exact=True)
        assert pressed.count(), (page.url, button, page.locator("main button").all_inner_texts(), words_of(page)[:600])
        press(page, pressed)
        title, mistakes = page.evaluate(_MISTAKES)
        assert mistakes == [], (page.url, button, mistakes)
        assert "Page not found" not in title, page.url
        return page

    def says(self, who: str) -> str:
        """The words of the main part of the page on which somebody is."""
        return words_of(self.page(who))


WRITTEN: Final = "domcontentloaded"
"""When a page can be used: its words and scripts are there. Its typefaces may still come."""
_MISTAKES: Final = """() => [document.title,
  [...document.querySelectorAll('.govuk-error-summary, [role=alert]')].map(one => one.innerText)]"""
_KINDS: Final = """() => Object.fromEntries([...document.querySelectorAll('[name]')].reverse()
  .map(one => [one.name, one.tagName === 'SELECT' ? 'select' : one.type]))"""


def press(page: Any, what: Any) -> Any:
    """Presses the first of these links or buttons and waits until the next page is written; gives its answer.

    Whoever clicks and at once asks the page what it holds asks a page that is half there: Chromium tells of a new page
    before it has read it. A save on its way is waited for too.
    """
    with page.expect_navigation(wait_until=WRITTEN) as answer:
        what.first.click()
    return answer.value


def kinds_on(page: Any) -> dict[str, str]:
    """What each control of a page is: select, radio, checkbox, text …"""
    return page.evaluate(_KINDS)  # type: ignore[no-any-return]


def put(page: Any, name: str, value: Any, kind: str = "") -> None:
    """Puts a value into the control of this name: text, a list, one of several circles, ticks, a date.

    `kind` is what `kinds_on` said of it; without it the page is asked.
    """
    if hasattr(value, "isoformat"):
        for part in ("day", "month", "year"):
            page.locator(f'[name="{name}_{part}"]').first.fill(str(getattr(value, part)))
        return
    found = page.locator(f'[name="{name}"]')
    kind = kind or kinds_on(page).get(name, "")
    assert kind, (page.url, name, names_on(page))
    if kind == "select":
        found.first.select_option(value)
    elif kind in ("radio", "checkbox"):
        wanted = value if isinstance(value, (list, tuple)) else [value]
        for one in wanted:
            choice = page.locator(f'[name="{name}"][value="{one}"]') if one is not True else found.first
            assert choice.count(), (page.url, name, one, values_of(page, name))
            choice.first.check(force=True)
    else:
        found.first.fill(str(value))


def names_on(page: Any) -> list[str]:
    """The names of all controls of a page, for the message when one is missing."""
    return page.evaluate("[...document.querySelectorAll('main [name]')].map(one => one.name)")  # type: ignore[no-any-return]


def values_of(page: Any, name: str) -> list[str]:
    """What the circles or ticks of a name offer."""
    return page.evaluate(  # type: ignore[no-any-return]
        "name => [...document.getElementsByName(name)].map(one => one.value)", name
    )


def words_of(page: Any) -> str:
    """The words of the main part of a page with single blanks."""
    return " ".join(page.locator("main").inner_text().split())
