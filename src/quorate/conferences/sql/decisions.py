"""The policies of the round, the decisions and what disagrees with them."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, among, as_meant, policy, protect, reaching

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_OPEN_CASES: Final = "access_open_cases_for('write')"
_OPEN: Final = among("case_id", "access_open_cases_for('write')")
_OPEN_CONFERENCE: Final = among("conference_id", "access_open_cases_for('write')")

# The children of the conferences to which whoever is acting may write: their decisions and plans are made there.
_WRITTEN: Final = f"""
CREATE FUNCTION conferences_children_written() RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 100 {_SAFE} AS $$
DECLARE conferences uuid[] := ARRAY(SELECT access_open_cases_for('write'));
BEGIN
    RETURN QUERY SELECT k.child_case_id FROM conferences_child k WHERE k.conference_id = ANY (conferences);
END $$;
REVOKE ALL ON FUNCTION conferences_children_written() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_children_written() TO {PAGES};
"""

_WORDS: Final = ("conferences_view", "conferences_dissent")
_OTHERS: Final = ("conferences_round", "conferences_adjournment")


def _rights(table: str, changed: str) -> str:
    update = f"GRANT UPDATE ({changed}) ON {table} TO {PAGES};" if changed else ""
    return f"REVOKE ALL ON {table} FROM PUBLIC, {PAGES}; GRANT SELECT, INSERT ON {table} TO {PAGES}; {update}"


DECISIONS: Final = "\n".join(
    (
        _WRITTEN,
        *(protect(table) for table in (*_WORDS, *_OTHERS)),
        *(policy(table, "member", "SELECT", as_meant()) for table in _WORDS),
        *(policy(table, "member", "SELECT", reaching("case_id", "read", "P")) for table in _OTHERS),
        *(policy(table, "add", "INSERT", None, _OPEN) for table in (*_WORDS, *_OTHERS)),
        *(policy(table, "change", "UPDATE", _OPEN) for table in ("conferences_view", "conferences_round")),
        _rights(
            "conferences_view",
            "plan, categories, reason, given_at, written, recorded_by, event_id, version, meant_for, named",
        ),
        _rights("conferences_dissent", ""),
        _rights("conferences_round", "hidden_at, hidden_by, opened_at, opened_by, opened_reason"),
        _rights("conferences_adjournment", ""),
        policy(
            "conferences_decision", "take_back", "UPDATE",
            f"{_OPEN} OR " + among("conference_id", "access_open_cases_for('write')"),
        ),
        f"GRANT UPDATE (withdrawn_at, withdrawn_by) ON conferences_decision TO {PAGES};",
    )
)  # fmt: skip
"""Everything that stands on the tables of the decisions."""
