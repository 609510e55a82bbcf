"""In which part of the process each part of a pack is read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ASKING, BEFORE, PARENTS = "Asking and booking", "Before the conference", "Parents"
CHILDREN, REPORTS, INVITED = "Children", "Reports", "Who is invited"
QUORUM, MEETING, DECIDING = "Enough agencies to decide", "The meeting", "Deciding"
AFTER, COMPLAINTS, WORDS = "After the conference", "Complaints", "Words, papers and contacts"
PAPER = "The paper behind it"

GROUPS = (
    PAPER, ASKING, BEFORE, PARENTS, CHILDREN, REPORTS, INVITED, QUORUM, MEETING, DECIDING, AFTER, COMPLAINTS, WORDS,
)  # fmt: skip

_SECTIONS = {
    "paper": PAPER, "guidance": PAPER, "closures": PAPER, "asked": ASKING,
    "meeting_parents": PARENTS, "supporters": PARENTS, "parents": PARENTS, "exclusion": PARENTS,
    "children": CHILDREN, "booklet": CHILDREN, "ages": CHILDREN,
    "report": REPORTS, "invitee": INVITED, "agencies": INVITED, "quorum": QUORUM,
    "agenda": MEETING, "conduct": MEETING, "analysis": MEETING, "scale": MEETING, "checklist": MEETING,
    "decisions": DECIDING, "plan": AFTER, "core_group": AFTER, "outgoing": AFTER, "minutes": AFTER,
    "complaints": COMPLAINTS, "statement": WORDS, "form": WORDS, "letter": WORDS, "contact": WORDS, "words": WORDS,
    "brand": WORDS,
}  # fmt: skip
_BY_EVENT = {
    "complaint-received": COMPLAINTS,
    "conference-booked": ASKING,
    "invite-list-supplied": INVITED,
    "invitations-sent": INVITED,
}
_BY_STAGE = {"holding": ASKING, "follow-up": AFTER, "plan": AFTER}


def group_of(key: str, entry: Mapping[str, Any]) -> str:
    """The group of one section or one entry of a list."""
    if key == "duty":
        return _of_duty(entry)
    if key == "gate":
        return _of_gate(entry)
    return _SECTIONS.get(key, WORDS)


def _of_duty(duty: Mapping[str, Any]) -> str:
    for event in duty.get("met_by", ()):
        if event in _BY_EVENT:
            return _BY_EVENT[event]
    if duty["stage"] in _BY_STAGE:
        return _BY_STAGE[duty["stage"]]
    if duty.get("report"):
        return REPORTS
    return {"parent": PARENTS, "child": CHILDREN}.get(duty.get("per", ""), BEFORE)


def _of_gate(gate: Mapping[str, Any]) -> str:
    if "booking" in gate["holds"]:
        return ASKING
    return PARENTS if "starting" in gate["holds"] or "excluding" in gate["holds"] else DECIDING
