"""Recording with whom a report was shared, what became of it, and that it is not for somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from quorate.access.permissions import NoSuchRecord, require
from quorate.conferences.models import Report, ReportShare
from quorate.conferences.models.report import SOCIAL_WORK
from quorate.conferences.queries.report_contents import has_words_for, parts_there
from quorate.conferences.queries.report_grid import ParentColumn, parents_of
from quorate.conferences.queries.reports import title_of
from quorate.conferences.report_limits import limit_of
from quorate.conferences.report_rules import parts_to_share
from quorate.conferences.services import sharing
from quorate.conferences.services.sharing import Reader
from quorate.conferences.services.sharing_taken_back import take_back_share
from quorate.people.models import User
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.opening import OpenConference, opened
from quorate.web.conferences.report_forms import AgreeForm, CommentForm, NotForForm, ShareForm, StepForm, WrongForm
from quorate.web.conferences.reports import TAB, opened_report, to
from quorate.web.permissions import needs
from quorate.web.wording import moment

_ORDER = ("report", "chronology", "genogram", "plan")
_PLACES = {"at": "time", "person_id": "how"}
_EVERYBODY = {"chair": "The chair", "professionals": "The professionals"}


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_share(request: HttpRequest, ref: str, report: UUID, person: UUID) -> HttpResponse:
    """A parent (or a child of the conference) has the report."""
    found, one = opened_report(request, ref, report, action="write")
    parent, child = _parent(found, person), next((c for c in found.children if c.person_id == person), None)
    if parent is None and child is None:
        raise NoSuchRecord
    reader = Reader("parent" if parent else "child", person)
    name = parent.name if parent else child.name if child else ""
    children = parent.children if parent else {child.case_id} if child else ()
    return _share(request, found, one, reader, name, is_empty=_is_empty(one, person, children))


def _is_empty(report: Report, person: UUID, children: Iterable[UUID]) -> bool:
    """Whether somebody's copy would hold no word of the report; one that only came as a file has none for them."""
    return report.is_done and not has_words_for(report, person, children)


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_share_chair(request: HttpRequest, ref: str, report: UUID) -> HttpResponse:
    """The chair has the report."""
    found, one = opened_report(request, ref, report, action="write")
    return _share(request, found, one, Reader("chair"), _EVERYBODY["chair"])


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_share_professionals(request: HttpRequest, ref: str, report: UUID) -> HttpResponse:
    """The professionals have the report."""
    found, one = opened_report(request, ref, report, action="write")
    return _share(request, found, one, Reader("professionals"), _EVERYBODY["professionals"])


def _share(
    request: HttpRequest, found: OpenConference, report: Report, reader: Reader, name: str, *, is_empty: bool = False
) -> HttpResponse:
    parts = [one for one in _ORDER if one in _parts_of(report)]
    is_social_work, kind = report.code == SOCIAL_WORK, found.conference.kind
    wanted = parts_to_share(found.pack, kind, reader.recipient) if is_social_work else {"report"}
    form = ShareForm(
        request.POST or None, now=found.now, parts=parts, is_empty=is_empty,
        initial={"parts": [one for one in parts if one in wanted]},
    )  # fmt: skip

    def share(said: Mapping[str, Any]) -> object:
        mine = User.objects.filter(pk=found.standing.user_id).values_list("display_name", flat=True).first() or ""
        return sharing.share(
            report=report, reader=reader, at=said["at"], how=said["how"], by=found.standing, now=found.now,
            by_words=said["by_words"] or mine, parts=said["parts"], late_why=said["late_why"],
        )  # fmt: skip

    limit = limit_of(report, reader.recipient, reader.person_id)
    told = f"{title_of(report)}: {name}."
    return fill_in(
        request, found, form, share, title="Record a report shared", tab=TAB, then=to(found, TAB),
        button="Record it shared", fields=_PLACES,
        explains=f"{told} In time until {moment(limit)}." if limit else told,
    )  # fmt: skip


