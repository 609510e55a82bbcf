"""Who joins two records of one adult, who sees that they are joined, and which records are of one human."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, among, policy, protect, reaching

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_OPEN: Final = "access_open_cases_for('write')"
_BOTH: Final = f"{among('case_id', _OPEN)} AND {among('other_case_id', _OPEN)}"
_EITHER: Final = f"{reaching('case_id', 'read', 'P')} OR {reaching('other_case_id', 'read', 'P')}"

_TABLE: Final = "\n".join(
    (
        protect("cases_same_person"),
        f"CREATE POLICY shut_other ON cases_same_person AS RESTRICTIVE FOR ALL TO {PAGES}"
        f" USING (NOT {among('other_case_id', 'access_denied()')});",
        policy("cases_same_person", "member", "SELECT", _EITHER),
        policy("cases_same_person", "write", "INSERT", None, _BOTH),
        policy("cases_same_person", "undo", "UPDATE", f"{_BOTH} AND undone_on IS NULL", _BOTH),
        f"REVOKE ALL ON cases_same_person FROM PUBLIC, {PAGES};",
        f"GRANT SELECT, INSERT ON cases_same_person TO {PAGES};",
        f"GRANT UPDATE (undone_on, undone_by, undone_why) ON cases_same_person TO {PAGES};",
    )
)

# Asked by whoever sends, whatever they may see themselves: what is known of the human in a record that they do not
# reach must hold too. It gives ids that lead nowhere by themselves, and never a case or a name.
_SAME: Final = f"""
CREATE FUNCTION cases_same_people(p_person uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE {_SAFE} AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM cases_same_person s WHERE s.person_id = p_person AND s.undone_on IS NULL)
        AND NOT EXISTS (SELECT FROM cases_same_person s WHERE s.same_as = p_person AND s.undone_on IS NULL) THEN
        RETURN ARRAY[p_person];
    END IF;
    RETURN ARRAY(WITH RECURSIVE one(id) AS (
        SELECT p_person
        UNION SELECT CASE WHEN s.person_id = o.id THEN s.same_as ELSE s.person_id END
            FROM one o JOIN cases_same_person s ON (s.person_id = o.id OR s.same_as = o.id) AND s.undone_on IS NULL)
        SELECT id FROM one ORDER BY id);
END $$;
REVOKE ALL ON FUNCTION cases_same_people(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_same_people(uuid) TO {PAGES};

-- Since when these have been known to be one human: what was decided since was decided about all of them.
CREATE FUNCTION cases_one_since(p_people uuid[]) RETURNS timestamptz LANGUAGE sql STABLE {_SAFE} AS $$
    SELECT coalesce(max(s.joined_at), 'infinity') FROM cases_same_person s
    WHERE s.person_id = ANY (p_people) AND s.same_as = ANY (p_people) AND s.undone_on IS NULL $$;
REVOKE ALL ON FUNCTION cases_one_since(uuid[]) FROM PUBLIC;
"""

ONE_PERSON: Final = f"{_TABLE}\n{_SAME}"
"""Policies of the table, and the two functions by which what stands on one record holds for all of one human."""
