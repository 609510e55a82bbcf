"""Who reads and writes reports, what was shared, and what the family brings.

Staff of the conference read what is meant for any of them at once. Somebody of a partner agency writes and reads the
own agency's draft and no other; what has come in, or was authorised, all of them read. A child's words go no further
than the child lets them: until a choice is made, and where it is "two", to the chair and the social worker alone.
"""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, among, as_meant, policy, protect, reaching

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_WRITES: Final = among("case_id", "access_open_cases_for('write')")
_KEEPS: Final = reaching("case_id", "manage_people")
_READS: Final = reaching("case_id", "read", "P")
# Whoever writes, and somebody of a partner agency of the own agency's report; the family reads no report here.
_GIVES: Final = "({} AND {})".format(among("case_id", "access_open_cases_for('contribute')"), _READS)
_MINE: Final = "(SELECT access_agency())"
_OWN_AGENCY: Final = f"({_MINE} IS NULL OR agency_id = {_MINE})"
_DRAFT: Final = "state IN ('asked', 'draft', 'ready')"
_WRITER: Final = f"(written_by = (SELECT access_actor()) AND {_READS})"
_REPORT: Final = "EXISTS (SELECT FROM conferences_report r WHERE r.id = report_id)"
# The words of a report that is done are not changed: what somebody adds to it stands beside it.
_UNFINISHED: Final = (
    f"EXISTS (SELECT FROM conferences_report r WHERE r.id = report_id AND r.{_DRAFT}"
    f" AND ({_MINE} IS NULL OR r.agency_id = {_MINE}))"
)
_STAFF: Final = f"{_MINE} IS NULL"
_FAMILY: Final = f"({_STAFF} OR meant_for <> 'R')"

_CLOSE: Final = f"""
CREATE FUNCTION conferences_close_to_child() RETURNS SETOF uuid LANGUAGE sql STABLE ROWS 50 {_SAFE} AS $$
    SELECT g.case_id FROM access_grants_in_force() g WHERE g.as_role IN ('chair', 'social_worker')
    UNION SELECT access_founding() $$;
REVOKE ALL ON FUNCTION conferences_close_to_child() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_close_to_child() TO {PAGES};
"""
_TWO: Final = among("case_id", "conferences_close_to_child()")
# An adult's words, and what a child lets the professionals read; else only the two.
_BY_CHOICE: Final = f"((child_case_id IS NULL OR seen_by IN ('everyone', 'professionals')) AND {_READS}) OR {_TWO}"


def _about_child(table: str) -> str:
    """SQL: what is about a child who is hidden from somebody is hidden with the child."""
    return (
        f"CREATE POLICY shut_child ON {table} AS RESTRICTIVE FOR ALL TO {PAGES}"
        f" USING (child_case_id IS NULL OR NOT {among('child_case_id', 'access_denied()')});"
    )


def _given(table: str, rights: str = "SELECT, INSERT, UPDATE") -> str:
    return f"REVOKE ALL ON {table} FROM PUBLIC, {PAGES}; GRANT {rights} ON {table} TO {PAGES};"


def _family(table: str, reads: str) -> tuple[str, ...]:
    """SQL: what the family brings, entered by staff of the conference."""
    return (
        protect(table),
        _about_child(table),
        policy(table, "member", "SELECT", reads),
        policy(table, "enter", "INSERT", None, f"{_STAFF} AND {_WRITES}"),
        policy(table, "change", "UPDATE", f"{_STAFF} AND {_WRITES} AND ({reads})"),
        _given(table),
    )


_GIVEN: Final = (
    policy("conferences_report", "change", "UPDATE", f"({_GIVES} OR {_KEEPS}) AND {_OWN_AGENCY}"),
    policy("conferences_report_section", "write", "INSERT", None, f"{_GIVES} AND {_UNFINISHED}"),
    policy("conferences_report_section", "change", "UPDATE", f"{_GIVES} AND {_UNFINISHED}"),
    policy(
        "conferences_report_file", "bring", "INSERT", None,
        "uploaded_by = (SELECT access_actor()) AND (CASE WHEN report_id IS NULL"
        f" THEN {_STAFF} AND ({_WRITES} OR {_KEEPS}) ELSE {_UNFINISHED} AND ({_GIVES} OR {_KEEPS}) END)",
    ),
)  # fmt: skip

