"""Addresses of a conference with the keys that its own pages give: whatever is linked or can be sent is found."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

_FORM = re.compile(r"<form\b[^>]*>")
_LINK = re.compile(r'\b(?:href|action|formaction|src)="(/conferences/[^"#]+)')


def kind_of(address: str) -> str:
    """The route of an address and the names of what is asked of it."""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).url_name
    except Resolver404:
        return ""
    return " ".join([name, *sorted(parse_qs(parts.query))])


def linked(response: HttpResponse, ref: str) -> list[str]:
    """The addresses of this conference on a page, in their order."""
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return [one for one in map(unescape, _LINK.findall(response.content.decode())) if f"/{ref}/" in one]


def sent_to(response: HttpResponse, ref: str) -> list[str]:
    """The addresses of this conference to which the forms of a page are sent."""
    if response.status_code != 200 or not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    page = response.content.decode()
    forms = [form for form in _FORM.findall(page) if 'method="post"' in form]
    sent = [unescape(one) for form in forms for one in re.findall(r'\baction="(/conferences/[^"#]+)', form)]
    sent += map(unescape, re.findall(r'formaction="(/conferences/[^"#]+)', page))
    return [one for one in sent if f"/{ref}/" in one]


def walked(client: Client, ref: str, known: dict[str, str] | None = None) -> dict[str, str]:
    """Every kind of address that can be reached from the conference's first page by links."""
    found = dict(known or {})
    waiting, seen = [f"/conferences/{ref}/"], set()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if address in seen or not kind:
            continue
        seen.add(address)
        if found.setdefault(kind, address) == address:
            waiting += linked(client.get(address), ref)
    return found
