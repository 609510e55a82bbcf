"""A form of a page filled in as somebody might: every field says something that it takes."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
from django.http import HttpResponse

from quorate.access.moments import today

_AT = "{http://www.w3.org/1999/xhtml}"
_KEPT = ("hidden", "text", "date", "time", "number", "email", "tel", "")


def forms_of(response: HttpResponse) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """The address of each form of a page that is sent by POST, with what it would send; none that takes a file."""
    if response.status_code != 200 or not response.headers.get("Content-Type", "").startswith("text/html"):
        return
    page = html5lib.parse(response.content.decode())
    for form in page.iter(f"{_AT}form"):
        if form.get("method") == "post" and not [one for one in form.iter() if one.get("type") == "file"]:
            yield form.get("action", ""), filled_in(form)


def filled_in(form: Element) -> dict[str, list[str]]:
    """What the form sends: the first of what can be chosen, the day of today, and words where words are asked for."""
    said: dict[str, list[str]] = {}
    for field in form.iter():
        name, kind = field.get("name", ""), field.get("type", "")
        if not name or name == "csrfmiddlewaretoken":
            continue
        if field.tag == f"{_AT}textarea":
            said[name] = ["".join(field.itertext()).strip() or "Some words."]
        elif field.tag == f"{_AT}select":
            values = [one.get("value", "") for one in field.iter(f"{_AT}option")]
            said[name] = [next((one for one in values if one), "")]
        elif field.tag == f"{_AT}input" and kind in ("radio", "checkbox"):
            said.setdefault(name, [field.get("value", "on")])
        elif field.tag == f"{_AT}input" and kind in _KEPT:
            said[name] = [field.get("value") or _typed(name)]
    return said


def _typed(name: str) -> str:
    parts = {"_day": today().day, "_month": today().month, "_year": today().year}
    return next((str(value) for end, value in parts.items() if name.endswith(end)), "2")
