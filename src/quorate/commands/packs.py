"""`quorate pack`: check, show, compare and describe packs."""

from __future__ import annotations

import argparse
import shutil
import sys
from datetime import UTC, date, datetime

from quorate.commands.shelf import shelf
from quorate.procedure.reading import PackError

DONE, FAULTS, REFUSED = 0, 1, 2
WIDEST = 100


class Wrong(ValueError):
    """A question that cannot be answered, with the sentence to print."""


def run(asked: argparse.Namespace) -> int:
    """Answer the command line: 0 done, 1 a pack has faults, 2 asked wrongly."""
    try:
        return _ACTIONS[asked.action](asked)
    except Wrong as wrong:
        return _refuse([str(wrong)])
    except PackError as wrong:
        return _refuse(wrong.faults)


def _check(asked: argparse.Namespace) -> int:
    from quorate.commands.pack_check import check

    library = shelf(asked.packs)
    if not library.names:
        raise Wrong(f"there is no pack in {library.root.name!r}; name the folder that holds the packs with --packs")
    sound, faults = check(library, asked.names, _day(asked.on) if asked.on else None)
    for line in sound:
        print(line)
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    return FAULTS if faults else DONE


def _show(asked: argparse.Namespace) -> int:
    from quorate.commands.pack_page import page

    pack = shelf(asked.packs).pack(asked.name, _day(asked.on))
    sys.stdout.write(page(pack, min(_width(), WIDEST)))
    return DONE


def _compare(asked: argparse.Namespace) -> int:
    from quorate.commands.compare import as_csv, as_table, authorities, compared

    library, day = shelf(asked.packs), _day(asked.on)
    names = asked.names or authorities(library)
    if not names:
        raise Wrong("there is no authority's pack to compare; name one with --packs")
    rows = compared([library.pack(name, day) for name in names], names)
    sys.stdout.write(as_csv(rows) if asked.csv else as_table(rows, min(max(_width(), 80), 160)))
    return DONE


def _schema(asked: argparse.Namespace) -> int:
    import json

    from quorate.commands.pack_schema import schema

    print(json.dumps(schema(form=asked.form), indent=2, ensure_ascii=False))
    return DONE


_ACTIONS = {"check": _check, "show": _show, "compare": _compare, "schema": _schema}


def _day(said: str | None) -> date:
    if said is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Wrong(f"--on: {said!r} is not a date that exists; write 2026-11-20") from None


def _width() -> int:
    return shutil.get_terminal_size((80, 24)).columns


def _refuse(sentences: list[str]) -> int:
    for sentence in sentences:
        sys.stderr.write(f"quorate pack: {sentence}\n")
    return REFUSED
