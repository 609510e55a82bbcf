"""Every door by which two people come to belong to one family: what is known of their fear comes through it at once.

Triggers, so that no service can forget it, and whoever opens the door need not be able to see the conference.
"""

from __future__ import annotations

from typing import Final

from quorate.conferences.sql.safety_carried import ELSEWHERE

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_UNDER_WAY: Final = "n.state IN ('draft', 'requested', 'agreed', 'booked', 'sitting', 'adjourned')"

# Whoever is or was on the list: of somebody who left it nobody says that they were taken for somebody else.
_EVER: Final = f"""
CREATE FUNCTION conferences_ever_of(p_conference uuid) RETURNS uuid[] LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT coalesce(array_agg(DISTINCT one), ARRAY[]::uuid[]) FROM (
        SELECT unnest(conferences_family_of(p_conference))
        UNION SELECT unnest(cases_same_people(i.person_id)) FROM conferences_invitee i
            WHERE i.conference_id = p_conference AND i.person_id IS NOT NULL) every(one) $$;
REVOKE ALL ON FUNCTION conferences_ever_of(uuid) FROM PUBLIC;

CREATE FUNCTION conferences_one_record(p_cases uuid[]) RETURNS uuid[] LANGUAGE sql STABLE {_SAFE} AS $$
    WITH RECURSIVE records(id) AS (
        SELECT conferences_kept_record(c) FROM unnest(p_cases) c
        UNION SELECT r.case_id FROM cases_redirect r JOIN records s ON r.to_case_id = s.id)
    SELECT coalesce(array_agg(id), ARRAY[]::uuid[]) FROM records $$;
REVOKE ALL ON FUNCTION conferences_one_record(uuid[]) FROM PUBLIC;

-- The conferences that are under way about these records of children, or with any of these people on the list.
CREATE FUNCTION conferences_to_tell(p_cases uuid[], p_people uuid[]) RETURNS SETOF uuid
    LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT n.id FROM conferences_conference n WHERE {_UNDER_WAY} AND n.id IN (
        SELECT k.conference_id FROM conferences_child k WHERE k.child_case_id = ANY (conferences_one_record(p_cases))
        UNION SELECT i.conference_id FROM conferences_invitee i
            WHERE i.person_id = ANY (p_people) AND i.removed_on IS NULL)
    ORDER BY n.id $$;
REVOKE ALL ON FUNCTION conferences_to_tell(uuid[], uuid[]) FROM PUBLIC;

CREATE FUNCTION conferences_records_of(p_people uuid[]) RETURNS uuid[] LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT coalesce(array_agg(a.case_id), ARRAY[]::uuid[]) FROM (
        SELECT r.case_id FROM cases_relative r WHERE r.person_id = ANY (p_people) AND r.removed_on IS NULL
        UNION SELECT c.case_id FROM cases_child c WHERE c.person_id = ANY (p_people)) a $$;
REVOKE ALL ON FUNCTION conferences_records_of(uuid[]) FROM PUBLIC;
"""

# Words of a restricted conference go to one alone that is shut to everybody to whom the first is shut.
_CLOSED: Final = """k.restricted AND (NOT own.restricted OR EXISTS (SELECT FROM access_restriction l
                   WHERE l.case_id = own.id AND NOT EXISTS (SELECT FROM access_restriction m
                       WHERE m.case_id = k.id AND m.user_id = l.user_id)))"""

_BROUGHT: Final = f"""
CREATE OR REPLACE FUNCTION conferences_concerns_brought(p_conference uuid) RETURNS SETOF uuid
    LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    here conferences_conference;
    family uuid[];
    found uuid;
BEGIN
    SELECT n.* INTO here FROM conferences_conference n WHERE n.id = p_conference;
    PERFORM pg_advisory_xact_lock(hashtext('conferences_concerns'), hashtext(here.authority_id::text));
    family := conferences_family_of(p_conference);
    FOR found IN
        -- What had left this family comes again where it stands elsewhere, and is arranged anew.
        WITH again AS (UPDATE conferences_safety_concern o SET removed_on = NULL, left_family = false,
                arrangement = '', apart = '{{}}', ways = '{{}}', told_apart = '{{}}', settled_by = NULL,
                settled_on = NULL, settled_for = NULL, version = o.version + 1
            WHERE o.conference_id = here.id AND o.left_family
              AND o.person_id = ANY (family) AND o.of_person = ANY (family)
              AND EXISTS (SELECT FROM conferences_safety_concern s WHERE s.conference_id <> here.id
                  AND s.removed_on IS NULL AND coalesce(s.root_id, s.id) = o.root_id)
            RETURNING o.id),
        brought AS (INSERT INTO conferences_safety_concern
                (id, conference_id, case_id, authority_id, person_id, of_person, words, arrangement, recorded_by,
                 recorded_on, version, root_id)
            SELECT DISTINCT ON (coalesce(s.root_id, s.id)) gen_random_uuid(), here.id, here.case_id, here.authority_id,
                   s.person_id, s.of_person, CASE WHEN {_CLOSED} THEN '{ELSEWHERE}' ELSE s.words END, '',
                   s.recorded_by, s.recorded_on, 1, coalesce(s.root_id, s.id)
                FROM access_case own
                JOIN conferences_safety_concern s ON s.authority_id = here.authority_id AND s.conference_id <> here.id
                JOIN access_case k ON k.id = s.case_id
                WHERE own.id = here.case_id AND s.removed_on IS NULL
                  AND s.person_id = ANY (family) AND s.of_person = ANY (family)
                  AND NOT EXISTS (SELECT FROM conferences_safety_concern o WHERE o.conference_id = here.id
                      AND coalesce(o.root_id, o.id) = coalesce(s.root_id, s.id))
                ORDER BY coalesce(s.root_id, s.id), k.restricted, s.recorded_on DESC, s.id
            RETURNING id)
        SELECT id FROM again UNION ALL SELECT id FROM brought
    LOOP
        PERFORM audit_append('safety.recorded', 'safetyconcern', found, here.case_id, 'done', '', here.authority_id,
            NULL, '', '{{}}');
        RETURN NEXT found;
    END LOOP;
END $$;

-- Two people were taken for one, or somebody for a relative: what came here by that alone goes again, from this
-- conference alone. What was written down here stays.
CREATE FUNCTION conferences_concerns_left(p_people uuid[]) RETURNS void LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    found conferences_safety_concern;
BEGIN
    FOR found IN SELECT s.* FROM conferences_safety_concern s
            WHERE (s.person_id = ANY (p_people) OR s.of_person = ANY (p_people))
              AND s.root_id IS NOT NULL AND s.removed_on IS NULL
              AND NOT ARRAY[s.person_id, s.of_person] <@ conferences_ever_of(s.conference_id)
            ORDER BY s.id FOR UPDATE
    LOOP
        UPDATE conferences_safety_concern s SET left_family = true,
            removed_on = (now() AT TIME ZONE 'Europe/London')::date WHERE s.id = found.id;
        PERFORM audit_append('safety.removed', 'safetyconcern', found.id, found.case_id, 'done', '',
            found.authority_id, NULL, '', '{{}}');
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION conferences_concerns_left(uuid[]) FROM PUBLIC;
"""

