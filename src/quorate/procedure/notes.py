"""What a reader of the position should know besides duties: sentences, each true now."""

from __future__ import annotations

from quorate.procedure.attendance import agency_of
from quorate.procedure.conference import Conference
from quorate.procedure.moments import moment_as_text
from quorate.procedure.parents import is_lifted_without_right
from quorate.procedure.quorum import is_quorate_at
from quorate.procedure.scope import Told


def notes(told: Told) -> list[str]:
    """Sentences about this stream that no duty says."""
    return [
        *_children(told),
        *_excuses(told),
        *_inquorate_twice(told),
        *_left_out(told),
        *_unknown_agencies(told),
        *_lifted_without_right(told),
    ]


def _left_out(told: Told) -> list[str]:
    return [
        f"{event.name} of {moment_as_text(event.moment)} follows a conference that the file does not tell: left out."
        for event in told.story.left_out
    ]


def _unknown_agencies(told: Told) -> list[str]:
    known = set(told.rules.data["agencies"]["roles"])
    said = {agency_of(told.rules, event.data) for event in told.story.events if "agency" in event.data}
    return [
        f"Agency {agency!r} is not one that this procedure names: it counts as an agency of its own."
        for agency in sorted(one for one in said if one is not None and one not in known)
    ]


def _lifted_without_right(told: Told) -> list[str]:
    deciders = told.rules.data["exclusion"]["decided_by"]
    return [
        f"exclusion-decided of {moment_as_text(event.moment)} by {event.data['by']!r} lifts nothing: "
        f"it is for {' or '.join(deciders)} to decide."
        for event in told.story.events
        if event.name == "exclusion-decided" and is_lifted_without_right(event, deciders)
    ]


def _children(told: Told) -> list[str]:
    found = []
    for id_, child in told.children.items():
        if child.gone is not None:
            what = "has died" if child.gone.name == "child-died" else "is not to be born"
            found.append(f"Child {id_} {what}: everything still to be sent about this child is held.")
        elif child.looked_after is not None and child.has_plan:
            found.append(
                f"Child {id_} is looked after and still has a child protection plan: decide whether it should end."
            )
        elif child.has_plan and child.born is not None and (child.years(told.at[0]) or 0) >= 18:
            found.append(f"Child {id_} is 18: record the end of the plan.")
    return found


def _excuses(told: Told) -> list[str]:
    found = []
    for _, event in told.story.excuses:
        rule = told.rules.by_code.get(str(event.data.get("duty")))
        if rule is None:
            found.append(f"duty-excused names {event.data.get('duty')!r}, which is no duty of this procedure.")
        elif not event.data.get("by") or not event.data.get("reason"):
            found.append(f"{rule.title}: an excuse says by whom and why; this record does not, so it excuses nothing.")
        elif rule.weight == "national":
            found.append(f"{rule.title}: a national limit is never excused; the record is kept and the limit stands.")
    return found


def _inquorate_twice(told: Told) -> list[str]:
    held = [conference for conference in told.story.conferences if conference.held is not None]
    if len(held) >= 2 and all(_was_inquorate(told, conference) for conference in held[-2:]):
        return ["Two conferences running were not quorate: ask for an early review."]
    return []


def _was_inquorate(told: Told, conference: Conference) -> bool:
    return conference.held is not None and is_quorate_at(told, conference, conference.held.moment) is False
