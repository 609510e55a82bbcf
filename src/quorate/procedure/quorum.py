"""Whether the conference is quorate: worked out from who attended, and held at the decision, not only at the start.

The rule asks for agencies that know the child, so each child has a quorum of its own: somebody who is there for one
child counts for that child. The conference is quorate when it is for every one of its children.
"""

from __future__ import annotations

from typing import Any

from quorate.procedure.attendance import Attendee, agency_of, present_at
from quorate.procedure.conference import Conference
from quorate.procedure.moments import moment_as_text
from quorate.procedure.offsets import Moment, instant_of
from quorate.procedure.scope import Told

_COMING = frozenset({"yes", "coming", "attending", "accepted"})


def quorum(told: Told, conference: Conference) -> dict[str, Any]:
    """The answer about the quorum: yes, no or not known; how it is known; who counts, and what is missing.

    A quorum worked out from the register wins over one that was typed.
    """
    rule = told.rules.data["quorum"]
    answer: dict[str, Any] = {
        "quorate": None,
        "how": "not known",
        "at": None,
        "rule": rule["in_words"],
        "present": [],
        "missing": [],
        "children": [],
        "forecast": _forecast(told, conference),
        "grounds_to_go_on": list(rule["grounds_to_go_on"]),
        "when_inquorate": [],
        "source": list(rule["source"]),
    }
    if conference.index.get("attended"):
        moment = counted_at(told, conference)
        there = present_at(told.rules, conference, moment)
        missing = what_is_missing(told, there)
        each = quorum_by_child(told, conference)
        answer.update(
            quorate=not missing and all(one["quorate"] for one in each.values()),
            how="computed",
            at=moment_as_text(moment),
            present=[attendee.counts_as for attendee in there],
            missing=missing,
            children=[{"child": child, **said} for child, said in each.items()],
        )
    elif conference.held is not None and "quorate" in conference.held.data:
        answer.update(quorate=conference.held.data["quorate"], how="as typed")
    if answer["quorate"] is False:
        answer["when_inquorate"] = list(rule["when_inquorate"])
    return answer


def counted_at(told: Told, conference: Conference, child: str | None = None) -> Moment:
    """The moment at which the quorum must hold: the decision (for all children the last one), else the present moment
    of the meeting. What was decided about one child says nothing of who is there for the next."""
    decided = [one.moment for about, one in conference.decisions.items() if child in (None, about)]
    if decided:
        return max(decided, key=instant_of)
    return conference.held.moment if conference.held is not None else told.at


def is_quorate_at(told: Told, conference: Conference, moment: Moment, child: str | None = None) -> bool | None:
    """Whether the conference was quorate at a moment (for a child); None where nobody recorded who was there."""
    if conference.index.get("attended"):
        return not what_is_missing(told, present_at(told.rules, conference, moment, child))
    if conference.held is not None and "quorate" in conference.held.data:
        return bool(conference.held.data["quorate"])
    return None


def quorum_by_child(told: Told, conference: Conference) -> dict[str, dict[str, Any]]:
    """For each child at the moment that counts for it: whether those who are there for it are enough, who, what is
    missing.

    Somebody whose attendance names children counts for these; without names, for all. Empty where nobody recorded
    who was there.
    """
    answer: dict[str, dict[str, Any]] = {}
    # Of an earlier conference, when another is described, its decisions say best whom it was about.
    children = dict.fromkeys((*conference.children, *conference.decisions))
    for child in children if conference.index.get("attended") else ():
        moment = counted_at(told, conference, child)
        there = present_at(told.rules, conference, moment, child)
        missing = what_is_missing(told, there)
        present = [attendee.counts_as for attendee in there]
        answer[child] = {
            "quorate": not missing, "at": moment_as_text(moment), "present": present, "missing": missing,
        }  # fmt: skip
    return answer


def what_is_missing(told: Told, there: list[Attendee]) -> list[str]:
    """What the rule still lacks, in words; empty when the conference is quorate."""
    rule = told.rules.data["quorum"]
    missing = []
    for agency in rule["must"]:
        if not any(attendee.agency == agency for attendee in there):
            missing.append(f"{agency.replace('-', ' ')} is not there")
    others = [attendee for attendee in there if attendee.agency not in rule["must"]]
    counted = [attendee for attendee in others if attendee.direct_contact or not rule["direct_contact"]]
    short = rule["others_at_least"] - len(counted)
    if short > 0:
        contact = " with direct contact" if rule["direct_contact"] else ""
        missing.append(f"{short} more of the other agencies or professions{contact}")
        unknown = [attendee.counts_as for attendee in others if attendee.direct_contact is None]
        if unknown:
            missing.append("nobody recorded whether these have had direct contact: " + ", ".join(unknown))
    return missing


def _forecast(told: Told, conference: Conference) -> bool | None:
    """Whether those who said that they will come would make it quorate; None while nobody has answered."""
    answers = [event for event in conference.index.get("invitation-answered", ()) if event.data.get("answer")]
    if not answers:
        return None
    rule = told.rules.data["quorum"]
    last: dict[str, bool] = {}
    for event in answers:
        agency = agency_of(told.rules, event.data)
        if agency is not None:
            who = event.data.get("who")
            key = str(who) if told.rules.role_agency.get(str(who)) == agency else agency
            last[agency if agency in rule["must"] else key] = event.data["answer"] in _COMING
    coming = [key for key, comes in last.items() if comes]
    others = [key for key in coming if key not in rule["must"]]
    return all(agency in coming for agency in rule["must"]) and len(others) >= rule["others_at_least"]
