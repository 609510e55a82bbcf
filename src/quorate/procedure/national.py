"""A local pack may tighten what the national base fixes, never loosen it: how that is judged."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from quorate.procedure.calendar import Calendar, add_months
from quorate.procedure.merging import Raw
from quorate.procedure.offsets import Offset, OffsetError, parse
from quorate.procedure.reading import EditionFiles
from quorate.procedure.vocabulary import KINDS

# What makes a duty or gate the thing that it is; a local pack may reword and tighten it, not turn it into another.
_FIXED = {
    "duty": (
        "stage", "per", "window", "when", "met_by", "report", "shared_with", "parts", "to", "need", "outcomes", "ages",
        "from_age", "set_by", "made_by_packs",
    ),
    "gate": ("needs",),
}  # fmt: skip
_ALL_OF = {"duty": ("for_conferences",), "gate": ("for_conferences", "holds")}
# 28 years hold every pairing of weekday and date; a day declared late may make a count longer still.
_CYCLE = range(730_120, 730_120 + 28 * 365 + 7)
_LATE = 4


def looser_than_national(local: EditionFiles, base: Raw) -> list[str]:
    """Every way in which an edition loosens a duty or gate that its base marks national, each as one sentence."""
    faults = [
        f"{local.where('removes')}: removes {path!r}: it is national and stays; take it out of removes"
        for path in local.raw.get("removes", [])
        if _national(base, *path.partition(".")[::2])
    ]
    for key in ("duty", "gate"):
        for entry in local.raw.get(key, []):
            known = _national(base, key, entry["code"])
            if known is not None:
                place = f"{local.where(f'{key}.' + entry['code'])}: {key} {entry['code']}"
                faults += [f"{place}: {what}" for what in _loosened(key, entry, known)]
    return faults


def _national(base: Raw, key: str, code: str) -> Raw | None:
    for entry in base.get(key, []) if key in _FIXED else ():
        if entry["code"] == code and entry.get("weight") == "national":
            return dict(entry)
    return None


def _loosened(key: str, entry: Raw, known: Raw) -> Iterable[str]:
    if entry.get("weight", "national") != "national":
        yield f"weight is {entry['weight']!r} but the base marks it national; leave weight out"
    for name in _FIXED[key]:
        if name in entry and entry[name] != known.get(name):
            yield f"{name} is changed, but the base marks it national; take {name} out"
    for name in _ALL_OF[key]:
        gone = [one for one in known.get(name, KINDS) if one not in entry.get(name, (one,))]
        if gone:
            yield f"{name} leaves out {', '.join(map(repr, gone))}, which the base marks national; put it back"
    if entry.get("override", "none") != "none" and known.get("override", "none") == "none":
        yield f"override is {entry['override']!r}, but the base lets nobody pass it; take override out"
    if "due" in entry:
        yield from _later(entry["due"], known.get("due"))


def _later(ours: Any, theirs: Any) -> Iterable[str]:
    for kind in KINDS:
        our, their = _for_kind(ours, kind), _for_kind(theirs, kind)
        if our is not None and their is not None and not is_as_tight(our, their):
            yield (
                f"due {our!r} is looser than the national limit {their!r}; "
                "shorten it, or leave due out and the national limit stands"
            )
            return


def _for_kind(said: Any, kind: str) -> str | None:
    return said.get(kind) if isinstance(said, dict) else said


def is_as_tight(ours: str, theirs: str) -> bool:
    """Whether one limit can never fall later than the other; what cannot be shown counts as looser."""
    try:
        one, two = parse(ours), parse(theirs)
    except OffsetError:
        return True  # told already, as a limit that cannot be read
    parts = one.parts if one.form == "earliest" else (one,)
    return one == two or any(_part_is_as_tight(_counted(part), two) for part in parts)


def _counted(part: Offset) -> Offset:
    if part.form == "the next working day after":
        return Offset("count", part.anchor, 1, "working days")
    return part


def _part_is_as_tight(one: Offset, two: Offset) -> bool:
    if one.anchor != two.anchor:
        return False
    if one.form == "at" and two.count > 0:
        return True
    if one.form != "count" or two.form != "count":
        return False
    if one.unit == two.unit:
        return one.count <= two.count
    if one.count < 0 or two.count < 0:
        return one.count < 0 < two.count
    return _longest(one.count, one.unit) <= _shortest(two.count, two.unit)


_HOURS = {"minutes": 1 / 60, "hours": 1, "days": 24, "weeks": 168}


def _longest(count: int, unit: str) -> float:
    """The most hours that a count can last."""
    return count * _HOURS[unit] if unit in _HOURS else 24 * max(_lengths(count, unit)) + 24 * _LATE * (unit != "months")


def _shortest(count: int, unit: str) -> float:
    """The fewest hours that a count can last."""
    return count * _HOURS[unit] if unit in _HOURS else 24 * min(_lengths(count, unit))


@lru_cache
def _lengths(count: int, unit: str) -> frozenset[int]:
    """In days, every length that a count of working days or months can have."""
    if unit == "months":
        return frozenset(add_months(day, count) - day for day in _CYCLE)
    calendar = Calendar()
    return frozenset(calendar.working_day_after(day, count) - day for day in _CYCLE)
