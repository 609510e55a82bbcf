"""Where a limit's anchor is looked up: one conference, or one child's plan, and whom the duty is about."""

from __future__ import annotations

from collections.abc import Iterator

from quorate.procedure import london
from quorate.procedure.case import Event
from quorate.procedure.children import ChildStory, PlanStory
from quorate.procedure.conference import Conference
from quorate.procedure.offsets import Moment, instant_of, limit_of
from quorate.procedure.parents import ParentStory
from quorate.procedure.rules import Rule, Rules
from quorate.procedure.story import Story


class Told:
    """A stream told in full, with the rules that it is asked under and the moment of asking.

    `at` is the moment as it was asked, `now` its instant (a date means its beginning). `undisturbed` is true
    where no child has died or been lost, no plan has ended and no enquiry has ended without a conference.
    """

    __slots__ = ("at", "children", "now", "parents", "rules", "story", "undisturbed")

    def __init__(
        self,
        rules: Rules,
        story: Story,
        children: dict[str, ChildStory],
        parents: dict[str, ParentStory],
        at: Moment,
    ) -> None:
        self.rules = rules
        self.story = story
        self.children = children
        self.parents = parents
        self.at = at
        self.now = london.start_of_day(at[0]) if at[1] is None else at[1]
        self.undisturbed = not any(
            child.gone or child.not_required or child.is_planned_no_more for child in children.values()
        )

    def is_past(self, limit: Moment) -> bool:
        """Whether a limit has gone by: a date at the end of its day, an instant after itself."""
        return self.at[0] > limit[0] if limit[1] is None else self.now > limit[1]


class ConferenceScope:
    """Anchors of a duty that belongs to one conference, about one child or parent or about all."""

    __slots__ = ("child", "conference", "kind", "parent", "told")

    def __init__(self, told: Told, conference: Conference, child: str | None, parent: str | None) -> None:
        self.told = told
        self.conference = conference
        self.child = child
        self.parent = parent
        self.kind = conference.kind_for(child)

    def anchor(self, name: str, first: bool) -> Moment | None:
        """The moment of the anchor `name` here (the first such event, else the last); None while unknown."""
        if name == "conference-starts":
            return self.conference.start
        if name == "conference-held":
            return None if self.conference.held is None else self.conference.held.moment
        derived = _DERIVED.get(name)
        if derived is not None:
            return derived(self)
        events = self.conference.index.get(name)
        if events is None:
            return None
        about = [event for event in events if self.is_about(event)]
        return (about[0] if first else about[-1]).moment if about else None

    def is_about(self, event: Event) -> bool:
        """Whether an event concerns the child and the parent of this scope."""
        return (self.child is None or event.is_about_child(self.child)) and event.is_about_parent(self.parent)

    def _children(self) -> tuple[str, ...]:
        return self.conference.children if self.child is None else (self.child,)

    def _enquiry(self) -> Moment | None:
        number, told = self.conference.number, self.told.children
        begun = [told[child].enquiries.get(number) for child in self._children()]
        return min((moment for moment in begun if moment is not None), key=instant_of, default=None)

    def _transfer(self) -> Moment | None:
        """When the move was told of; a sitting that left the child undecided leaves the clock to the next."""
        held = (
            one for one in self.told.story.conferences if one.held is not None and one.number < self.conference.number
        )
        for conference in (self.conference, *reversed(list(held))):
            for event in conference.index.get("transfer-notified", ()):
                if self.is_about(event) and event.data.get("permanent", True):
                    return event.moment
            if any(conference.concluded(child) for child in self._children()):
                return None
        return None

    def _plan_made(self) -> Moment | None:
        made = [
            decision.moment
            for child, decision in self.conference.decisions.items()
            if decision.outcome == "plan-made" and (self.child is None or child == self.child)
        ]
        return min(made, key=instant_of, default=None)

    def _birth_expected(self) -> Moment | None:
        days = [self.told.children[child].expected for child in self._children()]
        known = [day for day in days if day is not None]
        return (min(known), None) if known else None

    def _born(self) -> Moment | None:
        days = [self.told.children[child].born for child in self._children()]
        known = [day for day in days if day is not None]
        return (max(known), None) if known else None

    def _core_group(self) -> Moment | None:
        """The first core group of a child whose plan was made here, whatever was held for a sibling meanwhile."""
        made = {
            child: decision.event.position
            for child, decision in self.conference.decisions.items()
            if decision.outcome == "plan-made" and (self.child is None or child == self.child)
        }
        for event in self.told.story.events if made else ():
            if event.name == "core-group-held" and any(
                event.is_about_child(child) and event.position > position for child, position in made.items()
            ):
                return event.moment
        return None

    def _exclusion_stands(self) -> Moment | None:
        parent = self.told.parents.get(self.parent or "")
        return None if parent is None else parent.carried_into(self.conference)

    def _limit(self) -> Moment | None:
        return own_limit(self.told, self.conference)


