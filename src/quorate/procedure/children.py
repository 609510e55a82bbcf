"""Each child's own story in the stream: enquiries, birth, plan, reviews, core groups, visits, and its end.

Chains are per child: a sibling's conference never restarts another child's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from quorate.procedure.case import Child, Event
from quorate.procedure.conference import Conference, Decision
from quorate.procedure.moments import read_day
from quorate.procedure.offsets import Moment
from quorate.procedure.story import Story
from quorate.procedure.vocabulary import FIRST_KINDS


@dataclass(slots=True)
class PlanStory:
    """One child protection plan of one child: from the decision that made it to its end.

    `made` is None where the history begins after the plan was made; `began` is then the first review known.
    `reviews` pairs each review's moment with its conference; `ended` is the moment and the reason.
    """

    began: Moment
    made: Moment | None
    conference: Conference
    unborn_at_start: bool = False
    reviews: list[tuple[Moment, Conference]] = field(default_factory=list)
    ended: tuple[Moment, str] | None = None
    core_groups: list[Event] = field(default_factory=list)
    visits: list[Event] = field(default_factory=list)
    intervals: dict[str, str] = field(default_factory=dict)
    prompts: list[Event] = field(default_factory=list)

    @property
    def last_conference(self) -> Conference:
        """The conference that last decided about the plan."""
        return self.reviews[-1][1] if self.reviews else self.conference


@dataclass(slots=True)
class ChildStory:
    """What the stream tells of one child. `enquiries` gives the discussion that a conference answers to.

    `birth` is when an event says that the child was born; `born` is the day, also where only the child's row has it.
    """

    child: Child
    born: int | None
    expected: int | None
    birth: Moment | None = None
    enquiries: dict[int, Moment] = field(default_factory=dict)
    not_required: dict[int, Event] = field(default_factory=dict)
    plan: PlanStory | None = None
    gone: Event | None = None
    looked_after: Event | None = None
    lead_practitioner: bool = False
    core_group: bool = False
    open_enquiry: Moment | None = None

    @property
    def has_plan(self) -> bool:
        """Whether the child has a child protection plan now."""
        return self.plan is not None and self.plan.ended is None

    @property
    def is_planned_no_more(self) -> bool:
        """Whether the child's last plan has ended."""
        return self.plan is not None and self.plan.ended is not None

    def is_unborn(self, day: int) -> bool:
        """Whether the child is not yet born on a day (no birth known, or a later one)."""
        return self.born > day if self.born is not None else self.expected is not None

    def is_unborn_at(self, moment: Moment) -> bool:
        """Whether the child was not yet born when something was decided.

        On the day of an expected child's birth itself, unless times say otherwise: a birth after the sitting and one
        before it are recorded alike, and a child about whom one decided as unborn is looked at again.
        """
        day, instant = moment
        if self.born != day:
            return self.is_unborn(day)
        born_at = None if self.birth is None else self.birth[1]
        is_before = born_at is not None and instant is not None and born_at < instant
        return self.expected is not None and not is_before

    def years(self, day: int) -> int | None:
        """Completed years on a day; a birthday on 29 February falls on 1 March in common years."""
        if self.born is None or self.born > day:
            return None
        born, on = date.fromordinal(self.born), date.fromordinal(day)
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def tell_children(story: Story) -> dict[str, ChildStory]:
    """Each child's story up to the last event of the stream, by id."""
    concluded = _conclusions(story)
    told = {id_: ChildStory(child, child.born, child.expected) for id_, child in story.case.children.items()}
    counted = 0
    for event in story.events:
        for conference, child, decision in concluded.get(event.position, ()):
            _conclude(told[child], conference, decision, event)
        tell = _TELL.get(event.name)
        if tell is not None:
            for id_ in told if event.children is None else event.children:
                tell(told[id_], event, _number(story, event, counted))
        if event.name == "conference-held":
            _leave_open(told, story.conferences[counted])
            counted += 1
    _carry(told, story)
    return told


def _carry(told: dict[str, ChildStory], story: Story) -> None:
    """A conference to come answers to every enquiry that is still open; one that answers to none is no conference."""
    answered: dict[int, list[str]] = {}
    for id_, child in told.items():
        coming = _answers_to(story, id_, child)
        if coming is not None and child.open_enquiry is not None:
            child.enquiries[coming.number] = child.open_enquiry
            answered.setdefault(coming.number, []).append(id_)
    day = story.events[-1].moment[0] if story.events else 0
    for coming in story.coming:
        waiting = tuple(answered.get(coming.number, ()))
        coming.answer_to(waiting, frozenset(id_ for id_ in waiting if told[id_].is_unborn(day)))
    story.keep(lambda one: one.described or one.is_prepared or one.kind in FIRST_KINDS)


def _answers_to(story: Story, id_: str, child: ChildStory) -> Conference | None:
    """The conference to come that answers to a child's open enquiry: its first one, else one that is about it; a
    conference of its own where those that are being prepared are about others."""
    if child.open_enquiry is None:
        return None
    coming = [one for one in story.coming if _waits_for(one, child)]
    about = [one for one in coming if id_ in one.children]
    for one in (*(first for first in about if first.is_first_for(id_)), *about):
        return one
    main = story.conferences[-1]
    if main not in coming or not (main.described or main.is_prepared):
        return main if main in coming else None
    return None if child.open_enquiry in child.enquiries.values() else story.one_more()


