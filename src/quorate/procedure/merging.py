"""Laying a local edition over the national base: what it changes, adds and takes away, and who said what."""

from __future__ import annotations

import copy
from typing import Any

from quorate.procedure.pack import Origin
from quorate.procedure.vocabulary import KINDS

# Lists whose entries have a code: merged entry by entry. Every other list is replaced whole.
CODED = (
    "duty",
    "gate",
    "invitee",
    "report",
    "booklet",
    "outgoing",
    "contact",
    "asked",
    "checklist",
    "statement",
    "form",
    "letter",
)
HEADER = ("title", "in_force_from", "extends", "clause_prefix", "owner", "removes")
_BY_KIND = ("due", "opens", "parts")

Raw = dict[str, Any]
Origins = dict[str, Origin]


def origins_of(raw: Raw, edition: str, *, from_base: bool) -> Origins:
    """Where each value of one edition, read by itself, was said."""
    found: Origins = {}
    for key, value in raw.items():
        if key in CODED:
            for entry in value:
                _note_table(found, f"{key}.{entry.get('code', '?')}", entry, edition, from_base)
        elif key == "words":
            for word, said in value.items():
                _note_table(found, f"words.{word}", said, edition, from_base)
        elif isinstance(value, dict):
            _note_table(found, key, value, edition, from_base)
        else:
            found[key] = Origin(edition, (), from_base)
    return found


def _note_table(found: Origins, path: str, table: Any, edition: str, from_base: bool) -> None:
    source = tuple(table.get("source", ())) if isinstance(table, dict) else ()
    origin = Origin(edition, source, from_base)
    for key, value in table.items() if isinstance(table, dict) else ():
        found[f"{path}.{key}"] = origin
        if key in _BY_KIND:
            for kind in value if isinstance(value, dict) else KINDS:
                found[f"{path}.{key}.{kind}"] = origin


def merge(base: Raw, local: Raw) -> Raw:
    """The base with everything that the local edition states laid over it; neither is changed."""
    merged = copy.deepcopy(base)
    for own in ("extends", "title", "in_force_from"):
        merged.pop(own, None)  # each edition says these of itself
    for key, value in local.items():
        if key in CODED:
            merged[key] = _merge_coded(merged.get(key, []), value)
        elif isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _merge_words(merged[key], value) if key == "words" else _merge_table(merged[key], value)
        else:
            merged[key] = copy.deepcopy(value)
    for path in merged.pop("removes", []):
        key, _, code = path.partition(".")
        if key in CODED:
            merged[key] = [entry for entry in merged.get(key, []) if entry["code"] != code]
    return merged


def _merge_coded(base: list[Raw], local: list[Raw]) -> list[Raw]:
    entries = {entry["code"]: entry for entry in base}
    for entry in local:
        known = entries.get(entry["code"])
        entries[entry["code"]] = copy.deepcopy(entry) if known is None else _merge_entry(known, entry)
    return list(entries.values())


def _merge_entry(base: Raw, local: Raw) -> Raw:
    """One coded entry. A local source replaces the base's where the local value does; else both stand."""
    merged = _merge_table(base, local)
    if "part" in base and "part" in local:
        merged["part"] = _merge_parts(base["part"], local["part"])
    merged.pop("made_by_packs", None)
    if "made_by_packs" in local:
        merged["made_by_packs"] = local["made_by_packs"]
    if "due" in local and merged.get("due") != base.get("due"):
        merged["source"] = list(local.get("source") or base.get("source") or [])
    return merged


def _merge_parts(base: list[Raw], local: list[Raw]) -> list[Raw]:
    """The parts of a letter: a local one says what differs in the base's of its code; a new one stands after the local
    part before it, or first."""
    parts = {part["code"]: copy.deepcopy(part) for part in base}
    order, before = list(parts), -1
    for part in local:
        if part["code"] not in parts:
            order.insert(before + 1, part["code"])
        parts[part["code"]] = {**parts.get(part["code"], {}), **copy.deepcopy(part)}
        before = order.index(part["code"])
    return [parts[code] for code in order]


def _merge_table(base: Raw, local: Raw) -> Raw:
    merged = copy.deepcopy(base)
    for key, value in local.items():
        if key == "source":
            merged[key] = [*value, *(one for one in base.get("source", []) if one not in value)]
        elif key in _BY_KIND and isinstance(value, dict):
            merged[key] = {**_by_kind(base.get(key)), **value}
        else:
            merged[key] = copy.deepcopy(value)
    return merged


def _merge_words(base: Raw, local: Raw) -> Raw:
    return {**base, **local}


def _by_kind(value: Any) -> Raw:
    if value is None:
        return {}
    return dict(value) if isinstance(value, dict) else dict.fromkeys(KINDS, value)
