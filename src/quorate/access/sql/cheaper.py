"""The same functions once more, at the price that is left when nothing is worked out twice.

They answer as in `context`, `reach` and `quicker`. What cost the most there: the handle's hash was made anew for every
open context that was looked at; an office's person passed over the thousands of grants that their team holds in roles
that are not theirs; and the facts of one case were picked out of lists of all cases.
"""

from __future__ import annotations

from typing import Final

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
# Worked out once a call, before any row is looked at.
_HANDLE: Final = "handle bytea := sha256(convert_to(nullif(current_setting('app.ctx', true), ''), 'UTF8'));"
_MINE: Final = "FROM access_context c WHERE c.handle_hash = handle AND c.valid_until > now()"
_DAY: Final = "coalesce((SELECT s.today FROM access_secret s), (now() AT TIME ZONE 'Europe/London')::date)"
_STRENGTH: Final = """CASE WHEN c.strength = 'single' THEN 'single'
                WHEN c.stepped_up_at > now() - interval '5 minutes' THEN 'fresh' ELSE 'strong' END"""


def _one(name: str, column: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS uuid LANGUAGE plpgsql STABLE {_SAFE} AS $$
DECLARE {_HANDLE}
BEGIN
    RETURN (SELECT c.{column} {_MINE});
END $$;"""


_ME: Final = f"""
CREATE OR REPLACE FUNCTION access_standing_of(p_handle text, OUT user_id uuid, OUT membership_id uuid,
        OUT authority_id uuid, OUT role text, OUT team_id uuid, OUT agency_id uuid, OUT strength text)
    RETURNS SETOF record LANGUAGE plpgsql STABLE {_SAFE} ROWS 1 AS $$
DECLARE handle bytea := sha256(convert_to(nullif(p_handle, ''), 'UTF8'));
BEGIN
    RETURN QUERY SELECT c.user_id, c.membership_id, c.authority_id, c.role::text, c.team_id, c.agency_id, {_STRENGTH}
        {_MINE};
END $$;

CREATE OR REPLACE FUNCTION access_me(OUT user_id uuid, OUT membership_id uuid, OUT authority_id uuid, OUT role text,
        OUT team_id uuid, OUT agency_id uuid, OUT strength text) RETURNS SETOF record
    LANGUAGE plpgsql STABLE {_SAFE} ROWS 1 AS $$
DECLARE {_HANDLE}
BEGIN
    RETURN QUERY SELECT c.user_id, c.membership_id, c.authority_id, c.role::text, c.team_id, c.agency_id, {_STRENGTH}
        {_MINE};
END $$;

CREATE OR REPLACE FUNCTION audit_actor(OUT actor_id uuid, OUT authority_id uuid, OUT agency_id uuid, OUT role text)
    LANGUAGE plpgsql STABLE {_SAFE} AS $$
DECLARE {_HANDLE}
BEGIN
    SELECT c.user_id, c.authority_id, c.agency_id, c.role INTO actor_id, authority_id, agency_id, role {_MINE};
END $$;
"""

_SHUT: Final = f"""
CREATE OR REPLACE FUNCTION access_conflicted() RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 10 {_SAFE} AS $$
DECLARE {_HANDLE}
BEGIN
    RETURN QUERY SELECT x.case_id FROM access_conflict x
        WHERE x.user_id = (SELECT c.user_id {_MINE}) AND x.withdrawn_at IS NULL;
END $$;
CREATE OR REPLACE FUNCTION access_excluded_from() RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 10 {_SAFE} AS $$
DECLARE {_HANDLE}
BEGIN
    RETURN QUERY SELECT x.case_id FROM access_exclusion x
        WHERE x.user_id = (SELECT c.user_id {_MINE}) AND x.lifted_on IS NULL;
END $$;
CREATE OR REPLACE FUNCTION access_shut() RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 10 {_SAFE} AS $$
DECLARE
    {_HANDLE}
    me uuid;
    mine uuid;
BEGIN
    SELECT c.user_id, c.authority_id INTO me, mine {_MINE};
    RETURN QUERY SELECT k.id FROM access_case k WHERE k.authority_id = mine AND k.restricted
        AND NOT EXISTS (SELECT FROM access_restriction l WHERE l.case_id = k.id AND l.user_id = me);
END $$;
CREATE OR REPLACE FUNCTION access_denied() RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 10 {_SAFE} AS $$
DECLARE
    {_HANDLE}
    me uuid;
    mine uuid;
BEGIN
    SELECT c.user_id, c.authority_id INTO me, mine {_MINE};
    RETURN QUERY SELECT x.case_id FROM access_conflict x WHERE x.user_id = me AND x.withdrawn_at IS NULL
        UNION ALL SELECT x.case_id FROM access_exclusion x WHERE x.user_id = me AND x.lifted_on IS NULL
        UNION ALL SELECT k.id FROM access_case k WHERE k.authority_id = mine AND k.restricted
            AND NOT EXISTS (SELECT FROM access_restriction l WHERE l.case_id = k.id AND l.user_id = me);
END $$;
"""

_GLASS: Final = f"""
CREATE OR REPLACE FUNCTION access_broken_glass() RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 10 {_SAFE} AS $$
DECLARE {_HANDLE}
BEGIN
    RETURN QUERY SELECT b.case_id FROM access_context c
            JOIN access_role r ON r.code = c.role AND r.breaks_glass
            JOIN access_break_glass b ON b.user_id = c.user_id AND b.authority_id = c.authority_id
        WHERE c.handle_hash = handle AND c.valid_until > now() AND c.strength <> 'single'
          AND b.ended_at IS NULL AND b.ends_at > now();
END $$;
"""

# Grants that ended, and those of the team in roles that are not one's own, are passed over by the index, which holds
# all that is asked; one statement instead of two, because beginning one costs more than what is read.
_OWN: Final = """AND g.as_role = ANY (me.usable) AND coalesce(g.ends_on, 'infinity') >= me.day
              AND g.authority_id = me.authority_id AND g.begins_on <= me.day
              AND (g.agency_id IS NULL OR g.agency_id = me.agency_id)
              AND (g.as_role <> ALL (me.attested) OR g.attested_on >= me.day - (
                  SELECT a.attest_days::integer FROM access_role a WHERE a.code = g.as_role))"""
_CASES: Final = f"""
CREATE OR REPLACE FUNCTION access_cases_for(p_action text, p_label text DEFAULT '', p_named boolean DEFAULT false)
    RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 100 {_SAFE}
    -- Because one team may hold a third of all grants, the database would plan anew every time and call for helpers:
    -- both take longer than reading what there is.
    SET plan_cache_mode = force_generic_plan SET max_parallel_workers_per_gather = 0 AS $$
DECLARE
    {_HANDLE}
    me record;
BEGIN
    SELECT c.user_id, c.authority_id, c.team_id, c.agency_id, {_DAY} AS day,
           r.breaks_glass AND EXISTS (
               SELECT FROM access_break_glass b WHERE b.user_id = c.user_id AND b.ended_at IS NULL) AS in_emergency,
           ARRAY(SELECT u.role::text FROM access_rule u
                 WHERE u.by = 'grant' AND u.action = p_action AND u.label = p_label
                   AND (p_named OR NOT u.named_only) AND u.role = ANY (r.acts_as)) AS usable,
           ARRAY(SELECT a.code::text FROM access_role a WHERE a.attest_days IS NOT NULL) AS attested
        INTO me {_MINE.replace("access_context c", "access_context c JOIN access_role r ON r.code = c.role")}
          AND c.strength <> 'single';
    IF me.user_id IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT g.case_id FROM access_grant g WHERE g.user_id = me.user_id {_OWN}
        UNION ALL SELECT g.case_id FROM access_grant g WHERE g.team_id = me.team_id {_OWN}
        -- Cases founded by oneself in this very transaction: to be given to somebody before it ends.
        UNION ALL SELECT k.id FROM access_case k
            WHERE k.founded_by = me.user_id AND k.founded_at = now() AND k.authority_id = me.authority_id;
    IF me.in_emergency AND p_action IN ('see_case', 'read') AND p_label <> 'K' THEN
        RETURN QUERY SELECT b FROM access_broken_glass() b;
    END IF;
END $$;

CREATE OR REPLACE FUNCTION access_open_cases_for(p_action text) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE ROWS 100 {_SAFE} AS $$
BEGIN
    RETURN QUERY SELECT k.id FROM access_cases_for(p_action) AS held(id) JOIN access_case k USING (id)
        WHERE k.signed_at IS NULL;
END $$;
"""

# Of one case, by its own grants; its roles are those of `access_grants_in_force`.
_FACTS: Final = f"""
CREATE OR REPLACE FUNCTION access_facts(p_case uuid, OUT roles text[], OUT lapsed boolean, OUT conflict boolean,
        OUT excluded boolean, OUT restricted text, OUT same_authority boolean, OUT signed boolean,
        OUT broken_glass boolean, OUT founding boolean) RETURNS SETOF record
    LANGUAGE plpgsql STABLE {_SAFE} ROWS 1 AS $$
#variable_conflict use_column
DECLARE
    {_HANDLE}
    me record;
BEGIN
    SELECT c.user_id, c.authority_id, c.team_id, c.agency_id, c.strength <> 'single' AS is_strong, r.acts_as,
           coalesce(r.breaks_glass, false) AS breaks_glass, {_DAY} AS day
        INTO me {_MINE.replace("access_context c", "access_context c LEFT JOIN access_role r ON r.code = c.role")};
    IF me.user_id IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT
        ARRAY(SELECT g.as_role::text FROM access_grant g JOIN access_role used ON used.code = g.as_role
              WHERE g.case_id = k.id AND (g.user_id = me.user_id OR g.team_id = me.team_id) AND me.is_strong
                AND g.authority_id = me.authority_id AND g.as_role = ANY (me.acts_as)
                AND g.begins_on <= me.day AND (g.ends_on IS NULL OR g.ends_on >= me.day)
                AND (g.agency_id IS NULL OR g.agency_id = me.agency_id)
                AND (used.attest_days IS NULL OR g.attested_on >= me.day - used.attest_days::integer)),
        EXISTS (SELECT FROM access_grant g
                WHERE g.case_id = k.id AND (g.user_id = me.user_id OR g.team_id = me.team_id)),
        EXISTS (SELECT FROM access_conflict x
                WHERE x.case_id = k.id AND x.user_id = me.user_id AND x.withdrawn_at IS NULL),
        EXISTS (SELECT FROM access_exclusion x
                WHERE x.case_id = k.id AND x.user_id = me.user_id AND x.lifted_on IS NULL),
        CASE WHEN NOT k.restricted THEN 'no'
             WHEN k.authority_id = me.authority_id AND NOT EXISTS (SELECT FROM access_restriction l
                     WHERE l.case_id = k.id AND l.user_id = me.user_id) THEN 'unlisted' ELSE 'listed' END,
        k.authority_id = me.authority_id, k.signed_at IS NOT NULL,
        me.is_strong AND me.breaks_glass AND k.id IN (SELECT access_broken_glass()),
        k.authority_id = me.authority_id AND k.founded_by = me.user_id AND k.founded_at = now()
    FROM access_case k WHERE k.id = p_case;
END $$;
"""

# A grant without an end ends at no time: so one stretch of the index holds all that are in force. The day on which it
# ends is in there once more as it is: without, the database would look every grant up in its table.
_INDEXES: Final = """
CREATE INDEX IF NOT EXISTS access_grant_user_held ON access_grant (user_id, (coalesce(ends_on, 'infinity')))
    INCLUDE (case_id, as_role, authority_id, begins_on, ends_on, agency_id, attested_on) WHERE user_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS access_grant_team_held ON access_grant
    (team_id, as_role, (coalesce(ends_on, 'infinity')))
    INCLUDE (case_id, authority_id, begins_on, ends_on, agency_id, attested_on) WHERE team_id IS NOT NULL;
DROP INDEX IF EXISTS access_grant_of_user_now;
DROP INDEX IF EXISTS access_grant_of_team_now;
DROP INDEX IF EXISTS access_grant_user_in_force;
DROP INDEX IF EXISTS access_grant_team_in_force;
"""

CHEAPER: Final = "\n".join(
    (
        _one("access_authority", "authority_id"),
        _one("access_actor", "user_id"),
        _one("access_team", "team_id"),
        _one("access_agency", "agency_id"),
        _ME,
        _SHUT,
        _GLASS,
        _INDEXES,
        _CASES,
        _FACTS,
    )
)
"""The functions anew, with the index that they use."""

# Of every table one policy shuts what a conflict, an exclusion or a restriction shuts, where three did: asking three
# functions costs more than what they find.
ONE_DENIAL: Final = r"""
DO $$
DECLARE
    found record;
    shut text;
BEGIN
    FOR found IN
        SELECT p.polrelid::regclass AS name, string_agg(p.polname, ' ' ORDER BY p.polname) AS names,
               min(substring(pg_get_expr(p.polqual, p.polrelid)
                   FROM '^\(NOT \((\w+) = ANY \(ARRAY\( SELECT access_(?:conflicted|excluded_from|shut)\(\)'))
                   AS of_case, count(DISTINCT pg_get_expr(p.polqual, p.polrelid)) AS told
        FROM pg_policy p
        WHERE p.polname IN ('conflict', 'exclusion', 'restriction') AND NOT p.polpermissive AND p.polcmd = '*'
        GROUP BY p.polrelid
    LOOP
        IF found.names <> 'conflict exclusion restriction' OR found.of_case IS NULL OR found.told <> 3 THEN
            RAISE EXCEPTION 'access: the denials of % are not the three that were expected: %', found.name, found.names;
        END IF;
        EXECUTE format('CREATE POLICY denied ON %s AS RESTRICTIVE FOR ALL TO quorate_app, quorate_job'
            ' USING (NOT %I = ANY (ARRAY(SELECT access_denied())))', found.name, found.of_case);
        FOREACH shut IN ARRAY string_to_array(found.names, ' ') LOOP
            EXECUTE format('DROP POLICY %I ON %s', shut, found.name);
        END LOOP;
    END LOOP;
END $$;
"""
