"""What the first tables of a conference left to the services alone: hidden views, double roles; drafts of decisions."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, among, policy, protect, reaching

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
_OPEN: Final = among("case_id", "access_open_cases_for('write')")
_LEADS: Final = f"{_OPEN} AND {reaching('case_id', 'read', 'R')}"
_OWN: Final = f"written_by = (SELECT access_actor()) AND {_LEADS}"

DRAFTS: Final = "\n".join(
    (
        protect("conferences_decision_draft"),
        policy("conferences_decision_draft", "lead", "SELECT", _LEADS),
        policy("conferences_decision_draft", "add", "INSERT", None, _OWN),
        policy("conferences_decision_draft", "change", "UPDATE", _LEADS, _OWN),
        f"REVOKE ALL ON conferences_decision_draft FROM PUBLIC, {PAGES};",
        f"GRANT SELECT, INSERT ON conferences_decision_draft TO {PAGES};",
        f"GRANT UPDATE (said, version, written_by, written_at) ON conferences_decision_draft TO {PAGES};",
    )
)
"""Whoever leads the meeting has the drafts of its decisions; nobody else sees that there are any."""

# While the views for a child are hidden, a view is there for whoever wrote it down, and for nobody else. The pages need
# to know that it is in, to say for whom they wait: that is told by a function, without a word of it.
HIDDEN_VIEWS: Final = f"""
CREATE FUNCTION conferences_hidden_rounds(OUT conference_id uuid, OUT child_case_id uuid)
    RETURNS SETOF record LANGUAGE sql STABLE ROWS 10 {_SAFE} AS $$
    SELECT r.conference_id, r.child_case_id FROM conferences_round r
    WHERE r.opened_at IS NULL AND r.authority_id = (SELECT access_authority()) $$;
CREATE FUNCTION conferences_views_in(p_conference uuid,
        OUT invitee_id uuid, OUT child_case_id uuid, OUT version integer)
    RETURNS SETOF record LANGUAGE sql STABLE ROWS 20 {_SAFE} AS $$
    SELECT v.invitee_id, v.child_case_id, v.version::integer
    FROM conferences_view v JOIN conferences_round r USING (conference_id, child_case_id)
    WHERE v.conference_id = p_conference AND r.opened_at IS NULL
      AND v.authority_id = (SELECT access_authority()) AND v.case_id = ANY (ARRAY(SELECT access_cases_for('read', 'P')))
      AND NOT v.case_id = ANY (ARRAY(SELECT access_denied())) $$;
REVOKE ALL ON FUNCTION conferences_hidden_rounds(), conferences_views_in(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION conferences_hidden_rounds(), conferences_views_in(uuid) TO {PAGES};
CREATE POLICY hidden ON conferences_view AS RESTRICTIVE FOR SELECT TO {PAGES} USING (
    recorded_by = (SELECT access_actor()) OR (conference_id, child_case_id) NOT IN (
        SELECT h.conference_id, h.child_case_id FROM conferences_hidden_rounds() h));
"""

# What a view says stands in its event too: while it is hidden, the event is there for whoever wrote it down, and for
# the rules, which read by functions of their own.
HIDDEN_EVENTS: Final = f"""
CREATE POLICY hidden ON cases_event AS RESTRICTIVE FOR SELECT TO {PAGES} USING (
    code <> 'view-given' OR recorded_by = (SELECT access_actor()) OR (conference_id, case_id) NOT IN (
        SELECT h.conference_id, h.child_case_id FROM conferences_hidden_rounds() h));
"""

# An exclusion constraint cannot compare two columns with each other: who chairs one conference does not take the
# minutes of another that sits at the same time. The lock makes the second of two bookings wait for the first.
TWO_SEATS: Final = f"""
CREATE FUNCTION conferences_one_seat() RETURNS trigger LANGUAGE plpgsql {_SAFE} AS $$
DECLARE one uuid;
BEGIN
    FOR one IN SELECT DISTINCT u FROM unnest(ARRAY[NEW.chair_id, NEW.minute_taker_id]) u
        WHERE u IS NOT NULL ORDER BY u
    LOOP
        PERFORM pg_advisory_xact_lock(hashtextextended('conferences_one_seat:' || one::text, 0));
    END LOOP;
    IF EXISTS (SELECT FROM conferences_booking b WHERE b.live AND b.id <> NEW.id AND b.starts_at < NEW.ends_at
            AND b.ends_at > NEW.starts_at AND b.chair_id = NEW.minute_taker_id) THEN
        RAISE EXCEPTION 'the minute-taker chairs another conference at this time'
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'conferences_minute_taker_chairs';
    END IF;
    IF EXISTS (SELECT FROM conferences_booking b WHERE b.live AND b.id <> NEW.id AND b.starts_at < NEW.ends_at
            AND b.ends_at > NEW.starts_at AND b.minute_taker_id = NEW.chair_id) THEN
        RAISE EXCEPTION 'the chair takes the minutes of another conference at this time'
            USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'conferences_chair_takes_minutes';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION conferences_one_seat() FROM PUBLIC;
CREATE TRIGGER conferences_one_seat BEFORE INSERT OR UPDATE OF live, chair_id, minute_taker_id, starts_at, ends_at
    ON conferences_booking FOR EACH ROW WHEN (NEW.live) EXECUTE FUNCTION conferences_one_seat();
"""

# Whoever has written a part of a report does not authorise it. The part as it was made (version 1) is empty.
REPORT_BY_ANOTHER: Final = f"""
CREATE FUNCTION conferences_report_by_another() RETURNS trigger LANGUAGE plpgsql {_SAFE} AS $$
BEGIN
    IF EXISTS (SELECT FROM conferences_report_section s
            WHERE s.report_id = NEW.id AND s.version > 1 AND s.written_by = NEW.authorised_by) THEN
        RAISE EXCEPTION 'a report is authorised by somebody who has not written at it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'conferences_report_by_another';
    END IF;
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION conferences_report_by_another() FROM PUBLIC;
CREATE TRIGGER conferences_report_by_another BEFORE INSERT OR UPDATE OF authorised_by ON conferences_report
    FOR EACH ROW WHEN (NEW.authorised_by IS NOT NULL) EXECUTE FUNCTION conferences_report_by_another();
"""

SECOND_THOUGHTS: Final = "\n".join((DRAFTS, HIDDEN_VIEWS, TWO_SEATS, REPORT_BY_ANOTHER))
"""Everything that migration 0013 adds."""
