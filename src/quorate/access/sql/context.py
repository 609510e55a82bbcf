"""Who is acting: a session's standing, found by an unguessable handle, proved by the pages, unreadable to them."""

from __future__ import annotations

from typing import Final

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

CONTEXT: Final = f"""
CREATE FUNCTION access_standing_of(p_handle text, OUT user_id uuid, OUT membership_id uuid, OUT authority_id uuid,
        OUT role text, OUT team_id uuid, OUT agency_id uuid, OUT strength text) RETURNS SETOF record
    LANGUAGE sql STABLE {_SAFE} ROWS 1 AS $$
    SELECT c.user_id, c.membership_id, c.authority_id, c.role, c.team_id, c.agency_id,
           CASE WHEN c.strength = 'single' THEN 'single'
                WHEN c.stepped_up_at > now() - interval '5 minutes' THEN 'fresh' ELSE 'strong' END
    FROM access_context c
    WHERE c.handle_hash = sha256(convert_to(nullif(p_handle, ''), 'UTF8')) AND c.valid_until > now() $$;

-- After a transaction with a context the setting is '' and not NULL, hence the nullif above.
CREATE FUNCTION access_me(OUT user_id uuid, OUT membership_id uuid, OUT authority_id uuid, OUT role text,
        OUT team_id uuid, OUT agency_id uuid, OUT strength text) RETURNS SETOF record
    LANGUAGE plpgsql STABLE {_SAFE} ROWS 1 AS $$
BEGIN
    RETURN QUERY SELECT c.user_id, c.membership_id, c.authority_id, c.role::text, c.team_id, c.agency_id,
           CASE WHEN c.strength = 'single' THEN 'single'
                WHEN c.stepped_up_at > now() - interval '5 minutes' THEN 'fresh' ELSE 'strong' END
    FROM access_context c
    WHERE c.handle_hash = sha256(convert_to(nullif(current_setting('app.ctx', true), ''), 'UTF8'))
      AND c.valid_until > now();
END $$;

CREATE FUNCTION access_authority() RETURNS uuid LANGUAGE plpgsql STABLE {_SAFE}
    AS $$ BEGIN RETURN (SELECT m.authority_id FROM access_me() m); END $$;
CREATE FUNCTION access_actor() RETURNS uuid LANGUAGE plpgsql STABLE {_SAFE}
    AS $$ BEGIN RETURN (SELECT m.user_id FROM access_me() m); END $$;
CREATE FUNCTION access_team() RETURNS uuid LANGUAGE plpgsql STABLE {_SAFE}
    AS $$ BEGIN RETURN (SELECT m.team_id FROM access_me() m); END $$;
CREATE FUNCTION access_agency() RETURNS uuid LANGUAGE plpgsql STABLE {_SAFE}
    AS $$ BEGIN RETURN (SELECT m.agency_id FROM access_me() m); END $$;

CREATE FUNCTION access_today() RETURNS date LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT coalesce((SELECT today FROM access_secret), (now() AT TIME ZONE 'Europe/London')::date) $$;

-- Fills the gap that the audit room left for us: who is acting, as the database itself knows it.
CREATE OR REPLACE FUNCTION audit_actor(OUT actor_id uuid, OUT authority_id uuid, OUT agency_id uuid, OUT role text)
    LANGUAGE sql STABLE {_SAFE} AS $$ SELECT user_id, authority_id, agency_id, role FROM access_me() $$;
"""

OPENING: Final = f"""
CREATE FUNCTION access_proved(message text, proof bytea) RETURNS boolean LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT sha256(s.outer_pad || sha256(s.inner_pad || convert_to(message, 'UTF8'))) = proof FROM access_secret s $$;
REVOKE ALL ON FUNCTION access_proved(text, bytea) FROM PUBLIC;

CREATE FUNCTION access_open_context(p_handle_hash bytea, p_user uuid, p_membership uuid, p_authority uuid, p_role text,
        p_team uuid, p_agency uuid, p_strength text, p_valid_until bigint, p_issued bigint, p_proof bytea) RETURNS void
    LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
BEGIN
    IF NOT coalesce(access_proved(concat_ws(E'\\x1f', encode(p_handle_hash, 'hex'), p_user,
            coalesce(p_membership::text, ''), p_authority, p_role,
            coalesce(p_team::text, ''), coalesce(p_agency::text, ''), p_strength, p_valid_until,
            p_issued), p_proof), false)
        OR abs(extract(epoch FROM clock_timestamp()) - p_issued) > 60 THEN
        RAISE EXCEPTION 'access: this context is not proved' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO access_context AS c (handle_hash, user_id, membership_id, authority_id, role, team_id, agency_id,
                                     strength, stepped_up_at, opened_at, valid_until)
    VALUES (p_handle_hash, p_user, p_membership, p_authority, p_role, p_team, p_agency,
            CASE p_strength WHEN 'single' THEN 'single' ELSE 'strong' END,
            CASE p_strength WHEN 'fresh' THEN clock_timestamp() END, clock_timestamp(), to_timestamp(p_valid_until))
    ON CONFLICT (handle_hash) DO UPDATE SET user_id = excluded.user_id, membership_id = excluded.membership_id,
        authority_id = excluded.authority_id, role = excluded.role, team_id = excluded.team_id,
        agency_id = excluded.agency_id, strength = excluded.strength,
        stepped_up_at = coalesce(excluded.stepped_up_at, c.stepped_up_at), valid_until = excluded.valid_until;
    DELETE FROM access_context WHERE valid_until < now() - interval '1 day';
END $$;

CREATE FUNCTION access_close_contexts(p_user uuid, p_membership uuid, p_handle_hash bytea) RETURNS integer
    LANGUAGE sql VOLATILE {_SAFE} AS $$
    WITH gone AS (DELETE FROM access_context WHERE user_id = p_user OR membership_id = p_membership
                  OR handle_hash = p_handle_hash RETURNING 1)
    SELECT count(*)::integer FROM gone $$;
"""
