"""What the Needs tab shows for each of the family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from quorate.cases.models import CaseEvent, Need
from quorate.conferences.models import Answer, Invitee, InviteeKind, PreparationKind, PreparationStep
from quorate.conferences.queries.people import invitees, scope_of_keeping_out
from quorate.conferences.services.preparing_people import EVENTS, still_to_explain
from quorate.conferences.standing import NothingToldYet, position_of_conference
from quorate.procedure.pack import Pack
from quorate.web.conferences.opening import Asked, OpenConference, read
from quorate.web.conferences.people_choices import of_family
from quorate.web.conferences.people_page import relations_among, relatives_of
from quorate.web.wording import day_short, joined

Told = dict[tuple[UUID, PreparationKind], CaseEvent]
_KINDS: Final = {code: kind for kind, code in EVENTS.items()} | {"child-attendance-decided": PreparationKind.WISHES}
_OF_PARENT: Final = (
    (PreparationKind.CONCERNS, "Explained"),
    (PreparationKind.LEAFLET, "Leaflet"),
    (PreparationKind.NEEDS, "Needs asked"),
    (PreparationKind.WISHES, "Wants to take part"),
    (PreparationKind.TALK, "Talk beforehand"),
)
_OF_CHILD: Final = ((PreparationKind.WISHES, "Wants to come"), (PreparationKind.ADVOCACY, "Advocate offered"))


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of step for one person: the last time it was done ("" for not yet), and what came of it."""

    kind: str
    title: str
    done: str
    says: str
    words: str


@dataclass(frozen=True, slots=True)
class NeedsOf:
    """One person: their needs, and how they were prepared. `may_attend` is for children, in words."""

    row: Invitee
    part: str
    needs: list[Need]
    steps: list[Step]
    is_child: bool
    may_attend: str
    waits_for: str
    is_unsure: bool = False
    """A parent who is not sure about coming and with whom nobody has talked since (BRD-12)."""
    kept_out: str = ""
    """Of how much of the conference the person is kept out: "", "part" or "whole"."""

    @property
    def open(self) -> int:
        """How many needs are not met."""
        return sum(one.met_on is None for one in self.needs)


def _readings(asked: Asked) -> tuple[QuerySet[Any, Any], ...]:
    return (
        invitees(asked.conference).annotate(scope_out=scope_of_keeping_out()),
        Need.objects.filter(case_id__in=asked.case_ids).order_by("recorded_on", "kind", "id"),
        PreparationStep.objects.filter(conference=asked.conference).order_by("done_on", "noted_at", "id"),
        relatives_of(asked),
        # With what takes it back, which bears the same code.
        CaseEvent.objects.filter(conference_id=asked.conference.pk, code__in=_KINDS).order_by("day", "at", "id"),
    )


def needs_page(found: OpenConference) -> list[NeedsOf]:
    """Children first, then parents, then the others of the family."""
    rows, asked, done, relatives, events = read(_readings, found)
    family = of_family(found, rows)
    names = {one.pk: one.name for one in rows}
    needs: dict[UUID, list[Need]] = {}
    for one in asked:
        needs.setdefault(one.person_id, []).append(one)
    steps: dict[UUID | None, list[PreparationStep]] = {}
    for step in done:
        steps.setdefault(step.person_id, []).append(step)
    relations = relations_among(found, relatives)
    told = _told(events, {one.case_id: one.person_id for one in found.children})
    children = _children(found)
    order = {InviteeKind.CHILD: 0, InviteeKind.PARENT: 1}
    lines = [
        _of(one, relations, needs, steps.get(one.person_id, []), told, children, names, found.pack) for one in family
    ]
    return sorted(
        map(_but_kept_out, lines),
        key=lambda one: (order.get(InviteeKind(one.row.kind), 2), not one.part.startswith("Mother"), one.row.name),
    )


def _told(events: Sequence[CaseEvent], children: Mapping[UUID, UUID]) -> Told:
    """What the rules were told, by person and kind: the last time. What was taken back never happened."""
    back = {one.takes_back for one in events}
    told: Told = {}
    for one in events:
        if one.takes_back is None and one.event_id not in back:
            parent = one.facts.get("parent")
            person = UUID(parent) if parent else children.get(one.case_id)
            if person is not None:
                told[person, _KINDS[one.code]] = one
    return told


_STILL_DUE: Final = (PreparationKind.CONCERNS, PreparationKind.LEAFLET, PreparationKind.MEETING)


def _but_kept_out(told: NeedsOf) -> NeedsOf:
    """Of somebody kept out of all of it only what was done stands there, what they are still due (to be told what it is
    about, the leaflet), and the meeting with the chair: nobody is to ask them what they need to come, or whether they
    want to."""
    scope = str(getattr(told.row, "scope_out", ""))
    if scope != "whole":
        return replace(told, kept_out=scope)
    steps = [one for one in told.steps if one.done or one.kind in _STILL_DUE]
    return replace(told, kept_out=scope, steps=steps, may_attend="", waits_for="", is_unsure=False)


