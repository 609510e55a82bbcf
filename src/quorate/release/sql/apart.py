"""How somebody comes to a meeting apart from others, for their own letter; and whether that is still to be arranged."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES
from quorate.release.sql.basis import MAY_ASK

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

WAITS: Final = """release_is_named_alike(p_conference, p_recipient) OR EXISTS (SELECT FROM conferences_safety_concern c
        WHERE c.conference_id = p_conference AND (c.person_id = ANY (people) OR c.of_person = ANY (people))
          AND conferences_is_to_arrange(c.id))"""
"""Whether the letter of `p_recipient` waits, of whose `people` is known who they are and whom they help."""

# Yes or no, and one's own way in: never of whom anybody is afraid, nor which of two people it is. Whoever comes with
# somebody is called when they are and comes as they do, unless one of these two is afraid of the other, or of another
# whom the same person helps: then they read nothing of how that person comes.
# An earlier version asked about a person, where these ask about a line of the list: other names, so other functions.
APART: Final = f"""
DROP FUNCTION IF EXISTS release_way_in(uuid, uuid);
DROP FUNCTION IF EXISTS release_waits_for_arrangement(uuid, uuid);

CREATE OR REPLACE FUNCTION release_comes_as(p_conference uuid, p_recipient uuid, OUT own uuid[], OUT helped uuid[])
    LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT CASE WHEN i.person_id IS NULL THEN ARRAY[]::uuid[] ELSE cases_same_people(i.person_id) END,
        CASE WHEN h.person_id IS NULL THEN ARRAY[]::uuid[] ELSE cases_same_people(h.person_id) END
    FROM conferences_invitee i LEFT JOIN conferences_invitee h ON h.id = i.supporter_of_id
    WHERE i.id = p_recipient AND i.conference_id = p_conference $$;
REVOKE ALL ON FUNCTION release_comes_as(uuid, uuid) FROM PUBLIC;

CREATE OR REPLACE FUNCTION release_stands_between(p_conference uuid, p_own uuid[], p_helped uuid[]) RETURNS boolean
    LANGUAGE sql STABLE {_SAFE} AS $$
    WITH near(id) AS (
        SELECT unnest(p_own)
        UNION SELECT unnest(cases_same_people(h.person_id))
            FROM conferences_invitee i JOIN conferences_invitee h ON h.id = i.supporter_of_id
            WHERE i.conference_id = p_conference AND i.removed_on IS NULL AND i.person_id = ANY (p_own)
              AND h.person_id IS NOT NULL)
    SELECT EXISTS (SELECT FROM conferences_safety_concern c
        WHERE c.conference_id = p_conference AND c.removed_on IS NULL
          AND (c.person_id = ANY (p_helped) AND c.of_person IN (SELECT id FROM near)
            OR c.of_person = ANY (p_helped) AND c.person_id IN (SELECT id FROM near))) $$;
REVOKE ALL ON FUNCTION release_stands_between(uuid, uuid[], uuid[]) FROM PUBLIC;

-- Called as somebody who is feared, and nobody has said yet that it is somebody else: their own letter waits too, and
-- they read nothing of how whomever they help comes.
CREATE OR REPLACE FUNCTION release_is_named_alike(p_conference uuid, p_recipient uuid) RETURNS boolean
    LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT EXISTS (SELECT FROM conferences_invitee i JOIN conferences_safety_concern c USING (conference_id)
        WHERE i.id = p_recipient AND i.conference_id = p_conference AND i.supporter_of_id IS NOT NULL
          AND c.removed_on IS NULL AND p_recipient = ANY (conferences_namesakes(c.id))) $$;
REVOKE ALL ON FUNCTION release_is_named_alike(uuid, uuid) FROM PUBLIC;

CREATE FUNCTION release_waits_for_arrangement(p_conference uuid, p_recipient uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE {_SAFE} AS $$
DECLARE
    people uuid[];
BEGIN
    {MAY_ASK}
    SELECT a.own || a.helped INTO people FROM release_comes_as(p_conference, p_recipient) a;
    RETURN {WAITS};
END $$;
REVOKE ALL ON FUNCTION release_waits_for_arrangement(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release_waits_for_arrangement(uuid, uuid) TO {PAGES};

CREATE FUNCTION release_way_in(p_conference uuid, p_recipient uuid) RETURNS jsonb
    LANGUAGE plpgsql STABLE {_SAFE} AS $$
DECLARE
    people record;
BEGIN
    {MAY_ASK}
    SELECT a.own, a.helped INTO people FROM release_comes_as(p_conference, p_recipient) a;
    RETURN (SELECT c.ways -> one::text FROM conferences_safety_concern c, unnest(people.own || people.helped) one
        WHERE c.conference_id = p_conference AND c.removed_on IS NULL AND one = ANY (c.apart)
          AND c.ways -> one::text ->> 'for' = conferences_booked_as(p_conference)
          AND (one = ANY (people.own) OR NOT (release_stands_between(p_conference, people.own, people.helped)
            OR release_is_named_alike(p_conference, p_recipient)))
        ORDER BY one = ANY (people.own) DESC, c.settled_on DESC, c.id LIMIT 1);
END $$;
REVOKE ALL ON FUNCTION release_way_in(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION release_way_in(uuid, uuid) TO {PAGES};
"""
"""Whether a letter waits for an arrangement, and its reader's own way in."""

# Which lines are known by the name alone, `conferences_namesakes` says.
TYPED_ALIKE: Final = f"""
CREATE OR REPLACE FUNCTION release_is_named_alike(p_conference uuid, p_recipient uuid) RETURNS boolean
    LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT EXISTS (SELECT FROM conferences_invitee i JOIN conferences_safety_concern c USING (conference_id)
        WHERE i.id = p_recipient AND i.conference_id = p_conference AND c.removed_on IS NULL
          AND (i.supporter_of_id IS NOT NULL OR i.person_id IS NULL)
          AND p_recipient = ANY (conferences_namesakes(c.id))) $$;
"""
"""The letter to a typed line waits as that of whoever comes with somebody does."""
