"""What the database does for the figures: whose dates are not counted yet, keeping them, and counting.

Figures about the whole service are counted past the walls, by a function that gives numbers only and leaves out those
that are too small. The rows themselves are read like the case they stand in.
"""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, policy, protect, reaching
from quorate.cases.sql.streams import told_streams

SMALLEST: Final = 5
"""Fewer children than this in a month are not told on pages wider than one's own team."""

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_SEES: Final = "(access_holds('see_service_figures') OR access_holds('see_team_figures'))"

_TABLES: Final = "\n".join(
    (
        protect("insight_kept_date"),
        policy("insight_kept_date", "member", "SELECT", reaching("case_id", "read", "P")),
        f"REVOKE ALL ON insight_kept_date, insight_counted_stream, insight_counted_upto FROM PUBLIC, {PAGES};",
        f"GRANT SELECT ON insight_kept_date TO {PAGES};",
        # Finds what was recorded lately, so that a page looks at those families only.
        "CREATE INDEX insight_recorded ON cases_event (authority_id, recorded_at);",
    )
)

# Families in which something was recorded that the figures do not know yet. An hour is looked at twice, because a
# transaction is dated by its beginning.
_STALE: Final = f"""
CREATE FUNCTION insight_stale(p_most integer) RETURNS SETOF uuid LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    mine uuid := access_authority();
    since timestamptz := coalesce((SELECT upto FROM insight_counted_upto WHERE authority_id = mine), '-infinity');
    found uuid[];
BEGIN
    IF mine IS NULL OR NOT {_SEES} THEN
        RETURN;
    END IF;
    found := ARRAY(
        SELECT r.stream_id FROM (SELECT DISTINCT s.stream_id FROM cases_event e JOIN cases_stream s
                ON s.case_id = e.case_id WHERE e.authority_id = mine AND e.recorded_at > since) r
        LEFT JOIN insight_counted_stream c ON c.stream_id = r.stream_id
        WHERE c.events IS DISTINCT FROM (SELECT count(*) FROM cases_event e JOIN cases_stream s
            ON s.case_id = e.case_id WHERE s.stream_id = r.stream_id)
        LIMIT p_most);
    IF cardinality(found) < p_most THEN
        INSERT INTO insight_counted_upto AS u (authority_id, upto) VALUES (mine, now() - interval '1 hour')
            ON CONFLICT (authority_id) DO UPDATE SET upto = excluded.upto WHERE cardinality(found) = 0;
    END IF;
    RETURN QUERY SELECT unnest(found);
END $$;
"""

_HELD: Final = f"""IF access_authority() IS NULL OR NOT {_SEES} THEN
        RETURN;
    END IF;
    held := ARRAY(SELECT DISTINCT s.stream_id FROM cases_stream s
        WHERE s.stream_id = ANY (p_streams) AND s.authority_id = access_authority());"""
READ: Final = told_streams("insight_read_streams", "cases_conferences_of", _SAFE, _HELD)
"""The same for whoever sees the figures of the whole authority."""

_PUT: Final = f"""
CREATE FUNCTION insight_put(p_streams uuid[], p_dates jsonb) RETURNS void LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    mine uuid := access_authority();
    streams uuid[];
BEGIN
    IF mine IS NULL OR NOT {_SEES} THEN
        RAISE EXCEPTION 'insight: figures are kept by those who see them' USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- One after the other: two readers who look at once would count the same families.
    PERFORM pg_advisory_xact_lock(hashtext('quorate insight ' || mine));
    streams := ARRAY(SELECT DISTINCT s.stream_id FROM cases_stream s
        WHERE s.stream_id = ANY (p_streams) AND s.authority_id = mine);
    DELETE FROM insight_kept_date d USING cases_stream s WHERE s.stream_id = ANY (streams) AND d.case_id = s.case_id;
    INSERT INTO insight_kept_date (id, authority_id, case_id, stream_id, measure, due_on, met_on)
        SELECT gen_random_uuid(), mine, r.case_id, s.stream_id, r.measure, r.due_on, r.met_on
        FROM jsonb_to_recordset(p_dates) AS r(case_id uuid, measure text, due_on date, met_on date)
        JOIN cases_stream s ON s.case_id = r.case_id WHERE s.stream_id = ANY (streams);
    INSERT INTO insight_counted_stream AS c (stream_id, authority_id, events)
        SELECT s.stream_id, mine, count(e.id) FROM cases_stream s LEFT JOIN cases_event e ON e.case_id = s.case_id
        WHERE s.stream_id = ANY (streams) GROUP BY s.stream_id
        ON CONFLICT (stream_id) DO UPDATE SET events = excluded.events;
END $$;
"""

# One's own team: every number, of the cases that one reaches. A wider circle: no number under the smallest.
_FIGURES: Final = f"""
CREATE FUNCTION insight_figures(p_from date, p_to date, p_team uuid, p_own boolean,
        OUT measure text, OUT month date, OUT due integer, OUT in_time integer) RETURNS SETOF record
    LANGUAGE plpgsql STABLE {_SAFE} AS $$
DECLARE
    mine uuid := access_authority();
    is_own boolean := p_own AND p_team IS NOT NULL AND p_team = access_team();
    held uuid[];
BEGIN
    IF mine IS NULL OR NOT access_holds(CASE WHEN is_own THEN 'see_team_figures' ELSE 'see_service_figures' END) THEN
        RETURN;
    END IF;
    IF p_team IS NOT NULL THEN
        held := ARRAY(SELECT g.case_id FROM access_grant g LEFT JOIN people_membership b ON b.user_id = g.user_id
            AND b.team_id = p_team AND b.authority_id = mine AND b.begins_on <= access_today()
            AND (b.ends_on IS NULL OR b.ends_on >= access_today())
            WHERE g.authority_id = mine AND (g.team_id = p_team OR b.id IS NOT NULL)
            AND g.as_role IN ('social_worker', 'team_manager')
            AND g.begins_on <= access_today() AND (g.ends_on IS NULL OR g.ends_on >= access_today()));
    END IF;
    IF is_own THEN
        held := ARRAY(SELECT h FROM unnest(held) h WHERE h IN (SELECT access_cases_for('read', 'P'))
            AND NOT h IN (SELECT access_denied()));
    END IF;
    RETURN QUERY SELECT c.measure, c.month,
            CASE WHEN is_own OR c.due >= {SMALLEST} THEN c.due END,
            CASE WHEN is_own OR c.due >= {SMALLEST} THEN c.in_time END
        FROM (SELECT d.measure::text AS measure, date_trunc('month', d.due_on)::date AS month,
                count(*)::integer AS due, (count(*) FILTER (WHERE d.met_on <= d.due_on))::integer AS in_time
            FROM insight_kept_date d
            WHERE d.authority_id = mine AND d.due_on BETWEEN p_from AND p_to
              AND (d.met_on IS NOT NULL OR d.due_on < p_to)
              AND (p_team IS NULL OR d.case_id = ANY (held))
            GROUP BY 1, 2) c ORDER BY 1, 2;
END $$;
"""

_RIGHTS: Final = f"""
REVOKE ALL ON FUNCTION insight_stale(integer), insight_put(uuid[], jsonb), insight_read_streams(uuid[]),
    insight_figures(date, date, uuid, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION insight_stale(integer), insight_put(uuid[], jsonb), insight_read_streams(uuid[]),
    insight_figures(date, date, uuid, boolean) TO {PAGES};
"""

INSIGHT: Final = "\n".join((_TABLES, _STALE, READ, _PUT, _FIGURES, _RIGHTS))
"""Everything that stands on this room's tables."""
