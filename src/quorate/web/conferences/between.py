"""The plan between conferences: how its lines get on, core groups, visits, the scale, talks, and a pulse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from quorate.access.models import ProtectedCase
from quorate.access.permissions import NoSuchRecord, may, require
from quorate.cases.models import Relative
from quorate.plans.models import MeetingKind
from quorate.plans.queries.between import Between, between_of
from quorate.plans.services import between as service
from quorate.plans.services import core_groups
from quorate.web.conferences.between_forms import MeetingForm, RhythmForm, TalkForm, TickForm, VisitForm, progress_of
from quorate.web.conferences.between_shown import pulse_of, shown
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.opening import OpenConference, opened
from quorate.web.permissions import needs
from quorate.web.wording import capitalize_first, day

_TAB = "conference_plan"
_PARENTS = ("mother", "father", "adoptive_mother", "adoptive_father", "step_mother", "step_father", "special_guardian")


@needs("see_case")
@require_http_methods(["GET", "POST"])
def conference_between(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything between conferences on one page; its lines are ticked here."""
    found = opened(request, ref, "between")
    told = between_of(found.case_ids, found.now, found.conference)
    own = _own(found) if request.method == "POST" else _written(found) if "write" in found.can else []
    lines = [line for case, _ in own for line in told.lines.get(case, []) if not line.is_done]
    form = TickForm(request.POST or None, lines=lines, children=own)

    def do(said: Mapping[str, Any]) -> object:
        for one in progress_of(said, lines):
            core_groups.note_progress(progress=one, on=found.today, by=found.standing)
        return None

    return fill_in(
        request, found, form, do, title="The plan between conferences", tab=_TAB, then=_here(found),
        template="conference_between.html", button="Save how it gets on", told=shown(found, told),
        pulse=pulse_of(found, told), writes="write" in found.can, visits=bool(own),
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_between_group(request: HttpRequest, ref: str) -> HttpResponse:
    """Record a core group, by what the pack says that the first one settles and every one goes through."""
    found = opened(request, ref, "core-group")
    told = between_of(found.case_ids, found.now)
    children = [one for one in _named(found) if _has_open_plan(told, one[0])] or _named(found)
    rule = found.pack.data["core_group"]
    is_first = not [one for one in told.groups if one.kind == MeetingKind.CORE_GROUP]
    chaired_by = str(rule.get("chaired_by") or "")
    until = told.next_conference_on
    form = MeetingForm(
        request.POST or None, children=children, members=told.members,
        lines=[line for case, _ in children for line in told.lines.get(case, []) if not line.is_done],
        settles=rule["first_meeting_settles"] if is_first else (), every=rule["every_meeting"],
        chaired_by=found.word(chaired_by) if chaired_by else "", next_conference=day(until) if until else "",
    )  # fmt: skip

    def do(_: Mapping[str, Any]) -> object:
        return core_groups.hold(
            conference=found.conference, children=[case for case, _ in children],
            said=form.held(MeetingKind.CORE_GROUP, chaired_by, until), on=found.today, by=found.standing,
        )  # fmt: skip

    how_often = rule.get("how_often") or ""
    return fill_in(
        request, found, form, do, title="The first core group" if is_first else "A core group", tab=_TAB,
        then=_here(found), explains=how_often, button="Record the meeting", fields=_MEETING,
        template="conference_between_group.html",
    )  # fmt: skip


_MEETING = {"views": "", "children": "", "members": "came"}


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_between_visit(request: HttpRequest, ref: str) -> HttpResponse:
    """Record a visit to one of the children."""
    found = opened(request, ref, "visit")
    form = VisitForm(request.POST or None, children=_own(found))

    def do(told: Mapping[str, Any]) -> object:
        return service.visit(
            case=_case(told["child"]), visited_on=told["visited_on"], seen=told["seen"] == "yes",
            alone=told["alone"] == "yes", bedroom=told["bedroom"] == "yes", words=told["words"], on=found.today,
            by=found.standing,
        )  # fmt: skip

    return fill_in(request, found, form, do, title="A visit to a child", tab=_TAB, then=_here(found))


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_between_rhythm(request: HttpRequest, ref: str) -> HttpResponse:
    """Say how often a child's plan asks for visits and core groups."""
    found = opened(request, ref, "rhythm")
    form = RhythmForm(request.POST or None, children=_own(found))

    def do(told: Mapping[str, Any]) -> object:
        return service.set_rhythm(
            case=_case(told["child"]), visit_every=told["visit_every"], core_group_every=told["core_group_every"],
            on=found.today, by=found.standing,
        )  # fmt: skip

    return fill_in(
        request, found, form, do, title="How often", tab=_TAB, then=_here(found),
        explains="What the plan says counts more than the number of the procedure.",
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_between_talk(request: HttpRequest, ref: str) -> HttpResponse:
    """Note that somebody of the family talked with the chair or the social worker afterwards."""
    found = opened(request, ref, "talk")
    form = TalkForm(request.POST or None, people=_family(found), roles=_talkers(found))

    def do(told: Mapping[str, Any]) -> object:
        return service.talked(
            conference=found.conference, person_id=UUID(told["person_id"]), kind=told["kind"],
            with_role=told["with_role"], talked_on=told["talked_on"], words=told["words"], on=found.today,
            by=found.standing,
        )  # fmt: skip

    return fill_in(request, found, form, do, title="A talk after the conference", tab=_TAB, then=_here(found))


# --- steps


def _here(found: OpenConference) -> str:
    return reverse("conference_between", args=[found.ref])


def _named(found: OpenConference) -> list[tuple[UUID, str]]:
    return [(one.case_id, one.given) for one in found.children]


def _written(found: OpenConference) -> list[tuple[UUID, str]]:
    """The children in whose own cases they write: whoever works on the conference alone does not."""
    cases = {one.pk: one for one in ProtectedCase.objects.filter(pk__in=found.case_ids)}
    return [(key, name) for key, name in _named(found) if key in cases and may(found.standing, "write", cases[key])]


def _own(found: OpenConference) -> list[tuple[UUID, str]]:
    """The same. Raises NotAllowed, NoSuchRecord where there is none: the form would be filled in for nothing."""
    own = _written(found)
    if not own:
        for case in ProtectedCase.objects.filter(pk__in=found.case_ids):
            require(found.standing, "write", case)
        raise NoSuchRecord
    return own


def _has_open_plan(told: Between, case: UUID) -> bool:
    return any(plan.ended_on is None and plan.kind == "cp" for plan in told.plans.get(case, ()))


def _case(key: str) -> ProtectedCase:
    case = ProtectedCase.objects.filter(pk=key).first()
    if case is None:
        raise NoSuchRecord
    return case


def _family(found: OpenConference) -> list[tuple[str, str]]:
    rows = Relative.objects.filter(case_id__in=found.case_ids, removed_on__isnull=True).filter(
        Q(relation__in=_PARENTS) | Q(parental_responsibility=True)
    )
    children = [(str(one.person_id), one.name) for one in found.children if not one.is_unborn]
    told = {str(one.person_id): f"{one.known_as or one.given_names} {one.family_name}".strip() for one in rows}
    return children + sorted(told.items(), key=lambda one: one[1])


def _talkers(found: OpenConference) -> list[tuple[str, str]]:
    """Each part once: an authority may call whoever leads on the plan the social worker."""
    words: dict[str, str] = {}
    for code in ("chair", "lead_practitioner", "social_worker"):
        words.setdefault(capitalize_first(found.word(code)), code)
    return [(code, word) for word, code in words.items()]


urlpatterns = [
    path("conferences/<ref:ref>/between/", conference_between, name="conference_between"),
    path("conferences/<ref:ref>/between/group/", conference_between_group, name="conference_between_group"),
    path("conferences/<ref:ref>/between/visit/", conference_between_visit, name="conference_between_visit"),
    path("conferences/<ref:ref>/between/how-often/", conference_between_rhythm, name="conference_between_rhythm"),
    path("conferences/<ref:ref>/between/talk/", conference_between_talk, name="conference_between_talk"),
]
