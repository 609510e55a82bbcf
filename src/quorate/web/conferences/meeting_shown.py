"""What the pages of the meeting show: the agenda with its states, the columns, who is here, whether that is enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from quorate.cases.models import Relative
from quorate.conferences.models import AgendaState, InviteeKind
from quorate.conferences.naming import NO_NAME_YET
from quorate.conferences.queries.meeting import CardShown, Here, QuorumNow, Register
from quorate.web.conferences.opening import Asked, OpenConference
from quorate.web.wording import capitalize_first, joined

# Where the kinds of entry stand in the look of the page; the words are the pack's.
_LOOKS: Mapping[str, str] = {
    "harm": "worry", "danger": "worry", "complicating": "worry", "grey": "worry", "strengths": "well",
    "safety": "well",
}  # fmt: skip
_MODES: Mapping[str, tuple[str, str]] = {
    "in_person": ("house", "in the room"),
    "virtual": ("screen", "by link"),
    "phone": ("phone", "by phone"),
}
# Parts that have pages of their own: where the work of that part is done.
ELSEWHERE: Mapping[str, tuple[str, str]] = {
    "threshold": ("conference_decisions", "Go to the round"),
    "recommendations": ("conference_decisions", "Go to the round"),
    "decision": ("conference_decisions", "Go to the decisions"),
    "dissent": ("conference_dissent", "Record who disagrees"),
    "danger-and-safety": ("conference_plan", "Go to the plan"),
    "safety-planning": ("conference_plan", "Go to the plan"),
    "safety-plan": ("conference_plan", "Go to the plan"),
    "outline-plan": ("conference_plan", "Go to the plan"),
    "lead-and-core-group": ("conference_plan", "Go to the plan"),
    "contingency": ("conference_plan", "Go to the plan"),
    "no-plan": ("conference_plan", "Go to the plan"),
    "next-review": ("conference_decisions", "Set the next dates"),
    "closing": ("conference_close", "Close the meeting"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the agenda: its place from 1, the pack's title, a short one, and how far it is."""

    number: int
    code: str
    title: str
    short: str
    per: str
    parents_respond: bool
    is_done: bool
    is_here: bool
    is_shown: bool
    left_out_why: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One big column of the analysis: its heading, and the kinds of entry below it with their cards."""

    heading: str
    hint: str
    look: str
    kinds: tuple[tuple[str, str], ...]
    cards: tuple[tuple[str, CardShown], ...] = ()


@dataclass(frozen=True, slots=True)
class QuorumWords:
    """The quorum light: its state, its words, who counts for which child, what is missing and the ways on."""

    state: str
    words: str
    lines: tuple[str, ...]
    ways_on: tuple[str, ...] = ()
    rule: str = ""


@dataclass(slots=True)
class Presence:
    """Somebody in the list of who is here."""

    here: Here
    sign: str
    how: str
    words: str
    has_spoken: bool = False
    marks: list[str] = field(default_factory=list)


def agenda_readings(found: OpenConference | Asked) -> QuerySet[AgendaState]:
    """How far the parts of the agenda are."""
    return AgendaState.objects.filter(conference=found.conference, child_case_id=None, report_id=None)


def agenda_of(found: OpenConference, here: str, shown: str, read: Iterable[AgendaState] | None = None) -> list[Part]:
    """The pack's agenda with what is done: `here` is the part where the meeting is, `shown` the one on this page."""
    states = {state.code: state for state in (agenda_readings(found) if read is None else read)}
    parts = []
    for number, item in enumerate(found.pack.data["agenda"]["items"], 1):
        state = states.get(item["code"])
        parts.append(
            Part(
                number,
                item["code"],
                item["title"],
                short(item["title"]),
                item["per"],
                item["parents_respond"],
                state is not None and state.done_at is not None,
                item["code"] == here,
                item["code"] == shown,
                "" if state is None else state.left_out_why,
            )
        )
    return parts


def short(title: str) -> str:
    """The first words of a title of the agenda: up to its first colon, comma or question mark."""
    cut = min((place for mark in ":,?" if (place := title.find(mark)) > 0), default=len(title))
    return title[:cut]


def columns_of(found: OpenConference, cards: Mapping[str, list[CardShown]]) -> list[Column]:
    """The authority's own columns; those with one heading stand together below it."""
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for column in found.pack.data["analysis"]["columns"]:
        groups.setdefault(column.get("heading") or column["title"], []).append(column)
    made = []
    for heading, kinds in groups.items():
        titles = tuple((one["code"], kind_title(one["title"], heading)) for one in kinds)
        shown = tuple((title, card) for code, title in titles for card in cards.get(code, ()))
        alone = len(kinds) == 1 and kinds[0]["title"].rstrip("?") == heading.rstrip("?")
        hint = "" if alone else " · ".join(title for _, title in titles)
        made.append(Column(heading, hint, _LOOKS.get(kinds[0]["code"], "next"), titles, shown))
    return made


def kind_title(title: str, heading: str) -> str:
    """A column's title below a heading that says its beginning already."""
    start, _, rest = title.partition(": ")
    return capitalize_first(rest) if rest and start.lower().rstrip("?") == heading.lower().rstrip("?") else title


