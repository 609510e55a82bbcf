"""Between conferences: visits, talks with the family afterwards, and how often the plan asks for visits and groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from quorate.access.models import ProtectedCase
from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.details import says_something
from quorate.cases.models import Child, Relative
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.recording import RefusedEvent, record_event
from quorate.cases.wording import day_in_words
from quorate.conferences.models import Conference, ConferenceChild
from quorate.plans.models import Plan, TalkAfterwards, TalkKind, Visit

_TO_COME = "This day has not come yet; record it when it has happened."


def outside_the_plan(cases: Sequence[UUID], day: date) -> str | None:
    """Why what is done for a plan cannot have been done on a day: none of these children had one then. None where one
    had, and where none ever had."""
    plans = Plan.objects.filter(case_id__in=cases).order_by("-began_on")
    spans = list(plans.values_list("began_on", "ended_on"))
    if not spans or any(began <= day and (ended is None or day <= ended) for began, ended in spans):
        return None
    began, ended = spans[0]
    said = f"began on {day_in_words(began)}" + (f" and ended on {day_in_words(ended)}" if ended else "")
    return f"There was no plan on this day: it {said}. Check the date."


@quietly
@transaction.atomic
def visit(
    *,
    case: ProtectedCase,
    visited_on: date,
    seen: bool,
    on: date,
    by: Standing,
    alone: bool = False,
    bedroom: bool = False,
    words: str = "",
) -> Visit:
    """Records a visit to a child: whether the child was seen, and alone, and where the child sleeps.

    A visit at which the child was not seen is recorded with its reason and meets no limit. Raises `Refused`,
    `NotAllowed`.
    """
    require(by, "write", case)
    refuse(
        visited_on=_TO_COME if visited_on > on else outside_the_plan([case.pk], visited_on),
        alone="A child who was not seen was not seen alone either." if alone and not seen else None,
        words="Say why the child was not seen." if not seen and not says_something(words) else None,
    )
    made = Visit(
        case=case, authority_id=case.authority_id, visited_on=visited_on, seen=seen, alone=alone, bedroom=bedroom,
        words=words.strip(), visited_by=by.user_id,
    )  # fmt: skip
    made.save(force_insert=True)
    record(action="visit.recorded", subject_kind="visit", subject_id=made.id, case_id=case.pk, facts={"seen": seen})
    _happened(
        "child-visited", [case.pk], visited_on, {"seen": seen, "alone": alone, "bedroom": bedroom}, None, by,
        "visited_on",
    )  # fmt: skip
    return made


@quietly
@transaction.atomic
def set_rhythm(
    *, case: ProtectedCase, on: date, by: Standing, visit_every: str = "", core_group_every: str = ""
) -> None:
    """Says how often this child's plan asks for visits and core groups ("10 working days", "4 weeks").

    What the plan says wins over the procedure's own number. Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", case)
    facts = {key: said.strip() for key, said in _rhythm(visit_every, core_group_every).items() if said.strip()}
    if not facts:
        raise Refused({"visit_every": "Say how often, for example 2 weeks."})
    record(
        action="plan.rhythm-set", subject_kind="case", subject_id=case.pk, case_id=case.pk,
        facts={"fields": ",".join(sorted(facts))},
    )  # fmt: skip
    _happened("plan-set", [case.pk], on, facts, None, by, "visit_every")


def _rhythm(visit_every: str, core_group_every: str) -> dict[str, str]:
    return {"visit_every": visit_every, "core_group_every": core_group_every}


@quietly
@transaction.atomic
def talked(
    *,
    conference: Conference,
    person_id: UUID,
    kind: str,
    with_role: str,
    talked_on: date,
    on: date,
    by: Standing,
    words: str = "",
) -> TalkAfterwards:
    """Notes that somebody of the family talked with the chair or the social worker after the conference (BAR-42).

    Explaining the plan to a parent, or the category to the child, is an event of the rules too; the same talk with
    somebody else stands here alone, and meets no duty. Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", conference.case)
    own, about = whom(conference, person_id)
    refuse(
        talked_on=_TO_COME if talked_on > on else None,
        kind=None if kind in TalkKind.values else "Choose what it was about.",
        person_id=None if about else "Choose somebody of the family.",
    )
    if conference.held_on is None or talked_on < conference.held_on:
        raise Refused({"talked_on": "The conference was not held before this day; choose a day after it."})
    made = TalkAfterwards(
        conference=conference, case=conference.case, authority_id=conference.authority_id, person_id=person_id,
        kind=kind, with_role=with_role, talked_on=talked_on, words=words.strip(), noted_by=by.user_id,
    )  # fmt: skip
    made.save(force_insert=True)
    record(
        action="talk.noted", subject_kind="talkafterwards", subject_id=made.id, case_id=conference.case_id,
        facts={"kind": kind},
    )  # fmt: skip
    if kind == (TalkKind.CATEGORY if own else TalkKind.PLAN):
        facts = {"by": with_role} if own else {"parent": str(person_id), "by": with_role}
        _happened(kind, about, talked_on, facts, conference, by, "talked_on")
    return made


def whom(conference: Conference, person_id: UUID) -> tuple[bool, list[UUID]]:
    """Whether the person is a child of the conference, and the cases that the talk is about: the child's own, or
    those of the children to whom the person is related; none for a stranger."""
    cases = list(ConferenceChild.objects.filter(conference=conference).values_list("child_case_id", flat=True))
    own = list(Child.objects.filter(case_id__in=cases, person_id=person_id).values_list("case_id", flat=True))
    if own:
        return True, own
    related = Relative.objects.filter(case_id__in=cases, person_id=person_id, removed_on__isnull=True)
    return False, list(related.values_list("case_id", flat=True).distinct())


def _happened(
    code: str,
    cases: Sequence[UUID],
    day: date,
    facts: Mapping[str, Any],
    conference: Conference | None,
    by: Standing,
    field: str,
) -> None:
    sentence = None
    try:
        record_event(code=code, cases=list(cases), day=day, facts=dict(facts), conference=conference, by=by)
    except RefusedEvent as refused:
        sentence = str(refused)
    if sentence:
        raise Refused({field: sentence})
