"""The database's side of the trail: who may write, how entries are linked, and what refuses to be changed."""

from __future__ import annotations

from typing import Final

from quorate.audit.canonical import canonical_sql

# Told by the access room who is acting; until then nobody is.
ACTOR: Final = """
CREATE FUNCTION audit_actor(OUT actor_id uuid, OUT authority_id uuid, OUT agency_id uuid, OUT role text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
    AS $$ SELECT NULL::uuid, NULL::uuid, NULL::uuid, NULL::text $$;
REVOKE ALL ON FUNCTION audit_actor() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_actor() TO quorate_audit_writer;
"""

APPEND: Final = """
CREATE FUNCTION audit_append(p_action text, p_subject_kind text, p_subject_id uuid, p_case_id uuid, p_outcome text,
        p_reason text, p_authority_id uuid, p_actor_id uuid, p_request_id text, p_facts jsonb) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    who record;
    listed text[];
    found_id bigint;
BEGIN
    SELECT * INTO who FROM audit_actor();
    IF who.actor_id IS NOT NULL AND p_actor_id IS NOT NULL AND p_actor_id <> who.actor_id THEN
        RAISE EXCEPTION 'audit: the actor given is not the one who is acting' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF who.authority_id IS NOT NULL AND p_authority_id IS NOT NULL AND p_authority_id <> who.authority_id THEN
        RAISE EXCEPTION 'audit: the authority given is not the one acted for' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT keys INTO listed FROM audit_kind WHERE action = p_action;
    IF listed IS NULL THEN
        RAISE EXCEPTION 'audit: no entry type %', p_action USING ERRCODE = 'check_violation';
    END IF;
    IF ARRAY(SELECT jsonb_object_keys(p_facts) ORDER BY 1) <> ARRAY(SELECT unnest(listed) ORDER BY 1) THEN
        RAISE EXCEPTION 'audit: % carries exactly the facts %', p_action, listed USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO audit_entry (at, authority_id, actor_id, agency_id, role, vouched, action, subject_kind, subject_id,
                             case_id, outcome, reason, request_id, facts)
    VALUES (clock_timestamp(),
            coalesce(who.authority_id, p_authority_id, '00000000-0000-0000-0000-000000000000'),
            coalesce(who.actor_id, p_actor_id), who.agency_id, coalesce(who.role, ''), who.actor_id IS NOT NULL,
            p_action, p_subject_kind, p_subject_id, p_case_id, p_outcome, p_reason, p_request_id, p_facts)
    RETURNING id INTO found_id;
    RETURN found_id;
END $$;
"""

LINK: Final = f"""
CREATE FUNCTION audit_link_entry() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    words bytea := convert_to({canonical_sql("NEW")}, 'UTF8');
    place record;
BEGIN
    LOOP
        UPDATE audit_head SET seq = seq + 1, hash = sha256(hash || words)
            WHERE authority_id = NEW.authority_id RETURNING seq, hash INTO place;
        EXIT WHEN FOUND;
        INSERT INTO audit_head (authority_id, seq, hash)
            VALUES (NEW.authority_id, 0, sha256(convert_to('quorate audit chain ' || NEW.authority_id, 'UTF8')))
            ON CONFLICT DO NOTHING;
    END LOOP;
    INSERT INTO audit_link (entry_id, authority_id, seq, hash)
        VALUES (NEW.id, NEW.authority_id, place.seq, place.hash);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER audit_entry_is_linked AFTER INSERT ON audit_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_link_entry();
"""

REFUSE: Final = """
CREATE FUNCTION audit_refuse() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'audit: the trail is append-only (% on %)', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE FUNCTION audit_head_steps() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NEW.authority_id <> OLD.authority_id OR NEW.seq <> OLD.seq + 1 THEN
        RAISE EXCEPTION 'audit: a head moves on by one entry' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_link_unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_link
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_kept BEFORE DELETE OR TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_moves_on BEFORE UPDATE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_head_steps();
"""

