"""Where a value comes from, as it is shown: clauses of the authority's own paper by their id, and named documents."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from quorate.procedure.pack import Origin, Pack
from quorate.web.packs import library


@dataclass(frozen=True, slots=True)
class Source:
    """One source. A clause is a link to its wording at the foot of the page."""

    says: str
    is_clause: bool

    @property
    def address(self) -> str:
        """Where on the page the clause's wording stands."""
        return f"#{self.says}"


@dataclass(frozen=True, slots=True)
class Told:
    """Where a sentence of a page was said: its sources, and whether the national base answered for a silent paper."""

    sources: tuple[Source, ...]
    from_base: bool

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses among the sources."""
        return tuple(one.says for one in self.sources if one.is_clause)


@lru_cache
def clauses() -> dict[str, str]:
    """The wording of every clause, in our own words, by its id."""
    root = library().root
    for path in (root / "clauses.csv", root.parent / "docs" / "clauses.csv"):
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                return {row["id"]: _spelt_out(row["clause"]) for row in csv.DictReader(file)}
    return {}


# The short forms of the list of clauses, from the glossary.
_SHORT = {
    "CIN": "child in need",
    "CPP": "child protection plan",
    "HV": "health visitor",
    "ICPC": "initial conference",
    "IRO": "independent reviewing officer",
    "PR": "parental responsibility",
    "RCPC": "review conference",
    "SH": "significant harm",
    "SW": "social worker",
    "TM": "team manager",
    "s47": "section 47",
    "wd": "working days",
}
_SHORT_FORM = re.compile(rf"\b({'|'.join(_SHORT)})(s?)\b")


def _spelt_out(clause: str) -> str:
    return _SHORT_FORM.sub(lambda found: _SHORT[found[1]] + found[2], clause)


def sources_of(named: Iterable[str]) -> tuple[Source, ...]:
    """The sources by their names, clauses first, none twice."""
    known = clauses()
    found = [Source(name, name in known) for name in dict.fromkeys(named)]
    return tuple(sorted(found, key=lambda one: not one.is_clause))


def told(pack: Pack, *paths: str) -> Told:
    """Where the first of these paths that has an origin was said."""
    for path in paths:
        origin: Origin | None = pack.origins.get(path)
        if origin is not None:
            return Told(sources_of(origin.source), origin.from_base and pack.base_edition is not None)
    return Told((), False)
