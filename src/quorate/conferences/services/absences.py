"""A parent is not there: the chair decides whether the conference goes ahead, says why, and may offer to meet them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from quorate.access.standing import Standing
from quorate.cases.details import says_something
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.conferences.models import (
    AbsenceChoice,
    Attendance,
    Conference,
    ConferenceState,
    Invitee,
    InviteeKind,
    ParentAbsence,
    PreparationKind,
)
from quorate.conferences.queries.people import kept_out
from quorate.conferences.services.happening import london_day
from quorate.conferences.services.meeting_rules import LONGEST, noted, require_lead
from quorate.conferences.services.preparing_people import record_step

_WHEN = (ConferenceState.BOOKED, ConferenceState.SITTING, ConferenceState.ADJOURNED, ConferenceState.HELD)
_WHY: Mapping[str, str] = {
    AbsenceChoice.GO_ON.value: "Say why the conference goes ahead without this parent.",
    AbsenceChoice.PUT_OFF.value: "Say what keeps this parent away: it is put off for exceptional circumstances only.",
}


@quietly
@transaction.atomic
def decide_without(
    *, conference: Conference, person_id: UUID, choice: str, why: str, at: datetime, by: Standing,
    meeting_offered: bool | None = None,
) -> ParentAbsence:  # fmt: skip
    """Records what the chair decides about one parent who is not there (BRD-13), and the offer to meet them (BOL-16).

    A conference that is put off is adjourned, or moved, by its own step afterwards. Raises `Refused`, `NotAllowed`.
    """
    require_lead(by, conference)
    _refuse_whom(conference, person_id)
    refuse(
        choice=None if choice in AbsenceChoice.values else "Say whether the conference goes ahead or is put off.",
        why=_fault_of_why(choice, why),
    )
    if choice == AbsenceChoice.PUT_OFF and conference.state == ConferenceState.HELD:
        raise Refused({"choice": "The conference has been held: it went ahead."})
    last = ParentAbsence.objects.filter(conference=conference, person_id=person_id).last()
    # Of two decisions of one instant the second holds.
    decided_at = at if last is None else max(at, last.decided_at + timedelta(microseconds=1))
    row = ParentAbsence(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, person_id=person_id,
        choice=choice, why=why.strip(), meeting_offered=meeting_offered, decided_at=decided_at, recorded_by=by.user_id,
    )  # fmt: skip
    row.save(force_insert=True)
    noted("meeting.parent-absent", conference, row, choice=choice, meeting_offered=bool(meeting_offered))
    if meeting_offered:
        record_step(
            conference=conference, person_id=person_id, kind=PreparationKind.MEETING, on=london_day(at), by=by,
            words="Offered because they did not attend.",
        )  # fmt: skip
    return row


def _fault_of_why(choice: str, why: str) -> str | None:
    if len(why) > LONGEST:
        return f"This is longer than {LONGEST:,} letters; shorten it."
    return None if says_something(why) else _WHY.get(choice, "Say why.")


def _refuse_whom(conference: Conference, person_id: UUID) -> None:
    """Only about a parent of the list who has not been there and whom nobody keeps out."""
    if conference.state not in _WHEN:
        raise Refused({"": "This is decided once the conference is booked."})
    listed = Invitee.objects.filter(
        conference=conference, kind=InviteeKind.PARENT, person_id=person_id, removed_on__isnull=True
    ).values_list("pk", flat=True)
    if not listed:
        raise Refused({"person": "This person is not on the list as a parent; add the person first."})
    if kept_out(conference, person_id) == "whole":
        raise Refused({"person": "This parent is kept out of the conference; what follows stands under People."})
    if Attendance.objects.filter(conference=conference, invitee_id__in=list(listed), taken_back=False).exists():
        raise Refused({"person": "This parent is on the register as having been there."})
