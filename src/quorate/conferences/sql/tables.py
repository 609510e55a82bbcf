"""The policies of this room's tables, and what people of a conference see and record in its children's cases."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, among, policy, protect, reaching
from quorate.cases.sql.events import CONTRIBUTED, may_record

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_OPEN: Final = "access_open_cases_for('write')"
_GIVEN: Final = "access_open_cases_for('contribute')"
_OWN_PART: Final = ", ".join(f"'{code}'" for code in CONTRIBUTED)
_WRITES: Final = f"({among('case_id', _OPEN)} OR {reaching('case_id', 'manage_people')})"

_TABLES: Final = "\n".join(
    (
        # Who reads a child's case knows which conferences the child had.
        f"""
CREATE FUNCTION conferences_of_children() RETURNS SETOF uuid LANGUAGE sql STABLE ROWS 100 {_SAFE} AS $$
    SELECT k.conference_id FROM conferences_child k
    WHERE k.child_case_id = ANY (ARRAY(SELECT access_cases_for('read', 'P')))
      AND NOT k.child_case_id = ANY (ARRAY(SELECT access_denied())) $$;
""",
        protect("conferences_conference"),
        policy("conferences_conference", "member", "SELECT", reaching("case_id", "see_case")),
        policy("conferences_conference", "child", "SELECT", among("id", "conferences_of_children()")),
        policy("conferences_conference", "add", "INSERT", None, _WRITES),
        policy("conferences_conference", "change", "UPDATE", _WRITES),
        protect("conferences_child"),
        # That a hidden child is one of the conference's is not shown to those from whom the child is hidden.
        f"CREATE POLICY shut_child ON conferences_child AS RESTRICTIVE FOR ALL TO {PAGES}"
        f" USING (NOT {among('child_case_id', 'access_denied()')});",
        policy("conferences_child", "member", "SELECT", reaching("case_id", "read", "P")),
        policy("conferences_child", "child", "SELECT", reaching("child_case_id", "read", "P")),
        policy("conferences_child", "add", "INSERT", None, _WRITES),
        protect("conferences_decision"),
        policy("conferences_decision", "member", "SELECT", reaching("case_id", "read", "P")),
        policy("conferences_decision", "conference", "SELECT", reaching("conference_id", "read", "P")),
        policy(
            "conferences_decision", "decide", "INSERT", None,
            f"{among('case_id', _OPEN)} OR {among('conference_id', _OPEN)}",
        ),
        f"REVOKE ALL ON conferences_conference, conferences_child, conferences_decision FROM PUBLIC, {PAGES};",
        f"GRANT SELECT, INSERT ON conferences_conference, conferences_child, conferences_decision TO {PAGES};",
        f"GRANT UPDATE (state, edition, requested_on, starts_at, held_on) ON conferences_conference TO {PAGES};",
    )
)  # fmt: skip

RECORDING_IN_CONFERENCE: Final = policy(
    "cases_event", "record_in_conference", "INSERT", None,
    f"recorded_by = (SELECT access_actor()) AND recorded_at = now() AND {may_record('conference_id')}"
    " AND EXISTS (SELECT FROM conferences_child k WHERE k.conference_id = cases_event.conference_id"
    " AND k.child_case_id = cases_event.case_id)",
)  # fmt: skip
"""Who appends an event of a conference in its children's cases."""

# By those who read it: the family gives its part by other ways.
RECORDING_OWN_PART: Final = policy(
    "cases_event", "record_own_part", "INSERT", None,
    "recorded_by = (SELECT access_actor()) AND recorded_at = now() AND takes_back IS NULL"
    f" AND code IN ({_OWN_PART})"
    f" AND {among('conference_id', _GIVEN)} AND {reaching('conference_id', 'read', 'P')}"
    " AND EXISTS (SELECT FROM conferences_child k WHERE k.conference_id = cases_event.conference_id"
    " AND k.child_case_id = cases_event.case_id)",
)  # fmt: skip
"""Who appends there what their own part is told by."""

# Access to a conference is access to what is recorded and due in it, in whichever child's case it stands.
_IN_CASES: Final = "\n".join(
    (
        policy("cases_event", "conference", "SELECT", reaching("conference_id", "read", "P")),
        policy("cases_duty", "conference", "SELECT", reaching("conference_id", "read", "P")),
        RECORDING_IN_CONFERENCE,
    )
)  # fmt: skip


# Fills the gaps that the room of cases left for us: all of a stream's conferences, and those that one may see.
# Looked up by their cases: asked in one breath with OR the database reads every conference there ever was.
def _told(name: str, how: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION {name}(p_cases uuid[]) RETURNS jsonb LANGUAGE plpgsql STABLE {how}
    SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'reference', c.reference, 'kind', c.kind,
        'state', c.state, 'requested', c.requested_on, 'starts', c.starts_at, 'held', c.held_on,
        'is_case', c.id = c.case_id, 'children', (SELECT coalesce(jsonb_object_agg(k.child_case_id, k.kind), '{{}}')
            FROM conferences_child k WHERE k.conference_id = c.id)) ORDER BY c.requested_on, c.held_on, c.id), '[]')
    FROM conferences_conference c WHERE c.id = ANY (ARRAY(
        SELECT own.id FROM conferences_conference own WHERE own.case_id = ANY (p_cases)
        UNION SELECT k.conference_id FROM conferences_child k WHERE k.child_case_id = ANY (p_cases))));
END $$;
"""


TOLD: Final = "\n".join(
    (
        _told("cases_conferences_of", _SAFE),
        _told("cases_conferences_shown", "SET search_path = pg_catalog, public, pg_temp"),
    )
)
"""Which conferences a stream has: all, and those that one may see."""

CONFERENCES: Final = "\n".join((_TABLES, _IN_CASES, TOLD))
"""Everything that stands on this room's tables."""
