"""Children's own words: the booklet for their age, their answers, whom they let see them, their questions.

Nothing is chosen for a child beforehand: until the child has said who may see a page, only the chair and the social
worker read it, and the database keeps it so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, NoReturn
from uuid import UUID

from django.db import transaction
from django.db.models import F

from quorate.access.models import ProtectedCase
from quorate.access.permissions import NoSuchRecord, facts_of, require
from quorate.access.standing import Standing
from quorate.cases.details import says_something
from quorate.cases.refusals import quietly, refuse
from quorate.cases.services.writing import noted
from quorate.conferences.editions import pack_of
from quorate.conferences.models import (
    Booklet,
    BookletAnswer,
    ChildQuestion,
    Conference,
    OwnKind,
    OwnReport,
    ReportFile,
    SeenBy,
)
from quorate.conferences.queries.finding import SubjectChild, children_of
from quorate.conferences.services.happening import day_fault, happened
from quorate.conferences.versions import TwoTexts

MEANS: Final = {SeenBy.EVERYONE: "F-all", SeenBy.PROFESSIONALS: "P", SeenBy.TWO: "R", "": "R"}
"""For whom a child's words are meant, by the child's own choice; without one, for nobody but the two."""
CHANNELS: Final = {
    OwnKind.LETTER: "letter", OwnKind.DRAWINGS: "drawings", OwnKind.RECORDING: "recording",
    OwnKind.MEETING_CHAIR: "meeting-with-chair", OwnKind.PHONE_CHAIR: "phone-call-with-chair", OwnKind.TALK: "talk",
}  # fmt: skip
"""The other ways in which a child is heard, and what the event calls them (LEI-34, RDB-21)."""


def booklets_for(conference: Conference, child: SubjectChild, on: date) -> list[Mapping[str, Any]]:
    """The pack's booklets for a child's age on a day: two of them where the child chooses, none before birth."""
    if child.born_on is None or child.born_on > on:
        return []
    age = on.year - child.born_on.year - ((on.month, on.day) < (child.born_on.month, child.born_on.day))
    data = pack_of(conference).data
    kinds = {one["code"]: one["for_conferences"] for one in data["form"]}
    return [
        one
        for one in data["booklet"]
        if one["from_age"] <= age <= one["to_age"] and child.kind in kinds.get(one.get("form"), (child.kind,))
    ]


@quietly
@transaction.atomic
def give_booklet(
    *,
    conference: Conference,
    child_case_id: UUID,
    code: str,
    on: date,
    by: Standing,
    helper: str = "",
    at_school: bool | None = None,
) -> Booklet:
    """A child has a booklet since `on`. Where the age allows two, which one is the child's own choice.

    Records booklet-given. Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", conference.case)
    child = _child(conference, child_case_id)
    allowed = booklets_for(conference, child, on)
    chosen = next((one for one in allowed if one["code"] == code), None)
    there = Booklet.objects.filter(conference=conference, child_case_id=child_case_id, code=code).first()
    refuse(
        code="Choose one of the booklets for this child's age." if chosen is None else None,
        child="The child has this booklet already." if there is not None else None,
        on=day_fault(conference, on, may_precede=True),
    )
    assert chosen is not None
    row = Booklet(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id,
        child_case_id=child_case_id, code=code, form=chosen.get("form") or code, chosen_by_child=len(allowed) > 1,
        given_on=on, given_by=by.user_id, helper=helper.strip()[:150], at_school=at_school,
    )  # fmt: skip
    row.save(force_insert=True)
    facts: dict[str, Any] = {"booklet": code} | ({"helper": "named"} if row.helper else {})
    happened("booklet-given", conference, day=on, about=[child_case_id], by=by, facts=facts)
    noted("booklet.given", row, chosen_by_child=row.chosen_by_child)
    return row


@quietly
@transaction.atomic
def save_answer(
    *,
    booklet: Booklet,
    section: str,
    field: str,
    words: str,
    seen_by: str,
    version: int,
    by: Standing,
    at: datetime,
) -> BookletAnswer:
    """Keeps one page of the booklet, word for word as the child put it. `version` is 0 for a page not yet there.

    `seen_by` is what the child chose, "" where the child has not. Raises TwoTexts, `Refused`, `NotAllowed`.
    """
    require(by, "write", booklet.case)
    label = _label(booklet, section, field)
    _require_close(booklet.case, by)
    refuse(
        field=None if label else "The booklet has no such page.",
        seen_by=None if seen_by in MEANS else "Choose who may see it, or leave it open.",
    )
    said = {
        "words": words.strip("\r\n"), "seen_by": seen_by, "meant_for": MEANS[seen_by], "entered_by": by.user_id,
        "entered_at": at,
    }  # fmt: skip
    known = BookletAnswer.objects.filter(booklet=booklet, section=section, field=field).first()
    if known is None:
        known = BookletAnswer(
            booklet=booklet, conference_id=booklet.conference_id, case_id=booklet.case_id, label=label, field=field,
            authority_id=booklet.authority_id, child_case_id=booklet.child_case_id, section=section, **said,
        )  # fmt: skip
        known.save(force_insert=True)
    elif not BookletAnswer.objects.filter(pk=known.pk, version=version).update(version=F("version") + 1, **said):
        _clash(known, words)
    known.refresh_from_db()
    ReportFile.objects.filter(answer_id=known.pk).update(seen_by=seen_by, meant_for=MEANS[seen_by])
    noted("booklet.saved", known, seen_by=seen_by, version=known.version)
    return known


