"""To which of these users a conference is shut, for whoever makes a paper of it: no paper names them."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# Whoever reaches nothing of the conference learns nothing by it: to them all of these are shut, and nobody is named.
SHUT_TO: Final = f"""
CREATE FUNCTION conferences_shut_to(p_conference uuid, p_users uuid[]) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE ROWS 5 {_SAFE} AS $$
DECLARE
    here uuid[] := ARRAY(
        SELECT c.case_id FROM conferences_conference c WHERE c.id = p_conference
        UNION SELECT k.child_case_id FROM conferences_child k WHERE k.conference_id = p_conference);
    reaches boolean := EXISTS (SELECT FROM conferences_conference c WHERE c.id = p_conference AND (
            c.case_id IN (SELECT access_cases_for('read', 'P'))
            OR c.case_id IN (SELECT access_cases_for('manage_people'))
            OR c.case_id IN (SELECT access_cases_for('read', 'R')))
            AND c.authority_id = access_authority() AND NOT c.case_id IN (SELECT access_denied()));
BEGIN
    RETURN QUERY SELECT u FROM unnest(p_users) u WHERE NOT reaches
        OR EXISTS (SELECT FROM access_conflict x
            WHERE x.user_id = u AND x.case_id = ANY (here) AND x.withdrawn_at IS NULL)
        OR EXISTS (SELECT FROM access_exclusion x
            WHERE x.user_id = u AND x.case_id = ANY (here) AND x.lifted_on IS NULL)
        OR EXISTS (SELECT FROM access_case k WHERE k.id = ANY (here) AND k.restricted AND NOT EXISTS (
            SELECT FROM access_restriction l WHERE l.case_id = k.id AND l.user_id = u));
END $$;
REVOKE ALL ON FUNCTION conferences_shut_to(uuid, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_shut_to(uuid, uuid[]) TO {PAGES};
"""
"""Deny beats the list of people: whoever knows the family is not the one whom it is told to ring."""
