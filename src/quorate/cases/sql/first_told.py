"""The first day under which an enquiry was told, where it was put right before that day was kept."""

from __future__ import annotations

from typing import Final

_HELD: Final = "code = 'strategy-discussion-held'"
_BEGUN: Final = f"{_HELD} AND {{0}}.takes_back IS NULL AND ({{0}}.facts ->> 'starts_enquiry')::boolean"

# Whoever put a first day right took back the discussion and told it anew in one transaction: step by step back.
FIRST_TOLD: Final = f"""
WITH RECURSIVE back(enquiry, case_id, at, day, path) AS (
    SELECT q.id, q.case_id, e.recorded_at, e.day, ARRAY[e.event_id] FROM cases_enquiry q
        JOIN cases_event e ON e.case_id = q.case_id AND e.day = q.begun_on AND e.{_BEGUN.format("e")}
    UNION ALL
    SELECT b.enquiry, b.case_id, w.recorded_at, w.day, b.path || w.event_id FROM back b
        JOIN cases_event t ON t.case_id = b.case_id AND t.{_HELD}
            AND t.recorded_at = b.at AND t.takes_back IS NOT NULL
        JOIN cases_event w ON w.case_id = b.case_id AND w.event_id = t.takes_back AND w.{_BEGUN.format("w")}
        WHERE NOT w.event_id = ANY (b.path))
UPDATE cases_enquiry q SET first_told_on = l.day
    FROM (SELECT DISTINCT ON (enquiry) enquiry, day FROM back ORDER BY enquiry, cardinality(path) DESC, at) l
    WHERE q.id = l.enquiry AND l.day <> q.begun_on AND q.first_told_on IS DISTINCT FROM l.day;
"""
"""Fills `first_told_on` of enquiries that were put right before it was kept, from their events."""
