"""The round: views are given, hidden until all are in where the chair wishes it, and opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import connection, transaction

from quorate.access.permissions import NoSuchRecord
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.details import says_something
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.recording import RefusedEvent, record_event, withdraw_event
from quorate.conferences.models import Conference, ConferenceChild, ConferenceState, Invitee, Round, View
from quorate.conferences.models.view import PLAN_VIEWS
from quorate.conferences.services.meeting_rules import require_lead
from quorate.conferences.versions import TwoTexts
from quorate.procedure.pack import Pack

_HIDDEN: Final = (
    "Somebody else has written down this person's view, and it is hidden until the views are opened. Open them first, "
    "or ask whoever wrote it down to change it."
)


@dataclass(frozen=True, slots=True)
class Said:
    """A view as it is given: a plan or not, the harm that worries them (codes), and why in a line."""

    plan: str
    categories: tuple[str, ...] = ()
    reason: str = ""
    written: bool = False


def require_child(conference: Conference, child_case_id: UUID) -> None:
    """Passes for a child of the conference. Raises `NoSuchRecord`."""
    if not ConferenceChild.objects.filter(conference=conference, child_case_id=child_case_id).exists():
        raise NoSuchRecord


@quietly
@transaction.atomic
def give_view(
    *,
    conference: Conference,
    invitee: Invitee,
    child_case_id: UUID,
    said: Said,
    pack: Pack,
    at: datetime,
    by: Standing,
    base_version: int = 0,
    meant_for: str = "",
    named: Sequence[UUID] = (),
) -> View:
    """Records somebody's view for one child, or changes it (`base_version` is the version that was read).

    A professional's view is heard by everybody; a member of the family's is for that person and the professionals
    unless `meant_for` says otherwise. Raises `Refused`, `TwoTexts`, `NotAllowed`, `NoSuchRecord`.
    Source: RDB-30, RDB-31, BAR-36, BAR-37.
    """
    require_lead(by, conference)
    require_child(conference, child_case_id)
    _check(conference, invitee, child_case_id, said, pack)
    whose = meant_for or ("F-person" if invitee.is_family else "F-all")
    persons = list(named) or ([invitee.person_id] if whose == "F-person" and invitee.person_id else [])
    found = _there(conference, invitee, child_case_id)
    values = {
        "plan": said.plan, "categories": list(said.categories), "reason": said.reason.strip(), "given_at": at,
        "written": said.written, "recorded_by": by.user_id, "meant_for": whose, "named": persons,
    }  # fmt: skip
    if found is not None and found.version != base_version:
        raise TwoTexts(yours=said, theirs=found, version=found.version, theirs_by=found.recorded_by)
    if found is not None:
        withdraw_event(event_id=found.event_id, by=by)
    event_id = _event(conference, invitee, child_case_id, said, at, by)
    view = _kept(conference, invitee, child_case_id, found, {**values, "event_id": event_id}, base_version)
    record(
        action="conference.view-given", subject_kind="view", subject_id=view.pk, case_id=conference.case_id,
        facts={"version": view.version},
    )  # fmt: skip
    return view


def _there(conference: Conference, invitee: Invitee, child_case_id: UUID) -> View | None:
    """The view as it stands. Raises `Refused` where somebody else wrote it and it is hidden: it cannot be read."""
    found = View.objects.filter(conference=conference, child_case_id=child_case_id, invitee_id=invitee.id).first()
    if found is not None:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT FROM conferences_views_in(%s) WHERE invitee_id = %s AND child_case_id = %s",
            [conference.pk, invitee.pk, child_case_id],
        )
        refuse(invitee=_HIDDEN if cursor.rowcount else None)
    return None


def _kept(
    conference: Conference, invitee: Invitee, child_case_id: UUID, found: View | None, values: dict[str, Any], base: int
) -> View:
    if found is None:
        view = View(
            id=uuid4(), case_id=conference.case_id, authority_id=conference.authority_id, conference=conference,
            child_case_id=child_case_id, invitee_id=invitee.id, **values,
        )  # fmt: skip
        view.save(force_insert=True)
        return view
    if not View.objects.filter(pk=found.pk, version=base).update(**values, version=base + 1):
        theirs = View.objects.get(pk=found.pk)
        raise TwoTexts(yours=values, theirs=theirs, version=theirs.version, theirs_by=theirs.recorded_by)
    return View.objects.get(pk=found.pk)


def _check(conference: Conference, invitee: Invitee, child_case_id: UUID, said: Said, pack: Pack) -> None:
    if invitee.conference_id != conference.id or invitee.removed_on is not None:
        raise NoSuchRecord
    why_not = why_not_asked(invitee, child_case_id, pack)
    known = set(pack.data["decisions"]["categories"])
    refuse(
        plan=None if said.plan in PLAN_VIEWS else "Say whether they think that a plan is needed: yes, no or not sure.",
        categories=None if set(said.categories) <= known else "Choose from the categories of this procedure.",
        reason=None if says_something(said.reason) else "Write down why, in a line: the reason is part of the view.",
        invitee=f"No view is asked of this person: {why_not}." if why_not else None,
        state=None if conference.state == ConferenceState.SITTING else "The conference is not sitting; start it first.",
    )


def why_not_asked(invitee: Invitee, child_case_id: UUID, pack: Pack) -> str:
    """Why nobody asks this person for a view on this child; "" where one is asked."""
    never = set(pack.data["agencies"]["never_counted"]) - {"parent", "child", "family_member"}
    if invitee.is_helper or invitee.kind == "observer" or invitee.role in never:
        return "here to help or to watch, not to judge"
    if invitee.about and child_case_id not in invitee.about:
        return "not related to this child" if invitee.is_family else "not working with this child"
    return ""


def _event(
    conference: Conference, invitee: Invitee, child_case_id: UUID, said: Said, at: datetime, by: Standing
) -> UUID:
    facts: dict[str, Any] = {"plan": said.plan, "who": invitee.role or invitee.kind}
    if invitee.agency_code:
        facts["agency"] = invitee.agency_code
    if said.categories:
        facts["category"] = list(said.categories)
    if invitee.kind == "parent" and invitee.person_id:
        facts |= {"who": "parent", "parent": invitee.person_id}
    try:
        return record_event(code="view-given", cases=[child_case_id], at=at, facts=facts, conference=conference, by=by)
    except RefusedEvent as refused:
        raise Refused({"__all__": str(refused)}) from None


@quietly
@transaction.atomic
def hide_views(*, conference: Conference, child_case_ids: Iterable[UUID], at: datetime, by: Standing) -> None:
    """Hides the views for these children until all are in and the chair opens them. Raises `NotAllowed`."""
    require_lead(by, conference)
    for child in child_case_ids:
        require_child(conference, child)
        found = Round.objects.filter(conference=conference, child_case_id=child).first()
        if found is None:
            found = Round(
                case_id=conference.case_id, authority_id=conference.authority_id, conference=conference,
                child_case_id=child, hidden_at=at, hidden_by=by.user_id,
            )  # fmt: skip
            found.save(force_insert=True)
        else:
            Round.objects.filter(pk=found.pk).update(
                hidden_at=at, hidden_by=by.user_id, opened_at=None, opened_by=None, opened_reason=""
            )
        _noted("conference.views-hidden", found)


@quietly
@transaction.atomic
def open_views(
    *, conference: Conference, child_case_id: UUID, waiting: int, reason: str, at: datetime, by: Standing
) -> None:
    """Opens one child's column. While `waiting` views are still to come the chair says why. Raises `Refused`."""
    require_lead(by, conference)
    found = Round.objects.filter(conference=conference, child_case_id=child_case_id, opened_at__isnull=True).first()
    if found is None:
        raise Refused({"__all__": "These views are open already; there is nothing to do."})
    why = "Not all views are in. Say why they are opened now; the reason stays in the record."
    refuse(reason=why if waiting and not says_something(reason) else None)
    Round.objects.filter(pk=found.pk).update(opened_at=at, opened_by=by.user_id, opened_reason=reason.strip())
    _noted("conference.views-opened", found)


def _noted(action: str, row: Round) -> None:
    record(action=action, subject_kind="round", subject_id=row.pk, case_id=row.case_id, facts={})
