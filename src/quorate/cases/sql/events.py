"""Who reads and who appends case events; nobody changes one."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, among, policy, protect, reaching

KEPT_BY_OFFICE: Final = (
    "conference-booked", "conference-cancelled", "conference-moved", "decisions-sent", "invitation-answered",
    "invitations-sent", "invite-list-supplied", "attended", "minutes-sent", "plan-distributed",
    "complaint-received", "complaint-answered", "minutes-challenged", "agency-information-received",
    "checklist-done", "leaflet-given",
)  # fmt: skip
"""Events that whoever keeps the list of people (books, invites, notes attendance, sends) may record."""

CONTRIBUTED: Final = ("agency-information-received", "exclusion-requested")
"""Events of a conference that whoever gives their own part to it may record: their agency's report, what they ask."""

_CODES: Final = ", ".join(f"'{code}'" for code in KEPT_BY_OFFICE)


def may_record(column: str) -> str:
    """SQL: whoever is acting may record the event of this row in the case (or for the conference) of the column."""
    writes, keeps = among(column, "access_open_cases_for('write')"), reaching(column, "manage_people")
    return f"({writes} OR (code IN ({_CODES}) AND {keeps}))"


RECORDING: Final = policy(
    "cases_event", "record", "INSERT", None,
    f"recorded_by = (SELECT access_actor()) AND recorded_at = now() AND {may_record('case_id')}",
)  # fmt: skip
"""Who appends an event in a case."""

EVENTS: Final = "\n".join(
    (
        protect("cases_event"),
        policy("cases_event", "member", "SELECT", reaching("case_id", "read", "P")),
        RECORDING,
        f"REVOKE ALL ON cases_event FROM PUBLIC, {PAGES};",
        f"GRANT SELECT, INSERT ON cases_event TO {PAGES};",
        # Not even the owner of the tables: a migration that must is one that says so and drops the trigger.
        """
CREATE FUNCTION cases_refuse_change() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'cases: events are append-only (% on %)', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER cases_event_unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON cases_event
    FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse_change();
""",
    )
)  # fmt: skip
"""Policies, rights and the trigger of the table of events."""
