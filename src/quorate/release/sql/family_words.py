"""Protected words of the whole family: of the conference's children, and of those who stand in other records with them.

A brother who lives elsewhere, and about whom this conference is not, may be spoken of in its papers and on the screen
in its room; so may the other family of a father.
"""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES
from quorate.release.sql.basis import MAY_ASK
from quorate.release.sql.room import SITS

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# Every record of the conference's children, also those that were joined to it; and the others in which their people
# stand. Not by way of a foster carer: whoever else was placed with them is nobody's family here.
_RECORDS: Final = f"""
CREATE FUNCTION release_family_records(p_conference uuid, OUT case_id uuid, OUT is_here boolean)
    RETURNS SETOF record LANGUAGE sql STABLE ROWS 5 {_SAFE} AS $$
    WITH RECURSIVE here(id) AS (
        SELECT conferences_kept_record(k.child_case_id) FROM conferences_child k WHERE k.conference_id = p_conference
        UNION SELECT j.case_id FROM cases_redirect j JOIN here h ON j.to_case_id = h.id),
    around(id) AS (SELECT DISTINCT s FROM (
        SELECT r.person_id FROM cases_relative r JOIN here h ON r.case_id = h.id
            WHERE r.removed_on IS NULL AND r.relation <> 'foster_carer'
        UNION SELECT c.person_id FROM cases_child c JOIN here h ON c.case_id = h.id) a,
            unnest(cases_same_people(a.person_id)) s)
    SELECT h.id, true FROM here h
    UNION ALL
    SELECT o.id, false FROM (
        SELECT r.case_id FROM cases_relative r JOIN around a ON r.person_id = a.id
            WHERE r.removed_on IS NULL AND r.relation <> 'foster_carer'
        UNION SELECT c.case_id FROM cases_child c JOIN around a ON c.person_id = a.id) o(id)
        WHERE NOT EXISTS (SELECT FROM here h WHERE h.id = o.id) $$;
REVOKE ALL ON FUNCTION release_family_records(uuid) FROM PUBLIC;
"""

# Of other records only what somebody said to be protected, and every number in a record where something is: of an
# address about which nobody has been asked there, this family's own record may say that it is open. Whose it is, is
# said by the name under which they stand here, so that nobody's own letter is kept from them.
_ROWS: Final = f"""
CREATE FUNCTION release_family_rows(p_conference uuid, p_homes boolean, OUT row_id uuid, OUT person_id uuid,
        OUT kind text, OUT is_current boolean, OUT sealed text)
    RETURNS SETOF record LANGUAGE sql STABLE ROWS 50 {_SAFE} AS $$
    WITH records AS MATERIALIZED (SELECT f.case_id, f.is_here FROM release_family_records(p_conference) f),
    here AS MATERIALIZED (SELECT r.person_id FROM cases_relative r JOIN records f USING (case_id) WHERE f.is_here),
    found AS (
        SELECT a.id, a.person_id, f.is_here, 'address ' || a.kind AS kind,
                a.ends_on IS NULL OR a.ends_on >= access_today() AS is_current, w.sealed
            FROM records f JOIN cases_address a ON a.case_id = f.case_id
                JOIN cases_address_words w ON w.address_id = a.id
            WHERE a.authority_id = access_authority() AND (a.protection = 'protected'
                OR f.is_here AND (a.protection <> 'open' OR p_homes AND a.kind IN ('home', 'current', 'placement')))
        UNION ALL
        SELECT y.id, y.person_id, f.is_here, y.kind::text, y.ended_on IS NULL OR y.ended_on >= access_today(), w.sealed
            FROM records f JOIN cases_contact_way y ON y.case_id = f.case_id
                JOIN cases_contact_way_words w ON w.contact_way_id = y.id
            WHERE y.authority_id = access_authority() AND (f.is_here OR EXISTS (
                SELECT FROM cases_address a WHERE a.case_id = f.case_id AND a.protection = 'protected')))
    SELECT o.id, CASE WHEN o.is_here THEN o.person_id ELSE coalesce((SELECT min(h.person_id::text)::uuid FROM here h
            WHERE h.person_id = ANY (cases_same_people(o.person_id))), o.person_id) END,
        o.kind, o.is_current, o.sealed FROM found o $$;
REVOKE ALL ON FUNCTION release_family_rows(uuid, boolean) FROM PUBLIC;
"""

# What somebody has as their address here, and what a brother's record protects as his, may be one: the words of an
# address that is open come as "own", to be left in the letters of whoever lives there.
_FOR_PAPERS: Final = f"""
CREATE OR REPLACE FUNCTION release_protected_words(p_conference uuid, OUT row_id uuid, OUT person_id uuid,
        OUT kind text, OUT is_current boolean, OUT sealed text) RETURNS SETOF record LANGUAGE plpgsql STABLE ROWS 50
    {_SAFE} AS $$
BEGIN
    {MAY_ASK}
    RETURN QUERY SELECT f.row_id, f.person_id, f.kind, f.is_current, f.sealed
        FROM release_family_rows(p_conference, false) f;
    IF EXISTS (SELECT FROM release_family_records(p_conference) f JOIN cases_address a ON a.case_id = f.case_id
            WHERE a.protection = 'protected') THEN
        RETURN QUERY SELECT a.id, a.person_id, 'own address ' || a.kind, true, w.sealed
            FROM release_family_records(p_conference) f
                JOIN cases_address a ON a.case_id = f.case_id AND f.is_here AND a.protection = 'open'
                    AND (a.ends_on IS NULL OR a.ends_on >= access_today())
                JOIN cases_address_words w ON w.address_id = a.id
            WHERE a.authority_id = access_authority();
    END IF;
END $$;
REVOKE ALL ON FUNCTION release_protected_words(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release_protected_words(uuid) TO {PAGES};
"""

# Where people live is among them, protected or not: the screen shows no address.
_FOR_ROOM: Final = f"""
CREATE OR REPLACE FUNCTION release_words_for_room(p_conference uuid, OUT row_id uuid, OUT kind text, OUT sealed text)
    RETURNS SETOF record LANGUAGE plpgsql STABLE ROWS 50 {_SAFE} AS $$
BEGIN
    {SITS}
    RETURN QUERY SELECT f.row_id, f.kind, f.sealed FROM release_family_rows(p_conference, true) f;
END $$;
REVOKE ALL ON FUNCTION release_words_for_room(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release_words_for_room(uuid) TO {PAGES};
"""

FAMILY_WORDS: Final = f"{_RECORDS}\n{_ROWS}\n{_FOR_PAPERS}\n{_FOR_ROOM}"
"""Still sealed: for whoever prepares papers of the conference or lets them out, and for the screen in its room."""
