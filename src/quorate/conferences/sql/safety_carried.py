"""Of whom somebody is afraid is not forgotten when a conference ends: it stands at the next about this family."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_UNDER_WAY: Final = "n.state IN ('draft', 'requested', 'agreed', 'booked', 'sitting', 'adjourned')"
_FIRST_SAID: Final = "Written down for another conference, which is closed to some. Its chair knows more."
ELSEWHERE: Final = "What was said is closed here. The fear stands: ask the person who is afraid."
"""What stands instead of the words where they were written at a conference that is restricted: it tells of none."""

# A concern and what was brought from it have one root: what stands at one conference, or was taken away there, is not
# brought there again. It comes where both people belong to the family of that conference's
# children (also by a record that was joined), so nobody reads of people whom they have nothing to do with. How the two
# are kept apart never comes along: it was made for another day and house, and is arranged anew. Whoever founds a
# conference and whoever writes a fear down at the same time wait for each other: each step after the lock sees what the
# other did.
_FAMILY: Final = f"""
CREATE FUNCTION conferences_family_of(p_conference uuid) RETURNS uuid[] LANGUAGE sql STABLE {_SAFE} AS $$
    WITH RECURSIVE records(id) AS (
        SELECT conferences_kept_record(k.child_case_id) FROM conferences_child k WHERE k.conference_id = p_conference
        UNION SELECT r.case_id FROM cases_redirect r JOIN records s ON r.to_case_id = s.id),
    people(id) AS (
        SELECT a.person_id FROM cases_relative a JOIN records s ON a.case_id = s.id WHERE a.removed_on IS NULL
        UNION SELECT c.person_id FROM cases_child c JOIN records s ON c.case_id = s.id
        UNION SELECT i.person_id FROM conferences_invitee i
            WHERE i.conference_id = p_conference AND i.removed_on IS NULL AND i.person_id IS NOT NULL)
    SELECT coalesce(array_agg(DISTINCT one), ARRAY[]::uuid[])
        FROM people p, unnest(cases_same_people(p.id)) one $$;
REVOKE ALL ON FUNCTION conferences_family_of(uuid) FROM PUBLIC;
"""


def _brought(words: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION conferences_concerns_brought(p_conference uuid) RETURNS SETOF uuid
    LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    family uuid[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('conferences_concerns'), hashtext(n.authority_id::text))
        FROM conferences_conference n WHERE n.id = p_conference;
    family := conferences_family_of(p_conference);
    RETURN QUERY INSERT INTO conferences_safety_concern
            (id, conference_id, case_id, authority_id, person_id, of_person, words, arrangement, recorded_by,
             recorded_on, version, root_id)
        SELECT DISTINCT ON (coalesce(s.root_id, s.id)) gen_random_uuid(), n.id, n.case_id, n.authority_id,
               s.person_id, s.of_person,
               CASE WHEN k.restricted AND NOT own.restricted THEN '{words}' ELSE s.words END, '',
               s.recorded_by, s.recorded_on, 1, coalesce(s.root_id, s.id)
            FROM conferences_conference n
            JOIN access_case own ON own.id = n.case_id
            JOIN conferences_safety_concern s ON s.authority_id = n.authority_id AND s.conference_id <> n.id
            JOIN access_case k ON k.id = s.case_id
            WHERE n.id = p_conference AND s.removed_on IS NULL
              AND s.person_id = ANY (family) AND s.of_person = ANY (family)
              AND NOT EXISTS (SELECT FROM conferences_safety_concern o WHERE o.conference_id = n.id
                  AND coalesce(o.root_id, o.id) = coalesce(s.root_id, s.id))
            ORDER BY coalesce(s.root_id, s.id), k.restricted, s.recorded_on DESC, s.id
        RETURNING conferences_safety_concern.id;
END $$;
REVOKE ALL ON FUNCTION conferences_concerns_brought(uuid) FROM PUBLIC;
"""


