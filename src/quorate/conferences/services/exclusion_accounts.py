"""Somebody who is kept out of all of a conference does not open it by their own account either."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from django.db import connection

from quorate.access.models import Exclusion
from quorate.access.permissions import may
from quorate.access.services import exclude, lift_exclusion
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.conferences.models import Conference, ConferenceExclusion, ExclusionOutcome, ExclusionScope, Invitee


def shut_account(row: ConferenceExclusion, conference: Conference, *, on: date, by: Standing) -> None:
    """Shuts the conference to the person's own account, where they have one, or opens it again; as the row says.

    The chair does it by what chairs may do. Where the procedure lets somebody else decide (BAR-17), the decision that
    they have just recorded does it, and nothing but that decision.
    """
    users = Invitee.objects.filter(conference=conference, person_id=row.person_id, user__isnull=False)
    user_id = users.values_list("user_id", flat=True).first()
    if user_id is None:
        return
    there = Exclusion.objects.filter(case=conference.case, user_id=user_id, lifted_on__isnull=True).first()
    is_out = row.outcome == ExclusionOutcome.EXCLUDED and row.scope == ExclusionScope.WHOLE
    if is_out is (there is not None):
        return
    if not may(by, "decide_exclusion", conference.case):
        _by_the_decision(row, user_id, there, on)
    elif there is None:
        exclude(case=conference.case, user_id=user_id, on=on, by=by)
    else:
        lift_exclusion(exclusion=there, on=on, by=by)


def _by_the_decision(row: ConferenceExclusion, user_id: UUID, there: Exclusion | None, on: date) -> None:
    key = uuid4() if there is None else there.id
    with connection.cursor() as cursor:
        cursor.execute("SELECT conferences_follow_decision(%s, %s, %s, %s)", [row.id, user_id, on, key])
    record(
        action="access.excluded" if there is None else "access.exclusion-lifted", subject_kind="exclusion",
        subject_id=key, case_id=row.case_id, facts={"person": user_id},
    )  # fmt: skip