# Text that could hold content cannot get in: codes, ids, dates and counts only.
CHECKS: Final = r"""
CREATE FUNCTION audit_is_code(value text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT value ~ '^[A-Za-z0-9_.:,+-]{0,120}$' $$;
CREATE FUNCTION audit_are_codes(facts jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, public, pg_temp
    AS $$ SELECT jsonb_typeof(facts) = 'object' AND NOT EXISTS (SELECT FROM jsonb_each(facts) AS fact
        WHERE jsonb_typeof(fact.value) NOT IN ('number', 'boolean', 'null', 'string')
           OR (jsonb_typeof(fact.value) = 'string' AND NOT audit_is_code(fact.value #>> '{}'))) $$;
ALTER TABLE audit_entry ADD CONSTRAINT audit_entry_holds_codes_only CHECK (
    audit_is_code(role) AND audit_is_code(action) AND audit_is_code(subject_kind) AND audit_is_code(outcome)
    AND audit_is_code(reason) AND audit_is_code(request_id) AND audit_are_codes(facts));
"""

# The writer owns nothing but the two functions and can only add; the pages may call, and read what the access
# room lets them; the worker exports heads.
RIGHTS: Final = """
REVOKE ALL ON audit_entry, audit_link, audit_head, audit_kind FROM PUBLIC, quorate_app, quorate_job;
GRANT SELECT ON audit_kind TO quorate_audit_writer, quorate_app, quorate_job;
GRANT INSERT, SELECT ON audit_entry TO quorate_audit_writer;
GRANT USAGE ON SEQUENCE audit_entry_id_seq TO quorate_audit_writer;
REVOKE ALL ON SEQUENCE audit_entry_id_seq FROM quorate_app, quorate_job;
GRANT INSERT ON audit_link TO quorate_audit_writer;
GRANT SELECT, INSERT, UPDATE ON audit_head TO quorate_audit_writer;
GRANT SELECT ON audit_entry TO quorate_app, quorate_job;
GRANT SELECT ON audit_head TO quorate_job;
ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON audit_entry FOR SELECT TO quorate_owner USING (true);
CREATE POLICY writer ON audit_entry FOR INSERT TO quorate_audit_writer WITH CHECK (true);
CREATE POLICY writer_sees ON audit_entry FOR SELECT TO quorate_audit_writer USING (true);
REVOKE ALL ON FUNCTION audit_append(text, text, uuid, uuid, text, text, uuid, uuid, text, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_append(text, text, uuid, uuid, text, text, uuid, uuid, text, jsonb)
    TO quorate_app, quorate_job, quorate_owner;
GRANT USAGE, CREATE ON SCHEMA public TO quorate_audit_writer;
ALTER FUNCTION audit_append(text, text, uuid, uuid, text, text, uuid, uuid, text, jsonb) OWNER TO quorate_audit_writer;
ALTER FUNCTION audit_link_entry() OWNER TO quorate_audit_writer;
REVOKE CREATE ON SCHEMA public FROM quorate_audit_writer;
"""

# What the pages' and the worker's role may do with tables that nobody said anything else about; the wall's own
# tables are taken back by the room that owns them.
EVERYDAY: Final = """
GRANT USAGE ON SCHEMA public TO quorate_app, quorate_job;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO quorate_app, quorate_job;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO quorate_app, quorate_job;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO quorate_app, quorate_job;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO quorate_app, quorate_job;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM quorate_app, quorate_job;
"""

WALL: Final = "\n".join((EVERYDAY, ACTOR, APPEND, LINK, REFUSE, CHECKS, RIGHTS))
"""Everything, in the order in which it has to be run, after the tables stand."""

# The same two answers without a pattern to be compiled and run for every value of every entry; in PL/pgSQL, which
# keeps what it has made ready, where the words of an SQL function are read again for each row that is checked.
CHEAPER: Final = r"""
CREATE OR REPLACE FUNCTION audit_is_code(value text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN length(value) <= 120
        AND ltrim(value, 'abcdefghijklmnopqrstuvwxyz0123456789-_.:,+ABCDEFGHIJKLMNOPQRSTUVWXYZ') = '';
END $$;
CREATE OR REPLACE FUNCTION audit_are_codes(facts jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RETURN jsonb_typeof(facts) = 'object' AND NOT EXISTS (SELECT FROM jsonb_each(facts) AS fact
        WHERE jsonb_typeof(fact.value) NOT IN ('number', 'boolean', 'null', 'string')
           OR (jsonb_typeof(fact.value) = 'string' AND NOT audit_is_code(fact.value #>> '{}')));
END $$;
"""
"""What an entry may hold, asked at a smaller price."""

