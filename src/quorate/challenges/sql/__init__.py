"""Who reads and who writes complaints and corrections: those who arrange a conference; no partner reads a complaint."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, among, policy, protect, reaching

_KEEPS: Final = reaching("case_id", "manage_people")
_WRITES: Final = among("case_id", "access_open_cases_for('write')")
_ANSWER: Final = "answered_on, answered_by, answer"

CHALLENGES: Final = "\n".join(
    (
        protect("challenges_complaint"),
        policy("challenges_complaint", "member", "SELECT", _KEEPS),
        policy("challenges_complaint", "receive", "INSERT", None, _KEEPS),
        policy("challenges_complaint", "change", "UPDATE", _KEEPS),
        protect("challenges_correction"),
        policy("challenges_correction", "member", "SELECT", reaching("case_id", "read", "P")),
        policy("challenges_correction", "receive", "INSERT", None, f"{_KEEPS} OR {_WRITES}"),
        policy("challenges_correction", "answer", "UPDATE", _WRITES),
        f"REVOKE ALL ON challenges_complaint, challenges_correction FROM PUBLIC, {PAGES};",
        f"GRANT SELECT, INSERT ON challenges_complaint, challenges_correction TO {PAGES};",
        f"GRANT UPDATE (stage, route, talked_with, talked_on, talk_outcome, passed_to, {_ANSWER})"
        f" ON challenges_complaint TO {PAGES};",
        f"GRANT UPDATE (outcome, {_ANSWER}) ON challenges_correction TO {PAGES};",
    )
)
"""The policies of this room's tables."""
