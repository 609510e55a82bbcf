"""Requests to keep one person out: several may ask, none of them learns of the others, and one decision answers all."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from quorate.cases.services.writing import noted
from quorate.conferences.models import Conference, ConferenceExclusion
from quorate.conferences.models.exclusion import WAITS

_ONCE_BY_EACH: Final = "conferences_exclusion_asked_once_by_each"


def is_first(row: ConferenceExclusion) -> bool:
    """Keeps what is asked, unless the same user has asked it already, for the same people and from the same source, and
    it waits for a decision."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") != _ONCE_BY_EACH:
            raise
        return False
    return True


def first_asked(conference: Conference, person_id: UUID) -> ConferenceExclusion | None:
    """The request about somebody that has waited longest for a decision, for whoever decides; None where none waits."""
    return (
        ConferenceExclusion.objects.select_for_update(of=("self",))
        .filter(WAITS, conference=conference, person_id=person_id)
        .order_by("asked_on", "id")
        .first()
    )


def answer_the_others(row: ConferenceExclusion) -> None:
    """Whoever else had asked about the same person has this answer too."""
    about = {"conference_id": row.conference_id, "person_id": row.person_id}
    for one in ConferenceExclusion.objects.filter(WAITS, **about).exclude(pk=row.pk).order_by("id"):
        one.answered_with = row.pk
        one.save(update_fields=["answered_with"])
        noted("exclusion.decided", one, outcome=row.outcome, scope=row.scope)
