"""Lists from a spreadsheet, on the pages: shown first, then brought in, once, by whoever chose the file."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from quorate.people.models import Agency, ListImport, Room
from tests.database import Urls
from tests.people.listing import AGENCIES, ROOMS, as_csv, as_xlsx
from tests.web.accounts.signing_in import sign_in, somebody, trail
from tests.web.visiting import checked

LISTS = "/administration/lists/"


@pytest.fixture
def administrator(own_world: Urls) -> Client:
    return sign_in(somebody("administrator"))


def choose(client: Client, content: bytes, kind: str = "agencies", name: str = "list.csv") -> str:
    """Send a file; gives the address of the page that shows what would come in."""
    answer = client.post(LISTS, {"kind": kind, "file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_shown_first_then_brought_in_then_gone(administrator: Client, own_world: Urls) -> None:
    rows = [AGENCIES, {**AGENCIES, "Agency": "Mill School"}, {**AGENCIES, "Agency": "=cmd|x", "Kind": "Scool"}]
    address = choose(administrator, as_csv(*rows))
    shown = administrator.get(address)
    checked(shown, "administration")
    page = shown.content.decode()
    for words in (
        "2 new, 0 changed, 0 as they are. Faults: 1.",
        "Bring in 2 rows",
        "Row 4, Kind:",
        "Did you mean School?",
    ):
        assert words in page
    assert not Agency.objects.filter(name="Mill School").exists()
    done = administrator.post(address)
    checked(done, "administration")
    assert "What came in" in done.content.decode()
    assert Agency.objects.get(name="Mill School").confirmed_by == somebody("administrator")
    assert trail(own_world)[0][0] == "people.list-imported"
    assert bytes(ListImport.objects.get().content) == b""
    assert (administrator.get(address).status_code, administrator.post(address).status_code) == (404, 404)
    again = administrator.get(choose(administrator, as_csv(*rows[:2]))).content.decode()
    assert ("Nothing would change." in again, "2 as they are" in again) == (True, True)


def test_rooms_from_a_workbook(administrator: Client) -> None:
    content = as_xlsx(list(ROOMS), ["New House", "Oak", 12])
    administrator.post(choose(administrator, content, kind="rooms", name="rooms.xlsx"))
    assert Room.objects.get(venue__name="New House").seats == 12


def test_a_file_that_cannot_be_read_is_said_so(administrator: Client) -> None:
    page = administrator.get(choose(administrator, b"%PDF-1.7 x")).content.decode()
    assert "This is a PDF, not a list. Save the list as .xlsx or CSV." in page
    assert "Bring in" not in page.partition("</h1>")[2].partition("<footer")[0]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Choose what the file lists"),
        ({"kind": "children"}, "Select a valid choice"),
        ({"kind": "rooms"}, "Choose a file"),
        ({"kind": "rooms", "file": SimpleUploadedFile("x.csv", b"")}, "The file is empty"),
        ({"kind": "rooms", "file": SimpleUploadedFile("x.csv", b"x" * 2_000_001)}, "more than 2 MB"),
    ],
)
def test_what_is_missing_is_asked_for(administrator: Client, said: dict[str, object], words: str) -> None:
    answer = administrator.post(LISTS, said)
    checked(answer, "administration")
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert ListImport.objects.count() == 0


def test_a_file_is_there_for_whoever_chose_it_and_for_a_day(administrator: Client) -> None:
    address = choose(administrator, as_csv(AGENCIES))
    for user in (
        somebody("system_administrator"),
        somebody("administrator", place=1),
        somebody("administrator", pack="barnet"),
    ):
        assert sign_in(user).get(address).status_code == 404
    assert sign_in(somebody("chair")).get(address).status_code == 403
    ListImport.objects.update(brought_at=timezone.now() - timedelta(days=1, minutes=1))
    assert administrator.post(address).status_code == 404


def test_templates_are_there_for_each_kind(administrator: Client) -> None:
    checked(administrator.get(LISTS), "administration")
    for kind in ("agencies", "professionals", "rooms"):
        answer = administrator.get(f"{LISTS}template/{kind}.csv")
        assert answer["Content-Disposition"] == f'attachment; filename="{kind}.csv"'
        assert answer.content.startswith(b"\xef\xbb\xbf")
    assert administrator.get(f"{LISTS}template/children.csv").status_code == 404
