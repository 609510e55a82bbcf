"""Every page of the shell in a real browser: axe finds nothing, nothing scrolls sideways, nothing complains."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from quorate.web.packs import authorities
from quorate.web.procedure.sections import SECTIONS
from tests.web.visiting import authority_of, case_of, member_of

PAGES = [
    "/", "/diary/", "/search/", "/search/?q=nobody", "/parts/", "/for-parents/bolton/", "/how-we-work/compare/",
    "/how-we-work/editions/", *(f"/how-we-work/{code}/" for code in SECTIONS),
]  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def findings(page: Any) -> list[str]:
    """What axe finds, with the first things opened that can be opened: the others are made of the same parts."""
    page.evaluate("[...document.querySelectorAll('main details')].slice(0, 4).forEach(one => { one.open = true })")
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:120]} {node['failureSummary']}" for one in found for node in one["nodes"]]


def overflow(page: Any) -> int:
    """How far the page scrolls sideways, in pixels."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture(scope="module")
def people(module_database: object) -> Any:
    council = authority_of("bolton")
    return member_of(council, "chair", "Siân Marchbanks")


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(look: Any, people: Any, path: str) -> None:
    assert findings(look(path, user=people)) == []


@pytest.mark.parametrize("path", ["/", "/search/", "/parts/", "/for-parents/bolton/", "/how-we-work/deciding/"])
def test_axe_finds_nothing_on_a_phone(look: Any, people: Any, path: str) -> None:
    assert findings(look(path, width=320, user=people)) == []


def test_no_page_scrolls_sideways_on_a_phone(look: Any, people: Any) -> None:
    wide = {path: overflow(look(path, width=320, user=people)) for path in PAGES}
    assert {path: by for path, by in wide.items() if by} == {}


@pytest.mark.parametrize("name", authorities())
def test_axe_finds_nothing_in_any_authoritys_colours(look: Any, module_database: object, name: str) -> None:
    user = member_of(authority_of(name, f"Made-up {name}"), "social_worker", f"Ada {name}")
    assert findings(look("/parts/", user=user)) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_on_a_case_and_on_an_error(look: Any, people: Any, width: int) -> None:
    case = case_of(people)
    look(f"/cases/{case.ref}/", user=people)
    for path, status in ((f"/cases/{case.ref}/", 200), ("/no/such/page/", 404)):
        page = look(path, width=width, user=people, status=status)
        assert (findings(page), overflow(page)) == ([], 0)
