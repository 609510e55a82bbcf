"""Where the commands look for packs: `--packs`, QUORATE_PACKS, the installed wheel, the checkout; never the
working directory."""

from __future__ import annotations

import os
from pathlib import Path

import quorate
from quorate.procedure.library import Library
from quorate.procedure.reading import PackError


def shelf(said: str | None) -> Library:
    """The library of packs to use. Raises PackError where the folder named, or any at all, is not there."""
    package = Path(quorate.__file__).resolve().parent
    for origin, named in (("--packs", said), ("QUORATE_PACKS", os.environ.get("QUORATE_PACKS"))):
        if named:
            folder = Path(named)
            if not folder.is_dir():
                raise PackError([f"{origin}: there is no folder {named!r}; name the folder that holds the packs"])
            return Library(folder, _cache())
    for folder in (package / "_packs", package.parent.parent / "packs"):
        if folder.is_dir():
            return Library(folder, _cache())
    raise PackError(["no packs were found; name their folder with --packs or QUORATE_PACKS"])


def _cache() -> Path | None:
    """Where checked packs are kept between runs; QUORATE_CACHE=off keeps none."""
    said = os.environ.get("QUORATE_CACHE")
    if said == "off":
        return None
    if said:
        return Path(said)
    home = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(home) / "quorate" / "packs"
