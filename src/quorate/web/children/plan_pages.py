"""One plan of a child: its tasks as a list, the meetings about it, and how long it has been open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods

from quorate.access.permissions import NoSuchRecord
from quorate.plans.models import CoreGroup, CoreGroupMember, MeetingKind, Owner, Plan, PlanKind
from quorate.plans.queries.between import lines_of
from quorate.plans.services import core_groups
from quorate.plans.services.child_in_need import add_task
from quorate.web.children.changing import fill_in
from quorate.web.children.opening import Opened, opened
from quorate.web.children.people import name_of
from quorate.web.children.record import child_page, words_of
from quorate.web.conferences.between_forms import MeetingForm, words_field
from quorate.web.conferences.between_shown import group_shown, line_shown, plan_shown
from quorate.web.forms import AHEAD, DayField
from quorate.web.permissions import needs
from quorate.web.views.work import pack_of
from quorate.web.work.moments import clock_at, now


class TaskForm(forms.Form):
    """One thing that somebody does."""

    what = words_field("What will be done", most=500, rows=2, needed="Say what will be done")
    why = words_field("What it is good for", most=500, rows=2, help_text="How it supports the child or keeps a change.")
    who = words_field("Who does it", most=200, rows=0, needed="Say who does it: one person")
    owner_kind = forms.ChoiceField(
        label="Is that", choices=Owner.choices, widget=forms.RadioSelect, error_messages={"required": "Choose one"}
    )
    by_when = DayField(label="By when", span=AHEAD, required=False)
    by_when_words = words_field("Or how often", most=200, rows=0, help_text="For example: every week")


@needs("see_case")
@require_GET
def child_plan(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """The plan as a list, with the meetings about it."""
    clock = clock_at(now())
    found = opened(request, ref, "plan")
    plan = _plan(found, key)
    pack = pack_of(request)
    word = _Words(words_of(request))
    members, groups = _meetings(found, plan)
    is_network = plan.kind == PlanKind.CHILD_IN_NEED
    return child_page(
        request, found, "child_plan.html", title="A plan", clock=clock, plan=plan,
        told=plan_shown(plan, clock.today, pack.data if pack else {"plan": {}}, word), is_network=is_network,
        lines=[line_shown(one) for one in lines_of([found.case.pk], plan).get(found.case.pk, [])],
        groups=[group_shown(one, members, {found.case.pk: _given(found)}, word) for one in groups],
        holds=(pack.data["plan"].get("child_in_need_plan") or ()) if pack and is_network else (),
        reviewed_at=pack.data["plan"].get("child_in_need_reviewed_at") if pack and is_network else "",
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def child_plan_task(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Add a task to a child in need plan."""
    found = opened(request, ref, "plan")
    plan = _plan(found, key)

    def do(told: Mapping[str, Any]) -> object:
        return add_task(plan=plan, at=now(), by=found.standing, **told)

    return fill_in(
        request, TaskForm(request.POST or None), do, title="A task", then=_here(found, plan), found=found,
        explains="Tasks and actions that give support, and that keep what has changed.",
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def child_plan_meeting(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Record a network meeting about a child in need plan, line by line."""
    clock = clock_at(now())
    found = opened(request, ref, "plan")
    plan = _plan(found, key)
    members, _ = _meetings(found, plan)
    lines = [one for one in lines_of([found.case.pk], plan).get(found.case.pk, []) if not one.is_done]
    form = MeetingForm(
        request.POST or None, children=[(found.case.pk, _given(found))], members=members, lines=lines, settles=(),
        every=(), chaired_by="", next_conference="",
    )  # fmt: skip
    kind = MeetingKind.NETWORK if plan.kind == PlanKind.CHILD_IN_NEED else MeetingKind.CORE_GROUP

    def do(_: Mapping[str, Any]) -> object:
        return core_groups.hold(
            conference=None, children=[found.case.pk], said=form.held(kind, "", None), on=clock.today,
            by=found.standing,
        )  # fmt: skip

    return fill_in(
        request, form, do, title="A network meeting" if kind == MeetingKind.NETWORK else "A core group",
        then=_here(found, plan), found=found, button="Record the meeting", fields={"views": "", "children": ""},
    )  # fmt: skip


# --- steps


class _Words(dict[str, str]):
    """What the authority calls something, by its code."""

    def __call__(self, code: str) -> str:
        return self.get(code) or code.replace("_", " ").replace("-", " ")


def _plan(found: Opened, key: UUID) -> Plan:
    plan = Plan.objects.select_related("case").filter(pk=key, case=found.case).first()
    if plan is None:
        raise NoSuchRecord
    return plan


def _meetings(found: Opened, plan: Plan) -> tuple[list[CoreGroupMember], list[CoreGroup]]:
    kind = MeetingKind.NETWORK if plan.kind == PlanKind.CHILD_IN_NEED else MeetingKind.CORE_GROUP
    about = {"children__contains": [found.case.pk]}
    groups = CoreGroup.objects.filter(**about, kind=kind, held_on__gte=plan.began_on, taken_back_on__isnull=True)
    return list(CoreGroupMember.objects.filter(**about, until__isnull=True)), list(groups.order_by("-held_on"))


def _given(found: Opened) -> str:
    return found.child.known_as or found.child.given_names or name_of(found.child)


def _here(found: Opened, plan: Plan) -> str:
    return reverse("child_plan", args=[found.ref, plan.pk])


urlpatterns = [
    path("children/<ref:ref>/plans/<uuid:key>/", child_plan, name="child_plan"),
    path("children/<ref:ref>/plans/<uuid:key>/task/", child_plan_task, name="child_plan_task"),
    path("children/<ref:ref>/plans/<uuid:key>/meeting/", child_plan_meeting, name="child_plan_meeting"),
]