# Every page that is read and every deed passes here. The one head of an authority was looked for among all that it had
# been since its page was last tidied, some fifty: now it is tidied after every few. An entry is linked by one statement
# instead of two; its keys are compared without being put in order; what has no facts has none to be looked at.
LEANER: Final = f"""
ALTER TABLE audit_head SET (fillfactor = 10);
CREATE OR REPLACE FUNCTION audit_are_codes(facts jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF facts = '{{}}' THEN
        RETURN true;
    END IF;
    RETURN jsonb_typeof(facts) = 'object' AND NOT EXISTS (SELECT FROM jsonb_each(facts) AS fact
        WHERE jsonb_typeof(fact.value) NOT IN ('number', 'boolean', 'null', 'string')
           OR (jsonb_typeof(fact.value) = 'string' AND NOT audit_is_code(fact.value #>> '{{{{}}}}')));
END $$;
-- The two that write are the writer's own, who may make them anew as itself alone.
GRANT CREATE ON SCHEMA public TO quorate_audit_writer;
SET LOCAL ROLE quorate_audit_writer;
CREATE OR REPLACE FUNCTION audit_link_entry() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    words bytea := convert_to({canonical_sql("NEW")}, 'UTF8');
BEGIN
    LOOP
        WITH place AS (
            UPDATE audit_head SET seq = seq + 1, hash = sha256(hash || words)
                WHERE authority_id = NEW.authority_id RETURNING seq, hash)
        INSERT INTO audit_link (entry_id, authority_id, seq, hash)
            SELECT NEW.id, NEW.authority_id, place.seq, place.hash FROM place;
        EXIT WHEN FOUND;
        INSERT INTO audit_head (authority_id, seq, hash)
            VALUES (NEW.authority_id, 0, sha256(convert_to('quorate audit chain ' || NEW.authority_id, 'UTF8')))
            ON CONFLICT DO NOTHING;
    END LOOP;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION audit_append(p_action text, p_subject_kind text, p_subject_id uuid, p_case_id uuid,
        p_outcome text, p_reason text, p_authority_id uuid, p_actor_id uuid, p_request_id text, p_facts jsonb)
    RETURNS bigint LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    who record := audit_actor();
    listed text[] := (SELECT keys FROM audit_kind WHERE action = p_action);
    found_id bigint;
BEGIN
    IF who.actor_id IS NOT NULL AND p_actor_id IS NOT NULL AND p_actor_id <> who.actor_id THEN
        RAISE EXCEPTION 'audit: the actor given is not the one who is acting' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF who.authority_id IS NOT NULL AND p_authority_id IS NOT NULL AND p_authority_id <> who.authority_id THEN
        RAISE EXCEPTION 'audit: the authority given is not the one acted for' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF listed IS NULL THEN
        RAISE EXCEPTION 'audit: no entry type %', p_action USING ERRCODE = 'check_violation';
    END IF;
    IF (jsonb_typeof(p_facts) = 'object' AND p_facts ?& listed AND p_facts - listed = '{{}}') IS NOT TRUE THEN
        RAISE EXCEPTION 'audit: % carries exactly the facts %', p_action, listed USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO audit_entry (at, authority_id, actor_id, agency_id, role, vouched, action, subject_kind, subject_id,
                             case_id, outcome, reason, request_id, facts)
    VALUES (clock_timestamp(),
            coalesce(who.authority_id, p_authority_id, '00000000-0000-0000-0000-000000000000'),
            coalesce(who.actor_id, p_actor_id), who.agency_id, coalesce(who.role, ''), who.actor_id IS NOT NULL,
            p_action, p_subject_kind, p_subject_id, p_case_id, p_outcome, p_reason, p_request_id, p_facts)
    RETURNING id INTO found_id;
    RETURN found_id;
END $$;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM quorate_audit_writer;
"""
