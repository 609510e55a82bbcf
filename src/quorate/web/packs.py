"""The packs that the pages speak from: which authorities there are, and the procedure in force today."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

import quorate
from quorate.procedure.library import Library
from quorate.procedure.pack import Pack


@lru_cache
def library() -> Library:
    """The packs named by the settings, else those of the installed package, else those of the checkout."""
    named = getattr(settings, "QUORATE_PACKS", None)
    package = Path(quorate.__file__).resolve().parent
    folders = [Path(named)] if named else [package / "_packs", package.parent.parent / "packs"]
    return Library(next(folder for folder in folders if folder.is_dir()))


def today() -> date:
    """Today in London; in the demo the day that it was told to take for today."""
    said = getattr(settings, "QUORATE_TODAY", None)
    if isinstance(said, str) and said:
        return date.fromisoformat(said)
    return said or datetime.now(ZoneInfo("Europe/London")).date()


@lru_cache
def authorities() -> tuple[str, ...]:
    """The packs that no other pack extends: the authorities, not their base."""
    shelf = library()
    extended = {
        edition.extends.partition("/")[0]
        for name in shelf.names
        for edition in shelf.editions(name)
        if edition.extends is not None
    }
    return tuple(name for name in shelf.names if name not in extended)


def procedure_of(name: str, edition: str | None = None) -> Pack:
    """An authority's procedure in force today, or a named edition. Raises PackError where there is none."""
    return _procedure(f"{name}/{edition}" if edition else name, today())


@lru_cache(maxsize=64)
def _procedure(said: str, on: date) -> Pack:
    """Kept for the day: packs do not change while the program runs, and every page asks."""
    return library().pack(said, on)