# Whoever keeps the conference, as by the policy of the table.
_KEEPS: Final = """(c.case_id = ANY (ARRAY(SELECT access_cases_for('manage_people')))
            OR c.case_id = ANY (ARRAY(SELECT access_cases_for('write')))
               AND c.case_id = ANY (ARRAY(SELECT access_cases_for('read', 'R'))))
          AND NOT c.case_id = ANY (ARRAY(SELECT access_denied())) AND c.authority_id = access_authority()"""

_ASKED: Final = f"""
CREATE FUNCTION conferences_bring_concerns(p_conference uuid) RETURNS SETOF uuid
    LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM conferences_conference c WHERE c.id = p_conference AND {_KEEPS}) THEN
        RAISE EXCEPTION 'conferences: this conference is not yours to arrange' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT b FROM conferences_concerns_brought(p_conference) b;
END $$;
REVOKE ALL ON FUNCTION conferences_bring_concerns(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_bring_concerns(uuid) TO {PAGES};

-- Written down after the next conference was begun: it stands there too, whoever arranges that one.
CREATE FUNCTION conferences_bring_concern_on(p_concern uuid) RETURNS TABLE (concern uuid, conference uuid)
    LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    said conferences_safety_concern;
    other uuid;
BEGIN
    SELECT c.* INTO said FROM conferences_safety_concern c
        WHERE c.id = p_concern AND c.removed_on IS NULL AND c.recorded_by = access_actor() AND {_KEEPS};
    IF said.id IS NULL THEN
        RAISE EXCEPTION 'conferences: this concern is not yours to bring on' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('conferences_concerns'), hashtext(said.authority_id::text));
    FOR other IN SELECT DISTINCT n.id FROM conferences_conference n
            JOIN conferences_child e ON e.conference_id = n.id
            JOIN cases_relative a ON a.case_id = conferences_kept_record(e.child_case_id)
                AND a.person_id = ANY (cases_same_people(said.person_id) || cases_same_people(said.of_person))
            WHERE n.authority_id = said.authority_id AND n.id <> said.conference_id AND {_UNDER_WAY}
    LOOP
        RETURN QUERY SELECT b, other FROM conferences_concerns_brought(other) b;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION conferences_bring_concern_on(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_bring_concern_on(uuid) TO {PAGES};

-- A mistake is one everywhere.
CREATE FUNCTION conferences_take_concern_away(p_concern uuid) RETURNS TABLE (concern uuid, conference uuid)
    LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM conferences_safety_concern c
            WHERE c.id = p_concern AND c.removed_on IS NOT NULL AND {_KEEPS}) THEN
        RAISE EXCEPTION 'conferences: this concern is not yours to take away'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY UPDATE conferences_safety_concern s SET removed_on = c.removed_on
        FROM conferences_safety_concern c
        WHERE c.id = p_concern AND s.id <> c.id AND s.authority_id = c.authority_id AND s.removed_on IS NULL
          AND coalesce(s.root_id, s.id) = coalesce(c.root_id, c.id)
        RETURNING s.id, s.conference_id;
END $$;
REVOKE ALL ON FUNCTION conferences_take_concern_away(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_take_concern_away(uuid) TO {PAGES};
"""

_FORGOTTEN: Final = f"""
DO $$
DECLARE
    one uuid;
BEGIN
    FOR one IN SELECT n.id FROM conferences_conference n WHERE {_UNDER_WAY} ORDER BY n.id LOOP
        PERFORM conferences_concerns_brought(one);
    END LOOP;
END $$;
"""

CARRIED: Final = "\n".join((_FAMILY, _brought(_FIRST_SAID), _ASKED, _FORGOTTEN))
"""The functions, and what conferences that are under way had forgotten."""

ANSWERED_FOR: Final = f"""
DROP FUNCTION conferences_take_concern_away(uuid);
UPDATE conferences_safety_concern SET words = '{ELSEWHERE}' WHERE words = '{_FIRST_SAID}';
{_brought(ELSEWHERE)}
"""
"""A mistake is taken away where one answers for it, under the policies; what stays closed tells of no conference."""
