"""Joining cases into streams, and reading a whole stream for the rules, past what the reader may see.

A writer who may not know of a restricted brother must still leave everybody's dates right: the rules are told the
whole stream. What the functions give goes to the rules only; what is shown is read as usual, under row-level security.
"""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, policy, protect, reaching

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

_TABLE: Final = "\n".join(
    (
        protect("cases_stream"),
        policy("cases_stream", "member", "SELECT", reaching("case_id", "read", "P")),
        f"REVOKE ALL ON cases_stream FROM PUBLIC, {PAGES};",
        f"GRANT SELECT ON cases_stream TO {PAGES};",
    )
)

REACHED: Final = f"""
CREATE OR REPLACE FUNCTION cases_reached(p_for text) RETURNS SETOF uuid LANGUAGE sql STABLE ROWS 100 {_SAFE} AS $$
    SELECT held.id FROM (
        SELECT a FROM access_cases_for('write') a UNION SELECT a FROM access_cases_for('manage_people') a
        UNION SELECT a FROM access_cases_for('contribute') a
        UNION SELECT a FROM access_cases_for('read', 'P') a WHERE p_for = 'read') AS held(id)
    EXCEPT SELECT d FROM access_denied() d $$;
REVOKE ALL ON FUNCTION cases_reached(text) FROM PUBLIC;

-- Of these streams those in which one reaches a case: most writers are found by the first question.
CREATE OR REPLACE FUNCTION cases_streams_reached(p_streams uuid[], p_for text) RETURNS uuid[]
    LANGUAGE plpgsql STABLE {_SAFE} AS $$
DECLARE
    denied uuid[];
    found uuid[] := ARRAY[]::uuid[];
    asked text;
BEGIN
    IF cases_is_owner() THEN
        RETURN p_streams;
    END IF;
    denied := ARRAY(SELECT access_denied());
    FOREACH asked IN ARRAY ARRAY['write', 'manage_people', 'contribute', 'read'] LOOP
        EXIT WHEN found @> p_streams OR (asked = 'read' AND p_for <> 'read');
        found := found || ARRAY(SELECT DISTINCT s.stream_id FROM cases_stream s
            WHERE s.stream_id = ANY (p_streams) AND NOT s.case_id = ANY (denied) AND s.case_id IN (
                SELECT access_cases_for(asked, CASE asked WHEN 'read' THEN 'P' ELSE '' END)));
    END LOOP;
    RETURN found;
END $$;
REVOKE ALL ON FUNCTION cases_streams_reached(uuid[], text) FROM PUBLIC;
"""
"""Which cases and streams one reaches for writing: also by giving one's own part, from which duties follow."""

# The owner of the tables works past the policies already (migrations, `quorate duties-refresh`).
_RIGHTS: Final = """
CREATE FUNCTION cases_is_owner() RETURNS boolean LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$ SELECT session_user = 'quorate_owner' $$;
"""

