"""When something goes wrong: plain words, nothing about anybody, and a last page that cannot fail itself."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from quorate.config import urls as real
from quorate.web import failing
from quorate.web.permissions import public
from quorate.web.views import errors
from tests.web.visiting import checked, words

SECRET = "Brambleday of 14 Wherever Lane"


class NotAllowedNow(Exception):
    """A gate that holds something back."""

    is_for_people = True


@public
def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(SECRET)


@public
def holds(request: HttpRequest) -> HttpResponse:
    raise NotAllowedNow("A conference starts only with a fresh decision about who is kept out.")


@public
def waits(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 1")
        cursor.execute("SELECT pg_sleep(1)")
    raise AssertionError


@public
def gone(request: HttpRequest) -> HttpResponse:
    raise OperationalError(SECRET)


@pytest.fixture
def client(rolled_back: object) -> Iterator[Client]:
    """A browser before addresses that fail."""
    module = ModuleType("addresses_that_fail")
    module.__dict__.update({name: getattr(real, name) for name in dir(real) if name.startswith("handler")})
    ours = (breaks, holds, waits, gone)
    module.__dict__["urlpatterns"] = [*(path(f"{one.__name__}/", one) for one in ours), *real.urlpatterns]
    sys.modules[module.__name__] = module
    logging.disable(logging.ERROR)
    with override_settings(ROOT_URLCONF=module.__name__):
        yield Client(raise_request_exception=False)
    logging.disable(logging.NOTSET)
    del sys.modules[module.__name__]


def test_no_such_page(client: Client) -> None:
    page = checked(client.get("/no/such/page/"), "404")
    assert (page.response.status_code, page.texts("h1")) == (404, ["This page cannot be found"])
    assert page.words == (
        "This page cannot be found Check the address. The page may have moved, or it may not be one that you can see. "
        "What you typed is kept in this tab. Open that page again and it stands there. Go to the first page"
    )
    # What is said of the tab is shown by the script alone, and only where it is true.
    (told,) = [one for one in page.all("div") if one.get("data-kept-in-tab") is not None]
    assert (words(told), told.get("hidden")) == (
        "What you typed is kept in this tab. Open that page again and it stands there.", ""
    )  # fmt: skip


def test_the_address_asked_for_is_not_said_again(client: Client) -> None:
    said = client.get("/no/brambleday/?q=wherever").content.decode().lower()
    assert ("brambleday" in said, "wherever" in said) == (False, False)


def test_a_mistake_of_ours_says_so_and_nothing_more(client: Client) -> None:
    response = client.get("/breaks/")
    assert response.status_code == 500
    assert response.content.decode() == failing.LAST_RESORT
    assert (SECRET in response.content.decode(), "Traceback" in response.content.decode()) == (False, False)
    checked(response, "500")


def test_the_last_page_needs_no_template_no_database_and_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> str:
        raise RuntimeError("templates are broken too")

    monkeypatch.setattr(failing, "render_to_string", fail)
    logging.disable(logging.ERROR)
    request = RequestFactory().get("/")
    assert errors.broken(request).content.decode() == failing.LAST_RESORT
    shown = errors.not_found(request)
    logging.disable(logging.NOTSET)
    assert (shown.status_code, shown.content.decode()) == (404, failing.LAST_RESORT)


def test_what_cannot_be_done_now_is_a_conflict_and_says_what_holds_it(client: Client) -> None:
    page = checked(client.get("/holds/"), "409")
    assert (page.response.status_code, page.texts("h1")) == (409, ["This cannot be done now"])
    assert "A conference starts only with a fresh decision about who is kept out." in page.words


def test_where_somebody_else_was_saving_one_is_told_that_nothing_was_saved_and_to_send_it_again(client: Client) -> None:
    why = "Somebody else was saving at that moment, or it took too long"
    for answer, says in (
        (client.post("/waits/"), f"Nothing was saved {why}, so nothing of yours was saved. Go back and send it again."),
        (client.get("/waits/"), f"This cannot be shown now {why}. Load the page again."),
    ):
        page = checked(answer, "503")
        assert (page.response.status_code, page.words.startswith(says)) == (503, True)
    # A server that has gone is another thing: that is for whoever looks after it.
    assert client.get("/gone/").status_code == 500


def test_a_role_that_may_not_is_told_whom_to_ask() -> None:
    page = checked_alone(errors.forbidden(RequestFactory().get("/")))
    assert page == "Your role cannot do this"


def test_a_form_without_its_token_is_told_to_load_it_again(rolled_back: object) -> None:
    response = Client(enforce_csrf_checks=True).post("/account/sign-out/")
    assert response.status_code == 403
    assert "This form was open for too long" in response.content.decode()
    checked(response, "403")


def checked_alone(response: HttpResponse) -> str:
    """The heading of an error page that no middleware has touched."""
    import html5lib

    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(response.content.decode())
    return "".join(next(tree.iter("h1")).itertext())
