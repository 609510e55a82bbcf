"""A wider audience needs two people: the request, who answers it, and the database that lets nothing past it."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import policy, protect, reaching

_ME: Final = "(SELECT access_actor())"
_WAITS: Final = "answer = ''"
_READABLE: Final = "EXISTS (SELECT FROM access_text t WHERE t.id = text_id)"
_FRESH: Final = "(SELECT m.strength FROM access_me() m) = 'fresh'"
_ANSWERED: Final = f"answered_by = {_ME} AND answered_at = now()"

REQUESTS: Final = "\n".join(
    (
        protect("access_label_request"),
        policy("access_label_request", "asking", "SELECT", reaching("case_id", "set_label")),
        policy("access_label_request", "agreeing", "SELECT", reaching("case_id", "agree_label")),
        policy("access_label_request", "ask", "INSERT", None,
               f"asked_by = {_ME} AND {_WAITS} AND {reaching('case_id', 'set_label')} AND {_READABLE}"),
        policy("access_label_request", "answer", "UPDATE",
               f"{_WAITS} AND asked_by <> {_ME} AND {reaching('case_id', 'agree_label')} AND {_READABLE}",
               f"asked_by <> {_ME} AND {_ANSWERED} AND answer IN ('agreed', 'refused') AND {_FRESH}"),
        policy("access_label_request", "withdraw", "UPDATE",
               f"{_WAITS} AND asked_by = {_ME}", f"asked_by = {_ME} AND {_ANSWERED} AND answer = 'withdrawn'"),
        policy("access_text", "agree_label", "UPDATE", reaching("case_id", "agree_label")),
    )
)  # fmt: skip

# Wider means: somebody may read it afterwards who could not before. F-person and C are for different people.
GUARD: Final = """
CREATE FUNCTION access_wideness(p_label text) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE p_label WHEN 'K' THEN 0 WHEN 'R' THEN 1 WHEN 'P' THEN 2 WHEN 'F-person' THEN 3 WHEN 'C' THEN 3
                        ELSE 4 END $$;

CREATE FUNCTION access_guard_label() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    is_wider boolean := access_wideness(NEW.label) > access_wideness(OLD.label)
        OR (access_wideness(NEW.label) = access_wideness(OLD.label) AND NEW.label <> OLD.label)
        OR NOT NEW.named_people <@ OLD.named_people OR NOT NEW.named_agencies <@ OLD.named_agencies;
BEGIN
    IF current_user = 'quorate_owner' THEN
        RETURN NEW;  -- data migrations
    END IF;
    IF is_wider AND NOT EXISTS (
            SELECT FROM access_label_request r WHERE r.text_id = NEW.id AND r.answer = 'agreed'
                AND r.answered_at = now() AND r.from_label = OLD.label AND r.to_label = NEW.label
                AND NEW.named_people <@ (OLD.named_people || r.named_people)
                AND NEW.named_agencies <@ (OLD.named_agencies || r.named_agencies)) THEN
        RAISE EXCEPTION 'access: letting more people read a text needs a second person to agree'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT is_wider AND NOT OLD.case_id = ANY (ARRAY(SELECT access_cases_for('set_label'))) THEN
        RAISE EXCEPTION 'access: this label is not yours to set' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER access_text_second_person BEFORE UPDATE ON access_text
    FOR EACH ROW EXECUTE FUNCTION access_guard_label();
"""

RIGHTS: Final = """
REVOKE ALL ON access_label_request FROM PUBLIC, quorate_app, quorate_job;
GRANT SELECT, INSERT ON access_label_request TO quorate_app, quorate_job;
GRANT UPDATE (answer, answered_by, answered_at) ON access_label_request TO quorate_app, quorate_job;
"""

# For the daily job: what has run out is also deleted on days when nobody signs in.
SWEEP: Final = """
CREATE FUNCTION access_sweep_contexts() RETURNS integer
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH gone AS (DELETE FROM access_context WHERE valid_until < now() RETURNING 1)
    SELECT count(*)::integer FROM gone $$;
REVOKE ALL ON FUNCTION access_sweep_contexts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_sweep_contexts() TO quorate_job;
"""

LABELS: Final = "\n".join((REQUESTS, GUARD, RIGHTS, SWEEP))
"""Everything, after the table stands."""
