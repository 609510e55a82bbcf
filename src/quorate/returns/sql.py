"""Who sees a run of an import: its figures all who may begin cases, its fault lines also those who keep the lists.

A fault line names a child by the authority's own number, with an element and a date. The bytes of an uploaded file are
there for whoever uploaded it alone, until it is in.
"""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, forced, policy, tenant

_MINE: Final = "begun_by = (SELECT access_actor())"
_OFFICE: Final = "(SELECT access_holds('administer'))"
_OPENS: Final = "(SELECT access_holds('open_case'))"


def _table(name: str, reads: str, rights: str) -> str:
    parts = [
        forced(name), tenant(name), policy(name, "reader", "SELECT", reads),
        policy(name, "begin", "INSERT", None, f"{_MINE} AND {_OPENS}"),
        f"REVOKE ALL ON {name} FROM PUBLIC, {PAGES};", f"GRANT SELECT, INSERT, {rights} ON {name} TO {PAGES};",
    ]  # fmt: skip
    if "UPDATE" in rights:
        parts.append(policy(name, "go_on", "UPDATE", _MINE))
    if "DELETE" in rights:
        parts.append(policy(name, "clear", "DELETE", _MINE))
    return "\n".join(parts)


# Called once a day by the worker, who acts for nobody then.
_FORGET: Final = """
CREATE FUNCTION returns_forget_uploads(p_before timestamptz, p_said text) RETURNS integer
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    forgotten uuid[] := ARRAY(SELECT r.id FROM returns_import_run r WHERE r.begun_at < p_before
        AND r.state IN ('looking', 'looked') AND EXISTS (SELECT FROM returns_import_part p WHERE p.run_id = r.id));
BEGIN
    DELETE FROM returns_import_part WHERE run_id = ANY (forgotten);
    DELETE FROM returns_import_batch WHERE run_id = ANY (forgotten);
    UPDATE returns_import_run SET state = 'refused', said = p_said, ended_at = now() WHERE id = ANY (forgotten);
    RETURN cardinality(forgotten);
END $$;
REVOKE ALL ON FUNCTION returns_forget_uploads(timestamptz, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION returns_forget_uploads(timestamptz, text) TO quorate_job;
"""

IMPORTS: Final = "\n".join(
    (
        _table("returns_import_run", f"{_MINE} OR {_OPENS}", "UPDATE"),
        _table("returns_import_batch", f"{_MINE} OR {_OFFICE}", "UPDATE, DELETE"),
        _table("returns_import_part", _MINE, "DELETE"),
        f"GRANT USAGE, SELECT ON SEQUENCE returns_import_part_id_seq TO {PAGES};",
        _FORGET,
    )
)
"""Policies and rights of the tables of imports."""
