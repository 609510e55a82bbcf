"""What hangs on the conferences of a family: the list, reports, what was said in the meeting, the record.

As many rows as a conference really has, in plain words that are the same everywhere: pages are measured, not read.
Bookings are made for all of them at once (`BOOKED`), because rooms and people are free only once at a time.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.big.family import Family
from benchmarks.big.staff import an_id
from benchmarks.generate import TODAY

AGENCIES = (("police_rep", "police"), ("school", "education"), ("health_visitor", "health"), ("gp", "health"))
SECTIONS, AGENCY_SECTIONS, RECORD_SECTIONS = 9, 4, 14
COLUMNS = ("harm", "danger", "complicating", "grey", "strengths", "safety", "next-steps")
CARDS = 2  # in each column
WORDS = "Told by the school and by the family; the children were seen at home and spoke for themselves. " * 3
SHORT = "The family keeps to what was agreed."


def sit(family: Family) -> None:
    """Adds the rows of every conference that was booked."""
    for row in family.conferences.values():
        if "starts_at" not in row:
            continue
        invitees = _list(family, row)
        _reports(family, row, invitees)
        if row["state"] == "held":
            _meeting(family, row, invitees)
            _record(family, row)


def _add(family: Family, table: str, conference: dict[str, Any], **row: Any) -> dict[str, Any]:
    return family.add(table, case_id=conference["case_id"], conference_id=conference["id"], **row)


def _list(family: Family, row: dict[str, Any]) -> list[dict[str, Any]]:
    invited = row["requested_on"] + timedelta(days=3)
    common = {"to_invite": True, "basis": "always", "invited_on": invited, "invited_how": "letter", "answer": "yes"}
    rows = []
    for relative in _adults(family):
        name = f"{relative['given_names']} {relative['family_name']}"
        rows.append(_add(family, "conferences_invitee", row, kind="parent", person_id=relative["person_id"], name=name,
                         role="parent", **common))  # fmt: skip
    for role, agency in AGENCIES:
        rows.append(_add(family, "conferences_invitee", row, kind="professional", name=f"{role} of the family",
                         role=role, agency_code=agency, direct_contact=True, **common))  # fmt: skip
    unit = family.staff.of_unit
    for role, user in (
        ("social_worker", family.worker), ("team_manager", family.staff.managers[family.team]),
        ("chair", unit["chair"][family.number % len(unit["chair"])]),
        ("minute_taker", unit["minute_taker"][family.number % len(unit["minute_taker"])]),
    ):  # fmt: skip
        rows.append(_add(family, "conferences_invitee", row, kind="professional", user_id=user, role=role,
                         name=f"{role} {user.hex[:4]}", agency_code="social-care", **common))  # fmt: skip
    return rows


def _adults(family: Family) -> list[dict[str, Any]]:
    adults: dict[str, dict[str, Any]] = {}
    for one in family.rows.get("cases_relative", ()):
        if one["relation"] in ("mother", "father"):
            adults.setdefault(one["person_id"], one)
    return list(adults.values())


def _reports(family: Family, row: dict[str, Any], invitees: list[dict[str, Any]]) -> None:
    held, at = row["state"] == "held", row["starts_at"] - timedelta(days=4)
    done = {"authorised_at": at, "authorised_by": family.staff.managers[family.team]} if held else {}
    own = _add(family, "conferences_report", row, code="social-work", role="social_worker", written_by=family.worker,
               state="authorised" if held else "draft", **done)  # fmt: skip
    _sections(family, row, own, SECTIONS)
    for invitee in invitees:
        if invitee["kind"] == "professional" and "user_id" not in invitee:
            report = _add(family, "conferences_report", row, code="agency", agency_code=invitee["agency_code"],
                          invitee_id=invitee["id"], role=invitee["role"], state="received", received_at=at,
                          received_by=family.worker, asked_on=at.date())  # fmt: skip
            _sections(family, row, report, AGENCY_SECTIONS)
        elif invitee["kind"] == "parent":
            _add(family, "conferences_report_share", row, report_id=own["id"], recipient="parent",
                 person_id=invitee["person_id"], parts=["report"], shared_at=at if held else None)  # fmt: skip


def _sections(family: Family, row: dict[str, Any], report: dict[str, Any], count: int) -> None:
    for position in range(count):
        _add(family, "conferences_report_section", row, report_id=report["id"], position=position,
             title=f"part {position + 1}", words=WORDS, meant_for="P" if position % 3 else "F-all",
             written_by=family.worker, written_at=row["starts_at"] - timedelta(days=5))  # fmt: skip


def _meeting(family: Family, row: dict[str, Any], invitees: list[dict[str, Any]]) -> None:
    begun, chair = row["starts_at"], next(one["user_id"] for one in invitees if one["role"] == "chair")
    _add(family, "conferences_sitting", row, planned_at=begun, started_at=begun, started_by=chair,
         ended_at=begun + timedelta(hours=2), item="closing")  # fmt: skip
    for invitee in invitees:
        _add(family, "conferences_attendance", row, invitee_id=invitee["id"], from_at=begun, mode="in_person",
             until_at=begun + timedelta(hours=2), event_id=an_id(family.dice))  # fmt: skip
    for column in COLUMNS:
        for place in range(CARDS):
            _add(family, "conferences_card", row, column_code=column, words=WORDS[:120], place=place,
                 changed_at=begun, changed_by=chair, meant_for="F-all", said_by=invitees[place]["id"])  # fmt: skip
    for case in family.cases.values():
        for invitee in invitees[:5]:
            common = {"child_case_id": case, "invitee_id": invitee["id"]}
            who = "family" if invitee["kind"] == "parent" else "professional"
            _add(family, "conferences_scale_number", row, who=who, number=4, reason=SHORT, at=begun, by=chair,
                 **common)  # fmt: skip
            _add(family, "conferences_view", row, plan="yes", reason=SHORT, given_at=begun, recorded_by=chair,
                 meant_for="F-all", event_id=an_id(family.dice), **common)  # fmt: skip


def _record(family: Family, row: dict[str, Any]) -> None:
    unit, at = family.staff.of_unit, row["starts_at"] + timedelta(days=3)
    keeper = unit["minute_taker"][family.number % len(unit["minute_taker"])]
    chair = unit["chair"][family.number % len(unit["chair"])]
    record = _add(family, "conferences_record", row, state="approved", prepared_by=keeper, prepared_at=at,
                  digest="0" * 64, approved_by=chair, approved_at=at)  # fmt: skip
    for place in range(RECORD_SECTIONS):
        family.add("conferences_record_section", case_id=row["case_id"], record_id=record["id"], code="discussion",
                   title=f"Part {place + 1}", place=place, words=WORDS, meant_for="F-all", written_by=keeper,
                   written_at=at)  # fmt: skip


# The n-th conference of a morning or an afternoon has the n-th room, chair and minute-taker; where there are more than
# chairs the rest stays without a booking.
BOOKED = """
INSERT INTO conferences_booking (id, case_id, authority_id, conference_id, room_id, place_words, chair_id,
    minute_taker_id, starts_at, ends_at, mode, live, beyond_why, booked_by, ended_why, authorised_by)
