"""Who may keep the lists of people and places."""

from __future__ import annotations

from uuid import UUID

from quorate.access.decide import Answer
from quorate.access.permissions import NotAllowed, require
from quorate.access.standing import Standing


def require_own(by: Standing, action: str, authority_id: UUID | None) -> None:
    """Passes when the person may do it for this authority; the operator may for any. Raises `NotAllowed`."""
    require(by, action)
    if not by.is_operator and by.authority_id != authority_id:
        raise NotAllowed(action, Answer(False, "other_authority"))


def require_operator(by: Standing, action: str) -> None:
    """Passes for the command line only: authorities are made when the system is set up. Raises `NotAllowed`."""
    if not by.is_operator:
        raise NotAllowed(action, Answer(False, "role"))
