"""Papers to print: those for families are open to everybody, those of the office to its own people only."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.visiting import authority_of, fetch, member_of, signed_in


def test_anybody_may_have_the_papers_for_families() -> None:
    answer = Client().get("/for-parents/leicester/parents-leaflet.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'inline; filename="parents-leaflet.pdf"'
    assert answer.content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "address",
    [
        "/for-parents/leicester/conference-invitation-form.pdf",  # a form of the office
        "/for-parents/bolton/practitioners-guide.pdf",  # for professionals
        "/for-parents/leicester/no-such-paper.pdf",
        "/for-parents/england/parents-leaflet.pdf",
        "/for-parents/nowhere/parents-leaflet.pdf",
    ],
)
def test_other_papers_are_not_there_for_the_public(address: str) -> None:
    assert Client().get(address).status_code == 404


def test_the_page_for_parents_leads_to_them() -> None:
    page = fetch(Client(), "/for-parents/leicester/")
    found = [link.get("href") for link in page.all("a") if (link.get("href") or "").endswith(".pdf")]
    assert found == [
        f"/for-parents/leicester/{code}.pdf"
        for code in ("parents-report", "have-your-say-children", "have-your-say-young-people", "childrens-leaflet",
                     "parents-leaflet")
    ]  # fmt: skip


def test_staff_find_all_papers_of_their_own_authority(rolled_back: object) -> None:
    client = signed_in(member_of(authority_of("bolton"), "social_worker"))
    page = fetch(client, "/papers/")
    assert page.texts("h2") == ["For families and children", "For professionals"]
    links = [link.get("href") for link in page.all("a") if (link.get("href") or "").endswith(".pdf")]
    assert links == [
        f"/papers/{code}.pdf"
        for code in ("conference-booklet", "agency-report", "social-work-report", "practitioners-guide")
    ]
    assert [client.get(str(link)).content[:5] for link in links] == [b"%PDF-"] * 4
    assert client.get("/papers/conference-invitation-form.pdf").status_code == 404  # another authority's


def test_who_is_not_signed_in_is_asked_to(rolled_back: object) -> None:
    assert Client().get("/papers/")["Location"] == "/account/sign-in/?next=%2Fpapers%2F"
    assert Client().get("/papers/agency-report.pdf").status_code == 302
