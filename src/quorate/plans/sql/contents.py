"""The policies of what stands in a plan: read and written with the child's case, and at the conference."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, among, as_meant, policy, protect, reaching

_WORDS: Final = ("plans_danger_statement", "plans_safety_goal", "plans_part", "plans_action")
_OPEN: Final = "access_open_cases_for('write')"
_WRITES: Final = f"({among('case_id', _OPEN)} OR {among('conference_id', _OPEN)})"
_OF_CHILDREN: Final = among("case_id", "conferences_children_written()")

_VERSIONED: Final = '"order", version, written_by, written_at, removed_at, meant_for, named'
_CHANGED: Final = {
    "plans_danger_statement": "words, worries",
    "plans_safety_goal": "words, statement_id",
    "plans_part": "words",
    "plans_action": (
        "goal_id, what, why, who, invitee_id, person_id, owner_kind, by_when, by_when_words, how_known, if_not,"
        " is_service, worries, state"
    ),
}


def _words(table: str) -> str:
    return "\n".join(
        (
            protect(table),
            policy(table, "member", "SELECT", as_meant()),
            policy(table, "conference", "SELECT", as_meant("conference_id")),
            policy(table, "add", "INSERT", None, _WRITES),
            policy(table, "change", "UPDATE", _WRITES),
            f"REVOKE ALL ON {table} FROM PUBLIC, {PAGES}; GRANT SELECT, INSERT ON {table} TO {PAGES};",
            f"GRANT UPDATE ({_CHANGED[table]}, {_VERSIONED}) ON {table} TO {PAGES};",
        )
    )


CONTENTS: Final = "\n".join(
    (
        protect("plans_content"),
        policy("plans_content", "member", "SELECT", reaching("case_id", "read", "P")),
        policy("plans_content", "conference", "SELECT", reaching("conference_id", "read", "P")),
        policy("plans_content", "add", "INSERT", None, _WRITES),
        policy("plans_content", "change", "UPDATE", _WRITES),
        f"REVOKE ALL ON plans_content FROM PUBLIC, {PAGES}; GRANT SELECT, INSERT ON plans_content TO {PAGES};",
        f"GRANT UPDATE (plan_id, state, agreed_at, right_without) ON plans_content TO {PAGES};",
        *(_words(table) for table in _WORDS),
        # A conference begins, changes and ends the plans of its children.
        policy("plans_plan", "conference", "SELECT", among("case_id", "conferences_children_read()")),
        policy("plans_plan", "conference_begin", "INSERT", None, _OF_CHILDREN),
        policy("plans_plan", "conference_change", "UPDATE", _OF_CHILDREN),
        f"GRANT UPDATE (agreed_until) ON plans_plan TO {PAGES};",
    )
)
"""Everything that stands on the tables of the plans' words."""
