"""The procedure in the order in which it happens: sections, each with its limits and its facts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from quorate.procedure.library import Edition
from quorate.procedure.pack import Pack
from quorate.web.packs import authorities, library, procedure_of
from quorate.web.procedure.facts import Fact, agenda_of, fact_of, invited_of, role
from quorate.web.procedure.limits import anchor_in_words, kinds_in_words, limit_in_one_line, limits_of
from quorate.web.procedure.sources import Told, clauses, told
from quorate.web.procedure.trying import Worked, worked_examples

_PER = {"child": "for each child", "parent": "with each parent", "conference": ""}


@dataclass(frozen=True, slots=True)
class Other:
    """How one authority says the same limit."""

    title: str
    limit: str
    told: Told
    is_own: bool


@dataclass(frozen=True, slots=True)
class Limit:
    """One duty as a card: what, by when, who, for whom, how strong, from where, with its examples."""

    code: str
    title: str
    limits: tuple[tuple[str, str], ...]
    opens: tuple[tuple[str, str], ...]
    who: str
    per: str
    kinds: str
    weight: str
    is_right: bool
    """A right that may be used until then, and is never late."""
    ordinarily: bool
    note: str
    told: Told
    asked: Told | None
    """Where the authority's own paper asks for it, although its limit is the national base's."""
    examples: tuple[Worked, ...]
    others: tuple[Other, ...]

    @property
    def heading(self) -> str:
        """ "Hold the initial conference: within 15 working days of the strategy discussion"."""
        if len(self.limits) == 1 and not self.limits[0][0]:
            return f"{self.title}: {self.limits[0][1]}"
        return self.title


@dataclass(frozen=True, slots=True)
class Section:
    """One page of How we work."""

    code: str
    title: str
    limits: tuple[Limit, ...]
    facts: tuple[Fact, ...]

    @property
    def clauses(self) -> dict[str, str]:
        """The wording of every clause that the section names."""
        wording = clauses()
        named = [one for limit in self.limits for told in (limit.told, limit.asked) if told for one in told.clauses]
        named += [one for limit in self.limits for other in limit.others for one in other.told.clauses]
        named += [one for fact in self.facts for one in fact.told.clauses]
        return {one: wording[one] for one in sorted(dict.fromkeys(named), key=_order)}


def _order(clause: str) -> tuple[str, int]:
    prefix, _, number = clause.partition("-")
    return prefix, int(number) if number.isdigit() else 0


SECTIONS = {
    "asking": "Asking for a conference",
    "before": "Before the conference",
    "parents": "Parents and supporters",
    "children": "Children",
    "conference": "In the conference",
    "deciding": "Deciding",
    "after": "After the conference",
    "complaints": "Complaints",
}
_FACTS = {
    "before": ("invited",),
    "parents": ("parents", "supporters", "meeting_parents", "exclusion"),
    "children": ("children",),
    "conference": ("agenda", "conduct"),
    "deciding": ("quorum", "decisions"),
    "after": ("plan", "core_group", "minutes"),
    "complaints": ("complaints",),
}
_BY_EVENT = {
    "complaint-received": "complaints",
    "conference-booked": "asking",
    "conference-requested": "asking",
    "request-agreed": "asking",
    "enquiry-concluded": "asking",
}


def sections(name: str, edition: str | None = None) -> tuple[Section, ...]:
    """Every section of an authority's procedure in force today, or of a named edition. Raises PackError."""
    pack = procedure_of(name, edition)
    return _sections(pack.id, pack.base_edition, name, edition)


@lru_cache(maxsize=16)
def _sections(pack_id: str, base: str | None, name: str, edition: str | None) -> tuple[Section, ...]:
    """Kept by what it was made from: a pack does not change while the program runs, but the edition in force may."""
    pack = procedure_of(name, edition)
    own, below = _editions(pack)
    of_own, of_base = worked_examples(pack, own), worked_examples(pack, below)
    others = [(other, procedure_of(other)) for other in authorities()]
    cards: dict[str, list[Limit]] = {code: [] for code in SECTIONS}
    for duty in pack.data["duty"]:
        if not duty.get("made_by_packs"):
            code = duty["code"]
            # The national base's examples tell of its own limit: only where the authority's paper is silent.
            shown = of_own.get(code) or (of_base.get(code, ()) if _told(pack, code).from_base else ())
            cards[section_of(duty)].append(_limit(pack, duty, shown, others))
    return tuple(
        Section(code, title, tuple(cards[code]), tuple(_fact(pack, table) for table in _FACTS.get(code, ())))
        for code, title in SECTIONS.items()
    )


def _editions(pack: Pack) -> tuple[list[Edition], list[Edition]]:
    """The edition itself, and the editions of the national base below it."""
    own = [one for one in library().editions(pack.name) if one.id == pack.id]
    return own, list(library().editions(pack.base_edition.partition("/")[0])) if pack.base_edition else []


def _fact(pack: Pack, table: str) -> Fact:
    if table == "agenda":
        return agenda_of(pack)
    return invited_of(pack) if table == "invited" else fact_of(pack, table)


def section_of(duty: dict[str, Any]) -> str:
    """In which section a duty is read."""
    for event in duty.get("met_by", ()):
        if event in _BY_EVENT:
            return _BY_EVENT[event]
    if duty["stage"] == "holding":
        return "asking"
    if duty["stage"] in ("follow-up", "plan"):
        return "after"
    if duty.get("report") or duty["per"] == "conference":
        return "before"
    return {"parent": "parents", "child": "children"}[duty["per"]]


def _limit(pack: Pack, duty: dict[str, Any], examples: tuple[Worked, ...], others: list[tuple[str, Pack]]) -> Limit:
    code = duty["code"]
    limits = tuple(limits_of(duty))
    if not limits and duty.get("after"):
        limits = (("", f"after {anchor_in_words(duty['after'])}; no number is set"),)
    return Limit(
        code=code,
        title=duty["title"],
        limits=limits or (("", "no number is set"),),
        opens=tuple(limits_of(duty, "opens")),
        who=role(pack, duty["who"]),
        per=_PER[duty["per"]],
        kinds=kinds_in_words(tuple(duty["for_conferences"])) if duty["stage"] != "plan" else "",
        weight=duty["weight"],
        is_right=bool(duty.get("window")),
        ordinarily=bool(duty.get("ordinarily")),
        note=duty.get("note") or "",
        told=_told(pack, code),
        asked=_asked(pack, code),
        examples=examples,
        others=_others(pack, code, others),
    )


def _told(pack: Pack, code: str) -> Told:
    """Where the limit was said; where it has none, where the duty was."""
    return told(pack, f"duty.{code}.due", f"duty.{code}.title")


def _asked(pack: Pack, code: str) -> Told | None:
    asked = told(pack, f"duty.{code}.title")
    return asked if _told(pack, code).from_base and not asked.from_base else None


def _others(pack: Pack, code: str, others: list[tuple[str, Pack]]) -> tuple[Other, ...]:
    found = []
    for name, other in [(pack.name, pack), *[one for one in others if one[0] != pack.name]]:
        duty = next((one for one in other.data["duty"] if one["code"] == code), None)
        if duty is None or duty.get("made_by_packs"):
            limit, said = "says nothing of it", Told((), False)
        else:
            limit, said = limit_in_one_line(duty), _told(other, code)
        found.append(Other(str(other.data["title"]), limit, said, name == pack.name))
    return tuple(found) if len(found) > 1 else ()
