"""The table of duties: read as the case is read, written through one function alone."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, policy, protect, reaching

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

COLUMNS: Final[dict[str, str]] = {
    "id": "uuid", "case_id": "uuid", "authority_id": "uuid", "stream_id": "uuid", "duty_id": "uuid",
    "copies": "smallint", "code": "text", "title": "text", "who": "text", "belongs_to": "text", "about": "text",
    "about_id": "uuid", "about_cases": "uuid[]", "conference_id": "uuid", "reference": "text", "kind": "text",
    "conference_on": "date",
    "conference_is_held": "boolean", "opens_on": "date", "opens_at": "timestamptz", "due_on": "date",
    "due_at": "timestamptz", "act_by_on": "date", "act_by_at": "timestamptz", "next_working_on": "date",
    "usual_at": "timestamptz", "met_on": "date", "met_at": "timestamptz", "settled": "text", "window": "boolean",
    "weight": "text", "edition": "text", "open_from": "timestamptz", "late_from": "timestamptz",
    "asked_from": "timestamptz", "asked_until": "timestamptz",
}  # fmt: skip
"""Every column of the table in the order in which rows are handed over, with its type."""

_TABLE: Final = "\n".join(
    (
        protect("cases_duty"),
        policy("cases_duty", "member", "SELECT", reaching("case_id", "read", "P")),
        # What a conference owes to a parent all of whose children are hidden from the reader.
        f"CREATE POLICY shut_parent ON cases_duty AS RESTRICTIVE FOR SELECT TO {PAGES}"
        " USING (about_cases IS NULL OR NOT about_cases <@ ARRAY(SELECT access_denied()));",
        f"REVOKE ALL ON cases_duty FROM PUBLIC, {PAGES};",
        f"GRANT SELECT ON cases_duty TO {PAGES};",
    )
)

_NAMES: Final = ", ".join(f'"{name}"' for name in COLUMNS)
_TYPED: Final = ", ".join(f'"{name}" {type_}' for name, type_ in COLUMNS.items())
_CHANGED: Final = ", ".join(f'"{name}"' for name in COLUMNS if name != "id")
_OLD: Final = ", ".join(f'd."{name}"' for name in COLUMNS if name != "id")
_SAID: Final = ", ".join(f'r."{name}"' for name in COLUMNS if name != "id")
_NEW: Final = ", ".join(f'excluded."{name}"' for name in COLUMNS if name != "id")

# Thousands of rows come in one document, of which the planner thinks that it holds a hundred: no nested loops there,
# and in a function of its own, so that no other plan is made under that rule. Rows that are the same already are not
# touched (an upsert would lock and log them); a row may only stand in a case of the stream that it says it is of.
_PUT: Final = f"""
CREATE FUNCTION cases_write_duties(p_streams uuid[], p_duties jsonb) RETURNS integer
    LANGUAGE plpgsql VOLATILE {_SAFE} SET enable_nestloop = off AS $$
DECLARE
    kept uuid[] := ARRAY(SELECT (said ->> 'id')::uuid FROM jsonb_array_elements(p_duties) said);
    gone integer;
    put integer;
BEGIN
    DELETE FROM cases_duty d WHERE d.stream_id = ANY (p_streams) AND d.id NOT IN (SELECT unnest(kept));
    GET DIAGNOSTICS gone = ROW_COUNT;
    WITH old AS MATERIALIZED (SELECT * FROM cases_duty WHERE stream_id = ANY (p_streams)),
        place AS MATERIALIZED (SELECT * FROM cases_stream WHERE stream_id = ANY (p_streams))
    INSERT INTO cases_duty ({_NAMES})
        SELECT {", ".join(f'r."{name}"' for name in COLUMNS)}
        FROM jsonb_to_recordset(p_duties) AS r({_TYPED})
        JOIN place s ON s.case_id = r.case_id AND s.stream_id = r.stream_id AND s.authority_id = r.authority_id
        LEFT JOIN old d ON d.id = r.id
        WHERE d.id IS NULL OR ({_OLD}) IS DISTINCT FROM ({_SAID})
    ON CONFLICT (id) DO UPDATE SET ({_CHANGED}) = ROW ({_NEW}) WHERE cases_duty.stream_id = ANY (p_streams);
    GET DIAGNOSTICS put = ROW_COUNT;
    RETURN gone + put;
END $$;
REVOKE ALL ON FUNCTION cases_write_duties(uuid[], jsonb) FROM PUBLIC;

CREATE FUNCTION cases_put_duties(p_streams uuid[], p_duties jsonb) RETURNS integer
    LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
BEGIN
    IF NOT cases_streams_reached(p_streams, 'write') @> p_streams THEN
        RAISE EXCEPTION 'cases: duties are kept by those who write to a case of the stream'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN cases_write_duties(p_streams, p_duties);
END $$;
"""

# Said here as a function of the moment, so that reports in SQL say the same as the pages (`cases.states`).
_STATE: Final = """
CREATE FUNCTION cases_state_of(d cases_duty, p_now timestamptz) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT CASE
        WHEN d.asked_from > p_now OR d.asked_until <= p_now THEN ''
        WHEN d.settled <> '' THEN d.settled
        WHEN d.late_from <= p_now THEN CASE WHEN d."window" THEN 'closed' ELSE 'overdue' END
        WHEN d.open_from > p_now AND NOT d."window" THEN 'waiting'
        ELSE 'open' END $$;
"""

DUTIES: Final = "\n".join((_TABLE, _PUT, _STATE))
"""The table of duties, the one function that writes it, and the state of a row at a moment."""
