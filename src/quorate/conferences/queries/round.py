"""The round as a grid: people × children, each cell a view, hidden, waiting, or why no view is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from quorate.access.gathering import prepared
from quorate.conferences.models import Attendance, ChildsWords, Conference, Invitee, Report, ReportSection, Round, View
from quorate.conferences.queries.finding import SubjectChild
from quorate.conferences.services.round import why_not_asked
from quorate.procedure.pack import Pack

_AS_VIEW = {"plan-made": "yes", "plan-continues": "yes", "plan-ended": "no", "no-plan": "no", "unsure": "unsure"}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one person says of one child.

    `state`: view, hidden (in, and not shown), waiting, not-asked, own-words, absent. Only a view and own words hold
    anything of what was said.
    """

    state: str
    plan: str = ""
    categories: tuple[str, ...] = ()
    words: str = ""
    why: str = ""
    written: bool = False
    version: int = 0
    given_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the grid with a cell for each child. `invitee` None: a child whose words are there."""

    invitee: Invitee | None
    name: str
    part: str
    is_family: bool
    is_here: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ColumnState:
    """How far one child's column is: whether it is hidden, who is waited for, and the professionals' count."""

    child: SubjectChild
    hidden: bool
    opened_at: datetime | None
    opened_reason: str
    asked: int
    inside: int
    waiting: tuple[str, ...]
    yes: int = 0
    no: int = 0
    unsure: int = 0

    @property
    def is_counted(self) -> bool:
        """Whether the count may be shown: never while the column is hidden."""
        return not self.hidden

    def most_said(self) -> str:
        """What more than half of the professionals who gave a view said: yes, no, or "" where there is no majority."""
        given = self.yes + self.no + self.unsure
        if self.yes * 2 > given:
            return "yes"
        return "no" if self.no * 2 > given else ""


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole round: professionals, the family, those who are not asked, and the state of each child's column."""

    professionals: list[Row]
    family: list[Row]
    others: list[Row]
    columns: list[ColumnState]


def round_grid(conference: Conference, children: Sequence[SubjectChild], pack: Pack) -> Grid:
    """The round of a conference for the children whom the reader sees: one query. Hidden cells hold nothing."""
    return grid_of(prepared(readings, conference=conference), children, pack)


def hidden_views(rounds: Iterable[Round]) -> dict[tuple[UUID, UUID], int]:
    """Whose views are in while they are hidden: (invitee, child's case) → version. No more of them is told."""
    hidden = {one.conference_id for one in rounds if one.opened_at is None}
    found: dict[tuple[UUID, UUID], int] = {}
    for conference_id in hidden:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM conferences_views_in(%s)", [conference_id])
            found |= {(invitee, case): version for invitee, case, version in cursor.fetchall()}
    return found


def readings(conference: Conference) -> tuple[QuerySet[Any, Any], ...]:
    """What a grid is made of: the list, who was there, views, columns, children's words, written recommendations."""
    about = {"conference": conference}
    return (
        Invitee.objects.filter(removed_on__isnull=True, **about),
        Attendance.objects.filter(taken_back=False, **about).values_list("invitee_id", flat=True),
        View.objects.filter(**about),
        Round.objects.filter(**about),
        ChildsWords.objects.filter(**about).order_by("opened_at"),
        Report.objects.filter(code="agency", invitee_id__isnull=False, state="received", **about),
        ReportSection.objects.filter(kind="recommendation", **about).exclude(choice=""),
    )


def grid_of(read: Sequence[list[Any]], children: Sequence[SubjectChild], pack: Pack) -> Grid:
    """The grid from the rows of `readings`."""
    invitees, there, said, begun, opened, reports, parts = read
    here = set(there)
    views = {(one.invitee_id, one.child_case_id): one for one in said}
    kept = hidden_views(begun)
    rounds = {one.child_case_id: one for one in begun}
    written = _written(reports, parts, children)
    words = {one.child_case_id: one for one in opened}
    hidden = {case for case, one in rounds.items() if one.opened_at is None}
    rows = []
    for one in sorted(invitees, key=lambda i: (i.is_helper, i.kind == "observer")):
        cells = tuple(
            Cell("hidden", version=kept[one.id, child.case_id]) if (one.id, child.case_id) in kept
            else _cell(one, child, views.get((one.id, child.case_id)), written.get((one.id, child.case_id)), pack, here,
                       hidden, words)
            for child in children
        )  # fmt: skip
        # "Professional" says nothing: whoever has no other part is called by the agency.
        part = (one.role == "professional" and one.agency_code) or one.role
        rows.append(Row(one, one.name, part, one.is_family, one.id in here, cells))
    rows += _children_without_row(children, invitees, words)
    family = [row for row in rows if row.is_family and not _is_unasked(row)]
    professionals = [row for row in rows if not row.is_family and not _is_unasked(row)]
    others = [row for row in rows if _is_unasked(row)]
    columns = [_column(child, n, rounds.get(child.case_id), professionals, family) for n, child in enumerate(children)]
    return Grid(professionals, family, others, columns)


