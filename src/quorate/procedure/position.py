"""The front door of the rules: facts about a case and a pack in, everything that follows out.

`position(pack, case, at)` is pure: the moment is passed in, and the same input gives the same output.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from quorate.procedure.case import Case, read_case
from quorate.procedure.children import tell_children
from quorate.procedure.conference import Conference
from quorate.procedure.decisions import decisions
from quorate.procedure.duties import duties_of
from quorate.procedure.duty import Duty
from quorate.procedure.invitations import invitees
from quorate.procedure.limits import act_by, usual_moment
from quorate.procedure.moments import MomentError, moment_as_text, not_after, read_moment
from quorate.procedure.notes import notes
from quorate.procedure.offsets import Moment, instant_of
from quorate.procedure.ordering import check_causes, in_order
from quorate.procedure.pack import Pack
from quorate.procedure.parents import tell_parents
from quorate.procedure.participation import participation
from quorate.procedure.quorum import quorum
from quorate.procedure.reasons import because
from quorate.procedure.scope import Told
from quorate.procedure.story import Story


class Stream:
    """A case told up to a moment, before any pack is asked: `later_events` are left out and counted."""

    __slots__ = ("at", "later_events", "story")

    def __init__(self, case: Case, at: Moment) -> None:
        ordered = in_order(case.events)
        check_causes(ordered, case.kind)
        happened = [event for event in ordered if not_after(event.moment, at)]
        self.at = at
        self.later_events = len(ordered) - len(happened)
        self.story = Story(case, happened)

    @property
    def edition_day(self) -> date:
        """The day whose edition the conference described keeps: its request, else its earliest event, else `at`."""
        asked = _asked_on(self.story.described)
        if asked is None:
            asked = self.story.events[0].moment[0] if self.story.events else self.at[0]
        return date.fromordinal(asked)

    @property
    def edition_days_beside(self) -> dict[int, date]:
        """The same of each conference that is prepared beside the one described, by its number."""
        beside = ((one.number, _asked_on(one)) for one in self.story.coming if not one.described)
        return {number: date.fromordinal(day) for number, day in beside if day is not None}


def _asked_on(conference: Conference) -> int | None:
    """The day of its request, else that of its earliest event; None where nothing belongs to it."""
    requested = conference.index.get("conference-requested")
    first = requested[0] if requested else conference.first_event
    return None if first is None else first.moment[0]


class Position:
    """Where a conference stands under one pack at one moment. Each answer is worked out when it is first asked for.

    `beside` are the conferences prepared beside it that keep another edition, by number, each as its own answer.
    """

    __slots__ = ("_duties", "beside", "later_events", "pack", "told")

    def __init__(self, pack: Pack, stream: Stream, beside: Mapping[int, Position] | None = None) -> None:
        story = stream.story
        self.pack = pack
        self.beside = beside or {}
        self.later_events = stream.later_events
        rules = pack.rules
        parents = tell_parents(story, rules.data["exclusion"]["decided_by"])
        self.told = Told(rules, story, tell_children(story), parents, stream.at)
        self._duties: list[Duty] | None = None

    @property
    def conference(self) -> Conference:
        """The conference that the case file describes."""
        return self.told.story.described

    @property
    def duties(self) -> list[Duty]:
        """Every unmet duty and window of every conference, and every met one of the conference described and of those
        that are prepared beside it."""
        if self._duties is None:
            own = [duty for duty in duties_of(self.told) if duty.conference.number not in self.beside]
            of_others = [
                [duty for duty in other.duties if duty.conference.number == number]
                for number, other in self.beside.items()
            ]
            self._duties = sum(of_others, own)
        return self._duties

    @property
    def next(self) -> Duty | None:
        """What comes next: the open or overdue duty with the earliest limit, else the first that is open."""
        asked = [duty for duty in self.duties if duty.state in ("open", "overdue") and not duty.rule.window]
        dated = [duty for duty in asked if duty.due is not None]
        if dated:
            return min(dated, key=lambda duty: instant_of(duty.due or (0, None)))
        return asked[0] if asked else None

    def as_data(self, *, brief: bool = False, why: str | None = None) -> dict[str, Any]:
        """The whole answer as plain data; `brief` leaves out the reasons, `why` keeps one code's duties only."""
        conference = self.conference
        following = self.next
        return {
            "pack": self.pack.id,
            "base": self.pack.base_edition,
            "at": moment_as_text(self.told.at),
            "conference": {
                "reference": conference.reference,
                "kind": conference.kind,
                "starts": moment_as_text(conference.start),
                "held_at": None if conference.held is None else moment_as_text(conference.held.moment),
            },
            "later_events": self.later_events,
            "duties": [self._told(duty, brief) for duty in self.duties if why is None or duty.rule.code == why],
            "invitees": invitees(self.told, conference),
            "children": participation(self.told, conference),
            "quorum": quorum(self.told, conference),
            "decisions": decisions(self.told, conference),
            "next": None if following is None else self._told(following, True),
            "notes": notes(self.told),
        }

    def _told(self, duty: Duty, brief: bool) -> dict[str, Any]:
        other = self.beside.get(duty.conference.number)
        data = duty_as_data(duty, brief=brief)
        return data if other is None else {**data, "edition": other.pack.id}


