"""The margin of a conference's first page: whether it would be quorate, figures at a glance, whom to ring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from quorate.access.models import Grant
from quorate.access.roles import ROLES
from quorate.cases.models import Address
from quorate.conferences.models import Booking, ChecklistTick, Conference, Invitee, KeptOff, Report
from quorate.conferences.models.report import ReportState
from quorate.conferences.queries.asking_again import limits_without_conference
from quorate.conferences.queries.forecasting import Forecast, forecast_at
from quorate.conferences.queries.people import concerns_to_arrange, invitees
from quorate.conferences.standing import NothingToldYet
from quorate.people.telephones import WorkNumber, acting, dialled, numbers_in
from quorate.web.conferences.opening import Asked, OpenConference
from quorate.web.wording import joined, moment, plural

# What the forecast and the figures ask of somebody on the list: reading all that is known of them costs the most here.
_OF_PEOPLE = (
    "kind", "name", "role", "agency_code", "about", "invited_on", "answer", "direct_contact", "attends_separately",
    "kept_off",
)  # fmt: skip
_TO_COME = ("requested", "agreed", "booked", "adjourned")
_NO_FORECAST = ("sitting", "held", "cancelled", "declined")
_RUNG = ("social_worker", "team_manager", "chair", "administrator")


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who works on the conference: role, name, and how they are rung at work."""

    title: str
    name: str
    ways: WorkNumber

    @property
    def dials(self) -> str:
        """The address that rings them."""
        return dialled(self.ways.number)


@dataclass(frozen=True, slots=True)
class Glance:
    """The margin: the forecast (None before anybody is on the list, once it sits, and where it does not take place),
    facts, who works on it."""

    forecast: Forecast | None
    facts: list[tuple[str, str]]
    holders: list[Holder]
    office: Mapping[str, Any] | None
    office_dials: str
    is_protected: bool
    is_to_arrange: bool
    """Whether it is still to be arranged how people come who must not meet; said to those alone who may read why."""
    by_name: list[str]
    """Who is not invited because they are called as somebody who is kept out: said to whoever keeps the list."""
    to_ask_again: list[Mapping[str, Any]]
    """Of a conference that was cancelled: the children for whom the limit runs on, and by when (`name`, `due_on`)."""


def readings(found: Asked) -> tuple[QuerySet[Any, Any], ...]:
    """What `glance_of` is made of: the list, the booking, reports, ticks, who holds it with their names, addresses."""
    about = {"conference": found.conference}
    open_ended = Q(ends_on__isnull=True) | Q(ends_on__gte=found.today)
    held = Grant.objects.filter(open_ended, case=found.case, as_role__in=_RUNG, begins_on__lte=found.today)
    authority = Conference.objects.filter(pk=found.conference.pk).values_list("authority_id", flat=True)
    protected = Address.objects.filter(case_id__in=found.case_ids, ends_on__isnull=True).exclude(protection="open")
    return (
        invitees(found.conference).select_related(None).only(*_OF_PEOPLE),
        Booking.objects.filter(live=True, **about)
        .select_related("room__venue")
        .only("starts_at", "chair_id", "place_words", "room__name", "room__venue__name"),
        Report.objects.filter(**about).values_list("state", flat=True),
        ChecklistTick.objects.filter(**about).values_list("id", flat=True),
        held.order_by("begins_on", "id").values_list("user_id", "as_role", "user__display_name"),
        acting(authority, found.today).filter(user__in=held.values("user_id")),
        protected.values_list("id", flat=True)[:1],
        concerns_to_arrange(found.conference).values_list("id", flat=True),
        limits_without_conference(found.case_ids),
    )


def glance_of(found: OpenConference, read: Sequence[list[Any]]) -> Glance:
    """What stands in the margin of the first page, from the rows of `readings`."""
    people, bookings, reports, ticks, held, numbers, protected, to_arrange, limits = read
    offices = found.pack.data.get("contact", ())
    office = next((one for name in ("invitations", "general") for one in offices if one["function"] == name), None)
    return Glance(
        forecast=_forecast(found, people),
        facts=_facts(people, bookings[0] if bookings else None, reports, len(ticks)),
        holders=_holders(held, numbers_in(numbers), bookings[0].chair_id if bookings else None),
        office=office,
        to_ask_again=_to_ask_again(found, limits),
        is_protected=bool(protected),
        office_dials=dialled(office["telephone"]) if office and office.get("telephone") else "",
        is_to_arrange=bool(to_arrange) and found.conference.state in _TO_COME,
        by_name=_by_name(found, people),
    )


def _by_name(found: OpenConference, people: Sequence[Invitee]) -> list[str]:
    is_told = found.keeps and found.conference.state in _TO_COME
    return [one.name for one in people if is_told and one.kept_off == KeptOff.NAME]


def _to_ask_again(found: OpenConference, limits: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    if found.conference.state != "cancelled":
        return []
    names = {one.case_id: one.name for one in found.children}
    return [
        {**one, "name": names[one["case_id"]], "is_late": one["due_on"] < found.today}
        for one in limits
        if one["case_id"] in names
    ]


def _forecast(found: OpenConference, people: Sequence[Invitee]) -> Forecast | None:
    if not people or found.conference.held_on is not None or found.conference.state in _NO_FORECAST:
        return None
    try:
        return forecast_at(found.conference, found.now, people, found.case_ids)
    except NothingToldYet:
        return None


def _facts(
    people: Sequence[Invitee], booking: Booking | None, reports: Sequence[str], ticked: int
) -> list[tuple[str, str]]:
    said = [("Where", _where(booking)), ("Reports", _reports(reports)), ("Invited", _invited(people))]
    apart = [one.name for one in people if one.attends_separately]
    if apart:
        said.append(("Safety", f"{joined(apart)} {'attends' if len(apart) == 1 else 'attend'} separately"))
    if ticked:
        said.append(("Checklists", f"{plural(ticked, 'step')} ticked"))
    return [(name, value) for name, value in said if value]


def _where(booking: Booking | None) -> str:
    if booking is None:
        return ""
    place = str(booking.room or booking.place_words)  # with its house: two houses have rooms of one name
    return f"{place}, {moment(booking.starts_at)}" if place else moment(booking.starts_at)


def _reports(states: Sequence[str]) -> str:
    done = sum(state in (ReportState.AUTHORISED, ReportState.RECEIVED) for state in states)
    return f"{done} of {len(states)} in" if states else ""


def _invited(people: Sequence[Invitee]) -> str:
    asked = [one for one in people if one.invited_on is not None]
    if not asked:
        return f"{plural(len(people), 'person', 'people')} on the list, nobody invited yet" if people else ""
    answers = Counter(one.answer for one in asked)
    parts = (("yes", "yes"), ("no", "cannot"), ("", "no answer yet"))
    return f"{len(asked)}: " + ", ".join(f"{answers[key]} {words}" for key, words in parts if answers[key])


def _holders(
    held: Sequence[tuple[Any, str, str | None]], numbers: Mapping[UUID, WorkNumber], chair: UUID | None
) -> list[Holder]:
    """Who works on the conference, as far as the reader sees it, and how they are rung; of several who are let in to
    chair the one who is booked to."""
    if any((user, role) == (chair, "chair") for user, role, _ in held):
        held = [one for one in held if one[1] != "chair" or one[0] == chair]
    users = {user: (role, name) for user, role, name in held if name is not None}
    rows = sorted((_RUNG.index(role), ROLES[role].title, name, user) for user, (role, name) in users.items())
    return [Holder(title, name, numbers.get(user, WorkNumber())) for _, title, name, user in rows]
