"""The papers that an authority's procedure brings with it: leaflets to give, booklets and forms to fill in by hand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from quorate.documents.typesetting import typeset
from quorate.procedure.pack import Pack

PUBLIC: Final = frozenset({"parents", "children", "everyone"})
"""For these audiences a paper says nothing that anybody may not read."""

_READERS: Final = {
    "parents": ("everyone", "parents"),
    "children": ("everyone", "children"),
    "everyone": ("everyone",),
    "professionals": ("everyone", "professionals"),
    "staff": ("everyone", "professionals", "staff"),
}
_ABOUT: Final = {
    "parents": "For parents and carers",
    "children": "For you",
    "professionals": "For professionals",
    "staff": "For social workers and the conference office",
    "everyone": "",
}
COLOURS: Final = {"accent": "#1d4e5f", "accent_tint": "#e4eef0"}
_REACHED_BY: Final = frozenset({"telephone", "email", "web"})
_REPEATED: Final = 2
"""How often a part that repeats stands on the printed form: most families fill one or two, and a sheet can be added."""


class NoSuchPaper(LookupError):
    """The procedure has no paper of that code."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: its code, title, whom it is for, and whether there is anything on it to fill in."""

    code: str
    title: str
    audience: str
    to_fill_in: bool

    @property
    def is_public(self) -> bool:
        """Whether anybody may have it, signed in or not."""
        return self.audience in PUBLIC


def papers_of(pack: Pack) -> list[Paper]:
    """The papers of a procedure, in its own order."""
    return [
        Paper(form["code"], form["title"], form["audience"], _is_to_fill_in(form)) for form in pack.data.get("form", ())
    ]


def _is_to_fill_in(form: Mapping[str, Any]) -> bool:
    return any(part.get("fields") and not _is_of_the_office(part) for part in form["section"])


def _is_of_the_office(part: Mapping[str, Any]) -> bool:
    """Whether it says how the authority's office is reached, and no more: that is known, and nobody writes it down."""
    fields = part.get("fields") or ()
    return bool(fields) and all(one.get("merged") and one["code"] in _REACHED_BY for one in fields)


def paper_as_pdf(
    pack: Pack, code: str, *, filled: Mapping[str, str] | None = None, left_out: Collection[str] = ()
) -> bytes:
    """One paper as tagged PDF, to print or to read aloud; the same every time it is asked for.

    `filled` holds words for fields by `section.field`, of a section that repeats by `section.field#1` and so on; all
    others are left open to write in, but for those `left_out`, of which not even the label is printed then. Raises
    `NoSuchPaper`.
    """
    for form in pack.data.get("form", ()):
        if form["code"] == code:
            office, unknown = _of_the_office(pack.data, form)
            return typeset("sections", _as_data(pack, form, {**office, **(filled or {})}, {*unknown, *left_out}))
    known = ", ".join(paper.code for paper in papers_of(pack)) or "none"
    raise NoSuchPaper(f"The procedure {pack.id} has no paper {code}; it has: {known}.")


def _of_the_office(data: Mapping[str, Any], form: Mapping[str, Any]) -> tuple[dict[str, str], set[str]]:
    """How its office is reached, by `section.field`; and the fields for ways that it does not have."""
    office: Mapping[str, Any] = next((one for one in data.get("contact", ()) if one["function"] == "general"), {})
    fields = [
        (f"{part['code']}.{one['code']}", str(office.get(one["code"]) or ""))
        for part in form["section"]
        if _is_of_the_office(part)
        for one in part["fields"]
    ]
    return {name: said for name, said in fields if said}, {name for name, said in fields if not said}


def _as_data(
    pack: Pack, form: Mapping[str, Any], filled: Mapping[str, str], left_out: Collection[str]
) -> dict[str, Any]:
    data = pack.data
    brand = data.get("brand") or {}
    scale = data["scale"]
    return {
        "title": form["title"],
        "authority": data["title"],
        "audience": form["audience"],
        "about": _ABOUT[form["audience"]] or None,
        "footer": _footer(data["title"], form),
        "brand": {key: brand.get(key, usual) for key, usual in COLOURS.items()},
        "scale": {"least": scale["minimum"], "most": scale["maximum"]},
        "room-to-write": 6 if form["audience"] == "children" else 4,
        "sections": [_section(part, filled, left_out) for part in form["section"]],
        "return-words": _return_words(data, form),
        "contacts": [_contact(one) for one in _contacts(data, form["audience"])],
        "languages": form.get("languages"),
    }


def _footer(authority: str, form: Mapping[str, Any]) -> str:
    """Whose paper it is; on papers of the office also the stamp of its version, by which they are told apart."""
    said = [authority, form["title"]]
    return " · ".join(said if form["audience"] in PUBLIC else [*said, form["version"]])


def _section(part: Mapping[str, Any], filled: Mapping[str, str], left_out: Collection[str]) -> dict[str, Any]:
    parts = _parts(part, filled)
    return {
        "title": part["title"],
        "says": [part["says"]] if part.get("says") else [],
        "rows": list(part.get("rows", ())),
        "parts": [{"title": one, "fields": _fields(part, filled, f"#{n}")} for n, one in enumerate(parts, 1)],
        "fields": _fields(part, filled, left_out=left_out),
    }


def _fields(
    part: Mapping[str, Any], filled: Mapping[str, str], number: str = "", left_out: Collection[str] = ()
) -> list[dict[str, Any]]:
    return [
        {
            "label": one["label"],
            "kind": one["kind"],
            "help": one.get("help"),
            "choices": [],
            "filled": filled.get(f"{part['code']}.{one['code']}{number}"),
        }
        for one in part.get("fields", ())
        if f"{part['code']}.{one['code']}{number}" in filled or f"{part['code']}.{one['code']}" not in left_out
    ]


def _parts(part: Mapping[str, Any], filled: Mapping[str, str]) -> list[str]:
    """The headings under which the fields of a part that repeats stand: the roles named on the form, else numbers, as
    many as are filled in."""
    if not part.get("repeats") or not part.get("fields"):
        return []
    numbers = [int(name.partition("#")[2]) for name in filled if name.startswith(f"{part['code']}.") and "#" in name]
    return [str(row)[:1].upper() + str(row)[1:] for row in part.get("rows", ())] or [
        f"Number {one}" for one in range(1, max([_REPEATED, *numbers]) + 1)
    ]


def _return_words(data: Mapping[str, Any], form: Mapping[str, Any]) -> str | None:
    """Where a filled-in form goes and by when, in the procedure's own words."""
    by, to = form.get("return_by"), form.get("return_to")
    if to is None:
        return None
    office = next(one for one in data["contact"] if one["code"] == to)
    when = f", {str(by).replace('conference-starts', 'the conference')}" if by else ""
    return f"Please send this to {', '.join((office['name'], *_ways(office)))}{when}."


def _contacts(data: Mapping[str, Any], audience: str) -> Iterator[Mapping[str, Any]]:
    """The offices and help-lines that readers of this paper may ring; not those of other agencies."""
    if audience in ("parents", "children"):
        for one in data.get("contact", ()):
            if one["audience"] in _READERS[audience] and one["function"] != "agency":
                yield one


def _contact(one: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": one["name"], "ways": _ways(one)}


def _ways(one: Mapping[str, Any]) -> list[str]:
    return [str(one[key]) for key in ("telephone", "email", "web", "address") if one.get(key)]
