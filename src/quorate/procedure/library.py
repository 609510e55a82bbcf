"""The shelf of packs: which editions there are, which is in force on a day, and a pack made ready once."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import orjson

from quorate.procedure.pack import Origin, Pack
from quorate.procedure.reading import PackError, read_edition, read_toml

_FROM = re.compile(r"^in_force_from\s*=\s*(\d{4}-\d{2}-\d{2})\s*(?:#.*)?$", re.MULTILINE)
_EXTENDS = re.compile(r"^extends\s*=\s*[\"']([^\"']*)[\"']", re.MULTILINE)
# The modules that decide what a checked pack holds: when one changes, packs kept before are not used.
_CHECKED_BY = ("schema", "loading", "merging", "checking", "national", "reading", "vocabulary", "offsets", "events")


class NoRuleInForce(PackError):
    """No edition was in force on the day asked about: an error, never a default."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a pack as its header says it."""

    name: str
    edition: str
    in_force_from: date
    extends: str | None

    @property
    def id(self) -> str:
        """Name and edition."""
        return f"{self.name}/{self.edition}"


class Library:
    """The packs below one folder. `cache` is a folder in which checked packs may be kept between runs."""

    def __init__(self, root: Path, cache: Path | None = None) -> None:
        self.root = root
        self.cache = cache
        self._packs: dict[tuple[str, str | None], Pack] = {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The packs there are, in alphabetical order."""
        folders = sorted(path.parent.parent.name for path in self.root.glob("*/*/procedure.toml"))
        return tuple(dict.fromkeys(folders))

    def editions(self, name: str) -> list[Edition]:
        """The editions of a pack, oldest first. Raises PackError for an unknown pack or overlapping editions."""
        if name not in self.names:
            near = get_close_matches(name, self.names, n=1)
            mend = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(self.names) or 'none'}"
            raise PackError([f"there is no pack {name!r} in {self.root.name}; {mend}"])
        found = sorted(
            (self._edition(path) for path in sorted((self.root / name).glob("*/procedure.toml"))),
            key=lambda edition: edition.in_force_from,
        )
        for earlier, later in pairwise(found):
            if earlier.in_force_from == later.in_force_from:
                raise PackError(
                    [
                        f"{self.root.name}/{later.id}/procedure.toml: in_force_from {later.in_force_from}: "
                        f"{earlier.id} comes into force on the same day; two editions cannot hold at once"
                    ]
                )
        return found

    def _edition(self, path: Path) -> Edition:
        text = path.read_text(encoding="utf-8", errors="replace")  # what it cannot read, `read_edition` tells
        from_, extends = _FROM.search(text), _EXTENDS.search(text)
        shown = f"{self.root.name}/{path.relative_to(self.root).as_posix()}"
        if from_ is None:
            raise PackError([f"{shown}: in_force_from is missing or no date; add in_force_from = 2026-04-01"])
        try:
            day = date.fromisoformat(from_[1])
        except ValueError:
            raise PackError([f"{shown}: in_force_from {from_[1]} does not exist; correct the date"]) from None
        return Edition(path.parent.parent.name, path.parent.name, day, extends[1] if extends else None)

    def in_force(self, name: str, on: date) -> Edition:
        """The edition in force on a day. Raises NoRuleInForce where there is none."""
        editions = self.editions(name)
        held = [edition for edition in editions if edition.in_force_from <= on]
        if not held:
            raise NoRuleInForce(
                [
                    f"no rule of {name!r} is in force on {on}: its first edition {editions[0].id} begins on "
                    f"{editions[0].in_force_from}; name the edition, or ask about a later day"
                ]
            )
        return held[-1]

    def pack(self, said: str, on: date) -> Pack:
        """The pack `name` (the edition in force on the day) or `name/edition` (that one), its base filled in.

        The base is the edition in force on the same day, or when a pinned edition came into force if that is later.
        Raises PackError (with every fault) or NoRuleInForce.
        """
        if "/" not in said:
            return self._load(self.in_force(said, on), on)
        edition = self.find(said)
        return self._load(edition, max(on, edition.in_force_from))

    def find(self, said: str) -> Edition:
        """The edition `name/edition`. Raises PackError where there is none."""
        editions = self.editions(said.partition("/")[0])
        for edition in editions:
            if edition.id == said:
                return edition
        there = ", ".join(edition.id for edition in editions)
        raise PackError([f"there is no edition {said!r}; there are {there}"])

    def _load(self, edition: Edition, on: date) -> Pack:
        chain = self._chain(edition, on, ())
        key = (edition.id, chain[1].id if len(chain) > 1 else None)
        if key not in self._packs:
            self._packs[key] = self._kept(chain) or self._built(chain)
        return self._packs[key]

    def _chain(self, edition: Edition, on: date, above: tuple[str, ...]) -> list[Edition]:
        """The edition and everything that it extends, nearest first."""
        place = f"{self.root.name}/{edition.id}/procedure.toml: extends"
        if edition.id in above:
            loop = " extends ".join([*above, edition.id])
            raise PackError([f"{place}: goes round in a loop: {loop}; take one of them out"])
        if edition.extends is None:
            return [edition]
        return [edition, *self._chain(self._base_of(edition, on, place), on, (*above, edition.id))]

    def _base_of(self, edition: Edition, on: date, place: str) -> Edition:
        """The edition that another one extends: the one named, or the one in force on the day."""
        said = edition.extends or ""
        name, _, pinned = said.partition("/")
        if name not in self.names:
            near = get_close_matches(name, self.names, n=1)
            mend = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(self.names)}"
            raise PackError([f"{place}: there is no pack {name!r}; {mend}"])
        if not pinned and name == edition.name:
            raise PackError([f"{place}: says only {name!r}; name the edition too, such as '{name}/2018'"])
        if not pinned:
            return self.in_force(name, on)
        try:
            return self.find(said)
        except PackError as wrong:
            raise PackError([f"{place}: {wrong}"]) from None

    def _built(self, chain: list[Edition]) -> Pack:
        from quorate.procedure.loading import build

        pack: Pack | None = None
        for edition in reversed(chain):
            files = read_edition(self.root, edition.name, edition.edition)
            pack = build(files, pack, self.clauses, is_national=edition.name == chain[-1].name)
        assert pack is not None
        pack = replace(pack, late_holidays=self.late_holidays)
        self._keep(chain, pack)
        return pack

    @cached_property
    def clauses(self) -> frozenset[str]:
        """The clause ids that a source may name: beside the packs, or in the documents of the checkout."""
        ids: set[str] = set()
        for path in (self.root / "clauses.csv", self.root.parent / "docs" / "clauses.csv"):
            if path.is_file():
                rows = path.read_text(encoding="utf-8").splitlines()[1:]
                ids.update(row.split(",", 1)[0] for row in rows)
        return frozenset(ids)

    @cached_property
    def late_holidays(self) -> dict[int, str]:
        """Bank holidays declared after the table was made: `holidays.toml` beside the packs, by ordinal.

        Raises PackError where an entry is no date with a name.
        """
        path = self.root / "holidays.toml"
        if not path.is_file():
            return {}
        shown, faults = f"{self.root.name}/holidays.toml", list[str]()
        found: dict[int, str] = {}
        for key, entries in read_toml(path, shown, faults).items():
            if key != "holiday" or not isinstance(entries, list):
                faults.append(f"{shown}: unknown key {key!r}; write each day as [[holiday]] with a day and a name")
                continue
            for n, entry in enumerate(entries, 1):
                day, name = (entry.get("day"), entry.get("name")) if isinstance(entry, dict) else (None, None)
                if not isinstance(day, date) or not isinstance(name, str) or len(entry) != 2:
                    faults.append(f"{shown}: holiday {n}: give it a day = 2026-05-08 and a name, and nothing else")
                else:
                    found[day.toordinal()] = name
        if faults:
            raise PackError(faults)
        return found

    def _kept_at(self, chain: list[Edition]) -> Path | None:
        """Where a checked pack is kept: named by everything that went into it, so that nothing stale is read."""
        if self.cache is None:
            return None
        digest = hashlib.sha256("\n".join(sorted(self.clauses)).encode())
        own = [path for path in Path(__file__).parent.glob("*.py") if path.stem.startswith(_CHECKED_BY)]
        packs = {path for edition in chain for path in (self.root / edition.name / edition.edition).rglob("*.toml")}
        for path in sorted([*own, *packs]):
            if "examples" not in path.parts:
                where = path.relative_to(self.root).as_posix() if path in packs else path.name
                digest.update(where.encode() + b"\0" + path.read_bytes() + b"\0")
        return self.cache / f"{chain[0].name}-{chain[0].edition}-{digest.hexdigest()[:32]}.json"

    def _kept(self, chain: list[Edition]) -> Pack | None:
        path = self._kept_at(chain)
        if path is None or not path.is_file():
            return None
        kept = orjson.loads(path.read_bytes())
        origins = {
            key: Origin(edition, tuple(source), base) for key, (edition, source, base) in kept["origins"].items()
        }
        return Pack(chain[0].name, chain[0].edition, kept["base"], kept["data"], origins, self.late_holidays)

    def _keep(self, chain: list[Edition], pack: Pack) -> None:
        path = self._kept_at(chain)
        if path is None:
            return
        origins = {key: (o.edition, o.source, o.from_base) for key, o in pack.origins.items()}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            whole = path.with_suffix(f".{id(pack)}.part")
            whole.write_bytes(orjson.dumps({"base": pack.base_edition, "data": pack.data, "origins": origins}))
            whole.replace(path)
        except OSError:
            # Keeping a checked pack only saves time; a folder that cannot be written costs nothing else.
            self.cache = None
