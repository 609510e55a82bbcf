"""An office that books: an administrator, a chair, a minute-taker, a room, and a family whose conference is agreed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from quorate.access.context import acting_as
from quorate.access.models import Grant
from quorate.access.moments import today
from quorate.access.services import grant
from quorate.access.standing import OPERATOR, Standing
from quorate.cases.refusals import Refused
from quorate.cases.services import begin_enquiry
from quorate.cases.services.recording import record_event
from quorate.conferences.models import Booking, Conference
from quorate.conferences.services import bookings
from quorate.conferences.services.founding import found_conference
from quorate.people import services as people
from quorate.people.models import Room
from quorate.procedure.calendar import Calendar
from tests import clock
from tests.cases.making import Agency, Family

LONDON = ZoneInfo("Europe/London")


def working_day(after: date, number: int = 1) -> date:
    """The working day so many after a day."""
    return date.fromordinal(Calendar().working_day_after(after.toordinal(), number))


def now() -> datetime:
    """This instant of the test: nine o'clock of today, or later where the run has taken more than an hour."""
    return datetime.combine(today(), max(time(9), clock.now().astimezone(LONDON).time()), LONDON)


@dataclass
class Office:
    """Whoever is needed to book a conference of one authority."""

    agency: Agency = field(default_factory=Agency)
    family: Family | None = None
    room: Room = field(init=False)

    def __post_init__(self) -> None:
        venue = people.add_venue(authority=self.agency.authority, name=f"Town Hall {uuid4().hex[:6]}", by=OPERATOR)
        self.room = people.add_room(venue=venue, name="Room 2", seats=14, by=OPERATOR)
        self.family = self.family or self.agency.family(children=2)

    @property
    def administrator(self) -> Standing:
        """Who books."""
        return self.agency.administrator

    @property
    def chair(self) -> Standing:
        """The agency's chair."""
        return self.agency.chair

    @property
    def writer(self) -> Standing:
        """The agency's minute-taker."""
        return self.agency.minute_taker

    def agreed(self, kind: str = "initial") -> Conference:
        """A conference about the family that has been agreed, with the administrator let in."""
        cases, day = self.family.cases, today()
        with acting_as(self.agency.worker) as by:
            if kind in ("initial", "pre_birth"):
                begin_enquiry(cases=cases, begun_on=day, on=day, by=by)
            made = found_conference(kind=kind, cases=cases, by=by, on=day, state="agreed")
            record_event(code="assessment-completed", cases=cases, day=day, by=by)
            for code in ("conference-requested", "request-agreed"):
                record_event(code=code, cases=cases, day=day, conference=made, by=by)
        self.let_in(made)
        return made

    def let_in(self, conference: Conference) -> None:
        """The administrator is given the conference, unless they hold it."""
        with acting_as(self.agency.manager) as by:
            if not Grant.objects.filter(case_id=conference.case_id, user_id=self.administrator.user_id).exists():
                grant(
                    case=conference.case, user_id=self.administrator.user_id, as_role="administrator",
                    begins_on=today(), why="books", by=by,
                )  # fmt: skip

    def times(self, number: int = 8, hour: int = 10) -> tuple[datetime, datetime]:
        """From ten to twelve, so many working days from today."""
        day = working_day(today(), number)
        start = datetime.combine(day, time(hour), LONDON)
        return start, start + timedelta(hours=2)

    def book(self, conference: Conference, **said: Any) -> Booking:
        """Booked by the administrator; whatever is not said is the office's own."""
        start, end = self.times()
        given = {
            "starts_at": start, "ends_at": end, "room": self.room, "chair_id": self.chair.user_id,
            "minute_taker_id": self.writer.user_id,
        } | said  # fmt: skip
        if not Calendar().is_working_day(given["starts_at"].astimezone(LONDON).toordinal()):
            # A stage that is booked for today may be made on a Sunday.
            given.setdefault("beyond_why", "It cannot wait.")
        with acting_as(self.administrator) as by:
            return bookings.book(conference=conference, at=now(), by=by, **given)

    def refused(self, conference: Conference, **said: Any) -> dict[str, str]:
        """The sentences with which a booking is refused."""
        try:
            self.book(conference, **said)
        except Refused as refused:
            return refused.sentences
        return {}


def grants(conference: Conference, as_role: str) -> list[Any]:
    """Who holds a conference in a role."""
    return list(Grant.objects.filter(case_id=conference.case_id, as_role=as_role).values_list("user_id", flat=True))
