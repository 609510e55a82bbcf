"""A child's plan on the page: worry, goal, who does what; what it does not say yet; agreed by the conference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quorate.access.permissions import NoSuchRecord, may
from quorate.conferences.standing import NotAllowedNow
from quorate.web.accounts.posted import posted
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.opening import OpenConference, conference_page, opened
from quorate.web.conferences.round import child_of, may_lead
from quorate.web.permissions import needs
from quorate.web.wording import capitalize_first

shown_and_sent = require_http_methods(["GET", "POST"])
KINDS: Final = {"cp": "child_protection_plan", "cin": "child_in_need_plan", "safety": "safety_plan",
                "interim": "interim_plan"}  # fmt: skip


def there(found: OpenConference, case_id: Any, kind: str) -> str:
    """The address of one plan of one child."""
    return f"{reverse('conference_plan', args=[found.ref])}?child={case_id}&kind={kind}"


def kinds_here(found: OpenConference) -> list[tuple[str, str]]:
    """The plans that the procedure knows, in its words; a safety plan only where it has one of its own."""
    has_safety = bool(found.pack.data["plan"]["safety_plan"])
    return [
        (kind, capitalize_first(found.word(word))) for kind, word in KINDS.items() if kind != "safety" or has_safety
    ]


def _writes(found: OpenConference, case_id: UUID) -> bool:
    from quorate.access.models import ProtectedCase

    if may_lead(found):
        return True
    case = ProtectedCase.objects.filter(pk=case_id).first()
    return case is not None and may(found.standing, "write", case)


@needs("see_case")
@require_GET
def conference_plan(request: HttpRequest, ref: str) -> HttpResponse:
    """One child's plan, with what it does not say yet."""
    from quorate.plans.pointing import pointers
    from quorate.plans.queries.contents import contents_of, people_for_lines, words_of, worries_of

    found = opened(request, ref, "plan")
    child = _child(request, found)
    kind = request.GET.get("kind", "")
    contents = contents_of(found.conference, child.case_id) if child else {}
    known = [code for code, _ in kinds_here(found)]
    kind = kind if kind in known else next((code for code in known if code in contents), "cp")
    content = contents.get(kind)
    words = words_of(content) if content else None
    worries = worries_of(found.conference, child) if child else []
    points = (
        pointers(words, worries=worries, people=people_for_lines(found.conference, child, found.pack),
                 rules=found.pack.data["plan"])
        if words and child else []
    )  # fmt: skip
    return conference_page(
        request, found, "conference_plan.html", title="The plan", tab="conference_plan", child=child, kind=kind,
        kinds=kinds_here(found), content=content, words=words, points=points,
        worry={card.id: card.words for card in worries}, writes=bool(child) and _writes(found, child.case_id),
        leads=may_lead(found), asks=_asks(), here=lambda case, code: there(found, case, code),
    )  # fmt: skip


def _asks() -> Mapping[str, str]:
    from quorate.web.conferences.plan_forms import PARTS

    return PARTS


def _child(request: HttpRequest, found: OpenConference) -> Any:
    named = request.GET.get("child", "")
    if named:
        return child_of(found, named)
    return found.children[0] if found.children else None


@needs("write")
@require_POST
def conference_plan_begin(request: HttpRequest, ref: str, key: UUID, kind: str) -> HttpResponse:
    """Begin writing a plan for one child; at a review the last one is brought forward."""
    from quorate.plans.services.contents import content_for

    found = opened(request, ref, "plan")
    child = child_of(found, key)
    if kind not in dict(kinds_here(found)):
        raise NoSuchRecord
    content_for(conference=found.conference, case_id=child.case_id, kind=kind, at=found.now, by=found.standing)
    return redirect(there(found, child.case_id, kind))


def _content(found: OpenConference, key: UUID) -> Any:
    from quorate.plans.models import PlanContent

    row = PlanContent.objects.select_related("conference__case").filter(pk=key, conference=found.conference).first()
    if row is None:
        raise NoSuchRecord
    return row


