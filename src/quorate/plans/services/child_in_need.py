"""Tasks of a child in need plan, which is made and changed with the family between network meetings."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

from django.db import transaction

from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.conferences.models import Conference, ConferenceChild
from quorate.plans.models import Plan, PlanAction, PlanContent, PlanKind
from quorate.plans.models.content import ContentKind
from quorate.plans.queries.standing import that_stand
from quorate.plans.services.contents import save_words


@quietly
@transaction.atomic
def add_task(
    *,
    plan: Plan,
    what: str,
    who: str,
    owner_kind: str,
    at: datetime,
    by: Standing,
    why: str = "",
    by_when: date | None = None,
    by_when_words: str = "",
) -> PlanAction:
    """Adds a task to a child in need plan: what gives support and keeps change in place, by whom and by when.

    Source: RDB-40. Raises `Refused`, `NotAllowed`, `NoSuchRecord`.
    """
    require(by, "write", plan.case)
    refuse(
        plan="This is a child protection plan; a conference changes it."
        if plan.kind != PlanKind.CHILD_IN_NEED
        else "This plan has ended."
        if plan.ended_on is not None
        else None
    )
    values = {
        "what": what, "who": who, "owner_kind": owner_kind, "why": why, "by_when": by_when,
        "by_when_words": by_when_words,
    }  # fmt: skip
    made: PlanAction = save_words(content=_content_of(plan, at), model=PlanAction, values=values, at=at, by=by)
    return made


def _content_of(plan: Plan, at: datetime) -> PlanContent:
    """The words of the plan; begun here where the conference wrote none."""
    written = PlanContent.objects.filter(that_stand(), plan=plan).select_related("conference__case")
    found = written.order_by("-begun_at").first()
    if found is not None:
        return found
    held = ConferenceChild.objects.filter(child_case_id=plan.case_id, conference__held_on__isnull=False)
    last = Conference.objects.filter(children__in=held).select_related("case").order_by("-held_on").first()
    if last is None:
        raise Refused({"what": "This plan was made without a conference here; its tasks are kept where it was made."})
    content = PlanContent(
        id=uuid4(), case_id=plan.case_id, authority_id=plan.authority_id, conference=last,
        kind=ContentKind.CHILD_IN_NEED, begun_at=at, plan=plan,
    )  # fmt: skip
    content.save(force_insert=True)
    return content
