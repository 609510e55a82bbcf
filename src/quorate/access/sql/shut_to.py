"""To whom cases are shut, whatever they were granted: the rule of `denied`, asked about others than oneself."""

from __future__ import annotations

from typing import Final

# For functions of other rooms, which say who may ask: to nobody else is it told whom a conflict or an exclusion names.
SHUT_TO: Final = """
CREATE FUNCTION access_shut_to(p_cases uuid[], p_users uuid[]) RETURNS SETOF uuid
    LANGUAGE sql STABLE ROWS 5 SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT u FROM unnest(p_users) u WHERE
        EXISTS (SELECT FROM access_conflict x
            WHERE x.user_id = u AND x.case_id = ANY (p_cases) AND x.withdrawn_at IS NULL)
        OR EXISTS (SELECT FROM access_exclusion x
            WHERE x.user_id = u AND x.case_id = ANY (p_cases) AND x.lifted_on IS NULL)
        OR EXISTS (SELECT FROM access_case k WHERE k.id = ANY (p_cases) AND k.restricted AND NOT EXISTS (
            SELECT FROM access_restriction l WHERE l.case_id = k.id AND l.user_id = u)) $$;
REVOKE ALL ON FUNCTION access_shut_to(uuid[], uuid[]) FROM PUBLIC;
"""
"""Those of these users to whom one of these cases is shut."""
