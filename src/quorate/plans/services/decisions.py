"""What a conference decides about one child: checked against the procedure, kept, and the child's plan follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from quorate.access.standing import Standing
from quorate.cases.fact_checks import LONDON
from quorate.cases.refusals import Refused, quietly
from quorate.cases.services.recording import RefusedEvent, record_event, withdraw_event
from quorate.conferences.models import Conference, ConferenceState, Decision, Sitting
from quorate.conferences.queries.finding import SubjectChild
from quorate.conferences.queries.meeting import childs_words_are_in
from quorate.conferences.services.deciding import (
    CHILD_IN_NEED,
    RISK_REDUCED,
    Decided,
    Weighed,
    column_of,
    facts_of,
    refuse_unless_complete,
    weigh,
    yes_no_questions,
)
from quorate.conferences.services.meeting_rules import noted, require_lead
from quorate.conferences.standing import NotAllowedNow
from quorate.plans.models import CoreGroupMember, Plan, PlanContent, PlanKind
from quorate.plans.models.plan import RENEWED
from quorate.plans.services.contents import replace_earlier, restore_earlier
from quorate.plans.services.core_groups import NewMember, go_on, name_core_group
from quorate.procedure.vocabulary import PLAN_OUTCOMES

WRONG = "recorded-wrongly"


@quietly
@transaction.atomic
def record_decision(
    *, conference: Conference, child: SubjectChild, said: Decided, at: datetime, by: Standing
) -> Decision:
    """Records what was decided for one child at an instant; the child's plan begins, goes on or ends with it.

    The gates of the procedure are asked first, with the decision already told. Raises `NotAllowedNow` with the gates
    that hold it back, `Refused` with what it still has to say, `NotAllowed`. Nothing is taken over from a sibling.
    Source: BRD-14, BOL-04, RDB-33, LEI-92 and the gates of each pack.
    """
    require_lead(by, conference)
    locked = Conference.objects.select_for_update(of=("self",)).get(pk=conference.pk)
    if locked.state != ConferenceState.SITTING:
        raise Refused({"__all__": "The conference is not sitting; a decision is made while it sits."})
    if decision_of(conference, child.case_id) is not None:
        raise Refused({"__all__": "It has been decided for this child already; take that decision back first."})
    weighed = weigh(conference=conference, child=child, said=said, at=at)
    words_are_in = childs_words_are_in(conference, child.case_id)
    refuse_unless_complete(said, weighed, column_of(conference, child, weighed.position), words_are_in)
    if weighed.held_by:
        raise NotAllowedNow(weighed.held_by)
    event_id = _event(conference, child, said, weighed, at, by)
    decision = _kept(conference, child, said, weighed, event_id, at, by)
    day = at.astimezone(LONDON).date()
    plan = _plan_follows(conference, child, said, day)
    _name_group(conference, child, said, day, by)
    _join_contents(conference, child, plan)
    noted("conference.decided", conference, decision, outcome=said.outcome)
    return decision


def decision_of(conference: Conference, case_id: UUID) -> Decision | None:
    """The decision that stands for a child of a conference."""
    return Decision.objects.filter(conference=conference, case_id=case_id, withdrawn_at__isnull=True).first()


@quietly
@transaction.atomic
def take_back(*, decision: Decision, at: datetime, by: Standing) -> None:
    """Takes back a decision while the meeting still sits: it was written down wrongly. The row stays, marked.

    Raises `Refused` where the sitting in which it was made has ended, `NotAllowed`.
    """
    conference = decision.conference
    require_lead(by, conference)
    begun = Sitting.objects.filter(conference=conference, ended_at__isnull=True).values_list("started_at", flat=True)
    sitting = begun.first()
    if sitting is None or decision.decided_at is None or decision.decided_at < sitting or decision.event_id is None:
        raise Refused({"__all__": "The sitting that decided this has ended; the chair puts it right in the minutes."})
    Decision.objects.filter(pk=decision.pk, withdrawn_at__isnull=True).update(withdrawn_at=at, withdrawn_by=by.user_id)
    withdraw_event(event_id=decision.event_id, by=by)
    _plan_back(decision, at.astimezone(LONDON).date())
    restore_earlier(conference=conference, case_id=decision.case_id)
    noted("conference.decision-taken-back", conference, decision, outcome=decision.outcome)


def _event(
    conference: Conference, child: SubjectChild, said: Decided, weighed: Weighed, at: datetime, by: Standing
) -> UUID:
    decided_by = str(weighed.position.pack.data["decisions"]["decided_by"])
    try:
        return record_event(
            code="decided", cases=[child.case_id], at=at, facts=facts_of(said, decided_by), conference=conference,
            by=by,
        )  # fmt: skip
    except RefusedEvent as refused:
        raise Refused({"__all__": str(refused)}) from None


def _kept(
    conference: Conference, child: SubjectChild, said: Decided, weighed: Weighed, event_id: UUID, at: datetime,
    by: Standing,
) -> Decision:  # fmt: skip
    rules = weighed.position.pack.data["decisions"]
    answers = [
        {"question": question, "answer": answer}
        for question, answer in zip(yes_no_questions(rules), said.answers, strict=False)
    ]
    decision = Decision(
        case_id=child.case_id, authority_id=conference.authority_id, conference=conference,
        decided_on=at.astimezone(LONDON).date(), decided_at=at, outcome=said.outcome,
        categories=list(said.categories) if said.makes_plan else [], by_role=str(rules["decided_by"]),
        reason=said.reason.strip(), next_review_on=said.next_review_on if said.makes_plan else None,
        recorded_by=by.user_id, event_id=event_id, threshold=answers,
        lead_practitioner=said.lead.name if said.lead and said.makes_plan else "",
        lead_practitioner_id=said.lead.user_id if said.lead and said.makes_plan else None,
        core_group_on=said.core_group_on if said.makes_plan else None, quorate=weighed.quorum.get("quorate"),
        grounds=list(said.grounds), overrides=list(said.overrides), overrides_reason=said.overrides_reason.strip(),
        reason_against_most=said.reason_against_most.strip(), change_seen=said.change_seen.strip(),
        risk_now=said.risk_now.strip(), step_down="" if said.makes_plan else said.step_down,
        step_down_until=None if said.makes_plan else said.step_down_until,
        services="" if said.makes_plan else said.services.strip(),
    )  # fmt: skip
    decision.save(force_insert=True)
    return decision


# --- the plan follows


def _open_plan(case_id: UUID, kind: str) -> Plan | None:
    return Plan.objects.filter(case_id=case_id, kind=kind, ended_on__isnull=True).order_by("-began_on").first()


def _begin(conference: Conference, case_id: UUID, kind: str, day: date, **more: object) -> Plan:
    plan = Plan(case_id=case_id, authority_id=conference.authority_id, kind=kind, began_on=day, **more)
    plan.save(force_insert=True)
    return plan


def _end(plan: Plan | None, day: date, reason: str) -> None:
    if plan is not None:
        Plan.objects.filter(pk=plan.pk).update(ended_on=day, ended_reason=reason)


def _plan_follows(conference: Conference, child: SubjectChild, said: Decided, day: date) -> Plan | None:
    """The child's plan begins, goes on or ends. The census knows one category: the first that was named."""
    case_id, first = child.case_id, (said.categories or ("",))[0]
    current = _open_plan(case_id, PlanKind.CHILD_PROTECTION)
    if said.outcome == "plan-made":
        _end(_open_plan(case_id, PlanKind.CHILD_IN_NEED), day, PlanKind.CHILD_PROTECTION)
        if current is not None:
            # A child who moves back in while its plan here still runs: one plan, and no second one beside it.
            Plan.objects.filter(pk=current.pk).update(latest_category=first)
            return current
        before = Plan.objects.filter(case_id=case_id, kind=PlanKind.CHILD_PROTECTION)
        earlier = before.exclude(ended_reason=WRONG).count()
        return _begin(
            conference, case_id, PlanKind.CHILD_PROTECTION, day, first_category=first, latest_category=first,
            previous_plans=earlier,
        )  # fmt: skip
    if said.outcome == "plan-continues":
        if current is None:
            return _begin(
                conference, case_id, PlanKind.CHILD_PROTECTION, day, first_category=first, latest_category=first
            )
        if first:
            Plan.objects.filter(pk=current.pk).update(latest_category=first)
        return current
    _end(current, day, RISK_REDUCED)
    if said.step_down == CHILD_IN_NEED:
        _end(_open_plan(case_id, PlanKind.CHILD_IN_NEED), day, RENEWED)
        return _begin(conference, case_id, PlanKind.CHILD_IN_NEED, day, agreed_until=said.step_down_until)
    return None


