"""Writes the tables of docs/events-and-duties.md that the code and packs/england already say.

Run `python -m tools.events_table` after a change to the events, the anchors, or the base's duties and gates.
Each table stands between two markers, `<!-- made: events -->` and `<!-- end -->`; the words around them are
written by hand. A test compares the page with what this makes.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

from quorate.procedure.events import CHOICES, COMMON_KEYS, EVENTS, FLAGS
from quorate.procedure.offsets import FORMS
from quorate.procedure.vocabulary import DERIVED_ANCHORS, WEIGHT_IN_WORDS

ROOT = Path(__file__).resolve().parent.parent
PAGE = Path("docs/events-and-duties.md")
BASE = Path("packs/england/2018")
_BLOCK = re.compile(r"(<!-- made: (?P<name>[a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)

STAGES = {
    "enquiry": "Before a conference is asked for",
    "preparation": "Preparing a conference",
    "booking": "Preparing a conference",
    "conference": "At the conference",
    "follow-up": "After the conference",
    "child": "In the child's life and while there is a plan",
    "any": "At any time",
}


def rows(head: tuple[str, ...], body: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *body]
    return "".join(f"| {' | '.join(cell or '–' for cell in line)} |\n" for line in lines)


def coded(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def events() -> str:
    """Every event with the keys that it alone may carry, under the part of the story to which it belongs."""
    parts: dict[str, list[tuple[str, ...]]] = {}
    for name, kind in EVENTS.items():
        keys = (f"`{key}`{_choices(name, key)}" for key in sorted(kind.keys - COMMON_KEYS))
        parts.setdefault(STAGES[kind.stage], []).append((f"`{name}`", ", ".join(keys), coded(kind.causes)))
    head = ("event", "may carry", "not dated before")
    return "\n".join(f"**{part}**\n\n{rows(head, body)}" for part, body in parts.items())


def _choices(name: str, key: str) -> str:
    if key in FLAGS:
        return " (true or false)"
    return f" ({', '.join(CHOICES[name, key])})" if (name, key) in CHOICES else ""


def common() -> str:
    return coded(sorted(COMMON_KEYS - {"event", "at"})) + "\n"


def limits() -> str:
    """Every form of a limit, one a line."""
    return "".join(f"- `{form}`\n" for form in re.findall(r'"([^"]+)"', FORMS))


def anchors() -> str:
    return rows(("anchor", "what it is"), ((f"`{name}`", says) for name, says in DERIVED_ANCHORS.items()))


def base(kind: str) -> list[dict[str, Any]]:
    """The base's entries of one kind, in the order of its files."""
    files = (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / BASE).glob("*.toml")))
    return list(chain.from_iterable(said.get(kind, []) for said in files))


def duties() -> str:
    body = (
        (
            f"`{duty['code']}`" + (" (window)" if duty.get("window") else ""),
            duty["title"],
            f"`{duty['who']}`",
            "" if duty.get("per", "conference") == "conference" else duty["per"],
            "only where a pack asks for it" if duty.get("made_by_packs") else _limit(duty.get("due")),
            WEIGHT_IN_WORDS[duty["weight"]],
        )
        for duty in base("duty")
    )
    return rows(("code", "what", "who", "one for each", "limit", "weight"), body)


def _limit(due: Any) -> str:
    if isinstance(due, dict):
        return "; ".join(f"{kind}: {said}" for kind, said in due.items())
    return due or "no number"


def gates() -> str:
    body = (
        (f"`{gate['code']}`", gate["title"], coded(gate["holds"]), gate.get("override", "none"))
        for gate in base("gate")
    )
    return rows(("gate", "what it says", "holds back", "may be passed"), body)


MADE = {
    "events": events,
    "common": common,
    "limits": limits,
    "anchors": anchors,
    "duties": duties,
    "gates": gates,
}


def made_anew(page: str) -> str:
    """The page with every table between its markers as the code says it now."""
    return _BLOCK.sub(lambda block: f"{block[1]}\n{MADE[block['name']]()}\n{block[3]}", page)


def main() -> int:
    path = ROOT / PAGE
    path.write_text(made_anew(path.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
