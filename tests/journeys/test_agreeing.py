"""What compares pages and engine at the end of each walk finds what it is for: a page that says otherwise is seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.cases.making import Agency
from tests.conferences import stages
from tests.database import Urls
from tests.journeys.agreeing import close_agrees, duties_agree, gates_agree, quorum_agrees, start_agrees
from tests.journeys.commands import commands_say
from tests.journeys.special_steps import opened
from tests.journeys.walking import Walk
from tests.web.families import it_is

_ROW = "document.querySelector('#to-do ~ ul .q-row')"


def _put(into: str, nested: str, words: str, then: str = "0") -> str:
    """A script that puts elements, one in the other, at the end of something: a page takes no HTML as text."""
    return f"""() => {{ let at = {into};
        for (const name of '{nested}'.split(' ')) at = at.appendChild(document.createElement(name));
        at.textContent = '{words}'; {then}; return true; }}"""


_OTHERWISE = {
    "whose": ("duties", f"{_ROW}.querySelector('.q-secondary').textContent = 'Somebody else'"),
    "about whom": ("duties", """[...document.querySelectorAll('.q-row__do')]
        .find(one => one.textContent.includes('Child1')).textContent += ', Child0'"""),
    "by when": ("duties", f"{_ROW}.querySelector('.q-row__when').textContent += ' 2031'"),
    "how much is left": ("duties", """[...document.querySelectorAll('.q-row .q-tag')]
        .find(one => one.textContent.includes('working day')).textContent = '99 working days left'"""),
    "one twice": ("duties", f"{_ROW}.after({_ROW}.cloneNode(true)) || true"),
    "one missing": ("duties", f"{_ROW}.remove() || true"),
    "the last of what is next": ("duties", "document.querySelector('#next').textContent += '!'"),
    "the sentence of a gate": ("gates", """[...document.querySelectorAll('.q-gates__line--wanting')].find(
        one => !one.textContent.includes('good practice')).querySelector('p').textContent = 'Nothing'"""),
    "the state of a gate": ("gates", """[...document.querySelectorAll('.q-gates__line--wanting')].find(
        one => !one.textContent.includes('good practice')).className = 'q-gates__line q-gates__line--shut'"""),
    "an outcome": ("gates", "document.querySelector('input[name=outcome]').value = 'plan-ended'"),
    "a gate of the start": ("start", _put("document.querySelector('main')", "section ul li", "A gate: of nothing",
        "document.querySelector('main').lastChild.setAttribute('aria-labelledby', 'held-by')")),
    "a child of the end": ("close", "document.querySelector('#child-1').textContent = 'Sam'"),
    "what is decided": ("close", _put("document.querySelector('section[aria-labelledby=child-1]')", "dl dd",
                                      "Plan made")),
    "the quorum": ("quorum", "document.querySelector('.q-quorum .q-card-title').textContent = 'Quorate now.'"),
}  # fmt: skip
_PAGE = {
    "duties": "conference", "gates": "conference_decide", "start": "conference_meeting", "close": "conference_close",
    "quorum": "conference_meeting",
}  # fmt: skip


class Otherwise(Walk):
    """A walk on which a page is changed after it was opened."""

    change, on = "", ""

    def open(self, who: str, route: str, *args: Any, more: str = "") -> Any:
        """Opens the page, and changes it where it is that one."""
        page = super().open(who, route, *args, more=more)
        if route == self.on and not page.evaluate(self.change):
            raise LookupError(f"the page has nothing to change: {self.change}")
        return page


def test_what_a_page_says_otherwise_is_found(
    look: Callable[..., Any], module_database: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    it_is(date(2026, 11, 23), module_database, monkeypatch)
    agency = Agency("bolton")
    family = agency.family(2)
    found = stages.sitting(agency, family)
    it_is(date(2026, 11, 24), module_database, monkeypatch)  # whatever the hour, nothing of it is still to come
    walk = Otherwise(look, agency, family)
    walk.ref = opened(agency, found).case.ref
    said = commands_say(walk)
    ways: dict[str, Callable[[], object]] = {
        "duties": lambda: duties_agree(walk, said=said),
        "gates": lambda: gates_agree(walk, family.children[0], said=said),
        "start": lambda: start_agrees(walk, said),
        "close": lambda: close_agrees(walk, said),
        "quorum": lambda: quorum_agrees(walk, said=said),
    }
    for compare in ways.values():
        compare()
    unseen = []
    for name, (where, walk.change) in _OTHERWISE.items():
        walk.on = _PAGE[where]
        try:
            ways[where]()
        except AssertionError:
            continue
        unseen.append(name)
    assert unseen == []
