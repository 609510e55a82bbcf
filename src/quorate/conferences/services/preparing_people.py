"""Preparing the family: what was explained, given, asked and offered, to whom, on which day; what was met."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.cases.details import says_something, tidy
from quorate.cases.models import CaseEvent, Child, Need
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services import need_met, withdraw_event
from quorate.cases.services.writing import noted
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Conference, ConferenceChild, Invitee, PreparationKind, PreparationStep
from quorate.conferences.services.exclusions_told import is_known
from quorate.conferences.services.happening import day_fault, happened
from quorate.procedure.pack import Pack

EVENTS: Final = {
    PreparationKind.CONCERNS: "concerns-explained",
    PreparationKind.LEAFLET: "leaflet-given",
    PreparationKind.NEEDS: "needs-asked",
    PreparationKind.ADVOCACY: "advocacy-offered",
    PreparationKind.MEETING: "meeting-offered",
}
"""What the rules are told of a step; a talk and a parent's wish are ours alone."""
OF_CHILD: Final = (PreparationKind.ADVOCACY, PreparationKind.WISHES)


@quietly
@transaction.atomic
def record_step(
    *,
    conference: Conference,
    person_id: UUID,
    kind: str,
    on: date,
    by: Standing,
    how: str = "",
    items: Iterable[str] = (),
    answer: str = "",
    words: str = "",
    with_invitee: Invitee | None = None,
) -> PreparationStep:
    """Notes one step of the preparation with one person of the family.

    `items` are the lines of a list that were gone through (for needs: what was asked about), `with_invitee` the
    professional whom they talked with. Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", conference.case)
    refuse(
        kind=None if kind in PreparationKind.values else f"The steps are {', '.join(PreparationKind.values)}.",
        with_invitee=_talk_fault(conference, with_invitee) if kind == PreparationKind.TALK else None,
        answer=None if answer in ("", "yes", "no", "unsure") else "The answers are yes, no and unsure.",
        on=day_fault(conference, on, may_precede=True),
    )
    row = _step(conference, person_id, kind, on, by)
    row.how, row.items, row.answer, row.words = tidy(how)[:60], list(items), answer, words.strip()
    row.with_invitee = with_invitee
    row.save(force_insert=True)
    noted("preparation.step-done", row, step=kind)
    _tell(row, on, by)
    return row


@quietly
@transaction.atomic
def leaflet_went(*, conference: Conference, person_id: UUID, how: str, on: date, by: Standing) -> PreparationStep:
    """The leaflet went to somebody of the family with another paper. Raises `Refused`, `NotAllowed`."""
    require(by, "manage_people", conference.case)
    row = _step(conference, person_id, PreparationKind.LEAFLET, on, by)
    row.how = how
    row.save(force_insert=True)
    noted("preparation.step-done", row, step=row.kind)
    _tell(row, on, by)
    return row


@quietly
@transaction.atomic
def decide_child_attendance(
    *,
    conference: Conference,
    person_id: UUID,
    on: date,
    by: Standing,
    wanted: bool | None,
    parent_agrees: bool | None = None,
    chair_agrees: bool | None = None,
    mode: str = "",
    words: str = "",
) -> PreparationStep:
    """What a child wishes about coming, and who agrees, as far as the procedure asks for it.

    `mode` is one of the pack's ways for a child. None: not known yet. Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", conference.case)
    rule = pack_of(conference).data["children"]
    child = _child_of(conference, person_id)
    refuse(
        mode=None if mode in ("", *rule["modes"]) else f"The ways are {', '.join(rule['modes'])}.",
        wanted="Say what the child wishes; or write in words what is not clear yet."
        if wanted is None and not says_something(words)
        else None,
        on=day_fault(conference, on, may_precede=True),
    )
    row = _step(conference, person_id, PreparationKind.WISHES, on, by)
    row.answer = {True: "yes", False: "no", None: "unsure"}[wanted]
    row.parent_agrees, row.chair_agrees, row.mode, row.words = parent_agrees, chair_agrees, mode, words.strip()
    row.save(force_insert=True)
    noted("preparation.step-done", row, step=row.kind)
    known = {"wanted": wanted, "parent_agreed": parent_agrees, "chair_agreed": chair_agrees, "mode": mode or None}
    facts = {key: value for key, value in known.items() if value is not None}
    if facts:
        _take_back_of_that_day(conference, child, on, by)
        happened("child-attendance-decided", conference, day=on, by=by, facts=facts, about=[child])
    return row


