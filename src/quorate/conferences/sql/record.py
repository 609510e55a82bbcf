"""Who reads and writes the record; and that nothing approved is ever changed, whoever asks."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, as_meant, policy, protect, reaching

_TABLES: Final = ("conferences_record", "conferences_record_section", "conferences_addendum")
_WRITES: Final = reaching("case_id", "write")

_FROZEN: Final = """
CREATE FUNCTION conferences_record_stands() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    is_approved boolean;
BEGIN
    IF TG_OP = 'TRUNCATE' OR TG_TABLE_NAME = 'conferences_addendum' THEN
        is_approved := true;
    ELSIF TG_TABLE_NAME = 'conferences_record' THEN
        is_approved := OLD.state = 'approved';
    ELSE
        -- Waits for whoever is approving at this moment; record_id itself can never be changed by the pages.
        SELECT r.state = 'approved' INTO is_approved FROM conferences_record r
        WHERE r.id = coalesce(NEW.record_id, OLD.record_id) FOR SHARE;
    END IF;
    IF is_approved THEN
        RAISE EXCEPTION 'conferences: the record is approved; add an addendum'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER record_stands BEFORE UPDATE OR DELETE ON conferences_record
    FOR EACH ROW EXECUTE FUNCTION conferences_record_stands();
CREATE TRIGGER record_stands BEFORE INSERT OR UPDATE OR DELETE ON conferences_record_section
    FOR EACH ROW EXECUTE FUNCTION conferences_record_stands();
CREATE TRIGGER record_stands BEFORE UPDATE OR DELETE ON conferences_addendum
    FOR EACH ROW EXECUTE FUNCTION conferences_record_stands();
""" + "\n".join(
    f"CREATE TRIGGER record_is_kept BEFORE TRUNCATE ON {table}"
    " FOR EACH STATEMENT EXECUTE FUNCTION conferences_record_stands();"
    for table in _TABLES
)

RECORD: Final = "\n".join(
    (
        *(protect(table) for table in _TABLES),
        policy("conferences_record", "member", "SELECT", reaching("case_id", "read", "P")),
        policy("conferences_record", "prepare", "INSERT", None, _WRITES),
        # Only the chair takes it from draft to approved; nothing else of it ever changes.
        policy("conferences_record", "approve", "UPDATE", reaching("case_id", "sign")),
        policy("conferences_record_section", "meant", "SELECT", as_meant()),
        policy("conferences_record_section", "add", "INSERT", None, _WRITES),
        policy("conferences_record_section", "change", "UPDATE", _WRITES),
        policy("conferences_addendum", "meant", "SELECT", as_meant()),
        policy("conferences_addendum", "add", "INSERT", None, _WRITES),
        f"REVOKE ALL ON {', '.join(_TABLES)} FROM PUBLIC, {PAGES};",
        f"GRANT SELECT, INSERT ON {', '.join(_TABLES)} TO {PAGES};",
        f"GRANT UPDATE (state, digest, approved_by, approved_at) ON conferences_record TO {PAGES};",
        "GRANT UPDATE (words, meant_for, named, not_for, version, written_by, written_at)"
        f" ON conferences_record_section TO {PAGES};",
        _FROZEN,
    )
)
"""The policies, the rights and the triggers."""

LEFT_EMPTY: Final = "\n".join(
    (
        protect("conferences_left_empty"),
        policy("conferences_left_empty", "write", "SELECT", _WRITES),
        policy("conferences_left_empty", "approve", "INSERT", None, reaching("case_id", "sign")),
        f"REVOKE ALL ON conferences_left_empty FROM PUBLIC, {PAGES};",
        f"GRANT SELECT, INSERT ON conferences_left_empty TO {PAGES};",
        "CREATE TRIGGER record_stands BEFORE INSERT OR UPDATE OR DELETE ON conferences_left_empty"
        " FOR EACH ROW EXECUTE FUNCTION conferences_record_stands();",
        "CREATE TRIGGER record_is_kept BEFORE TRUNCATE ON conferences_left_empty"
        " FOR EACH STATEMENT EXECUTE FUNCTION conferences_record_stands();",
    )
)
"""Why a part stood empty: read by those alone who write in the case, because an address may stand in it."""
