"""Corrections to the minutes: received within the procedure's window or with a reason, answered by the chair."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.details import says_something
from quorate.cases.refusals import quietly, refuse
from quorate.challenges.models import Correction, CorrectionOutcome
from quorate.challenges.services.complaints import window_of
from quorate.conferences.models import Conference, Invitee, Record
from quorate.conferences.services.happening import day_fault, happened
from quorate.conferences.services.record import add_addendum


@quietly
@transaction.atomic
def challenge_minutes(
    *,
    conference: Conference,
    name: str,
    passage: str,
    should_say: str,
    received_on: date,
    on: date,
    by: Standing,
    invitee_id: UUID | None = None,
    section_id: UUID | None = None,
    late_reason: str = "",
) -> Correction:
    """Registers what somebody says is wrong in the minutes. Records minutes-challenged.

    After the window it is taken with the reason. Raises `Refused`, `NotAllowed`.
    """
    require(by, "manage_people", conference.case)
    ends = window_of(conference, "correct-minutes")
    is_late = ends is not None and received_on > ends
    refuse(
        name=None if name.strip() else "Give the name of the person who says so.",
        passage=None if says_something(passage) else "Say which words of the minutes are meant.",
        should_say=None if says_something(should_say) else "Say what the minutes ought to say.",
        received_on=day_fault(conference, received_on, on=on),
        late_reason="The procedure's time is over; say why the correction is taken all the same."
        if is_late and not says_something(late_reason)
        else None,
    )
    row = Correction(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id,
        invitee_id=invitee_id, name=name.strip()[:250], section_id=section_id, passage=passage.strip(),
        should_say=should_say.strip(), received_on=received_on, recorded_by=by.user_id, window_ends_on=ends,
        late_reason=late_reason.strip() if is_late else "",
    )  # fmt: skip
    row.save(force_insert=True)
    record(action="minutes.challenged", subject_kind="correction", subject_id=row.id, case_id=row.case_id)
    happened("minutes-challenged", conference, day=received_on, facts={}, by=by)
    return row


@quietly
@transaction.atomic
def answer_correction(
    *, correction: Correction, outcome: str, answer: str, on: date, at: datetime, by: Standing
) -> Correction:
    """The chair says what becomes of it: put right or noted, it is added to the approved minutes, which stay as they
    are; the next copy carries it, for whoever asked and for the professionals. Raises `Refused`, `NotAllowed`."""
    require(by, "sign", correction.case)
    refuse(
        correction=None if not correction.outcome else "This has been answered already.",
        outcome=None if outcome in CorrectionOutcome.values else "Say what becomes of it.",
        answer=None if says_something(answer) else "Say why, in a sentence or two.",
    )
    correction.outcome, correction.answer = outcome, answer.strip()
    correction.answered_on, correction.answered_by = on, by.user_id
    correction.save(update_fields=["outcome", "answer", "answered_on", "answered_by"])
    record(
        action="minutes.challenge-answered", subject_kind="correction", subject_id=correction.id,
        case_id=correction.case_id, facts={"outcome": outcome},
    )  # fmt: skip
    _add_to_minutes(correction, at, by)
    return correction


def _add_to_minutes(correction: Correction, at: datetime, by: Standing) -> None:
    minutes = Record.objects.select_related("conference__case").filter(conference=correction.conference_id).first()
    told = _ADDED.get(correction.outcome)
    if minutes is None or not minutes.is_approved or told is None:
        return
    asker = Invitee.objects.filter(pk=correction.invitee_id).first() if correction.invitee_id else None
    own = asker.person_id if asker is not None and asker.is_family else None
    words = told.format(
        name=correction.name, passage=correction.passage, should_say=correction.should_say, answer=correction.answer
    )
    add_addendum(
        record=minutes, words=words, why="A correction that was asked for.", correction_id=correction.id, at=at, by=by,
        meant_for="F-person" if own else "P", named=[own] if own else [],
    )  # fmt: skip


_ADDED: Final[Mapping[str, str]] = {
    CorrectionOutcome.CORRECTED: "Put right: “{passage}” ought to say “{should_say}”. {answer}",
    CorrectionOutcome.NOTED: "{name} does not agree with “{passage}”. In their view it was: “{should_say}”. {answer}",
}
"""What is added to the minutes; nothing where they stand as they are."""
