"""The same answers for offices that hold thousands of cases, begun from what is few: a week, not all that is held.

The database takes every list of cases for ten, so it begins from the list where it should begin from the week.
"""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

_CHILDREN: Final = f"""
CREATE INDEX IF NOT EXISTS conferences_child_of_case ON conferences_child (child_case_id) INCLUDE (conference_id);
CREATE OR REPLACE FUNCTION conferences_of_children() RETURNS SETOF uuid LANGUAGE sql STABLE ROWS 100 {_SAFE} AS $$
    SELECT k.conference_id FROM conferences_child k WHERE k.child_case_id = ANY (ARRAY(
        SELECT r FROM access_cases_for('read', 'P') r EXCEPT SELECT d FROM access_denied() d)) $$;
"""

# Keys alone, and those whose row the policy on bookings shows (`sql.bookings`): the same condition, after the week.
_WEEK: Final = f"""
CREATE FUNCTION conferences_sitting_between(p_from timestamptz, p_until timestamptz) RETURNS SETOF uuid
    LANGUAGE sql STABLE ROWS 50 {_SAFE} AS $$
    WITH week AS MATERIALIZED (SELECT b.id, b.case_id FROM conferences_booking b
        WHERE b.live AND b.authority_id = (SELECT access_authority()) AND b.starts_at < p_until AND b.ends_at > p_from)
    SELECT b.id FROM week b
    WHERE (b.case_id IN (SELECT access_cases_for('read', 'P'))
            OR b.case_id IN (SELECT access_cases_for('manage_people')))
      AND NOT b.case_id IN (SELECT access_denied()) $$;
REVOKE ALL ON FUNCTION conferences_sitting_between(timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_sitting_between(timestamptz, timestamptz) TO {PAGES};

CREATE OR REPLACE FUNCTION conferences_called(p_from timestamptz, p_until timestamptz, OUT room_id uuid,
        OUT place_words text, OUT mode text, OUT starts_at timestamptz, OUT ends_at timestamptz)
    RETURNS SETOF record LANGUAGE sql STABLE ROWS 10 {_SAFE} AS $$
    WITH week AS MATERIALIZED (SELECT b.case_id, b.room_id, b.place_words::text, b.mode::text, b.starts_at, b.ends_at
        FROM conferences_booking b WHERE b.live AND b.authority_id = (SELECT access_authority())
          AND b.starts_at < p_until AND b.ends_at > p_from)
    SELECT b.room_id, b.place_words, b.mode, b.starts_at, b.ends_at FROM week b
    WHERE b.case_id IN (SELECT access_cases_for('see_case'))
      AND NOT b.case_id IN (SELECT access_cases_for('read', 'P'))
      AND NOT b.case_id IN (SELECT access_denied()) ORDER BY b.starts_at $$;
"""

# Of thousands of cases the few conferences that are still to come, for those who know of them anyway.
_TO_COME: Final = f"""
CREATE FUNCTION conferences_to_come(p_cases uuid[]) RETURNS SETOF uuid LANGUAGE sql STABLE ROWS 20 {_SAFE} AS $$
    WITH coming AS MATERIALIZED (SELECT c.id, c.case_id FROM conferences_conference c
        WHERE c.case_id = ANY (p_cases) AND c.state IN ('agreed', 'booked', 'adjourned')
          AND c.authority_id = (SELECT access_authority()))
    SELECT c.id FROM coming c WHERE c.case_id IN (SELECT access_cases_for('see_case'))
        AND NOT c.case_id IN (SELECT access_denied()) $$;
REVOKE ALL ON FUNCTION conferences_to_come(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_to_come(uuid[]) TO {PAGES};
"""

WIDE: Final = _CHILDREN + _WEEK + _TO_COME
"""The functions anew, with the index that they use."""
