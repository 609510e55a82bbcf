"""Of whom somebody is afraid is not forgotten when a conference ends: it stands at the next about these children."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# What the newest other conference about any of these children says of two people counts: what was taken away there
# was a mistake, and is not brought back by an older one. What this conference says of them itself is left as it is.
# How they are kept apart is never brought along: it was made for another day and house, and is arranged anew.
CARRIED: Final = f"""
CREATE FUNCTION conferences_concerns_brought(p_conference uuid) RETURNS SETOF uuid LANGUAGE sql VOLATILE {_SAFE} AS $$
    WITH others AS (
        SELECT DISTINCT e.conference_id AS id, k.founded_at
            FROM conferences_child mine
            JOIN conferences_child e USING (child_case_id, authority_id)
            JOIN access_case k ON k.id = e.case_id
            WHERE mine.conference_id = p_conference AND e.conference_id <> p_conference),
    last AS (
        SELECT DISTINCT ON (s.person_id, s.of_person) s.person_id, s.of_person, s.conference_id
            FROM conferences_safety_concern s JOIN others o ON o.id = s.conference_id
            ORDER BY s.person_id, s.of_person, o.founded_at DESC, o.id DESC),
    standing AS (
        SELECT s.* FROM conferences_safety_concern s JOIN last USING (person_id, of_person, conference_id)
            WHERE s.removed_on IS NULL AND NOT EXISTS (SELECT FROM conferences_safety_concern own
                WHERE own.conference_id = p_conference AND own.person_id = s.person_id
                  AND own.of_person = s.of_person))
    INSERT INTO conferences_safety_concern
            (id, conference_id, case_id, authority_id, person_id, of_person, words, arrangement, recorded_by,
             recorded_on, version)
        SELECT gen_random_uuid(), n.id, n.case_id, n.authority_id, s.person_id, s.of_person, s.words, '',
               s.recorded_by, s.recorded_on, 1
            FROM standing s JOIN conferences_conference n ON n.id = p_conference
        RETURNING id $$;
REVOKE ALL ON FUNCTION conferences_concerns_brought(uuid) FROM PUBLIC;

CREATE FUNCTION conferences_bring_concerns(p_conference uuid) RETURNS SETOF uuid LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
BEGIN
    IF NOT p_conference = ANY (ARRAY(SELECT access_cases_for('manage_people'))) THEN
        RAISE EXCEPTION 'conferences: this conference is not yours to arrange' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT b FROM conferences_concerns_brought(p_conference) b;
END $$;
REVOKE ALL ON FUNCTION conferences_bring_concerns(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_bring_concerns(uuid) TO {PAGES};

-- Written down after the next conference was begun: it stands there too, whoever arranges that one.
CREATE FUNCTION conferences_bring_concern_on(p_concern uuid) RETURNS TABLE (concern uuid, conference uuid)
    LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM conferences_safety_concern c WHERE c.id = p_concern AND c.recorded_by = access_actor()
            AND c.authority_id = access_authority()) THEN
        RAISE EXCEPTION 'conferences: this concern is not yours to bring on' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT b, n.id FROM conferences_conference n
            CROSS JOIN LATERAL conferences_concerns_brought(n.id) b
        WHERE n.state IN ('draft', 'requested', 'agreed', 'booked', 'sitting', 'adjourned')
          AND n.id IN (SELECT e.conference_id FROM conferences_safety_concern c
                JOIN conferences_child mine ON mine.conference_id = c.conference_id
                JOIN conferences_child e ON e.child_case_id = mine.child_case_id AND e.authority_id = mine.authority_id
                WHERE c.id = p_concern AND e.conference_id <> c.conference_id);
END $$;
REVOKE ALL ON FUNCTION conferences_bring_concern_on(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_bring_concern_on(uuid) TO {PAGES};

SELECT conferences_concerns_brought(n.id) FROM conferences_conference n
    WHERE n.state IN ('draft', 'requested', 'agreed', 'booked', 'sitting', 'adjourned');
"""
"""The functions, and what conferences that are under way had forgotten."""
