"""Complaints about a conference: received, talked about, made formal, passed on, answered. The decision stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from quorate.access.moments import today
from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.case_position import NotAnswered
from quorate.cases.details import says_something
from quorate.cases.fact_checks import LONDON
from quorate.cases.models import Duty
from quorate.cases.refusals import quietly, refuse
from quorate.challenges.models import Complainant, Complaint, Stage, Subject
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Conference
from quorate.conferences.services.happening import day_fault, happened
from quorate.conferences.standing import NothingToldYet, position_of_conference


def window_of(conference: Conference, code: str = "complain") -> date | None:
    """The last day of a procedure's window for this conference; None where there is no limit or no window yet.

    A window that one person has used is not listed any more once the next conference is prepared: its last day holds
    for the others all the same, and the rules are asked for it.
    """
    rows = Duty.objects.filter(conference_id=conference.id, code=code, window=True)
    listed = list(rows.values_list("due_on", flat=True))
    return max(filter(None, listed), default=None) if listed else _by_the_rules(conference, code)


def _by_the_rules(conference: Conference, code: str) -> date | None:
    try:
        position = position_of_conference(conference, datetime.combine(today(), time.max, LONDON)).position
    except (NothingToldYet, NotAnswered):
        return None
    found = [one.due for one in position.duties if one.rule.code == code and one.conference is position.conference]
    return next((date.fromordinal(due[0]) for due in found if due is not None), None)


@quietly
@transaction.atomic
def receive_complaint(
    *,
    conference: Conference,
    about: str,
    who: str,
    name: str,
    words: str,
    received_on: date,
    in_writing: bool,
    on: date,
    by: Standing,
    person_id: UUID | None = None,
    acting_for: UUID | None = None,
    grounds: Iterable[str] = (),
    route: str = "",
    is_formal: bool = False,
    late_reason: str = "",
    passed_to: str = "",
) -> Complaint:
    """Registers a complaint with its window. One about the service in general is passed on, to `passed_to`.

    Records complaint-received, unless it is passed on. After the window it is taken with the reason why it is taken
    all the same. Raises `Refused`, `NotAllowed`.
    """
    require(by, "manage_people", conference.case)
    rule, ends = pack_of(conference).data["complaints"], window_of(conference)
    here = about == Subject.CONFERENCE
    stage = Stage.PASSED if not here else Stage.FORMAL if is_formal else Stage.INFORMAL
    row = Complaint(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, about=about, who=who,
        person_id=person_id, name=name.strip()[:200], acting_for=acting_for, grounds=list(grounds) if here else [],
        words=words.strip(), route=route if here else "", stage=stage, in_writing=in_writing, received_on=received_on,
        recorded_by=by.user_id, window_ends_on=ends if here else None, passed_to=passed_to.strip()[:300],
    )  # fmt: skip
    if row.is_late:
        row.late_reason, row.late_accepted_by = late_reason.strip(), by.user_id
    _refuse_impossible(row, rule, on)
    return _received(row, rule, by)


def _received(row: Complaint, rule: Any, by: Standing) -> Complaint:
    row.save(force_insert=True)
    _noted("complaint.received", row, route=_number(row.route, rule["routes"]), stage=str(row.stage))
    if row.about == Subject.CONFERENCE:
        _tell("complaint-received", row, rule, row.received_on, by)
    return row


def _refuse_impossible(row: Complaint, rule: Any, on: date) -> None:
    here = row.about == Subject.CONFERENCE
    refuse(
        who=None
        if row.who in rule["who_may"]
        else "The procedure lets a parent, a child or somebody for a child complain.",
        acting_for="Say for which child." if row.who == Complainant.ACTING and row.acting_for is None else None,
        name=None if row.name else "Give the name of the person who complains.",
        words=None if says_something(row.words) else "Write down what the complaint says.",
        received_on=day_fault(row.conference, row.received_on, on=on),
        late_reason="The procedure's time is over; say why the complaint is taken all the same."
        if row.is_late and not row.late_reason
        else None,
        passed_to=None if here or row.passed_to else "Say to whom it was passed on.",
    )
    if here:
        _refuse_other_ways(row, rule)


def _refuse_other_ways(row: Complaint, rule: Any) -> None:
    """Grounds and ways are the procedure's own."""
    refuse(
        grounds=_grounds(row.grounds, rule["grounds"]),
        route=None if row.route in rule["routes"] else "Choose one of the ways that the procedure has.",
        in_writing="This procedure takes a formal complaint in writing; ask for it in writing, or help to write it."
        if row.stage == Stage.FORMAL and rule.get("in_writing") and not row.in_writing
        else None,
    )