SELECT gen_random_uuid(), n.case_id, n.authority_id, n.id, r.id, '', c.user_id, m.user_id, n.starts_at,
    n.starts_at + interval '2 hours', 'in_person', true, '', c.user_id, '', ''
FROM (SELECT x.*, row_number() OVER (PARTITION BY (x.starts_at AT TIME ZONE 'Europe/London')::date,
          extract(hour FROM x.starts_at AT TIME ZONE 'Europe/London') < 12 ORDER BY x.id) AS place
      FROM conferences_conference x WHERE x.starts_at IS NOT NULL) n
    JOIN (SELECT user_id, row_number() OVER (ORDER BY user_id) AS place FROM people_membership
          WHERE role = 'chair') c USING (place)
    LEFT JOIN (SELECT user_id, row_number() OVER (ORDER BY user_id) AS place FROM people_membership
          WHERE role = 'minute_taker') m USING (place)
    LEFT JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM people_room) r USING (place)
"""

# Six conferences of each chair sit now: in these cards are written.
SIT_NOW = """
WITH chosen AS (
    SELECT x.id, x.case_id, x.authority_id, x.starts_at, i.user_id FROM (
        SELECT x.*, i.user_id AS chair, row_number() OVER (PARTITION BY i.user_id ORDER BY x.starts_at, x.id) AS place
        FROM conferences_conference x JOIN conferences_invitee i ON i.conference_id = x.id AND i.role = 'chair'
            JOIN access_case k ON k.id = x.case_id AND NOT k.restricted
        WHERE x.state = 'booked') x JOIN conferences_invitee i ON i.conference_id = x.id AND i.role = 'chair'
    WHERE x.place <= 6),
sitting AS (
    INSERT INTO conferences_sitting (id, case_id, authority_id, conference_id, planned_at, started_at, started_by,
                                     late_why, item, room_screen)
    SELECT gen_random_uuid(), case_id, authority_id, id, starts_at, %(now)s, user_id, '', 'analysis', false FROM chosen)
UPDATE conferences_conference SET state = 'sitting' WHERE id IN (SELECT id FROM chosen)
"""

NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 9, 30, tzinfo=UTC)
