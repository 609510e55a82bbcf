"""What follows what: one table, event → what happens in the same transaction.

Each room keeps its own reaction; this is the one place that says which event calls it. An exception undoes the event.
Duties follow from every event by themselves and are not listed here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.checks import CheckMessage, Error, Tags, register
from django.utils import timezone

from quorate.access.models import Grant
from quorate.cases.reactions import BESIDES, Reaction, Recorded, reactions_to, reacts_to, undoes
from quorate.conferences.models import Booking, Conference, ConferenceChild, Invitee
from quorate.conferences.services import allocations
from quorate.notices.services.apart import when_arranged, when_somebody_stays_away
from quorate.notices.services.by_rule import ask_for_booking, confirm_date
from quorate.notices.services.following import (
    when_adjourned,
    when_all_is_held,
    when_cancelled,
    when_held,
    when_kept_out,
    when_moved,
    when_taken_off,
)
from quorate.notices.services.handing_on import when_handed_on
from quorate.notices.services.naming import when_named
from quorate.plans.services import handing_on
from quorate.plans.services.endings import end_with_the_child, go_on_after_all
from quorate.procedure.events import EVENTS
from quorate.release.places import require_open_place


@dataclass(frozen=True, slots=True)
class Follows:
    """One row of the table: after this event, this, done by that function."""

    event: str
    what: str
    does: Reaction


def _place_searched(event: Recorded) -> None:
    if event.conference_id is not None:
        require_open_place(event.conference_id)


def _booking_asked(event: Recorded) -> None:
    conference = _conference(event)
    if conference is not None:
        ask_for_booking(conference=conference, by=event.by, at=_when(event))


def _date_confirmed(event: Recorded) -> None:
    conference = _conference(event)
    if conference is not None:
        confirm_date(conference=conference, by=event.by, at=_when(event))


def _move_told(event: Recorded) -> None:
    conference = _conference(event)
    if conference is not None:
        when_moved(conference=conference, by=event.by, at=_when(event))


def _calls_held(event: Recorded) -> None:
    conference = _conference(event)
    if conference is not None:
        when_adjourned(conference=conference, by=event.by, at=_when(event))


def _new_day_told(event: Recorded) -> None:
    """A conference that was adjourned is booked anew: that is a new date for everybody who was told of the first."""
    conference = _conference(event)
    if conference is not None and Booking.objects.filter(conference=conference, live=True, replaces__isnull=False):
        when_moved(conference=conference, by=event.by, at=_when(event))


def _calls_put_aside(event: Recorded) -> None:
    conference = _conference(event)
    if conference is not None:
        when_held(conference=conference, by=event.by, at=_when(event))


def _cancelling_told(event: Recorded) -> None:
    conference = _conference(event)
    if conference is not None:
        when_cancelled(conference=conference, by=event.by, at=_when(event))


def _messages_held(event: Recorded) -> None:
    conference = _conference(event)
    if conference is None:
        return
    for person in _people(event):
        when_kept_out(conference=conference, person_id=person, by=event.by, at=_when(event))
    # What is decided for one conference holds for every later one about the same child.
    for one in (conference, *_about_the_same_children(conference)):
        when_somebody_stays_away(conference=one, by=event.by, at=_when(event))


def _place_taken_back(event: Recorded) -> None:
    conference = _conference(event)
    if conference is not None:
        when_taken_off(conference=conference, by=event.by, at=_when(event))
        when_somebody_stays_away(conference=conference, by=event.by, at=_when(event))


def _named_called_anew(event: Recorded) -> None:
    conference = _conference(event)
    if conference is not None:
        when_named(conference=conference, invitee=UUID(event.facts["invitee"]), by=event.by, at=_when(event))


def _lists_called_anew(event: Recorded) -> None:
    """The lists bear the name already: the database has written it there (`conferences.sql.renamed`)."""
    here = ConferenceChild.objects.filter(child_case_id__in=event.cases).values("conference_id")
    rows = Invitee.objects.filter(person_id=UUID(event.facts["person"]), name=event.facts["name"], conference__in=here)
    for row in rows.filter(removed_on__isnull=True).select_related("conference__case").order_by("pk"):
        when_named(conference=row.conference, invitee=row.pk, by=event.by, at=_when(event))


def _apart_called_anew(event: Recorded) -> None:
    conference = _conference(event)
    if conference is not None:
        people = [UUID(one) for one in event.facts["people"]]
        when_arranged(conference=conference, people=people, by=event.by, at=_when(event))


def _everything_held(event: Recorded) -> None:
    ids = ConferenceChild.objects.filter(child_case_id__in=event.cases).values("conference_id")
    for conference in Conference.objects.select_related("case").filter(pk__in=ids):
        when_all_is_held(conference=conference, by=event.by, at=_when(event))


def _grants(event: Recorded, which: str) -> list[Grant]:
    rows = Grant.objects.filter(pk__in=[UUID(one) for one in event.facts[which]])
    return list(rows.select_related("case").order_by("pk"))


def _conferences_follow(event: Recorded) -> None:
    allocations.follow(
        cases=event.cases, given=_grants(event, "given"), ended=_grants(event, "ended"), on=event.day, by=event.by
    )


def _core_group_follows(event: Recorded) -> None:
    handing_on.follow(given=_grants(event, "given"), ended=_grants(event, "ended"), on=event.day, by=event.by)


def _new_holder_told(event: Recorded) -> None:
    when_handed_on(cases=event.cases, given=_grants(event, "given"), by=event.by, at=_when(event))


_ENDS: Final = {"child-died": "died", "pregnancy-ended": "pregnancy-ended"}


def _plans_end(event: Recorded) -> None:
    end_with_the_child(cases=event.cases, on=event.day, why=_ENDS[event.code])


def _plans_go_on(event: Recorded) -> None:
    """The event was taken back; one that ended a plan for a reason of its own (a move, a birthday) says which."""
    why = _ENDS.get(event.code) or str(event.facts.get("reason", ""))
    go_on_after_all(cases=event.cases, on=event.day, why=why)


_PLACE: Final = (
    "It is not booked where the place says in words what the family's letters must not: asked before all else."
)
TABLE: Final[tuple[Follows, ...]] = (
    Follows("conference-booked", _PLACE, _place_searched),
    Follows("conference-moved", _PLACE, _place_searched),
    Follows("request-agreed", "The office that books is asked for a room, a chair and a minute-taker.", _booking_asked),
    Follows("conference-booked", "The date is confirmed to the roles that the procedure names.", _date_confirmed),
    Follows("conference-adjourned", "Invitations to the day that was stay here.", _calls_held),
    Follows("conference-booked", "After an adjournment: the new date is prepared for those told.", _new_day_told),
    Follows("conference-moved", "Invitations to the old date stay here; the new date is prepared.", _move_told),
    Follows("conference-moved", "The new date is confirmed to the roles that the procedure names.", _date_confirmed),
    Follows("conference-cancelled", "Invitations stay here; a letter to those told is prepared.", _cancelling_told),
    Follows("conference-held", "What calls people and was not let out is put aside.", _calls_put_aside),
    Follows("exclusion-decided", "What waits for the person stays here; the letter is prepared.", _messages_held),
    Follows("relative-kept-out", "The same for somebody whom the rules do not know.", _messages_held),
    Follows(
        "allocation-changed", "The child's conferences go with it, and the place on the list.", _conferences_follow
    ),
    Follows("allocation-changed", "The core group's place goes with it.", _core_group_follows),
    Follows("allocation-changed", "Who took over is told the dates that are booked.", _new_holder_told),
    Follows(
        "taken-off-list",
        "What waits for whoever left the list stays here; that they need not come is prepared.",
        _place_taken_back,
    ),
    Follows(
        "place-named",
        "What lay in the outbox under the old name stays here, and is prepared for who is named now.",
        _named_called_anew,
    ),
    Follows(
        "person-renamed",
        "What lay in the outbox under the name that stood on the record stays here, and is prepared in the new one.",
        _lists_called_anew,
    ),
    Follows(
        "arrangement-changed",
        "Letters that call two people who must not meet stay here, or are prepared anew.",
        _apart_called_anew,
    ),
    Follows("child-died", "Everything in the outbox is held.", _everything_held),
    Follows("child-died", "The child's open plans end; taken back, they go on.", _plans_end),
    Follows("pregnancy-ended", "Everything in the outbox is held.", _everything_held),
    Follows("pregnancy-ended", "The child's open plans end; taken back, they go on.", _plans_end),
)
"""Every reaction of the house, in the order in which they run."""


def _conference(event: Recorded) -> Conference | None:
    if event.conference_id is None:
        return None
    return Conference.objects.select_related("case").filter(pk=event.conference_id).first()


def _about_the_same_children(conference: Conference) -> list[Conference]:
    """The others that whoever acts may see and that are still to come."""
    children = ConferenceChild.objects.filter(conference=conference).values("child_case_id")
    ids = ConferenceChild.objects.filter(child_case_id__in=children).values("conference_id")
    others = Conference.objects.select_related("case").filter(pk__in=ids, held_on__isnull=True)
    return list(others.exclude(pk=conference.pk).order_by("pk"))


def _people(event: Recorded) -> list[UUID]:
    said = event.facts.get("parents") or event.facts.get("parent") or ()
    return [UUID(str(one)) for one in ([said] if isinstance(said, str | UUID) else said)]


def _when(event: Recorded) -> datetime:
    return event.at or timezone.now()


def load() -> None:
    """Registers the table; a second call changes nothing."""
    for row in TABLE:
        if row.does not in reactions_to(row.event):
            reacts_to(row.event)(row.does)
    undoes(*_ENDS, "plan-ended")(_plans_go_on)


@register(Tags.compatibility)
def check_the_table(app_configs: Any = None, **_: Any) -> Sequence[CheckMessage]:
    """An empty table, an unknown event or a row that is not registered keeps the system from starting."""
    return faults_of(TABLE, reactions_to)


def faults_of(table: Sequence[Follows], registered: Callable[[str], Sequence[Reaction]]) -> list[CheckMessage]:
    """What is wrong with a table of reactions."""
    if not table:
        return [_fault("Nothing follows from any event: letters would stay unsent and invitations unheld.", 1)]
    unknown = [row.event for row in table if row.event not in EVENTS and row.event not in BESIDES]
    found = [_fault(f"{event} is no event of the vocabulary.", 2) for event in unknown]
    return found + [
        _fault(f"{row.event}: {row.what} It is not registered.", 3)
        for row in table
        if row.event not in unknown and row.does not in registered(row.event)
    ]


def _fault(words: str, number: int) -> CheckMessage:
    return Error(words, hint="Put it right in quorate/reactions.py.", id=f"quorate.reactions.E00{number}")
