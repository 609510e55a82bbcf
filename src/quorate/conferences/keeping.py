"""Who keeps the list of people: those who arrange a conference, and whoever takes its minutes."""

from __future__ import annotations

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
