"""What follows when somebody is kept out: they are told why, their views are collected, a meeting is offered."""

from __future__ import annotations

from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.cases.details import says_something
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.writing import noted
from quorate.conferences.keeping import require_keeping
from quorate.conferences.models import Answer, Conference, ConferenceExclusion, ExclusionOutcome
from quorate.conferences.services.exclusions_told import is_known
from quorate.conferences.services.happening import happened, london_day, not_yet

WAYS: Final = ("letter", "in-person", "phone", "video", "email")
"""How somebody was told, or how their views came."""


@quietly
@transaction.atomic
def explained(*, exclusion: ConferenceExclusion, on: date, how: str, by: Standing) -> ConferenceExclusion:
    """The person was told why they are kept out: by letter (whoever sends says so), or otherwise. Raises `Refused`."""
    require_keeping(by, exclusion.case)
    row = _kept_out(exclusion)
    refuse(how=None if how in WAYS else f"The ways are {', '.join(WAYS)}.", on=_before(row, on))
    row.explained_on, row.explained_how = on, how
    row.save(update_fields=["explained_on", "explained_how"])
    noted("exclusion.followed-up", row, step="explained")
    _tell("exclusion-explained", row, on, by, {"scope": row.scope, "how": how})
    return row


@quietly
@transaction.atomic
def record_views(
    *, exclusion: ConferenceExclusion, words: str, on: date, how: str, by: Standing
) -> ConferenceExclusion:
    """The social worker collected the person's own views, to report them at the conference. Raises `Refused`."""
    require(by, "write", exclusion.case)
    row = _kept_out(exclusion)
    refuse(
        words=None if says_something(words) else "Write down what the person said, in their words.",
        how=None if how in WAYS else f"The ways are {', '.join(WAYS)}.",
        on=_before(row, on),
    )
    row.views_on, row.views_words = on, words.strip()
    row.save(update_fields=["views_on", "views_words"])
    noted("exclusion.followed-up", row, step="views")
    _tell("views-collected", row, on, by, {"how": how})
    return row


@quietly
@transaction.atomic
def offer_meeting(*, exclusion: ConferenceExclusion, on: date, by: Standing) -> ConferenceExclusion:
    """The chair offers to meet the person. Raises `Refused`."""
    require(by, "write", exclusion.case)
    row = _kept_out(exclusion)
    refuse(on=_before(row, on))
    row.meeting_offered_on = on
    row.save(update_fields=["meeting_offered_on"])
    noted("exclusion.followed-up", row, step="meeting-offered")
    _tell("meeting-offered", row, on, by, {})
    return row


@quietly
@transaction.atomic
def answer_meeting(
    *, exclusion: ConferenceExclusion, answer: str, by: Standing, held_on: date | None = None, words: str = ""
) -> ConferenceExclusion:
    """What became of the offer: accepted or not, and when they met. Raises `Refused` where none was made."""
    require_keeping(by, exclusion.case)
    row = _locked(exclusion)
    refuse(
        answer=None if answer in Answer.values else f"The answers are {' and '.join(Answer.values)}.",
        held_on=_held_fault(row, held_on),
    )
    row.meeting_answer, row.meeting_held_on, row.meeting_words = answer, held_on, words.strip()
    row.save(update_fields=["meeting_answer", "meeting_held_on", "meeting_words"])
    noted("exclusion.followed-up", row, step="meeting-answered")
    return row


def standing_exclusion(conference: Conference, person_id: UUID) -> ConferenceExclusion | None:
    """The latest decision for this very conference by which somebody is kept out; None where there is none."""
    latest = (
        ConferenceExclusion.objects.filter(conference=conference, person_id=person_id)
        .exclude(outcome="")
        .order_by("-decided_at")
        .first()
    )
    return latest if latest is not None and latest.outcome == ExclusionOutcome.EXCLUDED else None


def _locked(exclusion: ConferenceExclusion) -> ConferenceExclusion:
    found = ConferenceExclusion.objects.select_for_update(of=("self",)).select_related("case", "conference")
    return found.get(pk=exclusion.pk)


def _kept_out(exclusion: ConferenceExclusion) -> ConferenceExclusion:
    row = _locked(exclusion)
    if row.outcome != ExclusionOutcome.EXCLUDED:
        raise Refused({"outcome": "This person is not kept out; there is nothing to follow up."})
    return row


def _before(row: ConferenceExclusion, on: date) -> str | None:
    # The decision alone is the bound: a draft may have one before anybody has asked for the conference.
    decided = row.decided_at
    if decided is not None and on < london_day(decided):
        return "This is before the decision; check the day."
    return not_yet(on)


def _held_fault(row: ConferenceExclusion, held_on: date | None) -> str | None:
    if row.meeting_offered_on is None:
        return "No meeting has been offered yet."
    if held_on is not None and held_on < row.meeting_offered_on:
        return "This is before the meeting was offered; check both days."
    return None if held_on is None else not_yet(held_on)


def _tell(code: str, row: ConferenceExclusion, on: date, by: Standing, facts: dict[str, Any]) -> None:
    """Records the event where the rules know the person (parents and children)."""
    if is_known(row.conference, row.person_id, on):
        happened(code, row.conference, day=on, by=by, facts={"parent": str(row.person_id), **facts})
