"""The list of children with what is next for each: one fixed text a sort, like `worklist`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, Literal, NamedTuple

from quorate.access.standing import Standing
from quorate.cases.worklist import TO_DO, rows_of, works_on_cases

Sort = Literal["name", "next", "age", "reference"]


class Listed(NamedTuple):
    """One child, and the duty of staff that is due first."""

    ref: str
    restricted: bool
    reference: str
    given_names: str
    family_name: str
    known_as: str
    born_on: date | None
    expected_on: date | None
    died_on: date | None
    total: int
    next_title: str | None
    next_due_on: date | None
    next_due_at: datetime | None
    next_act_by_on: date | None
    same_as: str
    """Of a record that was joined to another: the other child's name and reference. Else ""."""


_CHILD: Final = """k.ref, k.restricted, c.reference, c.given_names, c.family_name, c.known_as, c.born_on,
    c.expected_on, c.died_on, count(*) OVER () AS total"""
# A record that leads to another which the reader sees is no child of its own. It stands in the list while something is
# due in it, so that no date is lost from sight.
_LEADS_ON: Final = f"""SELECT j.case_id FROM cases_redirect j JOIN cases_child t ON t.case_id = j.to_case_id
    WHERE j.authority_id = %(authority)s AND t.case_id IN (SELECT access_cases_for('read', 'P'))
    AND NOT t.case_id IN (SELECT access_denied())
    AND NOT EXISTS (SELECT FROM cases_duty d WHERE d.case_id = j.case_id AND {TO_DO})"""
_REACH: Final = f"""FROM cases_child c JOIN access_case k ON k.id = c.case_id %s
    WHERE c.authority_id = %%(authority)s AND c.case_id = ANY (ARRAY(SELECT access_cases_for('read', 'P')))
    AND NOT c.case_id = ANY (ARRAY(SELECT access_denied()))
    AND NOT c.case_id = ANY (ARRAY({_LEADS_ON.replace("%", "%%")}))"""
_NEXT: Final = f"""LEFT JOIN LATERAL (
    SELECT d.title, d.due_on, d.due_at, d.act_by_on, d.late_from FROM cases_duty d
    WHERE d.case_id = c.case_id AND {TO_DO} ORDER BY d.late_from ASC NULLS LAST, d.code LIMIT 1) n ON true"""
SAME: Final = """coalesce((SELECT concat_ws(', ', nullif(concat_ws(' ', nullif(t.given_names, ''),
    nullif(t.family_name, '')), ''), t.reference) FROM cases_redirect j JOIN cases_child t ON t.case_id = j.to_case_id
    WHERE j.case_id = c.case_id), '')"""
"""SQL: the name and reference of the record to which the child `c`'s was joined, where the reader sees it; else ""."""
_DUE: Final = f"n.title, n.due_on, n.due_at, n.act_by_on, {SAME}"
_STRETCH: Final = "LIMIT %(most)s OFFSET %(first)s"
_NAME: Final = "lower(c.family_name), lower(c.given_names), c.reference"
_ORDER: Final[dict[Sort, str]] = {
    "name": _NAME,
    "age": f"c.born_on DESC NULLS FIRST, {_NAME}",
    "reference": "c.reference",
}


def _text(sort: Sort) -> str:
    """What is next is looked up for the children of the stretch alone, unless it decides who is in it."""
    if sort == "next":
        return f"SELECT {_CHILD}, {_DUE} {_REACH % _NEXT} ORDER BY n.late_from ASC NULLS LAST, {_NAME} {_STRETCH}"
    order = _ORDER[sort]
    child = _CHILD.replace("AS total", "AS total, c.case_id, k.id")
    return (
        f"SELECT c.ref, c.restricted, c.reference, c.given_names, c.family_name, c.known_as, c.born_on, c.expected_on, "
        f"c.died_on, c.total, {_DUE} FROM (SELECT {child} {_REACH % ''} ORDER BY {order} {_STRETCH}) c {_NEXT} "
        f"ORDER BY {order}"
    )


_TEXTS: Final[dict[Sort, str]] = {sort: _text(sort) for sort in ("name", "next", "age", "reference")}


def children_listed(standing: Standing, *, sort: Sort, first: int, at_most: int, now: datetime) -> list[Listed]:
    """A stretch of the children whose records the person reads, in the order asked for: one query."""
    if not works_on_cases(standing):
        return []
    return [Listed(*row) for row in rows_of(_TEXTS[sort], standing, now, first=first, most=at_most)]
