"""Which events meet a duty: the right kind, about the right child or parent, the right report, every part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from quorate.procedure.case import Event
from quorate.procedure.offsets import Moment, instant_of
from quorate.procedure.rules import Rule
from quorate.procedure.scope import ConferenceScope

SOCIAL_WORK_REPORT = "social-work"


def met_in_conference(rule: Rule, scope: ConferenceScope, opens: Moment | None) -> Moment | None:
    """When the duty was first met in its conference; an event before `opens` does not meet it."""
    if rule.holding:
        return _concluded(scope)
    index = scope.conference.index
    for name in rule.met_by:
        if name in index:
            break
    else:
        return None
    if rule.report == "agencies":
        return _all_agency_reports(rule, scope)
    if rule.parts is not None and (parts := rule.parts[scope.kind]):
        return _when_all_parts(frozenset(parts), rule, scope)
    moments = [
        event.moment
        for name in rule.met_by
        for event in index.get(name, ())
        if (opens is None or _not_before(event.moment, opens)) and _meets(rule, scope, event)
    ]
    return min(moments, key=instant_of) if moments else None


def first_at_or_after(moments: Iterable[Moment], cause: Moment) -> Moment | None:
    """The earliest moment that is not before the cause."""
    return min((moment for moment in moments if _not_before(moment, cause)), key=instant_of, default=None)


def _not_before(moment: Moment, other: Moment) -> bool:
    if moment[1] is None or other[1] is None:
        return moment[0] >= other[0]
    return moment[1] >= other[1]


def _concluded(scope: ConferenceScope) -> Moment | None:
    conference = scope.conference
    if scope.child is not None:
        return conference.concluded(scope.child)
    return None if conference.held is None else conference.held.moment


def _meets(rule: Rule, scope: ConferenceScope, event: Event) -> bool:
    if not scope.is_about(event):
        return False
    data = event.data
    if rule.report is not None and data.get("report", SOCIAL_WORK_REPORT) != rule.report:
        return False
    if rule.shared_with is not None and not _is_shared(rule.shared_with, scope, event):
        return False
    if rule.to is not None and not _goes_to(rule.to, scope.parent, data.get("to")):
        return False
    if event.name == "checklist-done" and data.get("checklist") != rule.checklist:
        return False
    return rule.need is None or data.get("need", rule.need) == rule.need


def _is_shared(recipient: str, scope: ConferenceScope, event: Event) -> bool:
    """Whether a report went to the recipient; one shared with nobody named went to the family."""
    said = event.data.get("with")
    if said is None:
        return recipient in ("parent", "child")
    named = _as_list(said)
    if recipient == "parent":
        return scope.parent in named or "parents" in named or "parent" in named
    if recipient == "child":
        return scope.child in named or "children" in named or "child" in named
    return recipient in named


def _goes_to(role: str, parent: str | None, said: Any) -> bool:
    """Whether a paper went to a role; one sent to nobody named went to all."""
    if said is None:
        return True
    named = {str(one).replace("-", "_").removesuffix("s") for one in _as_list(said)}
    return role.removesuffix("s") in named or (role == "parent" and parent is not None and parent in _as_list(said))


def _when_all_parts(needed: frozenset[str], rule: Rule, scope: ConferenceScope) -> Moment | None:
    """When the last missing part went; parts that an event does not name are the report alone."""
    missing = set(needed)
    for name in rule.met_by:
        for event in scope.conference.index.get(name, ()):
            if _meets(rule, scope, event):
                missing.difference_update(_as_list(event.data.get("parts", ("report",))))
                if not missing:
                    return event.moment
    return None


def _all_agency_reports(rule: Rule, scope: ConferenceScope) -> Moment | None:
    """When the last agency report that is known was shared; None while one is still to be shared."""
    known: set[str] = set()
    shared: dict[str, Moment] = {}
    for name, key in (("agency-information-received", "agency"), ("report-authorised", "report"),
                      ("report-shared", "report")):  # fmt: skip
        for event in scope.conference.index.get(name, ()):
            agency = event.data.get(key)
            if agency is not None and agency != SOCIAL_WORK_REPORT:
                known.add(agency)
    for event in scope.conference.index.get("report-shared", ()):
        agency = event.data.get("report", SOCIAL_WORK_REPORT)
        if scope.is_about(event) and _is_shared("parent", scope, event):
            shared.setdefault(agency, event.moment)
    if not known or not known <= shared.keys():
        return None
    return max((shared[agency] for agency in known), key=instant_of)


def _as_list(said: Any) -> tuple[Any, ...]:
    return tuple(said) if isinstance(said, list | tuple) else (said,)