# Every case of the events gets a place in a stream; cases that share an event get the same. The rows stay locked to
# the end of the transaction, so that two writers of one family refresh its duties one after the other.
_JOIN: Final = f"""
CREATE FUNCTION cases_join_streams(p_events uuid[]) RETURNS SETOF uuid
    LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    me uuid := access_actor();
    found uuid[];
    touched uuid[];
    shared record;
    streams uuid[];
BEGIN
    -- Events of this very transaction only: that they are there says that their writer might write them.
    found := ARRAY(SELECT DISTINCT e.event_id FROM cases_event e WHERE e.event_id = ANY (p_events)
        AND ((e.recorded_by = me AND e.recorded_at = now()) OR cases_is_owner()));
    touched := ARRAY(
        SELECT e.case_id FROM cases_event e WHERE e.event_id = ANY (found)
        UNION SELECT c.id FROM cases_event e JOIN access_case c ON c.id = e.conference_id
            WHERE e.event_id = ANY (found) AND c.kind = 'conference' AND c.authority_id = e.authority_id);
    INSERT INTO cases_stream (id, case_id, authority_id, stream_id)
        SELECT gen_random_uuid(), c.id, c.authority_id, c.id FROM access_case c
        WHERE c.id = ANY (touched) AND NOT EXISTS (SELECT FROM cases_stream s WHERE s.case_id = c.id) ORDER BY c.id
        ON CONFLICT (case_id) DO NOTHING;
    PERFORM cases_lock(touched);
    FOR shared IN
        SELECT array_agg(e.case_id) || array_agg(DISTINCT e.conference_id) AS cases FROM cases_event e
        WHERE e.event_id = ANY (found) GROUP BY e.event_id HAVING count(*) > 1 OR count(e.conference_id) > 0
    LOOP
        streams := ARRAY(SELECT DISTINCT s.stream_id FROM cases_stream s WHERE s.case_id = ANY (shared.cases));
        IF cardinality(streams) > 1 THEN
            UPDATE cases_duty SET stream_id = streams[1] WHERE stream_id = ANY (streams[2:]);
            UPDATE cases_stream SET stream_id = streams[1] WHERE stream_id = ANY (streams[2:]);
        END IF;
    END LOOP;
    RETURN QUERY SELECT DISTINCT s.stream_id FROM cases_stream s WHERE s.case_id = ANY (touched);
END $$;

-- Locks every place in the streams of these cases, in one order; begins again where somebody joined them meanwhile.
CREATE FUNCTION cases_lock(p_cases uuid[]) RETURNS void LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    before uuid[];
    afterwards uuid[];
BEGIN
    LOOP
        before := ARRAY(SELECT DISTINCT stream_id FROM cases_stream WHERE case_id = ANY (p_cases) ORDER BY 1);
        PERFORM FROM (SELECT FROM cases_stream WHERE stream_id = ANY (before) ORDER BY case_id FOR UPDATE) locked;
        afterwards := ARRAY(SELECT DISTINCT stream_id FROM cases_stream WHERE case_id = ANY (p_cases) ORDER BY 1);
        EXIT WHEN before = afterwards;
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION cases_lock(uuid[]) FROM PUBLIC;

-- The streams of cases, locked for a refresh; none for cases that nothing has happened in, or that one cannot reach.
CREATE FUNCTION cases_lock_streams(p_cases uuid[]) RETURNS SETOF uuid LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    mine uuid[] := p_cases;
BEGIN
    IF NOT cases_is_owner() THEN
        mine := ARRAY(SELECT c FROM unnest(p_cases) c WHERE c IN (SELECT cases_reached('write')));
    END IF;
    PERFORM cases_lock(mine);
    RETURN QUERY SELECT DISTINCT s.stream_id FROM cases_stream s WHERE s.case_id = ANY (mine);
END $$;
"""

# Told by the conferences room which conferences a stream has, all and those that one may see; until then none.
_CONFERENCES: Final = f"""
CREATE FUNCTION cases_conferences_of(p_cases uuid[]) RETURNS jsonb LANGUAGE sql STABLE {_SAFE}
    AS $$ SELECT '[]'::jsonb $$;
REVOKE ALL ON FUNCTION cases_conferences_of(uuid[]) FROM PUBLIC;
CREATE FUNCTION cases_conferences_shown(p_cases uuid[]) RETURNS jsonb LANGUAGE sql STABLE
    SET search_path = pg_catalog, public, pg_temp AS $$ SELECT '[]'::jsonb $$;
"""


# Of one case `p`: the parents as it knows them, and the events that stand.
_PARENTS: Final = """(SELECT coalesce(json_agg(json_build_object('person', r.person_id, 'relation', r.relation,
                    'responsibility', r.parental_responsibility,
                    'one', CASE WHEN any_joined THEN (cases_same_people(r.person_id))[1] END)), '[]')
                FROM cases_relative r WHERE r.case_id = p.case_id AND r.removed_on IS NULL
                    AND (r.parental_responsibility OR r.relation IN
                        ('mother', 'father', 'adoptive_mother', 'adoptive_father')))"""
