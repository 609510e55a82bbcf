"""Whether anything is still to be arranged between somebody who is afraid and the person they are afraid of."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# One concern by its id, which only those are given who may read it, or who ask about a paper (`release`). Whoever is on
# the list counts as asked until it is said that they are not: a letter that has gone cannot be called back. An
# arrangement by which somebody comes apart stands when it says how that person comes, since their own letter has to say
# it, and for the booking for which it was made: at another hour or in another house it is another way.
WAYS: Final = f"""
GRANT UPDATE (ways) ON conferences_safety_concern TO {PAGES};

CREATE FUNCTION conferences_may_come(p_conference uuid, p_person uuid) RETURNS boolean LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT EXISTS (SELECT FROM conferences_invitee i WHERE i.conference_id = p_conference AND i.removed_on IS NULL
            AND i.to_invite IS NOT FALSE AND i.person_id = ANY (cases_same_people(p_person)))
        AND (SELECT k.scope <> 'whole' FROM conferences_kept_out(p_conference, p_person, false) k) $$;
REVOKE ALL ON FUNCTION conferences_may_come(uuid, uuid) FROM PUBLIC;

CREATE FUNCTION conferences_booked_as(p_conference uuid) RETURNS text LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT coalesce((SELECT b.id::text FROM conferences_booking b WHERE b.conference_id = p_conference AND b.live), '')
$$;
REVOKE ALL ON FUNCTION conferences_booked_as(uuid) FROM PUBLIC;

CREATE FUNCTION conferences_is_to_arrange(p_concern uuid) RETURNS boolean LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT EXISTS (SELECT FROM conferences_safety_concern c
        WHERE c.id = p_concern AND c.removed_on IS NULL AND c.authority_id = access_authority()
          AND (c.settled_on IS NULL OR EXISTS (SELECT FROM unnest(c.apart) one
            WHERE c.ways -> one::text ->> 'for' IS DISTINCT FROM conferences_booked_as(c.conference_id)))
          AND conferences_may_come(c.conference_id, c.person_id) AND conferences_may_come(c.conference_id, c.of_person))
$$;
REVOKE ALL ON FUNCTION conferences_is_to_arrange(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_is_to_arrange(uuid) TO {PAGES};
"""

# The two may come apart or not: for another hour or another house it is asked again, also where it was settled that
# nobody comes apart, since that rested on the day and the place as they were. Of what stands already only days are
# known: settled on the very day of the booking, it may have been settled before it, and is asked once more.
ASKED_AGAIN: Final = f"""
GRANT UPDATE (settled_for) ON conferences_safety_concern TO {PAGES};
UPDATE conferences_safety_concern c SET settled_for = (SELECT b.id FROM conferences_booking b
        WHERE b.conference_id = c.conference_id AND b.live
          AND (b.booked_at AT TIME ZONE 'Europe/London')::date < c.settled_on)
    WHERE c.settled_on IS NOT NULL;

CREATE OR REPLACE FUNCTION conferences_is_to_arrange(p_concern uuid) RETURNS boolean LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT EXISTS (SELECT FROM conferences_safety_concern c
            CROSS JOIN LATERAL conferences_booked_as(c.conference_id) AS booked
        WHERE c.id = p_concern AND c.removed_on IS NULL AND c.authority_id = access_authority()
          AND (c.settled_on IS NULL OR booked NOT IN ('', coalesce(c.settled_for::text, ''))
            OR EXISTS (SELECT FROM unnest(c.apart) one WHERE c.ways -> one::text ->> 'for' IS DISTINCT FROM booked))
          AND conferences_may_come(c.conference_id, c.person_id) AND conferences_may_come(c.conference_id, c.of_person))
$$;
"""
"""What was settled stands for the booking for which it was settled, and for no other."""

# Who comes with somebody is often known by name alone. Case, accents, blanks and signs do not count, nor what stands
# behind a comma ("Jo Example, her aunt"). Which concern it is, only those are given who may read it.
NAMESAKES: Final = rf"""
GRANT UPDATE (told_apart) ON conferences_safety_concern TO {PAGES};

CREATE FUNCTION conferences_plain_name(p_name text) RETURNS text LANGUAGE sql IMMUTABLE {_SAFE} AS $$
    SELECT regexp_replace(lower(normalize(split_part(p_name, ',', 1), NFKD)),
        '[[:space:][:punct:]\u00ad\u0300-\u036f\u200b-\u2027]+', '', 'g') $$;
REVOKE ALL ON FUNCTION conferences_plain_name(text) FROM PUBLIC;

CREATE FUNCTION conferences_namesakes(p_concern uuid) RETURNS uuid[] LANGUAGE sql STABLE {_SAFE} AS $$
    WITH feared AS (SELECT c.*, cases_same_people(c.of_person) AS people FROM conferences_safety_concern c
        WHERE c.id = p_concern AND c.removed_on IS NULL AND c.authority_id = access_authority()),
    called(name) AS (
        SELECT conferences_plain_name(concat_ws(' ', r.given_names, r.family_name))
            FROM cases_relative r JOIN feared f ON r.person_id = ANY (f.people)
        UNION SELECT conferences_plain_name(i.name)
            FROM conferences_invitee i JOIN feared f ON i.person_id = ANY (f.people))
    SELECT coalesce(array_agg(i.id ORDER BY i.name, i.id), ARRAY[]::uuid[])
        FROM conferences_invitee i JOIN feared f ON f.conference_id = i.conference_id
        WHERE i.supporter_of_id IS NOT NULL AND i.removed_on IS NULL AND i.to_invite IS NOT FALSE
          AND f.told_apart -> i.id::text IS NULL AND (i.person_id IS NULL OR NOT i.person_id = ANY (f.people))
          AND conferences_plain_name(i.name) IN (SELECT name FROM called WHERE name <> '') $$;
REVOKE ALL ON FUNCTION conferences_namesakes(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_namesakes(uuid) TO {PAGES};
"""
"""Whoever comes with somebody and is called as the person who is feared, until the chair has said who they are."""
