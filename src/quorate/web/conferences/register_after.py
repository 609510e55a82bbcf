"""Who was there: the register after the meeting, put right line by line, with the reason and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from quorate.access.permissions import NoSuchRecord
from quorate.conferences.models import Attendance, Decision, Invitee, Record, Sitting, StayCorrection
from quorate.conferences.naming import unnamed
from quorate.conferences.queries.meeting import Register, register_of
from quorate.conferences.services.register_put_right import sittings_of
from quorate.people.models import User
from quorate.web.accounts.posted import posted
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.meeting import quorum_of
from quorate.web.conferences.meeting_shown import part_beside
from quorate.web.conferences.opening import Asked, OpenConference, conference_page, opened_to_lead
from quorate.web.conferences.register_forms import SomebodyForm, StayForm
from quorate.web.permissions import needs
from quorate.web.wording import clock, day, joined, moment

TAB = "conference_meeting"
_MODES = {"in_person": "in the room", "virtual": "by link", "phone": "by phone"}
_FIELDS = {
    "from_at": "came", "until_at": "left", "supporter_of": "supporter_of", "children": "about", "invitee": "",
}  # fmt: skip


def was_there(request: HttpRequest, found: OpenConference) -> HttpResponse:
    """The register once the meeting has ended: who was there, what was put right since, and the way to put it right."""
    register = register_of(found.conference)
    days = {day(one.started_at) for one in sittings_of(found.conference)}
    lines = [
        {
            "one": one, "part": part_beside(found, one),
            "stays": [(stay, _said(stay, len(days) > 1)) for stay in one.earlier],
        }
        for one in (*register.here, *register.not_here)
    ]  # fmt: skip
    quorum = quorum_since(found, [list(rows) for rows in since_readings(found)])
    return conference_page(
        request, found, "conference_was_there.html", title="Who was there", tab=TAB,
        lines=sorted(lines, key=lambda line: not line["stays"]), history=_history(found, register),
        quorum=quorum, minutes=_minutes(found), back=reverse(TAB, args=[found.ref]),
        may=found.leads, days=sorted(days),
    )  # fmt: skip


def _said(stay: Attendance | None, with_day: bool = False) -> str:
    """ "10:00 to 11:30, in the room"; "was not there" for none."""
    if stay is None:
        return "was not there"
    until = clock(stay.until_at) if stay.until_at else "now"
    words = [f"{clock(stay.from_at)} to {until}", _MODES[stay.mode]]
    if with_day:
        words.insert(0, day(stay.from_at))
    if stay.listening:
        words.append("listening")
    if stay.direct_contact is not None:
        words.append("direct contact" if stay.direct_contact else "no direct contact")
    return ", ".join(words)


def _history(found: OpenConference, register: Register) -> list[dict[str, str]]:
    """What was put right, the newest first: both versions, why, by whom and when."""
    rows = list(StayCorrection.objects.filter(conference=found.conference).select_related("was", "now"))
    users = dict(User.objects.filter(pk__in=[one.put_right_by for one in rows]).values_list("pk", "display_name"))
    names = dict(Invitee.objects.filter(conference=found.conference).values_list("pk", "name"))
    return [
        {
            "name": register.name(one.invitee_id) or names.get(one.invitee_id, "Somebody"), "was": _said(one.was),
            "now": _said(one.now), "why": one.why, "by": users.get(one.put_right_by, "Somebody"),
            "at": moment(one.put_right_at),
        }
        for one in reversed(rows)
    ]  # fmt: skip


def since_readings(asked: Asked | OpenConference) -> tuple[QuerySet[Any, Any], ...]:
    """What `quorum_since` is made of: whether anything was put right, and what was held at each decision."""
    decided = Decision.objects.filter(conference=asked.conference, withdrawn_at__isnull=True, quorate__isnull=False)
    return (
        StayCorrection.objects.filter(conference=asked.conference).order_by().values_list("id", flat=True)[:1],
        decided.values_list("case_id", "quorate"),
    )


def quorum_since(found: OpenConference, rows: Sequence[Sequence[Any]]) -> list[str]:
    """Where the register as it has been put right says otherwise of the quorum than what was held at the decision, from
    the rows of `since_readings`."""
    was_put_right, decided = rows
    held = dict(decided)
    now = quorum_of(found) if was_put_right and held and found.conference.state != "sitting" else None
    by_register: Mapping[UUID, Mapping[str, Any]] = now.by_child if now is not None else {}
    return [
        f"{child.given}: {_otherwise(by_register[child.case_id])}"
        for child in found.children
        if child.case_id in held and child.case_id in by_register
        if by_register[child.case_id]["quorate"] != held[child.case_id]
    ]


def _otherwise(said: Mapping[str, Any]) -> str:
    if said["quorate"]:
        return (
            "it was held as not quorate when it was decided. By the register as it has been put right it would have "
            "been quorate."
        )
    return (
        "it was held as quorate when it was decided. By the register as it has been put right it would not have been: "
        f"{joined(said['missing'])}."
    )


def _minutes(found: OpenConference) -> str:
    """What becomes of the minutes, before anybody puts something right."""
    record = Record.objects.filter(conference=found.conference).first()
    if record is None:
        return "The minutes have not been prepared yet: they will say what stands here."
    if not record.is_approved:
        return "The minutes are being prepared: what is put right here is put right there too."
    return (
        "The minutes are approved and stay as they are. What is put right here is added to them, with the reason and "
        "your name. Whoever has had them and may read it gets a corrected copy, once a second person lets it out."
    )


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_stay(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """A stay that was noted wrongly: from when to when and how, or not at all."""
    found = opened_to_lead(request, ref, "register")
    stay = Attendance.objects.filter(conference=found.conference, pk=key, until_at__isnull=False).first()
    if stay is None:
        raise NoSuchRecord
    sitting = _sitting_of(found, stay)
    listed = _listed(found, stay.invitee_id)
    form = StayForm(posted(request), found=found, sittings=[sitting], stay=stay, counts=bool(listed.agency_code))
    return _put_right(
        request, found, form, listed, stay.pk,
        f"The register says: {_said(stay)}. It is kept as it was noted, beside what you put there now.",
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_stay_missing(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Somebody of the list was there, or there once more, and nobody noted it."""
    found = opened_to_lead(request, ref, "register")
    listed = _listed(found, key)
    form = StayForm(
        posted(request), found=found, sittings=_ended(found), counts=bool(listed.agency_code),
        contact=listed.direct_contact,
    )  # fmt: skip
    return _put_right(request, found, form, listed, None, "The register has nothing of them for this time.")


