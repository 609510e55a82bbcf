"""The policies of the table of plans."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, among, policy, protect, reaching

_WRITES: Final = among("case_id", "access_open_cases_for('write')")

PLANS: Final = "\n".join(
    (
        protect("plans_plan"),
        policy("plans_plan", "member", "SELECT", reaching("case_id", "read", "P")),
        policy("plans_plan", "begin", "INSERT", None, _WRITES),
        policy("plans_plan", "change", "UPDATE", _WRITES),
        f"REVOKE ALL ON plans_plan FROM PUBLIC, {PAGES};",
        f"GRANT SELECT, INSERT ON plans_plan TO {PAGES};",
        "GRANT UPDATE (ended_on, first_category, latest_category, previous_plans, ended_reason) ON plans_plan"
        f" TO {PAGES};",
    )
)
"""Read with the case, written by those who write to it."""
