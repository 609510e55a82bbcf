"""Declaring that one knows a family, by name or number: what one may not see is closed too, and one is not told."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# Closing is all that it does, to whoever acts alone; nothing comes back. A name alone is no match: with it goes a date
# of birth or a year, of the child or of anybody around it.
OWN_CONFLICTS: Final = f"""
CREATE FUNCTION cases_declare_own_conflicts(p_words text[], p_from date, p_to date, p_mark text, p_kind text)
    RETURNS void LANGUAGE plpgsql VOLATILE {_SAFE} AS $$
DECLARE me record;
BEGIN
    SELECT m.user_id, m.authority_id INTO me FROM access_me() m WHERE m.strength <> 'single';
    IF me.user_id IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO access_conflict (id, case_id, authority_id, user_id, kind, declared_by, declared_at)
        SELECT gen_random_uuid(), f.case_id, me.authority_id, me.user_id, p_kind, me.user_id, now()
        FROM (SELECT DISTINCT n.case_id FROM cases_person_name n WHERE n.authority_id = me.authority_id AND (
            (p_mark <> '' AND n.marks @> ARRAY[p_mark])
            OR (cardinality(p_words) > 1 AND p_to - p_from < 366 AND n.born_on BETWEEN p_from AND p_to
                AND string_to_array(n.folded, ' ') @> p_words))) f
    ON CONFLICT DO NOTHING;
END $$;
REVOKE ALL ON FUNCTION cases_declare_own_conflicts(text[], date, date, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_declare_own_conflicts(text[], date, date, text, text) TO {PAGES};
"""
"""One statement, whatever is there."""
