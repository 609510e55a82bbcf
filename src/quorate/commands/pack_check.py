"""Checking packs: every edition loaded over every base that it can stand on, and every example run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from quorate.procedure.examples import faults_of_example, read_examples
from quorate.procedure.library import Edition, Library, NoRuleInForce
from quorate.procedure.pack import Pack
from quorate.procedure.reading import PackError


def check(library: Library, names: Sequence[str], on: date | None) -> tuple[list[str], list[str]]:
    """A line for each sound edition, and every fault found, each once.

    A name alone means all its editions, or with `on` the one in force that day; no name means every pack.
    Raises PackError for a name that is not there, or of which nothing is in force that day.
    """
    sound: list[str] = []
    faults: list[str] = []
    library.late_holidays  # noqa: B018  (a fault in them is told whichever pack is asked about)
    for name in names or library.names:
        for edition in _editions(library, name, on, faults):
            line, found = _check_one(library, edition)
            faults.extend(found)
            if not found:
                sound.append(line)
    return sound, list(dict.fromkeys(faults))


def _editions(library: Library, said: str, on: date | None, faults: list[str]) -> list[Edition]:
    """The editions meant; faults in their headers are told, not raised."""
    name, _, pinned = said.partition("/")
    try:
        editions = library.editions(name)
    except PackError as wrong:
        if name not in library.names:
            raise
        faults.extend(wrong.faults)
        return []
    if pinned:
        library.find(said)
        return [edition for edition in editions if edition.edition == pinned]
    return editions if on is None else [library.in_force(name, on)]


def _check_one(library: Library, edition: Edition) -> tuple[str, list[str]]:
    try:
        packs = _over_every_base(library, edition)
        examples = read_examples(library.root, edition)
        faults = [fault for example in examples for fault in faults_of_example(library, example)]
    except PackError as wrong:
        return "", wrong.faults
    duties = len(packs[-1].rules.by_code)
    return f"{edition.id}: sound; {duties} duties, {_counted(len(examples), 'example')}", faults


def _over_every_base(library: Library, edition: Edition) -> list[Pack]:
    """The edition over each base in force at some time since it began. Raises PackError."""
    base = (edition.extends or "").partition("/")
    starts = [edition.in_force_from]
    if base[0] and not base[1] and base[0] in library.names:
        starts += [one.in_force_from for one in library.editions(base[0]) if one.in_force_from > edition.in_force_from]
    packs, none_yet = [], None
    for day in starts:
        try:
            packs.append(library.pack(edition.id, day))
        except NoRuleInForce as none:
            none_yet = none
    if not packs and none_yet is not None:
        raise none_yet
    return packs


def _counted(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
