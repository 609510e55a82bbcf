"""The words that must not leave: fetched sealed, opened here, looked for, and forgotten. Never logged, never shown."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from django.db import connection

from quorate.cases.sealing import ADDRESS, CONTACT_WAY
from quorate.release.doors import as_one_writes_saints, doors_in, in_words, postcodes_in, streets_of
from quorate.release.folding import TooShort, folded, needle
from quorate.release.kept_places import KeptPlaces
from quorate.release.own_words import is_bare, is_short
from quorate.release.scanning import Protected, leaks, lines_that_leak, protected_lines
from quorate.release.streets import is_street_alone
from quorate.release.unpacking import Unreadable

_KINDS = {"phone": "telephone number", "email": "e-mail address", "post": "address"}
_OWN: Final = "own "
_PLACES = {"school": "school", "gp": "surgery"}


@dataclass(frozen=True, slots=True)
class Owned:
    """Protected words and whose they are. `is_current`: the person still lives there or is still reached that way.

    `also`: who else has these words as an address of today that is open in this family's own record.
    """

    person_id: UUID
    is_current: bool
    words: Protected = field(repr=False)
    also: frozenset[UUID] = frozenset()


def protected_words(conference_id: UUID) -> list[Owned]:
    """Every protected string of the cases of the conference's children, for whoever prepares and lets papers out.

    Raises `cases.sealing.Broken`, and Django's `DatabaseError` for anybody else.
    """
    kept = KeptPlaces(conference_id)
    rows = _sealed(conference_id)
    open_to: dict[str, set[UUID]] = defaultdict(set)
    for row_id, person_id, kind, _, sealed in rows:
        if kind.startswith(_OWN):
            for one in opened(row_id, kind.removeprefix(_OWN), sealed):
                open_to[folded(one.words)].add(person_id)
    return [
        Owned(
            person_id, is_current, replace(one, known=kept.texts) if one.is_street else one,
            frozenset(open_to.get(folded(one.words), ())),
        )
        for row_id, person_id, kind, is_current, sealed in rows
        if not kind.startswith(_OWN)
        for one in opened(row_id, kind, sealed)
    ]  # fmt: skip


def contact_words(conference_id: UUID) -> dict[UUID, str]:
    """What each contact way of these cases says, folded, by its id: to compare, for the same people as above."""
    return {
        row_id: folded(CONTACT_WAY.opened(sealed, row_id))
        for row_id, _, kind, _, sealed in _sealed(conference_id)
        if kind in _KINDS
    }


@dataclass(frozen=True, slots=True)
class Shared:
    """Where others read too: ways of theirs, folded, and the lines by which one knows the address of each home."""

    ways: frozenset[str] = field(repr=False)
    homes: tuple[tuple[str, ...], ...] = field(repr=False)

    def has(self, words: str) -> bool:
        """Whether these folded words are such a way, or lead to such a home: its postcode, or house and street."""
        return words in self.ways or any(
            (bool(postcode) and postcode in words) or (bool(lines) and all(one in words for one in lines))
            for postcode, *lines in self.homes
        )


def shared_words(conference_id: UUID, reader: UUID, near: Iterable[UUID]) -> Shared:
    """Ways of the reader that any record calls unsafe, and how these others are reached and where they live, in any
    record of the authority: to compare, for the same people as above.

    Only those who stand around the conference's children are told of.
    """
    with connection.cursor() as cursor:
        others = sorted(map(str, near))
        cursor.execute("SELECT * FROM release_shared_words(%s, %s, %s::uuid[])", [conference_id, reader, others])
        rows = list(cursor.fetchall())
    ways = {row_id: CONTACT_WAY.opened(sealed, row_id) for row_id, kind, sealed in rows if kind != "home"}
    posts = (ways[row_id].replace(",", "\n").split("\n") for row_id, kind, _ in rows if kind == "post")
    homes = [json.loads(ADDRESS.opened(sealed, row_id)) for row_id, kind, sealed in rows if kind == "home"]
    return Shared(
        frozenset(map(folded, ways.values())),
        (*(_leading(one["lines"], one["postcode"]) for one in homes), *(_leading(one, "") for one in posts)),
    )


def _leading(lines: Sequence[str], postcode: str) -> tuple[str, ...]:
    """The postcode, and the lines that lead to the door: those with a number, else the first."""
    said = [one for one in map(folded, lines) if one]
    return folded(postcode), *([one for one in said if any(sign.isdigit() for sign in one)] or said[:1])


def _sealed(conference_id: UUID) -> list[tuple[UUID, UUID, str, bool, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM release_protected_words(%s)", [conference_id])
        return list(cursor.fetchall())


def opened(row_id: UUID, kind: str, sealed: str) -> list[Protected]:
    """The words of one sealed row, as they are looked for; `kind` as the database gives it. Raises `Broken`."""
    if kind.startswith("address "):
        told = json.loads(ADDRESS.opened(sealed, row_id))
        return _of_address(_PLACES.get(kind.removeprefix("address "), "address"), told["lines"], told["postcode"])
    words = CONTACT_WAY.opened(sealed, row_id)
    if kind == "post":
        *lines, last = [one for one in re.split(r"[\n,]", words) if one.strip()] or [words]
        return _of_address("address", [*lines, last], "")
    return _searchable([Protected(_KINDS[kind], words)])


def _of_address(kind: str, lines: Sequence[str], postcode: str) -> list[Protected]:
    """The lines that lead to the door, what leads there within a line, the street by itself, and the postcode: the town
    protects nobody and stands in any letter."""
    found = [one for way in as_one_writes_saints(lines) for one in _of_lines(kind, way, postcode)]
    return list({folded(one.words): one for one in reversed(found)}.values())[::-1]


def _of_lines(kind: str, lines: Sequence[str], postcode: str) -> list[Protected]:
    leading = lines[:-1] if len(lines) > 1 and not any(sign.isdigit() for sign in lines[-1]) else lines
    said = protected_lines(kind, leading)
    doors = [door for line in said for door in doors_in(line.words)]
    codes = [one for one in (postcode, *(code for line in lines for code in postcodes_in(line))) if one]
    streets = streets_of(lines, [one.words for one in said])
    whole = [Protected(kind, one.words, is_own_words=is_short(one.words)) for one in said]
    near = [Protected(kind, one, is_own_words=is_short(one) or is_bare(one)) for one in doors]
    spoken = [Protected(kind, one, is_own_words=True) for door in doors for one in in_words(door)]
    found = _searchable([*(one for one in (*whole, *near) if not is_street_alone(one.words)), *spoken])
    found += _searchable(Protected("postcode", one) for one in codes)
    a_kind = f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
    return [*found, *(Protected(f"street of {a_kind}", one, is_street=True) for one in streets)]


def _searchable(words: Iterable[Protected]) -> list[Protected]:
    kept = []
    for one in words:
        try:
            needle(one.words)
        except TooShort:
            continue
        kept.append(one)
    return kept


def against(words: Iterable[Owned], person_id: UUID | None, known: Iterable[str] = ()) -> list[Protected]:
    """What must not reach this person: all of it but their own words of today.

    `known` are names that every professional has (of the agencies that are invited); they are looked for in what the
    family gets, and not in what professionals get. A street may stand in such a name.
    """
    words = list(words)
    own = {folded(one.words.words) for one in words if _is_own(one, person_id)}
    names = list(known)
    left_out = own | {folded(name) for name in names}
    found = {
        (one.words.words, one.words.is_street): _beside(one.words, names)
        for one in words
        if folded(one.words.words) not in left_out
    }
    return list(found.values())


def _is_own(one: Owned, person_id: UUID | None) -> bool:
    return (one.person_id == person_id and one.is_current) or person_id in one.also


def _beside(one: Protected, names: Sequence[str]) -> Protected:
    return replace(one, known=lambda: (*one.known(), *names)) if one.is_street and names else one


def finding(files: Iterable[tuple[str, bytes]], protected: Sequence[Protected]) -> str:
    """What of the protected words stands in these files (name, bytes), as kinds and places; "" where nothing does.

    What cannot be read is a finding too: it must not leave.
    """
    said: list[str] = []
    for name, content in files:
        try:
            said += [str(one) for one in leaks(content, protected, name=name)]
        except (Unreadable, TooShort) as fault:
            said.append(str(fault))
    return "; ".join(dict.fromkeys(said))


def lines_found(files: Iterable[tuple[str, bytes]], protected: Sequence[Protected]) -> list[tuple[str, str]]:
    """Where in these files protected words stand, and the lines that hold them: for whoever has the paper itself before
    them and has to put it right. Never kept, never logged. What cannot be read has none."""
    said: list[tuple[str, str]] = []
    for _, content in files:
        with suppress(Unreadable, TooShort):
            said += [(where.removeprefix("file, "), line) for where, line in lines_that_leak(content, protected)]
    return said
