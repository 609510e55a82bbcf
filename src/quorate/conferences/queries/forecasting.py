"""Whether the conference would be quorate, for each child, if those who said that they come do come."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from quorate.cases.case_position import happened_by
from quorate.cases.packs import library
from quorate.conferences.models import Answer, Conference, Invitee, InviteeKind
from quorate.conferences.standing import ConferencePosition, families_of, position_among
from quorate.procedure.attendance import present_at
from quorate.procedure.position import moment_of
from quorate.procedure.quorum import what_is_missing

_COMES, _WAITS, _CANNOT, _NOT_DIRECT, _UNKNOWN, _NOT_ABOUT = (
    "comes", "waits", "cannot", "not-directly", "contact-unknown", "not-involved",
)  # fmt: skip
SAYS: Final = {
    _WAITS: "no answer yet",
    _CANNOT: "cannot come",
    _NOT_DIRECT: "not directly",
    _UNKNOWN: "works with the child? not said",
    _NOT_ABOUT: "not involved",
}
"""What a cell says where nobody is counted."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One agency for one child: `names` who count, else why nobody does (`SAYS`). `state` is a key of it or comes."""

    state: str
    names: tuple[str, ...]

    @property
    def says(self) -> str:
        """In words."""
        return ", ".join(self.names) if self.state == _COMES else SAYS[self.state]


@dataclass(frozen=True, slots=True)
class ForChild:
    """The forecast for one child. `others` are counted besides those who must be there; `weak` are those whose not
    coming would end the quorum."""

    case_id: UUID
    is_quorate: bool
    others: int
    missing: tuple[str, ...]
    weak: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """The whole. `state` is of the quorum light: quorate, not-yet (answers are out), not; `rows` are by agency."""

    state: str
    rule: str
    source: tuple[str, ...]
    needed: int
    rows: tuple[tuple[str, Mapping[UUID, Cell]], ...]
    children: tuple[ForChild, ...]

    @property
    def is_nobody_to_spare(self) -> bool:
        """Whether it would be quorate, and would not if any one of those counted did not come."""
        return self.state == "quorate" and any(one.weak for one in self.children)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Everything that a forecast hangs on, as the reader has read it just now; what is not compared follows from it."""

    told: tuple[tuple[str, str, int], ...]
    conference: UUID
    day: int
    rules: int
    cases: tuple[UUID, ...]
    people: tuple[tuple[Any, ...], ...]
    reached: Callable[[], ConferencePosition] = field(compare=False)
    invitees: Sequence[Invitee] = field(compare=False)


def forecast_at(conference: Conference, at: datetime, invitees: Sequence[Invitee], cases: Sequence[UUID]) -> Forecast:
    """What `forecast_of` says at an instant. Raises NothingToldYet and `cases.case_position.NotAnswered`.

    The rules are asked once for the same words of the stream, of which the same have happened, on the same day, with
    the same answers of the same people: all of that is read anew each time, so no answer can be old or anybody else's.
    """
    families = families_of(conference)
    described = str(conference.pk)
    asked = _Asked(
        told=tuple((one.pack, one.told, happened_by(one, described, at)) for one in families),
        conference=conference.pk, day=moment_of(at)[0], rules=id(library()), cases=tuple(cases),
        people=tuple(_hangs_on(one) for one in invitees),
        reached=lambda: position_among(families, at), invitees=invitees,
    )  # fmt: skip
    return _kept_forecast(asked)


def _hangs_on(one: Invitee) -> tuple[Any, ...]:
    return (one.kind, one.role, one.agency_code, one.answer, one.direct_contact, one.name, tuple(one.about))


@lru_cache(maxsize=256)
def _kept_forecast(asked: _Asked) -> Forecast:
    return forecast_of(asked.reached(), asked.invitees, asked.cases)


def forecast_of(position: ConferencePosition, invitees: Sequence[Invitee], cases: Sequence[UUID]) -> Forecast:
    """What the procedure would say of the children's `cases` at this list with these answers."""
    counted = [one for one in invitees if _is_counted(position, one)]
    rule = position.pack.data["quorum"]
    coming = [one for one in counted if one.answer == Answer.YES]
    events = [event for one in coming if (event := _attended(position, one, cases)) is not None]
    then = position.adding(*events) if events else position
    children = tuple(_for_child(then, case, coming) for case in cases)
    good = bool(children) and all(one.is_quorate for one in children)
    waiting = any(one.answer == "" for one in counted)
    agencies = dict.fromkeys([*rule["must"], *sorted({one.agency_code for one in counted})])
    return Forecast(
        state="quorate" if good else "not-yet" if waiting or not counted else "not",
        rule=rule["in_words"],
        source=tuple(rule["source"]),
        needed=rule["others_at_least"],
        rows=tuple(
            (
                agency,
                {
                    case: _cell(
                        counted, agency, case, needs_contact=rule["direct_contact"], is_needed=agency in rule["must"]
                    )
                    for case in cases
                },
            )
            for agency in agencies
        ),
        children=children,
    )