def _put_right(
    request: HttpRequest, found: OpenConference, form: StayForm, listed: Invitee, was: UUID | None, explains: str
) -> HttpResponse:
    from quorate.documents.register_put_right import put_right

    def do(said: Mapping[str, Any]) -> None:
        done = put_right(
            conference=found.conference, invitee_id=listed.pk, was=was, now=form.stay_said(), why=said["why"],
            at=found.now, by=found.standing,
        )  # fmt: skip
        if done.correction.kept_from:
            messages.info(request, _LEFT_OUT.format(name=unnamed(listed.name)))

    return fill_in(
        request, found, form, do, title=f"Put right: {unnamed(listed.name)}", tab=TAB, then=_there(found),
        button="Put it right", explains=f"{explains} {_minutes(found)}", fields=_FIELDS,
    )  # fmt: skip


_LEFT_OUT = (
    "{name} came apart from somebody or was kept out of a part, and was out of the room for longer than was known. "
    "What was said in the room is left out of their copies of the minutes from now on; a copy that has gone is not "
    "called back."
)


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_stay_somebody(request: HttpRequest, ref: str) -> HttpResponse:
    """Somebody was there who is not on the list."""
    from quorate.documents.register_put_right import add_somebody

    found = opened_to_lead(request, ref, "register")
    form = SomebodyForm(posted(request), found=found, sittings=_ended(found), register=register_of(found.conference))

    def do(said: Mapping[str, Any]) -> None:
        now = form.stay_said()
        assert now is not None
        add_somebody(
            conference=found.conference, now=now, why=said["why"], at=found.now, by=found.standing, **form.somebody()
        )  # fmt: skip

    return fill_in(
        request, found, form, do, title="Somebody else was there", tab=TAB, then=_there(found),
        button="Put them on the register", explains=_minutes(found), fields=_FIELDS,
    )  # fmt: skip


def _ended(found: OpenConference) -> list[Sitting]:
    """The times at which it sat. Raises `NoSuchRecord` before it has."""
    found_ = [one for one in sittings_of(found.conference) if one.ended_at is not None]
    if not found_:
        raise NoSuchRecord
    return found_


def _sitting_of(found: OpenConference, stay: Attendance) -> Sitting:
    return _latest(sittings_of(found.conference), stay.from_at)


def _latest(sittings: Iterable[Sitting], at: datetime) -> Sitting:
    before = [one for one in sittings if one.started_at <= at]
    if not before:
        raise NoSuchRecord
    return before[-1]


def _listed(found: OpenConference, key: UUID) -> Invitee:
    invitee = Invitee.objects.filter(conference=found.conference, pk=key).first()
    if invitee is None:
        raise NoSuchRecord
    return invitee


def _there(found: OpenConference) -> str:
    return reverse("conference_register", args=[found.ref])


_AT = "conferences/<ref:ref>/meeting/register/"
urlpatterns = [
    path(f"{_AT}stays/<uuid:key>/", conference_stay, name="conference_stay"),
    path(f"{_AT}people/<uuid:key>/", conference_stay_missing, name="conference_stay_missing"),
    path(f"{_AT}somebody-else/", conference_stay_somebody, name="conference_stay_somebody"),
]
