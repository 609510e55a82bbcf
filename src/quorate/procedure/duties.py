"""Facts and a pack in, duties out: what is due, by when, from whom, whether it is met, and under which clause."""

from __future__ import annotations

from quorate.procedure.ages import age_bands
from quorate.procedure.children import ChildStory
from quorate.procedure.conference import Conference
from quorate.procedure.duty import SETTLED, Duty, settle
from quorate.procedure.fulfilment import met_in_conference
from quorate.procedure.offsets import Moment, limit_and_cause, limit_of
from quorate.procedure.plan_duties import plan_duties
from quorate.procedure.rules import Rule
from quorate.procedure.scope import ConferenceScope, Told


def duties_of(told: Told) -> list[Duty]:
    """Every unmet duty and window of every conference, and every met one of the conference described and of those that
    are prepared beside it."""
    duties: list[Duty] = []
    for conference in told.story.conferences:
        found = conference_duties(told, conference)
        found.sort(key=_order)
        duties += found
    for child in told.children.values():
        duties += plan_duties(told, child)
    return [duty for duty in duties if duty.state not in SETTLED or is_listed(duty.conference)]


def is_listed(conference: Conference) -> bool:
    """Whether what has been done for it is listed as well as what has not."""
    return conference.described or (conference.held is None and conference.is_prepared)


def _order(duty: Duty) -> int:
    return duty.rule.order


def conference_duties(told: Told, conference: Conference) -> list[Duty]:
    """The duties that prepare, are and follow one conference, grouped by whom they are about."""
    around = told.rules.around
    found: list[Duty] = []
    whole = ConferenceScope(told, conference, None, None)
    for rule in around["conference", conference.kind]:
        _add(found, evaluate(rule, whole))
    for child in conference.children:
        scope = ConferenceScope(told, conference, child, None)
        for rule in around["child", scope.kind]:
            if _is_child_meant(rule, scope, child):
                _add(found, evaluate(rule, scope))
    for id_, parent in told.parents.items():
        if not parent.parent.of.isdisjoint(conference.children):
            scope = ConferenceScope(told, conference, None, id_ or None)
            for rule in around["parent", conference.kind]:
                _add(found, evaluate(rule, scope))
    return found


def _add(found: list[Duty], duty: Duty | None) -> None:
    if duty is not None:
        found.append(duty)


def _is_child_meant(rule: Rule, scope: ConferenceScope, child: str) -> bool:
    """Whether a duty per child is about this child: its age, and no first conference for a child with a plan."""
    told, conference = scope.told, scope.conference
    story = told.children[child]
    if rule.stage == "holding" and _is_left_to_a_later_one(scope, child):
        return False
    if rule.stage == "holding" and conference.held is None and story.has_plan and conference.kind != "transfer_in":
        return child in conference.decisions
    if not rule.ages and rule.from_age is None:
        return True
    day = conference.day or told.at[0]
    if rule.ages and rule.ages.isdisjoint(age_bands(told.rules, story, day)):
        return False
    years = story.years(day)
    return rule.from_age is None or (years is not None and years >= rule.from_age)


def _is_left_to_a_later_one(scope: ConferenceScope, child: str) -> bool:
    """Whether a sitting left the child undecided and another conference for the child is being prepared."""
    conference = scope.conference
    return (
        conference.held is not None
        and conference.concluded(child) is None
        and any(child in coming.children and coming.is_first_for(child) for coming in scope.told.story.coming)
    )


