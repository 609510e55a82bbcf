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
