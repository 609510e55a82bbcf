"""Whoever works on a conference sees who its children are and who is around them."""

from __future__ import annotations

from typing import Final

from quorate.access.policies import PAGES, among, policy

_SAFE: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"


def _reached(name: str, cases: str) -> str:
    """SQL: the cases of the children of those conferences; a case that is shut stays shut by its own policies."""
    return f"""
CREATE FUNCTION {name}() RETURNS SETOF uuid LANGUAGE plpgsql STABLE ROWS 100 {_SAFE} AS $$
DECLARE conferences uuid[] := ARRAY(SELECT {cases});
BEGIN
    RETURN QUERY SELECT k.child_case_id FROM conferences_child k WHERE k.conference_id = ANY (conferences);
END $$;
REVOKE ALL ON FUNCTION {name}() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION {name}() TO {PAGES};
"""


_SEEN: Final = ("cases_child", "cases_relative", "cases_kinship", "cases_alias", "cases_expected_date", "cases_enquiry")
# What somebody needs, and where they may be reached, concerns those who invite and arrange.
_ARRANGED: Final = ("cases_need", "cases_address", "cases_contact_way")
_SEALED: Final = ("cases_address_words", "cases_contact_way_words")

REACH: Final = "\n".join(
    (
        _reached("conferences_children_read", "access_cases_for('read', 'P')"),
        _reached("conferences_children_arranged", "access_cases_for('reveal_contact')"),
        *(policy(table, "conference", "SELECT", among("case_id", "conferences_children_read()")) for table in _SEEN),
        *(
            policy(table, "conference", "SELECT", among("case_id", "conferences_children_arranged()"))
            for table in (*_ARRANGED, *_SEALED)
        ),
    )
)
"""The functions and the policies on the tables of the room of cases."""

LOSS: Final = policy(
    "cases_event", "loss", "SELECT", f"code = 'pregnancy-ended' AND {among('case_id', 'conferences_children_read()')}"
)
"""Of a child's events the one that says that a pregnancy was lost, for those who read in the child's row that a child
has died: an unborn child has no such day there, and nobody is to be invited for it."""
