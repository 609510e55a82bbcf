"""What each page of a child's record asks the database for, fetched with the case in one query.

Each part is a text of SQL that gives rows about the case `k`; a page fetches its parts as lists of objects. Fixed
texts, because putting ten such questions together by objects costs ten times what the database needs for them.
Row-level security binds every table in them.
"""

from __future__ import annotations

from typing import Final

from quorate.audit.entries import READS
from quorate.cases.worklist import TO_DO

Parts = dict[str, str]
MOST_LOOKS: Final = 50

_IN_FORCE: Final = "g.begins_on <= %(today)s AND (g.ends_on IS NULL OR g.ends_on >= %(today)s)"
RELATIVES: Final = """SELECT r.id, r.person_id, r.given_names, r.family_name, r.known_as, r.born_on, r.expected_on,
        r.died_on, r.sex, r.relation, r.parental_responsibility, r.lives_with_child, r.to_be_invited
    FROM cases_relative r WHERE r.case_id = k.id AND r.removed_on IS NULL ORDER BY r.added_on, r.id"""
_NEEDS: Final = """SELECT n.id, n.person_id, n.kind, n.words, n.met_on FROM cases_need n
    WHERE n.case_id = k.id {open} ORDER BY n.recorded_on, n.id"""
# That there are addresses and ways of reaching people: kind, days, protection; never the words, which lie elsewhere.
_ADDRESSES: Final = """SELECT a.id, a.person_id, a.kind, a.protection, a.begins_on, a.ends_on FROM cases_address a
    WHERE a.case_id = k.id ORDER BY a.ends_on DESC NULLS FIRST, a.kind, a.id"""
_WAYS: Final = """SELECT w.id, w.person_id, w.kind, w.verified_on, w.verified_how, w.safe, w.safe_until
    FROM cases_contact_way w WHERE w.case_id = k.id AND w.ended_on IS NULL ORDER BY w.added_on, w.id"""
_HOLDERS: Final = f"""SELECT g.id, g.as_role, g.begins_on, g.ends_on, g.why, u.display_name AS name, t.name AS team
    FROM access_grant g LEFT JOIN people_user u ON u.id = g.user_id LEFT JOIN people_team t ON t.id = g.team_id
    WHERE g.case_id = k.id AND {_IN_FORCE} ORDER BY g.as_role, g.begins_on, g.id"""
_DUTIES: Final = f"""SELECT d.id, d.code, d.title, d.belongs_to, d.about, d.about_id, d.due_on, d.due_at, d.act_by_on,
        d.weight
    FROM cases_duty d WHERE d.case_id = k.id AND {TO_DO} ORDER BY d.late_from ASC NULLS LAST, d.code, d.id LIMIT """
_JOINED_TO: Final = """SELECT t.ref FROM cases_redirect j JOIN access_case t ON t.id = j.to_case_id
    WHERE j.case_id = k.id"""

_PEOPLE: Final[Parts] = {"relatives": RELATIVES, "addresses": _ADDRESSES, "ways": _WAYS}

NAMES: Final[Parts] = {"relatives": RELATIVES}
"""The people of the record by name alone."""

SUMMARY: Final[Parts] = _PEOPLE | {
    "needs": _NEEDS.format(open="AND n.met_on IS NULL"),
    "holders": _HOLDERS,
    "aliases": """SELECT a.person_id, a.given_names, a.family_name, a.kind FROM cases_alias a WHERE a.case_id = k.id
        ORDER BY a.added_on, a.id""",
    "open_plans": """SELECT p.kind, p.began_on, p.latest_category FROM plans_plan p
        WHERE p.case_id = k.id AND p.ended_on IS NULL ORDER BY p.began_on, p.id""",
    "open_enquiries": """SELECT e.begun_on FROM cases_enquiry e WHERE e.case_id = k.id AND e.ended_on IS NULL
            AND e.taken_back_on IS NULL
        ORDER BY e.begun_on, e.id""",
    "duties": f"{_DUTIES} 3",
    "joined_to": _JOINED_TO,
}
"""The first page: who it is, what is next, who works with the child, what people need, how they are reached."""

