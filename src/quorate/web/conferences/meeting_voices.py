"""Writing down what people bring: a contribution, the parents' answer, a number on the scale, a child's words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from quorate.access.permissions import NoSuchRecord
from quorate.conferences.models import BookletAnswer, ScaleNumber
from quorate.conferences.queries.finding import SubjectChild
from quorate.conferences.queries.meeting import Here, register_of
from quorate.conferences.services import meeting_voices as services
from quorate.conferences.services.exclusion_follow_up import standing_exclusion
from quorate.web.accounts.posted import posted
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.meeting import CARD_AUDIENCES
from quorate.web.conferences.meeting_doing import there
from quorate.web.conferences.meeting_forms import CHILD, ChildsWordsForm, NumberForm, VoiceForm
from quorate.web.conferences.opening import OpenConference, opened_to_lead
from quorate.web.permissions import needs
from quorate.web.wording import day


def _id(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NoSuchRecord from None


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_voice(request: HttpRequest, ref: str) -> HttpResponse:
    """What somebody brings to a part of the agenda, or the parents' answer to a report."""
    found = opened_to_lead(request, ref, "meeting")
    asked = request.GET
    part = asked.get("part", "")
    register = register_of(found.conference)
    kind = asked.get("kind", "said")
    people = [*register.here, *register.not_here]
    words, since = _views_before(found, people, asked.get("who", "")) if kind == "views" else ("", "")
    # Collected for the meeting, and perhaps not for the family: for whom they are is chosen, never what stood there.
    chosen = "" if kind == "views" else "F-all"
    initial = {"kind": kind, "invitee_id": asked.get("who", ""), "words": words, "meant_for": chosen}
    if kind == "answer":
        people.sort(key=lambda one: (one.invitee.kind != "parent", not one.invitee.is_family))
    audiences = CARD_AUDIENCES if chosen else (("", "Choose"), *CARD_AUDIENCES)
    form = VoiceForm(posted(request), initial=initial, people=people, audiences=audiences)

    def write(said: Mapping[str, Any]) -> None:
        services.contribute(
            conference=found.conference, item=part, at=found.now, by=found.standing,
            report_id=_id(asked.get("report", "")), child_case_id=_id(asked.get("child", "")), **said,
        )  # fmt: skip

    titles = {"answer": "The parents' answer", "views": "Views of somebody who is not here"}
    return fill_in(
        request, found, form, write, title=titles.get(kind, "What somebody says"), tab="conference_meeting",
        then=there(found, part), button="Write it down", places=[],
        explains=since,
    )  # fmt: skip


def _views_before(found: OpenConference, people: list[Here], who: str) -> tuple[str, str]:
    """What somebody who is kept out wants to be heard, as it was collected for this meeting, and a sentence on when;
    empty where nothing was."""
    one = next((one.invitee for one in people if str(one.invitee.pk) == who), None)
    row = standing_exclusion(found.conference, one.person_id) if one is not None and one.person_id else None
    if one is None or row is None or row.views_on is None:
        return "", ""
    return row.views_words, f"What {one.name} wants to be heard, as it was written down on {day(row.views_on)}."


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_number(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Somebody's number for one child."""
    found = opened_to_lead(request, ref, "meeting")
    child = child_of(found, key)
    register = register_of(found.conference)
    who = request.GET.get("who", "")
    initial: dict[str, Any] = {"invitee_id": who, **(_given(found, key, who) if who else {})}
    form = NumberForm(
        posted(request), initial=initial, people=[*register.here, *register.not_here], child=child.given,
        scale=found.pack.data["scale"],
    )  # fmt: skip

    def give(said: Mapping[str, Any]) -> None:
        services.give_number(
            conference=found.conference, child_case_id=key, at=found.now, by=found.standing,
            base_version=said["version"] or 0,
            **{name: said[name] for name in ("invitee_id", "number", "reason", "shown")},
        )  # fmt: skip

    return fill_in(
        request, found, form, give, title="A number on the scale", tab="conference_meeting",
        then=there(found, "scaling"), button="Save the number", places=[],
        explains=f"For {child.given}.",
        stands=lambda: _given(found, key, request.POST.get("invitee_id", CHILD)),
    )  # fmt: skip


def _given(found: OpenConference, child: UUID, who: str) -> dict[str, Any]:
    """Somebody's number as it stands; `who` is an invitee's id, or "child" for the child's own."""
    row = ScaleNumber.objects.filter(
        conference=found.conference, child_case_id=child, invitee_id=_id(who) if who != CHILD else None
    ).first()
    if row is None:
        return {}
    return {
        "number": str(row.number), "reason": row.reason, "shown": "yes" if row.shown else "no", "version": row.version,
    }  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_childs_words(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """A child's words are opened, or the reason is written down why there are none."""
    found = opened_to_lead(request, ref, "childs-words")
    child = child_of(found, key)
    initial = _from_booklet(found, key)
    form = ChildsWordsForm(posted(request), initial=initial)

    def open_(said: Mapping[str, Any]) -> None:
        services.open_childs_words(
            conference=found.conference, child_case_id=key, at=found.now, by=found.standing, **said
        )

    return fill_in(
        request, found, form, open_, title="The child's words", tab="conference_meeting",
        then=there(found, "child-views"), button="Open them to the meeting", places=[],
        explains=f"{child.given}. Before anything is decided, each child's words are here, or the reason why there "
        "are none.",
    )  # fmt: skip


def _from_booklet(found: OpenConference, child: UUID) -> dict[str, Any]:
    """What the child's booklet lets the meeting see, word for word; what is for two people alone is left out."""
    answers = BookletAnswer.objects.filter(
        conference=found.conference, child_case_id=child, seen_by__in=("everyone", "professionals")
    ).exclude(words="")
    told = list(answers)
    if not told:
        return {}
    narrow = any(one.seen_by == "professionals" for one in told)
    words = "\n".join(one.words for one in told)
    return {"kind": "booklet", "words": words, "child_said": "professionals" if narrow else "everyone"}


def child_of(found: OpenConference, key: UUID) -> SubjectChild:
    """The child of the conference with this case. Raises NoSuchRecord."""
    child = next((one for one in found.children if one.case_id == key), None)
    if child is None:
        raise NoSuchRecord
    return child


urlpatterns = [
    path("conferences/<ref:ref>/meeting/voice/", conference_voice, name="conference_voice"),
    path("conferences/<ref:ref>/meeting/numbers/<uuid:key>/", conference_number, name="conference_number"),
    path(
        "conferences/<ref:ref>/meeting/childs-words/<uuid:key>/", conference_childs_words,
        name="conference_childs_words",
    ),
]  # fmt: skip
