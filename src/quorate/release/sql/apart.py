"""How somebody comes to a meeting apart from others, for their own letter; and whether that is still to be arranged."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES
from quorate.release.sql.basis import MAY_ASK

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# Yes or no, and one's own way in: never of whom anybody is afraid, nor which of two people it is.
APART: Final = f"""
CREATE FUNCTION release_waits_for_arrangement(p_conference uuid, p_person uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE {_SAFE} AS $$
DECLARE
    people uuid[] := cases_same_people(p_person);
BEGIN
    {MAY_ASK}
    RETURN EXISTS (SELECT FROM conferences_safety_concern c
        WHERE c.conference_id = p_conference AND (c.person_id = ANY (people) OR c.of_person = ANY (people))
          AND conferences_is_to_arrange(c.id));
END $$;
REVOKE ALL ON FUNCTION release_waits_for_arrangement(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release_waits_for_arrangement(uuid, uuid) TO {PAGES};

CREATE FUNCTION release_way_in(p_conference uuid, p_person uuid) RETURNS jsonb
    LANGUAGE plpgsql STABLE {_SAFE} AS $$
BEGIN
    {MAY_ASK}
    RETURN (SELECT c.ways -> one::text FROM conferences_safety_concern c, unnest(cases_same_people(p_person)) one
        WHERE c.conference_id = p_conference AND c.removed_on IS NULL AND one = ANY (c.apart)
          AND c.ways -> one::text ->> 'for' = conferences_booked_as(p_conference)
        ORDER BY c.settled_on DESC, c.id LIMIT 1);
END $$;
REVOKE ALL ON FUNCTION release_way_in(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release_way_in(uuid, uuid) TO {PAGES};
"""