def evaluate(rule: Rule, scope: ConferenceScope) -> Duty | None:
    """One duty of one conference; None where its circumstances do not arise."""
    conference, told = scope.conference, scope.told
    if rule.when != "always" and not _arises(rule, scope):
        return None
    if rule.outcomes and conference.decisions and not _follows_outcome(rule, scope):
        return None
    limit, due, cause, opens = rule.due[scope.kind], None, None, None
    if limit is not None:
        due, cause = limit_and_cause(limit, scope.anchor, rule.calendar)
    if rule.after is not None:
        cause = scope.anchor(rule.after, True)
    elif limit is None or limit.form == "no limit":
        cause = scope.anchor("conference-starts" if limit is None else "conference-held", True)
    if rule.opens is not None and (sentence := rule.opens[scope.kind]) is not None:
        opens = limit_of(sentence, scope.anchor, rule.calendar)
    met = _met(rule, scope, opens)
    duty = Duty(rule, scope, conference, scope.child or scope.parent, limit, due, cause, opens, met)
    not_needed = None if told.undisturbed else _ground_not_needed(rule, scope)
    settle(told, duty, not_needed, conference.held is not None)
    if rule.who_when_late is not None:
        _who_now(duty, scope)
    return duty


def _met(rule: Rule, scope: ConferenceScope, opens: Moment | None) -> Moment | None:
    """When it was met; an exclusion is looked at afresh only by one who may decide it."""
    if rule.when == "exclusion-stands" and not scope.told.parents[scope.parent or ""].is_decided_afresh(
        scope.conference
    ):
        return None
    return met_in_conference(rule, scope, opens)


def _arises(rule: Rule, scope: ConferenceScope) -> bool:
    conference = scope.conference
    if rule.when == "adjourned":
        return any(event.position > conference.cancelled_after for event in conference.adjourned)
    story = scope.told.parents[scope.parent or ""]
    if rule.when == "excluded":
        return story.standing(conference) is not None
    if rule.when == "exclusion-stands":
        # One that was given up and has not been asked for anew has nobody who could decide.
        return story.carried_into(conference) is not None and not conference.is_given_up
    return not story.is_kept_out_whole(conference)


def _follows_outcome(rule: Rule, scope: ConferenceScope) -> bool:
    return any(
        decision.outcome in rule.outcomes
        for about, decision in scope.conference.decisions.items()
        if scope.child is None or about == scope.child
    )


def _ground_not_needed(rule: Rule, scope: ConferenceScope) -> str | None:
    """Why nothing is asked any more: a child's death or loss, or an enquiry that needs no conference."""
    conference = scope.conference
    stories = [scope.told.children[about] for about in (conference.children if scope.child is None else (scope.child,))]
    gone = stories[0].gone
    if gone is not None and all(story.gone is not None for story in stories):
        return "the child has died" if gone.name == "child-died" else "the pregnancy has ended"
    ended = all(_is_enquiry_over(conference, story) for story in stories)
    if ended and (conference.held is None or rule.holding) and rule.stage != "follow-up":
        return "the enquiry was concluded without a conference"
    if conference.held is None and rule.stage in ("preparation", "holding"):
        return None if any(_is_reviewed(conference, story) for story in stories) else "the plan has ended"
    return None


def _is_reviewed(conference: Conference, story: ChildStory) -> bool:
    """Whether a conference to come still has something to decide about a child: no plan that ended before it."""
    return not story.is_planned_no_more or conference.kind_for(story.child.id) != "review"


def _is_enquiry_over(conference: Conference, story: ChildStory) -> bool:
    """Whether an enquiry ended without a conference, and nobody has asked for one or told of a move in since."""
    concluded = story.not_required.get(conference.number)
    if concluded is None or story.open_enquiry is not None:
        return False
    return not any(
        event.position > concluded.position and event.is_about_child(story.child.id)
        for name in ("transfer-notified", "conference-requested")
        for event in conference.index.get(name, ())
    )


def _who_now(duty: Duty, scope: ConferenceScope) -> None:
    """Hand the duty to another role when the one that it waits for came late."""
    switch = duty.rule.who_when_late
    if switch is None or scope.kind not in (switch.get("for_conferences") or (scope.kind,)):
        return
    earlier = evaluate(scope.told.rules.by_code[switch["duty"]], scope)
    if earlier is not None and earlier.state in ("overdue", "met-late", "missed"):
        duty.who = switch["who"]
