"""Every door by which two people come to belong to one family: what is known of their fear comes through it at once.

Triggers, so that no service can forget it, and whoever opens the door need not be able to see the conference.

A fear stands at a conference that is under way where both people belong to its family. Each door can complete that, and
two doors that are opened at one moment can complete it together though neither sees the other. Nobody waits for that:
what a door brings is looked for twice. At once, with no lock, so that the service that opened it goes on from there;
and again as the transaction ends, one after another of the same authority. Whoever ends last sees what all others did,
so nothing is missed, whichever doors they were. (Locking the people would not do: somebody may give a child two parents
while somebody else founds a conference about that child.) They end one after another by the head of the authority's
trail, which every transaction that notes anything moves on as it ends: so there is one lock and one order for all, and
it is held for no letter, no rule and no batch.
"""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES
from quorate.conferences.sql.requests import shut_follows
from quorate.conferences.sql.safety_carried import ELSEWHERE

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_UNDER_WAY: Final = "n.state IN ('draft', 'requested', 'agreed', 'booked', 'sitting', 'adjourned')"

# Whoever is or was on the list, or was taken off the family's record: of them nobody says that they were taken for
# somebody else. What is often taken off is the second record of one person, and of that person somebody is afraid.
_EVER: Final = f"""
CREATE FUNCTION conferences_one_record(p_cases uuid[]) RETURNS uuid[] LANGUAGE sql STABLE {_SAFE} AS $$
    WITH RECURSIVE records(id) AS (
        SELECT conferences_kept_record(c) FROM unnest(p_cases) c
        UNION SELECT r.case_id FROM cases_redirect r JOIN records s ON r.to_case_id = s.id)
    SELECT coalesce(array_agg(id), ARRAY[]::uuid[]) FROM records $$;
REVOKE ALL ON FUNCTION conferences_one_record(uuid[]) FROM PUBLIC;

CREATE FUNCTION conferences_known_at(p_conference uuid) RETURNS uuid[] LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT coalesce(array_agg(DISTINCT one), ARRAY[]::uuid[]) FROM (
        SELECT unnest(conferences_family_of(p_conference))
        UNION SELECT unnest(cases_same_people(i.person_id)) FROM conferences_invitee i
            WHERE i.conference_id = p_conference AND i.person_id IS NOT NULL) every(one) $$;
REVOKE ALL ON FUNCTION conferences_known_at(uuid) FROM PUBLIC;

CREATE FUNCTION conferences_ever_of(p_conference uuid) RETURNS uuid[] LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT coalesce(array_agg(DISTINCT one), ARRAY[]::uuid[]) FROM (
        SELECT unnest(conferences_known_at(p_conference))
        UNION SELECT unnest(cases_same_people(r.person_id)) FROM cases_relative r
            WHERE r.removed_on IS NOT NULL AND r.case_id = ANY (conferences_one_record(ARRAY(
                SELECT k.child_case_id FROM conferences_child k WHERE k.conference_id = p_conference)))) every(one) $$;
REVOKE ALL ON FUNCTION conferences_ever_of(uuid) FROM PUBLIC;

-- One concern by its id, which only those are given who may read it.
CREATE FUNCTION conferences_is_off_record(p_concern uuid) RETURNS boolean LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT EXISTS (SELECT FROM conferences_safety_concern c
        WHERE c.id = p_concern AND c.removed_on IS NULL AND c.authority_id = access_authority()
          AND NOT ARRAY[c.person_id, c.of_person] <@ conferences_known_at(c.conference_id)) $$;
REVOKE ALL ON FUNCTION conferences_is_off_record(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_is_off_record(uuid) TO {PAGES};
GRANT UPDATE (left_family) ON conferences_safety_concern TO {PAGES};

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

# Looked at as the transaction ends: by then a list that is being written stands whole.
_WORDS: Final = f"""
CREATE FUNCTION conferences_close_words(p_case uuid) RETURNS void LANGUAGE sql VOLATILE {_SAFE} AS $$
    UPDATE conferences_safety_concern o SET words = '{ELSEWHERE}'
        FROM conferences_safety_concern s JOIN access_case k ON k.id = s.case_id, access_case own
        WHERE s.id = o.root_id AND own.id = o.case_id AND o.words <> '{ELSEWHERE}'
          AND (o.case_id = p_case OR s.case_id = p_case) AND {_CLOSED} $$;
REVOKE ALL ON FUNCTION conferences_close_words(uuid) FROM PUBLIC;

CREATE FUNCTION conferences_words_follow() RETURNS trigger LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    changed jsonb := to_jsonb(coalesce(NEW, OLD));
BEGIN
    PERFORM FROM audit_head h WHERE h.authority_id = (changed ->> 'authority_id')::uuid FOR NO KEY UPDATE;
    PERFORM conferences_close_words(
        (changed ->> CASE TG_TABLE_NAME WHEN 'access_case' THEN 'id' ELSE 'case_id' END)::uuid);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION conferences_words_follow() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER conferences_words_follow AFTER INSERT OR DELETE ON access_restriction
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION conferences_words_follow();
CREATE CONSTRAINT TRIGGER conferences_words_follow AFTER UPDATE OF restricted ON access_case
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.restricted <> OLD.restricted)
    EXECUTE FUNCTION conferences_words_follow();
"""

_BROUGHT: Final = f"""
CREATE OR REPLACE FUNCTION conferences_concerns_brought(p_conference uuid) RETURNS SETOF uuid
    LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    here conferences_conference;
    family uuid[];
    found uuid;
