"""Deciding for one child, disagreeing, and ending the sitting: closed, adjourned, stopped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_POST

from quorate.access.permissions import NoSuchRecord
from quorate.web.accounts.posted import posted
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.opening import OpenConference, conference_page, opened_to_lead
from quorate.web.conferences.round import child_of, decisions_page
from quorate.web.permissions import needs
from quorate.web.saving import saves_itself
from quorate.web.wording import with_role

shown_and_sent = require_http_methods(["GET", "POST"])


@needs("write")
@shown_and_sent
def conference_decide(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Decide for one child: the gates of the procedure beside the form, asked again when it is sent."""
    from quorate.conferences.services.decision_drafts import draft_of, drop_draft
    from quorate.plans.services.decisions import record_decision
    from quorate.web.conferences import decision_draft as drafts
    from quorate.web.conferences.asking import asked_of, decided_from
    from quorate.web.conferences.decisions_forms import DecideForm

    found = opened_to_lead(request, ref, "decisions")
    child = child_of(found, key)
    asked, row = asked_of(found, child), draft_of(found.conference, key)
    draft = row if row and row.said else None
    form = DecideForm(posted(request), asked=asked.choices, pack=found.pack, word=found.word, initial=asked.initial)
    shown: dict[str, Any] = {
        "title": "Decide for one child", "tab": "conference_decisions", "template": "conference_decide.html",
        "button": "Record the decision", "child": child, "asked": asked, "rules": found.pack.data["decisions"],
        "version": row.version if row else 0, "draft": draft,
    }  # fmt: skip
    if request.method == "POST" and "version" in request.POST:
        kept = drafts.kept(request, found, key, form)
        if saves_itself(request):
            return drafts.answered(kept)
        if not isinstance(kept, int):
            return drafts.not_kept(request, found, form, kept, then=decisions_page(found), **shown)
        if drafts.is_for_later(request):
            return redirect(decisions_page(found) if drafts.LATER in request.POST else request.get_full_path())
        shown["version"] = kept
    elif draft is not None and not form.is_bound:
        form.initial = {**form.initial, **drafts.shown_again(draft.said, form)}

    def do(said: Mapping[str, Any]) -> None:
        decided = decided_from(said, form, asked, found)
        record_decision(conference=found.conference, child=child, said=decided, at=found.now, by=found.standing)
        drop_draft(conference=found.conference, case_id=key, at=found.now, by=found.standing)

    return fill_in(
        request, found, form, do, then=decisions_page(found),
        fields={"answers": "question_0", "views": "", "round": ""}, **shown,
    )  # fmt: skip


