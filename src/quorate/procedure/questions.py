"""How authorities are set side by side: the same conferences, the same questions, each answer in a few words.

An answer that comes from the national base, because the authority's own paper is silent, ends in `[base]`; what
neither says is a dash. The questions themselves are in `question_list.py`, the conferences in `conferences/`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

import orjson

from quorate.procedure.case import Case, read_case
from quorate.procedure.duty import Duty
from quorate.procedure.moments import moment_as_text
from quorate.procedure.offsets import Moment
from quorate.procedure.pack import Pack
from quorate.procedure.position import Position, position
from quorate.procedure.schema_duties import by_kind

BASE = " [base]"
NOTHING = "–"
NOT_ASKED = "no such duty"

# The ten conferences, and the moment at which each is asked about.
CONFERENCES = {
    "initial": "2026-11-20",
    "review": "2026-06-08T14:00",
    "pre-birth": "2026-11-20",
    "transfer-in": "2026-11-24",
    "siblings": "2026-09-28",
    "excluded-parent": "2026-09-08",
    "inquorate": "2026-10-23",
    "ending": "2026-10-06T11:30",
    "before-easter": "2026-04-03",
    "clock-change": "2026-10-12",
}


@dataclass
class Asked:
    """One authority asked about one of the conferences."""

    pack: Pack
    conference: str

    @cached_property
    def position(self) -> Position:
        """Where the conference stands under the authority's procedure."""
        return position(self.pack, conference_case(self.conference), CONFERENCES[self.conference])

    @cached_property
    def data(self) -> dict[str, Any]:
        """The same as plain data, without reasons."""
        return self.position.as_data(brief=True)

    def duty(self, code: str, about: str | None) -> Duty | None:
        """The duty of the conference described (or of the plan that it is about), if it is asked."""
        found = [
            duty for duty in self.position.duties if duty.rule.code == code and (about is None or duty.about == about)
        ]
        return max(found, key=lambda duty: duty.conference.described, default=None)

    def mark(self, *paths: str) -> str:
        """`[base]` where the first of these paths that has an origin was said by the national base."""
        for path in paths:
            origin = self.pack.origins.get(path)
            if origin is not None:
                return BASE if origin.from_base else ""
        return ""


