"""Which cases somebody reaches, and which are shut to them: run once a statement, never once a row."""

from __future__ import annotations

from typing import Final

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

REACH: Final = f"""
CREATE FUNCTION access_grants_in_force(OUT case_id uuid, OUT as_role text) RETURNS SETOF record
    LANGUAGE sql STABLE {_SAFE} AS $$
    WITH me AS MATERIALIZED (
        SELECT m.*, r.acts_as, access_today() AS today FROM access_me() m JOIN access_role r ON r.code = m.role
        WHERE m.strength <> 'single'),
    held AS (
        SELECT g.* FROM me JOIN access_grant g ON g.user_id = me.user_id
        UNION ALL SELECT g.* FROM me JOIN access_grant g ON g.team_id = me.team_id)
    SELECT g.case_id, g.as_role FROM me JOIN held g ON g.authority_id = me.authority_id
        JOIN access_role used ON used.code = g.as_role
    WHERE g.as_role = ANY (me.acts_as)
      AND g.begins_on <= me.today AND (g.ends_on IS NULL OR g.ends_on >= me.today)
      AND (g.agency_id IS NULL OR g.agency_id = me.agency_id)
      AND (used.attest_days IS NULL OR g.attested_on >= me.today - used.attest_days::integer) $$;

CREATE FUNCTION access_broken_glass() RETURNS SETOF uuid LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT b.case_id FROM access_me() m JOIN access_role r ON r.code = m.role AND r.breaks_glass
        JOIN access_break_glass b ON b.user_id = m.user_id AND b.authority_id = m.authority_id
    WHERE m.strength <> 'single' AND b.ended_at IS NULL AND b.ends_at > now() $$;

-- Cases founded by oneself in this very transaction: to be given to somebody before it ends.
CREATE FUNCTION access_founding() RETURNS SETOF uuid LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT c.id FROM access_me() m JOIN access_case c ON c.authority_id = m.authority_id AND c.founded_by = m.user_id
    WHERE c.founded_at = now() $$;

-- Written out in PL/pgSQL, which keeps its plans from call to call: every statement on a protected table asks this.
CREATE FUNCTION access_cases_for(p_action text, p_label text DEFAULT '', p_named boolean DEFAULT false)
    RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 100 {_SAFE} AS $$
DECLARE
    me record;
    usable text[];
    day date := access_today();
BEGIN
    SELECT m.*, r.acts_as, r.breaks_glass INTO me FROM access_me() m JOIN access_role r ON r.code = m.role
        WHERE m.strength <> 'single';
    IF me.user_id IS NULL THEN
        RETURN;
    END IF;
    usable := ARRAY(SELECT r.role FROM access_rule r WHERE r.by = 'grant' AND r.action = p_action AND r.label = p_label
        AND (p_named OR NOT r.named_only) AND r.role = ANY (me.acts_as));
    RETURN QUERY
        SELECT g.case_id FROM (
            SELECT * FROM access_grant WHERE user_id = me.user_id
            UNION ALL SELECT * FROM access_grant WHERE team_id = me.team_id) g
        JOIN access_role used ON used.code = g.as_role
        WHERE g.as_role = ANY (usable) AND g.authority_id = me.authority_id
          AND g.begins_on <= day AND (g.ends_on IS NULL OR g.ends_on >= day)
          AND (g.agency_id IS NULL OR g.agency_id = me.agency_id)
          AND (used.attest_days IS NULL OR g.attested_on >= day - used.attest_days::integer);
    IF me.breaks_glass AND p_action IN ('see_case', 'read') AND p_label <> 'K' THEN
        RETURN QUERY SELECT b FROM access_broken_glass() b;
    END IF;
    -- Cases founded by oneself in this very transaction: to be given to somebody before it ends.
    RETURN QUERY SELECT c.id FROM access_case c
        WHERE c.founded_by = me.user_id AND c.founded_at = now() AND c.authority_id = me.authority_id;
END $$;

CREATE FUNCTION access_open_cases_for(p_action text) RETURNS SETOF uuid LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT c.id FROM access_cases_for(p_action) AS held(id) JOIN access_case c USING (id) WHERE c.signed_at IS NULL $$;

CREATE FUNCTION access_holds(p_action text) RETURNS boolean LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT EXISTS (SELECT FROM access_me() m JOIN access_rule r ON r.by = 'office' AND r.role = m.role
                   WHERE r.action = p_action AND m.strength <> 'single') $$;

CREATE FUNCTION access_conflicted() RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 10 {_SAFE} AS $$
DECLARE me uuid := access_actor();
BEGIN
    RETURN QUERY SELECT x.case_id FROM access_conflict x WHERE x.user_id = me AND x.withdrawn_at IS NULL;
END $$;
CREATE FUNCTION access_excluded_from() RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 10 {_SAFE} AS $$
DECLARE me uuid := access_actor();
BEGIN
    RETURN QUERY SELECT x.case_id FROM access_exclusion x WHERE x.user_id = me AND x.lifted_on IS NULL;
END $$;
CREATE FUNCTION access_shut() RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 10 {_SAFE} AS $$
DECLARE me record;
BEGIN
    SELECT m.user_id, m.authority_id INTO me FROM access_me() m;
    RETURN QUERY SELECT c.id FROM access_case c WHERE c.authority_id = me.authority_id AND c.restricted
        AND NOT EXISTS (SELECT FROM access_restriction l WHERE l.case_id = c.id AND l.user_id = me.user_id);
END $$;

-- What shuts a case to whoever is acting, whatever was granted: the application's own filter asks this too.
CREATE FUNCTION access_denied() RETURNS SETOF uuid LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT access_conflicted() UNION SELECT access_excluded_from() UNION SELECT access_shut() $$;
"""

