"""Agreeing the outline of a plan; where a procedure says that every worry has an action, it must have one by then."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.refusals import Refused, quietly
from quorate.conferences.queries.finding import SubjectChild
from quorate.conferences.standing import NotAllowedNow
from quorate.plans.models import ContentState, PlanContent
from quorate.plans.pointing import worries_without_action
from quorate.plans.queries.contents import words_of, worries_of
from quorate.plans.queries.standing import that_stand
from quorate.plans.services.contents import replace_earlier, require_writing
from quorate.procedure.pack import Pack


@quietly
@transaction.atomic
def agree_plan(*, content: PlanContent, child: SubjectChild, pack: Pack, at: datetime, by: Standing) -> PlanContent:
    """The conference agrees the outline. It can still be changed: the core group makes the full plan of it.

    Raises `NotAllowedNow` where the procedure asks for an action for every worry and one has none (BAR-39),
    `Refused` where nothing is written yet.
    """
    require_writing(by, content.conference, content.case_id)
    words, rules = words_of(content), pack.data["plan"]
    if not words.actions:
        raise Refused({"__all__": "There is no action in this plan yet; write down who does what."})
    left = worries_without_action(words, worries_of(content.conference, child))
    if rules["every_worry_has_an_action"] and left:
        raise NotAllowedNow([
            {
                "gate": "every-worry-has-an-action", "title": "The plan answers every worry", "override": "none",
                "says": f"{len(left)} {'worry has' if len(left) == 1 else 'worries have'} no action yet",
                "source": list(rules["source"]),
            }
        ])  # fmt: skip
    PlanContent.objects.filter(pk=content.pk).update(state=ContentState.AGREED, agreed_at=at)
    content.state, content.agreed_at = ContentState.AGREED, at
    if PlanContent.objects.filter(that_stand(), pk=content.pk).exists():
        replace_earlier(conference=content.conference, case_id=content.case_id, kinds=[content.kind])
    record(
        action="plan.agreed", subject_kind="plancontent", subject_id=content.pk, case_id=content.case_id,
        facts={"kind": content.kind},
    )  # fmt: skip
    return content
