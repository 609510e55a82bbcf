"""Who came to the core groups that followed a conference: for each member, of how many meetings, and since when not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from quorate.conferences.models import Conference
from quorate.plans.models import CoreGroup, CoreGroupMember, MeetingKind


@dataclass(frozen=True, slots=True)
class GroupAttendance:
    """A professional member of a core group: meetings held while they belonged to it, those they came to, the last
    one that they missed, and what was written down of why."""

    invitee_id: UUID | None
    name: str
    held: int
    came: int
    missed_on: date | None
    why: str

    @property
    def missed(self) -> int:
        """How many they did not come to."""
        return self.held - self.came


def core_group_attendance(conference: Conference) -> list[GroupAttendance]:
    """For each professional whom this conference named to a core group, by name; two queries."""
    members = CoreGroupMember.objects.filter(conference=conference, kind="professional").order_by("name", "id")
    held = list(
        CoreGroup.objects.filter(
            conference=conference, kind=MeetingKind.CORE_GROUP, taken_back_on__isnull=True
        ).order_by("held_on", "id")
    )
    by_person: dict[tuple[UUID | None, str], list[CoreGroupMember]] = {}
    for one in members:
        by_person.setdefault((one.invitee_id, one.name), []).append(one)
    return [_of(invitee, name, rows, held) for (invitee, name), rows in by_person.items()]


def _of(invitee: UUID | None, name: str, rows: list[CoreGroupMember], held: list[CoreGroup]) -> GroupAttendance:
    keys = {one.id for one in rows}
    theirs = [one for one in held if any(_belonged(row, one) for row in rows)]
    missed = [one for one in theirs if not keys & set(one.came)]
    last = missed[-1] if missed else None
    return GroupAttendance(
        invitee, name, len(theirs), len(theirs) - len(missed), last.held_on if last else None,
        str(last.absent.get("words", "")) if last else "",
    )  # fmt: skip


def _belonged(row: CoreGroupMember, meeting: CoreGroup) -> bool:
    is_in = row.since <= meeting.held_on and (row.until is None or meeting.held_on <= row.until)
    return is_in and bool(set(row.children) & set(meeting.children))
