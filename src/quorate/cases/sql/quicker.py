"""Whose work a case is, at a smaller price: the same answers as in `work`, for lists of offices that hold thousands."""

from __future__ import annotations

from typing import Final

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
# As the indexes have it (`access.sql.cheaper`): grants that ended long ago are passed over.
_IN_FORCE: Final = "g.begins_on <= day AND coalesce(g.ends_on, 'infinity') >= day"

_INDEXES: Final = """
-- Whether somebody holds a case by name: asked of every case of a team.
CREATE INDEX IF NOT EXISTS access_grant_by_name ON access_grant (case_id, as_role) INCLUDE (begins_on, ends_on)
    WHERE user_id IS NOT NULL;
-- What is due of conferences is found as quickly as what is due in cases.
CREATE INDEX IF NOT EXISTS cases_duty_live_of_conference ON cases_duty (conference_id)
    WHERE settled = '' AND NOT "window";
"""

OWN_WORK: Final = f"""
CREATE OR REPLACE FUNCTION cases_own_work(OUT case_id uuid, OUT as_role text) RETURNS SETOF record
    LANGUAGE plpgsql STABLE ROWS 100 {_SAFE}
    SET plan_cache_mode = force_generic_plan SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
    me record;
    day date := access_today();
BEGIN
    SELECT m.user_id, m.team_id, m.authority_id, m.agency_id, r.acts_as INTO me
        FROM access_me() m JOIN access_role r ON r.code = m.role WHERE m.strength <> 'single';
    IF me.user_id IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT g.case_id, g.as_role::text FROM access_grant g
        WHERE g.user_id = me.user_id AND g.authority_id = me.authority_id AND g.as_role = ANY (me.acts_as)
          AND {_IN_FORCE} AND (g.agency_id IS NULL OR g.agency_id = me.agency_id)
        UNION
        SELECT g.case_id, g.as_role::text FROM access_grant g
        WHERE g.team_id = me.team_id AND g.authority_id = me.authority_id AND g.as_role = ANY (me.acts_as)
          AND {_IN_FORCE}
          AND NOT EXISTS (SELECT FROM access_grant p
              WHERE p.case_id = g.case_id AND p.as_role = g.as_role AND p.user_id IS NOT NULL
                AND p.begins_on <= day AND (p.ends_on IS NULL OR p.ends_on >= day));
END $$;
"""
"""The cases that somebody works on, each with the role: held in person, or by the team and by nobody in person."""

QUICKER: Final = _INDEXES + OWN_WORK
"""An index for each of two questions, and the function that asks one of them."""
