"""Who is invited to the conference, and which rule asks for each of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quorate.procedure.ages import age_bands
from quorate.procedure.conference import Conference
from quorate.procedure.scope import Told

# What a report's recommendation says when it asks for the plan to end.
ENDING = frozenset({"plan-ended", "end", "end-plan", "ending"})
_AGE_IN_WORDS = {
    "unborn": "unborn",
    "under_school_age": "under school age",
    "school_age": "of school age",
}

Answer = dict[str, Any]


def invitees(told: Told, conference: Conference) -> list[Answer]:
    """Everybody whom the procedure asks for or suggests, in the pack's order.

    `invite` is `yes` (always, by a child's age, or because ending is recommended) or `consider` (the pack says
    when; who comes because a plan ends, as long as the social work report has not recommended anything: invitations go
    before it is written); `why` says which, `children` for whom, `source` under which clause.
    """
    day = conference.day or told.at[0]
    bands = {
        child: age_bands(told.rules, told.children[child], day)
        for child in conference.children
        if told.children[child].gone is None
    }
    ending = True if is_ending_recommended(conference) else False if _is_recommendation_in(conference) else None
    answers = []
    for said in told.rules.data["invitee"]:
        kinds = said.get("for_conferences")
        if kinds is None or conference.kind in kinds:
            answer = _invitee(told, said, bands, ending)
            if answer is not None and not _is_kept_out(told, conference, answer):
                answers.append(answer)
    return answers


def _is_kept_out(told: Told, conference: Conference, answer: Answer) -> bool:
    """Name the parents kept out of all of the conference; true where that leaves no parent to invite."""
    if answer["role"] != "parent":
        return False
    parents = [parent for parent in told.parents.values() if not parent.parent.of.isdisjoint(conference.children)]
    out = [parent.parent.id for parent in parents if parent.is_kept_out_whole(conference)]
    answer["except"] = out
    return bool(out) and len(out) == len(parents)


def _invitee(
    told: Told, said: Mapping[str, Any], bands: Mapping[str, frozenset[str]], ending: bool | None
) -> Answer | None:
    basis, ages = said["basis"], said.get("ages", ())
    children = [child for child, band in bands.items() if ages and not band.isdisjoint(ages)]
    if (ages and not children) or (basis == "ending" and ending is False):
        return None
    invite, why = "yes", "always invited"
    if basis == "age":
        why = _why_age(told, children, said)
    elif basis == "ending" and ending:
        why = "ending the plan is recommended"
    elif basis != "always":
        invite, why = "consider", said.get("need") or "where the chair finds it useful"
    return {
        "code": said["code"],
        "role": said["role"],
        "word": told.rules.data["words"][said["role"]]["say"],
        "invite": invite,
        "basis": basis,
        "why": why,
        "children": children,
        "source": said["source"],
    }


def _why_age(told: Told, children: list[str], said: Mapping[str, Any]) -> str:
    ages = " or ".join(_AGE_IN_WORDS[age] for age in said.get("ages", ()))
    unknown = [child for child in children if told.children[child].born is None and "unborn" not in said["ages"]]
    note = " (no date of birth is given, so this may not apply)" if unknown else ""
    return f"a child is {ages}{note}"


def _is_recommendation_in(conference: Conference) -> bool:
    """Whether the social work report to this conference has said what it recommends."""
    return any(event.data.get("recommendation") for event in conference.index.get("report-authorised", ()))


def is_ending_recommended(conference: Conference) -> bool:
    """Whether a report to this conference recommends that the plan ends."""
    return any(
        event.data.get("recommendation") in ENDING
        for name in ("report-authorised", "report-shared", "agency-information-received")
        for event in conference.index.get(name, ())
    )
