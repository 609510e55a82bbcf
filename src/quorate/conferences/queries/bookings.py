"""Reading bookings: the one that stands, what is taken and by which hour, who can chair, and what a day would mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from quorate.access.gathering import prepared
from quorate.access.roles import ROLES
from quorate.access.standing import Standing
from quorate.conferences.models import Booking, Conference, Sitting
from quorate.conferences.standing import ConferencePosition
from quorate.people.models import Membership
from quorate.procedure.duty import Duty

CHAIRS: Final = "chair"
WRITERS: Final = "minute_taker"
_BEFORE: Final = ("preparation", "invitation", "report")


@dataclass(frozen=True, slots=True)
class Taken:
    """That a room and two people are taken from one instant to another. Whose conference it is, is not told."""

    room_id: UUID | None
    chair_id: UUID | None
    minute_taker_id: UUID | None
    starts_at: datetime
    ends_at: datetime

    @property
    def people(self) -> tuple[UUID, ...]:
        """The chair and the minute-taker."""
        return tuple(one for one in (self.chair_id, self.minute_taker_id) if one is not None)


def live_booking(conference: Conference) -> Booking | None:
    """The booking that stands, with its room; None where nothing is booked."""
    return Booking.objects.filter(conference=conference, live=True).select_related("room__venue").first()


def bookings_of(conference: Conference) -> list[Booking]:
    """Every booking that the conference has had, the first one first."""
    return list(Booking.objects.filter(conference=conference).select_related("room__venue").order_by("booked_at"))


def begun_as_told(conference: Conference) -> QuerySet[Sitting]:
    """The sitting that began at the start that was booked last, which is the day that people were told; of such a
    conference no letter says that it does not take place."""
    last = Booking.objects.filter(conference=conference).order_by("-live", "-booked_at", "-starts_at")[:1]
    return Sitting.objects.filter(conference=conference, planned_at__in=last.values("starts_at"))


def taken_between(start: datetime, end: datetime) -> list[Taken]:
    """What is taken in the authority within these instants, for those who book; empty for everybody else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT room_id, chair_id, minute_taker_id, starts_at, ends_at FROM conferences_taken(%s, %s)", [start, end]
        )
        return [Taken(*row) for row in cursor.fetchall()]


def not_independent(conference: Conference, users: Iterable[UUID]) -> dict[UUID, str]:
    """Which of these users are not independent of the children, and by what: holds, manages or conflict."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT user_id, why FROM conferences_not_independent(%s, %s::uuid[])",
            [conference.pk, [str(one) for one in users]],
        )
        found: dict[UUID, str] = {}
        for user, why in cursor.fetchall():
            found.setdefault(user, why)
        return found


def who_may_be(standing: Standing, role: str, on: date) -> list[tuple[UUID, str]]:
    """The users of the authority who may act in a role (chair, minute_taker) on a day, by name."""
    roles = frozenset(code for code, one in ROLES.items() if role in one.acts_as)
    (found,) = prepared(_acting, authority=standing.authority_id, on=on, roles=roles)
    return found


def _acting(*, authority: UUID, on: date, roles: frozenset[str]) -> list[QuerySet[Any, Any]]:
    rows = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), authority_id=authority, role__in=sorted(roles),
        begins_on__lte=on, user__is_active=True,
    )  # fmt: skip
    order = rows.order_by("user__display_name", "user_id")
    return [order.values_list("user_id", "user__display_name").distinct()]


# --- what the rules say of a day


def holding_duties(position: ConferencePosition, case_ids: Sequence[Any]) -> list[Duty]:
    """The limits by which the children's next conference is held, soonest first; they do not move with a booking."""
    about = {position.child(case) for case in case_ids}
    found = [
        duty
        for duty in position.position.duties
        if "conference-held" in duty.rule.met_by
        and duty.met is None
        and duty.due is not None
        and not duty.rule.window
        and (duty.about is None or duty.about in about)
    ]
    return sorted(found, key=lambda duty: (duty.due or (0, 0))[0])


def limit_of(position: ConferencePosition, case_ids: Sequence[Any]) -> date | None:
    """The last day on which the conference can be held; None where no limit is known."""
    for duty in holding_duties(position, case_ids):
        if duty.due is not None:
            return date.fromordinal(duty.due[0])
    return None


def booked_event(
    conference: Conference, starts_at: datetime, at: datetime, *, moved: bool = False
) -> Mapping[str, Any]:
    """The event that booking would record, in the words of the case file: for asking before anything is recorded."""
    return {
        "event": "conference-moved" if moved else "conference-booked",
        "at": at.isoformat(),
        "starts_at": starts_at.isoformat(timespec="minutes"),
        "reference": conference.reference,
    }


def limits_if(position: ConferencePosition, case_ids: Sequence[Any]) -> list[Duty]:
    """What would have to be done before the conference and by when, soonest first; `position` holds the booking."""
    people = {position.child(case) for case in case_ids}
    found: dict[tuple[str, Any], Duty] = {}
    for duty in position.position.duties:
        counts = duty.rule.stage not in ("plan", "holding", "enquiry") and duty.met is None and duty.due is not None
        about_ours = duty.about is None or not duty.about.startswith("c") or duty.about in people
        is_before = (
            position.position.conference.start is None
            or (duty.due or (0, 0))[0] <= (position.position.conference.start[0])
        )
        if counts and about_ours and is_before and duty.conference is position.position.conference:
            found.setdefault((duty.rule.code, duty.due), duty)
    return sorted(found.values(), key=lambda duty: ((duty.due or (0, None))[0], (duty.due or (0, 0))[1] or 0))
