"""Protected words of the whole family: of the conference's children, and of those who stand in other records with them.

A brother who lives elsewhere, and about whom this conference is not, may be spoken of in its papers; so may the other
family of a father.
"""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES
from quorate.release.sql.basis import MAY_ASK

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# Of other records only what somebody said to be protected, and how those who live there are reached: of an address
# about which nobody has been asked there, this family's own record may say that it is open.
FAMILY_WORDS: Final = f"""
CREATE OR REPLACE FUNCTION release_protected_words(p_conference uuid, OUT row_id uuid, OUT person_id uuid,
        OUT kind text, OUT is_current boolean, OUT sealed text) RETURNS SETOF record LANGUAGE plpgsql STABLE ROWS 50
    {_SAFE} AS $$
DECLARE
    here CONSTANT uuid[] :=
        ARRAY(SELECT k.child_case_id FROM conferences_child k WHERE k.conference_id = p_conference);
    around CONSTANT uuid[] := ARRAY(SELECT DISTINCT s FROM (
        SELECT r.person_id FROM cases_relative r WHERE r.case_id = ANY (here)
        UNION SELECT c.person_id FROM cases_child c WHERE c.case_id = ANY (here)) a, cases_same_people(a.person_id) s);
    others CONSTANT uuid[] := ARRAY(
        SELECT r.case_id FROM cases_relative r WHERE r.person_id = ANY (around)
        UNION SELECT c.case_id FROM cases_child c WHERE c.person_id = ANY (around)
        EXCEPT SELECT unnest(here));
BEGIN
    {MAY_ASK}
    RETURN QUERY
        SELECT a.id, a.person_id, 'address ' || a.kind, a.ends_on IS NULL OR a.ends_on >= access_today(), w.sealed
        FROM cases_address a JOIN cases_address_words w ON w.address_id = a.id
        WHERE a.authority_id = access_authority()
          AND (a.case_id = ANY (here) AND a.protection <> 'open'
            OR a.case_id = ANY (others) AND a.protection = 'protected')
        UNION ALL
        SELECT y.id, y.person_id, y.kind::text, y.ended_on IS NULL OR y.ended_on >= access_today(), w.sealed
        FROM cases_contact_way y JOIN cases_contact_way_words w ON w.contact_way_id = y.id
        WHERE y.authority_id = access_authority()
          AND (y.case_id = ANY (here) OR y.case_id = ANY (others) AND EXISTS (SELECT FROM cases_address a
            WHERE a.case_id = y.case_id AND a.person_id = y.person_id AND a.protection = 'protected'
              AND (a.ends_on IS NULL OR a.ends_on >= access_today())));
END $$;
REVOKE ALL ON FUNCTION release_protected_words(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release_protected_words(uuid) TO {PAGES};
"""
"""Still sealed, for whoever prepares papers of the conference or lets them out."""
