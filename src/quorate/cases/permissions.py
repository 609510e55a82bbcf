"""Who may read the records of a child, beyond knowing that there is a case."""

from __future__ import annotations

from quorate.access.models import ProtectedCase, ProtectedText
from quorate.access.permissions import require
from quorate.access.standing import Standing


def require_records(standing: Standing | None, case: ProtectedCase) -> None:
    """Passes for who reads texts for the professionals (label P) in this case: records are written for them.

    Row-level security says the same. Raises `NoSuchRecord`, `NotAllowed`.
    """
    require(standing, "read", case, ProtectedText(case=case, authority_id=case.authority_id, label="P"))
