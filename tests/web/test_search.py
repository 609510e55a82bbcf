"""The page of the search: names never in an address, the same for what is hidden, every search recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quorate.access.context import acting_as
from quorate.cases import services
from tests.database import Urls
from tests.web.families import child_of, it_is, standing
from tests.web.visiting import authority_of, checked, fetch, member_of, signed_in

TODAY = date(2026, 11, 24)


class Desk:
    """A social worker at work, and a colleague with cases of their own."""

    def __init__(self, urls: Urls) -> None:
        self.urls = urls
        self.council = authority_of("bolton")
        self.user = member_of(self.council, "social_worker", "Gethin Lowbridge")
        self.other = member_of(self.council, "social_worker", "Tomasz Fern")
        self.client = signed_in(self.user)
        self.child = child_of(self.user, "Zofia", "Brambleday", born_on=date(2019, 2, 3))
        with acting_as(standing(self.user)) as by:
            services.add_relative(
                case=self.child.case, relation="mother", given_names="Ewa", family_name="Quillfeather", on=TODAY, by=by
            )
        child_of(self.other, "Zofia", "Hiddenbrook", born_on=date(2019, 2, 3))

    def search(self, said: str) -> Any:
        """Types into the box and follows to the results."""
        answer = self.client.post("/search/", {"q": said})
        assert answer.status_code == 302
        return fetch(self.client, answer.headers["Location"])


@pytest.fixture(scope="module")
def desk(module_database: Urls) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        it_is(TODAY, module_database, patch)
        yield Desk(module_database)


def test_a_result_says_who_how_old_which_reference_and_what_is_next(desk: Desk) -> None:
    page = desk.search("bramblday sofia")
    (row,) = [one for one in page.all("li") if one.get("class") == "q-row q-row--two"]
    words = " ".join("".join(row.itertext()).split())
    assert words == f"Zofia Brambleday {desk.child.reference} · aged 7 Nothing is due"
    assert [one.get("href") for one in row.iter() if one.get("href")] == [f"/children/{desk.child.case.ref}/"]
    assert page.texts("h2") == ["1 record found"]


def test_a_relative_leads_to_the_child_and_is_named(desk: Desk) -> None:
    page = desk.search("Quillfeather")
    assert ("Mother: Ewa Quillfeather" in page.words, "Zofia Brambleday" in page.words) == (True, True)


def test_no_name_stands_in_an_address_or_title(desk: Desk) -> None:
    answer = desk.client.post("/search/", {"q": "Zofia Brambleday"})
    page = fetch(desk.client, answer.headers["Location"])
    assert re.search("zofia|brambleday", answer.headers["Location"], re.IGNORECASE) is None
    assert page.texts("title") == ["Search – Bolton – Quorate"]
    forms = [(one.get("action"), one.get("method")) for one in page.all("form") if one.get("action") == "/search/"]
    assert forms == [("/search/", "post")] * 3
    spoilt = fetch(desk.client, answer.headers["Location"][:-4] + "AAAA")
    assert (page.texts("h2"), spoilt.texts("h2")) == (["1 record found"], [])


def test_hidden_and_not_there_are_one_answer(desk: Desk) -> None:
    hidden, nothing = desk.search("Zofia Hiddenbrook"), desk.search("Zofia Hiddenbrok")
    assert hidden.words.replace("Hiddenbrook", "…") == nothing.words.replace("Hiddenbrok", "…")
    assert hidden.texts("h2") == ["Nothing found"]


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("x", "Enter at least 2 letters or numbers."),
        (
            "31/02/2019",
            "There is no such date; write it like 3 2 2019 or 3 Feb 2019, or only the year, or leave it out.",
        ),
    ],
)
def test_what_is_not_understood_is_said_at_the_box(desk: Desk, said: str, says: str) -> None:
    page = desk.search(said)
    assert page.texts("title") == ["Error: Search – Bolton – Quorate"]
    assert [("".join(one.itertext()), one.get("href")) for one in page.all("a") if one.get("href") == "#q"] == [
        (says, "#q")
    ]
    (error,) = [one for one in page.all("p") if one.get("id") == "q-error"]
    assert " ".join("".join(error.itertext()).split()) == f"Error: {says}"


def test_every_search_is_recorded_without_its_words(desk: Desk) -> None:
    for said in ("Zofia Brambleday", "zofia  brambleday", "Nobody Atall"):
        desk.search(said)
    with psycopg.connect(desk.urls.superuser) as trail:
        rows = trail.execute(
            "SELECT facts FROM audit_entry WHERE action = 'case.search' ORDER BY id DESC LIMIT 3"
        ).fetchall()
    last, again, first = (row[0] for row in rows)
    assert (first["count"], again["count"], last["count"]) == (1, 1, 0)
    assert first["query_digest"] == again["query_digest"] != last["query_digest"]
    assert re.search("zofia|brambleday|nobody", str(rows), re.IGNORECASE) is None


def test_the_statements_are_as_many_for_none_as_for_many(desk: Desk) -> None:
    for number in range(10):
        child_of(desk.user, f"Robin{number}", "Manywood", born_on=date(2015, 1, 1))
    counts = []
    for said in ("Manywood", "Brambleday", "Zofia Hiddenbrook", "Nobody Atall"):
        address = desk.client.post("/search/", {"q": said}).headers["Location"]
        with CaptureQueriesContext(connection) as statements:
            checked(desk.client.get(address), address)
        counts.append(len([one for one in statements if one["sql"].lstrip().upper().startswith("SELECT")]))
    assert len(set(counts[:2])) == 1
    assert counts[2] == counts[3]
    assert max(counts) <= 8


def test_partner_roles_and_others_without_the_office_are_turned_away(desk: Desk) -> None:
    parent = member_of(desk.council, "parent", "Ewa Quillfeather")
    assert signed_in(parent).get("/search/").status_code == 403
