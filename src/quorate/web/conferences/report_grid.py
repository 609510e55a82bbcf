"""The grid of reports in words: one row a report, one column a parent, the furthest state and its history."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse

from quorate.conferences.models import OwnReport, Report, ReportShare
from quorate.conferences.naming import unnamed
from quorate.conferences.queries.report_grid import Cell, Grid, Limit, ParentColumn
from quorate.conferences.queries.reports import Missing, author_of, title_of
from quorate.conferences.services.own_reports import CAME
from quorate.conferences.services.sharing import HOW
from quorate.conferences.services.sharing_taken_back import TAKEN_BACK, in_order, may_take_back
from quorate.web.conferences.opening import OpenConference
from quorate.web.wording import capitalize_first, day_short, joined, moment, plural
from quorate.web.work.moments import LONDON

_SHARE: Final = "Record it shared"
TAGS: Final = {
    "not-due": ("Not due", "outline", "dots"),
    "due": ("Due", "due", "clock"),
    "shared": ("Shared", "info", "right"),
    "read": ("Read", "in-place", "eye"),
    "talked": ("Talked through", "in-place", "speech"),
    "commented": ("Commented", "in-place", "pen"),
    "not-for": ("Not for this parent", "plain", "cross"),
}
"""The word, the look and the sign of each state."""
_STEPS: Final = {
    "shared": "Shared", "read": "Read", "talked": "Talked through", "commented": "Commented",
    "not-for": "Said not to be for this parent", "agreed": "The chair agreed", "not-agreed": "The chair did not agree",
    TAKEN_BACK: "Taken back: what stands above was recorded by mistake",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """Something to do in a cell; `about` tells links apart that read the same."""

    text: str
    href: str
    about: str


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell: its tags, what is said, what the parent said, what happened in order, and what can be done."""

    tags: list[tuple[str, str, str]]
    lines: list[str] = field(default_factory=list)
    words: list[tuple[str, str]] = field(default_factory=list)
    history: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    is_pressing: bool = False
    is_grey: bool = False


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One report: its name, who wrote it and how far it is, until when, and its cells in the parents' order."""

    key: str
    title: str
    says: list[str]
    href: str
    limit: str
    duty_id: UUID | None
    cells: list[ShownCell]
    others: list[tuple[str, Link | None]]


def rows_of(found: OpenConference, grid: Grid, out: Collection[UUID] = ()) -> list[ShownRow]:
    """Every report as a row. Whoever of the parents is in `out` is kept out of all, and gets no report any more."""
    return [_row(found, grid, report, out) for report in grid.reports]


def _row(found: OpenConference, grid: Grid, report: Report, out: Collection[UUID]) -> ShownRow:
    cells = [grid.cells[report.pk, parent.person_id] for parent in grid.parents]
    limits = {one.limit.at: one.limit for one in cells if one.limit is not None}
    first = limits[min(limits)] if limits else None
    title = title_of(report)
    return ShownRow(
        key=str(report.pk),
        title=title,
        says=_of_report(report),
        href=reverse("conference_report", args=[found.ref, report.pk]),
        limit="" if first is None else f"With each parent by {_until(first)}",
        duty_id=None if first is None else first.duty_id,
        cells=[
            (_not_any_more if parent.person_id in out else _shown)(found, report, title, parent, cell)
            for parent, cell in zip(grid.parents, cells, strict=True)
        ],
        others=[_other(found, title, one) for one in grid.others.get(report.pk, ()) if one.shared_at is not None],
    )


def _not_any_more(found: OpenConference, report: Report, title: str, parent: ParentColumn, cell: Cell) -> ShownCell:
    """The cell of somebody whom the chair keeps out of all: what they had stays, nothing more is given to them.

    Why it is empty is for those who work on it.
    """
    if cell.share is None or cell.share.shared_at is None:
        why = "They are kept out: they get the letter that explains it, no reports."
        said = [why] if "write" in found.can else []
        return ShownCell([("Not for this parent", "plain", "cross")], said, is_grey=True)
    shown = _shown(found, report, title, parent, cell)
    return replace(shown, links=[one for one in shown.links if one.text != _SHARE], is_pressing=False)


