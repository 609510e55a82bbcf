"""Somebody who is feared is no longer on the family's record: whoever keeps the conference says that it is nobody."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from quorate.access.permissions import NoSuchRecord
from quorate.access.standing import Standing
from quorate.cases.refusals import quietly
from quorate.cases.services.writing import noted
from quorate.conferences.keeping import require_keeping
from quorate.conferences.models import Invitee, SafetyConcern
from quorate.conferences.queries.people import safety_concerns_of
from quorate.conferences.services.safety import tell_changed


@quietly
@transaction.atomic
def take_away_here(*, concern: SafetyConcern, on: date, by: Standing) -> None:
    """One of the two is not on this family's record any more, and nobody on the list is meant: the concern goes from
    this conference alone. At others it stands, and where both belong to the family again it comes again.

    Raises `NotAllowed`; `NoSuchRecord` where both are known here (what was a mistake is `safety.remove_concern`).
    """
    require_keeping(by, concern.case)
    row = next((one for one in safety_concerns_of(concern.conference) if one.pk == concern.pk), None)
    if row is None or not row.is_off_record:
        raise NoSuchRecord
    alike = Invitee.objects.filter(pk__in=row.namesakes).values_list("person_id", "supporter_of__person_id")
    also = [person for pair in list(alike) for person in pair if person is not None]
    SafetyConcern.objects.filter(pk=row.pk).update(removed_on=on, left_family=row.root_id is not None)
    noted("safety.removed", row)
    tell_changed(row, on=on, by=by, also=also)
