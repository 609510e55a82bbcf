"""That somebody is afraid of another person who may come: kept apart, and kept from that person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.cases.one_person import all_of
from quorate.cases.refusals import quietly, refuse
from quorate.cases.services.writing import noted
from quorate.conferences.keeping import require_keeping
from quorate.conferences.models import Conference, Invitee, SafetyConcern
from quorate.conferences.services.happening import happened
from quorate.conferences.versions import TwoTexts


@quietly
@transaction.atomic
def record_concern(
    *, conference: Conference, person_id: UUID, of_person: UUID, words: str, on: date, by: Standing
) -> SafetyConcern:
    """Writes down of whom somebody is afraid, for those who arrange the conference alone. Raises `Refused`."""
    require_keeping(by, conference.case)
    refuse(
        of_person="Choose another person: of whom are they afraid?" if person_id == of_person else None,
        words=None if words.strip() else "Write down what the person is afraid of.",
    )
    row = SafetyConcern(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, person_id=person_id,
        of_person=of_person, words=words.strip(), recorded_by=by.user_id, recorded_on=on,
    )  # fmt: skip
    row.save(force_insert=True)
    noted("safety.recorded", row)
    return row


@quietly
@transaction.atomic
def settle_concern(
    *,
    concern: SafetyConcern,
    arrangement: str,
    version: int,
    at: datetime,
    on: date,
    by: Standing,
    separately: Iterable[Invitee] = (),
) -> SafetyConcern:
    """What is arranged: who attends separately, when each arrives, where each waits.

    Whom what somebody else is afraid of keeps apart stays apart. The rules are told that separate attendance was
    decided, not for whom. Raises `TwoTexts`, `Refused`, `NotAllowed`.
    """
    require(by, "write", concern.case)
    refuse(arrangement=None if arrangement.strip() else "Say what is arranged: times, rooms, arrivals.")
    row = SafetyConcern.objects.select_for_update(of=("self",)).select_related("case", "conference").get(pk=concern.pk)
    if row.version != version:
        raise TwoTexts(yours=arrangement.strip(), theirs=row.arrangement, version=row.version, theirs_by=row.settled_by)
    pair = all_of([row.person_id, row.of_person])
    apart = {one.person_id for one in separately if one.person_id in pair}
    row.arrangement, row.settled_by, row.settled_on, row.version = arrangement.strip(), by.user_id, on, version + 1
    row.apart = sorted(apart, key=str)
    row.save(update_fields=["arrangement", "apart", "settled_by", "settled_on", "version"])
    _keep_apart(row)
    noted("safety.settled", row)
    if apart:
        happened("separate-attendance-decided", row.conference, at=at, by=by, facts={})
    return row


@quietly
@transaction.atomic
def remove_concern(*, concern: SafetyConcern, on: date, by: Standing) -> None:
    """Takes away what was written down by mistake; the row stays, unread. Raises `NotAllowed`."""
    require_keeping(by, concern.case)
    SafetyConcern.objects.filter(pk=concern.pk).update(removed_on=on)
    noted("safety.removed", concern)


def is_kept_apart(conference: Conference, person_id: UUID | None) -> bool:
    """Whether somebody takes part at another time or from another room, by any arrangement that stands."""
    if person_id is None:
        return False
    standing = SafetyConcern.objects.filter(conference=conference, removed_on__isnull=True)
    return standing.filter(apart__overlap=sorted(all_of([person_id]))).exists()


# --- steps


def _keep_apart(row: SafetyConcern) -> None:
    # Locked before it is asked, so that of two arrangements made at once the second knows of the first.
    pair = Invitee.objects.select_for_update(of=("self",)).filter(
        conference=row.conference, person_id__in=all_of([row.person_id, row.of_person]), removed_on__isnull=True
    )
    for invitee in list(pair.order_by("pk")):
        apart = is_kept_apart(row.conference, invitee.person_id)
        if invitee.attends_separately != apart:
            invitee.attends_separately = apart
            invitee.save(update_fields=["attends_separately"])