_REPORTS: Final = (
    protect("conferences_report"),
    policy(
        "conferences_report", "member", "SELECT",
        f"{_READS} AND ({_OWN_AGENCY} OR state IN ('authorised', 'received'))",
    ),
    policy("conferences_report", "write", "INSERT", None, f"({_WRITES} OR {_KEEPS}) AND {_OWN_AGENCY}"),
    _given("conferences_report"),
    protect("conferences_report_section"),
    _about_child("conferences_report_section"),
    f"CREATE POLICY report ON conferences_report_section AS RESTRICTIVE FOR ALL TO {PAGES} USING ({_REPORT});",
    policy("conferences_report_section", "member", "SELECT", as_meant()),
    policy("conferences_report_section", "own", "SELECT", _WRITER),
    _given("conferences_report_section"),
    protect("conferences_report_file"),
    _about_child("conferences_report_file"),
    f"CREATE POLICY report ON conferences_report_file AS RESTRICTIVE FOR ALL TO {PAGES}"
    f" USING (report_id IS NULL OR {_REPORT});",
    policy(
        "conferences_report_file", "member", "SELECT", f"(report_id IS NOT NULL AND ({as_meant()}))"
        f" OR (report_id IS NULL AND ({_BY_CHOICE}))",
    ),
    _given("conferences_report_file", "SELECT, INSERT"),
    # Who sees a child's drawing may be chosen afterwards; the file itself never changes.
    policy("conferences_report_file", "choose", "UPDATE", f"{_STAFF} AND {_WRITES} AND child_case_id IS NOT NULL"),
    f"GRANT UPDATE (seen_by, meant_for) ON conferences_report_file TO {PAGES};",
    *_GIVEN,
)  # fmt: skip

_SHARES: Final = (
    protect("conferences_report_share"),
    policy("conferences_report_share", "member", "SELECT", f"{_READS} AND {_REPORT}"),
    policy("conferences_report_share", "note", "INSERT", None, f"{_WRITES} AND {_REPORT}"),
    policy("conferences_report_share", "change", "UPDATE", f"{_WRITES} AND {_REPORT}"),
    _given("conferences_report_share"),
    protect("conferences_report_share_step"),
    policy(
        "conferences_report_share_step", "member", "SELECT",
        f"{_READS} AND EXISTS (SELECT FROM conferences_report_share s WHERE s.id = share_id)",
    ),
    policy(
        "conferences_report_share_step", "note", "INSERT", None,
        f"{_WRITES} AND recorded_by = (SELECT access_actor())",
    ),
    _given("conferences_report_share_step", "SELECT, INSERT"),
    protect("conferences_report_comment"),
    policy("conferences_report_comment", "member", "SELECT", f"({as_meant()}) AND {_REPORT}"),
    policy(
        "conferences_report_comment", "note", "INSERT", None,
        f"{_WRITES} AND taken_down_by = (SELECT access_actor()) AND {_REPORT}",
    ),
    _given("conferences_report_comment", "SELECT, INSERT"),
)  # fmt: skip

_OWN: Final = (
    *_family("conferences_own_report", _BY_CHOICE),
    *_family(
        "conferences_own_answer",
        f"{_READS} AND EXISTS (SELECT FROM conferences_own_report o WHERE o.id = own_report_id)",
    ),
    *_family("conferences_booklet", _READS),
    *_family("conferences_booklet_answer", _BY_CHOICE),
    *_family("conferences_child_question", _BY_CHOICE),
)

REPORTS: Final = "\n".join((_CLOSE, *_REPORTS, *_OWN, *_SHARES))
"""The policies, rights and functions of the tables of reports."""

REPORTS_GIVEN: Final = """
DROP POLICY change ON conferences_report;
DROP POLICY write ON conferences_report_section;
DROP POLICY change ON conferences_report_section;
DROP POLICY bring ON conferences_report_file;
""" + "\n".join(_GIVEN)
"""The same of one's own agency's report anew: who may no longer write anything else still writes that."""
