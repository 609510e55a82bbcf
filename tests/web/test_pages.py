"""Every page of the shell, opened by somebody who may, is whole: valid, titled, labelled, guarded."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from quorate.web import addresses
from quorate.web.packs import authorities
from quorate.web.procedure.sections import SECTIONS
from tests.web.visiting import authority_of, checked, fetch, member_of, signed_in

PUBLIC = ["/parts/", *(f"/for-parents/{name}/" for name in authorities())]
SIGNED_IN = [
    "/", "/diary/", "/children/", "/plans/", "/insight/", "/search/", "/search/?q=nobody",
    "/how-we-work/compare/", "/how-we-work/editions/", "/how-we-work/whole/",
    *(f"/how-we-work/{code}/" for code in SECTIONS),
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_is_whole_for_somebody_who_has_not_signed_in(address: str) -> None:
    page = fetch(Client(), address)
    assert page.response.cookies == {}


@pytest.mark.parametrize("pack", authorities())
def test_every_page_of_the_shell_is_whole_in_every_authority(rolled_back: object, pack: str) -> None:
    client = signed_in(member_of(authority_of(pack), "social_worker"))
    for address in SIGNED_IN:
        fetch(client, address)


def test_somebody_who_has_not_signed_in_is_led_to_sign_in_and_back(rolled_back: object) -> None:
    found = {address: Client().get(address).headers["Location"] for address in ("/", "/how-we-work/asking/")}
    assert found == {
        "/": f"{reverse('sign_in')}?next=%2F",
        "/how-we-work/asking/": f"{reverse('sign_in')}?next=%2Fhow-we-work%2Fasking%2F",
    }


def test_the_header_shows_who_is_signed_in_and_where_they_are(rolled_back: object) -> None:
    client = signed_in(member_of(authority_of("leicester"), "chair", "Siân Marchbanks"))
    page = fetch(client, "/how-we-work/deciding/")
    here = [" ".join("".join(one.itertext()).split()) for one in page.all("a") if one.get("aria-current") == "page"]
    assert page.texts("title") == ["Deciding – Leicester – Quorate"]
    assert set(here) == {"How we work", "Deciding"}
    assert "Siân Marchbanks" in page.texts("summary")[0]


def test_the_choice_whose_work_is_shown_is_marked_and_anything_else_is_ones_own(rolled_back: object) -> None:
    client = signed_in(member_of(authority_of(), "social_worker"))
    found = {}
    for whose in ("team", "nonsense"):
        page = fetch(client, f"/?whose={whose}")
        chosen = [one.text for one in page.all("a") if one.get("aria-current") == "true"]
        found[whose] = (chosen, page.texts("h2"))
    assert found == {
        "team": (["My team"], ["Nothing is waiting for your team"]),
        "nonsense": (["Mine"], ["Nothing is waiting for you"]),
    }


def test_a_search_that_finds_nothing_says_so_and_keeps_the_words_out_of_the_title(rolled_back: object) -> None:
    client = signed_in(member_of(authority_of(), "social_worker"))
    page = fetch(client, "/search/?q=Brambleday")
    assert page.texts("title") == ["Search – Bolton – Quorate"]
    assert page.texts("h2") == ["Nothing found"]


def test_an_answer_over_a_secure_line_asks_browsers_to_keep_to_it() -> None:
    response = Client().get("/for-parents/bolton/", secure=True)
    assert response.headers["Strict-Transport-Security"].startswith("max-age=")
    checked(response, "/for-parents/bolton/")


def test_the_colours_of_an_authority_are_a_style_sheet_that_may_be_kept_for_an_hour() -> None:
    response = Client().get("/brand/leicester.css")
    assert (response.headers["Content-Type"], response.headers["Cache-Control"]) == ("text/css", "public, max-age=3600")
    assert response.content.decode() == ":root{--q-accent:#274a86;--q-accent-dark:#1a3362;--q-accent-tint:#e7edf7}\n"


def test_an_address_holds_the_key_asked_for_whatever_was_asked_before() -> None:
    keys = [uuid4(), uuid4(), uuid4()]
    assert [addresses.address("duty", key=key) for key in keys] == [
        reverse("duty", kwargs={"key": key}) for key in keys
    ]
