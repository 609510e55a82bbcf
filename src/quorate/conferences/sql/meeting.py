"""Who reads and who writes what happens in the meeting: its chair and its minute-taker write, the others read."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, among, as_meant, policy, protect, reaching

_READ: Final = reaching("case_id", "read", "P")
_WRITE: Final = among("case_id", "access_open_cases_for('write')")
_OFFICE: Final = f"({_WRITE} OR {reaching('case_id', 'manage_people')})"
# Whoever writes and reads the closed part without being named on it: the chair and the minute-taker.
_LEADS: Final = f"({_WRITE} AND {reaching('case_id', 'read', 'R')})"


def _table(name: str, reads: str, writes: str, *, changes: bool = True) -> str:
    """SQL: the policies and rights of one table; rows are added and changed, never deleted."""
    parts = [
        protect(name),
        policy(name, "member", "SELECT", reads),
        policy(name, "write", "INSERT", None, writes),
        f"REVOKE ALL ON {name} FROM PUBLIC, {PAGES};",
        f"GRANT SELECT, INSERT{', UPDATE' if changes else ''} ON {name} TO {PAGES};",
    ]
    if changes:
        parts.append(policy(name, "change", "UPDATE", writes))
    return "\n".join(parts)


MEETING: Final = "\n".join(
    (
        _table("conferences_sitting", _READ, _LEADS),
        _table("conferences_agenda_state", _READ, _LEADS),
        _table("conferences_break", _READ, _LEADS),
        # The office notes who came, as it keeps the list of people.
        _table("conferences_attendance", _READ, _OFFICE),
        _table("conferences_waiting_room", _READ, _OFFICE),
        _table("conferences_conduct_step", as_meant(), _LEADS),
        _table("conferences_card", as_meant(), _LEADS),
        _table("conferences_scale_number", as_meant(), _LEADS),
        _table("conferences_childs_words", as_meant(), _LEADS),
        _table("conferences_contribution", as_meant(), _LEADS),
        _table("conferences_before_start", as_meant(), _LEADS),
        # Whoever may read the card as it stands may read what it said before.
        _table(
            "conferences_card_version", "EXISTS (SELECT FROM conferences_card c WHERE c.id = card_id)", _LEADS,
            changes=False,
        ),
    )
)  # fmt: skip
"""Policies and rights of the tables of the meeting."""

ABSENCES: Final = _table("conferences_parent_absence", _READ, _LEADS, changes=False)
"""Of the chair's decisions about parents who are not there: added, never changed."""
