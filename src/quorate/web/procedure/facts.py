"""What a procedure says besides its duties, as sentences: who may come, who decides, how to disagree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from quorate.procedure.pack import Pack
from quorate.web.procedure.sources import Told, told
from quorate.web.wording import joined, sentence

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fact:
    """A card of the procedure that is no limit: a title, sentences, perhaps a list, and where it was said."""

    title: str
    says: tuple[str, ...]
    items: tuple[str, ...]
    told: Told


GROUNDS = {
    "violence": "violence or threats",
    "child-risk": "a risk to the child",
    "parent-wellbeing": "the parent's own wellbeing",
    "intoxication": "drink or drugs",
    "disruption": "disturbing the meeting",
    "child-request": "the child's own wish",
    "prevents-contribution": "keeping somebody else from speaking",
    "confidential-information": "information that must stay confidential",
    "family-conflict": "conflict in the family",
    "process": "how the conference was run",
    "decision": "the decision",
    "category": "the category",
    "plan-made": "that a plan was made",
    "no-plan": "that no plan was made",
    "plan-not-ended": "that the plan was not ended",
}
MODES = {
    "whole": "for the whole conference",
    "part": "for part of it",
    "chair_before": "by talking with the chair before it",
    "before": "before it",
    "in_person": "in person",
    "virtual": "by video",
    "phone": "by telephone",
    "mixed": "some in the room and some by video",
}


def words(code: str, known: dict[str, str]) -> str:
    """A code of a closed list in words."""
    return known.get(code, code.replace("-", " ").replace("_", " "))


def role(pack: Pack, key: str) -> str:
    """What the authority calls a role, as it stands inside a sentence."""
    word = pack.data["words"].get(key)
    return str(word["say"]) if word else key.replace("_", " ")


def _supporters(pack: Pack, data: Data) -> Iterator[str]:
    most = data.get("at_most")
    kinds = joined((str(kind).replace("_", " ") for kind in data.get("kinds", ())), "or")
    one = (
        f"A parent may bring {'one person' if most == 1 else f'up to {most} people' if most else 'people'} for support"
    )
    yield one + (f": {kinds}" if kinds else "")
    if data.get("may_speak") is False:
        yield "A supporter listens and does not speak for the parent"
    elif data.get("may_speak"):
        yield "A supporter may speak"
    if data.get("tell"):
        yield f"Tell the {role(pack, data['tell'])} beforehand who is coming"
    if data.get("confidentiality_acknowledged"):
        yield "A supporter agrees to keep what is said confidential"


def _parents(pack: Pack, data: Data) -> Iterator[str]:
    if data.get("invited_by_default"):
        yield "Parents are invited, unless the chair has decided otherwise"
    if data.get("alternatives_to_attending"):
        yield f"A parent who does not come can take part {joined(data['alternatives_to_attending'], 'or')}"
    yield from (str(data[key]) for key in ("if_absent", "fear_of_another_person", "breaks") if data.get(key))
    if data.get("own_report"):
        yield "Parents can write a report of their own"


def _exclusion(pack: Pack, data: Data) -> Iterator[str]:
    scope = joined((words(one, {"whole": "all", "part": "part"}) for one in data["scopes"]), "or")
    who = joined((role(pack, one) for one in data["decided_by"]), "or")
    yield f"A parent may be kept out of {scope} of a conference. The {who} decides"
    yield f"Reasons can be {joined((words(one, GROUNDS) for one in data['grounds']), 'or')}"
    yield f"{data['reviewed']}"
    yield f"The {role(pack, data['views_collected_by'])} collects the views of a parent who is kept out"
    if data.get("meeting_offered"):
        yield "The chair offers to meet a parent who is kept out"


def _children(pack: Pack, data: Data) -> Iterator[str]:
    age = data.get("attend_from_age")
    yield f"A child {f'of {age} or older ' if age else ''}can come {data['attend_when']}"
    yield f"A child can come {joined((words(one, MODES) for one in data['modes']), 'or')}"
    if data.get("parent_must_agree"):
        yield "A parent has to agree"
    if data.get("chair_must_agree"):
        yield "The chair has to agree"
    if data.get("indirect"):
        yield f"A child who does not come can be heard by {joined(data['indirect'], 'or')}"
    yield from (str(data[key]) for key in ("advocate", "complaint") if data.get(key))


def _meeting_parents(pack: Pack, data: Data) -> Iterator[str]:
    minutes = data.get("usual_time_minutes")
    yield "The chair meets the parents before the start" + (f", usually {minutes} minutes before" if minutes else "")
    if data.get("explains"):
        yield f"The chair explains {joined(data['explains'])}"
    if data.get("reports_read_checked"):
        yield "The chair asks whether the parents could read the reports"
    if data.get("separate_waiting_rooms"):
        yield "There are separate waiting rooms"


def _quorum(pack: Pack, data: Data) -> Iterator[str]:
    yield str(data["in_words"])
    yield "If too few agencies are there:"


def _decisions(pack: Pack, data: Data) -> Iterator[str]:
    who = {"chair": "The chair decides", "conference": "The conference decides together"}
    yield who.get(data["decided_by"], "The professionals decide together") + ", for each child separately"
    yield str(data["threshold"])
    yield "One child can have several categories" if data["several_categories"] else "Each plan has one category"
    yield f"A plan ends when: {data['ends_when']}"
    if data.get("never_decides"):
        yield str(data["never_decides"])


def _plan(pack: Pack, data: Data) -> Iterator[str]:
    yield str(data["lead_practitioner"])
    yield f"A {role(pack, 'child_protection_plan')} says:"


def _core_group(pack: Pack, data: Data) -> Iterator[str]:
    yield f"In it are {joined(data['members'])}"
    if data.get("chaired_by"):
        yield f"The {role(pack, data['chaired_by'])} leads it"
    if data.get("how_often"):
        yield str(data["how_often"])


def _complaints(pack: Pack, data: Data) -> Iterator[str]:
    yield f"One can disagree with {joined((words(one, GROUNDS) for one in data['grounds']), 'or')}"
    yield f"Who may: {joined(role(pack, one) for one in data['who_may'])}"
    if data.get("in_writing"):
        yield "It has to be in writing"
    if data.get("decision_stands_meanwhile"):
        yield "The decision stands until there is an answer"
    if data.get("other_complaints"):
        yield str(data["other_complaints"])


def _minutes(pack: Pack, data: Data) -> Iterator[str]:
    yield f"The {role(pack, data['taken_by'])} writes them"
    yield str(data["correction"])
    yield "They hold:"


def _conduct(pack: Pack, data: Data) -> Iterator[str]:
    yield "What the chair does when somebody disturbs the meeting:"


_Sentences = Callable[[Pack, Data], Iterator[str]]

# Title, the table of the pack, its sentences, and the list that follows the last sentence.
_TABLES: dict[str, tuple[str, _Sentences, str]] = {
    "supporters": ("Somebody to support a parent", _supporters, ""),
    "parents": ("How parents take part", _parents, ""),
    "exclusion": ("Keeping a parent out", _exclusion, ""),
    "meeting_parents": ("The chair meets the parents first", _meeting_parents, ""),
    "children": ("How children take part", _children, ""),
    "conduct": ("Behaviour and breaks", _conduct, "steps"),
    "quorum": ("Enough agencies to decide", _quorum, "when_inquorate"),
    "decisions": ("Who decides, and what", _decisions, ""),
    "plan": ("The plan", _plan, "contents"),
    "core_group": ("The core group", _core_group, ""),
    "minutes": ("The record of the conference", _minutes, "contain"),
    "complaints": ("How to disagree", _complaints, "routes"),
}


def fact_of(pack: Pack, table: str) -> Fact:
    """The card of one table of the pack."""
    title, sentences, listed = _TABLES[table]
    data: Data = pack.data[table]
    says = tuple(one if one.endswith(":") else sentence(one) for one in sentences(pack, data))
    keys = [f"{table}.{key}" for key in data if key != "source"]
    own = [key for key in keys if key in pack.origins and not pack.origins[key].from_base]
    return Fact(title, says, tuple(data.get(listed, ())) if listed else (), told(pack, *own, *keys))


def agenda_of(pack: Pack) -> Fact:
    """The running order."""
    items = tuple(str(item["title"]) for item in pack.data["agenda"]["items"])
    return Fact("The running order", (), items, told(pack, "agenda.items"))


def invited_of(pack: Pack) -> Fact:
    """Who is invited always, and who when they are needed."""
    always, others = [], []
    for one in pack.data["invitee"]:
        name = role(pack, one["role"])
        if one["basis"] == "always":
            always.append(name)
        else:
            others.append(f"{name}: {one['need']}" if one.get("need") else f"{name}, by the children's ages")
    says = (f"Always invited: {joined(dict.fromkeys(always))}.", "Invited besides:")
    own = next((f"invitee.{one['code']}.role" for one in pack.data["invitee"] if _is_own(pack, one)), "")
    first = f"invitee.{pack.data['invitee'][0]['code']}.role"
    return Fact("Who is invited", says, tuple(dict.fromkeys(others)), told(pack, own, first))


def _is_own(pack: Pack, invitee: Data) -> bool:
    origin = pack.origins.get(f"invitee.{invitee['code']}.role")
    return origin is not None and not origin.from_base