BEGIN
    SELECT n.* INTO here FROM conferences_conference n WHERE n.id = p_conference AND {_UNDER_WAY};
    IF here.id IS NULL THEN
        RETURN;
    END IF;
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
            -- Brought by somebody else at this moment: it stands there.
            ON CONFLICT (conference_id, root_id) DO NOTHING
            RETURNING id)
        SELECT id FROM again UNION ALL SELECT id FROM brought
    LOOP
        PERFORM audit_append('safety.recorded', 'safetyconcern', found, here.case_id, 'done', '', here.authority_id,
            NULL, '', '{{}}');
        RETURN NEXT found;
    END LOOP;
END $$;

-- Two people were taken for one: what came here by that alone goes again, from this conference alone.
-- What was written down here stays.
CREATE FUNCTION conferences_concerns_left(p_people uuid[]) RETURNS void LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    found conferences_safety_concern;
BEGIN
    FOR found IN SELECT s.* FROM conferences_safety_concern s JOIN conferences_conference n ON n.id = s.conference_id
            WHERE {_UNDER_WAY} AND (s.person_id = ANY (p_people) OR s.of_person = ANY (p_people))
              AND s.root_id IS NOT NULL AND s.removed_on IS NULL
              AND NOT ARRAY[s.person_id, s.of_person] <@ conferences_ever_of(s.conference_id)
            ORDER BY s.id FOR UPDATE OF s
    LOOP
        UPDATE conferences_safety_concern s SET left_family = true,
            removed_on = (now() AT TIME ZONE 'Europe/London')::date WHERE s.id = found.id;
        PERFORM audit_append('safety.removed', 'safetyconcern', found.id, found.case_id, 'done', '',
            found.authority_id, NULL, '', '{{}}');
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION conferences_concerns_left(uuid[]) FROM PUBLIC;
"""

_LAST: Final = """IF TG_NARGS > 0 THEN
        PERFORM FROM audit_head h WHERE h.authority_id = NEW.authority_id FOR NO KEY UPDATE;
    END IF;"""

_TELL: Final = f"""
CREATE FUNCTION conferences_tell_fears() RETURNS trigger LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    people uuid[];
    told uuid[];
BEGIN
    {_LAST}
    IF TG_TABLE_NAME = 'conferences_child' THEN
        people := conferences_family_of(NEW.conference_id);
    ELSIF TG_TABLE_NAME = 'cases_redirect' THEN
        people := ARRAY[]::uuid[];
    ELSIF TG_TABLE_NAME = 'conferences_safety_concern' THEN
        people := cases_same_people(NEW.person_id) || cases_same_people(NEW.of_person);
    ELSE
        people := cases_same_people(NEW.person_id);
    END IF;
    IF TG_TABLE_NAME <> 'cases_redirect' AND NOT EXISTS (SELECT FROM conferences_safety_concern s
            WHERE s.authority_id = NEW.authority_id AND s.removed_on IS NULL
              AND (s.person_id = ANY (people) OR s.of_person = ANY (people))) THEN
        RETURN NULL;
    END IF;
    IF TG_TABLE_NAME IN ('conferences_child', 'conferences_invitee') THEN
        told := ARRAY[NEW.conference_id];
    ELSIF TG_TABLE_NAME IN ('cases_relative', 'cases_redirect') THEN
        told := ARRAY(SELECT conferences_to_tell(ARRAY[NEW.case_id], ARRAY[]::uuid[]));
    ELSE
        told := ARRAY(SELECT conferences_to_tell(conferences_records_of(people), people));
    END IF;
    PERFORM conferences_concerns_brought(n) FROM unnest(told) n;
    IF TG_NARGS > 0 THEN
        -- Somebody else may have been let in to it meanwhile.
        PERFORM conferences_close_words(n) FROM unnest(told) n;
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION conferences_tell_fears() FROM PUBLIC;

CREATE FUNCTION conferences_take_fears() RETURNS trigger LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    people uuid[];
BEGIN
    {_LAST}
    people := cases_same_people(NEW.person_id);
    IF TG_TABLE_NAME = 'cases_same_person' THEN
        people := people || cases_same_people(NEW.same_as);
    END IF;
    PERFORM conferences_concerns_left(people);
    IF TG_NARGS > 0 THEN
        -- They came by another door meanwhile.
        PERFORM conferences_concerns_brought(n) FROM conferences_to_tell(conferences_records_of(people), people) n;
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION conferences_take_fears() FROM PUBLIC;
"""


def _door(table: str, when: str, happens: str = "INSERT", does: str = "tell") -> str:
    name, on = f"conferences_{does}_fears", f"AFTER {happens} ON {table}"
    last = "DEFERRABLE INITIALLY DEFERRED"
    return (
        f"CREATE TRIGGER {name} {on} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}();\n"
        f"CREATE CONSTRAINT TRIGGER {name}_last {on} {last} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}('last');"
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

FORGOTTEN: Final = f"""
DO $$
BEGIN
    PERFORM conferences_concerns_brought(n.id)
        FROM (SELECT n.id FROM conferences_conference n WHERE {_UNDER_WAY} ORDER BY n.id) n;
    PERFORM conferences_close_words(s.case_id)
        FROM (SELECT DISTINCT s.case_id FROM conferences_safety_concern s WHERE s.root_id IS NOT NULL) s;
END $$;
"""
"""What conferences that are under way had not been told, and what stands where it may not be read any more."""

FEARS_TOLD: Final = "\n".join(
    (_EVER, _BROUGHT, _WORDS, _TELL, _DOORS, shut_follows(own=True), _NOT_ASKED_ANY_MORE, FORGOTTEN)
)
"""The functions and the doors, and what had been forgotten."""