def _number(story: Story, event: Event, counted: int) -> int:
    """The conference of an event: the one that an enquiry leads to, else the next one."""
    placed = story.placed.get(event.position) if event.type.stage == "enquiry" else None
    return counted if placed is None else placed.number


Conclusion = tuple[Conference, str, Decision | None]


def _conclusions(story: Story) -> dict[int, list[Conclusion]]:
    """What each conference concluded for each child, by the position of the event that says so.

    One held that says nothing of any child has concluded it; with empty `outcomes` it left all undecided.
    """
    found: dict[int, list[Conclusion]] = {}
    for conference in story.conferences:
        for child in conference.children:
            decision = conference.decisions.get(child)
            if decision is not None:
                found.setdefault(decision.event.position, []).append((conference, child, decision))
            elif conference.concluded_untold and conference.held is not None:
                found.setdefault(conference.held.position, []).append((conference, child, None))
    return found


def _waits_for(coming: Conference, child: ChildStory) -> bool:
    """Whether an open enquiry waits for a conference to come, and not for a sitting that left it undecided."""
    return coming.described or coming.is_prepared or child.open_enquiry not in child.enquiries.values()


def _leave_open(told: dict[str, ChildStory], conference: Conference) -> None:
    """A child whom a sitting left undecided has not had its conference: the enquiry's clock runs on."""
    for id_ in conference.children:
        began = told[id_].open_enquiry
        if began is not None and conference.is_first_for(id_):
            told[id_].enquiries.setdefault(conference.number, began)


def _conclude(child: ChildStory, conference: Conference, decision: Decision | None, event: Event) -> None:
    moment = event.moment if decision is None else decision.moment
    outcome = None if decision is None else decision.outcome
    if child.open_enquiry is not None and (conference.is_first_for(child.child.id) or outcome == "plan-made"):
        child.enquiries[conference.number] = child.open_enquiry
        child.open_enquiry = None
    if decision is not None:
        child.lead_practitioner |= bool(decision.event.data.get("lead_practitioner"))
        child.core_group |= bool(decision.event.data.get("core_group"))
    plan = child.plan if child.has_plan else None
    if outcome == "plan-made":
        unborn = child.is_unborn_at(moment)
        child.plan = PlanStory(began=moment, made=moment, conference=conference, unborn_at_start=unborn)
    elif plan is not None:
        plan.reviews.append((moment, conference))
        if outcome in ("plan-ended", "no-plan"):
            plan.ended = (moment, "risk-reduced")
    elif outcome == "plan-continues":
        child.plan = PlanStory(began=moment, made=None, conference=conference)
        child.plan.reviews.append((moment, conference))


def _discussion(child: ChildStory, event: Event, number: int) -> None:
    if child.has_plan and child.plan is not None:
        child.plan.prompts.append(event)
        return
    starts = event.data.get("starts_enquiry", child.open_enquiry is None)
    if starts:
        child.open_enquiry = event.moment


def _enquiry_concluded(child: ChildStory, event: Event, number: int) -> None:
    """Without a conference: a child who has a plan has its reviews all the same."""
    if event.data.get("outcome") == "not-required" and not child.has_plan:
        left_open = [one for one, began in child.enquiries.items() if began == child.open_enquiry]
        if child.open_enquiry is not None:
            child.enquiries[number] = child.open_enquiry
        child.open_enquiry = None
        child.not_required |= dict.fromkeys((*left_open, number), event)


def _born(child: ChildStory, event: Event, number: int) -> None:
    child.born, child.birth = event.moment[0], event.moment


def _expected(child: ChildStory, event: Event, number: int) -> None:
    if "expected" in event.data:
        child.expected = read_day(event.data["expected"])


def _gone(child: ChildStory, event: Event, number: int) -> None:
    child.gone = event
    _end_plan(child, event, event.name)


def _plan_ended(child: ChildStory, event: Event, number: int) -> None:
    _end_plan(child, event, str(event.data.get("reason", "ended")))


def _end_plan(child: ChildStory, event: Event, reason: str) -> None:
    if child.has_plan and child.plan is not None:
        child.plan.ended = (event.moment, reason)


def _looked_after(child: ChildStory, event: Event, number: int) -> None:
    child.looked_after = event


def _core_group(child: ChildStory, event: Event, number: int) -> None:
    if child.has_plan and child.plan is not None:
        child.plan.core_groups.append(event)


def _visit(child: ChildStory, event: Event, number: int) -> None:
    if child.has_plan and child.plan is not None and event.data.get("seen", True):
        child.plan.visits.append(event)


def _plan_set(child: ChildStory, event: Event, number: int) -> None:
    if child.has_plan and child.plan is not None:
        for key in ("visit_every", "core_group_every"):
            if key in event.data:
                child.plan.intervals[key] = event.data[key]


_TELL: dict[str, Callable[[ChildStory, Event, int], None]] = {
    "strategy-discussion-held": _discussion,
    "enquiry-concluded": _enquiry_concluded,
    "child-born": _born,
    "expected-date-changed": _expected,
    "child-died": _gone,
    "pregnancy-ended": _gone,
    "plan-ended": _plan_ended,
    "became-looked-after": _looked_after,
    "core-group-held": _core_group,
    "child-visited": _visit,
    "plan-set": _plan_set,
}
