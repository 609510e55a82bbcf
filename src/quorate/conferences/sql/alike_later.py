"""Lines of a list that become alike later: a name is put right or added, two records are joined (of an adult, of a
child), a child is added to a request, somebody is kept out of another conference about the same child.

What a decision does with the lines of its own conference stands in `services/exclusion_namesakes.py`.
"""

from __future__ import annotations

from typing import Final

from quorate.conferences.naming import ANOTHER, NO_NAME_YET

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# As `queries.namesakes` has it: what somebody is called in the records of a conference's children, and on its list.
_NAMES: Final = f"""
CREATE FUNCTION conferences_surely_called(p_typed text, p_conference uuid, p_people uuid[]) RETURNS boolean
    LANGUAGE sql STABLE {_SAFE} AS $$
    WITH own AS (
        SELECT r.case_id, r.person_id, r.given_names, r.known_as, r.family_name FROM cases_relative r
            JOIN conferences_child k ON k.child_case_id = r.case_id AND k.conference_id = p_conference
            WHERE r.person_id = ANY (p_people) AND r.removed_on IS NULL),
    called(given, family) AS (
        SELECT given_names, family_name FROM own
        UNION SELECT known_as, family_name FROM own WHERE known_as <> '' AND family_name <> ''
        UNION SELECT coalesce(nullif(a.given_names, ''), o.given_names),
                coalesce(nullif(a.family_name, ''), o.family_name)
            FROM cases_alias a JOIN own o USING (person_id)
            JOIN conferences_child k ON k.child_case_id = a.case_id AND k.conference_id = p_conference
        UNION SELECT i.name, '' FROM conferences_invitee i
            WHERE i.conference_id = p_conference AND i.person_id = ANY (p_people) AND i.removed_on IS NULL
              AND i.supporter_of_id IS NULL AND i.kind IN ('parent', 'family'))
    SELECT coalesce(2 = ANY (conferences_called_so(p_typed, array_agg(given), array_agg(family))), false)
        FROM called $$;
REVOKE ALL ON FUNCTION conferences_surely_called(text, uuid, uuid[]) FROM PUBLIC;
"""

# Every record of the child of that record: the one that is kept, and those that were joined to it.
_RECORDS: Final = f"""
CREATE FUNCTION conferences_records_of(p_case uuid) RETURNS SETOF uuid LANGUAGE sql STABLE ROWS 2 {_SAFE} AS $$
    WITH RECURSIVE records(id) AS (
        SELECT conferences_kept_record(p_case)
        UNION SELECT j.case_id FROM cases_redirect j JOIN records r ON j.to_case_id = r.id)
    SELECT id FROM records $$;
REVOKE ALL ON FUNCTION conferences_records_of(uuid) FROM PUBLIC;
"""

# Whoever writes a name need not see the conference. Nothing comes back onto the invitations here: that somebody is
# called otherwise now does not say that the line is another person's.
_OFF: Final = f"""
CREATE FUNCTION conferences_take_namesakes_off(p_person uuid, p_but uuid) RETURNS void
    LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    people CONSTANT uuid[] := cases_same_people(p_person);
    one conferences_invitee;
BEGIN
    FOR one IN
        SELECT i.* FROM (
            SELECT DISTINCT n.id FROM conferences_exclusion e
                JOIN conferences_child a ON a.conference_id = e.conference_id
                CROSS JOIN LATERAL conferences_records_of(a.child_case_id) same
                JOIN conferences_child b ON b.child_case_id = same
                JOIN conferences_conference n ON n.id = b.conference_id AND n.id IS DISTINCT FROM p_but
                    AND n.state NOT IN ('held', 'declined', 'cancelled')
                WHERE e.person_id = ANY (people) AND e.outcome = 'excluded' AND e.scope = 'whole') c
            JOIN conferences_invitee i ON i.conference_id = c.id AND i.removed_on IS NULL AND i.to_invite
                AND (i.supporter_of_id IS NOT NULL
                    OR i.person_id IS NULL AND i.user_id IS NULL AND i.professional_id IS NULL)
                AND strpos(i.why, '{ANOTHER.strip()}') = 0 AND i.name NOT LIKE '%{NO_NAME_YET}'
            WHERE conferences_surely_called(i.name, i.conference_id, people)
              AND (SELECT k.scope FROM conferences_kept_out(i.conference_id, p_person, false) k) = 'whole'
            ORDER BY i.id FOR UPDATE OF i LOOP
        UPDATE conferences_invitee SET to_invite = false, kept_off = 'name', version = version + 1 WHERE id = one.id;
        PERFORM audit_append('invitee.changed', 'invitee', one.id, one.case_id, 'done', '', one.authority_id, NULL,
            '', jsonb_build_object('fields', 'to_invite'));
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION conferences_take_namesakes_off(uuid, uuid) FROM PUBLIC;
"""

_WHEN: Final = f"""
CREATE FUNCTION conferences_alike_later() RETURNS trigger LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
BEGIN
    PERFORM conferences_take_namesakes_off(NEW.person_id,
        CASE WHEN TG_TABLE_NAME = 'conferences_exclusion' THEN (to_jsonb(NEW) ->> 'conference_id')::uuid END);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION conferences_alike_later() FROM PUBLIC;

-- With a record comes everybody who was kept out of a conference about that child.
CREATE FUNCTION conferences_alike_with_record() RETURNS trigger LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    person uuid;
BEGIN
    FOR person IN
        SELECT DISTINCT e.person_id
            FROM conferences_records_of((to_jsonb(NEW) ->> TG_ARGV[0])::uuid) same
                JOIN conferences_child a ON a.child_case_id = same
                JOIN conferences_exclusion e ON e.conference_id = a.conference_id
            WHERE e.outcome = 'excluded' AND e.scope = 'whole' ORDER BY e.person_id LOOP
        PERFORM conferences_take_namesakes_off(person, NULL);
    END LOOP;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION conferences_alike_with_record() FROM PUBLIC;

CREATE TRIGGER conferences_alike_later AFTER INSERT ON cases_redirect
    FOR EACH ROW EXECUTE FUNCTION conferences_alike_with_record('to_case_id');
CREATE TRIGGER conferences_alike_later AFTER INSERT ON conferences_child
    FOR EACH ROW EXECUTE FUNCTION conferences_alike_with_record('child_case_id');

CREATE TRIGGER conferences_alike_later AFTER INSERT OR UPDATE OF given_names, family_name, known_as ON cases_relative
    FOR EACH ROW EXECUTE FUNCTION conferences_alike_later();
CREATE TRIGGER conferences_alike_later AFTER INSERT OR UPDATE OF given_names, family_name ON cases_alias
    FOR EACH ROW EXECUTE FUNCTION conferences_alike_later();
CREATE TRIGGER conferences_alike_later AFTER INSERT ON cases_same_person
    FOR EACH ROW EXECUTE FUNCTION conferences_alike_later();
CREATE TRIGGER conferences_alike_later AFTER UPDATE OF outcome, scope ON conferences_exclusion
    FOR EACH ROW WHEN (NEW.outcome = 'excluded' AND NEW.scope = 'whole') EXECUTE FUNCTION conferences_alike_later();
"""

ALIKE_LATER: Final = f"{_NAMES}\n{_RECORDS}\n{_OFF}\n{_WHEN}"
"""What takes a line off as soon as it is called as somebody who is kept out of all of its conference."""
