"""Who has to do what: open duties of a person, of a team, or of every case in reach, the most pressing first.

Written as SQL: it is the page that everybody opens every morning, and putting these questions together anew by
objects costs more than the database needs to answer them. What is asked for is always one of a few fixed texts;
whatever anybody entered goes in as a parameter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

from django.db import connection

from quorate.access.gathering import Spelt
from quorate.access.moments import today
from quorate.access.roles import ROLES
from quorate.access.standing import Standing

Whose = Literal["mine", "team", "all"]


class Found(NamedTuple):
    """One open duty as a list needs it, with the child of its case (empty in a conference's own case)."""

    id: UUID
    stream_id: UUID
    case_id: UUID
    code: str
    title: str
    belongs_to: str
    about: str
    about_id: UUID | None
    conference_id: UUID | None
    kind: str
    conference_on: date | None
    conference_is_held: bool
    due_on: date | None
    due_at: datetime | None
    act_by_on: date | None
    child_reference: str | None
    given_names: str | None
    family_name: str | None
    known_as: str | None
    born_on: date | None
    died_on: date | None


_COLUMNS: Final = (
    "d.id, d.stream_id, d.case_id, d.code, d.title, d.belongs_to, d.about, d.about_id, d.conference_id, d.kind, "
    "d.conference_on, d.conference_is_held, d.due_on, d.due_at, d.act_by_on, c.reference, c.given_names, "
    "c.family_name, c.known_as, c.born_on, c.died_on"
)
_KINDS: Final = (
    UUID, UUID, UUID, str, str, str, str, UUID, UUID, str, date, bool, date, datetime, date,
    str, str, str, str, date, date, int, int, int, int,
)  # fmt: skip
"""What stands in these columns, and the counts after them."""
_FROM: Final = "FROM cases_duty d LEFT JOIN cases_child c ON c.case_id = d.case_id"

# The roles to which the engine's doers come down (`Duty.belongs_to`); what is nobody's of these is no work of staff.
HOLDERS: Final = ["administrator", "chair", "minute_taker", "social_worker", "team_manager"]

# The same as `states.is_to_do`, with what shuts a case whatever was granted.
TO_DO: Final = """d.settled = '' AND NOT d."window" AND d.belongs_to = ANY (%(holders)s)
    AND d.authority_id = %(authority)s
    AND (d.asked_from IS NULL OR d.asked_from <= %(now)s) AND (d.asked_until IS NULL OR d.asked_until > %(now)s)
    AND (d.open_from IS NULL OR d.open_from <= %(now)s OR d.late_from <= %(now)s)
    AND NOT d.case_id = ANY (ARRAY(SELECT access_denied()))"""


# The case, or the conference, is held in the role that the duty belongs to; the database lists the work once.
_WORK: Final[dict[Whose, str]] = {
    "mine": "work AS MATERIALIZED (SELECT w.case_id, w.as_role FROM cases_own_work() w)",
    "team": "work AS MATERIALIZED (SELECT w.case_id, w.as_role FROM cases_team_work() w)",
    "all": "",
}
_LISTED: Final = "(SELECT w.case_id, w.as_role FROM work w)"
_FALLS: Final = f"((d.case_id, d.belongs_to::text) IN {_LISTED} OR (d.conference_id, d.belongs_to::text) IN {_LISTED})"
_IN_REACH: Final = "d.case_id = ANY (ARRAY(SELECT access_cases_for('read', 'P')))"
_HELD: Final[dict[Whose, str]] = {"mine": _FALLS, "team": f"{_IN_REACH} AND {_FALLS}", "all": _IN_REACH}

_IN_FORCE: Final = "g.begins_on <= %(today)s AND (g.ends_on IS NULL OR g.ends_on >= %(today)s)"
_OF_TEAM: Final = f"""d.case_id = ANY (ARRAY(SELECT g.case_id FROM access_grant g WHERE {_IN_FORCE} AND (
    g.team_id = %(team)s OR g.user_id IN (SELECT m.user_id FROM people_membership m WHERE m.team_id = %(team)s
        AND m.begins_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s)))))"""
_OF_PERSON: Final = f"""(d.case_id, d.belongs_to::text) IN (
    SELECT g.case_id, g.as_role::text FROM access_grant g WHERE g.user_id = %(person)s AND {_IN_FORCE})"""

# Duties of one act stand together: one parent's, whatever the child; brothers and sisters by age, the eldest first.
_PARENT: Final = "CASE WHEN d.about = 'parent' THEN d.about_id END"
_ONE_ACT: Final = f"{_PARENT}, c.born_on, d.id"
_ORDER: Final = f"d.late_from ASC NULLS LAST, d.stream_id, d.code, {_PARENT}, d.id"
PARTS: Final = ("overdue", "today", "week", "later")
_PART: Final = """CASE WHEN d.late_from <= %(now)s THEN 0 WHEN d.act_by_on <= %(on)s THEN 1
    WHEN d.act_by_on <= %(near)s THEN 2 ELSE 3 END"""
_COUNTS: Final = ", ".join(f"count(*) FILTER (WHERE {_PART} = {n}) OVER () AS n{n}" for n in range(4))
# The children of the rows that are shown, and of no others, are looked up in one go.
_SHOWN: Final = f"""WITH shown AS MATERIALIZED (SELECT * FROM (RANKED WHERE WHERE_IT_IS) d WHERE PLACED)
    SELECT {_COLUMNS}, d.n0, d.n1, d.n2, d.n3 FROM shown d LEFT JOIN (
        SELECT c.* FROM cases_child c WHERE c.case_id = ANY (ARRAY(SELECT s.case_id FROM shown s))
    ) c ON c.case_id = d.case_id ORDER BY d.late_from ASC NULLS LAST, d.stream_id, d.code, {_ONE_ACT}"""
_RANKED: Final = f"""SELECT d.*, {_COUNTS}, count(*) OVER () AS total, {_PART} AS part,
    row_number() OVER (PARTITION BY {_PART} ORDER BY {_ORDER}) AS place FROM cases_duty d"""


def _shown(placed: str) -> str:
    return _SHOWN.replace("RANKED", _RANKED).replace("PLACED", placed)


# All of a short list; of a long one the first of each part, so that today's work is seen whatever is late.
_STRETCH: Final = _shown("d.total <= %(most)s OR d.place <= %(each)s")
_ONE_PART: Final = _shown(
    "d.part = %(part)s AND d.place > %(first)s::bigint AND d.place <= %(first)s::bigint + %(most)s::bigint"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which work: whose, narrowed to a team and a person or not (ids; an id that nobody has narrows to nothing)."""

    whose: Whose = "mine"
    team_id: UUID | None = None
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many duties are late, how many to be done by the end of today, by that of the near days, and later."""

    overdue: int = 0
    today: int = 0
    week: int = 0
    later: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.overdue + self.today + self.week + self.later


@dataclass(frozen=True, slots=True)
class Question:
    """A list of work put to the database: what hangs on nothing but who asks (`given`), the list, the values in it.

    `given` is the common table expression `work`: the cases that the person works on, each with the role. Empty where
    the list is of all in reach.
    """

    given: str
    listed: Spelt
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Worklist:
    """A stretch of the list, and the counts of the whole."""

    found: Sequence[Found] = ()
    counts: Counts = Counts()


def works_on_cases(standing: Standing) -> bool:
    """Whether the person can have work on cases at all: the role can be granted one, and two factors were shown."""
    return standing.strength != "single" and bool(ROLES[standing.role].acts_as)


def open_duties(
    standing: Standing,
    asked: Asked,
    *,
    now: datetime,
    days: tuple[date, date],
    part: str = "",
    first: int = 0,
    at_most: int = 60,
) -> Worklist:
    """The duties of staff that are to be done at an instant, the longest late first, and the counts of all: one query.

    "mine": of the cases that the person holds in the role that the duty belongs to, or that the person's team holds
    and nobody does in person. "team": of those that the team or anybody in it holds. "all": of every case in reach.
    `days` are today and the last of the near days; a duty counts to the day by which one has to act. Of a list of
    more than `at_most` the first of each part are given; with `part` (of `PARTS`) a stretch of that part from `first`.
    """
    if not works_on_cases(standing):
        return Worklist()
    put = question(standing, asked, now=now, days=days, part=part, first=first, at_most=at_most)
    given = f"WITH {put.given}, " if put.given else "WITH "
    return worklist_of(_rows(given + put.listed.sql.removeprefix("WITH "), put.said))


def question(
    standing: Standing,
    asked: Asked,
    *,
    now: datetime,
    days: tuple[date, date],
    part: str = "",
    first: int = 0,
    at_most: int = 60,
) -> Question:
    """The question that `open_duties` puts, for a page that asks something else in the same statement."""
    whose: Whose = "mine" if asked.whose == "team" and standing.team_id is None else asked.whose
    narrowed = [_OF_TEAM] * (asked.team_id is not None) + [_OF_PERSON] * (asked.person_id is not None)
    wanted = " AND ".join([TO_DO, _HELD[whose], *narrowed])
    text = (_ONE_PART if part else _STRETCH).replace("WHERE_IT_IS", wanted)
    said = {"team": asked.team_id, "person": asked.person_id, "on": days[0], "near": days[1], "most": at_most,
            "each": at_most // 3, "first": first, "part": PARTS.index(part) if part else 0}  # fmt: skip
    return Question(_WORK[whose], Spelt(text, _KINDS), _given(standing, now) | said)


def worklist_of(rows: Sequence[tuple[Any, ...]]) -> Worklist:
    """The list, of the rows that answer a `question`."""
    return Worklist([Found(*row[:-4]) for row in rows], Counts(*rows[0][-4:])) if rows else Worklist()


def beside(standing: Standing, key: UUID, *, now: datetime) -> list[Found]:
    """A duty that the person sees and is still to be done, with those of its family that are the same act.

    Empty where there is none: not there, not seen and done already are one answer.
    """
    if not works_on_cases(standing):
        return []
    same = "(d.stream_id, d.code) IN (SELECT o.stream_id, o.code FROM cases_duty o WHERE o.id = %(key)s)"
    rows = rows_of(
        f"SELECT {_COLUMNS} {_FROM} WHERE {TO_DO} AND {_IN_REACH} AND {same} "
        f"ORDER BY d.due_on, d.due_at, {_ONE_ACT}",
        standing, now, key=key,
    )  # fmt: skip
    found = [Found(*row) for row in rows]
    return found if any(one.id == key for one in found) else []


def rows_of(sql: str, standing: Standing, now: datetime, **said: Any) -> list[Any]:
    """The rows of one of these texts; `d` is the duty there, and the standing's own parameters are given."""
    return _rows(sql, _given(standing, now) | said)


def _given(standing: Standing, now: datetime) -> dict[str, Any]:
    return {"holders": HOLDERS, "authority": standing.authority_id, "now": now, "today": today()}


def _rows(sql: str, said: Mapping[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {name: value for name, value in said.items() if f"%({name})s" in sql})
        return list(cursor.fetchall())
