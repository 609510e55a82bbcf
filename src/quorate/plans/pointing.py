"""What a plan does not say yet: fog, a worry with no action, a person with no line, no help, no "what if not".

It points out and asks. Nothing here is refused, except where a procedure makes it a rule of its own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from quorate.conferences.models import Card, Invitee
from quorate.plans.models import Owner, PlanAction
from quorate.plans.queries.contents import PlanWords


@dataclass(frozen=True, slots=True)
class Pointer:
    """One thing to look at again. `row` is the line, the person or the worry; `can_be_right` whether it may be meant.

    `source` are the clauses where the procedure makes a rule of it.
    """

    code: str
    says: str
    row: UUID | None = None
    can_be_right: bool = False
    source: tuple[str, ...] = ()


@cache
def _fog() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The words list, as patterns of whole words with the question that mends each."""
    with (Path(__file__).parent / "fog.toml").open("rb") as file:
        entries = tomllib.load(file)["fog"]
    return tuple(
        (re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE), entry["ask"])
        for entry in entries
        for word in entry["words"]
    )


def fog_in(text: str) -> list[tuple[str, str]]:
    """The foggy words of a text, as they stand in it, each with the question that mends it."""
    found = [(match.start(), match.group(0), ask) for pattern, ask in _fog() if (match := pattern.search(text))]
    return [(word, ask) for _, word, ask in sorted(found)]


def pointers(words: PlanWords, *, worries: Sequence[Card], people: Iterable[Invitee], rules: Any) -> list[Pointer]:
    """Everything that a plan leaves open, in the order of the page. `rules` is the pack's `plan`."""
    right = set(words.content.right_without)
    own = tuple(one for one in rules["source"] if re.fullmatch(r"[A-Z]{3}-[0-9]+", one))
    strict = (own or tuple(rules["source"])) if rules["every_worry_has_an_action"] else ()
    return [
        *(Pointer("worry", f"No action for this worry: “{_short(card.words)}”", card.id, not strict, strict)
          for card in worries_without_action(words, worries) if strict or card.id not in right),
        *_gaps(words),
        *(pointer for action in words.actions for pointer in _foggy(action)),
        *(Pointer("person", f"No line for {one.name}. Is that right?", one.id, True)
          for one in people if one.id not in right and not _has_line(one, words.actions)),
        *_missing(words),
    ]  # fmt: skip


def worries_without_action(words: PlanWords, worries: Sequence[Card]) -> list[Card]:
    """The worries that no action answers, neither itself nor by the danger statement under which it stands. BAR-39."""
    answered = {worry for action in words.actions for worry in action.worries}
    for one in words.statements:
        if any(goal.actions for goal in one.goals):
            answered |= set(one.row.worries)
    return [card for card in worries if card.id not in answered]


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:87].rstrip()}…"


def _gaps(words: PlanWords) -> list[Pointer]:
    found = []
    for one in words.statements:
        if not one.goals:
            found.append(Pointer("no-goal", f"What must be seen instead? “{_short(one.row.words)}”", one.row.id))
        for goal in one.goals:
            if not goal.actions:
                found.append(
                    Pointer("no-action", f"Nobody does anything yet for “{_short(goal.row.words)}”", goal.row.id)
                )
    return found


def _foggy(action: PlanAction) -> list[Pointer]:
    said = " ".join((action.what, action.how_known, action.by_when_words))
    return [Pointer("fog", f"“{word}” in “{_short(action.what)}”: {ask}", action.id) for word, ask in fog_in(said)[:2]]


def _has_line(one: Invitee, actions: Sequence[PlanAction]) -> bool:
    return any(
        action.invitee_id == one.id
        or (one.person_id is not None and action.person_id == one.person_id)
        or one.name.lower() in action.who.lower()
        for action in actions
    )


def _missing(words: PlanWords) -> list[Pointer]:
    actions, parts = words.actions, words.parts
    said = {code for code, part in parts.items() if part.words.strip()}
    found = []
    if actions and not any(action.is_service for action in actions) and "services" not in said:
        found.append(Pointer("services", "No service gives any help in this plan yet."))
    if actions and all(action.owner_kind == Owner.FAMILY for action in actions):
        found.append(Pointer("one-sided", "Every line is for the family. What do professionals do?"))
    if "contingency" not in said:
        found.append(Pointer("contingency", "It does not say what happens if the plan is not carried out."))
    return found