# Whoever opens any of these doors waits for whoever opens another, of the same authority: each sees what the other did.
_TELL: Final = f"""
CREATE FUNCTION conferences_tell_fears() RETURNS trigger LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    people uuid[];
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('conferences_concerns'), hashtext(NEW.authority_id::text));
    IF TG_TABLE_NAME = 'conferences_child' THEN
        PERFORM conferences_concerns_brought(NEW.conference_id);
        RETURN NULL;
    ELSIF TG_TABLE_NAME = 'cases_redirect' THEN
        PERFORM conferences_concerns_brought(n) FROM conferences_to_tell(ARRAY[NEW.case_id], ARRAY[]::uuid[]) n;
        RETURN NULL;
    END IF;
    people := cases_same_people(NEW.person_id);
    IF TG_TABLE_NAME = 'conferences_safety_concern' THEN
        people := people || cases_same_people(NEW.of_person);
    ELSIF NOT EXISTS (SELECT FROM conferences_safety_concern s WHERE s.authority_id = NEW.authority_id
            AND s.removed_on IS NULL AND (s.person_id = ANY (people) OR s.of_person = ANY (people))) THEN
        RETURN NULL;
    END IF;
    IF TG_TABLE_NAME = 'conferences_invitee' THEN
        PERFORM conferences_concerns_brought(NEW.conference_id);
    ELSIF TG_TABLE_NAME = 'cases_relative' THEN
        PERFORM conferences_concerns_brought(n) FROM conferences_to_tell(ARRAY[NEW.case_id], ARRAY[]::uuid[]) n;
    ELSE
        PERFORM conferences_concerns_brought(n) FROM conferences_to_tell(conferences_records_of(people), people) n;
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION conferences_tell_fears() FROM PUBLIC;

CREATE FUNCTION conferences_take_fears() RETURNS trigger LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    people uuid[] := cases_same_people(NEW.person_id);
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('conferences_concerns'), hashtext(NEW.authority_id::text));
    IF TG_TABLE_NAME = 'cases_same_person' THEN
        people := people || cases_same_people(NEW.same_as);
    END IF;
    PERFORM conferences_concerns_left(people);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION conferences_take_fears() FROM PUBLIC;
"""


def _door(table: str, when: str, happens: str = "INSERT", does: str = "tell") -> str:
    return (
        f"CREATE TRIGGER conferences_{does}_fears AFTER {happens} ON {table} FOR EACH ROW WHEN ({when})"
        f" EXECUTE FUNCTION conferences_{does}_fears();"
    )


# Each runs after `conferences_shut_alike`, by its name: by then it is known to whom a new conference is shut.
_DOORS: Final = "\n".join(
    (
        _door("conferences_child", "true"),
        _door(
            "conferences_invitee", "NEW.person_id IS NOT NULL AND NEW.removed_on IS NULL",
            "INSERT OR UPDATE OF person_id, removed_on",
        ),
        _door("conferences_safety_concern", "NEW.root_id IS NULL"),
        _door("cases_relative", "NEW.removed_on IS NULL", "INSERT OR UPDATE OF person_id, removed_on"),
        _door("cases_relative", "NEW.removed_on IS NOT NULL", "UPDATE OF removed_on", "take"),
        _door("cases_same_person", "true"),
        _door("cases_same_person", "NEW.undone_on IS NOT NULL", "UPDATE OF undone_on", "take"),
        _door("cases_redirect", "true"),
    )
)  # fmt: skip

# What was asked for by services before.
_NOT_ASKED_ANY_MORE: Final = """
DROP FUNCTION conferences_bring_concerns(uuid);
DROP FUNCTION conferences_bring_concern_on(uuid);
"""

_FORGOTTEN: Final = f"""
DO $$
BEGIN
    PERFORM conferences_concerns_brought(n.id)
        FROM (SELECT n.id FROM conferences_conference n WHERE {_UNDER_WAY} ORDER BY n.id) n;
END $$;
"""

FEARS_TOLD: Final = "\n".join((_EVER, _BROUGHT, _TELL, _DOORS, _NOT_ASKED_ANY_MORE, _FORGOTTEN))
"""The functions, the doors, and what conferences that are under way had not been told."""
