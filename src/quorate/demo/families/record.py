"""A made-up family as it stands in the database, and who works with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from quorate.access.models import ProtectedCase
from quorate.cases.models import Child
from quorate.cases.services.founding import Holder
from quorate.conferences.models import Conference


@dataclass(frozen=True)
class Staff:
    """Who works with a family: users, and the team where nobody has been allocated yet."""

    worker: UUID
    chair: UUID
    administrator: UUID
    minute_taker: UUID
    neighbour: UUID
    auditor: UUID
    team: UUID
    partners: tuple[tuple[UUID, UUID], ...] = ()


@dataclass
class Written:
    """A family as it stands in the database, by the keys of its story."""

    staff: Staff
    holders: tuple[Holder, ...]
    children: dict[str, Child] = field(default_factory=dict)
    cases: dict[str, ProtectedCase] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    conferences: list[Conference] = field(default_factory=list)
    chairs: dict[UUID, UUID] = field(default_factory=dict)
    writers: dict[UUID, UUID] = field(default_factory=dict)

    @property
    def worker(self) -> UUID:
        """The social worker."""
        return self.staff.worker

    @property
    def chair(self) -> UUID:
        """The chair of the conferences."""
        return self.staff.chair

    @property
    def neighbour(self) -> UUID:
        """A social worker who has nothing to do with the family."""
        return self.staff.neighbour

    def chair_of(self, conference: Conference) -> UUID:
        """Who chairs this conference: the family's chair, or who stands in."""
        return self.chairs.get(conference.pk, self.staff.chair)
