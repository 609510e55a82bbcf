"""Every page of the shell in a real browser: axe finds nothing, nothing scrolls sideways, nothing complains."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.models import Grant
from quorate.access.standing import Standing
from quorate.cases.models import Relative
from quorate.people.models import User
from quorate.web.packs import authorities
from quorate.web.procedure.sections import SECTIONS
from tests.cases.making import Agency
from tests.conferences.stages import at_clock, ready_today, reported, sitting
from tests.plans.making import Afterwards
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


PARTS_BEFORE = [
    "conference", "conference_people", "conference_needs", "conference_reports", "conference_children",
    "conference_papers", "conference_preview", "conference_meeting", "conference_decisions", "conference_checklists",
]  # fmt: skip
PARTS_SITTING = [
    "conference_meeting", "conference_register", "conference_room", "conference_decisions", "conference_close",
    "conference_plan",
]  # fmt: skip


def _wrong_on(look: Any, ref: str, routes: list[str], standing: Standing) -> dict[str, Any]:
    return _wrong_at(look, [reverse(route, args=[ref]) for route in routes], standing)


def _wrong_at(look: Any, paths: list[str], standing: Standing) -> dict[str, Any]:
    """What axe finds on these pages at a desk, and by how much they scroll sideways on a phone."""
    user = User.objects.get(pk=standing.user_id)
    wrong: dict[str, Any] = {}
    for path in paths:
        page = look(path, user=user)
        # The explanation of a duty that is not the reader's own work answers "not found": docs/looking-at-pages.md.
        page.evaluate("document.querySelectorAll('[data-why]').forEach(one => one.removeAttribute('data-why'))")
        found = findings(page)
        wide = overflow(look(path, width=320, user=user))
        if found or wide:
            wrong[path] = (found, wide)
    return wrong


def test_axe_finds_nothing_on_a_conference_before_its_day(look: Any, module_database: object) -> None:
    agency = Agency()
    conference = reported(agency, agency.family())
    assert _wrong_on(look, conference.case.ref, PARTS_BEFORE, agency.worker) == {}


def test_axe_finds_nothing_on_a_conference_that_sits(
    look: Any, module_database: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("conferences.opening", "saving", "conferences.meeting_room"):
        monkeypatch.setattr(f"quorate.web.{module}.now", lambda: at_clock(10, 30))
    agency = Agency()
    family = agency.family()
    conference = ready_today(agency, family)
    ref = conference.case.ref
    sitting(agency, family, to=conference)
    assert _wrong_on(look, ref, PARTS_SITTING, agency.chair) == {}


def test_axe_finds_nothing_where_something_is_put_right_handed_on_or_said_to_be_the_same(
    look: Any, module_database: object
) -> None:
    after = Afterwards()
    worker, manager, conference = after.agency.worker, after.agency.manager, after.conference
    after.hold()
    (case,) = [one for one in after.family.cases if one.id in after.planned]
    with acting_as(worker):
        father = Relative.objects.get(case=case, person_id=after.family.father)
    with acting_as(manager):
        held = Grant.objects.filter(case_id=case.pk, user_id=worker.user_id).first()
    assert held is not None
    paths = [
        reverse("child_put_right", args=[case.ref]), reverse("relative_same", args=[case.ref, father.pk]),
        reverse("conference_between", args=[conference.case.ref]),
        reverse("conference_between_group", args=[conference.case.ref]), reverse("conflicts"), reverse("kept_forms"),
    ]  # fmt: skip
    assert _wrong_at(look, paths, worker) == {}
    assert _wrong_at(look, [reverse("child_allocation_end", args=[case.ref, held.pk])], manager) == {}
