"""Asking for a conference: begun, sent to the manager, agreed, asked for more, declined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from quorate.access.models import ProtectedCase
from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.details import says_something
from quorate.cases.models import CaseEvent
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services import record_event
from quorate.conferences.editions import pack_of
from quorate.conferences.models import (
    Conference,
    ConferenceChild,
    ConferenceRequest,
    ConferenceState,
    DelayAgreed,
    Invitee,
    InviteeKind,
    PreparationKind,
    RequestState,
)
from quorate.conferences.queries.assessed import is_taken_back
from quorate.conferences.queries.unasked import held_back, unasked_of
from quorate.conferences.services.besides import said_besides, why_besides
from quorate.conferences.services.drafting import is_finished, tell_transfer
from quorate.conferences.services.exclusions_told import tell_with_request
from quorate.conferences.services.founding import found_conference, let_in_office
from quorate.conferences.services.happening import london_day
from quorate.conferences.services.invitations import supply_invite_list
from quorate.conferences.services.own_kinds import (
    own_kinds,
    refuse_first_where_planned,
    refuse_pre_birth_of_born,
)
from quorate.conferences.services.preparing_people import record_step
from quorate.conferences.standing import position_of_conference

_NO_TRANSFER = (
    "Say which authority the children come from and when it told us: the last day to hold it is counted from that."
)

_AGREED_ALREADY = (
    "The delay has been agreed already: its reason and the plan until then stand with the request. Nothing more was "
    "saved."
)


@quietly
@transaction.atomic
def begin(
    *,
    kind: str,
    cases: Sequence[ProtectedCase],
    by: Standing,
    on: date,
    kinds: Mapping[UUID, str] | None = None,
    besides: str = "",
) -> Conference:
    """Begins to ask for a conference about the children of these cases: everything is a draft until it is sent.

    Where `kinds` does not say for which child it is of another kind, what is known of each child does (`own_kinds`).
    While another one of that kind about any of them is under way (that the writer may see), `besides` says why this one
    is needed too; it is kept with the request. Raises `Refused`, `NotAllowed`, `NoSuchRecord`.
    """
    own = own_kinds(kind, cases) if kinds is None else kinds
    conference = found_conference(kind=kind, cases=cases, by=by, on=on, kinds=own)
    each = {case.id: own.get(case.id) or kind for case in cases}
    refuse_pre_birth_of_born(each, kind)
    asked = ConferenceRequest(
        case_id=conference.case_id, authority_id=conference.authority_id, conference=conference,
        drafted_by=by.user_id, drafted_on=on, answers=why_besides(conference, each, besides),
    )  # fmt: skip
    asked.save(force_insert=True)
    return conference


@quietly
@transaction.atomic
def send(*, asked: ConferenceRequest, by: Standing, at: datetime) -> ConferenceRequest:
    """Sends a request to the manager. Records conference-requested: the edition of this day is kept.

    The list of people is supplied with it, where it has anybody. Of each person it has to be said first whether their
    address is to be kept from others and whether they are afraid (LEI-104, BAR-19). Raises `Refused` (with what is
    missing), `NotAllowedNow` (with the clause of what the procedure asks for first), `NotAllowed`.
    """
    on = london_day(at)
    conference = asked.conference
    require(by, "write", conference.case)
    refuse(
        state=None if asked.state in (RequestState.DRAFT, RequestState.MORE_ASKED) else _not_open(asked),
        reason=None if says_something(asked.reason) else "Say why a conference is needed.",
        transfer=_NO_TRANSFER if conference.kind == "transfer_in" and asked.notified_on is None else None,
    )
    # A draft may lie for weeks: a plan is made, a child is born, or another conference is begun meanwhile.
    joined = ConferenceChild.objects.filter(conference=conference).values_list("child_case_id", "kind")
    kinds = {case: kind or conference.kind for case, kind in joined}
    refuse_first_where_planned(kinds)
    refuse_pre_birth_of_born(kinds)
    why_besides(conference, kinds, said_besides(asked.answers), where="The children")
    refuse(people=held_back(unasked_of(asked, pack_of(conference), on)))
    first = asked.sent_on is None
    asked.state, asked.sent_by, asked.sent_on = RequestState.SENT, by.user_id, on
    asked.save(update_fields=["state", "sent_by", "sent_on"])
    conference.state = ConferenceState.REQUESTED
    conference.save(update_fields=["state"])
    _noted("request.sent", asked)
    if first:
        _first_sent(asked, by, at)
        if Invitee.objects.filter(conference=conference, removed_on__isnull=True).exclude(to_invite=False).exists():
            supply_invite_list(conference=conference, at=at, by=by)
            _tell_needs_asked(asked, by, on)
    else:
        _completed_assessment(asked, by, on)
    return asked


def _tell_needs_asked(asked: ConferenceRequest, by: Standing, on: date) -> None:
    """The request asked everybody what they need: nobody notes it once more for each parent of the list (LEI-09)."""
    if not is_finished(asked, "needs"):
        return
    parents = Invitee.objects.filter(conference=asked.conference, kind=InviteeKind.PARENT, removed_on__isnull=True)
    people = [one.person_id for one in parents.order_by("name", "id") if one.person_id is not None]
    for person in people:
        record_step(conference=asked.conference, person_id=person, kind=PreparationKind.NEEDS, on=on, by=by)


def _first_sent(asked: ConferenceRequest, by: Standing, at: datetime) -> None:
    conference, on = asked.conference, london_day(at)
    conference.requested_on, conference.edition = on, _edition(conference, on)
    conference.save(update_fields=["requested_on", "edition"])
    facts: dict[str, Any] = {"reference": conference.reference, "kind": conference.kind}
    if asked.risk_is_serious:
        facts["severity"] = "serious"
    if asked.other_plans_considered and says_something(asked.no_other_plan_because):
        facts["other_plans_considered"] = asked.other_plans_considered
    _completed_assessment(asked, by, on)
    tell_transfer(asked, by)
    record_event(
        code="conference-requested", cases=children_cases(conference), day=on, facts=facts, conference=conference, by=by
    )
    tell_with_request(conference, by)
    # Asked when all of it has been told; what is held back undoes all of it.
    position_of_conference(conference, at).require("request")


def _completed_assessment(asked: ConferenceRequest, by: Standing, on: date) -> None:
    """The assessment's day is told to the rules for each child of whom they do not know it yet; not once more where it
    has been put right since."""
    day = asked.assessment_completed_on
    cases = children_cases(asked.conference)
    if day is None or is_taken_back(asked, cases):
        return
    back = CaseEvent.objects.filter(case_id__in=cases, takes_back__isnull=False).values("takes_back")
    told = CaseEvent.objects.filter(case_id__in=cases, code="assessment-completed", day=day, takes_back=None)
    known = told.exclude(event_id__in=back)
    new = sorted(set(cases) - set(known.values_list("case_id", flat=True)))
    if new:
        record_event(code="assessment-completed", cases=new, day=day, by=by)


@quietly
@transaction.atomic
def agree(
    *, asked: ConferenceRequest, reason: str, by: Standing, on: date, at: datetime | None = None
) -> ConferenceRequest:
    """The manager agrees that there is to be a conference, with the reason. Records request-agreed: at the instant
    `at`, from which limits in hours are counted (LEI-02), or where nobody knows the time on the day alone.

    Raises `Refused`, `NotAllowed`.
    """
    _answer(asked, RequestState.AGREED, reason, by, on)
    let_in_office(asked.conference.case, by, on)
    _tell(asked, ConferenceState.AGREED, "request-agreed", by, on, at)
    return asked


@quietly
@transaction.atomic
def decline(*, asked: ConferenceRequest, reason: str, by: Standing, on: date) -> ConferenceRequest:
    """The manager declines, with the reason. Records request-declined. Raises `Refused`, `NotAllowed`."""
    _answer(asked, RequestState.DECLINED, reason, by, on)
    _tell(asked, ConferenceState.DECLINED, "request-declined", by, on)
    return asked


@quietly
@transaction.atomic
def ask_for_more(*, asked: ConferenceRequest, reason: str, by: Standing, on: date) -> ConferenceRequest:
    """The manager gives the request back with what is missing; whoever wrote it sends it again.

    No event: for the rules it stays requested. Raises `Refused`, `NotAllowed`.
    """
    return _answer(asked, RequestState.MORE_ASKED, reason, by, on)


@quietly
@transaction.atomic
def agree_delay(*, conference: Conference, reason: str, interim_plan: str, by: Standing, on: date) -> DelayAgreed:
    """The manager agrees that it is held later, with what keeps the child safe until then. The limit does not move.

    Records delay-agreed. Raises `Refused`, `NotAllowed`.
    """
    _require_manager(conference, by)
    # Of two who agree at once the second waits here, and finds what the first has kept.
    Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    why, plan = reason.strip(), interim_plan.strip()
    before = DelayAgreed.objects.filter(conference=conference).order_by("agreed_on", "id").last()
    # Other words may be agreed on the same day: what keeps the children safe until then is put right at once.
    is_same = before is not None and (before.reason, before.interim_plan) == (why, plan)
    refuse(conference=_AGREED_ALREADY if is_same else None)
    refuse(
        reason=None if says_something(why) else "Say why the conference cannot be held in time.",
        interim_plan=None if says_something(plan) else "Say what keeps each child safe until the conference.",
    )
    made = DelayAgreed(
        case_id=conference.case_id, authority_id=conference.authority_id, conference=conference, reason=why,
        interim_plan=plan, agreed_by=by.user_id, agreed_on=on,
    )  # fmt: skip
    made.save(force_insert=True)
    record(action="conference.delay-agreed", subject_kind="delay", subject_id=made.id, case_id=conference.case_id)
    record_event(
        code="delay-agreed", cases=children_cases(conference), day=on, facts={"by": "team_manager"},
        conference=conference, by=by,
    )  # fmt: skip
    return made


def children_cases(conference: Conference) -> list[UUID]:
    """The cases of the children whom a conference is about."""
    joined = ConferenceChild.objects.filter(conference=conference).order_by("id")
    return list(joined.values_list("child_case_id", flat=True))


def _answer(asked: ConferenceRequest, state: str, reason: str, by: Standing, on: date) -> ConferenceRequest:
    _require_manager(asked.conference, by)
    # Of two managers who answer at once the second waits here, and is told what the first has said.
    now = ConferenceRequest.objects.select_for_update(of=("self",)).values_list("state", flat=True)
    asked.state = now.get(pk=asked.pk)
    words = reason.strip()
    refuse(
        state=None if asked.state == RequestState.SENT else _not_sent(asked),
        reason=None if says_something(words) else "Give your reason; it is kept with the request.",
    )
    asked.state, asked.answer_reason, asked.answered_by, asked.answered_on = state, words, by.user_id, on
    asked.save(update_fields=["state", "answer_reason", "answered_by", "answered_on"])
    _noted("request.answered", asked, answer=str(state))
    return asked


def _tell(asked: ConferenceRequest, state: str, code: str, by: Standing, on: date, at: datetime | None = None) -> None:
    conference = asked.conference
    conference.state = state
    conference.save(update_fields=["state"])
    when: dict[str, Any] = {"day": on} if at is None else {"at": at}
    record_event(code=code, cases=children_cases(conference), conference=conference, by=by, **when)


def _require_manager(conference: Conference, by: Standing) -> None:
    """Only a team manager answers; whoever may write but is none is told so."""
    require(by, "write", conference.case)
    if by.role != "team_manager":
        raise Refused({"": "A request is answered by a team manager; ask yours to open it."})


def _not_open(asked: ConferenceRequest) -> str:
    return f"This request has been sent already ({asked.get_state_display()}); there is nothing more to send."


def _not_sent(asked: ConferenceRequest) -> str:
    if asked.state == RequestState.DRAFT:
        return "This request has not been sent yet; it can be answered when it has."
    return f"This request has been answered already ({asked.get_state_display()})."


def _edition(conference: Conference, on: date) -> str:
    from quorate.cases.packs import pack_on
    from quorate.people.models import Authority

    return pack_on(Authority.objects.values_list("pack", flat=True).get(pk=conference.authority_id), on).id


def _noted(action: str, asked: ConferenceRequest, **facts: Any) -> None:
    record(action=action, subject_kind="request", subject_id=asked.id, case_id=asked.case_id, facts=facts)