def _of_report(report: Report) -> list[str]:
    """Who writes it, and how far it is."""
    author, title = author_of(report), title_of(report)
    said = [author.removeprefix(f"{title}, "), report.agency.name if report.agency is not None else ""]
    if report.cannot_come:
        said.append("cannot come")
    if report.state == "authorised" and report.authorised_at is not None:
        said.append(f"authorised {day_short(report.authorised_at)}")
    elif report.state == "received" and report.received_at is not None:
        said.append(f"in {day_short(report.received_at)}")
    else:
        asked = (
            f"asked {day_short(report.asked_on)}; not in yet" if report.asked_on else report.get_state_display().lower()
        )
        said.append(asked)
        said += [f"reminded {joined([day_short(one) for one in report.reminded_on])}"] if report.reminded_on else []
    if report.is_done and report.recommendation:
        said.append(
            f"recommends: {report.get_recommendation_display()[:1].lower()}{report.get_recommendation_display()[1:]}"
        )
    elif report.is_done and report.cannot_come:
        said.append("without a recommendation")
    return [one for one in said if one]


def _shown(found: OpenConference, report: Report, title: str, parent: ParentColumn, cell: Cell) -> ShownCell:
    about = f"{title}, {parent.name}"
    share, steps = cell.share, in_order(cell.steps)
    return ShownCell(
        tags=_tags(cell),
        lines=_lines(report, cell),
        words=[(one.words, one.by_name) for one in cell.comments if one.taken_back_at is None],
        history=[
            *(_step(one.step, one.at, one.how, one.by_words, one.words, one.is_late) for one in steps),
            *(f"Taken back with it: “{one.words}”" for one in cell.comments if one.taken_back_at is not None),
        ],
        links=_links(found, report, parent, cell, about) if "write" in found.can else [],
        is_pressing=cell.is_asked or (_is_pressing(cell, found.now) and cell.state != "not-for"),
        is_grey=share is not None and cell.state == "not-for",
    )


def _is_pressing(cell: Cell, now: datetime) -> bool:
    """Whether somebody has to do something by tomorrow: it is not shared, or in part, and the limit is near or past."""
    is_open = cell.state == "due" or cell.is_part
    return is_open and cell.limit is not None and cell.limit.at - now < timedelta(days=2)


def _tags(cell: Cell) -> list[tuple[str, str, str]]:
    tags = [TAGS[cell.state]]
    if cell.is_asked:
        tags = [("The chair is asked", "due", "clock")]
    if cell.is_late:
        is_here = cell.state in ("shared", "read", "talked", "commented") and not cell.is_part
        late = ("Shared late, why", "late", "late") if is_here else ("Late, not shared yet", "late", "late")
        tags = [late, *(tags if is_here and cell.state != "shared" else [])]
    elif cell.is_part:
        tags = [("Shared in part", "due", "half")]
    return tags


def _lines(report: Report, cell: Cell) -> list[str]:
    share = cell.share
    if cell.state == "not-due":
        return ["Nothing has come." if report.state == "asked" else "It is not finished."]
    if share is not None and share.not_for_reason and share.shared_at is None:
        agreed = f"Chair agreed, {day_short(share.agreed_at)}." if share.agreed_at else "The chair has not agreed yet."
        return [share.not_for_reason, agreed]
    if share is None or share.shared_at is None:
        return [f"By {_until(cell.limit)}." if cell.limit else "Before the conference starts."]
    return _of_share(cell, share, share.shared_at)


def _of_share(cell: Cell, share: ReportShare, shared_at: datetime) -> list[str]:
    by = f" by {share.by_words}" if share.by_words else ""
    said = [f"{_how(share.how)}{by}, {moment(shared_at)}."]
    if share.is_late and cell.limit is not None:
        said.append(f"{_beyond(cell.limit, shared_at)}Why: {share.late_why}".rstrip())
    if cell.is_part:
        said.append(f"They have the {joined(share.parts)}.")
    if cell.state in ("talked", "commented") and share.talked_at is not None:
        said.append(f"Talked through, {day_short(share.talked_at)}.")
    elif share.read_at is not None:
        said.append(f"Read, {day_short(share.read_at)}.")
    disagreeing = sum(one.disagrees for one in cell.comments if one.taken_back_at is None)
    if disagreeing:
        said.append(f"Does not agree in {plural(disagreeing, 'comment')}.")
    return said


