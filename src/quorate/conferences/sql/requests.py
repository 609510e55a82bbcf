"""Who reads and writes requests, delays and ticks; numbers of conferences; a conference is shut as its children are."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, among, policy, protect, reaching

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_READ: Final = reaching("case_id", "read", "P")
_OPEN: Final = "access_open_cases_for('write')"
_WRITE: Final = f"({among('case_id', _OPEN)} OR {reaching('case_id', 'manage_people')})"


def _table(name: str, changing: str) -> str:
    """SQL: rows are read by the professionals, added and changed by who writes or arranges, never deleted."""
    return "\n".join(
        (
            protect(name),
            policy(name, "member", "SELECT", _READ),
            policy(name, "write", "INSERT", None, _WRITE),
            policy(name, "change", "UPDATE", _WRITE),
            f"REVOKE ALL ON {name} FROM PUBLIC, {PAGES};",
            f"GRANT SELECT, INSERT ON {name} TO {PAGES};",
            f"GRANT UPDATE ({changing}) ON {name} TO {PAGES};" if changing else "",
        )
    )


_SAID: Final = (
    "state, reason, legal_basis, severity, risk_is_serious, other_plans_considered, no_other_plan_because,"
    " assessment_completed_on, from_authority, is_permanent, notified_on, answers, stamps, parts, version, sent_by,"
    " sent_on, answered_by, answered_on, answer_reason"
)

_NUMBERS: Final = f"""
CREATE SEQUENCE conferences_number;
GRANT USAGE ON SEQUENCE conferences_number TO {PAGES};
"""

# Who joins a child to a conference shows the child to everybody of that conference.
_JOINING: Final = f"""
CREATE POLICY own_child ON conferences_child AS RESTRICTIVE FOR INSERT TO {PAGES}
    WITH CHECK (child_case_id = case_id OR {reaching("child_case_id", "manage_people")}
        OR {among("child_case_id", _OPEN)});
GRANT UPDATE (kind) ON conferences_child TO {PAGES};
GRANT DELETE ON conferences_child TO {PAGES};
CREATE POLICY draft ON conferences_child FOR UPDATE TO {PAGES} USING ({_WRITE} AND EXISTS (
    SELECT FROM conferences_conference c WHERE c.id = conference_id AND c.state IN ('draft', 'requested')));
CREATE POLICY take_out ON conferences_child FOR DELETE TO {PAGES} USING ({_WRITE} AND EXISTS (
    SELECT FROM conferences_conference c WHERE c.id = conference_id AND c.state IN ('draft', 'requested')));
GRANT UPDATE (kind) ON conferences_conference TO {PAGES};
"""

# Conflicts and restrictions stand on the children's cases; the conference about them must not be a way round.
SHUT_ALIKE: Final = f"""
CREATE OR REPLACE FUNCTION conferences_shut_alike(p_conference uuid) RETURNS void
    LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    children uuid[] := ARRAY(SELECT k.child_case_id FROM conferences_child k JOIN conferences_conference c
        ON c.id = k.conference_id WHERE k.conference_id = p_conference AND c.id = c.case_id);
BEGIN
    -- Of two children hidden at one moment each has to see the list that the other made.
    PERFORM FROM access_case WHERE id = p_conference FOR NO KEY UPDATE;
    INSERT INTO access_conflict (id, case_id, authority_id, user_id, kind, declared_by, declared_at)
        SELECT gen_random_uuid(), p_conference, min(x.authority_id::text)::uuid, x.user_id, min(x.kind),
               min(x.declared_by::text)::uuid, now()
        FROM access_conflict x WHERE x.case_id = ANY (children) AND x.withdrawn_at IS NULL
            AND NOT EXISTS (SELECT FROM access_conflict y WHERE y.case_id = p_conference AND y.user_id = x.user_id
                AND y.withdrawn_at IS NULL)
        GROUP BY x.user_id;
    IF NOT EXISTS (SELECT FROM access_case c WHERE c.id = ANY (children) AND c.restricted) THEN
        RETURN;
    END IF;
    -- On the conference's list is who stands on the list of every child that is hidden.
    INSERT INTO access_restriction (id, case_id, authority_id, user_id, listed_by, listed_at)
        SELECT gen_random_uuid(), p_conference, min(l.authority_id::text)::uuid, l.user_id,
               min(l.listed_by::text)::uuid, now()
        FROM access_restriction l JOIN access_case c ON c.id = l.case_id AND c.restricted
        WHERE l.case_id = ANY (children)
        GROUP BY l.user_id
        HAVING count(DISTINCT l.case_id) = (SELECT count(*) FROM access_case c WHERE c.id = ANY (children)
            AND c.restricted)
        ON CONFLICT DO NOTHING;
    -- Who had been listed before another child was hidden does not stay for the sake of the first.
    DELETE FROM access_restriction r WHERE r.case_id = p_conference AND EXISTS (SELECT FROM access_case c
        WHERE c.id = ANY (children) AND c.restricted AND NOT EXISTS (
            SELECT FROM access_restriction l WHERE l.case_id = c.id AND l.user_id = r.user_id));
    UPDATE access_case SET restricted = true WHERE id = p_conference AND NOT restricted;
