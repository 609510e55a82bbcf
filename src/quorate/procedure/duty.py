"""One duty and how it stands: exactly one state at every moment, and the facts that the state rests on."""

from __future__ import annotations

from quorate.procedure.case import Event
from quorate.procedure.conference import Conference
from quorate.procedure.moments import within
from quorate.procedure.offsets import Moment, Offset
from quorate.procedure.rules import Rule
from quorate.procedure.scope import ConferenceScope, PlanScope, Told

# States in which nothing more is to be done; listed only for the conference that the case describes.
SETTLED = frozenset({"met", "met-late", "used", "not-needed"})


class Duty:
    """One duty (or window) of one conference or plan, about one child or parent, and how it stands.

    `limit` is the sentence in force and `due` what it comes to; `cause` is the moment from which it is open,
    `opens` a later moment before which it may not be done; `met` is when it was done.
    """

    __slots__ = (
        "about",
        "cause",
        "conference",
        "due",
        "excuse",
        "limit",
        "met",
        "opens",
        "rule",
        "scope",
        "state",
        "who",
        "why_not",
    )

    def __init__(
        self,
        rule: Rule,
        scope: ConferenceScope | PlanScope,
        conference: Conference,
        about: str | None,
        limit: Offset | None,
        due: Moment | None,
        cause: Moment | None,
        opens: Moment | None,
        met: Moment | None,
    ) -> None:
        self.rule = rule
        self.scope = scope
        self.conference = conference
        self.about = about
        self.who = rule.who
        self.limit = limit
        self.due = due
        self.cause = cause
        self.opens = opens
        self.met = met
        self.state = ""
        self.excuse: Event | None = None
        self.why_not: str | None = None


def settle(told: Told, duty: Duty, not_needed: str | None, is_held: bool) -> None:
    """Give the duty its one state."""
    rule = duty.rule
    duty.why_not = not_needed
    if duty.met is not None:
        late = duty.due is not None and not within(duty.met, duty.due)
        duty.state = "used" if rule.window else "met-late" if late else "met"
    elif not_needed is not None:
        duty.state = "not-needed"
    elif told.story.excuses and rule.weight != "national" and (excuse := _excuse(told, duty)) is not None:
        duty.excuse, duty.state = excuse, "excused"
    elif rule.window:
        duty.state = _state_of_window(told, duty, is_held)
    elif is_held and rule.stage == "preparation":
        duty.state = "missed"
    else:
        duty.state = _state_of_unmet(told, duty)


def _state_of_window(told: Told, duty: Duty, is_held: bool) -> str:
    if is_held and duty.rule.stage == "preparation":
        return "closed"
    if duty.cause is None and duty.due is None:
        return "waiting"
    return "closed" if duty.due is not None and told.is_past(duty.due) else "open"


def _state_of_unmet(told: Told, duty: Duty) -> str:
    if duty.cause is None:
        return "waiting"
    if duty.due is not None and told.is_past(duty.due):
        return "overdue"
    return "waiting" if duty.opens is not None and not _has_come(told, duty.opens) else "open"


def _has_come(told: Told, opens: Moment) -> bool:
    return told.at[0] >= opens[0] if opens[1] is None else told.now >= opens[1]


def _excuse(told: Told, duty: Duty) -> Event | None:
    """The record that excuses this duty, if there is one; national limits are never excused by it."""
    for number, event in told.story.excuses:
        says_all = event.data.get("by") and event.data.get("reason") and event.data.get("duty") == duty.rule.code
        if says_all and _is_about(event, duty.about) and _is_for_this_one(event, number, duty):
            return event
    return None


def _is_for_this_one(event: Event, number: int, duty: Duty) -> bool:
    """Whether the record means this conference's duty, or the one that was current in a plan."""
    if "of" in event.data:
        return bool(event.data["of"] == duty.conference.reference)
    if duty.rule.stage == "plan":
        return duty.cause is None or event.moment[0] >= duty.cause[0]
    return number - (duty.rule.stage == "follow-up") == duty.conference.number


def _is_about(event: Event, about: str | None) -> bool:
    """Whether a record names whom the duty is about; one that names nobody is about all."""
    named = {*(event.children or ()), *(event.parents or ())}
    if "about" in event.data:
        named.add(event.data["about"])
    return not named or about in named
