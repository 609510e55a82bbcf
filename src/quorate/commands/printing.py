"""A position as a page to read in a terminal."""

from __future__ import annotations

from typing import Any

from quorate.procedure.decisions import decisions
from quorate.procedure.duty import Duty
from quorate.procedure.invitations import invitees
from quorate.procedure.limits import act_by
from quorate.procedure.offsets import Moment, instant_of
from quorate.procedure.position import Position
from quorate.procedure.quorum import quorum
from quorate.procedure.reasons import because, in_words
from quorate.procedure.vocabulary import WEIGHT_IN_WORDS

# The order in which a reader needs them.
_ORDER = ("overdue", "open", "waiting", "missed", "excused", "met-late", "met", "used", "closed", "not-needed")
_DOING = {"request": "asking for it", "book": "booking", "start": "starting", "exclude": "excluding"}
"""What is held back, by the engine's word for it."""


def page(position: Position, *, why: str | None, brief: bool) -> str:
    """The whole position, or with `why` one duty with every step of its sum."""
    duties = [duty for duty in position.duties if why is None or duty.rule.code == why]
    lines = _head(position)
    if why is not None:
        for duty in duties:
            lines += ["", _title(duty), *(f"  {step}" for step in because(duty))]
        if not duties:
            lines += ["", f"{why}: nothing is asked here."]
        return "\n".join(lines) + "\n"
    for state in _ORDER:
        found = sorted((duty for duty in duties if duty.state == state), key=_by_limit)
        if found:
            lines += ["", state.replace("-", " ").capitalize()]
            lines += [row for duty in found for row in _rows(position, duty, brief)]
    lines += ["", *_quorum(position), *_held_back(position), *_invited(position)]
    following = position.next
    if following is not None:
        lines += ["", f"Next: {following.rule.title}{_when(following)}."]
    lines += [f"Note: {note}" for note in position.as_data(brief=True)["notes"]]
    return "\n".join(lines) + "\n"


def _head(position: Position) -> list[str]:
    conference = position.conference
    what = conference.kind.replace("_", "-")
    reference = _plain(conference.reference or "no reference")
    starts = f", starts {in_words(conference.start)}" if conference.start is not None else ", not booked"
    base = f" over {position.pack.base_edition}" if position.pack.base_edition else ""
    later = f"; {position.later_events} later events left out" if position.later_events else ""
    return [
        f"{reference}: {what} conference{starts}",
        f"Procedure {position.pack.id}{base}, asked at {in_words(position.told.at)}{later}",
    ]


def _title(duty: Duty) -> str:
    about = f" ({duty.about})" if duty.about else ""
    return f"{duty.rule.title}{about}: {duty.state.replace('-', ' ')}"


def _by_limit(duty: Duty) -> tuple[int, str]:
    far = 2**62
    return (far if duty.due is None else instant_of(duty.due)), duty.rule.code


def _rows(position: Position, duty: Duty, brief: bool) -> list[str]:
    about = f" ({duty.about})" if duty.about else ""
    if not duty.conference.described:
        about += f" [{_plain(duty.conference.reference or duty.conference.kind.replace('_', '-'))}]"
    row = f"  {duty.rule.code}{about}: {duty.rule.title}{_when(duty)}"
    if brief:
        return [row]
    source = f"{WEIGHT_IN_WORDS[duty.rule.weight]}: {', '.join(duty.rule.source)}"
    return [row, f"      {position.pack.word(duty.who)}; {source}"]


def _when(duty: Duty) -> str:
    if duty.met is not None:
        return f", done {in_words(duty.met)}" + (f" (limit {in_words(duty.due)})" if duty.due else "")
    if duty.due is None:
        return ""
    act, next_working = act_by(duty)
    return f", by {in_words(duty.due)}" + _act(duty.due, act, next_working)


def _act(due: Moment, act: Moment | None, next_working: Moment | None) -> str:
    if act is not None and act != due:
        return f" (act by {in_words(act)})"
    return f" (next working day {in_words(next_working)})" if next_working is not None else ""


def _held_back(position: Position) -> list[str]:
    """What may not happen yet, or should not have happened, each with the clause that says so."""
    lines = []
    for answer in decisions(position.told, position.conference):
        if answer["held_by"]:
            what = answer.get("outcome") or _DOING[answer["action"]]
            about = f" ({answer['child']})" if answer.get("child") else ""
            said = "recorded, but held back" if answer.get("recorded") else "held back"
            lines += [f"  {what}{about} is {said}: {_gate(gate)}" for gate in answer["held_by"]]
    return ["", "Held back", *lines] if lines else []


def _gate(gate: dict[str, Any]) -> str:
    return f"{gate['says']} ({', '.join(gate['source'])})"


def _invited(position: Position) -> list[str]:
    """Who is invited, in one line, and who may be."""
    asked = invitees(position.told, position.conference)
    yes = [answer["word"] for answer in asked if answer["invite"] == "yes"]
    perhaps = [answer["word"] for answer in asked if answer["invite"] == "consider"]
    lines = ["", f"Invited: {', '.join(yes)}."]
    return [*lines, f"To consider: {', '.join(perhaps)}."] if perhaps else lines


def _plain(text: str) -> str:
    """Text from a case file without the characters that steer a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _quorum(position: Position) -> list[str]:
    answer = quorum(position.told, position.conference)
    state = {True: "quorate", False: "not quorate", None: "not known yet"}[answer["quorate"]]
    lines = [f"Quorum: {state} ({answer['how']}). {answer['rule']}"]
    lines += [f"  missing: {what}" for what in answer["missing"]]
    each = [one for one in answer["children"] if one["missing"] != answer["missing"]]
    return lines + [f"  missing for {one['child']}: {what}" for one in each for what in one["missing"]]
