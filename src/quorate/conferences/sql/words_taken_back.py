"""That what somebody said to a report was recorded by mistake: those who write in the conference and read it say so."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, among, as_meant, policy

_WRITES: Final = among("case_id", "access_open_cases_for('write')")
_REPORT: Final = "EXISTS (SELECT FROM conferences_report r WHERE r.id = report_id)"

WORDS_TAKEN_BACK: Final = "\n".join(
    (
        policy(
            "conferences_report_comment", "take_back", "UPDATE",
            f"{_WRITES} AND ({as_meant()}) AND {_REPORT} AND taken_back_at IS NULL",
            f"{_WRITES} AND ({as_meant()}) AND {_REPORT} AND taken_back_at IS NOT NULL"
            " AND taken_back_by = (SELECT access_actor())",
        ),
        f"GRANT UPDATE (taken_back_at, taken_back_by, taken_back_why) ON conferences_report_comment TO {PAGES};",
    )
)  # fmt: skip
"""Once, and in one's own name: what was taken back stays so, with the reason. The words themselves, and whose they are
said to be, are never changed."""
