"""The facts that the rules understand: every event, the keys it may carry, and where it belongs in a story.

The list is the public vocabulary of the engine (`docs/events-and-duties.md`); its codes are stable for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Stage = Literal["enquiry", "preparation", "booking", "conference", "follow-up", "child", "any"]

# Keys that any event may carry. A child or parent left out means all of them.
COMMON_KEYS = frozenset({"event", "at", "of", "by", "reason", "child", "children", "parent", "parents"})


@dataclass(frozen=True, slots=True)
class EventType:
    """One kind of fact. `rank` orders events of one day that carry no time, as they can have happened.

    `causes` are the events that must come first if they are in the file at all.
    """

    name: str
    stage: Stage
    rank: int
    keys: frozenset[str]
    causes: tuple[str, ...] = ()
    needs_of: bool = False
    """Must say which conference it is about once two have been held."""


_REQUEST = "reference kind severity other_plans_considered"
_BOOKING = "starts_at mode place chair authorised_by reference kind"
_INVITING = "who answer agency to"
_CHILD_PART = "booklet helper answer wanted chair_agreed parent_agreed mode"
_REPORT = "report with parts recommendation how"
_EXCLUSION = "scope outcome answer how"
_MEETING = "mode room_shown reports_read_checked"
_DECIDED = "outcome categories threshold lead_practitioner core_group next_review_on step_down until grounds overrides"
_MOVE = "from to from_authority to_authority permanent"
_DISAGREEING = "from grounds route stage"
_GROUP = "views_asked next_date_reminded"


# (events, stage, rank, keys, cause), one row for events that are alike.
_ROWS: tuple[tuple[str, Stage, int, str, str], ...] = (
    ("transfer-notified", "enquiry", 0, _MOVE, ""),
    ("strategy-discussion-held", "enquiry", 1, "starts_enquiry", ""),
    ("expected-date-changed child-born", "child", 1, "expected", ""),
    ("assessment-completed", "enquiry", 2, "outcome", ""),
    ("enquiry-concluded", "enquiry", 3, "outcome begun_on", "strategy-discussion-held"),
    ("conference-requested", "preparation", 4, _REQUEST, ""),
    ("request-agreed request-declined", "preparation", 5, _REQUEST, "conference-requested"),
    ("delay-agreed", "preparation", 6, "interim_plan", ""),
    ("invite-list-supplied", "preparation", 7, _INVITING, ""),
    ("conference-booked", "booking", 8, _BOOKING, ""),
    ("conference-moved", "booking", 9, _BOOKING, "conference-booked"),
    ("conference-cancelled", "booking", 10, _BOOKING, "conference-booked"),
    ("exclusion-requested", "preparation", 11, _EXCLUSION, ""),
    ("exclusion-decided", "preparation", 12, _EXCLUSION, ""),
    ("invitations-sent", "preparation", 13, _INVITING, ""),
    ("invitation-answered", "preparation", 14, _INVITING, ""),
    ("concerns-explained leaflet-given needs-asked need-met", "preparation", 15, "need", ""),
    ("booklet-given advocacy-offered child-attendance-decided", "preparation", 15, _CHILD_PART, ""),
    ("booklet-returned", "preparation", 16, _CHILD_PART, "booklet-given"),
    ("report-authorised", "preparation", 15, _REPORT, ""),
    ("report-shared", "preparation", 16, _REPORT, ""),
    ("report-read report-commented", "preparation", 17, _REPORT, "report-shared"),
    ("agency-information-received", "preparation", 15, "agency recommendation", ""),
    ("checklist-done", "preparation", 16, "checklist", ""),
    ("parent-report-received views-collected", "preparation", 16, "how", ""),
    ("supporter-named", "preparation", 15, "for kind confidentiality_acknowledged", ""),
    ("exclusion-explained", "preparation", 16, _EXCLUSION, "exclusion-decided"),
    ("meeting-offered separate-attendance-decided", "preparation", 16, _EXCLUSION, ""),
    ("pre-conference-discussion-held chair-met-parent", "preparation", 18, _MEETING, ""),
    ("attended", "conference", 20, "who agency as direct_contact from to mode", ""),
    ("view-given", "conference", 21, "who agency plan category", ""),
    ("decided", "conference", 22, _DECIDED, ""),
    ("conference-adjourned", "conference", 23, "interim_plan", ""),
    ("conference-held", "conference", 24, "reference kind outcomes categories quorate", ""),
    ("dissent-recorded", "follow-up", 25, _DISAGREEING, ""),
    ("decisions-sent plan-explained category-explained plan-distributed", "follow-up", 26, "to", ""),
    ("minutes-sent", "follow-up", 27, "to", ""),
    ("minutes-challenged", "follow-up", 28, _DISAGREEING, "minutes-sent"),
    ("complaint-received", "follow-up", 28, _DISAGREEING, ""),
    ("complaint-answered", "follow-up", 29, _DISAGREEING, "complaint-received"),
    ("plan-set", "child", 30, "visit_every core_group_every", ""),
    ("core-group-held network-meeting-held", "child", 31, _GROUP, ""),
    ("child-visited", "child", 31, "seen alone bedroom", ""),
    ("child-died pregnancy-ended became-looked-after plan-ended", "child", 32, "", ""),
    ("moved-away", "child", 32, _MOVE, ""),
    ("duty-excused", "any", 33, "duty about", ""),
)


_NEEDS_OF = frozenset(
    {"complaint-received", "complaint-answered", "dissent-recorded", "minutes-sent", "minutes-challenged"}
)


def _catalogue() -> dict[str, EventType]:
    return {
        name: EventType(
            name=name,
            stage=stage,
            rank=rank,
            keys=COMMON_KEYS | frozenset(keys.split()),
            causes=tuple(causes.split()),
            needs_of=name in _NEEDS_OF,
        )
        for names, stage, rank, keys, causes in _ROWS
        for name in names.split()
    }


EVENTS: dict[str, EventType] = _catalogue()
"""Every event by its name."""

# What an event may say in these keys; anything else is refused with the list.
CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("decided", "outcome"): ("plan-made", "plan-continues", "plan-ended", "no-plan"),
    ("enquiry-concluded", "outcome"): ("conference", "not-required"),
    ("exclusion-decided", "outcome"): ("excluded", "not-excluded", "lifted"),
    ("exclusion-decided", "scope"): ("whole", "part"),
    ("exclusion-requested", "scope"): ("whole", "part"),
    ("view-given", "plan"): ("yes", "no", "unsure"),
}

FLAGS = frozenset(
    "starts_enquiry permanent direct_contact quorate seen alone bedroom wanted parent_agreed chair_agreed "
    "room_shown reports_read_checked confidentiality_acknowledged views_asked next_date_reminded "
    "responsibility".split()
)
"""Keys that hold true or false."""

PARTS = ("report", "chronology", "genogram", "plan")
"""The parts that a shared or authorised report may hold."""