END $$;
"""
"""A conference is shut to whom one of its children is."""


def shut_follows(*, own: bool) -> str:
    """SQL: what shuts conferences as a child is shut; with `own` a child that joins one shuts that one alone.

    The child's others are shut as the child is already. Locking them too made two who each founded a conference about
    overlapping brothers and sisters wait for each other for ever.
    """
    makes = "CREATE OR REPLACE FUNCTION" if own else "CREATE FUNCTION"
    here = (
        """
            AND (TG_TABLE_NAME <> 'conferences_child' OR k.conference_id = (to_jsonb(NEW) ->> 'conference_id')::uuid)"""
        if own
        else ""
    )
    return f"""{makes} conferences_shut_follows() RETURNS trigger LANGUAGE plpgsql {_SAFE} AS $$
DECLARE
    child uuid := CASE TG_TABLE_NAME WHEN 'access_case' THEN to_jsonb(NEW) ->> 'id'
        WHEN 'conferences_child' THEN to_jsonb(NEW) ->> 'child_case_id' ELSE to_jsonb(NEW) ->> 'case_id' END;
    found uuid;
BEGIN
    FOR found IN SELECT DISTINCT k.conference_id FROM conferences_child k WHERE k.child_case_id = child
            AND k.case_id = k.conference_id{here} LOOP
        PERFORM conferences_shut_alike(found);
        -- Taken back about every child, a conflict is taken back here.
        IF TG_TABLE_NAME = 'access_conflict' THEN
            UPDATE access_conflict y SET withdrawn_at = NEW.withdrawn_at, withdrawn_by = NEW.withdrawn_by
            WHERE y.case_id = found AND y.user_id = NEW.user_id AND y.withdrawn_at IS NULL
              AND NEW.withdrawn_at IS NOT NULL AND NOT EXISTS (
                SELECT FROM access_conflict x JOIN conferences_child k ON k.child_case_id = x.case_id
                WHERE k.conference_id = found AND x.user_id = NEW.user_id AND x.withdrawn_at IS NULL);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;"""


_SHUT: Final = f"""{SHUT_ALIKE}
REVOKE ALL ON FUNCTION conferences_shut_alike(uuid) FROM PUBLIC;

{shut_follows(own=False)}
CREATE TRIGGER conferences_shut_alike AFTER INSERT OR UPDATE OF withdrawn_at ON access_conflict
    FOR EACH ROW EXECUTE FUNCTION conferences_shut_follows();
CREATE TRIGGER conferences_shut_alike AFTER INSERT ON access_restriction
    FOR EACH ROW EXECUTE FUNCTION conferences_shut_follows();
CREATE TRIGGER conferences_shut_alike AFTER UPDATE OF restricted ON access_case
    FOR EACH ROW WHEN (NEW.restricted AND NOT OLD.restricted) EXECUTE FUNCTION conferences_shut_follows();
CREATE TRIGGER conferences_shut_alike AFTER INSERT ON conferences_child
    FOR EACH ROW WHEN (NEW.case_id = NEW.conference_id) EXECUTE FUNCTION conferences_shut_follows();
"""

LISTS_NARROWED: Final = """
DELETE FROM access_restriction r USING conferences_child k, access_case c
WHERE k.conference_id = r.case_id AND k.case_id = k.conference_id AND c.id = k.child_case_id AND c.restricted
    AND NOT EXISTS (SELECT FROM access_restriction l WHERE l.case_id = c.id AND l.user_id = r.user_id);
"""
"""The same of the lists that there are."""

REQUESTS: Final = "\n".join(
    (
        _table("conferences_request", _SAID),
        _table("conferences_delay", ""),
        _table("conferences_tick", "taken_back_by, taken_back_on"),
        _NUMBERS,
        _JOINING,
        _SHUT,
    )
)
"""The policies of these tables and the functions beside them."""
