"""People of a made-up authority who open pages, and what must hold for every page that they get."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import Client, RequestFactory

from quorate.access.standing import OPERATOR
from quorate.people import services
from quorate.people.models import Authority, User

_SINCE = date(2020, 1, 1)
_TITLE = re.compile(r"(Error: )?[A-Z][^–]+( – [A-Z][^–]+)? – Quorate")
_NAMESPACE = "{http://www.w3.org/1999/xhtml}"


def authority_of(pack: str = "bolton", name: str = "Made-up Council") -> Authority:
    """A made-up authority that works by a pack."""
    return services.add_authority(name=name, pack=pack, by=OPERATOR)


def member_of(authority: Authority, role: str, name: str = "Rukhsana Willowbank") -> User:
    """Somebody who works there in a role."""
    agency = None
    if role == "partner":
        agency = services.add_agency(authority=authority, name=f"School of {name}", kind="school", by=OPERATOR)
    email = f"{role}.{name.split()[-1].lower()}@{authority.ref[:8]}.example"
    user = services.add_user(email=email, display_name=name, authority=None if agency else authority, by=OPERATOR)
    services.begin_membership(user=user, authority=authority, role=role, agency=agency, begins_on=_SINCE, by=OPERATOR)
    return user


def signed_in(user: User, *, minutes_ago: int = 0) -> Client:
    """A browser in which this person has signed in with two factors."""
    from quorate.web.accounts.sessions import Proof, begin

    request = RequestFactory().get("/")
    request.session = SessionStore()
    begin(request, user, proof=Proof(method="oidc", second_factor=True, proved_at=time.time() - 60 * minutes_ago))
    request.session.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client


@dataclass(frozen=True)
class Page:
    """A page as it arrived, parsed."""

    response: HttpResponse
    tree: Element

    def all(self, tag: str) -> list[Element]:
        """Every element of a kind, in the order of the page."""
        return [one for one in self.tree.iter() if one.tag == _NAMESPACE + tag]

    def texts(self, tag: str) -> list[str]:
        """The words of every element of a kind."""
        return [words(one) for one in self.all(tag)]

    @property
    def words(self) -> str:
        """Everything that stands in the main part of the page."""
        return words(self.all("main")[0])


def words(element: Element) -> str:
    """The words of an element with single blanks."""
    return " ".join("".join(element.itertext()).split())


def fetch(client: Client, address: str, status: int = 200) -> Page:
    """Open a page and check on it everything that must hold for every page."""
    response: Any = client.get(address)
    assert response.status_code == status, (address, response.status_code, response.headers.get("Location"))
    return checked(response, address)


def checked(response: Any, address: str) -> Page:
    """Check a page: faults of its HTML, headings, ids, labels, title, forms, headers."""
    html = response.content.decode()
    parser = html5lib.HTMLParser(strict=False)
    tree = parser.parse(html)
    assert [str(error) for error in parser.errors] == [], address
    page = Page(response, tree)
    _check_structure(page, address)
    _check_no_inline(page, response, address)
    _check_forms(page, address)
    _check_headers(response, address)
    return page


def _check_structure(page: Page, address: str) -> None:
    assert len(page.all("h1")) == 1, (address, page.texts("h1"))
    assert page.all("html")[0].get("lang") == "en", address
    title = page.texts("title")[0]
    assert _TITLE.fullmatch(title), (address, title)
    ids = [one.get("id") for one in page.tree.iter() if one.get("id") is not None]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    assert twice == [], address
    named = [one.get(key) for one in page.tree.iter() for key in ("for", "aria-labelledby", "aria-describedby")]
    targets = {part for one in named if one for part in one.split()}
    targets |= {one.get("href", "")[1:] for one in page.all("a") if one.get("href", "").startswith("#")}
    assert sorted(targets - set(ids)) == [], address
    levels = [int(one.tag[-1]) for one in page.tree.iter() if re.fullmatch(r".*}h[1-6]", str(one.tag))]
    assert [b for a, b in pairwise(levels) if b > a + 1] == [], (address, levels)
    assert [words(one) for one in page.all("a") if not words(one)] == [], address


def _check_no_inline(page: Page, response: Any, address: str) -> None:
    policy = response.headers["Content-Security-Policy"]
    inline = [one.tag for one in page.tree.iter() if one.get("style") is not None]
    handlers = [key for one in page.tree.iter() for key in one.attrib if str(key).startswith("on")]
    assert (inline, handlers, page.all("style")) == ([], [], []), address
    for script in page.all("script"):
        assert f"'nonce-{script.get('nonce')}'" in policy, address
        assert (script.get("src") is not None, words(script)) == (True, ""), address


def _check_forms(page: Page, address: str) -> None:
    for form in page.all("form"):
        assert form.get("action") and form.get("method") in ("get", "post"), address
        names = [one.get("name") for one in form.iter()]
        is_sent = form.get("method") == "post"
        assert names.count("csrfmiddlewaretoken") == is_sent, address
        # By it a form that is sent twice is done once; a search changes nothing.
        assert names.count("once") == (is_sent and form.get("action") != "/search/"), address


HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def _check_headers(response: Any, address: str) -> None:
    found = {name: response.headers.get(name) for name in HEADERS}
    assert found == HEADERS, address
    assert "camera=()" in response.headers["Permissions-Policy"], address


def case_of(founder: User, kind: str = "case", restricted: bool = False) -> Any:
    """A case that its founder works on."""
    from quorate.access.context import acting_as
    from quorate.access.services import protect_case
    from quorate.people.models import Membership
    from quorate.people.queries import standing_of

    standing = standing_of(Membership.objects.get(user=founder))
    with acting_as(standing) as by:
        return protect_case(kind=kind, by=by, as_role=standing.role, begins_on=_SINCE, restricted=restricted)
