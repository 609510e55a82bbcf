"""Keeping somebody out: asking, deciding, and what follows: explained, views collected, a meeting offered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET

from quorate.access.permissions import NoSuchRecord, require
from quorate.conferences.models import ConferenceExclusion, ExclusionOutcome, Invitee
from quorate.conferences.queries.people import exclusion_of, exclusions_of, invitee_of, invitees_of, kept_out_all
from quorate.conferences.services import exclusion_follow_up as follow_up
from quorate.conferences.services import exclusions
from quorate.conferences.services.exclusion_namesakes import is_held_by_name
from quorate.conferences.services.exclusion_versions import decisions_so_far, last_decision
from quorate.people.models import User
from quorate.web.accounts.posted import posted
from quorate.web.conferences import people_forms as forms
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.opening import OpenConference, conference_page, opened
from quorate.web.conferences.people import decides, keeping, shown_and_sent
from quorate.web.conferences.people_choices import of_family
from quorate.web.permissions import needs
from quorate.web.two_texts import held
from quorate.web.wording import capitalize_first

_OUTCOMES = (
    (ExclusionOutcome.EXCLUDED.value, "Kept out"),
    (ExclusionOutcome.NOT_EXCLUDED.value, "Not kept out"),
)
_GONE: Final = "Somebody who is no longer on the list"


def _there(found: OpenConference) -> str:
    return reverse("conference_exclusions", args=[found.ref])


def _grounds(found: OpenConference) -> list[tuple[str, str]]:
    return [(code, capitalize_first(words)) for code, words in exclusions.grounds_of(found.pack)]


@needs("see_case")
@require_GET
def conference_exclusions(request: HttpRequest, ref: str) -> HttpResponse:
    """What was asked and decided about keeping people out, and what follows each decision."""
    found = keeping(request, ref)
    rows = exclusions_of(found.conference)
    listed = invitees_of(found.conference)
    names = {one.person_id: one for one in listed if one.person_id}
    out = kept_out_all(found.conference, [person for person, one in names.items() if one.is_family])
    grounds = dict(_grounds(found))
    return conference_page(
        request, found, "conference_exclusions.html", title="Who is kept out", tab="conference_people",
        lines=[_line(one, names, grounds, rows) for one in rows],
        carried=[names[person] for person, kept in out.items() if kept.is_carried],
        alike=[one for one in listed if is_held_by_name(one)],
        decides=decides(found),
        askers=_askers(rows) if decides(found) else {},
        rule=found.pack.data["exclusion"],
    )  # fmt: skip


def _askers(rows: list[ConferenceExclusion]) -> dict[Any, str]:
    """Who wrote each request down, by name: for whoever decides."""
    users = User.objects.filter(pk__in={one.asked_by for one in rows})
    return dict(users.values_list("pk", "display_name"))


def _line(
    one: ConferenceExclusion, names: Mapping[Any, Invitee], grounds: Mapping[str, str], rows: list[ConferenceExclusion]
) -> dict[str, Any]:
    same = [row for row in rows if row.person_id == one.person_id and row.decided_at is not None]
    latest = max(same, key=lambda row: (row.decided_at is not None, row.decided_at), default=None)
    person = names.get(one.person_id)
    return {
        "row": one,
        "name": person.name if person else _GONE,
        "key": person.pk if person else None,
        "ground": grounds.get(one.ground, one.ground),
        "stands": one is latest and one.outcome == ExclusionOutcome.EXCLUDED,
    }


def _name(row: ConferenceExclusion) -> str:
    """Of whom it speaks: several may be kept out of one conference."""
    listed = (one.name for one in invitees_of(row.conference) if one.person_id == row.person_id)
    return next(listed, _GONE)


@needs("contribute")
@shown_and_sent
def conference_exclusion_ask(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask that somebody is kept out of all or part of the conference."""
    found = opened(request, ref, "people")
    family = of_family(found)
    form = _AskForm(
        posted(request),
        choices={"person": [(str(one.person_id), one.name) for one in family], "ground": _grounds(found)},
    )

    def do(said: Mapping[str, Any]) -> object:
        exclusions.ask_for_exclusion(
            conference=found.conference, person_id=said["person"], on=found.today, by=found.standing,
            **{name: said[name] for name in ("ground", "scope", "ground_words", "source_words", "asked_words")},
        )  # fmt: skip
        messages.info(request, f"Your request was sent. The {decider} decides.")
        return None

    decider = " or ".join(found.word(one) for one in found.pack.data["exclusion"]["decided_by"])
    return fill_in(
        request, found, form, do, title="Ask to keep somebody out", tab="conference_people",
        then=reverse("conference_people", args=[found.ref]), button="Ask", fields={"person_id": "person"},
        explains=f"The {decider} decides. Until then nothing changes for the person.",
    )  # fmt: skip


class _AskForm(forms.ExclusionForm):
    """The same, about whom."""

    person = forms.choice("Who", (), required="Choose the person")
    field_order = ("person", "scope", "ground", "ground_words", "source_words", "asked_words")


