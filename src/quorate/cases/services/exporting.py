"""Taking out a family's case file: what one sees oneself, as `quorate duties` reads it, with an entry in the trail."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q

from quorate.access.models import ProtectedCase
from quorate.access.permissions import NoSuchRecord, require
from quorate.access.queries import cases_in_reach
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.case_position import exported


class NothingToExport(ValueError):
    """A case in which nothing has happened yet has no case file."""


@transaction.atomic
def export_case(*, reference: str, by: Standing, reason_code: str = "") -> dict[str, Any]:
    """The case file of the family of one case, named by the child's reference or the case's own.

    Holds ids, dates and codes, no names; brothers and sisters whom the person may not know of are not in it. Needs
    the right to take out a copy of every case in it. `reason_code` goes into the trail. Raises NoSuchRecord,
    NotAllowed and NothingToExport.
    """
    found = cases_in_reach(by).filter(Q(ref=reference) | Q(child__reference=reference)).first()
    if found is None:
        raise NoSuchRecord
    require(by, "export", found)
    file = exported(found)
    if file is None:
        raise NothingToExport(f"{reference}: nothing has happened in this case yet, so there is no case file.")
    for case in ProtectedCase.objects.filter(pk__in=file.cases.values()).order_by("pk"):
        require(by, "export", case)
        record(
            action="export.made", subject_kind="case", subject_id=case.pk, case_id=case.pk, reason=reason_code,
            facts={"list": "case-file", "count": len(file.data["events"])},
        )  # fmt: skip
    return file.data