@needs("write")
@shown_and_sent
def conference_plan_line(
    request: HttpRequest, ref: str, key: UUID, part: str, row: UUID | None = None, under: UUID | None = None
) -> HttpResponse:
    """Write one line of a plan: statement, goal, action, or a part in running words."""
    from quorate.plans.services.contents import save_words
    from quorate.web.conferences.plan_lines import line_of

    found = opened(request, ref, "plan")
    content = _content(found, key)
    line = line_of(found, content, part, row, under)

    def do(said: Mapping[str, Any]) -> None:
        save_words(
            content=content, model=line.model, values=line.values(said), row_id=line.row_id,
            base_version=said.get("version") or 0, meant_for=said["meant_for"], at=found.now, by=found.standing,
        )  # fmt: skip

    return fill_in(
        request, found, line.form(posted(request)), do, title=line.title, tab="conference_plan",
        then=there(found, content.case_id, content.kind), explains=line.explains,
        fields={"who": "person", "goal_id": "", "statement_id": ""},
        stands=lambda: line_of(found, content, part, line.row_id, under).form(None).initial,
    )  # fmt: skip


@needs("write")
@require_POST
def conference_plan_remove(request: HttpRequest, ref: str, key: UUID, part: str, row: UUID) -> HttpResponse:
    """Take one line out of a plan."""
    from quorate.plans.services.contents import remove_words
    from quorate.web.conferences.plan_lines import MODELS

    found = opened(request, ref, "plan")
    content = _content(found, key)
    if part not in MODELS:
        raise NoSuchRecord
    remove_words(content=content, model=MODELS[part](), row_id=row, at=found.now, by=found.standing)
    return redirect(there(found, content.case_id, content.kind))


@needs("write")
@require_POST
def conference_plan_right(request: HttpRequest, ref: str, key: UUID, row: UUID) -> HttpResponse:
    """Say that it is right that this person has no line, or this worry no action."""
    from quorate.plans.services.contents import right_without

    found = opened(request, ref, "plan")
    content = _content(found, key)
    right_without(content=content, key=row, by=found.standing)
    return redirect(there(found, content.case_id, content.kind))


@needs("write")
@require_POST
def conference_plan_agree(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """The conference agrees the outline."""
    from quorate.cases.refusals import Refused
    from quorate.plans.services.agreeing import agree_plan

    found = opened(request, ref, "plan")
    content = _content(found, key)
    back = there(found, content.case_id, content.kind)
    try:
        agree_plan(
            content=content, child=child_of(found, content.case_id), pack=found.pack, at=found.now, by=found.standing
        )
    except (Refused, NotAllowedNow) as refused:
        sentences = (
            list(refused.sentences.values())
            if isinstance(refused, Refused)
            else [f"{one['title']}: {one['says']} ({'; '.join(one['source'])})." for one in refused.held_by]
        )
        return conference_page(
            request, found, "conference_refused.html", title="Not possible now", tab="conference_plan", status=422,
            sentences=sentences, back=back,
        )  # fmt: skip
    return redirect(back)


_PLAN = "conferences/<ref:ref>/plan/"
urlpatterns = [
    path(_PLAN, conference_plan, name="conference_plan"),
    path(f"{_PLAN}begin/<uuid:key>/<slug:kind>/", conference_plan_begin, name="conference_plan_begin"),
    path(f"{_PLAN}<uuid:key>/new/<slug:part>/", conference_plan_line, name="conference_plan_line"),
    path(f"{_PLAN}<uuid:key>/new/<slug:part>/<uuid:under>/", conference_plan_line, name="conference_plan_line_under"),
    path(f"{_PLAN}<uuid:key>/change/<slug:part>/<uuid:row>/", conference_plan_line, name="conference_plan_line_change"),
    path(f"{_PLAN}<uuid:key>/remove/<slug:part>/<uuid:row>/", conference_plan_remove, name="conference_plan_remove"),
    path(f"{_PLAN}<uuid:key>/right/<uuid:row>/", conference_plan_right, name="conference_plan_right"),
    path(f"{_PLAN}<uuid:key>/agree/", conference_plan_agree, name="conference_plan_agree"),
]
