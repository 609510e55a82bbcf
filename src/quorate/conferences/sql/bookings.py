"""Who reads and who makes bookings; what is taken, without a word about whose it is; whether a chair is independent."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, policy, protect, reaching

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_BOOKS: Final = reaching("case_id", "manage_people")

# Why it was moved, who allowed it and who booked it stand in the row: it is for those who work on the conference.
# Whoever only knows that it is there (a supporter, a parent) has time and place by `conferences_called`, and whoever
# reads a child's case alone has the day from the conference itself.
_READS: Final = f"({reaching('case_id', 'read', 'P')} OR {_BOOKS})"

_TABLE: Final = "\n".join(
    (
        protect("conferences_booking"),
        policy("conferences_booking", "member", "SELECT", _READS),
        policy("conferences_booking", "book", "INSERT", None, f"booked_by = (SELECT access_actor()) AND {_BOOKS}"),
        policy("conferences_booking", "end_it", "UPDATE", _BOOKS),
        f"REVOKE ALL ON conferences_booking FROM PUBLIC, {PAGES};",
        f"GRANT SELECT, INSERT ON conferences_booking TO {PAGES};",
        f"GRANT UPDATE (live, ended_at, ended_by, ended_why, authorised_by) ON conferences_booking TO {PAGES};",
    )
)

# For those who book: that a room or a person is taken, and when. Whose conference it is, is not told.
_TAKEN: Final = f"""
CREATE FUNCTION conferences_taken(p_from timestamptz, p_until timestamptz, OUT room_id uuid, OUT chair_id uuid,
        OUT minute_taker_id uuid, OUT starts_at timestamptz, OUT ends_at timestamptz)
    RETURNS SETOF record LANGUAGE sql STABLE ROWS 50 {_SAFE} AS $$
    SELECT b.room_id, b.chair_id, b.minute_taker_id, b.starts_at, b.ends_at FROM conferences_booking b
    WHERE b.live AND b.authority_id = (SELECT access_authority()) AND (SELECT access_holds('open_case'))
      AND b.starts_at < p_until AND b.ends_at > p_from ORDER BY b.starts_at $$;
REVOKE ALL ON FUNCTION conferences_taken(timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_taken(timestamptz, timestamptz) TO {PAGES};
"""

# Who of these people is not independent of the children of a conference, and by what: holds a child's case as social
# worker or manager, is in the team of somebody who does (or that answers for it), or has a conflict.
# Answered to whoever keeps the conference; what a conflict is, and that a case declared it, is not told.
_INDEPENDENT: Final = f"""
CREATE FUNCTION conferences_not_independent(p_conference uuid, p_users uuid[], OUT user_id uuid, OUT why text)
    RETURNS SETOF record LANGUAGE sql STABLE ROWS 20 {_SAFE} AS $$
    WITH asked AS (SELECT p_conference AS id
            WHERE p_conference = ANY (ARRAY(SELECT access_cases_for('manage_people')))),
    about AS (SELECT k.child_case_id AS id FROM asked a JOIN conferences_child k ON k.conference_id = a.id),
    held AS (SELECT g.user_id, g.team_id FROM about JOIN access_grant g ON g.case_id = about.id
        WHERE g.as_role IN ('social_worker', 'team_manager') AND g.begins_on <= access_today()
          AND (g.ends_on IS NULL OR g.ends_on >= access_today())),
    member AS (SELECT m.user_id, m.team_id FROM people_membership m
        WHERE m.authority_id = (SELECT access_authority()) AND m.begins_on <= access_today()
          AND (m.ends_on IS NULL OR m.ends_on >= access_today()) AND m.team_id IS NOT NULL),
    teams AS (SELECT h.team_id FROM held h WHERE h.team_id IS NOT NULL
        UNION SELECT m.team_id FROM held h JOIN member m ON m.user_id = h.user_id)
    SELECT u, 'holds' FROM unnest(p_users) u WHERE u IN (SELECT h.user_id FROM held h)
    UNION ALL
    SELECT u, 'manages' FROM unnest(p_users) u WHERE EXISTS (SELECT FROM member m
        WHERE m.user_id = u AND m.team_id IN (SELECT t.team_id FROM teams t))
    UNION ALL
    SELECT u, 'conflict' FROM unnest(p_users) u WHERE EXISTS (SELECT FROM access_conflict x
        WHERE x.user_id = u AND x.withdrawn_at IS NULL
          AND (x.case_id IN (SELECT id FROM about) OR x.case_id IN (SELECT id FROM asked))) $$;
REVOKE ALL ON FUNCTION conferences_not_independent(uuid, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_not_independent(uuid, uuid[]) TO {PAGES};
"""

# To whom somebody is called, without a word of who else comes or why it was moved: the diary of those who are invited.
CALLED: Final = f"""
DROP POLICY IF EXISTS child ON conferences_booking;
DROP POLICY IF EXISTS member ON conferences_booking;
{policy("conferences_booking", "member", "SELECT", _READS)}
CREATE FUNCTION conferences_called(p_from timestamptz, p_until timestamptz, OUT room_id uuid, OUT place_words text,
        OUT mode text, OUT starts_at timestamptz, OUT ends_at timestamptz)
    RETURNS SETOF record LANGUAGE sql STABLE ROWS 10 {_SAFE} AS $$
    SELECT b.room_id, b.place_words::text, b.mode::text, b.starts_at, b.ends_at FROM conferences_booking b
    WHERE b.live AND b.authority_id = (SELECT access_authority()) AND b.starts_at < p_until AND b.ends_at > p_from
      AND b.case_id = ANY (ARRAY(SELECT access_cases_for('see_case')))
      AND NOT b.case_id = ANY (ARRAY(SELECT access_cases_for('read', 'P')))
      AND NOT b.case_id = ANY (ARRAY(SELECT access_denied())) ORDER BY b.starts_at $$;
REVOKE ALL ON FUNCTION conferences_called(timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_called(timestamptz, timestamptz) TO {PAGES};
"""
"""Who reads a booking, narrowed; and time and place for those who only know that they are asked to come."""

CANCELLATIONS: Final = f"""
{protect("conferences_cancellation")}
{policy("conferences_cancellation", "member", "SELECT", _READS)}
{policy("conferences_cancellation", "cancel", "INSERT", None, f"cancelled_by = (SELECT access_actor()) AND {_BOOKS}")}
REVOKE ALL ON conferences_cancellation FROM PUBLIC, {PAGES};
GRANT SELECT, INSERT ON conferences_cancellation TO {PAGES};
INSERT INTO conferences_cancellation
        (id, authority_id, case_id, conference_id, reason, authorised_by, cancelled_by, cancelled_at)
    SELECT DISTINCT ON (b.conference_id) gen_random_uuid(), b.authority_id, b.case_id, b.conference_id, b.ended_why,
        b.authorised_by, coalesce(b.ended_by, b.booked_by), coalesce(b.ended_at, b.booked_at)
    FROM conferences_booking b JOIN conferences_conference c ON c.id = b.conference_id AND c.state = 'cancelled'
    WHERE NOT b.live AND b.ended_why <> '' ORDER BY b.conference_id, b.ended_at DESC NULLS LAST, b.booked_at DESC;
"""
"""Why it was cancelled: read as a booking is, by those who work on the conference; written once, by who books. What
was cancelled before has its reason from its last booking."""

BOOKINGS: Final = "\n".join((_TABLE, _TAKEN, _INDEPENDENT))
"""Everything that stands on the table of bookings."""