def _plan_back(decision: Decision, day: date) -> None:
    """A decision taken back: a plan begun by it ends on the day it began; what it ended or changed is as it was."""
    case_id, on = decision.case_id, decision.decided_on
    begun = PlanKind.CHILD_PROTECTION if decision.outcome == "plan-made" else PlanKind.CHILD_IN_NEED
    if decision.outcome == "plan-made" or decision.step_down == CHILD_IN_NEED:
        plan = _open_plan(case_id, begun)
        _end(plan if plan is not None and plan.began_on == on else None, day, WRONG)
        _goes_on(case_id, PlanKind.CHILD_IN_NEED, on, (PlanKind.CHILD_PROTECTION, RENEWED))
    if decision.outcome == "plan-ended":
        _goes_on(case_id, PlanKind.CHILD_PROTECTION, on, (RISK_REDUCED,))
    if decision.outcome in PLAN_OUTCOMES and decision.categories:
        _category_back(decision)
    group = CoreGroupMember.objects.filter(children__contains=[case_id], until__isnull=True)
    group.filter(conference=decision.conference).update(until=day)
    if decision.outcome in PLAN_OUTCOMES and _open_plan(case_id, PlanKind.CHILD_PROTECTION) is not None:
        go_on(conference=decision.conference, case_id=case_id, ended_on=on, on=day)


