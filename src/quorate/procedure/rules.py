"""A pack's procedure made ready for the engine: every limit parsed once, every duty looked up by kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from quorate.procedure.calendar import Calendar
from quorate.procedure.offsets import Offset, parse
from quorate.procedure.vocabulary import KINDS

# Limits counted from the last time that something was done: doing it again only moves them on.
_REPEATING = frozenset({"last-core-group", "last-visit", "review-held"})


ACTIONS = (
    "requesting",
    "booking",
    "starting",
    "deciding",
    "making-a-plan",
    "continuing-a-plan",
    "ending-a-plan",
    "excluding",
)


class Rule:
    """One duty of the pack, ready to be asked about; see `schema_duties.Duty` for what each value means."""

    __slots__ = (
        "after",
        "ages",
        "calendar",
        "checklist",
        "code",
        "due",
        "from_age",
        "holding",
        "kinds",
        "met_by",
        "need",
        "note",
        "opens",
        "order",
        "outcomes",
        "parts",
        "per",
        "repeats",
        "report",
        "set_by",
        "shared_with",
        "source",
        "stage",
        "title",
        "to",
        "usual_minutes",
        "weight",
        "when",
        "who",
        "who_when_late",
        "window",
    )

    def __init__(self, said: Mapping[str, Any], calendar: Calendar, order: int) -> None:
        self.calendar = calendar
        self.order = order
        self.code: str = said["code"]
        self.title: str = said["title"]
        self.who: str = said["who"]
        self.who_when_late: Mapping[str, Any] | None = said.get("who_when_late")
        self.window: bool = said.get("window", False)
        self.stage: str = said["stage"]
        self.kinds: frozenset[str] = frozenset(said.get("for_conferences") or KINDS)
        self.per: str = said.get("per", "conference")
        self.after: str | None = said.get("after")
        self.due = _limits(said.get("due"))
        self.opens = _limits(said["opens"]) if said.get("opens") else None
        self.set_by: str | None = said.get("set_by")
        self.met_by: tuple[str, ...] = tuple(said.get("met_by", ()))
        self.holding = self.met_by == ("conference-held",)
        """Met by the conference itself, for each child when it is decided about."""
        self.report: str | None = said.get("report")
        self.shared_with: str | None = said.get("shared_with")
        self.parts = _by_kind(said["parts"]) if said.get("parts") else None
        self.to: str | None = said.get("to")
        self.need: str | None = said.get("need")
        self.checklist: str | None = said.get("checklist")
        self.usual_minutes: int | None = None
        """How many minutes before the start it is usually done, where the pack says so."""
        self.when: str = said.get("when", "always")
        self.outcomes: frozenset[str] = frozenset(said.get("outcomes", ()))
        self.ages: frozenset[str] = frozenset(said.get("ages", ()))
        self.from_age: int | None = said.get("from_age")
        self.weight: str = said["weight"]
        self.source: tuple[str, ...] = tuple(said["source"])
        self.note: str | None = said.get("note")
        anchors = {anchor for limit in self.due.values() if limit for anchor in limit.anchors}
        self.repeats = bool(anchors & _REPEATING)


class Rules:
    """The duties, gates and facts of one pack in the form that the engine reads."""

    __slots__ = ("around", "between", "by_code", "calendar", "data", "gates", "gates_for", "pack_id", "role_agency")

    def __init__(self, pack_id: str, data: Mapping[str, Any], late_holidays: Mapping[int, str]) -> None:
        self.pack_id = pack_id
        self.data = data
        self.calendar = Calendar(late_holidays=late_holidays)
        closed, applies_to = _closures(data, late_holidays)
        rules = [
            Rule(said, closed if said["code"] in applies_to and said["weight"] != "national" else self.calendar, order)
            for order, said in enumerate(data["duty"])
            if not said.get("made_by_packs")
        ]
        for rule in rules:
            if "chair-met-parent" in rule.met_by:
                rule.usual_minutes = data["meeting_parents"].get("usual_time_minutes")
        self.around = {
            (per, kind): tuple(
                rule for rule in rules if rule.stage != "plan" and rule.per == per and kind in rule.kinds
            )
            for per in ("conference", "child", "parent")
            for kind in KINDS
        }
        """What prepares, is and follows a conference of one kind, by whom it is about."""
        self.between = tuple(rule for rule in rules if rule.stage == "plan")
        """What runs with one child's plan."""
        self.by_code = {rule.code: rule for rule in rules}
        self.gates: tuple[Mapping[str, Any], ...] = tuple(data["gate"])
        self.gates_for = {
            (action, kind): tuple(
                gate
                for gate in self.gates
                if action in gate["holds"] and kind in (gate.get("for_conferences") or KINDS)
            )
            for action in ACTIONS
            for kind in KINDS
        }
        """The gates that hold one action back at a conference of one kind."""
        self.role_agency: dict[str, str] = {
            role: agency for agency, roles in data["agencies"]["roles"].items() for role in roles
        }


def _limits(said: Any) -> dict[str, Offset | None]:
    return {kind: None if text is None else parse(text) for kind, text in _by_kind(said).items()}


def _by_kind(said: Any) -> dict[str, Any]:
    return {kind: said.get(kind) for kind in KINDS} if isinstance(said, dict) else dict.fromkeys(KINDS, said)


def _closures(data: Mapping[str, Any], late: Mapping[int, str]) -> tuple[Calendar, frozenset[str]]:
    said = data.get("closures")
    if not said:
        return Calendar(late_holidays=late), frozenset()
    days = {day: closure["name"] for closure in said["days"] for day in _days(closure["first"], closure["last"])}
    return Calendar(closures=days, late_holidays=late), frozenset(said["applies_to"])


def _days(first: str, last: str) -> Iterable[int]:
    return range(date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal() + 1)
