"""A conference at each stage, quickly, by the services that the pages use. Each part adds its own function.

agency, family = Agency(), agency.family()
conference = agreed(agency, family)         # asked for by the worker, agreed by the manager
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases import services as cases
from quorate.cases.models import Enquiry
from quorate.conferences.models import Conference, ConferenceRequest
from quorate.conferences.queries import children_of
from quorate.conferences.queries.unasked import ASKED, adults_around
from quorate.conferences.services import drafting, people, requests
from quorate.web.work import moments
from tests.cases.making import Agency, Family


def with_enquiry(agency: Agency, family: Family, begun_on: date | None = None) -> None:
    """A strategy discussion about all the children, two days ago unless said: the clock of the conference runs."""
    if not Enquiry.objects.filter(case__in=family.cases).exists():
        with acting_as(agency.worker) as by:
            cases.begin_enquiry(
                cases=family.cases, begun_on=begun_on or today() - timedelta(days=2), on=today(), by=by
            )  # fmt: skip


def _moment(day: date) -> datetime:
    """Now, or nine in the morning of another day."""
    now = moments.now()
    return now if day == now.date() else datetime.combine(day, time(9), ZoneInfo("Europe/London"))


def everybody_answered(conference: Conference) -> None:
    """Of each person it is said in the request that their address may be told, and that they were asked whether they
    are afraid: nothing is sent without. Called by whoever writes the request; whoever sends it reads it afterwards."""
    people = [one.person_id for one in children_of(conference)]
    people += adults_around(children_of(conference), today())
    asked = ConferenceRequest.objects.get(conference=conference)
    said = {"people": {str(one): "no" for one in people}, "safety": {str(one): ASKED for one in people}}
    asked.answers = said | asked.answers
    asked.save(update_fields=["answers"])


def asked_for(agency: Agency, family: Family, kind: str = "initial", *, on: date | None = None) -> Conference:
    """A request sent by the worker: with an enquiry before it unless it is for a review or a transfer."""
    day = on or today()
    if kind in ("initial", "pre_birth"):
        with acting_as(agency.worker):
            with_enquiry(agency, family)
    with acting_as(agency.worker) as by:
        besides = "For what has happened since."  # kept only where another one is under way
        conference = requests.begin(kind=kind, cases=family.cases, by=by, on=day, besides=besides)
        everybody_answered(conference)
        asked = ConferenceRequest.objects.select_related("conference__case").get(conference=conference)
        asked.reason = "The children saw violence at home and nobody can say that it has stopped."
        asked.risk_is_serious, asked.assessment_completed_on = True, day
        asked.other_plans_considered = ["child-in-need-plan"]
        asked.no_other_plan_because = "Help under a child in need plan was not taken up."
        asked.save(
            update_fields=["reason", "risk_is_serious", "assessment_completed_on", "other_plans_considered",
                           "no_other_plan_because"]
        )  # fmt: skip
        if kind == "transfer_in":
            drafting.save_transfer(
                asked=asked, from_authority="Farshire Council", is_permanent=True, notified_on=day, by=by,
                at=_moment(day),
            )  # fmt: skip
            asked.refresh_from_db()
        requests.send(asked=asked, by=by, at=_moment(day))
    return conference


def agreed(agency: Agency, family: Family, kind: str = "initial", **said: Any) -> Conference:
    """The same, agreed by the manager."""
    conference = asked_for(agency, family, kind, **said)
    with acting_as(agency.manager) as by:
        asked = ConferenceRequest.objects.select_related("conference__case").get(conference=conference)
        requests.agree(asked=asked, reason="The threshold is met.", by=by, on=said.get("on") or today())
        conference.refresh_from_db(from_queryset=Conference.objects.select_related("case"))
    return conference


def invited(agency: Agency, family: Family, kind: str = "initial", *, to: Conference | None = None) -> Conference:
    """Agreed (or the conference `to` as it stands), and everybody whom the procedure asks for is on the list."""
    conference = to or agreed(agency, family, kind)
    now = moments.now()
    with acting_as(agency.worker) as by:
        for one in people.invite_list_of(conference, by, now):
            if one.invite == "yes":
                people.add_suggested(conference=conference, suggestion=one, by=by)
        people.supply_invite_list(conference=conference, at=now, by=by)
    return conference


def booked(
    agency: Agency, family: Family, kind: str = "initial", *, to: Conference | None = None, number: int = 8
) -> Conference:
    """Agreed (or the conference `to`), and booked by `agency.administrator` for ten to twelve, so many working days
    from today, in a room of its own, with `agency.chair` and `agency.minute_taker`."""
    from tests.conferences.bookings.making import Office

    office = Office(agency, family)
    conference = to or agreed(agency, family, kind)
    office.let_in(conference)
    start, end = office.times(number)
    office.book(conference, starts_at=start, ends_at=end)
    with acting_as(agency.manager):
        conference.refresh_from_db(from_queryset=Conference.objects.select_related("case"))
    return conference


def at_clock(hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A time of today in London: a meeting can only be recorded on its day."""
    return datetime.combine(today(), time(hour, minute, second), ZoneInfo("Europe/London"))


