"""The review after a conference: founded with its children and people, each gone through by name; never a copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from quorate.access.models import ProtectedCase
from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.cases.refusals import Refused, quietly
from quorate.cases.services.recording import RefusedEvent, record_event
from quorate.conferences.models import Conference, ConferenceState, Invitee
from quorate.conferences.services.founding import found_conference, let_in_office
from quorate.conferences.services.people import add_invitee
from quorate.plans.models import Plan, PlanKind

_GONE: Final = (ConferenceState.HELD, ConferenceState.DECLINED, ConferenceState.CANCELLED)
_SEATS: Final = ("chair", "minute_taker")
_BROUGHT: Final = "At the conference before; asked about again by name"


def children_to_review(conference: Conference) -> list[UUID]:
    """The children of a conference who have a child protection plan now, by case: those without a review under way,
    where there are any."""
    asked = Q(case_id__in=conference.children.values("child_case_id"), kind=PlanKind.CHILD_PROTECTION)
    open_ = Plan.objects.filter(asked, ended_on__isnull=True).order_by("began_on", "case_id")
    planned = list(dict.fromkeys(open_.values_list("case_id", flat=True)))
    reviewed = set(_under_way(planned).values_list("children__child_case_id", flat=True))
    return [case for case in planned if case not in reviewed] or planned


def _under_way(children: Sequence[UUID]) -> QuerySet[Conference]:
    return Conference.objects.filter(children__child_case_id__in=children, kind="review").exclude(state__in=_GONE)


def review_under_way(children: Sequence[UUID]) -> Conference | None:
    """The review of these children that is being prepared already; None where there is none."""
    found = _under_way(children)
    return found.select_related("case").order_by("-requested_on").first()


def to_go_through(conference: Conference) -> list[Invitee]:
    """Everybody on the list of a conference who is asked about again; chair and minute-taker come with the booking."""
    rows = Invitee.objects.filter(conference=conference, removed_on__isnull=True).exclude(role__in=_SEATS)
    return list(rows.order_by("kind", "name", "id"))


@quietly
@transaction.atomic
def bring_forward(*, conference: Conference, again: Mapping[UUID, bool], on: date, by: Standing) -> Conference:
    """Founds the review of those children of a held conference who have a plan; it can be booked at once.

    `again` says of everybody on the earlier list by name whether they are invited again: whoever is left out of it is
    a refusal, not a guess. An exclusion stands on until the chair has decided afresh: it is carried by the rule, not
    copied. Raises `Refused`, `NotAllowed`.
    """
    if conference.state != ConferenceState.HELD:
        raise Refused({"conference": "A review follows a conference that has been held."})
    children = children_to_review(conference)
    if not children:
        raise Refused({"conference": "No child of this conference has a plan; there is nothing to review."})
    under_way = review_under_way(children)
    if under_way is not None:
        raise Refused({"conference": f"The review is under way already: {under_way.reference}."})
    people = to_go_through(conference)
    if {one.id for one in people} - set(again):
        raise Refused({"people": "Say for everybody by name whether they are invited again."})
    cases = list(ProtectedCase.objects.filter(pk__in=children))
    for case in cases:
        require(by, "write", case)
    made = found_conference(kind="review", cases=cases, by=by, on=on, state=ConferenceState.AGREED)
    let_in_office(made.case, by, on)
    for one in people:
        if again[one.id]:
            _invite_again(one, made, children, by)
    _happened(made, children, on, by)
    return made


def _invite_again(one: Invitee, made: Conference, children: Sequence[UUID], by: Standing) -> None:
    about = [case for case in one.about if case in children]
    if one.about and not about:
        about = list(children)
    said: dict[str, Any] = {
        "name": one.name, "role": one.role, "agency_code": one.agency_code, "about": about, "basis": "review",
        "why": one.why or _BROUGHT, "direct_contact": one.direct_contact, "user": one.user, "agency": one.agency,
        "professional": one.professional,
    }  # fmt: skip
    add_invitee(conference=made, kind=one.kind, by=by, person_id=one.person_id, **said)


def _happened(made: Conference, children: Sequence[UUID], on: date, by: Standing) -> None:
    made.requested_on = on
    made.save(update_fields=["requested_on"])
    sentence = None
    try:
        facts = {"reference": made.reference, "kind": made.kind}
        record_event(code="conference-requested", cases=list(children), day=on, facts=facts, conference=made, by=by)
    except RefusedEvent as refused:
        sentence = str(refused)
    if sentence:
        raise Refused({"conference": sentence})