def _is_unasked(row: Row) -> bool:
    helps = row.invitee is not None and (row.invitee.is_helper or row.invitee.kind == "observer")
    return helps or (all(cell.state == "not-asked" for cell in row.cells) and not row.is_family)


def _cell(
    one: Invitee, child: SubjectChild, view: View | None, written: View | None, pack: Pack, here: Iterable[UUID],
    hidden: Iterable[UUID], words: Mapping[UUID, ChildsWords],
) -> Cell:  # fmt: skip
    if one.kind == "child" and one.person_id == child.person_id and view is None and child.case_id in words:
        return _own_words(words[child.case_id])
    if one.kind == "child" and one.person_id != child.person_id:
        return Cell("not-asked", why="No view asked")
    why = why_not_asked(one, child.case_id, pack)
    if why:
        return Cell("not-asked", why=f"{why[:1].upper()}{why[1:]}: no view asked")
    found = view or (None if one.id in here else written)
    if found is not None and child.case_id in hidden:
        return Cell("hidden", version=found.version if view is not None else 0)
    if found is not None:
        return Cell(
            "view", found.plan, tuple(found.categories), found.reason, written=found.written,
            version=found.version if view is not None else 0, given_at=found.given_at,
        )  # fmt: skip
    if one.id in here:
        return Cell("waiting")
    return Cell("absent", why="Not here, and nothing in writing")


def _own_words(said: ChildsWords) -> Cell:
    if said.kind == "none":
        return Cell("absent", why=said.words)
    return Cell("own-words", words=said.words)


def _children_without_row(
    children: Sequence[SubjectChild], invitees: Sequence[Invitee], words: Mapping[UUID, ChildsWords]
) -> list[Row]:
    """Children stand in the grid whether they were invited or not: by their own words."""
    invited = {one.person_id for one in invitees if one.kind == "child"}
    rows = []
    for child in children:
        if child.person_id in invited or child.case_id not in words:
            continue
        cells = tuple(
            _own_words(words[child.case_id]) if other == child else Cell("not-asked", why="No view asked")
            for other in children
        )
        rows.append(Row(None, child.given, "child", True, False, cells))
    return rows


def _column(
    child: SubjectChild, number: int, found: Round | None, professionals: Sequence[Row], family: Sequence[Row]
) -> ColumnState:
    hidden = found is not None and found.opened_at is None
    asked = [(row, row.cells[number]) for row in (*professionals, *family)]
    inside = [cell for _, cell in asked if cell.state in ("view", "hidden")]
    waiting = tuple(row.name for row, cell in asked if cell.state == "waiting")
    said = [] if hidden else [row.cells[number].plan for row in professionals if row.cells[number].state == "view"]
    return ColumnState(
        child, hidden, found.opened_at if found else None, found.opened_reason if found else "",
        len(inside) + len(waiting), len(inside), waiting, said.count("yes"), said.count("no"), said.count("unsure"),
    )  # fmt: skip


def _written(
    reports: Iterable[Report], parts: Iterable[ReportSection], children: Sequence[SubjectChild]
) -> dict[tuple[UUID, UUID], View]:
    """The recommendations of agencies that sent them in writing, as views that nobody has to type again. BOL-20."""
    found: dict[tuple[UUID, UUID], View] = {}
    own = {(part.report_id, part.child_case_id): part for part in parts}
    for report in reports:
        for child in children:
            part = own.get((report.id, child.case_id)) or own.get((report.id, None))
            choice = part.choice if part else report.recommendation
            if choice in _AS_VIEW and report.invitee_id is not None and report.received_at is not None:
                found[report.invitee_id, child.case_id] = View(
                    invitee_id=report.invitee_id, child_case_id=child.case_id, plan=_AS_VIEW[choice],
                    categories=part.categories if part else [],
                    reason=part.words if part else report.recommendation_words,
                    given_at=report.received_at, written=True, version=0,
                )  # fmt: skip
    return found