def _clash(known: BookletAnswer, words: str) -> NoReturn:
    raise TwoTexts(
        yours={"words": words}, theirs={"words": known.words}, version=known.version, theirs_by=known.entered_by,
        theirs_at=known.entered_at,
    )  # fmt: skip


@quietly
@transaction.atomic
def return_booklet(
    *, booklet: Booklet, on: date, by: Standing, helper: str = "", at_school: bool | None = None
) -> Booklet:
    """The booklet is back. Records booklet-returned. Raises `Refused`, `NotAllowed`."""
    require(by, "write", booklet.case)
    refuse(
        on="That was before the child had it."
        if on < booklet.given_on
        else day_fault(booklet.conference, on, may_precede=True),
        booklet="It is back already." if booklet.returned_on is not None else None,
    )
    booklet.returned_on, booklet.returned_to = on, by.user_id
    booklet.helper = helper.strip()[:150] or booklet.helper
    booklet.at_school = booklet.at_school if at_school is None else at_school
    booklet.save(update_fields=["returned_on", "returned_to", "helper", "at_school"])
    facts: dict[str, Any] = {"booklet": booklet.code} | ({"helper": "named"} if booklet.helper else {})
    happened("booklet-returned", booklet.conference, day=on, about=[booklet.child_case_id], by=by, facts=facts)
    noted("booklet.returned", booklet)
    return booklet


@quietly
@transaction.atomic
def take_views(
    *,
    conference: Conference,
    child_case_id: UUID,
    kind: str,
    on: date,
    by: Standing,
    words: str = "",
    seen_by: str = "",
    said_by: str = "",
    has_file: bool = False,
) -> OwnReport:
    """A child is heard without coming: by a letter, drawings, a recording, a meeting or call with the chair.

    Records views-collected for the child. Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", conference.case)
    child = _child(conference, child_case_id)
    _require_close(conference.case, by)
    refuse(
        kind=None if kind in CHANNELS else "Choose how the child was heard.",
        words="Write down what the child said, in the child's words, or bring in the file."
        if not words.strip() and not has_file
        else None,
        seen_by=None if seen_by in MEANS else "Choose who may see it, or leave it open.",
        on=day_fault(conference, on, may_precede=True),
    )
    row = OwnReport(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id,
        person_id=child.person_id, child_case_id=child_case_id, kind=kind, received_on=on, how=kind,
        words=words.strip("\r\n"), seen_by=seen_by, meant_for=MEANS[seen_by], said_by=said_by.strip()[:150],
        entered_by=by.user_id,
    )  # fmt: skip
    row.save(force_insert=True)
    happened(
        "views-collected", conference, day=on, about=[child_case_id], by=by, facts={"how": CHANNELS[OwnKind(kind)]}
    )
    noted("own-report.received", row, kind=kind, how=row.how)
    return row


@quietly
@transaction.atomic
def ask_question(
    *, conference: Conference, child_case_id: UUID, words: str, on: date, by: Standing, seen_by: str = ""
) -> ChildQuestion:
    """One of the child's own questions, word for word (LEI-62). Raises `Refused`, `NotAllowed`."""
    require(by, "write", conference.case)
    _child(conference, child_case_id)
    _require_close(conference.case, by)
    refuse(
        words=None if words.strip() else "Write down the child's question.",
        seen_by=None if seen_by in MEANS else "Choose who may see it, or leave it open.",
    )
    row = ChildQuestion(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id,
        child_case_id=child_case_id, words=words.strip("\r\n"), seen_by=seen_by, meant_for=MEANS[seen_by],
        asked_on=on, entered_by=by.user_id,
    )  # fmt: skip
    row.save(force_insert=True)
    noted("child-question.asked", row)
    return row


@quietly
@transaction.atomic
def answer_question(*, question: ChildQuestion, words: str, on: date, by: Standing) -> ChildQuestion:
    """What the child was told. Raises `Refused`, `NotAllowed`."""
    require(by, "write", question.case)
    refuse(words=None if says_something(words) else "Write down what you told the child.")
    question.answer_words, question.answered_on, question.answered_by = words.strip("\r\n"), on, by.user_id
    question.save(update_fields=["answer_words", "answered_on", "answered_by"])
    noted("child-question.answered", question)
    return question


def _require_close(case: ProtectedCase, by: Standing) -> None:
    """A child's words are entered by those who read them whatever the child chooses. Raises `Refused`."""
    facts = facts_of(case)
    refuse(
        words=None
        if facts is not None and set(facts.roles) & {"chair", "social_worker"}
        else "A child's words are written down by the social worker or the chair: nobody else reads them beforehand."
    )


def _child(conference: Conference, case_id: UUID) -> SubjectChild:
    found = next((one for one in children_of(conference) if one.case_id == case_id), None)
    if found is None:
        raise NoSuchRecord
    return found


def _label(booklet: Booklet, section: str, field: str) -> str:
    form = next((one for one in pack_of(booklet.conference).data["form"] if one["code"] == booklet.form), None)
    for part in form["section"] if form else ():
        for one in (part.get("fields") or ()) if part["code"] == section else ():
            if one["code"] == field:
                return str(one["label"])[:250]
    return ""