FAMILY: Final[Parts] = _PEOPLE | {
    "needs": _NEEDS.format(open=""),
    "kinships": """SELECT s.id, s.a_person, s.b_person, s.kind, s.begins_on, s.ends_on FROM cases_kinship s
        WHERE s.case_id = k.id ORDER BY s.kind, s.id""",
    "alleged": """SELECT h.relative_id, h.recorded_on FROM cases_alleged_harm h
        WHERE h.case_id = k.id AND h.withdrawn_on IS NULL""",
    "doubles": """SELECT r.id FROM cases_relative r WHERE r.case_id = k.id AND r.removed_on IS NULL AND EXISTS (
        SELECT FROM cases_person_name m JOIN cases_person_name n ON n.authority_id = m.authority_id
            AND n.sounds = m.sounds AND n.whose = 'relative' AND n.person_id <> m.person_id
            AND (n.born_on IS NULL OR m.born_on IS NULL OR n.born_on = m.born_on)
        WHERE m.case_id = k.id AND m.person_id = r.person_id AND cardinality(m.sounds) > 1
            AND NOT n.person_id = ANY (cases_same_people(r.person_id))
            AND NOT EXISTS (SELECT FROM cases_child c WHERE c.person_id IN (r.person_id, n.person_id)))""",
    "joined": """SELECT s.person_id, s.same_as FROM cases_same_person s
        WHERE s.undone_on IS NULL AND (s.case_id = k.id OR s.other_case_id = k.id)""",
}
"""The people around the child with how they are reached; allegations only for those who see the closed part."""

CHRONOLOGY: Final[Parts] = {
    "entries": """SELECT e.id, e.happened_on, e.words, e.source, e.significance, e.written_at, t.label,
            u.display_name AS author
        FROM cases_chronology_entry e JOIN access_text t ON t.id = e.text_id
        LEFT JOIN people_user u ON u.id = e.written_by
        WHERE e.case_id = k.id ORDER BY e.happened_on DESC, e.written_at DESC LIMIT 500"""
}
"""The entries that the reader's role reads, the latest first."""

DUE: Final[Parts] = NAMES | {"duties": f"{_DUTIES} 200", "joined_to": _JOINED_TO}
"""Everything that is to be done for the child, and the record to which this one was joined."""

PLANS: Final[Parts] = {
    "plans": """SELECT p.id, p.kind, p.began_on, p.ended_on, p.first_category, p.latest_category, p.previous_plans,
            p.ended_reason
        FROM plans_plan p WHERE p.case_id = k.id ORDER BY p.began_on DESC, p.id""",
    "enquiries": """SELECT e.id, e.begun_on, e.ended_on, e.outcome, e.conference_on, e.conference_not_required,
        e.reason, (e.ended_on IS NULL OR e.outcome = 'conference') AND e.conference_on IS NULL AND NOT EXISTS (
            SELECT 1 FROM conferences_decision o
            WHERE o.case_id = k.id AND o.decided_on >= e.begun_on AND o.withdrawn_at IS NULL
        ) AS is_unanswered
        FROM cases_enquiry e WHERE e.case_id = k.id AND e.taken_back_on IS NULL ORDER BY e.begun_on DESC, e.id""",
    "conferences": """SELECT f.id, f.reference, f.kind, f.state, f.starts_at, f.held_on,
        (SELECT h.ref FROM access_case h WHERE h.id = f.id) AS ref FROM conferences_conference f
        WHERE f.id IN (SELECT b.conference_id FROM conferences_child b WHERE b.child_case_id = k.id)
        ORDER BY f.held_on DESC NULLS FIRST, f.starts_at DESC, f.id""",
    "decisions": """SELECT o.conference_id, o.decided_on, o.outcome, o.categories, o.next_review_on
        FROM conferences_decision o WHERE o.case_id = k.id ORDER BY o.decided_on DESC, o.id""",
}
"""Plans, enquiries, and the conferences with what they decided about this child."""

_READ: Final = ", ".join(f"'{one}'" for one in READS)
LOOKS: Final[Parts] = {
    "looks": f"""SELECT l.at, l.role, l.action, u.display_name AS name FROM audit_entry l
        LEFT JOIN people_user u ON u.id = l.actor_id
        WHERE l.case_id = k.id AND l.action IN ({_READ}) ORDER BY l.id DESC LIMIT {MOST_LOOKS}"""
}
"""The last looks at the record, the newest first."""
