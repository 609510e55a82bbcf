"""How each child can take part: booklets by age, whether the child may attend, and who must agree."""

from __future__ import annotations

from typing import Any

from quorate.procedure.conference import Conference
from quorate.procedure.scope import Told

Answer = dict[str, Any]


def participation(told: Told, conference: Conference) -> list[Answer]:
    """For each born child of the conference: the booklets of its age, and its attendance.

    `booklets` holds several where their ages overlap: the child chooses. `may_attend` is None while an age or
    an agreement that the procedure asks for is not known, and `wants` names what is still to be found out.
    """
    day = conference.day or told.at[0]
    answers = []
    for child in conference.children:
        story = told.children[child]
        if story.gone is None and not story.is_unborn(day):
            answers.append(_child(told, conference, child, story.years(day)))
    return answers


def _child(told: Told, conference: Conference, child: str, years: int | None) -> Answer:
    data = told.rules.data
    booklets = [
        booklet
        for booklet in data.get("booklet", ())
        if years is None or booklet["from_age"] <= years <= booklet["to_age"]
    ]
    may_attend, wants = _attendance(told, conference, child, years)
    return {
        "child": child,
        "years": years,
        "booklets": [booklet["code"] for booklet in booklets],
        "booklet_source": sorted({source for booklet in booklets for source in booklet["source"]}),
        "may_attend": may_attend,
        "wants": wants,
        "modes": data["children"]["modes"],
        "source": data["children"]["source"],
    }


def _attendance(told: Told, conference: Conference, child: str, years: int | None) -> tuple[bool | None, list[str]]:
    rule = told.rules.data["children"]
    decided = [event for event in conference.index.get("child-attendance-decided", ()) if event.is_about_child(child)]
    said = decided[-1].data if decided else {}
    from_age = rule.get("attend_from_age")
    if from_age is not None and years is not None and years < from_age:
        return False, []
    agreements = [("wanted", "whether the child wants to come")]
    if rule.get("parent_must_agree"):
        agreements.append(("parent_agreed", "the parent's agreement"))
    if rule.get("chair_must_agree"):
        agreements.append(("chair_agreed", "the chair's agreement"))
    if any(said.get(key) is False for key, _ in agreements):
        return False, []
    wants = [what for key, what in agreements if key not in said]
    if from_age is not None and years is None:
        wants.insert(0, "the child's date of birth")
    return (None, wants) if wants else (True, [])