@quietly
@transaction.atomic
def note_talk(
    *, complaint: Complaint, talked_with: str, talked_on: date, outcome: str, is_settled: bool, on: date, by: Standing
) -> Complaint:
    """Notes the informal talk: with whom, when, what came of it. Settled, the complaint is answered by it.

    Raises `Refused`, `NotAllowed`.
    """
    require(by, "manage_people", complaint.case)
    refuse(
        stage=None if complaint.is_open else _closed(complaint),
        talked_with=None if says_something(talked_with) else "Say with whom they talked.",
        talked_on=day_fault(complaint.conference, talked_on, on=on),
        outcome=None if says_something(outcome) else "Say what came of the talk.",
    )
    complaint.talked_with, complaint.talked_on = talked_with.strip()[:200], talked_on
    complaint.talk_outcome = outcome.strip()
    if is_settled:
        complaint.stage = Stage.SETTLED
    complaint.save(update_fields=["talked_with", "talked_on", "talk_outcome", "stage"])
    _noted("complaint.changed", complaint, stage=str(complaint.stage))
    if is_settled:
        _tell("complaint-answered", complaint, pack_of(complaint.conference).data["complaints"], talked_on, by)
    return complaint


@quietly
@transaction.atomic
def make_formal(*, complaint: Complaint, route: str, by: Standing) -> Complaint:
    """The complaint goes on as a formal one, by a way of the procedure. Raises `Refused`, `NotAllowed`."""
    require(by, "manage_people", complaint.case)
    routes = pack_of(complaint.conference).data["complaints"]["routes"]
    refuse(
        stage=None if complaint.stage == Stage.INFORMAL else _closed(complaint),
        route=None if route in routes else "Choose one of the ways that the procedure has.",
    )
    complaint.stage, complaint.route = Stage.FORMAL, route
    complaint.save(update_fields=["stage", "route"])
    _noted("complaint.changed", complaint, stage=str(Stage.FORMAL))
    return complaint


@quietly
@transaction.atomic
def answer_complaint(*, complaint: Complaint, answer: str, answered_on: date, on: date, by: Standing) -> Complaint:
    """Answers a complaint in words. Records complaint-answered. The decision is not changed by it.

    Raises `Refused`, `NotAllowed`.
    """
    require(by, "manage_people", complaint.case)
    refuse(
        stage=None if complaint.is_open else _closed(complaint),
        answer=None if says_something(answer) else "Write down the answer.",
        answered_on="This day has not come yet."
        if answered_on > on
        else "This lies before the complaint came; check both dates."
        if answered_on < complaint.received_on
        else None,
    )
    complaint.stage, complaint.answer = Stage.ANSWERED, answer.strip()
    complaint.answered_on, complaint.answered_by = answered_on, by.user_id
    complaint.save(update_fields=["stage", "answer", "answered_on", "answered_by"])
    _noted("complaint.answered", complaint)
    _tell("complaint-answered", complaint, pack_of(complaint.conference).data["complaints"], answered_on, by)
    return complaint


def _tell(code: str, row: Complaint, rule: Any, day: date, by: Standing) -> None:
    facts: dict[str, Any] = {"from": row.who, "route": _number(row.route, rule["routes"]), "stage": str(row.stage)}
    if row.grounds:
        facts["grounds"] = list(row.grounds)
    happened(code, row.conference, day=day, facts=facts, by=by)


def _number(route: str, routes: Iterable[str]) -> str:
    """The way as a code: the first, the second … of the procedure's."""
    listed = list(routes)
    return f"route-{listed.index(route) + 1}" if route in listed else "other"


def _grounds(said: list[str], known: Iterable[str]) -> str | None:
    if not said:
        return "Say on which grounds."
    return None if set(said) <= set(known) else "Choose from the grounds that the procedure has."


def _closed(complaint: Complaint) -> str:
    return f"Nothing more is to be done here: {complaint.get_stage_display().lower()}."


def _noted(action: str, row: Complaint, **facts: Any) -> None:
    record(action=action, subject_kind="complaint", subject_id=row.id, case_id=row.case_id, facts=facts)
