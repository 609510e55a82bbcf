"""A case by its reference: there for those who work on it, not there for anybody else; every look is kept."""

from __future__ import annotations

import re
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.web.visiting import authority_of, case_of, checked, fetch, member_of, signed_in

_NONCE = re.compile(r'nonce="[^"]+"')


@pytest.fixture
def authority(own_database: object) -> Any:
    return authority_of("bolton", "Made-up Council")


def test_somebody_who_works_on_a_case_sees_who_has_looked(authority: Any) -> None:
    chair = member_of(authority, "chair", "Siân Marchbanks")
    case, client = case_of(chair), signed_in(chair)
    first = fetch(client, f"/cases/{case.ref}/")
    second = fetch(client, f"/cases/{case.ref}/")
    rows = [[one.strip() for one in cell] for cell in _rows(second)]
    assert first.texts("title") == ["Case record – Bolton – Quorate"]
    assert [row[1:] for row in rows] == [["Siân Marchbanks", "Conference chair", "Opened it"]] * 2


def _rows(page: Any) -> list[list[str]]:
    from tests.web.visiting import words

    body = page.all("tbody")[0]
    return [[words(cell) for cell in row if cell.tag.endswith(("td", "th"))] for row in body]


def test_not_there_not_yours_and_another_authoritys_are_one_answer(authority: Any) -> None:
    chair, other = (
        member_of(authority, "chair", "Siân Marchbanks"),
        member_of(authority, "social_worker", "Tomasz Fern"),
    )
    elsewhere = member_of(authority_of("barnet", "Elsewhere Council"), "chair", "Ola Farrow")
    case, elsewheres = case_of(chair), case_of(elsewhere)
    answers = {
        _NONCE.sub("", client.get(f"/cases/{ref}/").content.decode())
        for client, ref in (
            (signed_in(other), case.ref),
            (signed_in(other), elsewheres.ref),
            (signed_in(other), "a" * 26),
            (signed_in(elsewhere), case.ref),
        )
    }
    assert len(answers) == 1
    checked(signed_in(other).get(f"/cases/{case.ref}/"), "404")


def test_a_refusal_is_recorded_without_saying_what_was_asked_for(authority: Any, own_database: Any) -> None:
    client = signed_in(member_of(authority, "social_worker"))
    assert client.get(f"/cases/{'a' * 26}/").status_code == 404
    with psycopg.connect(own_database.superuser) as trail:
        rows = trail.execute("SELECT facts, outcome, case_id FROM audit_entry WHERE action = 'page.refused'").fetchall()
    assert rows == [({"page": "case", "status": 404}, "refused", None)]


def test_a_search_by_reference_finds_only_what_one_may_see(authority: Any) -> None:
    chair, other = (
        member_of(authority, "chair", "Siân Marchbanks"),
        member_of(authority, "social_worker", "Tomasz Fern"),
    )
    case = case_of(chair)
    found = fetch(signed_in(chair), f"/search/?q={case.ref.upper()}")
    nothing = fetch(signed_in(other), f"/search/?q={case.ref}")
    assert (found.texts("h2"), nothing.texts("h2")) == (["1 record found"], ["Nothing found"])


def test_the_list_of_looks_costs_the_same_at_one_and_at_ten(authority: Any) -> None:
    chair = member_of(authority, "chair", "Siân Marchbanks")
    case, client = case_of(chair), signed_in(chair)
    counts = []
    for looks in range(1, 12):
        with CaptureQueriesContext(connection) as seen:
            page = fetch(client, f"/cases/{case.ref}/")
        assert len(_rows(page)) == looks
        counts.append(len(seen))
    assert counts[1:] == counts[1:2] * 10, counts
