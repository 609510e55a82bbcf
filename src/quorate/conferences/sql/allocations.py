"""Who works with a child works on the child's conferences: followed when that changes."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# Whoever may give the children's cases may have their conferences follow, which they need not hold themselves. Given is
# what a holder of any child lacks; ended, or given another last day, is only what those hold whose allocation changed.
ALLOCATIONS: Final = f"""
CREATE FUNCTION conferences_follow_allocation(p_cases uuid[], p_changed uuid[], p_why text,
        OUT grant_id uuid, OUT case_id uuid, OUT is_new boolean, OUT holder uuid, OUT as_role text, OUT begins_on date,
        OUT ends_on date)
    RETURNS SETOF record LANGUAGE plpgsql VOLATILE ROWS 10 {_SAFE} AS $$
#variable_conflict use_column
DECLARE
    day date := access_today();
    roles text[] := ARRAY['social_worker', 'team_manager'];
BEGIN
    IF NOT p_cases <@ ARRAY(SELECT access_cases_for('grant_access')) OR p_cases && ARRAY(SELECT access_denied()) THEN
        RAISE EXCEPTION 'conferences: they follow whoever may give the children''s cases'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY
    WITH here AS MATERIALIZED (
        SELECT DISTINCT c.id, c.authority_id FROM conferences_child k
            JOIN conferences_conference c ON c.id = k.conference_id AND c.id = c.case_id
        WHERE k.child_case_id = ANY (p_cases)),
    held AS MATERIALIZED (
        SELECT h.id AS conference, h.authority_id, g.user_id, g.team_id, g.as_role, min(g.begins_on) AS begins_on,
               CASE WHEN bool_or(g.ends_on IS NULL) THEN NULL ELSE max(g.ends_on) END AS ends_on
        FROM here h JOIN conferences_child k ON k.conference_id = h.id
            JOIN access_grant g ON g.case_id = k.child_case_id
        WHERE g.as_role = ANY (roles) AND g.authority_id = h.authority_id
        GROUP BY h.id, h.authority_id, g.user_id, g.team_id, g.as_role),
    changed AS MATERIALIZED (
        SELECT DISTINCT g.user_id, g.team_id, g.as_role FROM access_grant g
        WHERE g.id = ANY (p_changed) AND g.case_id = ANY (p_cases)),
    moved AS (
        UPDATE access_grant a SET ends_on = CASE WHEN w.ends_on IS NULL THEN NULL
                ELSE greatest(w.ends_on, a.begins_on) END,
            ended_why = CASE WHEN w.ends_on IS NULL THEN '' ELSE p_why END, ended_by = access_actor()
        FROM held w JOIN changed x ON x.user_id IS NOT DISTINCT FROM w.user_id
            AND x.team_id IS NOT DISTINCT FROM w.team_id AND x.as_role = w.as_role
        WHERE a.case_id = w.conference AND a.user_id IS NOT DISTINCT FROM w.user_id
          AND a.team_id IS NOT DISTINCT FROM w.team_id AND a.as_role = w.as_role
          AND (a.ends_on IS NULL OR a.ends_on >= day) AND a.ends_on IS DISTINCT FROM w.ends_on
        RETURNING a.*),
    made AS (
        INSERT INTO access_grant (id, case_id, authority_id, user_id, team_id, as_role, begins_on, ends_on, why,
                                  given_by, ended_why)
        SELECT gen_random_uuid(), w.conference, w.authority_id, w.user_id, w.team_id, w.as_role,
               greatest(w.begins_on, day), w.ends_on, 'Works with a child of the conference', access_actor(), ''
        FROM held w
        WHERE (w.ends_on IS NULL OR w.ends_on >= greatest(w.begins_on, day))
          AND NOT EXISTS (SELECT FROM access_grant a WHERE a.case_id = w.conference AND a.as_role = w.as_role
              AND a.user_id IS NOT DISTINCT FROM w.user_id AND a.team_id IS NOT DISTINCT FROM w.team_id
              AND (a.ends_on IS NULL OR a.ends_on >= day))
        RETURNING *)
    SELECT m.id, m.case_id, true, coalesce(m.user_id, m.team_id), m.as_role::text, m.begins_on, m.ends_on FROM made m
    UNION ALL
    SELECT o.id, o.case_id, false, coalesce(o.user_id, o.team_id), o.as_role::text, o.begins_on, o.ends_on FROM moved o;
END $$;
REVOKE ALL ON FUNCTION conferences_follow_allocation(uuid[], uuid[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_follow_allocation(uuid[], uuid[], text) TO {PAGES};
"""
"""The grants of the conferences of these children, brought into line with who works with the children."""