@needs("write")
@require_POST
def conference_decision_back(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Take back a decision that was written down wrongly, while it sits."""
    from quorate.cases.refusals import Refused
    from quorate.conferences.models import Decision
    from quorate.plans.services.decisions import take_back

    found = opened_to_lead(request, ref, "decisions")
    row = Decision.objects.filter(pk=key, conference=found.conference, withdrawn_at__isnull=True).first()
    if row is None:
        raise NoSuchRecord
    try:
        take_back(decision=row, at=found.now, by=found.standing)
    except Refused as refused:
        return _said(request, found, refused)
    return redirect(decisions_page(found))


def _said(request: HttpRequest, found: OpenConference, refused: Any) -> HttpResponse:
    return conference_page(
        request, found, "conference_refused.html", title="Not possible now", tab="conference_decisions", status=422,
        sentences=list(refused.sentences.values()), back=decisions_page(found),
    )  # fmt: skip


@needs("write")
@shown_and_sent
def conference_dissent(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that somebody disagrees, or what they say of a decision or a plan."""
    from quorate.conferences.models import Invitee
    from quorate.conferences.services.dissent import record_dissent
    from quorate.web.conferences.decisions_forms import DissentForm

    found = opened_to_lead(request, ref, "decisions")
    people = Invitee.objects.filter(conference=found.conference, removed_on__isnull=True)
    form = DissentForm(
        posted(request), people=[(str(one.id), with_role(one.name, found.word(one.role))) for one in people],
        children=[(str(child.case_id), child.given) for child in found.children], pack=found.pack, word=found.word,
    )  # fmt: skip
    return fill_in(
        request, found, form,
        lambda said: record_dissent(
            conference=found.conference, invitee=people.get(pk=said["person"]), kind=said["kind"], words=said["words"],
            grounds=said["grounds"] if said["kind"] == "dissent" else (), pack=found.pack, at=found.now,
            by=found.standing, child_case_id=UUID(said["child"]) if said["child"] else None,
        ),
        title="What somebody says of it", tab="conference_decisions", then=decisions_page(found),
        explains="It is kept in their words and with their name. The decision stands meanwhile.",
    )  # fmt: skip


@needs("write")
@shown_and_sent
def conference_close(request: HttpRequest, ref: str) -> HttpResponse:
    """Ending the meeting: the next dates of every child with a plan, and whatever is still open."""
    from quorate.cases.refusals import Refused
    from quorate.conferences.services.closing import close
    from quorate.web.conferences.closing_shown import closing_of

    found = opened_to_lead(request, ref, "decisions")
    children = closing_of(found)
    left = [one.given for one in children if one.decision is None]
    # A tick for fewer children than are left is none: one may have become undecided since the page was opened.
    unsaid = bool(left) and found.conference.state == "sitting" and request.POST.get("undecided") != str(len(left))
    if request.method == "POST" and not unsaid:
        try:
            close(conference=found.conference, at=found.now, by=found.standing)
        except Refused as refused:
            return _said(request, found, refused)
        return redirect(reverse("conference", args=[found.ref]))
    return conference_page(
        request, found, "conference_close.html", title="End the meeting", tab="conference_decisions",
        children=children, sits=found.conference.state == "sitting", back=decisions_page(found), left=left,
        asks=request.method == "POST", status=422 if request.method == "POST" else 200,
    )  # fmt: skip


@needs("write")
@shown_and_sent
def conference_adjourn(request: HttpRequest, ref: str) -> HttpResponse:
    """Adjourn: the same conference goes on another day."""
    from quorate.conferences.models import Adjournment
    from quorate.conferences.services.closing import adjourn
    from quorate.web.conferences.asking import go_on_by
    from quorate.web.conferences.decisions_forms import AdjournForm

    found = opened_to_lead(request, ref, "decisions")

    def do(said: Mapping[str, Any]) -> str:
        adjourn(
            conference=found.conference, why=said["why"], why_words=said["why_words"],
            interim_plan=said["interim_plan"], at=found.now, by=found.standing,
        )  # fmt: skip
        return reverse("conference", args=[found.ref])

    return fill_in(
        request, found, AdjournForm(posted(request), initial={"why": request.GET.get("why", "")}), do,
        title="Adjourn", tab="conference_decisions", then=decisions_page(found), button="Adjourn the conference",
        template="conference_adjourn.html", rule=found.pack.data["quorum"], again_by=go_on_by(found),
        was_inquorate=Adjournment.objects.filter(conference=found.conference, why="inquorate").exists(),
        explains="What has been decided stands. For the children who are left the conference goes on another day; "
        "the last day on which it must be held does not move.",
    )  # fmt: skip


urlpatterns = [
    path("conferences/<ref:ref>/decisions/<uuid:key>/", conference_decide, name="conference_decide"),
    path("conferences/<ref:ref>/decisions/<uuid:key>/back/", conference_decision_back, name="conference_decision_back"),
    path("conferences/<ref:ref>/decisions/said/", conference_dissent, name="conference_dissent"),
    path("conferences/<ref:ref>/decisions/close/", conference_close, name="conference_close"),
    path("conferences/<ref:ref>/decisions/adjourn/", conference_adjourn, name="conference_adjourn"),
]
