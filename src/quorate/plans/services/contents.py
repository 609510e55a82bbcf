"""Writing a plan: danger statement, safety goal, actions, and the parts in running words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction

from quorate.access.models import ProtectedCase
from quorate.access.permissions import NoSuchRecord, may
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.details import says_something
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.conferences.models import Conference
from quorate.conferences.services.meeting_rules import audience, require_lead
from quorate.conferences.services.round import require_child
from quorate.conferences.versions import TwoTexts
from quorate.plans.models import (
    ActionState,
    ContentKind,
    ContentState,
    DangerStatement,
    Owner,
    Plan,
    PlanAction,
    PlanContent,
    PlanKind,
    PlanPart,
    SafetyGoal,
)
from quorate.plans.models.content import PART_CODES, OfPlan
from quorate.plans.models.plan import RENEWED
from quorate.plans.queries.standing import that_stand

_FIELDS: Final[Mapping[type[OfPlan], tuple[str, ...]]] = {
    DangerStatement: ("words", "worries"),
    SafetyGoal: ("words", "statement_id"),
    PlanPart: ("words", "code"),
    PlanAction: (
        "what", "why", "who", "invitee_id", "person_id", "owner_kind", "by_when", "by_when_words", "how_known",
        "if_not", "is_service", "worries", "goal_id", "state",
    ),
}  # fmt: skip


def require_writing(by: Standing, conference: Conference, case_id: UUID) -> None:
    """Passes for those who lead the meeting, and for those who work with the child. Raises `NotAllowed`."""
    # Whoever leads the meeting may not see the child's own case at all.
    case = ProtectedCase.objects.filter(pk=case_id).first()
    if case is None or not may(by, "write", case):
        require_lead(by, conference)


@quietly
@transaction.atomic
def content_for(*, conference: Conference, case_id: UUID, kind: str, at: datetime, by: Standing) -> PlanContent:
    """The words of one plan of one child at this conference; the first time they are brought forward from those that
    stand, which they replace with the decision.

    Raises `Refused`, `NotAllowed`, `NoSuchRecord`.
    """
    require_child(conference, case_id)
    found = PlanContent.objects.filter(conference=conference, case_id=case_id, kind=kind).first()
    if found is not None:
        return found
    require_lead(by, conference)
    refuse(kind=None if kind in ContentKind.values else "There is no such plan.")
    earlier = _earlier(case_id, kind)
    content = PlanContent(
        id=uuid4(), case_id=case_id, authority_id=conference.authority_id, conference=conference, kind=kind,
        begun_at=at, brought_from=earlier, plan=_open_plan(case_id, kind),
    )  # fmt: skip
    content.save(force_insert=True)
    if earlier is not None:
        _bring_forward(earlier, content, at, by)
        if PlanContent.objects.filter(that_stand(), pk=content.pk).exists():
            replace_earlier(conference=conference, case_id=case_id)
    record(
        action="plan.words-begun", subject_kind="plancontent", subject_id=content.pk, case_id=case_id,
        facts={"kind": kind},
    )  # fmt: skip
    return content


def _earlier(case_id: UUID, kind: str) -> PlanContent | None:
    """The words that stand, where their plan goes on or is renewed: those of a plan that was over bring nothing, nor do
    those that no conference has agreed."""
    written = PlanContent.objects.select_related("plan").filter(that_stand(), case_id=case_id, kind=kind)
    last = written.order_by("-begun_at").first()
    if last is None or kind not in PlanKind.values:
        return last
    goes_on = last.plan is not None and (last.plan.ended_on is None or last.plan.ended_reason == RENEWED)
    return last if goes_on else None


def replace_earlier(*, conference: Conference, case_id: UUID, kinds: Sequence[str] = ContentKind.values) -> None:
    """What this conference wrote for a child stands from here on, and what it went on from does not any more: once
    there is a decision, or a safety plan is agreed, and not before."""
    went_on_from = PlanContent.objects.filter(
        conference=conference, case_id=case_id, kind__in=kinds, brought_from__isnull=False
    )
    keys = list(went_on_from.values_list("brought_from_id", flat=True))
    PlanContent.objects.filter(pk__in=keys).update(state=ContentState.REPLACED)


def restore_earlier(*, conference: Conference, case_id: UUID) -> None:
    """The decision was taken back: what this conference went on from stands again, as it did before."""
    went_on_from = PlanContent.objects.filter(conference=conference, case_id=case_id, brought_from__isnull=False)
    keys = list(went_on_from.exclude(that_stand()).values_list("brought_from_id", flat=True))
    earlier = PlanContent.objects.filter(pk__in=keys, state=ContentState.REPLACED)
    earlier.filter(agreed_at__isnull=True).update(state=ContentState.OUTLINE)
    earlier.filter(agreed_at__isnull=False).update(state=ContentState.AGREED)


def _open_plan(case_id: UUID, kind: str) -> Plan | None:
    return Plan.objects.filter(case_id=case_id, kind=kind, ended_on__isnull=True).order_by("-began_on").first()


def _bring_forward(earlier: PlanContent, content: PlanContent, at: datetime, by: Standing) -> None:
    statements: dict[UUID, UUID] = {}
    goals: dict[UUID, UUID] = {}
    for one in DangerStatement.objects.filter(content=earlier, removed_at__isnull=True):
        statements[one.id] = _copy(one, content, at, by).id
    for goal in SafetyGoal.objects.filter(content=earlier, removed_at__isnull=True):
        if goal.statement_id in statements:
            goals[goal.id] = _copy(goal, content, at, by, statement_id=statements[goal.statement_id]).id
    actions = PlanAction.objects.filter(content=earlier, removed_at__isnull=True)
    for action in actions.exclude(state=ActionState.STOPPED):
        # People of an earlier conference's list are not on this one's; who it is stands in `who` and `person_id`.
        goal_id = goals.get(action.goal_id) if action.goal_id else None
        _copy(action, content, at, by, goal_id=goal_id, brought_from=action, invitee_id=None, worries=[])
    for part in PlanPart.objects.filter(content=earlier, removed_at__isnull=True):
        _copy(part, content, at, by)


def _copy(row: Any, content: PlanContent, at: datetime, by: Standing, **changed: Any) -> Any:
    kept = {name: getattr(row, name) for name in (*_FIELDS[type(row)], "meant_for", "named", "order")}
    kept |= {"worries": []} if "worries" in kept else {}
    made = type(row)(**_standing(content, at, by), **{**kept, **changed})
    made.save(force_insert=True)
    return made


def _standing(content: PlanContent, at: datetime, by: Standing) -> dict[str, Any]:
    return {
        "id": uuid4(), "case_id": content.case_id, "authority_id": content.authority_id,
        "conference_id": content.conference_id, "content": content, "written_by": by.user_id, "written_at": at,
    }  # fmt: skip


@quietly
@transaction.atomic
def save_words(
    *,
    content: PlanContent,
    model: type[OfPlan],
    values: Mapping[str, Any],
    at: datetime,
    by: Standing,
    row_id: UUID | None = None,
    base_version: int = 0,
    meant_for: str = "F-all",
    named: Sequence[UUID] = (),
) -> Any:
    """Adds a line of a plan or changes it (`row_id`, `base_version`): statement, goal, action or part.

    A plan is for the family unless its writer says otherwise. Raises `Refused`, `TwoTexts`, `NotAllowed`.
    """
    require_writing(by, content.conference, content.case_id)
    kept = {name: value for name, value in values.items() if name in _FIELDS[model]}
    whose, people = audience(meant_for, named)
    _check(content, model, kept)
    if row_id is None:
        order = model._default_manager.filter(content=content).count()
        row = model(**_standing(content, at, by), **kept, meant_for=whose, named=people, order=order)
        row.save(force_insert=True)
    else:
        row = _changed(content, model, row_id, base_version, {**kept, "meant_for": whose, "named": people}, at, by)
    record(
        action="plan.words-saved", subject_kind=model._meta.model_name or "", subject_id=row.pk,
        case_id=content.case_id, facts={"part": model._meta.model_name or "", "version": row.version},
    )  # fmt: skip
    return row


def _changed(
    content: PlanContent, model: type[OfPlan], row_id: UUID, base: int, values: Mapping[str, Any], at: datetime,
    by: Standing,
) -> Any:  # fmt: skip
    rows = model._default_manager.filter(pk=row_id, content=content, removed_at__isnull=True)
    if rows.filter(version=base).update(**values, version=base + 1, written_by=by.user_id, written_at=at):
        return model._default_manager.get(pk=row_id)
    theirs = rows.first()
    if theirs is None:
        raise NoSuchRecord
    raise TwoTexts(
        yours=values, theirs=theirs, version=theirs.version, theirs_by=theirs.written_by, theirs_at=theirs.written_at
    )


def _check(content: PlanContent, model: type[OfPlan], said: Mapping[str, Any]) -> None:
    if model is PlanAction:
        _check_action(content, said)
        return
    blank = not says_something(str(said.get("words", ""))) and model is not PlanPart
    refuse(
        words="Write something first." if blank else None,
        code="There is no such part." if model is PlanPart and said.get("code") not in PART_CODES else None,
    )
    if model is SafetyGoal and not _is_there(DangerStatement, content, said.get("statement_id")):
        raise Refused({"statement_id": "Say which worry this goal answers."})


def _check_action(content: PlanContent, said: Mapping[str, Any]) -> None:
    no_day = not said.get("by_when") and not says_something(str(said.get("by_when_words", "")))
    refuse(
        what=None if says_something(str(said.get("what", ""))) else "Say what will be done.",
        who=None if says_something(str(said.get("who", ""))) else "Say who does it: one person.",
        owner_kind=None if said.get("owner_kind") in Owner.values else "Say whether it is for the family to do.",
        by_when="Say by when, or how often." if no_day else None,
    )
    if said.get("goal_id") and not _is_there(SafetyGoal, content, said["goal_id"]):
        raise Refused({"goal_id": "Choose one of the goals of this plan."})


def _is_there(model: type[OfPlan], content: PlanContent, key: Any) -> bool:
    return model._default_manager.filter(pk=key, content=content, removed_at__isnull=True).exists()


@quietly
@transaction.atomic
def remove_words(*, content: PlanContent, model: type[OfPlan], row_id: UUID, at: datetime, by: Standing) -> None:
    """Takes a line out of the plan; it stays among the rows. Raises `NotAllowed`, `NoSuchRecord`."""
    require_writing(by, content.conference, content.case_id)
    rows = model._default_manager.filter(pk=row_id, content=content, removed_at__isnull=True)
    if not rows.update(removed_at=at, written_by=by.user_id):
        raise NoSuchRecord
    record(
        action="plan.words-removed", subject_kind=model._meta.model_name or "", subject_id=row_id,
        case_id=content.case_id, facts={"part": model._meta.model_name or ""},
    )  # fmt: skip


@quietly
@transaction.atomic
def right_without(*, content: PlanContent, key: UUID, by: Standing) -> None:
    """Somebody says that it is right that this person has no line, or this worry no action."""
    require_writing(by, content.conference, content.case_id)
    if key not in content.right_without:
        content.right_without = [*content.right_without, key]
        PlanContent.objects.filter(pk=content.pk).update(right_without=content.right_without)
        record(
            action="plan.right-without", subject_kind="plancontent", subject_id=content.pk, case_id=content.case_id,
            facts={},
        )  # fmt: skip