def _take_back_of_that_day(conference: Conference, child: UUID, on: date, by: Standing) -> None:
    """Of one day only what was said last holds: the rules cannot tell two answers of one day apart."""
    told = CaseEvent.objects.filter(conference_id=conference.pk, code="child-attendance-decided", case_id=child, day=on)
    gone = set(told.filter(takes_back__isnull=False).values_list("takes_back", flat=True))
    for event_id in told.filter(takes_back__isnull=True).values_list("event_id", flat=True):
        if event_id not in gone:
            withdraw_event(event_id=event_id, by=by)


@quietly
@transaction.atomic
def meet_need(*, conference: Conference, need: Need, how: str, on: date, by: Standing) -> Need:
    """Says that what somebody needs is arranged. Raises `Refused`, `NotAllowed`."""
    met = need_met(need=need, on=on, by=by, how=how)
    facts: dict[str, Any] = {"need": str(need.kind)}
    if is_known(conference, need.person_id, on):
        facts["parent"] = str(need.person_id)
    happened("need-met", conference, day=on, by=by, facts=facts)
    return met


def talks_beforehand(conference: Conference, listed: Iterable[Invitee]) -> list[Invitee]:
    """Of these people those with whom a parent who is unsure can talk: whom the procedure names (BRD-12), else every
    professional who will be there."""
    roles = pack_of(conference).data["meeting_parents"]["conversation_beforehand_with"]
    staff = [one for one in listed if not one.is_family and one.to_invite is not False]
    return [one for one in staff if not roles or one.role in roles]


# --- steps


def _talk_fault(conference: Conference, with_invitee: Invitee | None) -> str | None:
    if with_invitee is None:
        return "Say with whom they talked: somebody on the list who will be there."
    if talks_beforehand(conference, [with_invitee]):
        return None
    return "The procedure names others for this talk: choose one of those on offer."


def _step(conference: Conference, person_id: UUID, kind: str, on: date, by: Standing) -> PreparationStep:
    return PreparationStep(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, person_id=person_id,
        kind=kind, done_on=on, done_by_id=by.user_id,
    )  # fmt: skip


def _child_of(conference: Conference, person_id: UUID) -> UUID:
    cases = ConferenceChild.objects.filter(conference=conference).values_list("child_case_id", flat=True)
    found = Child.objects.filter(case_id__in=list(cases), person_id=person_id).values_list("case_id", flat=True).first()
    if found is None:
        raise Refused({"person_id": "The conference is not about this child."})
    return found


def _tell(row: PreparationStep, on: date, by: Standing) -> None:
    code = EVENTS.get(PreparationKind(row.kind))
    if code is None:
        return
    if row.kind == PreparationKind.ADVOCACY:
        facts = {"answer": row.answer} if row.answer else {}
        happened(code, row.conference, day=on, by=by, facts=facts, about=[_child_of(row.conference, row.person_id)])
    elif is_known(row.conference, row.person_id, on) and _is_explained(row):
        asked = [{"need": one} for one in row.items] if row.kind == PreparationKind.NEEDS else []
        for more in asked or [{}]:
            happened(code, row.conference, day=on, by=by, facts={"parent": str(row.person_id)} | more)


def still_to_explain(pack: Pack, talks: Iterable[PreparationStep]) -> list[str]:
    """What the procedure lists to explain to a parent and none of the talks with them has gone through (LEI-24); a
    procedure that lists nothing is content with one talk."""
    code = EVENTS[PreparationKind.CONCERNS]
    named = {one.get("checklist") for one in pack.data["duty"] if code in one.get("met_by", ())}
    listed = [item for one in pack.data["checklist"] if one["code"] in named for item in one["items"]]
    said = {item for one in talks for item in one.items}
    return [item for item in listed if item not in said]


def _is_explained(row: PreparationStep) -> bool:
    if row.kind != PreparationKind.CONCERNS:
        return True
    talks = PreparationStep.objects.filter(conference=row.conference, person_id=row.person_id, kind=row.kind)
    return not still_to_explain(pack_of(row.conference), talks)
