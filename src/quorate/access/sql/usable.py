"""The list of cases that somebody reaches, which every policy asks for, for a third less.

More than a third of what `access_cases_for` cost was working out from the roles, anew for every table of every page,
which grants of somebody's count for an action. That hangs on nothing but the roles, which change with a new version
alone: so it stands ready in `access_usable`, made anew by the database itself whenever a role or a rule changes.
"""

from __future__ import annotations

from typing import Final

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# Every role with every action and label that there is, also where nothing is usable: who breaks glass has no grant.
_TABLE: Final = f"""
CREATE TABLE access_usable (
    role text NOT NULL,
    action text NOT NULL,
    label text NOT NULL,
    named boolean NOT NULL,
    usable text[] NOT NULL,
    attested text[] NOT NULL,
    attest_days integer[] NOT NULL,
    breaks_glass boolean NOT NULL,
    PRIMARY KEY (role, action, label, named)
);
REVOKE ALL ON access_usable FROM PUBLIC, quorate_app, quorate_job;
COMMENT ON TABLE access_usable IS 'Which roles'' grants a role may use for an action; whose attestation runs out, and'
    ' after how many days. Worked out from access_role and access_rule by access_reckon_usable().';

CREATE FUNCTION access_reckon_usable() RETURNS trigger LANGUAGE plpgsql {_SAFE} AS $$
BEGIN
    DELETE FROM access_usable;
    INSERT INTO access_usable (role, action, label, named, usable, attested, attest_days, breaks_glass)
        SELECT r.code, k.action, k.label, n.named,
               ARRAY(SELECT DISTINCT u.role::text FROM access_rule u
                     WHERE u.by = 'grant' AND u.action = k.action AND u.label = k.label
                       AND (n.named OR NOT u.named_only) AND u.role = ANY (r.acts_as) ORDER BY 1),
               ARRAY(SELECT a.code::text FROM access_role a WHERE a.attest_days IS NOT NULL ORDER BY a.code),
               ARRAY(SELECT a.attest_days::integer FROM access_role a WHERE a.attest_days IS NOT NULL ORDER BY a.code),
               r.breaks_glass
        FROM access_role r
            CROSS JOIN (SELECT DISTINCT u.action, u.label FROM access_rule u WHERE u.by = 'grant') k
            CROSS JOIN (VALUES (false), (true)) n(named);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION access_reckon_usable() FROM PUBLIC;
CREATE TRIGGER access_role_usable AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON access_role
    FOR EACH STATEMENT EXECUTE FUNCTION access_reckon_usable();
CREATE TRIGGER access_rule_usable AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON access_rule
    FOR EACH STATEMENT EXECUTE FUNCTION access_reckon_usable();
UPDATE access_role SET code = code;
"""

# As in `cheaper`: grants that ended, and those of the team in other roles, are passed over by the index.
_OWN: Final = """AND g.as_role = ANY (me.usable) AND coalesce(g.ends_on, 'infinity') >= me.day
              AND g.authority_id = me.authority_id AND g.begins_on <= me.day
              AND (g.agency_id IS NULL OR g.agency_id = me.agency_id)
              AND (g.as_role <> ALL (me.attested)
                   OR g.attested_on >= me.day - me.attest_days[array_position(me.attested, g.as_role::text)])"""
_CASES: Final = f"""
CREATE OR REPLACE FUNCTION access_cases_for(p_action text, p_label text DEFAULT '', p_named boolean DEFAULT false)
    RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 100 {_SAFE}
    -- Because one team may hold a third of all grants, the database would plan anew every time and call for helpers:
    -- both take longer than reading what there is.
    SET plan_cache_mode = force_generic_plan SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
    -- Worked out once a call, before any row is looked at.
    handle bytea := sha256(convert_to(nullif(current_setting('app.ctx', true), ''), 'UTF8'));
    me record;
BEGIN
    SELECT c.user_id, c.authority_id, c.team_id, c.agency_id, u.usable, u.attested, u.attest_days,
           coalesce((SELECT s.today FROM access_secret s), (now() AT TIME ZONE 'Europe/London')::date) AS day,
           u.breaks_glass AND EXISTS (
               SELECT FROM access_break_glass b WHERE b.user_id = c.user_id AND b.ended_at IS NULL) AS in_emergency
        INTO me FROM access_context c
            JOIN access_usable u ON u.role = c.role AND u.action = p_action AND u.label = p_label AND u.named = p_named
        WHERE c.handle_hash = handle AND c.valid_until > now() AND c.strength <> 'single';
    IF me.user_id IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT g.case_id FROM access_grant g WHERE g.user_id = me.user_id {_OWN}
        UNION ALL SELECT g.case_id FROM access_grant g WHERE g.team_id = me.team_id {_OWN};
    -- Cases founded by oneself in this very transaction, which has written then; to be given to somebody at its end.
    IF pg_current_xact_id_if_assigned() IS NOT NULL THEN
        RETURN QUERY SELECT k.id FROM access_case k
            WHERE k.founded_by = me.user_id AND k.founded_at = now() AND k.authority_id = me.authority_id;
    END IF;
    IF me.in_emergency AND p_action IN ('see_case', 'read') AND p_label <> 'K' THEN
        RETURN QUERY SELECT b FROM access_broken_glass() b;
    END IF;
END $$;
"""

USABLE: Final = "\n".join((_TABLE, _CASES))
"""The table that stands ready, and the function that reads it; it answers as it did in `cheaper`."""
