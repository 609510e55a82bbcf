"""Joining two records of one adult, so that nothing is being sent to either meanwhile; and parting them again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from quorate.access.standing import Standing
from quorate.cases import one_person
from quorate.cases.models import Relative, SamePerson
from quorate.cases.refusals import quietly, refuse
from quorate.cases.services import one_person as records
from quorate.cases.services.refreshing import refresh_duties
from quorate.conferences.models import SafetyConcern
from quorate.conferences.services.safety import tell_changed
from quorate.conferences.services.safety_carried import brought_about


@quietly
@transaction.atomic
def join_people(
    *, relative: Relative, other: Relative, reason: str, on: date, at: datetime, by: Standing
) -> SamePerson:
    """Two records are of one adult. What keeps either out, whom either fears or is feared by, and where post to either
    is not safe hold for both from now on; the stricter wins. In one family the rules count one parent.

    Raises `Refused`, `NotAllowed`. Whoever is sending to either is waited for, and looks at both when they go on.
    """
    _hold(one_person.all_of([relative.person_id, other.person_id]))
    ours, theirs = (one_person.all_of([one.person_id]) for one in (relative, other))
    between = SafetyConcern.objects.filter(person_id__in=ours, of_person__in=theirs, removed_on__isnull=True)
    between |= SafetyConcern.objects.filter(person_id__in=theirs, of_person__in=ours, removed_on__isnull=True)
    refuse(other="One of them is recorded as afraid of the other: they are two people." if between.exists() else None)
    made = records.join_people(relative=relative, other=other, reason=reason, on=on, at=at, by=by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT conferences_keep_apart_alike(%s)", [str(relative.person_id)])
    _refreshed([relative.person_id, other.person_id])
    return made


@quietly
@transaction.atomic
def part_people(*, joined: SamePerson, reason: str, on: date, by: Standing) -> SamePerson:
    """They are two people after all. A copy made while they counted as one is held where it goes by another answer; a
    fear that came to a conference by that alone goes from there again.

    Raises `Refused`, `NotAllowed`.
    """
    every = one_person.all_of([joined.person_id, joined.same_as])
    _hold(every)
    brought = brought_about(every)
    parted = records.part_people(joined=joined, reason=reason, on=on, by=by)
    for row in SafetyConcern.objects.filter(pk__in=[one.pk for one in brought], left_family=True):
        tell_changed(row, on=on, by=by, also=every)
    _refreshed([joined.person_id, joined.same_as])
    return parted


def _refreshed(people: Iterable[UUID]) -> None:
    """Works out anew what follows in every record that `by` reaches in which any of them stands."""
    every = {person for one in people for person in one_person.all_of([one])}
    stands = Relative.objects.filter(person_id__in=every, removed_on__isnull=True)
    refresh_duties(cases=sorted(set(stands.values_list("case_id", flat=True))))


def _hold(people: Iterable[UUID]) -> None:
    """Nobody decides about them, and nothing is sent to them, until the transaction ends."""
    with connection.cursor() as cursor:
        for person in sorted(people):
            cursor.execute("SELECT conferences_hold_person(%s, true)", [str(person)])
