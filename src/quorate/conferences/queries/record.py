"""Reading the record of a conference: its parts, what was added, and whether it is still what was approved."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from quorate.access.permissions import NoSuchRecord
from quorate.conferences.models import Addendum, Conference, LeftEmpty, Record, RecordSection
from quorate.conferences.services.record import digest_of
from quorate.people.models import User


def record_of(conference: Conference) -> Record | None:
    """The record of a conference, None where nobody has prepared it."""
    return Record.objects.select_related("conference__case").filter(conference=conference).first()


def readings(conference: Conference) -> tuple[QuerySet[Any, Any], ...]:
    """The record, its parts, what was added, who prepared and approved it with their names, why parts are empty."""
    record = Record.objects.filter(conference=conference)
    signed = Q(pk__in=record.values("prepared_by")) | Q(pk__in=record.values("approved_by"))
    return (
        record,
        RecordSection.objects.filter(record__conference=conference),
        Addendum.objects.filter(record__conference=conference),
        User.objects.filter(signed).values_list("pk", "display_name"),
        LeftEmpty.objects.filter(record__conference=conference).values_list("why", flat=True),
    )


def sections_of(record: Record) -> list[RecordSection]:
    """Its parts in their order, as far as the reader may see them."""
    return list(RecordSection.objects.filter(record=record))


def addenda_of(record: Record) -> list[Addendum]:
    """What was added since it was approved, the oldest first."""
    return list(Addendum.objects.filter(record=record))


def section_of(conference: Conference, section_id: Any) -> RecordSection:
    """One part, with its record and conference. Raises NoSuchRecord."""
    rows = RecordSection.objects.select_related("record__conference__case")
    found = rows.filter(pk=section_id, record__conference=conference).first()
    if found is None:
        raise NoSuchRecord
    return found


def is_as_approved(record: Record) -> bool:
    """Whether the parts are still those that were approved. For whoever reads every part of it."""
    return record.is_approved and digest_of(record) == record.digest
