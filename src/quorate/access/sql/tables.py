"""The policies and rights of the access room's own tables, and of the trail below it."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, among, by_label, forced, policy, protect, reaching, tenant

_ME: Final = "(SELECT access_actor())"
_OPEN_WRITE: Final = among("case_id", "access_open_cases_for('write')")
_NAMED: Final = f"{_ME} = ANY (named_people) OR (SELECT access_agency()) = ANY (named_agencies)"

CASES: Final = "\n".join(
    (
        protect("access_case", "id"),
        policy("access_case", "member", "SELECT", reaching("id", "see_case")),
        policy("access_case", "founder", "SELECT", f"founded_by = {_ME} AND founded_at = now()"),
        policy("access_case", "found", "INSERT", None, f"founded_by = {_ME} AND founded_at = now()"),
        policy("access_case", "restrict", "UPDATE", reaching("id", "restrict")),
        policy("access_case", "sign", "UPDATE", reaching("id", "sign")),
        protect("access_text"),
        policy("access_text", "label", "SELECT", by_label("case_id", "label", _NAMED)),
        policy("access_text", "write", "INSERT", None, _OPEN_WRITE),
        policy("access_text", "set_label", "UPDATE", reaching("case_id", "set_label")),
    )
)

_GIVES: Final = reaching("case_id", "grant_access")
LISTS: Final = "\n".join(
    (
        protect("access_grant"),
        policy("access_grant", "own", "SELECT", f"user_id = {_ME} OR team_id = (SELECT access_team())"),
        policy("access_grant", "team", "SELECT", f"{_GIVES} OR {reaching('case_id', 'look_at_access_log')}"),
        policy("access_grant", "give", "INSERT", None, f"given_by = {_ME} AND {_GIVES}"),
        policy("access_grant", "attest", "UPDATE", _GIVES),
        protect("access_exclusion"),
        policy("access_exclusion", "team", "SELECT", reaching("case_id", "manage_people")),
        policy("access_exclusion", "decide", "INSERT", None, reaching("case_id", "decide_exclusion")),
        policy("access_exclusion", "lift", "UPDATE", reaching("case_id", "decide_exclusion")),
        protect("access_restriction"),
        policy("access_restriction", "team", "SELECT", reaching("case_id", "restrict")),
        policy("access_restriction", "list", "INSERT", None, reaching("case_id", "restrict")),
        policy("access_restriction", "unlist", "DELETE", reaching("case_id", "restrict")),
    )
)

# One sees the conflicts one declared oneself; never that a case holds one against one.
_NOT_AGAINST_ME: Final = f"user_id <> {_ME} OR declared_by = {_ME}"
CONFLICTS: Final = "\n".join(
    (
        forced("access_conflict"),
        tenant("access_conflict"),
        f"CREATE POLICY not_against_me ON access_conflict AS RESTRICTIVE FOR ALL TO {PAGES} USING ({_NOT_AGAINST_ME});",
        policy("access_conflict", "own", "SELECT", f"declared_by = {_ME} AND user_id = {_ME}"),
        policy("access_conflict", "team", "SELECT", reaching("case_id", "declare_conflict")),
        policy("access_conflict", "declare", "INSERT", None, reaching("case_id", "declare_conflict")),
        policy("access_conflict", "withdraw", "UPDATE", reaching("case_id", "declare_conflict")),
    )
)

_OWN: Final = f"user_id = {_ME}"
_REVIEWS: Final = "(SELECT access_holds('review_break_glass'))"
_LOG: Final = reaching("case_id", "look_at_access_log")
BROKEN_GLASS: Final = "\n".join(
    (
        forced("access_break_glass"),
        tenant("access_break_glass"),
        policy("access_break_glass", "own", "SELECT", _OWN),
        policy("access_break_glass", "office", "SELECT", _REVIEWS),
        policy("access_break_glass", "team", "SELECT", _LOG),
        policy("access_break_glass", "ending", "UPDATE", _OWN, f"{_OWN} AND reviewed_by IS NULL"),
        policy("access_break_glass", "review", "UPDATE", _REVIEWS, f"{_REVIEWS} AND reviewed_by = {_ME}"),
        forced("access_break_glass_told"),
        tenant("access_break_glass_told"),
        policy("access_break_glass_told", "own", "SELECT",
               f"user_id = {_ME} OR team_id = (SELECT access_team()) OR (office <> '' AND {_REVIEWS})"),
        policy("access_break_glass_told", "team", "SELECT", _LOG),
    )
)  # fmt: skip

# The trail: one's own entries, those of a case whose people may look, all of the authority's for the office that
# watches (which must see who looked at a restricted case too: the trail holds ids, no content).
_WATCHES: Final = "(SELECT access_holds('read_access_log'))"
TRAIL: Final = "\n".join(
    (
        tenant("audit_entry"),
        f"CREATE POLICY conflict ON audit_entry AS RESTRICTIVE FOR SELECT TO {PAGES}"
        f" USING (case_id IS NULL OR NOT {among('case_id', 'access_conflicted()')});",
        f"CREATE POLICY exclusion ON audit_entry AS RESTRICTIVE FOR SELECT TO {PAGES}"
        f" USING (case_id IS NULL OR NOT {among('case_id', 'access_excluded_from()')});",
        f"CREATE POLICY restriction ON audit_entry AS RESTRICTIVE FOR SELECT TO {PAGES}"
        f" USING (case_id IS NULL OR {_WATCHES} OR NOT {among('case_id', 'access_shut()')});",
        policy("audit_entry", "own", "SELECT", f"actor_id = {_ME}"),
        policy("audit_entry", "team", "SELECT", reaching("case_id", "look_at_access_log")),
        policy("audit_entry", "office", "SELECT", _WATCHES),
    )
)

# Rights: rows may be added and some columns changed; nothing of the wall itself can be rewritten by the pages.
RIGHTS: Final = """
REVOKE ALL ON access_case, access_text, access_grant, access_exclusion, access_restriction, access_conflict,
    access_break_glass, access_break_glass_told, access_context, access_secret, access_role, access_rule
    FROM PUBLIC, quorate_app, quorate_job;