def ready_today(agency: Agency, family: Family, kind: str = "initial", *, to: Conference | None = None) -> Conference:
    """Everybody is on the list (or the conference `to` as it stands), and it is booked for today at ten."""
    from tests.conferences.bookings.making import Office

    conference = to or invited(agency, family, kind)
    office = Office(agency, family)
    office.let_in(conference)
    office.book(conference, starts_at=at_clock(10), ends_at=at_clock(12))
    with acting_as(agency.manager):
        conference.refresh_from_db(from_queryset=Conference.objects.select_related("case"))
    return conference


def sitting(agency: Agency, family: Family, kind: str = "initial", *, to: Conference | None = None) -> Conference:
    """Begun today at ten by `agency.chair`, with every parent and professional of the list in the room."""
    from quorate.conferences.models import Invitee
    from quorate.conferences.queries.people import kept_out
    from quorate.conferences.services import meeting, meeting_register

    conference = (
        to if to is not None and to.state in ("booked", "adjourned") else ready_today(agency, family, kind, to=to)
    )
    with acting_as(agency.chair) as by:
        meeting.start(conference=conference, at=at_clock(10), by=by)
        for one in Invitee.objects.filter(conference=conference, removed_on=None, kind__in=("parent", "professional")):
            if one.person_id and kept_out(conference, one.person_id) == "whole":
                continue
            meeting_register.come_in(
                conference=conference, invitee_id=one.pk, at=at_clock(10, 1), by=by,
                direct_contact=True if one.agency_code else None,
            )  # fmt: skip
        conference.refresh_from_db()
    return conference


def reported(agency: Agency, family: Family, kind: str = "initial", *, to: Conference | None = None) -> Conference:
    """Everybody invited and booked (or the conference `to` as it stands); the social work report written by the
    worker, authorised by the manager and with both parents since an hour ago; every agency's report in."""
    from tests.conferences.reports import making

    conference = to or booked(agency, family, kind, to=invited(agency, family, kind))
    making.social_work_report(agency, conference)
    making.share_with_parents(agency, family, conference)
    making.agency_reports(agency, conference)
    return conference


def decided(
    agency: Agency, family: Family, kind: str = "initial", *, to: Conference | None = None, closed: bool = True
) -> Conference:
    """A plan for the first child and none for the others, each with a line of a plan; closed at noon unless said."""
    from tests.conferences.decisions.making import Table

    table = Table(agency.pack, kind, at=(agency, family, to))
    table.decide_all()
    if closed:
        table.close()
    return table.conference


def written_out(record: Any, at: datetime, by: Any) -> None:
    """Every part for which the procedure asks and about which nothing stands says so: the chair may approve it then."""
    from quorate.conferences.models import RecordSection
    from quorate.conferences.services.record import empty_parts, save_section

    parts = list(RecordSection.objects.filter(record=record))
    wanted = empty_parts(record.conference, parts).asked_for
    for one in (part for part in parts if part.title in wanted):
        save_section(section=one, words="It did not come up.", version=one.version, at=at, by=by)