# Everything that a decision about one case depends on, for whoever is acting; also where the case is hidden.
FACTS: Final = f"""
CREATE FUNCTION access_facts(p_case uuid, OUT roles text[], OUT lapsed boolean, OUT conflict boolean,
        OUT excluded boolean, OUT restricted text, OUT same_authority boolean, OUT signed boolean,
        OUT broken_glass boolean, OUT founding boolean) RETURNS SETOF record
    LANGUAGE sql STABLE {_SAFE} ROWS 1 AS $$
    SELECT ARRAY(SELECT g.as_role FROM access_grants_in_force() g WHERE g.case_id = c.id),
           EXISTS (SELECT FROM access_grant g
                   WHERE g.case_id = c.id AND (g.user_id = m.user_id OR g.team_id = m.team_id)),
           c.id IN (SELECT access_conflicted()), c.id IN (SELECT access_excluded_from()),
           CASE WHEN NOT c.restricted THEN 'no' WHEN c.id IN (SELECT access_shut()) THEN 'unlisted' ELSE 'listed' END,
           c.authority_id = m.authority_id, c.signed_at IS NOT NULL,
           c.id IN (SELECT access_broken_glass()), c.id IN (SELECT access_founding())
    FROM access_me() m, access_case c WHERE c.id = p_case $$;

CREATE FUNCTION access_overdue_reviews(p_on date, OUT id uuid, OUT user_id uuid, OUT authority_id uuid)
    RETURNS SETOF record LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT b.id, b.user_id, b.authority_id FROM access_break_glass b
    WHERE b.reviewed_at IS NULL AND b.review_due_on < p_on $$;
REVOKE ALL ON FUNCTION access_overdue_reviews(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_overdue_reviews(date) TO quorate_job;
"""

# Answers for emergency access and self-declared conflicts are the same whether a case exists or not.
DOORS: Final = f"""
CREATE FUNCTION access_break_glass(p_ref text, p_reason text, p_text text, p_review_due_on date) RETURNS uuid
    LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    me record;
    found_case uuid;
    made uuid;
BEGIN
    SELECT m.* INTO me FROM access_me() m JOIN access_role r ON r.code = m.role AND r.breaks_glass
        WHERE m.strength = 'fresh';
    IF me.user_id IS NULL THEN
        RAISE EXCEPTION 'access: emergency access needs the office and a fresh sign-in'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF length(btrim(p_text)) < 20 OR p_review_due_on > current_date + 3650 THEN
        RAISE EXCEPTION 'access: emergency access needs a reason of 20 characters' USING ERRCODE = 'check_violation';
    END IF;
    SELECT c.id INTO found_case FROM access_case c
        WHERE c.ref = p_ref AND c.authority_id = me.authority_id AND NOT c.id = ANY (ARRAY(SELECT access_denied()));
    IF found_case IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO access_break_glass (id, case_id, authority_id, user_id, reason_code, text, opened_at, ends_at,
                                    review_due_on, verdict)
        VALUES (gen_random_uuid(), found_case, me.authority_id, me.user_id, p_reason, btrim(p_text), now(),
                now() + interval '60 minutes', p_review_due_on, '') RETURNING id INTO made;
    INSERT INTO access_break_glass_told (id, break_glass_id, case_id, authority_id, user_id, team_id, office, told_at)
        SELECT gen_random_uuid(), made, found_case, me.authority_id, told.user_id, told.team_id, told.office, now()
        FROM (SELECT DISTINCT g.user_id, g.team_id, '' AS office FROM access_grant g
              WHERE g.case_id = found_case AND g.as_role IN ('chair', 'team_manager')
                AND g.begins_on <= access_today() AND (g.ends_on IS NULL OR g.ends_on >= access_today())
              UNION ALL SELECT NULL, NULL, 'information_governance') told;
    RETURN made;
END $$;

CREATE FUNCTION access_declare_own_conflict(p_ref text, p_kind text) RETURNS void
    LANGUAGE sql VOLATILE {_SAFE} AS $$
    INSERT INTO access_conflict (id, case_id, authority_id, user_id, kind, declared_by, declared_at)
        SELECT gen_random_uuid(), c.id, c.authority_id, m.user_id, p_kind, m.user_id, now()
        FROM access_me() m JOIN access_case c ON c.authority_id = m.authority_id AND c.ref = p_ref
    ON CONFLICT DO NOTHING $$;
"""
