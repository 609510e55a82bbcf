"""What the pages about the children's own words show: each child with what came, each booklet page by page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from quorate.conferences.models import Booklet, BookletAnswer, ChildQuestion, OwnReport, ReportFile, SeenBy
from quorate.conferences.queries import SubjectChild
from quorate.conferences.services.booklets import booklets_for
from quorate.web.conferences.opening import OpenConference

SEEN: Final = {
    "": ("Not chosen yet: only the chair and the social worker", "private", "lock"),
    SeenBy.TWO: ("Only the chair and the social worker", "private", "lock"),
    SeenBy.PROFESSIONALS: ("The professionals, not the family", "plain", ""),
    SeenBy.EVERYONE: ("Everyone at the meeting", "info", ""),
}
"""The tag of a child's choice."""


@dataclass(frozen=True, slots=True)
class ChildsBooklet:
    """A booklet of a child: the row, its title, and the pages that came as far as the reader may see them."""

    row: Booklet
    title: str
    answers: list[BookletAnswer]


@dataclass(frozen=True, slots=True)
class ShownChild:
    """One child with everything that came."""

    child: SubjectChild
    booklets: list[ChildsBooklet]
    may_have: list[str]
    chooses: bool
    views: list[OwnReport]
    questions: list[ChildQuestion]
    files: list[ReportFile]


@dataclass(frozen=True, slots=True)
class BookletPage:
    """One page of a booklet to fill in."""

    key: str
    section: str
    field: str
    title: str
    says: str
    label: str
    is_drawing: bool
    answer: BookletAnswer | None
    files: list[ReportFile]

    @property
    def version(self) -> int:
        """The version that stands there; 0 for a page not yet filled in."""
        return self.answer.version if self.answer else 0

    @property
    def initial(self) -> dict[str, str]:
        """What the form begins with."""
        return {"words": self.answer.words, "seen_by": self.answer.seen_by} if self.answer else {"seen_by": ""}


def children_shown(found: OpenConference) -> list[ShownChild]:
    """Every child: four queries."""
    conference = found.conference
    titles = {one["code"]: str(one["title"]) for one in found.pack.data["booklet"]}
    rows = list(Booklet.objects.filter(conference=conference).order_by("given_on", "id"))
    answers = _by(BookletAnswer.objects.filter(conference=conference).order_by("section", "field"), "booklet_id")
    views = _by(OwnReport.objects.filter(conference=conference).exclude(child_case_id=None), "child_case_id")
    questions = _by(ChildQuestion.objects.filter(conference=conference), "child_case_id")
    files = ReportFile.objects.filter(conference=conference).exclude(child_case_id=None).defer("content")
    by_child = _by(files, "child_case_id")
    return [
        ShownChild(
            child,
            [
                ChildsBooklet(row, titles.get(row.code, row.code), answers.get(row.pk, []))
                for row in rows
                if row.child_case_id == child.case_id
            ],
            [str(one["title"]) for one in booklets_for(conference, child, found.today)],
            len(booklets_for(conference, child, found.today)) > 1,
            views.get(child.case_id, []),
            questions.get(child.case_id, []),
            by_child.get(child.case_id, []),
        )
        for child in found.children
    ]


def pages_of(found: OpenConference, booklet: Booklet) -> list[BookletPage]:
    """The pages of a booklet that a child fills in, in order; what the record fills in is left out."""
    form = next((one for one in found.pack.data["form"] if one["code"] == booklet.form), None)
    answers = {(one.section, one.field): one for one in booklet.answers.all()}
    files = _by(
        ReportFile.objects.filter(answer_id__in=[one.pk for one in answers.values()]).defer("content"), "answer_id"
    )
    pages: list[BookletPage] = []
    for part in form["section"] if form else ():
        for field in part.get("fields") or ():
            if field.get("merged"):
                continue
            answer = answers.get((part["code"], field["code"]))
            pages.append(
                BookletPage(
                    f"{part['code']}-{field['code']}",
                    part["code"],
                    field["code"],
                    str(part["title"]),
                    str(part.get("says") or ""),
                    str(field["label"]),
                    field["kind"] == "drawing",
                    answer,
                    files.get(answer.pk, []) if answer else [],
                )
            )
    return pages


def _by(rows: Iterable[Any], key: str) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, key), []).append(row)
    return found
