"""That somebody is afraid of another stands at every conference about the family, until somebody takes it away.

It is brought by the database, at every door by which two people come to belong to one family (`sql.fears_told`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from quorate.audit.services import record
from quorate.conferences.models import SafetyConcern


def brought_from(concern: SafetyConcern) -> list[SafetyConcern]:
    """What stands at the family's other conferences by this one, as far as the reader keeps them."""
    return list(SafetyConcern.objects.filter(root_id=concern.pk, removed_on=None).select_related("conference"))


def brought_about(people: Iterable[UUID]) -> list[SafetyConcern]:
    """What was brought to conferences that the reader keeps, and stands there, of any of these people."""
    named = Q(person_id__in=(these := list(people))) | Q(of_person__in=these)
    rows = SafetyConcern.objects.filter(named, root_id__isnull=False, removed_on=None)
    return list(rows.select_related("conference"))


def take_concern_away(concern: SafetyConcern, on: date) -> list[SafetyConcern]:
    """What was a mistake here was one wherever it was brought from or to; gives the rows that this took away, this one
    first. None where somebody has taken it away already.

    At conferences that the reader does not keep it stands on: there others answer for it.
    """
    root = concern.root_id or concern.pk
    same = SafetyConcern.objects.filter(Q(pk=root) | Q(root_id=root), removed_on__isnull=True)
    # Locked first, and in one order: two may take two copies of it away at once.
    found = list(same.select_for_update(of=("self",)).select_related("conference").order_by("pk"))
    if concern.pk not in {one.pk for one in found}:
        return []
    for one in found:
        SafetyConcern.objects.filter(pk=one.pk).update(removed_on=on)
        record(
            action="safety.removed", subject_kind="safetyconcern", subject_id=one.pk, case_id=one.conference_id,
            facts={},
        )  # fmt: skip
    return sorted(found, key=lambda one: one.pk != concern.pk)
