"""Who puts messages out and sends them, and what the worker may ask before it acts for anybody."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, own_agency, policy, protect, reaching
from quorate.release.sql.basis import MAY_ASK

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_READ: Final = f"({reaching('case_id', 'read', 'P')} OR {reaching('case_id', 'manage_people')})"
_WORKS: Final = f"({reaching('case_id', 'manage_people')} OR {reaching('case_id', 'read', 'R')})"

# What waits, for the worker: ids alone, and in whose standing each is to go. Nothing is claimed here.
_DUE: Final = f"""
CREATE FUNCTION notices_due(p_now timestamptz, p_most integer, OUT message_id uuid, OUT membership_id uuid)
    RETURNS SETOF record LANGUAGE sql STABLE ROWS 100 {_SAFE} AS $$
    SELECT m.id, m.membership_id FROM notices_message m
    WHERE (m.state = 'waiting' AND m.channel = 'email') OR (m.state = 'claimed' AND m.lease_until < p_now)
    ORDER BY m.put_out_at, m.id LIMIT p_most $$;
REVOKE ALL ON FUNCTION notices_due(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notices_due(timestamptz, integer) TO quorate_job;

-- A message whose sender works here no more goes nowhere: somebody else looks at it.
CREATE FUNCTION notices_hold_orphan(p_message uuid, p_now timestamptz) RETURNS void
    LANGUAGE sql VOLATILE {_SAFE} AS $$
    WITH held AS (UPDATE notices_message SET state = 'held', why = 'sender-gone', lease_until = NULL
        WHERE id = p_message AND state = 'waiting' RETURNING *)
    INSERT INTO notices_delivery (id, case_id, authority_id, message_id, state, why, at)
        SELECT gen_random_uuid(), case_id, authority_id, id, 'held', 'sender-gone', p_now FROM held $$;
REVOKE ALL ON FUNCTION notices_hold_orphan(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notices_hold_orphan(uuid, timestamptz) TO quorate_job;
"""

MESSAGES: Final = "\n".join(
    (
        *(protect(table) for table in ("notices_message", "notices_delivery", "notices_calendar_entry")),
        *(
            policy(table, "member", "SELECT", _READ)
            for table in ("notices_message", "notices_delivery", "notices_calendar_entry")
        ),
        *(
            policy(table, "work", "INSERT", None, _WORKS)
            for table in ("notices_message", "notices_delivery", "notices_calendar_entry")
        ),
        policy("notices_message", "change", "UPDATE", _WORKS),
        policy("notices_calendar_entry", "change", "UPDATE", _WORKS),
        f"REVOKE ALL ON notices_message, notices_delivery, notices_calendar_entry FROM PUBLIC, {PAGES};",
        f"GRANT SELECT, INSERT ON notices_message, notices_delivery, notices_calendar_entry TO {PAGES};",
        f"GRANT UPDATE (state, why, lease_until, reference, again, gone_at, address_row, membership_id, channel)"
        f" ON notices_message TO {PAGES};",
        f"GRANT UPDATE (sequence, starts_at, cancelled) ON notices_calendar_entry TO {PAGES};",
        _DUE,
    )
)
"""Messages are put out and moved on, never deleted; their steps are never changed."""

_STRAND: Final = """WITH found AS (
        SELECT m.id, m.tries + 1 AS tries FROM notices_message m
        WHERE m.id = p_message AND (
            (m.state = 'waiting' AND m.channel = 'email' AND (m.try_at IS NULL OR m.try_at <= p_now))
            OR (m.state = 'claimed' AND m.lease_until < p_now))
        FOR UPDATE SKIP LOCKED
    ), moved AS (
        UPDATE notices_message m SET
            state = CASE WHEN m.state = 'claimed' THEN 'unknown' WHEN p_why = 'sender-gone' THEN 'held'
                WHEN found.tries > p_most THEN 'failed' ELSE 'waiting' END,
            why = CASE WHEN m.state = 'claimed' THEN 'interrupted' ELSE p_why END,
            tries = CASE WHEN p_why = 'sender-gone' THEN m.tries ELSE found.tries END,
            try_at = CASE WHEN p_why = 'sender-gone' OR found.tries > p_most THEN NULL
                ELSE p_now + found.tries * interval '10 minutes' END,
            lease_until = NULL
        FROM found WHERE m.id = found.id RETURNING m.*
    )"""

TRYING_AGAIN: Final = f"""
CREATE OR REPLACE FUNCTION notices_due(p_now timestamptz, p_most integer, OUT message_id uuid, OUT membership_id uuid)
    RETURNS SETOF record LANGUAGE sql STABLE ROWS 100 {_SAFE} AS $$
    SELECT m.id, m.membership_id FROM notices_message m
    WHERE (m.state = 'waiting' AND m.channel = 'email' AND (m.try_at IS NULL OR m.try_at <= p_now))
        OR (m.state = 'claimed' AND m.lease_until < p_now)
    ORDER BY coalesce(m.try_at, m.put_out_at), m.id LIMIT p_most $$;
GRANT UPDATE (tries, try_at) ON notices_message TO {PAGES};

-- Nobody may be there any more in whose standing it could go: it is held, or where it was going already asked about. A
-- fault of our own puts it off, and in the end leaves it to a person. What another worker has in hand is left alone.
DROP FUNCTION notices_hold_orphan(uuid, timestamptz);
CREATE FUNCTION notices_strand(p_message uuid, p_now timestamptz, p_why text, p_most smallint) RETURNS void
    LANGUAGE sql VOLATILE {_SAFE} AS $$
    {_STRAND}
    INSERT INTO notices_delivery (id, case_id, authority_id, message_id, state, why, at)
        SELECT gen_random_uuid(), case_id, authority_id, id, state, why, p_now FROM moved $$;
REVOKE ALL ON FUNCTION notices_strand(uuid, timestamptz, text, smallint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notices_strand(uuid, timestamptz, text, smallint) TO quorate_job;
"""
"""A message that the mail server did not take waits until its time has come; none is left lying unseen."""

HANDED_ON: Final = f"GRANT UPDATE (handed_on) ON notices_message TO {PAGES};"
"""Whoever hands a paper over says on which day."""

TAKEN_BY: Final = f"GRANT UPDATE (taken_by) ON notices_message TO {PAGES};"
"""Of a paper for a place that nobody has been named for somebody says who takes it there."""

STAFF: Final = f"""
CREATE OR REPLACE FUNCTION notices_shut_out(p_conference uuid, p_users uuid[]) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE ROWS 5 {_SAFE} AS $$
DECLARE
    here uuid[] := ARRAY(
        SELECT c.case_id FROM conferences_conference c WHERE c.id = p_conference
        UNION SELECT k.child_case_id FROM conferences_child k WHERE k.conference_id = p_conference);
BEGIN
    IF NOT EXISTS (SELECT FROM conferences_conference c WHERE c.id = p_conference AND (
            c.case_id IN (SELECT access_cases_for('manage_people'))
            OR c.case_id IN (SELECT access_cases_for('read', 'R')))
            AND c.authority_id = access_authority() AND NOT c.case_id IN (SELECT access_denied())) THEN
        RAISE EXCEPTION 'notices: to whom a conference is shut is told to those who let papers out'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT access_shut_to(here, p_users);
END $$;
REVOKE ALL ON FUNCTION notices_shut_out(uuid, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notices_shut_out(uuid, uuid[]) TO {PAGES};
"""
"""Whoever knows the family is sent nothing about it, though somebody has put them on the list of people."""

STRANDED: Final = f"""
DROP FUNCTION notices_strand(uuid, timestamptz, text, smallint);
CREATE FUNCTION notices_strand(p_message uuid, p_now timestamptz, p_why text, p_most smallint, OUT case_id uuid,
        OUT authority_id uuid, OUT paper text, OUT channel text, OUT state text, OUT why text)
    RETURNS SETOF record LANGUAGE sql VOLATILE ROWS 1 {_SAFE} AS $$
    {_STRAND}, logged AS (
        INSERT INTO notices_delivery (id, case_id, authority_id, message_id, state, why, at)
        SELECT gen_random_uuid(), m.case_id, m.authority_id, m.id, m.state, m.why, p_now FROM moved m
    )
    SELECT m.case_id, m.authority_id, m.code::text, m.channel::text, m.state::text, m.why::text FROM moved m $$;
REVOKE ALL ON FUNCTION notices_strand(uuid, timestamptz, text, smallint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notices_strand(uuid, timestamptz, text, smallint) TO quorate_job;
"""
"""The worker is told what became of it, so that it stands in the trail like every other step."""

OWN_AGENCY: Final = "\n".join(
    (
        own_agency("notices_message", "release_is_my_agencys(rendition_id)"),
        own_agency(
            "notices_delivery", "EXISTS (SELECT FROM notices_message m WHERE m.id = notices_delivery.message_id)"
        ),
    )
)
"""Whether an address is protected or a reader kept out stands in why a message waits: each agency sees its own."""

# What was let out and has not gone told nobody anything: the last file that went counts, by the booking it was about.
# Of those who come apart, and of whoever comes with them, nobody has written down which times they had: their
# calendars are told nothing more, and the letter alone says that it is off.
TOLD_TIMES: Final = f"""
GRANT UPDATE (told_starts_at, told_ends_at) ON notices_calendar_entry TO {PAGES};
UPDATE notices_calendar_entry e SET told_starts_at = b.starts_at, told_ends_at = b.ends_at
    FROM conferences_booking b WHERE b.conference_id = e.conference_id
        AND b.id = (SELECT r.subject_id FROM notices_message m JOIN release_release r ON r.id = m.release_id
            WHERE m.conference_id = e.conference_id AND m.recipient = e.recipient
                AND m.code IN ('invitation', 'moved') AND m.channel = 'email' AND m.through = ''
                AND m.state IN ('sent', 'unknown', 'claimed')
            ORDER BY m.put_out_at DESC, m.id DESC LIMIT 1)
        AND NOT EXISTS (SELECT FROM conferences_invitee i
            LEFT JOIN conferences_invitee h ON h.id = i.supporter_of_id
            WHERE i.id = e.recipient AND (i.attends_separately OR coalesce(h.attends_separately, false)));
"""
"""Each recipient's calendar is told what is off by the times that it had."""

OWN_ENTRIES: Final = own_agency(
    "notices_calendar_entry",
    "EXISTS (SELECT FROM conferences_invitee i WHERE i.id = notices_calendar_entry.recipient"
    " AND i.agency_id = (SELECT access_agency()))",
)
"""When somebody who comes apart comes stands in what their calendar was told: each agency sees its own people's."""

# Whoever hands papers over need not read the family's records, so yes or no alone is told. Words in whatever order and
# with others between them ("Mr Jo A. Example"), because a name is not always written as the record has it.
FAMILY_NAMES: Final = rf"""
CREATE FUNCTION notices_name_words(p_name text) RETURNS text[] LANGUAGE sql IMMUTABLE {_SAFE} AS $$
    SELECT array_agg(DISTINCT word) FROM regexp_split_to_table(regexp_replace(lower(normalize(p_name, NFKD)),
        '[''`\u2018\u2019\u00ad\u0300-\u036f\u200b-\u200f]+', '', 'g'), '[[:space:][:punct:]\u2010-\u2015]+') word
    WHERE word <> '' $$;
REVOKE ALL ON FUNCTION notices_name_words(text) FROM PUBLIC;

CREATE FUNCTION notices_is_family(p_conference uuid, p_name text) RETURNS boolean
    LANGUAGE plpgsql STABLE {_SAFE} AS $$
DECLARE
    typed text[] := notices_name_words(p_name);
    here uuid[] := ARRAY(SELECT k.child_case_id FROM conferences_child k WHERE k.conference_id = p_conference);
    people uuid[];
BEGIN
    {MAY_ASK}
    people := ARRAY(SELECT DISTINCT s FROM (
        SELECT r.person_id FROM cases_relative r WHERE r.case_id = ANY (here)
        UNION SELECT c.person_id FROM cases_child c WHERE c.case_id = ANY (here)) a,
        unnest(cases_same_people(a.person_id)) s);
    RETURN EXISTS (
        SELECT FROM (
            SELECT person_id, given_names, known_as, family_name FROM cases_relative
            UNION ALL SELECT person_id, given_names, known_as, family_name FROM cases_child
            UNION ALL SELECT person_id, given_names, '', family_name FROM cases_alias) n
            CROSS JOIN LATERAL (VALUES (split_part(n.given_names, ' ', 1)), (n.known_as)) AS called(first)
            CROSS JOIN LATERAL notices_name_words(concat_ws(' ', called.first, n.family_name)) AS words
        WHERE n.person_id = ANY (people) AND called.first <> ''
            AND words <@ typed AND (cardinality(words) > 1 OR cardinality(typed) = 1)
        UNION ALL
        SELECT FROM conferences_invitee i CROSS JOIN LATERAL notices_name_words(i.name) AS words
        WHERE i.conference_id = p_conference AND i.name NOT LIKE '%, no name given yet'
            AND (i.person_id IS NOT NULL OR i.kind IN ('parent', 'child', 'family', 'supporter'))
            AND words <@ typed AND (cardinality(words) > 1 OR cardinality(typed) = 1));
END $$;
REVOKE ALL ON FUNCTION notices_is_family(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notices_is_family(uuid, text) TO {PAGES};
"""
"""Whether this is the name of somebody of the family, or of whoever comes with them: no copy for a place goes there."""