def _parts_of(report: Report) -> frozenset[str]:
    return parts_there(report) if report.code == SOCIAL_WORK else frozenset({"report"})


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_share_step(request: HttpRequest, ref: str, share: UUID) -> HttpResponse:
    """They have read it, or it was talked through with them."""
    found, row = _shared(request, ref, share)
    return fill_in(
        request, found, StepForm(request.POST or None, now=found.now),
        lambda said: sharing.note_read(
            share=row, step=said["step"], at=said["at"], by=found.standing, now=found.now, by_words=said["by_words"]
        ),
        title="What they did with the report", tab=TAB, then=to(found, TAB), fields=_PLACES,
        explains=f"{title_of(row.report)}: {_name(found, row)}.",
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_share_wrong(request: HttpRequest, ref: str, share: UUID) -> HttpResponse:
    """That it was shared was recorded by mistake."""
    found, row = _shared(request, ref, share)
    words = " The words that stand in the report as theirs are taken out of it." if row.commented_at is not None else ""
    return fill_in(
        request, found, WrongForm(request.POST or None),
        lambda said: take_back_share(share=row, reason=said["reason"], by=found.standing, at=found.now),
        title="Shared: recorded by mistake", tab=TAB, then=to(found, TAB), button="Take it back",
        explains=f"{title_of(row.report)}: {_name(found, row)}. From now on it counts as not shared with them, and "
        f"what is owed to them is owed again.{words} What was recorded stays in the history, with the reason.",
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_comment(request: HttpRequest, ref: str, share: UUID) -> HttpResponse:
    """What they say to the report, in their own words; appended to it under their name."""
    found, row = _shared(request, ref, share)
    name = _name(found, row)
    return fill_in(
        request, found, CommentForm(request.POST or None, now=found.now),
        lambda said: sharing.comment(
            share=row, words=said["words"], by_name=name, at=said["at"], by=found.standing, now=found.now,
            disagrees=said["disagrees"], how=said["how"], meant_for=said["meant_for"],
        ),
        title="Their own words", tab=TAB, then=to(found, "conference_report", row.report_id), fields=_PLACES,
        explains=f"What {name} says stands in the report, under their name. The report itself is not changed.",
        button="Add their words",
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_not_for(request: HttpRequest, ref: str, report: UUID, person: UUID) -> HttpResponse:
    """This parent does not get this report, and why."""
    found, one = opened_report(request, ref, report, action="write")
    parent = _parent(found, person)
    if parent is None:
        raise NoSuchRecord
    return fill_in(
        request, found, NotForForm(request.POST or None),
        lambda said: sharing.not_for(
            report=one, reader=Reader("parent", person), reason=said["reason"], by=found.standing, at=found.now
        ),
        title="Not for this parent", tab=TAB, then=to(found, TAB), fields={"person_id": "reason"},
        explains=f"{title_of(one)}: {parent.name}.", button="Ask the chair",
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_report_agree(request: HttpRequest, ref: str, share: UUID) -> HttpResponse:
    """The chair agrees that a report does not go to a parent, or does not."""
    found, row = _shared(request, ref, share)
    return fill_in(
        request, found, AgreeForm(request.POST or None),
        lambda said: sharing.agree_not_for(share=row, agrees=said["agrees"] == "yes", by=found.standing, at=found.now),
        title="Does this report stay away from this parent?", tab=TAB, then=to(found, TAB),
        explains=f"{title_of(row.report)}: {_name(found, row)}. The reason given: {row.not_for_reason}",
    )  # fmt: skip


def _shared(request: HttpRequest, ref: str, share: UUID) -> tuple[OpenConference, ReportShare]:
    found = opened(request, ref, "reports")
    require(found.standing, "write", found.case)
    row = ReportShare.objects.select_related("report__agency").filter(conference=found.conference, pk=share).first()
    if row is None:
        raise NoSuchRecord
    row.case, row.conference, row.report.conference = found.case, found.conference, found.conference
    return found, row


def _parent(found: OpenConference, person: UUID) -> ParentColumn | None:
    return next((one for one in parents_of(found.conference) if one.person_id == person), None)


def _name(found: OpenConference, row: ReportShare) -> str:
    if row.person_id is None:
        return _EVERYBODY.get(row.recipient, "")
    parent = _parent(found, row.person_id)
    child = next((one.name for one in found.children if one.person_id == row.person_id), "")
    return parent.name if parent else child


urlpatterns = [
    path(
        "conferences/<ref:ref>/reports/<uuid:report>/with/<uuid:person>/", conference_share, name="conference_share"
    ),
    path(
        "conferences/<ref:ref>/reports/<uuid:report>/with/chair/", conference_share_chair, name="conference_share_chair"
    ),
    path(
        "conferences/<ref:ref>/reports/<uuid:report>/with/professionals/", conference_share_professionals,
        name="conference_share_professionals",
    ),
    path(
        "conferences/<ref:ref>/reports/<uuid:report>/not-for/<uuid:person>/", conference_not_for,
        name="conference_not_for",
    ),
    path("conferences/<ref:ref>/shared/<uuid:share>/step/", conference_share_step, name="conference_share_step"),
    path("conferences/<ref:ref>/shared/<uuid:share>/wrong/", conference_share_wrong, name="conference_share_wrong"),
    path("conferences/<ref:ref>/shared/<uuid:share>/words/", conference_comment, name="conference_comment"),
    path("conferences/<ref:ref>/shared/<uuid:share>/agree/", conference_report_agree, name="conference_report_agree"),
]  # fmt: skip
