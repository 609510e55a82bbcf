"""Who was in the room and when: people counted by agency or profession at one moment of the conference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from quorate.procedure.case import Event
from quorate.procedure.conference import Conference
from quorate.procedure.moments import read_time
from quorate.procedure.offsets import Moment
from quorate.procedure.rules import Rules


@dataclass(frozen=True, slots=True)
class Attendee:
    """One agency or profession that was there: `counts_as` is what the quorum counts it as."""

    who: str
    agency: str
    counts_as: str
    direct_contact: bool | None


def present_at(rules: Rules, conference: Conference, moment: Moment | None, child: str | None = None) -> list[Attendee]:
    """Those there at the moment (at any time where the moment has no time), chair, family and observers left out.

    With a `child`: those who are there for this child.
    """
    since = _sitting_began(conference, moment)
    there = [
        event
        for event in conference.index.get("attended", ())
        if event.position > since and _is_there(event, moment) and (child is None or event.is_about_child(child))
    ]
    found: dict[str, Attendee] = {}
    for event in there:
        attendee = _attendee(rules, event)
        if attendee is None:
            continue
        known = found.get(attendee.counts_as)
        if known is None or _weight(attendee) > _weight(known):
            found[attendee.counts_as] = attendee
    return sorted(found.values(), key=lambda attendee: (attendee.counts_as, attendee.agency))


def _weight(attendee: Attendee) -> tuple[bool, bool, str]:
    """Of two people of one agency or profession the one with direct contact counts."""
    return bool(attendee.direct_contact), attendee.direct_contact is not None, attendee.who


def _sitting_began(conference: Conference, moment: Moment | None) -> int:
    """The position after which the sitting began that the moment lies in: the last adjourning on an earlier day."""
    if moment is None:
        return -1
    return max((event.position for event in conference.adjourned if event.moment[0] < moment[0]), default=-1)


def agency_of(rules: Rules, data: Any) -> str | None:
    """The agency that an event names, or that its role belongs to."""
    agency = data.get("agency")
    if isinstance(agency, str):
        plain = agency.strip().lower().replace("_", "-").replace(" ", "-")
        return rules.role_agency.get(agency, plain)
    who = data.get("who")
    return rules.role_agency.get(who) if isinstance(who, str) else None


def _attendee(rules: Rules, event: Event) -> Attendee | None:
    who, as_ = event.data.get("who"), event.data.get("as")
    never = rules.data["agencies"]["never_counted"]
    if who in never or as_ in never:
        return None
    agency = agency_of(rules, event.data)
    if agency is None or agency in never:
        return None
    profession = who if isinstance(who, str) and rules.role_agency.get(who) == agency else agency
    must = rules.data["quorum"]["must"]
    by_profession = rules.data["quorum"]["counted_by"] == "discipline" and agency not in must
    return Attendee(
        str(who or agency), agency, profession if by_profession else agency, event.data.get("direct_contact")
    )


def _is_there(event: Event, moment: Moment | None) -> bool:
    if moment is None or moment[1] is None:
        return True
    came = _time(event, "from") or event.moment
    left = _time(event, "to")
    arrived = came[0] < moment[0] or came[1] is None or came[1] <= moment[1]
    return arrived and (left is None or left[1] is None or left[1] >= moment[1])


def _time(event: Event, key: str) -> Moment | None:
    """An arrival or leaving; None where the event does not say."""
    return read_time(event.data[key], event.moment[0]) if key in event.data else None
