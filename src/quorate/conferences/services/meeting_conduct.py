"""When somebody's behaviour gets in the way: the pack's steps, one after the other (BAR-47)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from quorate.access.standing import Standing
from quorate.cases.refusals import Refused, quietly
from quorate.conferences.editions import pack_of
from quorate.conferences.models import ConductStep, Conference
from quorate.conferences.services.meeting_rules import (
    invitee_of,
    noted,
    require_lead,
    sitting_now,
    words_of,
)


@quietly
@transaction.atomic
def take_step(*, conference: Conference, about: UUID, step: int, words: str, at: datetime, by: Standing) -> ConductStep:
    """Records one step of the procedure's ladder about one person, from 1, and what happened.

    No step is left out: the chair asks first. Whoever is asked to leave is then noted as gone, or kept out, by the
    register and by people; the last step ends the meeting by the page that stops it. Raises `Refused`.
    """
    require_lead(by, conference)
    sitting = sitting_now(conference)
    steps = pack_of(conference).data["conduct"]["steps"]
    if not 1 <= step <= len(steps):
        raise Refused({"step": f"The procedure has {len(steps)} steps; choose one of them."})
    person = invitee_of(conference, about, "about")
    if person is None:
        raise Refused({"about": "Say whom it concerns."})
    if step > 1 and not _taken(conference, person.pk, step - 1):
        raise Refused({"step": f"First: {steps[step - 2]}"})
    taken = ConductStep(
        sitting=sitting, case_id=conference.case_id, authority_id=conference.authority_id, step=step,
        said=steps[step - 1], about=person.pk, words=words_of(words, needed="Say what happened."), at=at,
        by=by.user_id, meant_for="P",
    )  # fmt: skip
    taken.save(force_insert=True)
    noted("meeting.conduct-step", conference, taken, step=step)
    return taken


def _taken(conference: Conference, about: UUID, step: int) -> bool:
    return ConductStep.objects.filter(sitting__conference=conference, about=about, step=step).exists()
