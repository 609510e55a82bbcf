"""The meeting: one part of the agenda at a time, who is here, whether that is enough, what has been saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, path, reverse
from django.views.decorators.http import require_GET

from quorate.access.models.meant_for import AUDIENCES
from quorate.conferences.models import Break, ChildsWords, Conference, Contribution, SafetyConcern, Sitting
from quorate.conferences.queries import meeting as reading
from quorate.conferences.standing import NothingToldYet, position_of_conference
from quorate.web.conferences.opening import Asked, OpenConference, conference_page, opened, read
from quorate.web.permissions import needs

CARD_AUDIENCES = tuple((code, text) for code, text in AUDIENCES if code != "F-person")
"""For whom what is said in the meeting may be meant: what is for one person of the family alone is said elsewhere."""


@needs("see_case")
@require_GET
def conference_meeting(request: HttpRequest, ref: str) -> HttpResponse:
    """The day of the conference: until it begins what comes before, then the meeting, afterwards what it was."""
    found = opened(request, ref, "meeting")
    if found.conference.state in ("sitting", "held") and _asked_part(request, found):
        return meeting_page(request, found, None)  # the sitting is read with all the rest
    sitting = latest_sitting(found.conference)
    if sitting is None or (sitting.ended_at is not None and found.conference.state in ("adjourned", "booked")):
        from quorate.web.conferences.meeting_day import day_page

        return day_page(request, found, sitting)
    return meeting_page(request, found, sitting)


def _asked_part(request: HttpRequest, found: OpenConference) -> str:
    """The part of the agenda that the address names; "" where it names none."""
    asked = request.GET.get("part", "")
    return asked if asked in [item["code"] for item in found.pack.data["agenda"]["items"]] else ""


def _readings(asked: Asked, *, item: str) -> list[QuerySet[Any, Any]]:
    from quorate.web.conferences.meeting_shown import agenda_readings

    return [
        Sitting.objects.filter(conference=asked.conference).order_by("-started_at")[:1],
        agenda_readings(asked),
        Break.objects.filter(case=asked.case, ended_at=None),
        SafetyConcern.objects.filter(conference=asked.conference, removed_on__isnull=True),
        Contribution.objects.filter(conference=asked.conference, item=item),
        ChildsWords.objects.filter(conference=asked.conference),
        *reading.register_readings(asked.conference),
        *margin_readings(asked),
    ]


def _with_cards(asked: Asked, *, item: str) -> list[QuerySet[Any, Any]]:
    return [reading.standing_cards(asked.conference), *_readings(asked, item=item)]


def meeting_page(
    request: HttpRequest, found: OpenConference, sitting: Sitting | None, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The chair's page of the meeting at the part asked for, else where the meeting is: then its `sitting` is given."""
    from quorate.web.conferences.meeting_parts import KINDS, part_context
    from quorate.web.conferences.meeting_shown import agenda_of
    from quorate.web.conferences.room_watch import HeldBack, held_back

    codes = [item["code"] for item in found.pack.data["agenda"]["items"]]
    shown = _asked_part(request, found) or (sitting.item if sitting else "") or codes[0]
    has_cards = KINDS.get(shown) == "cards"
    told = read(_with_cards if has_cards else _readings, found, item=shown)
    cards = [told.pop(0)] if has_cards else []
    last, states, breaks, concerns, voices, words, came, people, *margin = told
    if not last:
        from quorate.web.conferences.meeting_day import day_page

        return day_page(request, found, None)
    sitting = last[0]
    parts = agenda_of(found, sitting.item, shown, states)
    leads = found.leads and sitting.ended_at is None
    place = codes.index(shown)
    register = reading.register_from(came, people)
    return conference_page(
        request, found, "conference_meeting.html", title="Meeting", tab="conference_meeting", status=status,
        places=[], sitting=sitting, leads=leads, parts=parts,
        held_back=held_back(found, cards[0] if cards else (), words) if leads else HeldBack(),
        part=parts[place], before=parts[place - 1] if place else None,
        after=parts[place + 1] if place + 1 < len(parts) else None,
        break_=next((one for one in breaks if one.sitting_id == sitting.pk), None),
        may_register=sitting.ended_at is None and bool(found.can & {"manage_people", "write"}),
        audiences=CARD_AUDIENCES, scale=found.pack.data["scale"], stop_address=address_of(found, "stop"),
        private=_private(found, register, concerns), **beside(found, register, margin),
        **part_context(request, found, register, parts[place], voices, words, *cards), **(_of_a_card(request) | more),
    )  # fmt: skip


def _of_a_card(request: HttpRequest) -> dict[str, Any]:
    """Which card is written on, added to or answered, and under which keys a new one is saved."""
    return {
        "editing": request.GET.get("card", ""), "adding": request.GET.get("add", ""),
        "answering": request.GET.get("answers", ""), "writer": str(uuid4()), "new_card": uuid4(),
    }  # fmt: skip


def _private(found: OpenConference, register: reading.Register, concerns: Iterable[SafetyConcern]) -> list[str]:
    """For the chair and the minute-taker alone: who takes part apart from others, and what is arranged for safety."""
    if not found.leads:
        return []
    lines = [*register.here, *register.not_here]
    apart = [f"{one.invitee.name} takes part separately." for one in lines if one.invitee.attends_separately]
    return apart + [one.arrangement for one in concerns if one.arrangement]


def margin_readings(found: Asked) -> tuple[QuerySet[Any, Any], ...]:
    """What `beside` is made of besides the register: who has spoken, and who is what to the children."""
    from quorate.web.conferences.meeting_shown import relatives_of
    from quorate.web.conferences.register_after import since_readings

    return (*reading.spoken_readings(found.conference), relatives_of(found), *since_readings(found))


def beside(
    found: OpenConference, register: reading.Register, rows: Sequence[list[Any]] | None = None
) -> dict[str, Any]:
    """The margin: the quorum, who is here and who is not; `rows` are those of `margin_readings` where they are."""
    from quorate.web.conferences.meeting_shown import part_beside, presences, put_right_since, quorum_words
    from quorate.web.conferences.register_after import quorum_since

    said, cards, related, *right = read(margin_readings, found) if rows is None else rows
    since = quorum_since(found, right)
    light = quorum_words(found, quorum_of(found))
    return {
        "quorum": put_right_since(light, since) if since else light,
        "presences": presences(found, register, [*said, *cards], related),
        "absent": [(one, part_beside(found, one)) for one in register.not_here],
    }


def quorum_of(found: OpenConference) -> reading.QuorumNow | None:
    """The answer of the rules at this moment; None where nothing has been told of the family."""
    try:
        return reading.quorum_now(position_of_conference(found.conference, found.now), found.conference.reference)
    except NothingToldYet:
        return None


def address_of(found: OpenConference, what: str) -> str:
    """Where a part has its own page: the first of its routes that there is, else the conference's first page."""
    for route in _ROUTES.get(what, (what,)):
        try:
            return reverse(route, args=[found.ref])
        except NoReverseMatch:
            continue
    return reverse("conference", args=[found.ref])


_ROUTES = {"stop": ("conference_stop", "conference_adjourn", "conference_decisions")}


def latest_sitting(conference: Conference) -> Sitting | None:
    """The sitting that is open, else the last one."""
    return Sitting.objects.filter(conference=conference).order_by("-started_at").first()


urlpatterns = [path("conferences/<ref:ref>/meeting/", conference_meeting, name="conference_meeting")]
