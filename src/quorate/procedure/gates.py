"""What each gate waits for: one small question each, answered from the facts.

An answer is a standing and a sentence. `clear`: nothing is held. `wanting`: the decision must still bring it.
`shut`: it is held back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from quorate.procedure.attendance import agency_of
from quorate.procedure.case import Event
from quorate.procedure.conference import Conference, Decision
from quorate.procedure.quorum import counted_at, is_quorate_at
from quorate.procedure.scope import Told

Standing = tuple[str, str]
CLEAR: Standing = ("clear", "")

# Reasons for an end that are not a judgement that the child is safe; the ending gates do not hold these.
_OTHER_ENDS = frozenset({"transferred-out", "aged-18", "left-uk", "died", "looked-after"})


@dataclass(slots=True)
class Asked:
    """What is asked of a gate: the conference, and the child, outcome, recorded decision or exclusion meant."""

    told: Told
    conference: Conference
    child: str | None = None
    outcome: str | None = None
    decision: Decision | None = None
    exclusion: Event | None = None

    def has(self, name: str) -> bool:
        """Whether such an event has happened in this conference for the child asked about."""
        events = self.conference.index.get(name, ())
        return any(self.child is None or event.is_about_child(self.child) for event in events)


def _invite_list(asked: Asked) -> Standing:
    supplied = asked.conference.index.get("invite-list-supplied", ())
    booked = asked.conference.index.get("conference-booked", ())
    if not supplied:
        return "shut", "no invite list has been supplied"
    if booked and supplied[0].position > booked[0].position:
        return "shut", "it was booked before the invite list was supplied"
    return CLEAR


def _event(name: str, says: str, asked: Asked) -> Standing:
    return CLEAR if asked.has(name) else ("shut", says)


def _in_request(key: str, says: str, asked: Asked) -> Standing:
    """A gate that the request itself satisfies by saying something."""
    requests = asked.conference.index.get("conference-requested", ())
    if not requests:
        return "wanting", says
    return CLEAR if any(event.data.get(key) for event in requests) else ("shut", says)


def _fresh_exclusion(asked: Asked) -> Standing:
    for parent in asked.told.parents.values():
        if parent.carried_into(asked.conference) and not parent.is_decided_afresh(asked.conference):
            return "shut", f"an exclusion of parent {parent.parent.id!r} stands and has not been decided afresh"
    return CLEAR


def _decider(asked: Asked) -> Standing:
    decider = asked.told.rules.data["decisions"]["decided_by"]
    by = None if asked.decision is None else asked.decision.event.data.get("by")
    if by is None:
        return "wanting", f"the decision says who made it; here it is for the {decider}"
    return CLEAR if by == decider else ("shut", f"it was decided by {by!r}; here it is for the {decider}")


def _quorum(asked: Asked) -> Standing:
    """Whether enough are there for the child when it is decided about the child."""
    moment = counted_at(asked.told, asked.conference, asked.child)
    quorate = is_quorate_at(asked.told, asked.conference, moment, asked.child)
    if quorate:
        return CLEAR
    if quorate is None:
        return "wanting", "who was there has not been recorded, so the quorum is not known"
    needed = set(asked.told.rules.data["quorum"]["grounds_to_go_on"])
    if asked.decision is not None:
        said = asked.decision.event.data.get("grounds", ())
        if needed and needed <= set(said if isinstance(said, list) else [said]):
            return CLEAR
    return "shut", "the conference is not quorate, and the chair's grounds for going on are not recorded"


def _said(key: str, what: str, asked: Asked) -> Standing:
    """A gate that the decision itself satisfies by naming something."""
    if asked.decision is None:
        return "wanting", f"the decision must name {what}"
    return CLEAR if asked.decision.event.data.get(key) else ("shut", f"the decision does not name {what}")


def _kept(key: str, what: str, asked: Asked) -> Standing:
    """As `_said`; a plan that goes on keeps what an earlier decision named."""
    story = asked.told.children.get(asked.child or "")
    if asked.outcome == "plan-continues" and story is not None and getattr(story, key):
        return CLEAR
    return _said(key, what, asked)


def _books_a_later_one(event: Event, asked: Asked) -> bool:
    """Whether an event books a conference after this one (a review may be booked while this one sits), which stands.

    A day for which this one itself was booked before it was moved is no review.
    """
    conference = asked.conference
    if event.name != "conference-booked" or event.starts is None or event in conference.bookings:
        return False
    is_later = conference.day is not None and event.starts[0] > conference.day
    is_meant = asked.child is None or event.is_about_child(asked.child)
    return is_later and is_meant and not any(_calls_off(event, later) for later in asked.told.story.events)


def _calls_off(booking: Event, event: Event) -> bool:
    """Whether an event cancels that booking: it names the same conference, or either names none."""
    if event.name != "conference-cancelled" or event.position < booking.position:
        return False
    one, other = (said.data.get("reference") or said.data.get("of") for said in (booking, event))
    return bool(None in (one, other) or one == other)


def _next_review(asked: Asked) -> Standing:
    if any(_books_a_later_one(event, asked) for event in asked.told.story.events):
        return CLEAR
    return _said("next_review_on", "the date of the next review", asked)


def _category(asked: Asked) -> Standing:
    if asked.decision is None:
        return "wanting", "the decision must name a category of harm"
    if asked.decision.categories or asked.outcome == "plan-continues":
        return CLEAR
    return "shut", "the decision does not name a category of harm"


def _one_category(asked: Asked) -> Standing:
    if asked.decision is None:
        return "wanting", "the decision names one category of harm"
    named = asked.decision.categories
    return CLEAR if len(named) <= 1 else ("shut", f"the decision names {len(named)} categories; here it names one")


def _is_other_end(asked: Asked) -> bool:
    return asked.decision is not None and asked.decision.event.data.get("reason") in _OTHER_ENDS


def _police(asked: Asked) -> Standing:
    if _is_other_end(asked) or "police" in _agencies_informing(asked):
        return CLEAR
    return "shut", "there is no information from the police"


def _agencies(asked: Asked) -> Standing:
    rules, index = asked.told.rules, asked.conference.index
    there = {agency_of(rules, event.data) for event in index.get("attended", ())}
    silent = sorted(agency for agency in _involved(asked) - there - _agencies_informing(asked) if agency)
    if _is_other_end(asked) or not silent:
        return CLEAR
    return "shut", "there is no information from " + ", ".join(silent)


def _involved(asked: Asked) -> set[str | None]:
    """The agencies invited or heard of; one invited only to take over when a plan ends is not yet involved."""
    rules, index = asked.told.rules, asked.conference.index
    taking_over = {said["role"] for said in rules.data["invitee"] if said["basis"] == "ending"}
    found = {
        agency_of(rules, event.data)
        for name in ("invitation-answered", "view-given", "attended")
        for event in index.get(name, ())
        if event.data.get("who") not in taking_over
    }
    for name in ("invite-list-supplied", "invitations-sent"):
        for event in index.get(name, ()):
            for who in _names(event.data.get("who")) + _names(event.data.get("to")):
                if who not in taking_over:
                    found.add(rules.role_agency.get(str(who)))
    return found


def _agencies_informing(asked: Asked) -> set[str | None]:
    """The agencies that have told the conference what they know, in writing or by a report."""
    rules, index = asked.told.rules, asked.conference.index
    told: set[str | None] = {agency_of(rules, event.data) for event in index.get("agency-information-received", ())}
    for name in ("report-authorised", "report-shared", "report-read"):
        told.update(agency_of(rules, {"agency": event.data.get("report")}) for event in index.get(name, ()))
    return told


def _early_help(asked: Asked) -> Standing:
    invited = [
        one
        for name in ("invite-list-supplied", "invitations-sent", "invitation-answered", "attended")
        for event in asked.conference.index.get(name, ())
        for one in _names(event.data.get("who")) + _names(event.data.get("to"))
    ]
    if _is_other_end(asked) or "early_help_manager" in invited:
        return CLEAR
    return "shut", "no early help manager was invited"


def _names(said: object) -> list[object]:
    return said if isinstance(said, list) else [said]


def _exclusion_by_chair(asked: Asked) -> Standing:
    deciders = asked.told.rules.data["exclusion"]["decided_by"]
    by = None if asked.exclusion is None else asked.exclusion.data.get("by")
    if by is None:
        return "wanting", "the record says who decided it"
    return CLEAR if by in deciders else ("shut", f"it was decided by {by!r}; here it is for {' or '.join(deciders)}")


def _child_heard(asked: Asked) -> Standing:
    heard = any(asked.has(name) for name in ("booklet-returned", "views-collected", "view-given"))
    return CLEAR if heard else ("shut", "the child's own words have not been collected")


CHECKS: dict[str, Callable[[Asked], Standing]] = {
    "invite-list": _invite_list,
    "request-agreed": partial(_event, "request-agreed", "the request has not been agreed"),
    "assessment-completed": partial(_event, "assessment-completed", "the assessment has not been completed"),
    "severity": partial(_in_request, "severity", "the request does not say that the risk is judged serious"),
    "other-plans": partial(
        _in_request, "other_plans_considered", "the request does not say why no other plan would be enough"
    ),
    "fresh-exclusion-decision": _fresh_exclusion,
    "decider": _decider,
    "quorum": _quorum,
    "next-review-date": _next_review,
    "lead-practitioner": partial(_kept, "lead_practitioner", "the lead social worker"),
    "core-group": partial(_kept, "core_group", "the core group"),
    "category": _category,
    "one-category": _one_category,
    "reason": partial(_said, "reason", "the reason"),
    "police-information": _police,
    "agency-information": _agencies,
    "early-help-invited": _early_help,
    "chair-decides-exclusion": _exclusion_by_chair,
    "child-heard": _child_heard,
}
"""The question behind each `needs` of a gate."""
