"""Finding a conference by its address, and the children it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import connection

from quorate.access.models import CaseKind, ProtectedCase
from quorate.access.permissions import Facts, NoSuchRecord, abilities_by, facts_read, require
from quorate.access.standing import Standing
from quorate.conferences.models import Conference


@dataclass(frozen=True, slots=True)
class SubjectChild:
    """A child whom a conference is about, as far as the reader may see it. `kind` is the kind for this child."""

    case_id: UUID
    person_id: UUID
    reference: str
    name: str
    given: str
    born_on: date | None
    expected_on: date | None
    kind: str

    @property
    def is_unborn(self) -> bool:
        """Whether the child has not been born."""
        return self.born_on is None


def conference_by_ref(standing: Standing, ref: str) -> Conference:
    """The conference whose handle has this reference. Raises NoSuchRecord: not there and not theirs are one."""
    found = (
        Conference.objects.select_related("case")
        .filter(case__ref=ref, case__kind=CaseKind.CONFERENCE, case__authority_id=standing.authority_id)
        .first()
    )
    if found is None or found.id != found.case_id:
        raise NoSuchRecord
    require(standing, "see_case", found.case)
    return found


@dataclass(frozen=True, slots=True)
class FoundConference:
    """A conference with its handle, the children whom the reader sees, and what a decision about access hangs on."""

    conference: Conference
    children: list[SubjectChild]
    facts: Facts


_CHILDREN: Final = """SELECT c.case_id, c.person_id, c.reference, c.given_names, c.family_name, c.known_as, c.born_on,
    c.expected_on, k.kind FROM conferences_child k JOIN cases_child c ON c.case_id = k.child_case_id
    WHERE k.conference_id = """


def found_conference(standing: Standing, ref: str) -> FoundConference:
    """The same as `conference_by_ref` with `children_of`, from one statement. Raises NoSuchRecord."""
    with connection.cursor() as cursor:
        cursor.execute(_found_text(), [ref, CaseKind.CONFERENCE, standing.authority_id])
        row = cursor.fetchone()
    if row is None:
        raise NoSuchRecord
    *values, facts, children, _ = row
    case, conference = _objects(values)
    found = facts_read(case.pk, facts)
    if found is None or "see_case" not in abilities_by(found, standing, case, ("see_case",)):
        raise NoSuchRecord
    told = [_from_json(one) for one in orjson.loads(children or "[]")]
    return FoundConference(conference, _subjects(conference, told), found)


@cache
def _found_text() -> str:
    columns = [
        f"{alias}.{field.column}"
        for model, alias in ((ProtectedCase, "h"), (Conference, "conference"))
        for field in model._meta.concrete_fields
    ]
    # What is read from here on is of this one conference: planned once for all of them, not anew for each. It is told
    # beside what is asked anyway and holds to the end of the transaction.
    return f"""SELECT {", ".join(columns)}, (SELECT row_to_json(f) FROM access_facts(h.id) f)::text,
        (SELECT json_agg(row_to_json(x)) FROM ({_CHILDREN} conference.id) x)::text,
        set_config('plan_cache_mode', 'force_generic_plan', true)
        FROM access_case h JOIN conferences_conference conference ON conference.case_id = h.id AND conference.id = h.id
        WHERE h.ref = %s AND h.kind = %s AND h.authority_id = %s"""


def _objects(values: list[Any]) -> tuple[ProtectedCase, Conference]:
    made: list[Any] = []
    for model in (ProtectedCase, Conference):
        names = [field.attname for field in model._meta.concrete_fields]
        made.append(model.from_db("default", names, values[: len(names)]))
        values = values[len(names) :]
    case, conference = made
    conference.case = case
    return case, conference


def _from_json(told: dict[str, Any]) -> tuple[Any, ...]:
    case, person, *words, born, expected, kind = told.values()
    return (UUID(case), UUID(person), *words, _day(born), _day(expected), kind)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def children_of(conference: Conference) -> list[SubjectChild]:
    """The children whom a conference is about and whom the reader sees, eldest first, the unborn last."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_CHILDREN} %s", [conference.pk])
        return _subjects(conference, cursor.fetchall())


def _subjects(conference: Conference, rows: Iterable[tuple[Any, ...]]) -> list[SubjectChild]:
    found = [
        SubjectChild(case, person, reference, *_names(given, family, known, born), born, expected,
                     kind or conference.kind)
        for case, person, reference, given, family, known, born, expected, kind in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.is_unborn, one.born_on or one.expected_on or date.max, one.reference))


def _names(given: str, family: str, known: str, born: date | None) -> tuple[str, str]:
    """The name and the given name; of a child who has none yet what it is called instead."""
    if given:
        return f"{known or given} {family}".strip(), known or given
    if born is None:
        return "Unborn baby", known or "Unborn baby"
    return f"Baby {family}".strip(), known or "The baby"
