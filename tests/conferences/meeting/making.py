"""A meeting that can begin: everybody invited, booked for today with chair, minute-taker and room."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from quorate.access.context import acting_as
from quorate.access.standing import Standing
from quorate.conferences.models import Attendance, Conference, Invitee, Sitting
from quorate.conferences.services import meeting, meeting_register
from tests.cases.making import Agency, Family
from tests.conferences.stages import at_clock as clock
from tests.conferences.stages import ready_today


@dataclass
class Meeting:
    """One conference on its day, and those who hold it."""

    pack: str = "bolton"
    kind: str = "initial"
    agency: Agency | None = None
    family: Family | None = None
    conference: Conference = field(init=False)

    def __post_init__(self) -> None:
        self.agency = self.agency or Agency(pack=self.pack)
        self.family = self.family or self.agency.family(children=2)
        self.conference = ready_today(self.agency, self.family, self.kind)

    @property
    def chair(self) -> Standing:
        """Who leads it."""
        return self.agency.chair

    @property
    def writer(self) -> Standing:
        """Who takes its minutes."""
        return self.agency.minute_taker

    def start(self, at: datetime | None = None, **said: Any) -> Sitting:
        """Begun by the chair, in time."""
        with acting_as(self.chair) as by:
            return meeting.start(conference=self.conference, at=at or clock(10), by=by, **said)

    def invitee(self, role: str) -> Invitee:
        """The first of the list with a role."""
        with acting_as(self.chair):
            return Invitee.objects.filter(conference=self.conference, role=role, removed_on__isnull=True).first()

    def arrive(self, role: str, at: datetime | None = None, **said: Any) -> Attendance:
        """Somebody of the list comes in."""
        return self.comes_in(self.invitee(role).pk, at, **said)

    def comes_in(self, invitee_id: UUID, at: datetime | None = None, **said: Any) -> Attendance:
        """Somebody comes in, as the minute-taker writes it down."""
        with acting_as(self.writer) as by:
            return meeting_register.come_in(
                conference=self.conference, invitee_id=invitee_id, at=at or clock(10, 1), by=by, **said
            )

    def full(self) -> None:
        """The usual people are here: enough for every procedure."""
        for invitee in self.invitees():
            if invitee.kind in ("parent", "professional"):
                self.comes_in(invitee.pk, direct_contact=True if invitee.agency_code else None)

    def invitees(self) -> list[Invitee]:
        """The whole list."""
        with acting_as(self.chair):
            return list(Invitee.objects.filter(conference=self.conference, removed_on__isnull=True))