def presences(
    found: OpenConference, register: Register, spoken: Iterable[UUID], related: Iterable[Relative]
) -> list[Presence]:
    """Those who are here with their sign and words: "father of Zofia, by link"."""
    said, known = frozenset(spoken), relations_among(found, related)
    return [_presence(found, one, one.invitee.pk in said, known) for one in register.here]


def relations_of(found: OpenConference) -> dict[UUID | None, str]:
    """What people of the family are to the children, by `person_id`: "mother", "father of Zofia"."""
    return relations_among(found, relatives_of(found))


def relatives_of(found: OpenConference | Asked) -> QuerySet[Relative]:
    """Everybody around the children."""
    return Relative.objects.filter(case_id__in=found.case_ids, removed_on__isnull=True)


def relations_among(found: OpenConference, rows: Iterable[Relative]) -> dict[UUID | None, str]:
    """The same from their rows."""
    names = {child.case_id: child.given for child in found.children}
    told: dict[UUID | None, dict[str, list[str]]] = {}
    for row in rows:
        told.setdefault(row.person_id, {}).setdefault(row.get_relation_display().lower(), []).append(names[row.case_id])
    said: dict[UUID | None, str] = {}
    for person, relations in told.items():
        for relation, children in relations.items():
            said.setdefault(person, relation if len(children) == len(names) else f"{relation} of {joined(children)}")
    return said


def _presence(found: OpenConference, one: Here, has_spoken: bool, known: Mapping[UUID | None, str]) -> Presence:
    assert one.stay is not None
    mark, how = _MODES[one.stay.mode]
    words = known.get(one.invitee.person_id) or part_beside(found, one)
    if one.stay.mode != "in_person":
        words = f"{words}, {how}" if words else how
    if one.stay.listening:
        mark, words = "ear", f"{words}, listening" if words else "listening"
    elif one.invitee.role == "minute_taker":
        mark, words = "pen", "writes the record"
    return Presence(one, mark, how, words, has_spoken)


def part_of(found: OpenConference, one: Here) -> str:
    """As whom somebody is here, in the authority's words; a helper with whom they help."""
    invitee = one.invitee
    if invitee.supporter_of is not None:
        return f"{found.word(invitee.supporter_kind or invitee.kind)} of {invitee.supporter_of.name.split()[0]}"
    if invitee.kind == "professional" and invitee.role == "professional" and invitee.agency_code:
        return found.word(invitee.agency_code)
    word = found.word(invitee.role or invitee.kind)
    children = [child.given for child in found.children if child.case_id in invitee.about]
    # A child is on the list for their own sake: "child of" themselves would read as a parent of the same name.
    if invitee.is_family and invitee.kind != InviteeKind.CHILD and children and len(children) < len(found.children):
        return f"{word} of {joined(children)}"
    return word


def part_beside(found: OpenConference, one: Here) -> str:
    """The same to stand beside the name; nothing where the name is that part already: nobody has given another."""
    said = part_of(found, one)
    return "" if one.invitee.name.lower() == f"{said}{NO_NAME_YET}".lower() else said


def quorum_words(found: OpenConference, now: QuorumNow | None) -> QuorumWords:
    """The answer of the rules in words; nobody on the register yet is "not yet", never "not"."""
    if now is None or now.quorate is None:
        return QuorumWords("not-yet", "Not yet: nobody is on the register", (), rule=now.rule if now else "")
    counted: dict[str, list[str]] = {}
    for child in found.children:
        said = now.by_child.get(child.case_id)
        if said is not None:
            counted.setdefault(_counted(found, said), []).append(child.given)
    lines = [f"{joined(names)}: {words}" for words, names in counted.items()]
    if now.quorate and all(said["quorate"] for said in now.by_child.values()):
        words = "Quorate now" if found.conference.held_on is None else "Quorate when it was decided"
        return QuorumWords("quorate", words, tuple(lines), rule=now.rule)
    missing = "; ".join(_lacking(found, one) for one in now.missing) or "not for every child"
    return QuorumWords("not", f"Not quorate: {missing}", tuple(lines), tuple(now.ways_on), now.rule)


def put_right_since(light: QuorumWords, since: Sequence[str]) -> QuorumWords:
    """The light after the meeting where the register, put right since, says otherwise than what was held."""
    lines = (*since, "The decision stands as it was recorded.")
    return QuorumWords("not-yet", "The register was put right since", lines, rule=light.rule)


def _counted(found: OpenConference, said: Mapping[str, Any]) -> str:
    present = joined([found.word(str(one)) for one in said["present"]]) or "nobody who counts"
    missing = "; ".join(_lacking(found, str(one)) for one in said["missing"])
    return f"{present}. Missing: {missing}" if missing else present


def _lacking(found: OpenConference, said: str) -> str:
    """What the rules say is missing, people in the procedure's words: the rules list them by code after a colon."""
    words, colon, codes = said.partition(": ")
    return words + colon + ", ".join(found.word(code) for code in codes.split(", ")) if colon else said
