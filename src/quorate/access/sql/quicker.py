"""The functions that policies ask once a statement for each table, written out so that each costs as little as it can.

They answer the same as in `context` and `reach`. There, one asked the next, and every step through a function that
gives rows costs more than the look into its index; a page that reads twelve protected tables asks sixty times.
"""

from __future__ import annotations

from typing import Final

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
# The context of the transaction, by its handle; nobody's where there is none or it has run out.
_MINE: Final = """FROM access_context c
        WHERE c.handle_hash = sha256(convert_to(nullif(current_setting('app.ctx', true), ''), 'UTF8'))
          AND c.valid_until > now()"""


def _one(name: str, column: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS uuid LANGUAGE plpgsql STABLE {_SAFE}
    AS $$ BEGIN RETURN (SELECT c.{column} {_MINE}); END $$;"""


_SHUT: Final = f"""
CREATE OR REPLACE FUNCTION access_conflicted() RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 10 {_SAFE} AS $$
BEGIN
    RETURN QUERY SELECT x.case_id FROM access_conflict x
        WHERE x.user_id = (SELECT c.user_id {_MINE}) AND x.withdrawn_at IS NULL;
END $$;
CREATE OR REPLACE FUNCTION access_excluded_from() RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 10 {_SAFE} AS $$
BEGIN
    RETURN QUERY SELECT x.case_id FROM access_exclusion x
        WHERE x.user_id = (SELECT c.user_id {_MINE}) AND x.lifted_on IS NULL;
END $$;
CREATE OR REPLACE FUNCTION access_shut() RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 10 {_SAFE} AS $$
DECLARE
    me uuid;
    mine uuid;
BEGIN
    SELECT c.user_id, c.authority_id INTO me, mine {_MINE};
    RETURN QUERY SELECT c.id FROM access_case c WHERE c.authority_id = mine AND c.restricted
        AND NOT EXISTS (SELECT FROM access_restriction l WHERE l.case_id = c.id AND l.user_id = me);
END $$;
"""

# Grants that have ended pile up over the years; the day stands in the index's condition, so that they are passed over.
_CASES: Final = f"""
CREATE OR REPLACE FUNCTION access_cases_for(p_action text, p_label text DEFAULT '', p_named boolean DEFAULT false)
    RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 100 {_SAFE}
    -- Because one team may hold a third of all grants, the database would plan anew every time and call for helpers:
    -- both take longer than reading what there is.
    SET plan_cache_mode = force_generic_plan SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
    me record;
    usable text[];
    day date;
BEGIN
    SELECT c.user_id, c.authority_id, c.team_id, c.agency_id, r.acts_as, r.breaks_glass INTO me
        {_MINE.replace("FROM access_context c", "FROM access_context c JOIN access_role r ON r.code = c.role")}
          AND c.strength <> 'single';
    IF me.user_id IS NULL THEN
        RETURN;
    END IF;
    usable := ARRAY(SELECT r.role FROM access_rule r WHERE r.by = 'grant' AND r.action = p_action AND r.label = p_label
        AND (p_named OR NOT r.named_only) AND r.role = ANY (me.acts_as));
    IF usable <> '{{}}' THEN
        SELECT coalesce(s.today, (now() AT TIME ZONE 'Europe/London')::date) INTO day
            FROM (SELECT) AS always LEFT JOIN access_secret s ON true;
        RETURN QUERY
            SELECT g.case_id FROM (
                SELECT * FROM access_grant WHERE user_id = me.user_id AND ends_on IS NULL
                UNION ALL SELECT * FROM access_grant WHERE user_id = me.user_id AND ends_on >= day
                UNION ALL SELECT * FROM access_grant WHERE team_id = me.team_id AND ends_on IS NULL
                UNION ALL SELECT * FROM access_grant WHERE team_id = me.team_id AND ends_on >= day) g
            JOIN access_role used ON used.code = g.as_role
            WHERE g.as_role = ANY (usable) AND g.authority_id = me.authority_id AND g.begins_on <= day
              AND (g.agency_id IS NULL OR g.agency_id = me.agency_id)
              AND (used.attest_days IS NULL OR g.attested_on >= day - used.attest_days::integer);
    END IF;
    IF me.breaks_glass AND p_action IN ('see_case', 'read') AND p_label <> 'K' THEN
        RETURN QUERY SELECT b FROM access_broken_glass() b;
    END IF;
    -- Cases founded by oneself in this very transaction: to be given to somebody before it ends.
    RETURN QUERY SELECT c.id FROM access_case c
        WHERE c.founded_by = me.user_id AND c.founded_at = now() AND c.authority_id = me.authority_id;
END $$;
"""

_INDEXES: Final = """
CREATE INDEX IF NOT EXISTS access_grant_of_user_now ON access_grant (user_id, ends_on);
CREATE INDEX IF NOT EXISTS access_grant_of_team_now ON access_grant (team_id, ends_on);
"""

QUICKER: Final = "\n".join(
    (
        _one("access_authority", "authority_id"),
        _one("access_actor", "user_id"),
        _one("access_team", "team_id"),
        _one("access_agency", "agency_id"),
        _SHUT,
        _CASES,
        _INDEXES,
    )
)
"""The functions anew, with the indexes that they use."""
