"""The children's own words, as staff enter them: booklets, letters, drawings, talks with the chair, questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods

from quorate.access.permissions import NoSuchRecord, require
from quorate.conferences.models import Booklet, BookletAnswer, ChildQuestion
from quorate.conferences.queries import SubjectChild
from quorate.conferences.services import booklets, report_files
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.childrens_pages import children_shown, pages_of
from quorate.web.conferences.opening import OpenConference, conference_page, opened
from quorate.web.conferences.own_forms import (
    AnswerForm,
    DrawingForm,
    GiveBookletForm,
    PageForm,
    QuestionForm,
    ReturnForm,
    ViewsForm,
)
from quorate.web.conferences.reports import TAB, to
from quorate.web.permissions import needs
from quorate.web.saving import Clash, keeping, version_of, written

_YES = {"yes": True, "no": False}


@needs("see_case")
@require_GET
def conference_children(request: HttpRequest, ref: str) -> HttpResponse:
    """Each child: booklets, words, drawings, questions."""
    found = opened(request, ref, "childrens-words")
    return conference_page(
        request, found, "conference_children.html", title="The children’s own words", tab=TAB,
        children=children_shown(found),
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_booklet_give(request: HttpRequest, ref: str, child: UUID) -> HttpResponse:
    """A child has a booklet; at an age in two bands the child chose it."""
    found, one = _child(request, ref, child)
    offered = [(said["code"], said["title"]) for said in booklets.booklets_for(found.conference, one, found.today)]
    if not offered:
        raise NoSuchRecord
    initial = {"on": found.today, "code": offered[0][0] if len(offered) == 1 else ""}

    def give(said: Mapping[str, Any]) -> object:
        return booklets.give_booklet(
            conference=found.conference, child_case_id=one.case_id, code=said["code"], on=said["on"],
            by=found.standing, helper=said["helper"], at_school=_YES.get(said["at_school"]),
        )  # fmt: skip

    return fill_in(
        request, found, GiveBookletForm(request.POST or None, booklets=offered, initial=initial), give,
        title="Give a booklet", tab=TAB, then=to(found, "conference_children"), fields={"child": "code"},
        explains=f"For {one.given}.",
    )  # fmt: skip


@needs("see_case")
@require_GET
def conference_booklet(request: HttpRequest, ref: str, booklet: UUID) -> HttpResponse:
    """One booklet, page by page."""
    found, row = _booklet(request, ref, booklet)
    return conference_page(
        request, found, "conference_booklet.html", title="A booklet", tab=TAB, booklet=row, pages=pages_of(found, row),
        child=next((one for one in found.children if one.case_id == row.child_case_id), None),
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_booklet_page(request: HttpRequest, ref: str, booklet: UUID) -> HttpResponse:
    """One page of a booklet, saved as one writes."""
    found, row = _booklet(request, ref, booklet, writing=True)
    said = request.POST if request.method == "POST" else request.GET
    section, field = said.get("section", ""), said.get("field", "")
    page = next((one for one in pages_of(found, row) if (one.section, one.field) == (section, field)), None)
    if page is None:
        raise NoSuchRecord
    data = written(request, ["words"])
    form = PageForm(data, initial=page.initial, auto_id=f"{page.key}-%s")

    def save(told: Mapping[str, Any]) -> BookletAnswer:
        return booklets.save_answer(
            booklet=row, section=section, field=field, words=told["words"], seen_by=told["seen_by"],
            version=version_of(request), by=found.standing, at=found.now,
        )  # fmt: skip

    def shown(clash: Clash | None, status: int) -> HttpResponse:
        return conference_page(
            request, found, "conference_booklet_page.html", title="A page of a booklet", tab=TAB, booklet=row,
            page=page, form=form, clash=clash, version=clash.version if clash else page.version, status=status,
            whose=_from(found, row.child_case_id),
        )  # fmt: skip

    return keeping(request, form, save, shown=shown, then=f"{to(found, 'conference_booklet', row.pk)}#{page.key}")


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_booklet_drawing(request: HttpRequest, ref: str, booklet: UUID) -> HttpResponse:
    """A drawing on a page of a booklet, as an image."""
    found, row = _booklet(request, ref, booklet, writing=True)
    section, field = request.GET.get("section", ""), request.GET.get("field", "")
    page = next((one for one in pages_of(found, row) if (one.section, one.field) == (section, field)), None)
    if page is None:
        raise NoSuchRecord

    def keep(said: Mapping[str, Any]) -> object:
        answer = page.answer or booklets.save_answer(
            booklet=row, section=section, field=field, words="", seen_by="", version=0, by=found.standing, at=found.now
        )
        return report_files.keep_file(
            conference=found.conference, content=said["file"].read(), name=said["file"].name, by=found.standing,
            at=found.now, answer=answer,
        )  # fmt: skip

    return fill_in(
        request, found, DrawingForm(request.POST or None, request.FILES or None), keep, title="A child’s drawing",
        tab=TAB, then=to(found, "conference_booklet", row.pk), template="conference_report_file.html",
        button="Keep the drawing", explains=_from(found, row.child_case_id),
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_booklet_return(request: HttpRequest, ref: str, booklet: UUID) -> HttpResponse:
    """The booklet is back: who helped, and that the child is at school that day."""
    found, row = _booklet(request, ref, booklet, writing=True)
    known = {True: "yes", False: "no"}.get(row.at_school, "") if row.at_school is not None else ""
    form = ReturnForm(request.POST or None, initial={"on": found.today, "helper": row.helper, "at_school": known})
    return fill_in(
        request, found, form,
        lambda said: booklets.return_booklet(
            booklet=row, on=said["on"], by=found.standing, helper=said["helper"], at_school=_YES.get(said["at_school"])
        ),
        title="The booklet is back", tab=TAB, then=to(found, "conference_booklet", row.pk), button="It is back",
        fields={"booklet": "on"}, explains=_from(found, row.child_case_id),
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_views(request: HttpRequest, ref: str, child: UUID) -> HttpResponse:
    """A child is heard in another way than by coming."""
    found, one = _child(request, ref, child)

    def take(said: Mapping[str, Any]) -> object:
        content = said["file"].read() if said["file"] else b""
        made = booklets.take_views(
            conference=found.conference, child_case_id=one.case_id, kind=said["kind"], on=said["on"],
            by=found.standing, words=said["words"], seen_by=said["seen_by"], has_file=bool(said["file"]),
        )  # fmt: skip
        if said["file"]:
            report_files.keep_file(
                conference=found.conference, content=content, name=said["file"].name, by=found.standing, at=found.now,
                contribution=made,
            )  # fmt: skip
        return made

    form = ViewsForm(request.POST or None, request.FILES or None, initial={"on": found.today})
    return fill_in(
        request, found, form, take, title="Hear a child in another way", tab=TAB, then=to(found, "conference_children"),
        template="conference_report_file.html", button="Keep the child’s words", explains=_from(found, one.case_id),
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_question(request: HttpRequest, ref: str, child: UUID) -> HttpResponse:
    """One of a child's own questions."""
    found, one = _child(request, ref, child)
    return fill_in(
        request, found, QuestionForm(request.POST or None),
        lambda said: booklets.ask_question(
            conference=found.conference, child_case_id=one.case_id, on=found.today, by=found.standing, **said
        ),
        title="A child’s question", tab=TAB, then=to(found, "conference_children"),
        explains=_from(found, one.case_id),
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_question_answer(request: HttpRequest, ref: str, question: UUID) -> HttpResponse:
    """What the child was told."""
    found = opened(request, ref, "childrens-words")
    require(found.standing, "write", found.case)
    row = ChildQuestion.objects.filter(conference=found.conference, pk=question).first()
    if row is None:
        raise NoSuchRecord
    row.case = found.case
    return fill_in(
        request, found, AnswerForm(request.POST or None),
        lambda said: booklets.answer_question(question=row, words=said["words"], on=found.today, by=found.standing),
        title="Answer a child’s question", tab=TAB, then=to(found, "conference_children"),
        explains=f"{_from(found, row.child_case_id)} {row.words}",
    )  # fmt: skip


def _from(found: OpenConference, case_id: UUID) -> str:
    """Whose words they are: brothers and sisters have pages that look alike."""
    return f"From {next(one.given for one in found.children if one.case_id == case_id)}."


def _child(request: HttpRequest, ref: str, child: UUID) -> tuple[OpenConference, SubjectChild]:
    found = opened(request, ref, "childrens-words")
    require(found.standing, "write", found.case)
    one = next((one for one in found.children if one.person_id == child), None)
    if one is None:
        raise NoSuchRecord
    return found, one


def _booklet(request: HttpRequest, ref: str, booklet: UUID, *, writing: bool = False) -> tuple[OpenConference, Booklet]:
    found = opened(request, ref, "childrens-words")
    if writing:
        require(found.standing, "write", found.case)
    row = Booklet.objects.filter(conference=found.conference, pk=booklet).first()
    if row is None:
        raise NoSuchRecord
    row.conference, row.case = found.conference, found.case
    return found, row


urlpatterns = [
    path("conferences/<ref:ref>/children/", conference_children, name="conference_children"),
    path(
        "conferences/<ref:ref>/children/<uuid:child>/booklet/", conference_booklet_give, name="conference_booklet_give"
    ),
    path("conferences/<ref:ref>/children/<uuid:child>/views/", conference_views, name="conference_views"),
    path("conferences/<ref:ref>/children/<uuid:child>/question/", conference_question, name="conference_question"),
    path(
        "conferences/<ref:ref>/questions/<uuid:question>/answer/", conference_question_answer,
        name="conference_question_answer",
    ),
    path("conferences/<ref:ref>/booklets/<uuid:booklet>/", conference_booklet, name="conference_booklet"),
    path(
        "conferences/<ref:ref>/booklets/<uuid:booklet>/page/", conference_booklet_page, name="conference_booklet_page"
    ),
    path(
        "conferences/<ref:ref>/booklets/<uuid:booklet>/drawing/", conference_booklet_drawing,
        name="conference_booklet_drawing",
    ),
    path(
        "conferences/<ref:ref>/booklets/<uuid:booklet>/return/", conference_booklet_return,
        name="conference_booklet_return",
    ),
]  # fmt: skip