_DERIVED = {
    "strategy-discussion-held": ConferenceScope._enquiry,
    "transfer-notified": ConferenceScope._transfer,
    "plan-made": ConferenceScope._plan_made,
    "birth-expected": ConferenceScope._birth_expected,
    "child-born": ConferenceScope._born,
    "core-group-held": ConferenceScope._core_group,
    "exclusion-stands": ConferenceScope._exclusion_stands,
    "conference-limit": ConferenceScope._limit,
}


class PlanScope:
    """Anchors of a duty that runs with one child's plan."""

    __slots__ = ("child", "plan", "told")

    def __init__(self, told: Told, child: ChildStory, plan: PlanStory) -> None:
        self.told = told
        self.child = child
        self.plan = plan

    def anchor(self, name: str, first: bool) -> Moment | None:
        """The moment of the anchor `name` in this plan; None while it is not there."""
        plan = self.plan
        match name:
            case "plan-made":
                return plan.made
            case "plan-began":
                return plan.began
            case "review-held":
                return plan.reviews[-1][0] if plan.reviews else None
            case "last-core-group" | "core-group-held":
                return plan.core_groups[0 if first else -1].moment if plan.core_groups else None
            case "last-visit":
                return plan.visits[-1].moment if plan.visits else self._seen_from()
            case "child-born":
                return self._birth() if plan.unborn_at_start else None
            case "strategy-discussion-held":
                return plan.prompts[-1].moment if plan.prompts else None
        events = plan.last_conference.index.get(name, ())
        about = [event for event in events if event.is_about_child(self.child.child.id)]
        return (about[0] if first else about[-1]).moment if about else None

    def _birth(self) -> Moment | None:
        """When the child was born: as an event says, else the day that its row gives, if the story has come so far."""
        born, story = self.child.born, self.told.story
        if self.child.birth is not None or born is None:
            return self.child.birth
        return (born, None) if story.events and born <= story.events[-1].moment[0] else None

    def _seen_from(self) -> Moment | None:
        """From when the child can be seen: its birth where the plan was made before it, unless the plan itself says how
        often; the mother is visited then."""
        plan, born = self.plan, self.child.born
        if not plan.unborn_at_start or "visit_every" in plan.intervals:
            return plan.began
        return None if born is None else (born, None)


def own_limit(told: Told, conference: Conference) -> Moment | None:
    """The conference's own limit: the earliest by which any of its children must have had it."""
    limits = [limit for child in conference.children for limit in _limits_of_child(told, conference, child)]
    return min(limits, key=instant_of, default=None)


def _limits_of_child(told: Told, conference: Conference, child: str) -> Iterator[Moment]:
    """The national limits by which one child must have had this conference."""
    kind = conference.kind_for(child)
    scopes: list[tuple[Rule, ConferenceScope | PlanScope]] = [
        (rule, ConferenceScope(told, conference, child, None))
        for rule in told.rules.around["child", kind]
        if rule.stage == "holding" and rule.weight == "national"
    ]
    story = told.children[child]
    if story.plan is not None and not conference.is_first_for(child):
        scopes += [
            (rule, PlanScope(told, story, story.plan))
            for rule in told.rules.between
            if rule.met_by == ("conference-held",) and rule.weight == "national"
        ]
    for rule, scope in scopes:
        limit = rule.due[kind]
        found = None if limit is None else limit_of(limit, scope.anchor, rule.calendar)
        if found is not None:
            yield found
