"""A conference is asked for: begun, written part by part, checked and sent; the manager answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods

from quorate.access.permissions import NoSuchRecord
from quorate.cases.refusals import Refused
from quorate.conferences.models import ConferenceRequest, DelayAgreed, RequestState
from quorate.conferences.queries.assessed import assessed_on
from quorate.conferences.services import drafting, requests
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.opening import OpenConference, conference_page, opened
from quorate.web.conferences.request_concern import first_words, other_plans
from quorate.web.conferences.request_forms import AnswerForm, ConcernForm, DelayForm, TransferForm, in_words
from quorate.web.conferences.request_tasks import may_write, tasks_of
from quorate.web.permissions import needs
from quorate.web.saving import Clash, keeping, version_of, written

both = require_http_methods(["GET", "POST"])
_TEXTS = ("reason", "legal_basis", "severity", "no_other_plan_because")


def request_of(found: OpenConference) -> ConferenceRequest:
    """The request of a conference. Raises NoSuchRecord where it was never asked for here."""
    asked = ConferenceRequest.objects.filter(conference=found.conference).first()
    if asked is None:
        raise NoSuchRecord
    asked.conference, asked.case = found.conference, found.case
    return asked


def drafting_of(request: HttpRequest, ref: str, part: str) -> tuple[OpenConference, ConferenceRequest]:
    """The conference and its request, opened in order to write."""
    found = opened(request, ref, f"request-{part}")
    return found, request_of(found)


def home_of(found: OpenConference) -> str:
    """The task list."""
    return reverse("conference_request", args=[found.ref])


def request_page(
    request: HttpRequest, found: OpenConference, template: str, *, title: str, **more: Any
) -> HttpResponse:
    """A page of the request, below the preparation."""
    return conference_page(request, found, template, title=title, tab="conference", back=home_of(found), **more)


@needs("see_case")
@require_GET
def conference_request(request: HttpRequest, ref: str) -> HttpResponse:
    """The task list, what the manager answered, and the checklists that belong to asking."""
    from quorate.web.conferences.checklists import of_asking

    found = opened(request, ref, "request")
    if not ConferenceRequest.objects.filter(conference=found.conference).exists():
        return conference_page(
            request, found, "conference_request_none.html", title="The request", tab="conference"
        )  # fmt: skip
    asked = request_of(found)
    return conference_page(
        request, found, "conference_request.html", title="The request", tab="conference", asked=asked,
        tasks=tasks_of(found, asked), writes=may_write(asked, found), answers=_answers(asked, found),
        checklists=of_asking(found), delays=list(DelayAgreed.objects.filter(conference=found.conference)),
        is_manager=found.standing.role == "team_manager",
    )  # fmt: skip


def _answers(asked: ConferenceRequest, found: OpenConference) -> bool:
    return asked.state == RequestState.SENT and found.standing.role == "team_manager" and "write" in found.can


@needs("write")
@both
def conference_request_concern(request: HttpRequest, ref: str) -> HttpResponse:
    """Why a conference is needed; saves itself as one writes."""
    found, asked = drafting_of(request, ref, "concern")
    version = drafting.version_of_part(asked, "concern")
    comes_from: dict[str, str] = {}
    if version:
        initial = {name: getattr(asked, name) for name in drafting.CONCERN}
        initial["assessment_completed_on"] = assessed_on(asked)
    else:
        initial, comes_from = first_words(found, asked)
    initial |= {"risk_is_serious": in_words(initial.get("risk_is_serious"))}
    form = ConcernForm(
        written(request, _TEXTS), initial=initial, plans=other_plans(found.pack), comes_from=comes_from
    )  # fmt: skip

    def shown(clash: Clash | None, status: int) -> HttpResponse:
        return request_page(
            request, found, "conference_request_concern.html", title="Concern and enquiry", status=status, form=form,
            clash=clash, version=clash.version if clash else version, asked=asked,
        )  # fmt: skip

    return keeping(
        request, form,
        lambda said: drafting.save_concern(
            asked=asked, said=said, version=version_of(request), by=found.standing, at=found.now
        ),
        shown=shown, then=home_of(found),
    )  # fmt: skip


@needs("write")
@both
def conference_request_transfer(request: HttpRequest, ref: str) -> HttpResponse:
    """From which authority the children come, for good or for a time."""
    found, asked = drafting_of(request, ref, "transfer")
    initial = {"from_authority": asked.from_authority, "notified_on": asked.notified_on}
    form = TransferForm(request.POST or None, initial=initial | {"is_permanent": in_words(asked.is_permanent)})
    return fill_in(
        request, found, form,
        lambda said: drafting.save_transfer(asked=asked, by=found.standing, at=found.now, **said),
        title="Where the children come from", tab="conference", then=home_of(found),
    )  # fmt: skip


@needs("see_case")
@both
def conference_request_check(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything once more, and sending."""
    from django import forms

    from quorate.web.conferences.request_summary import summary_of
    from quorate.web.conferences.request_unasked import not_asked

    found = opened(request, ref, "request-check")
    asked = request_of(found)

    def send(_: Mapping[str, Any]) -> object:
        return requests.send(asked=asked, by=found.standing, at=found.now)

    return fill_in(
        request, found, forms.Form(request.POST if request.method == "POST" else None), send, title="Check and send",
        tab="conference", then=home_of(found), template="conference_request_check.html", asked=asked,
        missing=not_asked(found, asked), summary=summary_of(found, asked), writes=may_write(asked, found),
    )  # fmt: skip


