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
    RETURN QUERY SELECT u FROM unnest(p_users) u WHERE NOT reaches UNION SELECT access_shut_to(here, p_users);
END $$;
REVOKE ALL ON FUNCTION conferences_shut_to(uuid, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_shut_to(uuid, uuid[]) TO {PAGES};
"""
"""Deny beats the list of people: whoever knows the family is not the one whom it is told to ring."""
