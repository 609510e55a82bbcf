"""What must not stand on the screen in the room: given, still sealed, to the pages that draw that screen."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

SITS: Final = """IF NOT EXISTS (SELECT FROM conferences_conference c WHERE c.id = p_conference
            AND c.case_id IN (SELECT access_cases_for('read', 'P'))
            AND c.authority_id = access_authority() AND NOT c.case_id IN (SELECT access_denied())
            AND EXISTS (SELECT FROM conferences_sitting s WHERE s.conference_id = c.id AND s.ended_at IS NULL)) THEN
        RAISE EXCEPTION 'release: what the room must not see is looked for while a conference sits'
            USING ERRCODE = 'insufficient_privilege';
    END IF;"""
"""Refuses whoever may not read the conference, and everybody while it does not sit."""

# For whoever reads the conference, because all of them follow the screen on devices of their own, and only while it
# sits. Still sealed: the database has no key, and the pages look for the words, show none and forget them. Where
# people live is among them, protected or not: the screen shows no address.
ROOM_WORDS: Final = f"""
CREATE FUNCTION release_words_for_room(p_conference uuid, OUT row_id uuid, OUT kind text, OUT sealed text)
    RETURNS SETOF record LANGUAGE plpgsql STABLE ROWS 50 {_SAFE} AS $$
BEGIN
    {SITS}
    RETURN QUERY
        SELECT a.id, 'address ' || a.kind, w.sealed
        FROM conferences_child k JOIN cases_address a ON a.case_id = k.child_case_id
            JOIN cases_address_words w ON w.address_id = a.id
        WHERE k.conference_id = p_conference
            AND (a.protection <> 'open' OR a.kind IN ('home', 'current', 'placement'))
        UNION ALL
        SELECT y.id, y.kind::text, w.sealed
        FROM conferences_child k JOIN cases_contact_way y ON y.case_id = k.child_case_id
            JOIN cases_contact_way_words w ON w.contact_way_id = y.id
        WHERE k.conference_id = p_conference;
END $$;
REVOKE ALL ON FUNCTION release_words_for_room(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release_words_for_room(uuid) TO {PAGES};
"""
