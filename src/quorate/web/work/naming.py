"""The people of a list, in one query: who holds which case, the parents meant, the children of conferences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

from quorate.cases.worklist import Found

MEETS: Final = "meet-parents"
"""The duty to meet a parent before the start, whom somebody may have asked to keep out."""
ASKS_OUT: Final = "request-exclusion"
"""The right to ask that a parent is kept out. That it was used tells that somebody asked."""

# Each part gives rows of one shape: what it is, whose, another id, three words, two dates, a reference.
_HOLDERS: Final = """SELECT 'holder', g.case_id, g.user_id, g.as_role::text, coalesce(u.display_name, ''), '',
        NULL::date, NULL::date, ''
    FROM access_grant g LEFT JOIN people_user u ON u.id = g.user_id
    WHERE g.case_id = ANY (%(cases)s) AND g.begins_on <= %(on)s AND (g.ends_on IS NULL OR g.ends_on >= %(on)s)"""
_PEOPLE: Final = """SELECT 'person', r.person_id, NULL::uuid, r.given_names, r.family_name, r.known_as,
        NULL::date, NULL::date, ''
    FROM cases_relative r WHERE r.person_id = ANY (%(people)s) AND r.removed_on IS NULL"""
# Of children whose record the reader does not see the line holds no trace: the join goes through their policies.
_CHILDREN: Final = """SELECT 'child', k.conference_id, NULL::uuid, c.given_names, c.family_name, c.known_as,
        c.born_on, c.died_on, c.reference
    FROM conferences_child k JOIN cases_child c ON c.case_id = k.child_case_id
    WHERE k.conference_id = ANY (%(conferences)s)"""


# Whom somebody asked to keep out, of whom nobody has decided: to those who may read it, by the policies. The same as
# `conferences.queries.asked_out.undecided_requests`.
_ASKED_OUT: Final = """SELECT 'asked-out', e.conference_id, e.person_id, '', '', '', NULL::date, NULL::date, ''
    FROM conferences_exclusion e JOIN conferences_conference k ON k.id = e.conference_id
    WHERE e.outcome = '' AND e.answered_with IS NULL AND e.conference_id = ANY (%(meetings)s)
      AND k.state NOT IN ('held', 'declined', 'cancelled')
      AND EXISTS (SELECT FROM conferences_invitee i WHERE i.conference_id = e.conference_id
          AND i.person_id = e.person_id AND i.removed_on IS NULL)"""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody, or a team (no name), who holds a case in a role."""

    as_role: str
    user_id: UUID | None
    name: str


@dataclass(frozen=True, slots=True)
class Somebody:
    """A child or parent by name."""

    given_names: str
    family_name: str
    known_as: str = ""
    born_on: date | None = None
    died_on: date | None = None
    reference: str = ""


@dataclass(slots=True)
class Names:
    """Who holds each case, people by their id, the children of each conference; of each conference where somebody is to
    be met, of whom it is asked and not decided whether they are kept out."""

    holders: dict[UUID, list[Holder]] = field(default_factory=dict)
    people: dict[UUID, Somebody] = field(default_factory=dict)
    children: dict[UUID, list[Somebody]] = field(default_factory=dict)
    asked_out: dict[UUID, set[UUID]] = field(default_factory=dict)


def names_for(found: Sequence[Found], *, on: date, with_holders: bool = True) -> Names:
    """The names that the lines of these duties need on a day: at most one query, none where none is needed."""
    names = Names()
    wanted = {
        "cases": list({one.case_id for one in found}) if with_holders else [],
        "people": list({one.about_id for one in found if one.about == "parent" and one.about_id}),
        "conferences": list({one.conference_id for one in found if one.child_reference is None and one.conference_id}),
        "meetings": list({one.conference_id for one in found if one.code == MEETS and one.conference_id}),
    }
    asked = {"cases": _HOLDERS, "people": _PEOPLE, "conferences": _CHILDREN, "meetings": _ASKED_OUT}
    parts = [asked[name] for name, ids in wanted.items() if ids]
    if not parts:
        return names
    given = {name: ids for name, ids in wanted.items() if ids} | ({"on": on} if wanted["cases"] else {})
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), given)
        for what, key, other, *said in cursor.fetchall():
            if what == "holder":
                names.holders.setdefault(key, []).append(Holder(said[0], other, said[1]))
            elif what == "person":
                names.people[key] = Somebody(said[0], said[1], said[2])
            elif what == "asked-out":
                names.asked_out.setdefault(key, set()).add(other)
            else:
                names.children.setdefault(key, []).append(Somebody(*said))
    return names