@needs("decide_exclusion", "manage_people")
@shown_and_sent
def conference_exclusion_decide(request: HttpRequest, ref: str, key: Any) -> HttpResponse:
    """Decide whether somebody is kept out, of all or part; or let them back in."""
    found = keeping(request, ref)
    if not exclusions.deciding_role(found.standing, found.conference, found.pack):
        require(found.standing, "decide_exclusion", found.case)
        raise NoSuchRecord
    row = invitee_of(found.conference, key)
    if row.person_id is None or not row.is_family:
        raise NoSuchRecord
    person = row.person_id
    now = kept_out_all(found.conference, [person])[person]
    every = sorted(exclusions_of(found.conference), key=lambda one: (one.asked_on, one.pk))
    asked = [one for one in every if one.person_id == person and one.waits]
    # Sent again, or after another decision, it is still read: the service knows whether it can be.
    lifts = [(ExclusionOutcome.LIFTED.value, "Let back in")] if now.scope or request.method == "POST" else []
    parts = [(one["code"], one["title"]) for one in found.pack.data["agenda"]["items"]]
    form = forms.DecideForm(
        posted(request),
        initial={"version": decisions_so_far(person)} | _as_asked(asked),
        choices={"outcome": [*_OUTCOMES, *lifts], "parts": parts, "ground": _grounds(found)},
    )  # fmt: skip

    def do(said: Mapping[str, Any]) -> object:
        return exclusions.decide_exclusion(
            conference=found.conference,
            person_id=person,
            at=found.now,
            by=found.standing,
            **{**said, "parts": tuple(said.get("parts", ())), "version": said["version"] or 0},
        )

    return fill_in(
        request, found, form, do, title="Decide whether to keep this person out", tab="conference_people",
        then=_there(found), template="conference_exclusion_decide.html", button="Decide", asked=asked, now=now, row=row,
        names=_askers(asked), grounds=dict(_grounds(found)), rule=found.pack.data["exclusion"],
        stands=lambda: _as_decided(person),
    )  # fmt: skip


def _as_asked(asked: list[ConferenceExclusion]) -> dict[str, Any]:
    return {name: getattr(asked[0], name) for name in ("scope", "ground", "ground_words")} if asked else {}


def _as_decided(person: Any) -> dict[str, Any]:
    """The decision that somebody else has made meanwhile, by the fields of the form."""
    last = last_decision(person)
    names = {"outcome": "outcome", "scope": "scope", "parts": "parts", "ground": "ground",
             "ground_words": "ground_words", "words": "decided_words"}  # fmt: skip
    return {} if last is None else {ours: getattr(last, theirs) for ours, theirs in names.items()}


@needs("manage_people", "write")
@shown_and_sent
def conference_exclusion_explained(request: HttpRequest, ref: str, key: Any) -> HttpResponse:
    """They were told why, other than by the letter that goes from here."""
    found = keeping(request, ref)
    row = exclusion_of(found.conference, key)
    return fill_in(
        request, found, forms.ExplainedForm(posted(request), initial={"on": found.today}),
        lambda said: follow_up.explained(exclusion=row, by=found.standing, **said),
        title="They were told why", tab="conference_people", then=_there(found), explains=f"{_name(row)}.",
    )  # fmt: skip


@needs("write")
@shown_and_sent
def conference_exclusion_views(request: HttpRequest, ref: str, key: Any) -> HttpResponse:
    """What somebody who is kept out wants to be heard."""
    found = keeping(request, ref)
    row = exclusion_of(found.conference, key)

    def shown() -> dict[str, Any]:
        return {"on": row.views_on or found.today, "words": row.views_words}

    return fill_in(
        request, found, forms.ViewsForm(posted(request), initial=shown()),
        lambda said: follow_up.record_views(exclusion=row, by=found.standing, **said),
        title="Their views", tab="conference_people", then=_there(found), holds=held(row, shown),
        explains=f"{_name(row)}. The social worker reports these at the conference.",
    )  # fmt: skip


@needs("write")
@shown_and_sent
def conference_exclusion_meeting(request: HttpRequest, ref: str, key: Any) -> HttpResponse:
    """The offer to meet somebody who is kept out, and what became of it."""
    found = keeping(request, ref)
    row = exclusion_of(found.conference, key)

    def shown() -> dict[str, Any]:
        return {
            "on": row.meeting_offered_on or found.today, "answer": row.meeting_answer, "held_on": row.meeting_held_on,
            "words": row.meeting_words,
        }  # fmt: skip

    def do(said: Mapping[str, Any]) -> None:
        if row.meeting_offered_on is None:
            follow_up.offer_meeting(exclusion=row, on=said["on"], by=found.standing)
        if said["answer"]:
            follow_up.answer_meeting(
                exclusion=row, answer=said["answer"], held_on=said["held_on"], words=said["words"], by=found.standing
            )

    return fill_in(
        request, found, forms.MeetingForm(posted(request), initial=shown()), do,
        title="A meeting offered", tab="conference_people", then=_there(found), holds=held(row, shown),
        explains=f"{_name(row)}.",
    )  # fmt: skip


urlpatterns = [
    path("conferences/<ref:ref>/kept-out/", conference_exclusions, name="conference_exclusions"),
    path("conferences/<ref:ref>/kept-out/ask/", conference_exclusion_ask, name="conference_exclusion_ask"),
    path(
        "conferences/<ref:ref>/people/<uuid:key>/kept-out/", conference_exclusion_decide,
        name="conference_exclusion_decide",
    ),
    path(
        "conferences/<ref:ref>/kept-out/<uuid:key>/explained/", conference_exclusion_explained,
        name="conference_exclusion_explained",
    ),
    path(
        "conferences/<ref:ref>/kept-out/<uuid:key>/views/", conference_exclusion_views,
        name="conference_exclusion_views",
    ),
    path(
        "conferences/<ref:ref>/kept-out/<uuid:key>/meeting/", conference_exclusion_meeting,
        name="conference_exclusion_meeting",
    ),
]  # fmt: skip