_EVENTS: Final = """(SELECT coalesce(json_agg(json_build_array(e.event_id, e.code, e.day, e.at, e.facts,
                    e.conference_id)), '[]')
                FROM cases_event e WHERE e.case_id = p.case_id AND e.takes_back IS NULL AND (NOT any_back OR
                    NOT EXISTS (SELECT FROM cases_event t
                        WHERE t.case_id = e.case_id AND t.takes_back = e.event_id)))"""


# By the people: two records are joined in two cases, and each may stand in more.
_ANY_JOINED: Final = "any_joined := {} OR {};".format(*(
    "EXISTS (SELECT FROM cases_stream s JOIN cases_relative r ON r.case_id = s.case_id JOIN cases_same_person j"
    f" ON j.undone_on IS NULL AND j.{one} = r.person_id WHERE s.stream_id = ANY (held))"
    for one in ("person_id", "same_as")
))  # fmt: skip


def told_streams(name: str, conferences: str, safe: str, held: str) -> str:
    """SQL of a function that gives one row a stream, in one JSON text: an import reads thousands.

    Its cases with the child's dates, the parents as each case knows them (`one` is the same for two records that are
    known to be of one human), the events that stand (as arrays: id, code, day, instant, facts, conference), the
    conferences. JSON as text: `jsonb` would be built, copied and printed.
    """
    return f"""
CREATE OR REPLACE FUNCTION {name}(p_streams uuid[], OUT stream_id uuid, OUT authority_id uuid, OUT pack text,
    OUT told text)
    RETURNS SETOF record LANGUAGE plpgsql STABLE {safe} AS $$
DECLARE
    held uuid[] := p_streams;
    any_back boolean;
    any_joined boolean;
BEGIN
    {held}
    -- Looked for event by event only where there is any that was taken back.
    any_back := EXISTS (SELECT FROM cases_stream s JOIN cases_event t ON t.case_id = s.case_id
        WHERE s.stream_id = ANY (held) AND t.takes_back IS NOT NULL);
    {_ANY_JOINED}
    RETURN QUERY
    WITH place AS MATERIALIZED (
        SELECT s.stream_id AS stream, s.case_id, s.authority_id AS authority, c.kind FROM cases_stream s
        JOIN access_case c ON c.id = s.case_id WHERE s.stream_id = ANY (held))
    SELECT p.stream, p.authority, (SELECT a.pack::text FROM people_authority a WHERE a.id = p.authority),
        json_build_object(
        'members', json_agg(json_build_object('case', p.case_id, 'kind', p.kind,
            'child', (SELECT json_build_object('person', k.person_id, 'born', k.born_on, 'expected', k.expected_on)
                FROM cases_child k WHERE k.case_id = p.case_id),
            'parents', {_PARENTS}, 'events', {_EVENTS})),
        'conferences', {conferences}(array_agg(p.case_id)))::text
    FROM place p GROUP BY p.stream, p.authority;
END $$;
"""


_HELD: Final = "held := cases_streams_reached(p_streams, 'read');"

# For the rules: everything, where one reaches a case of the stream. For showing: what one reaches oneself.
_READ: Final = told_streams("cases_read_streams", "cases_conferences_of", _SAFE, _HELD)
_SHOW: Final = told_streams(
    "cases_show_streams", "cases_conferences_shown", "SET search_path = pg_catalog, public, pg_temp", ""
)

TOLD: Final = f"{_READ}\n{_SHOW}"
"""The two functions that tell a stream."""
STREAMS: Final = "\n".join((_TABLE, _RIGHTS, REACHED, _JOIN, _CONFERENCES, TOLD))
"""The table of streams and the functions that keep and read it."""
