"""Who keeps the list of people: those who arrange a conference, and whoever takes its minutes. Who gives a report."""

from __future__ import annotations

from uuid import UUID

from quorate.access.models import ProtectedCase, ProtectedText
from quorate.access.permissions import may, require
from quorate.access.standing import Standing


def may_keep(by: Standing | None, case: ProtectedCase) -> bool:
    """Whether somebody keeps the list of people: chair, social worker, manager, administrator, minute-taker.

    Row-level security says the same (`sql/people.py`).
    """
    if may(by, "manage_people", case):
        return True
    closed = ProtectedText(case=case, authority_id=case.authority_id, label="R", named_people=[], named_agencies=[])
    return may(by, "write", case) and may(by, "read", case, closed)


def require_keeping(by: Standing, case: ProtectedCase) -> None:
    """Passes for whoever keeps the list. Raises NotAllowed, NoSuchRecord."""
    if not may_keep(by, case):
        require(by, "manage_people", case)


def may_give(by: Standing | None, case: ProtectedCase, agency_id: UUID | None) -> bool:
    """Whether somebody writes the report of this agency to a conference, and says that it is in.

    Whoever writes there, of any; a partner of the own agency's alone. Row-level security says the same.
    """
    if may(by, "write", case):
        return True
    return by is not None and by.agency_id is not None and by.agency_id == agency_id and may(by, "contribute", case)


def require_giving(by: Standing, case: ProtectedCase, agency_id: UUID | None) -> None:
    """Passes for whoever may give this report. Raises NotAllowed, NoSuchRecord."""
    if not may_give(by, case, agency_id):
        require(by, "write", case)