def _links(found: OpenConference, report: Report, parent: ParentColumn, cell: Cell, about: str) -> list[Link]:
    here, share = [found.ref], cell.share
    if not report.is_done:
        return []
    if cell.is_asked and share is not None and "decide_exclusion" not in found.can:
        return []
    if cell.is_asked and share is not None:
        return [Link("Answer as the chair", reverse("conference_report_agree", args=[*here, share.pk]), about)]
    shared = Link(_SHARE, reverse("conference_share", args=[*here, report.pk, parent.person_id]), about)
    if share is None or share.shared_at is None:
        none = Link(
            "Not for this parent", reverse("conference_not_for", args=[*here, report.pk, parent.person_id]), about
        )
        return [] if cell.state == "not-for" else [shared, none]
    theirs = [
        Link("Read or talked through", reverse("conference_share_step", args=[*here, share.pk]), about),
        Link("Their words", reverse("conference_comment", args=[*here, share.pk]), about),
    ]
    if may_take_back(share, cell.steps, found.standing):
        theirs.append(_wrong(found, share, about))
    # Whoever has the report can answer it, also while a part of it is still owed to them.
    return [shared, *theirs] if cell.is_part else theirs


def _wrong(found: OpenConference, share: ReportShare, about: str) -> Link:
    return Link("Recorded by mistake", reverse("conference_share_wrong", args=[found.ref, share.pk]), about)


def _step(step: str, at: datetime, how: str, by: str, words: str, is_late: bool) -> str:
    parts = [_STEPS.get(step, capitalize_first(step)), moment(at)]
    parts += [_how(how).lower()] if how in dict(HOW) else []
    parts += [f"by {by}"] if by else []
    said = ", ".join(parts)
    return f"{said}. {'Late. ' if is_late else ''}{words}".strip()


def _other(found: OpenConference, title: str, share: ReportShare) -> tuple[str, Link | None]:
    named = {"chair": "The chair", "professionals": "The professionals", "child": "A child"}
    who = named.get(share.recipient, share.recipient)
    assert share.shared_at is not None
    is_mine = share.shared_by == found.standing.user_id or may_take_back(share, (), found.standing)
    wrong = _wrong(found, share, f"{title}, {who.lower()}") if is_mine and "write" in found.can else None
    return f"{who} since {moment(share.shared_at)}", wrong


def _how(code: str) -> str:
    return dict(HOW).get(code, code.replace("-", " "))


def _until(limit: Limit) -> str:
    local = limit.at.astimezone(LONDON)
    return f"{day_short(local)}, {local:%H:%M}" if limit.has_time else f"the end of {day_short(local)}"


def _beyond(limit: Limit, at: datetime) -> str:
    """How long after the limit: "1 h 45 min after the limit. "."""
    over = at - limit.at
    if over <= timedelta(0):
        return ""
    if over >= timedelta(days=1):
        return f"{plural(over.days, 'day')} after the limit. "
    hours, minutes = divmod(int(over.total_seconds()) // 60, 60)
    return f"{f'{hours} h ' if hours else ''}{minutes} min after the limit. "


def own_cells(found: OpenConference, grid: Grid) -> list[ShownCell]:
    """The last row: what the parents bring themselves."""
    return [_own(found, parent, grid.own.get(parent.person_id, ())) for parent in grid.parents]


def _own(found: OpenConference, parent: ParentColumn, told: Sequence[OwnReport]) -> ShownCell:
    came = [one for one in told if one.received_on is not None]
    asked = [one for one in told if one.received_on is None]
    tags = [(dict(CAME).get(one.how, "In").split(":")[0], "in-place", "tick") for one in came]
    tags = tags or [("Asked", "plain", "clock") if asked else ("Not asked yet", "outline", "dots")]
    lines = [f"{one.get_kind_display()}, {day_short(one.received_on)}" for one in came if one.received_on]
    lines += [f"Given {day_short(one.given_on)}, not back yet" for one in asked if one.given_on]
    links = [Link("Open", reverse("conference_own", args=[found.ref, one.pk]), parent.name) for one in told if one.form]
    if "write" in found.can:
        links.append(
            Link("Take what they bring", reverse("conference_bring", args=[found.ref, parent.person_id]), parent.name)
        )
    return ShownCell(tags=tags, lines=lines, links=links)


def missing_in_short(missing: Sequence[Missing]) -> list[tuple[str, bool]]:
    """What is missing, in few sentences: those of whom the same is to be said stand in one, a breach in its own."""
    told = [(one.says, one.is_breach) for one in missing if one.is_breach or one.agency_code == "social-care"]
    alike = [one for one in missing if not one.is_breach and one.agency_code != "social-care"]
    for asked, says in ((False, "Nobody has asked {} for a report"), (True, "{} {} not sent a report")):
        names = [unnamed(one.who) for one in alike if one.is_asked is asked]
        if names:
            has = "has" if len(names) == 1 else "have"
            told.append((f"{capitalize_first(says.format(joined(names), has))}: what they know is missing.", False))
    return told