Answer = Callable[[Asked], str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question: the conference that it is asked about, its words, where the difference is told, the answer."""

    conference: str
    asks: str
    ref: str
    answer: Answer


@lru_cache
def conference_case(name: str) -> Case:
    """One of the ten conferences, read and checked."""
    return read_case(orjson.loads((files("quorate.procedure") / "conferences" / f"{name}.json").read_bytes()))


def limit(*codes: str, about: str | None = None) -> Answer:
    """By when, for the first of these duties that the authority has."""

    def answer(asked: Asked) -> str:
        for code in codes:
            duty = asked.duty(code, about)
            if duty is not None:
                return (in_short(duty.due) if duty.due else "no limit") + _mark_of_due(asked, duty)
        return NOT_ASKED

    return answer


def act_by_day(code: str, about: str | None = None) -> Answer:
    """The last working moment on which to act."""

    def answer(asked: Asked) -> str:
        for row in asked.data["duties"]:
            if row["code"] == code and (about is None or row["about"] == about):
                duty = asked.duty(code, about)
                return _text_in_short(row["act_by"]) + ("" if duty is None else _mark_of_due(asked, duty))
        return NOT_ASKED

    return answer


def opens(code: str) -> Answer:
    """From when."""

    def answer(asked: Asked) -> str:
        duty = asked.duty(code, None)
        if duty is None or duty.opens is None:
            return NOT_ASKED if duty is None else NOTHING
        return in_short(duty.opens) + asked.mark(f"duty.{code}.opens")

    return answer


def state(code: str, about: str | None = None) -> Answer:
    """How the duty stands at the moment asked about."""

    def answer(asked: Asked) -> str:
        duty = asked.duty(code, about)
        return NOT_ASKED if duty is None else duty.state + _mark_of_due(asked, duty)

    return answer


def who(code: str) -> Answer:
    """Whose duty it is at that moment, in the pack's role."""

    def answer(asked: Asked) -> str:
        duty = asked.duty(code, None)
        return NOT_ASKED if duty is None else duty.who + asked.mark(f"duty.{code}.who")

    return answer


def value(path: str) -> Answer:
    """A value of the pack: `supporters.at_most`, `duty.send-decisions.to`, `words.lead_practitioner.say`."""

    def answer(asked: Asked) -> str:
        here: Any = asked.pack.data
        for step in path.split("."):
            here = _into(here, step)
        kind = asked.position.conference.kind
        if isinstance(here, dict):
            here = by_kind(here, kind)
        steps = path.split(".")
        paths = [f"{path}.{kind}", *(".".join(steps[:n]) for n in range(len(steps), 0, -1))]
        is_said = any(one in asked.pack.origins for one in paths)
        return value_in_short(here) + asked.mark(*paths) if is_said and here is not None else NOTHING

    return answer


def listed(path: str) -> Answer:
    """Whether a coded entry is there and who put it there; an invitee also says on what footing."""

    def answer(asked: Asked) -> str:
        key, _, code = path.partition(".")
        entry = _into(asked.pack.data.get(key), code)
        if entry is None:
            return "no"
        return str(entry.get("basis", "yes")) + asked.mark(f"{path}.code")

    return answer


def how_many(path: str) -> Answer:
    """How many entries a list has."""

    def answer(asked: Asked) -> str:
        section, _, name = path.partition(".")
        return str(len(asked.pack.data[section][name])) + asked.mark(path)

    return answer


def booklets(age: int) -> Answer:
    """The booklets that fit a child of this age."""

    def answer(asked: Asked) -> str:
        found = [one["code"] for one in asked.pack.data.get("booklet", []) if one["from_age"] <= age <= one["to_age"]]
        return "; ".join(found) or "none"

    return answer


def contacts(function: str) -> Answer:
    """How many offices or bodies the authority names for something."""

    def answer(asked: Asked) -> str:
        return str(sum(one["function"] == function for one in asked.pack.data.get("contact", [])))

    return answer


def invited(basis: str | None = None) -> Answer:
    """The roles invited (on one footing), in the pack's order."""

    def answer(asked: Asked) -> str:
        rows = [one for one in asked.data["invitees"] if one["invite"] == "yes" and basis in (None, one["basis"])]
        is_all_base = rows and all(asked.mark(f"invitee.{one['code']}.code") for one in rows)
        return ("; ".join(sorted(one["role"] for one in rows)) or "nobody") + (BASE if is_all_base else "")

    return answer


def quorate(asked: Asked) -> str:
    """Whether the conference is quorate."""
    return value_in_short(asked.data["quorum"]["quorate"])


def allowed(action: str, outcome: str | None = None, child: str | None = None) -> Answer:
    """Whether something may be done or decided, or what holds it back, and what only warns."""

    def answer(asked: Asked) -> str:
        rows = [
            row
            for row in asked.data["decisions"]
            if row["action"] == action and row.get("outcome") == outcome and row.get("child") == child
        ]
        if not rows:
            return "not asked"
        held = [_gate(asked, gate) for row in rows for gate in row["held_by"]]
        warned = [f"warning: {_gate(asked, gate)}" for row in rows for gate in row["warnings"]]
        return "; ".join([*(held or ["allowed"]), *warned])

    return answer


def in_short(moment: Moment) -> str:
    """A date as `2026-12-07`, an instant as `2026-12-02 10:00` by London's clocks."""
    return _text_in_short(moment_as_text(moment))


def value_in_short(said: Any) -> str:
    """A value of a pack as one cell: lists with semicolons, yes and no, a dash for nothing."""
    if said is None or said == []:
        return NOTHING
    if isinstance(said, bool):
        return "yes" if said else "no"
    if isinstance(said, list):
        return "; ".join(str(one) for one in said)
    return str(said)


def _text_in_short(text: str | None) -> str:
    return NOTHING if text is None else text[:16].replace("T", " ")


def _gate(asked: Asked, gate: dict[str, Any]) -> str:
    code = str(gate["gate"])
    return code + asked.mark(f"gate.{code}.code")


def _mark_of_due(asked: Asked, duty: Duty) -> str:
    path = f"duty.{duty.rule.code}"
    return asked.mark(f"{path}.due.{duty.conference.kind}", f"{path}.due", f"{path}.code")


def _into(here: Any, step: str) -> Any:
    if isinstance(here, list):
        return next((one for one in here if one.get("code") == step), None)
    return here.get(step) if isinstance(here, dict) else None
