"""The procedure of an authority, in the edition that a family's conference keeps."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

import quorate
from quorate.procedure.library import Library, NoRuleInForce
from quorate.procedure.pack import Pack


@lru_cache
def library() -> Library:
    """The packs named by the settings, else those of the installed package, else those of the checkout."""
    named = getattr(settings, "QUORATE_PACKS", None)
    package = Path(quorate.__file__).resolve().parent
    folders = [Path(named)] if named else [package / "_packs", package.parent.parent / "packs"]
    return Library(next(folder for folder in folders if folder.is_dir()))


def pack_on(name: str, day: date) -> Pack:
    """The pack in force on a day, or the edition that is named (`name/edition`) with its base of that day.

    Raises PackError; NoRuleInForce, which is one, where there is none.
    """
    days = _days_of_change()
    place = bisect_right(days, day)
    try:
        return _pack(name, days[place - 1] if place else day)
    except NoRuleInForce:
        return library().pack(name, day)  # says the day that was asked about


@lru_cache
def _days_of_change() -> list[date]:
    """The days on which any edition of any pack comes into force: between two of them nothing changes."""
    shelf = library()
    return sorted({edition.in_force_from for name in shelf.names for edition in shelf.editions(name)})


@lru_cache(maxsize=256)
def _pack(name: str, since: date) -> Pack:
    return library().pack(name, since)
