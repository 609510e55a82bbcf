"""A name that is put right on a family's record is put right on the lists of its conferences, whoever puts it right."""

from __future__ import annotations

from typing import Final

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# As `Child.full_name` and `Relative.full_name` have it. Whoever was put on a list before any name was known stands
# there by what they are to the child.
RENAMED: Final = f"""
CREATE FUNCTION conferences_full_name(p_given text, p_family text, p_unborn boolean) RETURNS text
    LANGUAGE sql IMMUTABLE {_SAFE} AS $$
    SELECT btrim(CASE WHEN p_given = '' AND p_unborn THEN 'Unborn' ELSE p_given END || ' ' || p_family) $$;
REVOKE ALL ON FUNCTION conferences_full_name(text, text, boolean) FROM PUBLIC;

CREATE FUNCTION conferences_name_follows() RETURNS trigger LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE
    of_child CONSTANT boolean := TG_TABLE_NAME = 'cases_child';
    was CONSTANT text := conferences_full_name(OLD.given_names, OLD.family_name, of_child AND OLD.born_on IS NULL);
    now_called CONSTANT text :=
        conferences_full_name(NEW.given_names, NEW.family_name, of_child AND NEW.born_on IS NULL);
    one conferences_invitee;
BEGIN
    IF now_called IN ('', was) THEN
        RETURN NULL;
    END IF;
    -- Whoever has fled may have taken another name, which those of whom they are afraid must not learn from a list.
    IF EXISTS (SELECT FROM conferences_safety_concern c
            WHERE c.person_id = ANY (cases_same_people(NEW.person_id)) AND c.removed_on IS NULL)
        OR EXISTS (SELECT FROM cases_address a WHERE a.person_id = ANY (cases_same_people(NEW.person_id))
            AND a.protection = 'protected' AND a.ends_on IS NULL) THEN
        RETURN NULL;
    END IF;
    -- What was said and decided under the earlier name stays as it was written down, once the record is approved.
    FOR one IN UPDATE conferences_invitee i SET name = left(now_called, 250), version = i.version + 1
        WHERE i.person_id = NEW.person_id AND i.removed_on IS NULL
          AND CASE WHEN was = '' THEN i.name LIKE '%, name not known' ELSE i.name = left(was, 250) END
          AND EXISTS (SELECT FROM conferences_conference n
              JOIN conferences_child k ON k.conference_id = n.id AND k.child_case_id = NEW.case_id
              WHERE n.id = i.conference_id AND n.state NOT IN ('declined', 'cancelled')
                AND NOT EXISTS (SELECT FROM conferences_record r
                    WHERE r.conference_id = n.id AND r.state = 'approved'))
        RETURNING i.* LOOP
        PERFORM audit_append('invitee.changed', 'invitee', one.id, one.case_id, 'done', '', one.authority_id, NULL,
            '', jsonb_build_object('fields', 'name'));
    END LOOP;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION conferences_name_follows() FROM PUBLIC;
CREATE TRIGGER conferences_name_follows AFTER UPDATE OF given_names, family_name ON cases_relative FOR EACH ROW
    EXECUTE FUNCTION conferences_name_follows();
CREATE TRIGGER conferences_name_follows AFTER UPDATE OF given_names, family_name, born_on ON cases_child FOR EACH ROW
    EXECUTE FUNCTION conferences_name_follows();
"""
"""Of whoever stands on a list by what their record calls them: not of whom somebody called otherwise there."""