def _children(found: OpenConference) -> dict[UUID, tuple[str, str]]:
    """What the procedure says of each child's coming: in words, and what it waits for."""
    try:
        position = position_of_conference(found.conference, found.now)
    except NothingToldYet:
        return {}
    words = {True: "may come", False: "does not come", None: "not settled"}
    return {
        position.person_of(one["child"]): (words[one["may_attend"]], joined(one["wants"]))
        for one in position.position.as_data(brief=True)["children"]
    }


def _of(
    row: Invitee,
    relations: Mapping[UUID, str],
    needs: Mapping[UUID, list[Need]],
    own: Sequence[PreparationStep],
    told: Told,
    children: Mapping[UUID, tuple[str, str]],
    names: Mapping[UUID, str],
    pack: Pack,
) -> NeedsOf:
    person = row.person_id
    assert person is not None
    is_child = row.kind == InviteeKind.CHILD
    kinds = _OF_CHILD if is_child else _OF_PARENT if row.kind == InviteeKind.PARENT else ()
    offered = (person, PreparationKind.MEETING) in told or any(one.kind == PreparationKind.MEETING for one in own)
    if (row.answer == Answer.NO or offered) and not is_child:
        kinds = (*kinds, (PreparationKind.MEETING, "Meeting with the chair offered"))
    coming, waits = children.get(person, ("", ""))
    return NeedsOf(
        row, "Child" if is_child else relations.get(person, ""), needs.get(person, []),
        [_or_told(_step(kind, title, own, names, pack), row, told) for kind, title in kinds], is_child, coming, waits,
        row.kind == InviteeKind.PARENT and _is_unsure(own),
    )  # fmt: skip


def _or_told(step: Step, row: Invitee, told: Told) -> Step:
    """The step; where none was noted, what was recorded without one: what the rules were told (brought in from
    elsewhere, or told on another page), or the answer to the invitation. Whoever comes wants to; whoever cannot come
    (ill, at work, in prison) has not said what they wish, and is still to be asked."""
    assert row.person_id is not None
    if step.done:
        return step
    event = told.get((row.person_id, PreparationKind(step.kind)))
    if event is not None and step.kind == PreparationKind.WISHES:
        asked = day_short(event.day) if "wanted" in event.facts else ""
        return replace(step, done=asked, says=_said_of_child(event.facts))
    if event is not None:
        return replace(step, done=day_short(event.day))
    is_asked = getattr(row, "scope_out", "") != "whole"
    if step.kind != PreparationKind.WISHES or not is_asked or row.answered_on is None:
        return step
    if row.answer == Answer.YES:
        return replace(step, done=day_short(row.answered_on), says="yes, by the answer to the invitation")
    if row.answer == Answer.NO:
        return replace(step, says="cannot come, by the answer; their wish is not asked yet")
    return step


def _said_of_child(facts: Mapping[str, Any]) -> str:
    """What an event says of a child's coming: their wish, and who agrees."""
    return ", ".join(words[facts.get(key)] for key, words in _OF_COMING.items() if words[facts.get(key)])


_OF_COMING: Final[dict[str, dict[Any, str]]] = {
    "wanted": {True: "yes", False: "no", None: "their wish is not known yet"},
    "parent_agreed": {True: "the parent agrees", False: "the parent does not agree", None: ""},
    "chair_agreed": {True: "the chair agrees", False: "the chair does not agree", None: ""},
}


def _is_unsure(own: Sequence[PreparationStep]) -> bool:
    asked = [one for one in own if one.kind == PreparationKind.WISHES]
    talks = [one for one in own if one.kind == PreparationKind.TALK]
    unsure = bool(asked) and asked[-1].answer == "unsure"
    return unsure and not any(one.done_on >= asked[-1].done_on for one in talks)


def _step(
    kind: PreparationKind, title: str, own: Sequence[PreparationStep], names: Mapping[UUID, str], pack: Pack
) -> Step:
    done = [one for one in own if one.kind == kind]
    if not done:
        return Step(kind.value, title, "", "", "")
    last = done[-1]
    left = still_to_explain(pack, done) if kind == PreparationKind.CONCERNS else []
    said = [
        f"{len(left)} things still to explain" if left else "",
        {"yes": "yes", "no": "no", "unsure": "not sure"}.get(last.answer, ""),
        f"{len(last.items)} things" if last.items else "",
        f"with {names.get(last.with_invitee_id, 'somebody')}" if last.with_invitee_id else "",
        {"in-person": "in person", "phone": "by phone", "video": "by video", "letter": "by letter",
         "email": "by e-mail"}.get(last.how, last.how),
        {True: "the parent agrees", False: "the parent does not agree", None: ""}[last.parent_agrees],
        {True: "the chair agrees", False: "the chair does not agree", None: ""}[last.chair_agrees],
    ]  # fmt: skip
    return Step(kind.value, title, day_short(last.done_on), ", ".join(one for one in said if one), last.words)
