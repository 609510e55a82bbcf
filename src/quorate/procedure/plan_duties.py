"""The duties that run with one child's plan: reviews, core groups, visits, and what a birth brings."""

from __future__ import annotations

from collections.abc import Iterator

from quorate.procedure.case import Event
from quorate.procedure.children import ChildStory, PlanStory
from quorate.procedure.conference import Conference
from quorate.procedure.duty import Duty, settle
from quorate.procedure.fulfilment import first_at_or_after
from quorate.procedure.offsets import Moment, Offset, limit_and_cause, parse_interval, reckon
from quorate.procedure.rules import Rule
from quorate.procedure.scope import PlanScope, Told


def plan_duties(told: Told, child: ChildStory) -> Iterator[Duty]:
    """Every duty of the child's last plan; none where the child has had no plan."""
    plan = child.plan
    if plan is None:
        return
    scope = PlanScope(told, child, plan)
    for rule in told.rules.between:
        if _is_meant(rule, scope):
            if rule.repeats and "review-held" in _anchors(rule):
                yield from _next_reviews(rule, scope)
            else:
                yield _evaluate(rule, scope, _for_conference(rule, scope))


def _is_meant(rule: Rule, scope: PlanScope) -> bool:
    """Whether the duty arises in this plan at all."""
    if rule.when == "on-plan":
        return bool(scope.plan.prompts)
    anchors = _anchors(rule)
    if "plan-made" in anchors and scope.plan.made is None:
        return False
    return "child-born" not in anchors or scope.plan.unborn_at_start


def _anchors(rule: Rule) -> tuple[str, ...]:
    limit = next(iter(rule.due.values()))
    return () if limit is None else limit.anchors


def _evaluate(rule: Rule, scope: PlanScope, conference: Conference) -> Duty:
    limit = _limit_in_force(rule, scope.plan)
    due, cause = (None, None) if limit is None else limit_and_cause(limit, scope.anchor, rule.calendar)
    if rule.after is not None:
        cause = scope.anchor(rule.after, True)
    met = None if cause is None or rule.repeats else _met(rule, scope, cause)
    duty = Duty(rule, scope, conference, scope.child.child.id, limit, due, cause, None, met)
    settle(scope.told, duty, _ground_not_needed(scope), False)
    return duty


def _next_reviews(rule: Rule, scope: PlanScope) -> Iterator[Duty]:
    """The review that the last one began, and the one that the last review itself has met."""
    plan, reviews = scope.plan, scope.plan.reviews
    limit = _limit_in_force(rule, plan)
    if len(reviews) > 1 and limit is not None:
        cause, (met, conference) = reviews[-2][0], reviews[-1]
        due = reckon(limit, cause, rule.calendar)
        done = Duty(rule, scope, conference, scope.child.child.id, limit, due, cause, None, met)
        settle(scope.told, done, None, False)
        yield done
    ended_by_review = plan.ended is not None and bool(reviews) and reviews[-1][0] == plan.ended[0]
    if reviews and not ended_by_review:
        yield _evaluate(rule, scope, _for_conference(rule, scope))


def _for_conference(rule: Rule, scope: PlanScope) -> Conference:
    """The conference that the duty stands with: the review that will meet it, or the one that began it."""
    plan = scope.plan
    if rule.met_by != ("conference-held",):
        return plan.last_conference
    if plan.reviews and not rule.repeats:
        return plan.reviews[0][1]
    id_ = scope.child.child.id
    reviews = (one for one in scope.told.story.coming if id_ in one.children and not one.is_first_for(id_))
    return next(reviews, plan.last_conference)


def _met(rule: Rule, scope: PlanScope, cause: Moment) -> Moment | None:
    """When the duty was first met at or after its cause."""
    plan = scope.plan
    moments: list[Moment] = []
    for name in rule.met_by:
        if name == "conference-held":
            moments.extend(moment for moment, _ in plan.reviews)
        elif name == "core-group-held":
            moments.extend(event.moment for event in plan.core_groups)
        elif name == "child-visited":
            moments.extend(event.moment for event in plan.visits)
        else:
            moments.extend(event.moment for event in _own_events(name, scope))
    return first_at_or_after(moments, cause)


def _own_events(name: str, scope: PlanScope) -> list[Event]:
    id_ = scope.child.child.id
    return [
        event
        for conference in (scope.plan.conference, *(conference for _, conference in scope.plan.reviews))
        for event in conference.index.get(name, ())
        if event.is_about_child(id_)
    ]


def _ground_not_needed(scope: PlanScope) -> str | None:
    gone = scope.child.gone
    if gone is not None:
        return "the child has died" if gone.name == "child-died" else "the pregnancy has ended"
    return None if scope.plan.ended is None else f"the plan has ended ({scope.plan.ended[1]})"


def _limit_in_force(rule: Rule, plan: PlanStory) -> Offset | None:
    """The pack's limit, or the interval that the plan itself sets, which wins."""
    limit = next(iter(rule.due.values()))
    said = plan.intervals.get(rule.set_by) if rule.set_by is not None else None
    if said is None or limit is None:
        return limit
    count, unit = parse_interval(said)
    return Offset("count", limit.anchor, count, unit)
