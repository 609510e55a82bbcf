"""Who reads and who writes the records of children and of the people around them."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, among, policy, protect, reaching

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_READ: Final = reaching("case_id", "read", "P")
_WRITE: Final = among("case_id", "access_open_cases_for('write')")


def _table(name: str, reads: str = _READ, *, changes: bool = True) -> str:
    """SQL: the policies and rights of one table; rows are added, changed where that is meant, never deleted."""
    parts = [
        protect(name),
        policy(name, "member", "SELECT", reads),
        policy(name, "write", "INSERT", None, _WRITE),
        f"REVOKE ALL ON {name} FROM PUBLIC, {PAGES};",
        f"GRANT SELECT, INSERT{', UPDATE' if changes else ''} ON {name} TO {PAGES};",
    ]
    if changes:
        parts.append(policy(name, "change", "UPDATE", _WRITE))
    return "\n".join(parts)


_CHANGING: Final = (
    "child", "relative", "kinship", "address", "contact_way", "need", "referral", "enquiry", "strategy_discussion",
    "assessment",
)  # fmt: skip
_KEPT: Final = ("expected_date", "alias", "correction")

# A label's handle decides: what its reader may not read is not there. `access_text` has policies of its own.
_LABELLED: Final = "EXISTS (SELECT FROM access_text t WHERE t.id = text_id)"
# The closed part stays closed whatever becomes of the label.
_CLOSED: Final = "EXISTS (SELECT FROM access_text t WHERE t.id = text_id AND t.label = 'R')"
_REVEALED: Final = reaching("case_id", "reveal_contact")

_MISTAKEN_LINES: Final = f"""
{policy("cases_kinship", "unwrite", "DELETE", _WRITE)}
GRANT DELETE ON cases_kinship TO {PAGES};
"""

# References are numbered by a sequence, not by counting rows: nobody waits, and a gap tells nothing about hidden
# records. Whether a local reference is in use has to be known also where the record is hidden: the row would be
# refused anyway.
_NUMBERS: Final = f"""
CREATE SEQUENCE cases_child_number;
GRANT USAGE ON SEQUENCE cases_child_number TO {PAGES};

CREATE FUNCTION cases_local_ids_in_use(p_ids text[]) RETURNS SETOF text
    LANGUAGE sql STABLE ROWS 100 {_SAFE} AS $$
    SELECT c.local_id::text FROM cases_child c, access_me() m
    WHERE m.strength <> 'single' AND c.authority_id = m.authority_id AND c.local_id <> '' AND c.local_id = ANY (p_ids)
      AND (SELECT access_holds('open_case')) $$;
REVOKE ALL ON FUNCTION cases_local_ids_in_use(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_local_ids_in_use(text[]) TO {PAGES};
"""

# `quorate reseal` is done by the owner of the tables and leaves its entry; the right was lost when the function was
# given to the writer of the trail.
_OWNERS_ENTRY: Final = """
SET LOCAL ROLE quorate_audit_writer;
GRANT EXECUTE ON FUNCTION audit_append(text, text, uuid, uuid, text, text, uuid, uuid, text, jsonb) TO quorate_owner;
RESET ROLE;
"""

RECORDS: Final = "\n".join(
    (
        *(_table(f"cases_{name}") for name in _CHANGING),
        *(_table(f"cases_{name}", changes=False) for name in _KEPT),
        _table("cases_redirect", reaching("case_id", "see_case"), changes=False),
        _table("cases_chronology_entry", _LABELLED, changes=False),
        _table("cases_alleged_harm", _CLOSED),
        # Sealed words may be added by who writes, and read by who may reveal; nobody but the owner seals them anew.
        _table("cases_address_words", _REVEALED, changes=False),
        _table("cases_contact_way_words", _REVEALED, changes=False),
        _MISTAKEN_LINES,
        _NUMBERS,
        _OWNERS_ENTRY,
    )
)
"""Policies, rights, the numbers of references."""
