"""Who reads and who writes what happens between conferences."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, among, policy, protect, reaching

# Signing the record of a conference does not end the work on the plan: what follows is written by whoever writes.
_WRITES: Final = reaching("case_id", "write")
_READS: Final = f"({reaching('case_id', 'read', 'P')} OR {among('case_id', 'conferences_children_read()')})"
_CHILDREN_SHUT: Final = "children && ARRAY(SELECT access_denied())"
_CHILDREN_READ: Final = (
    f"({_READS} OR children && ARRAY(SELECT access_cases_for('read', 'P'))"
    " OR children && ARRAY(SELECT conferences_children_read()))"
)
_CHILDREN_WRITTEN: Final = f"({_WRITES} OR children <@ ARRAY(SELECT access_cases_for('write')))"


def _table(name: str, reads: str = _READS, writes: str = _WRITES) -> str:
    return "\n".join(
        (
            protect(name),
            policy(name, "member", "SELECT", reads),
            policy(name, "write", "INSERT", None, writes),
            f"REVOKE ALL ON {name} FROM PUBLIC, {PAGES};",
            f"GRANT SELECT, INSERT ON {name} TO {PAGES};",
        )
    )


def _about_children(name: str) -> str:
    """A row about several children is shut to those to whom one of them is."""
    shut = f"CREATE POLICY shut_child ON {name} AS RESTRICTIVE FOR ALL TO {PAGES} USING (NOT {_CHILDREN_SHUT});"
    return f"{_table(name, _CHILDREN_READ, _CHILDREN_WRITTEN)}\n{shut}"


BETWEEN: Final = "\n".join(
    (
        _about_children("plans_core_group_member"),
        policy("plans_core_group_member", "change", "UPDATE", _CHILDREN_WRITTEN),
        f"GRANT UPDATE (until, is_lead) ON plans_core_group_member TO {PAGES};",
        _about_children("plans_core_group"),
        _table("plans_visit"),
        _table("plans_action_progress"),
        _table("plans_talk_afterwards"),
    )
)
"""Core groups and their members, visits, progress, talks after a conference."""

# Taken back once, and not changed in any other way: the row says for ever that it was there and why it counts no more.
_STANDS: Final = "taken_back_on IS NULL"
_TAKEN: Final = "taken_back_on, taken_back_by, taken_back_why"

TAKEN_BACK: Final = "\n".join(
    (
        policy("plans_core_group", "take_back", "UPDATE", f"{_STANDS} AND {_CHILDREN_WRITTEN}", _CHILDREN_WRITTEN),
        f"GRANT UPDATE ({_TAKEN}, is_first) ON plans_core_group TO {PAGES};",
        *(
            f"{policy(name, 'take_back', 'UPDATE', f'{_STANDS} AND {_WRITES}', _WRITES)}\n"
            f"GRANT UPDATE ({_TAKEN}) ON {name} TO {PAGES};"
            for name in ("plans_visit", "plans_talk_afterwards")
        ),
    )
)
"""What was entered by mistake: whoever may write it may take it back."""
