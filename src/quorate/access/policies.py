"""Row-level security for every table of case records: rooms above call this from their migrations.

Spelt `= ANY (ARRAY(SELECT …))`, so that the database works out the list once a statement and then uses its
indexes; the same rule as a function a row is two thousand times slower.
"""

from __future__ import annotations

from typing import Final

PAGES: Final = "quorate_app, quorate_job"
"""The database roles that the policies bind."""

RESTRICTIVE: Final = ("tenant", "denied")
"""The policies that every table of case records must have, besides one that lets its readers in."""


def among(column: str, cases: str) -> str:
    """SQL: the column is one of the cases that the set-returning call gives."""
    return f"{column} = ANY (ARRAY(SELECT {cases}))"


def reaching(column: str, action: str, label: str = "", *, named: bool = False) -> str:
    """SQL: whoever is acting may do the action on the case in the column."""
    return among(column, f"access_cases_for('{action}', '{label}', {str(named).lower()})")


def policy(table: str, name: str, command: str, using: str | None = None, check: str | None = None) -> str:
    """SQL: one policy that lets rows in."""
    parts = [f"CREATE POLICY {name} ON {table} FOR {command} TO {PAGES}"]
    if using is not None:
        parts.append(f"USING ({using})")
    if check is not None:
        parts.append(f"WITH CHECK ({check})")
    return " ".join(parts) + ";"


def _restrictive(table: str, name: str, condition: str) -> str:
    return f"CREATE POLICY {name} ON {table} AS RESTRICTIVE FOR ALL TO {PAGES} USING ({condition});"


def forced(table: str) -> str:
    """SQL: row-level security binds everybody, the owner too; the owner's data migrations are let through."""
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;\n"
        f"CREATE POLICY owner ON {table} TO quorate_owner USING (true) WITH CHECK (true);"
    )


def tenant(table: str) -> str:
    """SQL: rows of other authorities are not there."""
    return _restrictive(table, "tenant", "authority_id = (SELECT access_authority())")


def denying(table: str, case: str = "case_id") -> str:
    """SQL: conflict, exclusion and restriction shut a case, whatever else lets it in."""
    return _restrictive(table, "denied", f"NOT {among(case, 'access_denied()')}")


def own_agency(table: str, theirs: str, case: str = "case_id") -> str:
    """SQL: whoever acts for a partner agency is shown the agency's own rows alone; `theirs` says which those are.

    Not whoever keeps the list of people of the case: they work for all who stand on it, wherever they are employed.
    """
    staff = f"(SELECT access_agency()) IS NULL OR {reaching(case, 'manage_people')}"
    return _restrictive(table, "own_agency", f"{staff} OR ({theirs})")


def protect(table: str, case: str = "case_id") -> str:
    """SQL for a table of case records, which needs `authority_id` and the case's id.

    Lets nobody in by itself: add `policy(…, reaching(…))` for reading and for writing.
    """
    return "\n".join((forced(table), tenant(table), denying(table, case)))


def by_label(case: str, label: str, named: str) -> str:
    """SQL: whoever is acting reaches the text's label. `named` is the condition that the text names them."""
    whole = [
        f"({label} = '{code}' AND {reaching(case, 'read', code)})" for code in ("F-all", "F-person", "C", "P", "R")
    ]
    own = [
        f"({label} = '{code}' AND ({named}) AND {reaching(case, 'read', code, named=True)})"
        for code in ("F-person", "R")
    ]
    contact = f"({label} = 'K' AND {reaching(case, 'reveal_contact')})"
    return "\n    OR ".join((*whole, *own, contact))


def as_meant(case: str = "case_id") -> str:
    """SQL for tables of `access.models.MeantFor`: staff read what is meant for any of them; a closed part, who may."""
    agency = "(SELECT m.agency_id FROM access_me() m)"
    return "\n    OR ".join(
        (
            f"(meant_for <> 'R' AND {reaching(case, 'read', 'P')})",
            f"(meant_for = 'R' AND {reaching(case, 'read', 'R')})",
            f"(meant_for = 'R' AND {agency} = ANY (named) AND {reaching(case, 'read', 'R', named=True)})",
        )
    )