@needs("write")
@both
def conference_request_answer(request: HttpRequest, ref: str) -> HttpResponse:
    """The manager agrees, asks for more (with what was not asked in the words already), or declines."""
    from quorate.web.conferences.request_summary import summary_of
    from quorate.web.conferences.request_unasked import message_for_more, not_asked

    found, asked = drafting_of(request, ref, "answer")
    # Limits in hours are counted from the moment at which it is agreed.
    does: dict[str, Callable[..., object]] = {
        "agree": partial(requests.agree, at=found.now), "more": requests.ask_for_more, "decline": requests.decline
    }  # fmt: skip

    def answer(said: Mapping[str, Any]) -> object:
        return does[said["answer"]](asked=asked, reason=said["reason"], by=found.standing, on=found.today)

    missing = not_asked(found, asked)
    page: dict[str, Any] = {
        "title": "Answer the request", "button": "Send your answer", "asked": asked, "missing": missing,
        "summary": summary_of(found, asked),
    }  # fmt: skip
    template = "conference_request_answer.html"
    if "more" in request.POST:
        # Nothing is sent yet: what is missing joins the words that are typed already, to be read and changed.
        reason = _with_what_is_missing(request.POST.get("reason", ""), message_for_more(missing))
        form = AnswerForm(initial={"answer": "more", "reason": reason})
        return request_page(request, found, template, form=form, **page)
    return fill_in(
        request, found, AnswerForm(request.POST or None), answer, tab="conference", then=home_of(found),
        template=template, **page,
    )  # fmt: skip


def _with_what_is_missing(typed: str, message: str) -> str:
    """The reason as it is typed, and below it what is missing, once."""
    words = typed.replace("\r\n", "\n").strip()
    return words if message in words else "\n\n".join(one for one in (words, message) if one)


@needs("write")
@both
def conference_request_delay(request: HttpRequest, ref: str) -> HttpResponse:
    """The manager agrees to a delay; the limit does not move."""
    found, _ = drafting_of(request, ref, "delay")
    return fill_in(
        request, found, DelayForm(request.POST or None),
        lambda said: requests.agree_delay(conference=found.conference, by=found.standing, on=found.today, **said),
        title="Agree to a delay", tab="conference", then=home_of(found), button="Agree to the delay",
        explains="The limit does not move: the conference is shown as late, with your reason beside it.",
    )  # fmt: skip


@needs("write")
@require_http_methods(["POST"])
def conference_request_review(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask for the review of the same children, each who has a plan."""
    from quorate.web.conferences.request_new import begin_review

    found = opened(request, ref, "request-review")
    try:
        made = begin_review(found)
    except Refused as refused:
        messages.warning(request, " ".join(refused.sentences.values()))
        return redirect(reverse("conference", args=[found.ref]))
    return redirect(reverse("conference_request", args=[made.case.ref]))


urlpatterns = [
    path("conferences/<ref:ref>/request/", conference_request, name="conference_request"),
    path("conferences/<ref:ref>/request/concern/", conference_request_concern, name="conference_request_concern"),
    path("conferences/<ref:ref>/request/transfer/", conference_request_transfer, name="conference_request_transfer"),
    path("conferences/<ref:ref>/request/check/", conference_request_check, name="conference_request_check"),
    path("conferences/<ref:ref>/request/answer/", conference_request_answer, name="conference_request_answer"),
    path("conferences/<ref:ref>/request/delay/", conference_request_delay, name="conference_request_delay"),
    path("conferences/<ref:ref>/request/review/", conference_request_review, name="conference_request_review"),
]
