"""A rendition as it reaches somebody: tagged PDF, plain text, or the same as parts of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from quorate.conferences.naming import unnamed
from quorate.documents.papers import COLOURS
from quorate.documents.typesetting import typeset
from quorate.people.telephones import dialled
from quorate.procedure.pack import Pack
from quorate.release.artefacts import Paragraph, Part, Rendition, audience_of

_TEMPLATES: Final = {"summary": "summary", "minutes": "record", "plan": "record", "report": "record"}
"""Papers that are not set as letters."""
_DIALLED: Final = re.compile(r"(?<![\w/.@-])0\d(?: ?\d){6,9}(?![\w@])")
"""A telephone number in the markup of whom to ring."""


def as_pdf(rendition: Rendition, pack: Pack) -> bytes:
    """The paper as tagged PDF (PDF/UA-1); the same rendition gives the same bytes. Raises `typesetting.NotSet`."""
    is_child = rendition.recipient.kind == "child"
    template = "letter" if is_child else _TEMPLATES.get(rendition.code, "letter")
    return typeset(template, as_data(rendition, pack))


def as_data(rendition: Rendition, pack: Pack) -> dict[str, Any]:
    """What the templates are given."""
    brand = pack.data.get("brand") or {}
    fields = dict(rendition.fields)
    authority = fields.get("authority", pack.data["title"])
    is_child = rendition.recipient.kind == "child"
    return {
        "title": rendition.title,
        "authority": authority,
        "code": rendition.code,
        "brand": {key: brand.get(key, usual) for key, usual in COLOURS.items()},
        "face": "Andika" if is_child else "Source Sans 3",
        "size": 14 if is_child else 11.5,
        "fields": fields,
        "recipient": unnamed(rendition.recipient.name),
        "footer": f"{authority} · {rendition.title}",
        "notice": notice(rendition, pack),
        "parts": [{"code": part.code, "title": part.title, "blocks": list(_blocks(part))} for part in rendition.parts],
    }


def notice(rendition: Rendition, pack: Pack) -> list[str]:
    """What stands at the end of every paper: that it is confidential, and for professionals by which guidance.

    The sentence about confidentiality is the pack's.
    """
    said = [str(one["says"]) for one in pack.data.get("statement", ()) if one["code"] == "confidential"]
    if audience_of(rendition.recipient.kind) == "professional":
        said += [guidance(pack)]
    elif rendition.recipient.kind != "child":
        said += [f"We follow {_title_of(pack)}."]
    return said


def guidance(pack: Pack) -> str:
    """The guidance and the procedure by which the authority works, each with its edition where it has one."""
    return f"Made under {_title_of(pack)}, and the procedure of {pack.data['title']} of {pack.edition}."


def _title_of(pack: Pack) -> str:
    said = pack.data["guidance"]
    edition = said.get("edition") or ""
    return f"{said['title']} {edition}" if edition[:1].isdigit() else str(said["title"])


def _blocks(part: Part) -> Iterator[dict[str, Any]]:
    """The paragraphs with neighbours put together: entries to a list, rows to a table."""
    waiting: list[Paragraph] = []
    for one in _without_doubled(part.paragraphs):
        if waiting and _sort_of(waiting[-1]) != _sort_of(one):
            yield _block(waiting)
            waiting = []
        waiting.append(one)
        if _sort_of(one) not in ("item", "row"):
            yield _block(waiting)
            waiting = []
    if waiting:
        yield _block(waiting)


def _without_doubled(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs, a heading once: what is meant for some readers only is written under the same heading again."""
    above = None
    for one in paragraphs:
        if one.kind in ("heading", "strong"):
            if above == (one.kind, one.words):
                continue
            above = (one.kind, one.words)
        yield one


def _sort_of(one: Paragraph) -> str:
    return "row" if one.kind == "columns" else one.kind


def _block(some: list[Paragraph]) -> dict[str, Any]:
    kind = _sort_of(some[0])
    if kind == "item":
        return {"kind": "items", "items": [one.words for one in some]}
    if kind != "row":
        return {"kind": kind, "words": some[0].words}
    rows = [one.words.split("\t") for one in some if one.kind == "row"]
    columns = next((one.words.split("\t") for one in some if one.kind == "columns"), [])
    return {"kind": "rows", "columns": columns, "rows": rows, "wide": max(len(row) for row in [columns, *rows])}


def as_text(rendition: Rendition, pack: Pack) -> str:
    """The paper as plain text, for the body of an e-mail."""
    said = [rendition.title, ""]
    for part in rendition.parts:
        said += [part.title.upper() if part.title else ""]
        said += [_line(one) for one in _without_doubled(part.paragraphs)]
        said += [""]
    return "\n".join([*said, *notice(rendition, pack)]).replace("\n\n\n", "\n\n").strip() + "\n"


def _line(one: Paragraph) -> str:
    if one.kind in ("row", "columns"):
        label, *others = one.words.split("\t")
        return f"{label}: {' · '.join(cell for cell in others if cell)}"
    return f"- {one.words}" if one.kind == "item" else one.words


def as_html(rendition: Rendition, pack: Pack) -> SafeString:
    """The paper as headings, paragraphs, lists and tables of a page, every word escaped."""
    said = [f"<h2>{escape(rendition.title)}</h2>"]
    for part in rendition.parts:
        if part.title:
            said.append(f"<h3>{escape(part.title)}</h3>")
        markup = (_markup(block) for block in _blocks(part))
        said += map(_with_links, markup) if part.code == "contacts" else markup
    said += [f"<p>{escape(one)}</p>" for one in notice(rendition, pack)]
    return mark_safe("\n".join(said))  # every word above went through escape


def _markup(block: Mapping[str, Any]) -> str:
    if block["kind"] == "items":
        return "<ul>" + "".join(f"<li>{escape(one)}</li>" for one in block["items"]) + "</ul>"
    if block["kind"] == "rows":
        head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in block["columns"])
        rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in block["rows"])
        return f"<table>{f'<thead><tr>{head}</tr></thead>' if head else ''}<tbody>{rows}</tbody></table>"
    tags = {"heading": "h4", "quote": "blockquote"}
    tag = tags.get(block["kind"], "p")
    head, _, rest = block["words"].partition("\t")
    said = f"<strong>{escape(head)}</strong> {escape(rest)}" if rest else escape(block["words"])
    return f"<{tag}>{said}</{tag}>"


def _with_links(markup: str) -> str:
    """The same with each telephone number as a link by which it is rung."""
    return _DIALLED.sub(lambda found: f'<a href="{dialled(found[0])}">{found[0]}</a>', markup)


def file_name(rendition: Rendition, *, on: date) -> str:
    """A plain name for the file, without anybody's name: the paper and the day."""
    return f"{rendition.code}-{on.isoformat()}.pdf"
