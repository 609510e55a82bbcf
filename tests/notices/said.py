"""What is said in the meeting of the machine, and from whom each of it is withheld afterwards."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from quorate.release.artefacts import audience_of

SAID: Final[Mapping[str, str]] = {
    "closed": "The police keep a marker that only they may explain.",
    "professionals": "The health visitor has a doubt that she will ask about.",
    "mothers": "She asked for help of her own accord.",
    "away": "The children were frightened at night.",
    "later": "A neighbour will look in on Thursdays.",
    "everybody": "The children sleep well at the house of a grandmother.",
}
"""By who may read it. "away" was said while whoever is kept out of a part was out of the room, "later" when they were
back. Of the board of cards, on which the others stand, nobody can say when it was read: they get none of it."""

HEARD: Final = ("decisions", "summary", "plan", "minutes")
"""Papers of what was decided, by their codes."""

ALWAYS: Final = frozenset({"reasons", "views-asked", "offer", "decisions", "complaint", "contacts"})
"""Codes of parts that reach whoever is kept out of all: by the procedures, whatever the code says."""

CALLING: Final = frozenset({"invitation", "moved", "cancelled", "not-going-on", "day-sheet"})
"""Papers that call somebody, or say that they need not come: none to whoever is kept out of all."""

LINES: Final = ("Ring the helpline the first time it gets loud.", "Find a place at the Tuesday group.")
"""Of the plan."""


def parts_of(content: str) -> set[str]:
    """The codes of the parts of a paper that was set as words."""
    return set(re.findall(r"^\[([a-z-]+)\]$", content, re.M))


def withheld_from(kind: str, role: str, kept_out: str, *, is_mothers: bool) -> list[str]:
    """The words that must not stand in what a recipient gets: invitee's kind and role, scope of being kept out."""
    if kept_out == "whole":
        return [*SAID.values(), *LINES]
    closed = [] if role in ("chair", "minute_taker") else ["closed"]
    if audience_of(kind) == "professional":
        return [SAID[one] for one in closed]
    mothers = [] if is_mothers else ["mothers"]
    away = ["away", "everybody"] if kept_out == "part" else []
    return [SAID[one] for one in (*closed, "professionals", *mothers, *away)]