def by_editions(stream: Stream, pack_on: Callable[[date], Pack], *, whole: Stream | None = None) -> Position:
    """Where a stream stands, each conference that is being prepared under the edition of its own day.

    `whole` is the stream with what happened after the moment, from which the edition of the conference described is
    known. Raises what `pack_on` raises for a day without an edition.
    """
    pack = pack_on((whole or stream).edition_day)
    beside = {number: pack_on(day) for number, day in stream.edition_days_beside.items()}
    return Position(
        pack,
        stream,
        {
            number: Position(other, Stream(stream.story.case, stream.at))
            for number, other in beside.items()
            if (other.id, other.base_edition) != (pack.id, pack.base_edition)
        },
    )


def position(pack: Pack, case: Case | Mapping[str, Any], at: datetime | date | str) -> Position:
    """Where the case stands under the pack at the moment `at` (a date means its beginning, in London).

    Raises CaseError for a case file that is refused, OutsideKnownYears where a limit would fall outside the
    years whose holidays are known, and ValueError for a moment that cannot be read.
    """
    return Position(pack, Stream(case if isinstance(case, Case) else read_case(case), moment_of(at)))


def moment_of(at: datetime | date | str) -> Moment:
    """A moment from a date, a datetime or ISO text; London where it carries no offset. Raises MomentError."""
    if isinstance(at, str):
        return read_moment(at)
    if isinstance(at, datetime):
        return read_moment(at.isoformat())
    if isinstance(at, date):
        return read_moment(at.isoformat())
    raise MomentError(f"{at!r} is not a moment; give a date, a datetime or ISO text")


def duty_as_data(duty: Duty, *, brief: bool) -> dict[str, Any]:
    """One duty as plain data, its limit and moments as ISO text."""
    rule = duty.rule
    act, next_working = act_by(duty)
    data: dict[str, Any] = {
        "code": rule.code,
        "title": rule.title,
        "who": duty.who,
        "for": duty.conference.reference,
        "about": duty.about,
        "window": rule.window,
        "opens": moment_as_text(duty.opens),
        "due": moment_as_text(duty.due),
        "act_by": moment_as_text(act),
        "next_working": moment_as_text(next_working),
        "met_at": moment_as_text(duty.met),
        "state": duty.state,
        "weight": rule.weight,
        "source": rule.source,
    }
    if rule.usual_minutes is not None:
        data["usual_at"] = moment_as_text(usual_moment(duty))
    if duty.excuse is not None:
        data["excused"] = {"by": duty.excuse.data.get("by"), "reason": duty.excuse.data.get("reason")}
    if not brief:
        data["because"] = because(duty)
    return data
