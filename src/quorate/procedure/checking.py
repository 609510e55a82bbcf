"""What must hold across a merged procedure: anchors, events, roles with words, clauses, codes that name others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from quorate.procedure.events import EVENTS
from quorate.procedure.merging import CODED, Raw
from quorate.procedure.offsets import OffsetError, parse
from quorate.procedure.reading import EditionFiles
from quorate.procedure.vocabulary import DERIVED_ANCHORS
from quorate.procedure.wording import did_you_mean

_CLAUSE = re.compile(r"[A-Z]{3}-\d+")
_NOWHERE = "correct it, or add it where it is defined"
# Keys that hold one role or a list of roles, wherever they stand.
_ROLE_KEYS = (
    "who", "to", "through", "role", "owner", "tell", "chaired_by", "taken_by", "corrections_to", "asked_by",
    "views_collected_by", "decided_by", "written_by", "authorised_by", "comments_by", "addressed_to", "who_may",
    "conversation_beforehand_with",
)  # fmt: skip
# What these keys hold is no role, or is read elsewhere.
_WITHOUT_ROLES = ("words", "form", "letter", "agencies", "decisions", "title", "in_force_from", "extends")
# (list, key, what it names): codes that must be there.
_NAMES = (
    ("duty", "checklist", "checklist"),
    ("outgoing", "duty", "duty"),
    ("booklet", "form", "form"),
    ("form", "return_to", "contact"),
)


def faults_of(merged: Raw, local: EditionFiles, base: Raw, clauses: frozenset[str]) -> list[str]:
    """Every fault of a merged procedure that its types alone cannot see, each as one sentence."""
    return [
        *_unknown_anchors(merged, local),
        *_unknown_events(merged, local),
        *_wordless_roles(merged, local),
        *_unknown_clauses(local, clauses),
        *_unknown_codes(merged, local),
        *_unknown_removals(local, base),
        *_unknown_agencies(merged, local),
    ]


def _unknown_agencies(merged: Raw, local: EditionFiles) -> Iterable[str]:
    """A quorum that asks for an agency nobody can belong to could never be met."""
    known = list(merged.get("agencies", {}).get("roles", {}))
    for agency in merged.get("quorum", {}).get("must", []):
        if agency not in known:
            mend = did_you_mean(agency, known, "add it to [agencies.roles]")
            yield f"{local.where('quorum')}: quorum.must names unknown agency {agency!r}; {mend}"


def _limits(duty: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for key in ("due", "opens"):
        said = duty.get(key)
        for text in said.values() if isinstance(said, dict) else [said]:
            if isinstance(text, str):
                yield key, text
    if isinstance(duty.get("after"), str):
        yield "after", f"at {duty['after']}"


def _unknown_anchors(merged: Raw, local: EditionFiles) -> Iterable[str]:
    known = [*EVENTS, *DERIVED_ANCHORS]
    for duty in merged.get("duty", []):
        place = f"{local.where('duty.' + duty['code'])}: duty {duty['code']}"
        for key, text in _limits(duty):
            try:
                limit = parse(text)
            except OffsetError as wrong:
                yield f"{place}: {key}: {wrong}"
                continue
            for anchor in limit.anchors:
                if anchor not in known:
                    yield f"{place}: unknown anchor {anchor!r}; {did_you_mean(anchor, known, _NOWHERE)}"


def _unknown_events(merged: Raw, local: EditionFiles) -> Iterable[str]:
    for duty in merged.get("duty", []):
        for event in duty.get("met_by", []):
            if event not in EVENTS:
                place = f"{local.where('duty.' + duty['code'])}: duty {duty['code']}"
                yield f"{place}: met_by names unknown event {event!r}; {did_you_mean(event, list(EVENTS), _NOWHERE)}"


def _unknown_codes(merged: Raw, local: EditionFiles) -> Iterable[str]:
    for path, shown, what, code in _named_codes(merged):
        codes = [entry["code"] for entry in merged.get(what, [])]
        if code not in codes:
            yield f"{local.where(path)}: {shown} names unknown {what} {code!r}; {did_you_mean(code, codes, _NOWHERE)}"


def _named_codes(merged: Raw) -> Iterable[tuple[str, str, str, str]]:
    """(path, how it is shown, what is named, its code) for every code that must stand elsewhere."""
    for list_, key, what in _NAMES:
        for entry in merged.get(list_, []):
            if entry.get(key):
                yield f"{list_}.{entry['code']}", f"{list_} {entry['code']}: {key}", what, entry[key]
    for duty in merged.get("duty", []):
        if duty.get("who_when_late"):
            yield f"duty.{duty['code']}", f"duty {duty['code']}: who_when_late", "duty", duty["who_when_late"]["duty"]
    for code in (merged.get("closures") or {}).get("applies_to", []):
        yield "closures", "closures: applies_to", "duty", code


def _unknown_removals(local: EditionFiles, base: Raw) -> Iterable[str]:
    known = [f"{key}.{entry['code']}" for key in CODED for entry in base.get(key, [])]
    for path in local.raw.get("removes", []):
        if path not in known:
            yield (
                f"{local.where('removes')}: removes {path!r}, which the base does not have; "
                f"{did_you_mean(path, known, 'take it out of removes')}"
            )


def _wordless_roles(merged: Raw, local: EditionFiles) -> Iterable[str]:
    words = merged.get("words", {})
    for path, shown, role in _roles(merged):
        if role not in words:
            yield f"{local.where(path)}: {shown}: role {role!r} has no word; add {role} to [words] in words.toml"


def _roles(merged: Raw) -> Iterable[tuple[str, str, str]]:
    """(path, how it is shown, role) for every role that the procedure names."""
    yield from (("owner", "owner", role) for _, role in _roles_in({"owner": merged.get("owner")}))
    for key, value in merged.items():
        if key in CODED and key not in _WITHOUT_ROLES:
            for entry in value:
                yield from ((f"{key}.{entry['code']}", f"{key} {entry['code']}", role) for _, role in _roles_in(entry))
        elif isinstance(value, dict) and key not in _WITHOUT_ROLES:
            yield from ((key, f"{key}.{name}", role) for name, role in _roles_in(value))


def _roles_in(table: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for name, value in table.items():
        if name in _ROLE_KEYS:
            yield from ((name, role) for role in ([value] if isinstance(value, str) else value or ()))
        elif name == "who_when_late" and value:
            yield name, value["who"]


def _unknown_clauses(local: EditionFiles, clauses: frozenset[str]) -> Iterable[str]:
    for key, value in local.raw.items():
        entries = [(f"{key}.{entry.get('code')}", f"{key} {entry.get('code')}", entry) for entry in value] if (
            key in CODED
        ) else [(key, key, value)]  # fmt: skip
        for path, shown, entry in entries:
            for source in unknown_clauses(_sources(entry), clauses):
                yield (
                    f"{local.where(path)}: {shown}: source {source!r} is not in clauses.csv; "
                    f"{did_you_mean(source, sorted(clauses), _NOWHERE)}"
                )


def unknown_clauses(sources: Iterable[str], clauses: frozenset[str]) -> list[str]:
    """The sources that look like clause ids and are none."""
    return [source for source in sources if _CLAUSE.fullmatch(source) and source not in clauses]


def _sources(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "source":
                yield from (one for one in inner if isinstance(one, str))
            else:
                yield from _sources(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _sources(inner)
