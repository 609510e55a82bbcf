"""An address made from parts that are known is the one that Django writes, and leads where the table says."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver, resolve
from django.urls.resolvers import RoutePattern

from quorate.web import urls
from quorate.web.addresses import address
from quorate.web.checks import routes
from quorate.web.routing import gathered


def test_an_address_of_one_record_is_the_same_as_written_out() -> None:
    key = uuid4()
    assert address("conference_meeting", ref="a" * 26) == f"/conferences/{'a' * 26}/meeting/"
    assert address("duty", key=key) == f"/work/{key}/"


# What fits the parts of an address that are not fixed, by the kind of the part.
_FITS = {"ref": "a" * 26, "uuid": str(uuid4()), "slug": "whole", "pack": "bolton", "int": "7", "str": "new"}


def _filled(route: str) -> str:
    return re.sub(r"<(?:(\w+):)?\w+>", lambda part: _FITS[part[1] or "str"], route)


def test_an_address_leads_where_the_plain_table_leads_and_is_held_against_few_routes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = URLResolver(RoutePattern("", is_endpoint=False), urls._ROUTES)
    ours = URLResolver(RoutePattern("", is_endpoint=False), urls.urlpatterns)
    filled = [_filled(str(one.pattern)) for one in urls._ROUTES]
    for there in filled:
        one, other = plain.resolve(there), ours.resolve(there)
        assert (one.func, one.kwargs, one.url_name, one.route) == (
            other.func, other.kwargs, other.url_name, other.route,
        )  # fmt: skip
    assert sorted(route for route, _ in routes(urls.urlpatterns)) == sorted(str(one.pattern) for one in urls._ROUTES)
    held: list[str] = []
    match = RoutePattern.match
    monkeypatch.setattr(RoutePattern, "match", lambda self, text: held.append(text) or match(self, text))
    most = []
    for there in filled:
        held.clear()
        resolve(f"/{there}")
        most.append(len(held))
    assert max(most) <= 60


def test_routes_change_places_only_where_no_address_fits_both() -> None:
    def view() -> None: ...

    asked = ["a/x/", "a/<slug:one>/", "b/", "a/y/", "a/z/", "a/<slug:two>/more/", "<slug:any>/", "a/late/", "b/c.pdf"]
    plain = [URLPattern(RoutePattern(route, is_endpoint=True), view, name=route) for route in asked]
    told = URLResolver(RoutePattern("", is_endpoint=False), gathered(plain))
    found = {there: told.resolve(there).url_name for there in ("a/x/", "a/y/", "a/q/more/", "a/late/", "b/", "c/")}
    assert found == {
        "a/x/": "a/x/", "a/y/": "a/<slug:one>/", "a/q/more/": "a/<slug:two>/more/", "a/late/": "a/<slug:one>/",
        "b/": "b/", "c/": "<slug:any>/",
    }  # fmt: skip
    assert [route for route, _ in routes(gathered(plain))][:2] == ["a/x/", "a/<slug:one>/"]