GRANT SELECT ON access_role, access_rule, access_break_glass, access_break_glass_told TO quorate_app, quorate_job;
GRANT SELECT, INSERT ON access_case, access_text, access_grant, access_exclusion, access_restriction, access_conflict
    TO quorate_app, quorate_job;
GRANT UPDATE (restricted, signed_at) ON access_case TO quorate_app, quorate_job;
GRANT UPDATE (label, named_people, named_agencies) ON access_text TO quorate_app, quorate_job;
GRANT UPDATE (ends_on, attested_on) ON access_grant TO quorate_app, quorate_job;
GRANT UPDATE (lifted_on, lifted_by) ON access_exclusion TO quorate_app, quorate_job;
GRANT UPDATE (withdrawn_at, withdrawn_by) ON access_conflict TO quorate_app, quorate_job;
GRANT UPDATE (ended_at, reviewed_at, reviewed_by, verdict) ON access_break_glass TO quorate_app, quorate_job;
GRANT DELETE ON access_restriction TO quorate_app, quorate_job;
REVOKE ALL ON FUNCTION access_open_context(bytea, uuid, uuid, uuid, text, uuid, uuid, text, bigint, bigint, bytea),
    access_close_contexts(uuid, uuid, bytea), access_break_glass(text, text, text, date),
    access_declare_own_conflict(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    access_open_context(bytea, uuid, uuid, uuid, text, uuid, uuid, text, bigint, bigint, bytea),
    access_close_contexts(uuid, uuid, bytea) TO quorate_app, quorate_job, quorate_owner;
GRANT EXECUTE ON FUNCTION access_break_glass(text, text, text, date), access_declare_own_conflict(text, text)
    TO quorate_app, quorate_job;
"""

WALL: Final = "\n".join((CASES, LISTS, CONFLICTS, BROKEN_GLASS, TRAIL, RIGHTS))
"""Everything, in the order in which it has to be run, after the tables and functions stand."""
