"""Whose work a case is: asked once a statement by the lists of duties."""

from __future__ import annotations

from typing import Final

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

WORK: Final = f"""
-- The cases that fall to whoever is acting, and as what: granted to them by name, or to their team where nobody
-- holds that case in that role by name. Others' grants count here although one may not be able to list them.
CREATE FUNCTION cases_own_work(OUT case_id uuid, OUT as_role text) RETURNS SETOF record
    LANGUAGE sql STABLE ROWS 100 {_SAFE} AS $$
    WITH me AS MATERIALIZED (
        SELECT m.user_id, m.team_id, m.authority_id, m.agency_id, r.acts_as, access_today() AS today
        FROM access_me() m JOIN access_role r ON r.code = m.role WHERE m.strength <> 'single')
    SELECT g.case_id, g.as_role::text FROM me JOIN access_grant g ON g.user_id = me.user_id
        WHERE g.authority_id = me.authority_id AND g.as_role = ANY (me.acts_as)
          AND g.begins_on <= me.today AND (g.ends_on IS NULL OR g.ends_on >= me.today)
          AND (g.agency_id IS NULL OR g.agency_id = me.agency_id)
    UNION
    SELECT g.case_id, g.as_role::text FROM me JOIN access_grant g ON g.team_id = me.team_id
        WHERE g.authority_id = me.authority_id AND g.as_role = ANY (me.acts_as)
          AND g.begins_on <= me.today AND (g.ends_on IS NULL OR g.ends_on >= me.today)
          AND NOT EXISTS (SELECT FROM access_grant p
              WHERE p.case_id = g.case_id AND p.as_role = g.as_role AND p.user_id IS NOT NULL
                AND p.begins_on <= me.today AND (p.ends_on IS NULL OR p.ends_on >= me.today)) $$;

-- The cases of one's team: granted to the team, or by name to somebody who is in it.
CREATE FUNCTION cases_team_work(OUT case_id uuid, OUT as_role text) RETURNS SETOF record
    LANGUAGE sql STABLE ROWS 500 {_SAFE} AS $$
    WITH me AS MATERIALIZED (
        SELECT m.team_id, m.authority_id, access_today() AS today FROM access_me() m
        WHERE m.team_id IS NOT NULL AND m.strength <> 'single'),
    held AS (
        SELECT g.* FROM me JOIN access_grant g ON g.team_id = me.team_id
        UNION ALL
        SELECT g.* FROM me JOIN people_membership b ON b.team_id = me.team_id AND b.authority_id = me.authority_id
                AND b.begins_on <= me.today AND (b.ends_on IS NULL OR b.ends_on >= me.today)
            JOIN access_grant g ON g.user_id = b.user_id)
    SELECT DISTINCT g.case_id, g.as_role::text FROM me JOIN held g ON g.authority_id = me.authority_id
        AND g.begins_on <= me.today AND (g.ends_on IS NULL OR g.ends_on >= me.today) $$;
"""
"""Two functions that give cases with the role in which they are held."""
