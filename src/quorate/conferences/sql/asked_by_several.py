"""That one decision answers everybody who asked to keep the same person out."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES
from quorate.conferences.sql.people import asked

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# Who may change the rows are more than those who decide: a request that named anything else would wait no more, and
# nobody would have decided it.
_BY_A_DECISION: Final = f"""
CREATE FUNCTION conferences_answered_by_a_decision() RETURNS trigger LANGUAGE plpgsql {_SAFE} AS $$
BEGIN
    IF OLD.answered_with IS NOT NULL OR NOT EXISTS (SELECT FROM conferences_exclusion e
            WHERE e.id = NEW.answered_with AND e.conference_id = NEW.conference_id AND e.person_id = NEW.person_id
              AND e.outcome <> '' AND e.decided_by = access_actor()) THEN
        RAISE EXCEPTION 'a request is answered once, with one''s own decision about the same person here'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION conferences_answered_by_a_decision() FROM PUBLIC;
CREATE TRIGGER conferences_answered_by_a_decision BEFORE UPDATE OF answered_with ON conferences_exclusion
    FOR EACH ROW WHEN (NEW.answered_with IS DISTINCT FROM OLD.answered_with)
    EXECUTE FUNCTION conferences_answered_by_a_decision();
"""

ASKED_BY_SEVERAL: Final = f"""
DROP POLICY ask ON conferences_exclusion;
{asked("outcome = '' AND answered_with IS NULL")}
{_BY_A_DECISION}
GRANT UPDATE (answered_with) ON conferences_exclusion TO {PAGES};
"""
"""Whoever decides says of the other requests with which one they were answered; the policies of the table hold."""