def _goes_on(case_id: UUID, kind: str, ended_on: date, reasons: Sequence[str]) -> None:
    ended = Plan.objects.filter(case_id=case_id, kind=kind, ended_on=ended_on, ended_reason__in=reasons)
    ended.update(ended_on=None, ended_reason="")


def _category_back(decision: Decision) -> None:
    """The plan has the category of the last decision that stands, else that with which it began."""
    plan = _open_plan(decision.case_id, PlanKind.CHILD_PROTECTION)
    if plan is None:
        return
    stands = Decision.objects.filter(
        case_id=decision.case_id, withdrawn_at__isnull=True, decided_on__gte=plan.began_on, outcome__in=PLAN_OUTCOMES
    )
    named = [one.categories[0] for one in stands.order_by("decided_on", "decided_at") if one.categories]
    Plan.objects.filter(pk=plan.pk).update(latest_category=named[-1] if named else plan.first_category)


def _name_group(conference: Conference, child: SubjectChild, said: Decided, day: date, by: Standing) -> None:
    if not said.makes_plan or not (said.core_group or said.lead):
        return
    members = [one for one in (said.lead, *said.core_group) if one is not None]
    seen: dict[object, NewMember] = {}
    for one in members:
        seen.setdefault(
            one.invitee_id or one.user_id or one.person_id or one.name,
            NewMember(
                name=one.name, kind=one.kind, role=one.role, invitee_id=one.invitee_id, person_id=one.person_id,
                user_id=one.user_id, is_lead=one is said.lead,
            ),
        )  # fmt: skip
    name_core_group(conference=conference, children=[child.case_id], members=list(seen.values()), on=day, by=by)


def _join_contents(conference: Conference, child: SubjectChild, plan: Plan | None) -> None:
    """What is written at this conference for the plan that now stands belongs to it from here on, in place of what it
    went on from."""
    if plan is not None:
        PlanContent.objects.filter(conference=conference, case_id=child.case_id, kind=plan.kind).update(plan=plan)
    replace_earlier(conference=conference, case_id=child.case_id)