def _is_counted(position: ConferencePosition, one: Invitee) -> bool:
    never = position.pack.data["agencies"]["never_counted"]
    return one.kind == InviteeKind.PROFESSIONAL and bool(one.agency_code) and one.role not in never


def _attended(position: ConferencePosition, one: Invitee, cases: Sequence[UUID]) -> dict[str, Any] | None:
    """The event that the register would record at the door."""
    about = [case for case in cases if not one.about or case in one.about]
    if not about:
        return None
    event: dict[str, Any] = {
        "event": "attended", "at": position.at.isoformat(), "who": one.role, "agency": one.agency_code,
        "children": [position.child(case) for case in about],
    }  # fmt: skip
    if one.direct_contact is not None:
        event["direct_contact"] = one.direct_contact
    return event


def _for_child(then: ConferencePosition, case: UUID, coming: Sequence[Invitee]) -> ForChild:
    told, conference = then.position.told, then.position.conference
    rule = then.pack.data["quorum"]
    there = present_at(told.rules, conference, None, then.child(case))
    missing = what_is_missing(told, there)
    others = [one for one in there if one.agency not in rule["must"]]
    weak = []
    for attendee in there if not missing else ():
        stand_ins = [one for one in coming if _counts_as(then, one) == attendee.counts_as and _is_about(one, case)]
        if len(stand_ins) < 2 and what_is_missing(told, [one for one in there if one is not attendee]):
            weak += [one.name for one in stand_ins] or [attendee.counts_as]
    return ForChild(
        case_id=case,
        is_quorate=not missing,
        others=sum(bool(one.direct_contact) or not rule["direct_contact"] for one in others),
        missing=tuple(missing),
        weak=tuple(dict.fromkeys(weak)),
    )


def _counts_as(then: ConferencePosition, one: Invitee) -> str:
    rule = then.pack.data["quorum"]
    by_profession = rule["counted_by"] == "discipline" and one.agency_code not in rule["must"]
    is_of_agency = then.pack.rules.role_agency.get(one.role) == one.agency_code
    return one.role if by_profession and is_of_agency else one.agency_code


def _is_about(one: Invitee, case: UUID) -> bool:
    return not one.about or case in one.about


def _cell(counted: Sequence[Invitee], agency: str, case: UUID, *, needs_contact: bool, is_needed: bool) -> Cell:
    of_agency = [one for one in counted if one.agency_code == agency]
    here = [one for one in of_agency if _is_about(one, case)]
    if of_agency and not here:
        return Cell(_NOT_ABOUT, ())
    coming = [one for one in here if one.answer == Answer.YES]
    # Whoever must be there counts as such, whether or not they have met the child.
    counts = [one for one in coming if one.direct_contact or not needs_contact or is_needed]
    if counts:
        return Cell(_COMES, tuple(one.name for one in counts))
    if coming:
        return Cell(_NOT_DIRECT if any(one.direct_contact is False for one in coming) else _UNKNOWN, ())
    return Cell(_CANNOT if here and all(one.answer == Answer.NO for one in here) else _WAITS, ())
