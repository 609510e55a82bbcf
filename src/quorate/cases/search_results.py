"""What a page shows of the cases that a search found: asked for again, through row-level security, in one query."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from quorate.access.standing import Standing
from quorate.cases.children_list import SAME, Listed
from quorate.cases.searching import Hit
from quorate.cases.worklist import TO_DO, rows_of


class FoundChild(NamedTuple):
    """A child who was found; where it was through a relative, who that is and what they are to the child."""

    child: Listed
    relation: str
    relative: str


_TEXT: Final = f"""
SELECT k.ref, k.restricted, c.reference, c.given_names, c.family_name, c.known_as, c.born_on, c.expected_on, c.died_on,
    count(*) OVER () AS total, n.title, n.due_on, n.due_at, n.act_by_on, {SAME},
    coalesce(r.relation, ''), coalesce(concat_ws(' ', nullif(r.given_names, ''), nullif(r.family_name, '')), '')
FROM (SELECT h.* FROM unnest(%(cases)s::uuid[], %(people)s::uuid[]) WITH ORDINALITY AS h(case_id, person_id, place)
        WHERE h.case_id IN (SELECT access_cases_for('read', 'P')) AND NOT h.case_id IN (SELECT access_denied())
        OFFSET 0) h
    JOIN LATERAL (SELECT * FROM cases_child c WHERE c.case_id = h.case_id AND c.authority_id = %(authority)s
        OFFSET 0) c ON true
    JOIN LATERAL (SELECT k.ref, k.restricted FROM access_case k WHERE k.id = c.case_id OFFSET 0) k ON true
LEFT JOIN cases_relative r ON r.case_id = h.case_id AND r.person_id = h.person_id AND r.removed_on IS NULL
LEFT JOIN LATERAL (SELECT d.title, d.due_on, d.due_at, d.act_by_on FROM cases_duty d
    WHERE d.case_id = c.case_id AND {TO_DO} ORDER BY d.late_from ASC NULLS LAST, d.code LIMIT 1) n ON true
ORDER BY h.place"""


def children_found(standing: Standing, hits: Sequence[Hit], *, now: datetime) -> list[FoundChild]:
    """The children of these hits, in their order, with what is next for each at an instant."""
    people = {"cases": [hit.case_id for hit in hits], "people": [hit.person_id for hit in hits]}
    rows = rows_of(_TEXT, standing, now, **people)
    return [FoundChild(Listed(*row[:-2]), row[-2], row[-1]) for row in rows]
