"""The people of a request: the adults of the family, and whom to invite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from quorate.cases.models import Child, Relative
from quorate.conferences.models import ConferenceRequest, Invitee
from quorate.conferences.queries.suggesting import Suggestion, invite_list_of, relation_in_words
from quorate.conferences.queries.unasked import adults_around
from quorate.conferences.services import request_people as people_of
from quorate.conferences.services.drafting import save_answer
from quorate.people.models import Professional
from quorate.people.queries import professionals_of
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.opening import OpenConference
from quorate.web.conferences.request import drafting_of, home_of, request_page
from quorate.web.conferences.request_addresses import (
    asked_to_open,
    confidential,
    hold_still,
    kept_out,
    standing_addresses,
    what_becomes_of,
    where_to_open,
)
from quorate.web.conferences.request_forms import PeopleForm, SomebodyForm, in_words, yes_or_no
from quorate.web.conferences.request_tasks import forms_of
from quorate.web.permissions import needs

both = require_http_methods(["GET", "POST"])


def adults_of(found: OpenConference) -> dict[UUID, list[Relative]]:
    """Everybody around the children who is no child of the conference and not known to be a child: person → rows."""
    return adults_around(found.children, found.today)


@needs("write")
@both
def conference_request_people(request: HttpRequest, ref: str) -> HttpResponse:
    """Parents and other adults: to be invited or not; is the address confidential, asked of each."""
    found, asked = drafting_of(request, ref, "people")
    people = adults_of(found)
    children = list(Child.objects.filter(case_id__in=found.case_ids).select_related("case").order_by("reference"))
    names = _names_of(found, people)
    ours = {str(one.person_id): one.full_name for one in children}
    everybody = [UUID(key) for key in (*names, *ours)]
    kept = kept_out(found, standing_addresses(found, everybody))
    to_open = asked_to_open(kept, request.POST.get("tell", ""))
    form = PeopleForm(
        request.POST or None, people=names.items(), children=ours.items(), kept_out=kept, is_partly=bool(to_open),
        initial=_said_of(found, asked, people, everybody),
    )  # fmt: skip

    def stands() -> Mapping[str, str]:
        hold_still(found, asked, everybody)
        return _said_of(found, asked, people, everybody)

    def save(said: Mapping[str, Any]) -> object:
        suggested = {one.person_id: one for one in invite_list_of(found.conference, found.standing, found.now)}
        for key, rows in people.items():
            invited, why_not, address = (said[f"{one}-{key}"] for one in ("invite", "why", "address"))
            people_of.settle_adult(
                conference=found.conference, rows=rows, to_invite=yes_or_no(invited), why_not=why_not, address=address,
                suggested=suggested.get(key), by=found.standing,
            )  # fmt: skip
        for child in children:
            people_of.protect([child], said[f"address-{child.person_id}"], found.standing)
        goes_on = _keep_answers(request, found, asked, form, everybody, is_told=not to_open)
        return to_open or goes_on

    return fill_in(
        request, found, form, save, title="Parents and adults who matter", tab="conference", then=home_of(found),
        template="conference_request_people.html", holds=stands, groups=_groups(ours, names, kept),
    )  # fmt: skip


def _groups(ours: Mapping[str, str], names: Mapping[str, str], kept: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The card of each person: what is asked of a child, and of an adult."""
    asks = {**dict.fromkeys(ours, ("address",)), **dict.fromkeys(names, ("invite", "why", "address"))}
    return [
        {"name": {**ours, **names}[key], "fields": [f"{one}-{key}" for one in fields], "kept": kept.get(key)}
        for key, fields in asks.items()
    ]


def _names_of(found: OpenConference, people: Mapping[UUID, list[Relative]]) -> dict[str, str]:
    """Person → name with what they are to the children."""
    return {
        str(key): f"{rows[0].full_name} ({relation_in_words(rows, found.children, small=True)})"
        for key, rows in people.items()
    }


def _keep_answers(
    request: HttpRequest, found: OpenConference, asked: ConferenceRequest, form: PeopleForm, everybody: list[UUID], *,
    is_told: bool,
) -> str | None:  # fmt: skip
    """Keeps what was answered of each address, as the record has it where it protects one; gives where to go on: where
    somebody has just said that an address may be told which is kept out, to where it is opened. `is_told`: it says so
    there; otherwise it goes on to an address that was asked for."""
    on_record, said = standing_addresses(found, everybody), form.cleaned_data
    answers = {
        str(key): "yes" if confidential(on_record.get(key, ())) == "yes" else said[f"address-{key}"]
        for key in everybody
    }
    save_answer(asked=asked, part="people", said=answers, by=found.standing, at=found.now, is_done=form.is_whole)
    changed = [key for key in everybody if f"address-{key}" in form.changed_data]
    open_ones = [key for key in changed if said[f"address-{key}"] == "no"]
    kept = [one for rows in kept_out(found, standing_addresses(found, open_ones)).values() for one in rows]
    if kept and is_told:
        messages.info(request, what_becomes_of(kept))
    elif not is_told:
        messages.info(request, "Saved. What you answered in the request is kept; “Back” leads there again.")
    return where_to_open(found, kept)


def _said_of(
    found: OpenConference, asked: Any, people: Mapping[UUID, list[Relative]], everybody: list[UUID]
) -> dict[str, str]:
    """What is known: the list, else the record's word on inviting; addresses as they stand, else as they were asked."""
    listed = {
        one.person_id: one
        for one in Invitee.objects.filter(conference=found.conference, removed_on__isnull=True, person_id__in=people)
    }
    on_record = standing_addresses(found, everybody)
    before = asked.answers.get("people", {})
    said = {f"address-{key}": confidential(on_record.get(key, ())) or before.get(str(key), "") for key in everybody}
    for key, rows in people.items():
        one = listed.get(key)
        wanted = one.to_invite if one else next((r.to_be_invited for r in rows if r.to_be_invited is not None), None)
        said[f"invite-{key}"] = in_words(wanted)
        said[f"why-{key}"] = one.why if one and one.to_invite is False else ""
    return said


@needs("write")
@both
def conference_request_invite(request: HttpRequest, ref: str) -> HttpResponse:
    """Whom the procedure asks for, each with its clause; taken or left; and who comes for each post."""
    found, asked = drafting_of(request, ref, "invite")
    offered = _offered(found)
    posts = list(professionals_of(found.standing, found.today).select_related("agency"))
    if request.method == "POST":
        chosen = {str(one.id): one for one in posts}
        wanted = {
            number: (f"take-{number}" in request.POST, chosen.get(request.POST.get(f"post-{number}", "")))
            for number, _ in enumerate(offered)
        }
        people_of.choose_suggested(conference=found.conference, suggestions=offered, wanted=wanted, by=found.standing)
        save_answer(
            asked=asked, part="invite", said={"gone_through_on": found.today.isoformat()}, by=found.standing,
            at=found.now,
        )  # fmt: skip
        return redirect(home_of(found))
    known = {one.listed.id for one in offered if one.listed}
    others = Invitee.objects.filter(
        conference=found.conference, removed_on__isnull=True, person_id__isnull=True
    ).exclude(pk__in=known)  # fmt: skip
    return request_page(
        request, found, "conference_request_invite.html", title="Who to invite", offered=list(enumerate(offered)),
        posts=_by_agency(posts, found), others=list(others), asked=asked,
    )  # fmt: skip


def _offered(found: OpenConference) -> list[Suggestion]:
    """The procedure's suggestions besides the family, who have a page of their own; children stand here."""
    listed = invite_list_of(found.conference, found.standing, found.now)
    return [one for one in listed if one.kind not in ("parent", "family")]


def _by_agency(posts: list[Professional], found: OpenConference) -> dict[str, list[Professional]]:
    """The people of the lists by what their agency counts as in the procedure."""
    from quorate.conferences.services.people import AGENCY_OF_KIND

    found_: dict[str, list[Professional]] = {}
    for one in posts:
        found_.setdefault(AGENCY_OF_KIND.get(one.agency.kind, ""), []).append(one)
    return found_


@needs("write")
@both
def conference_request_somebody(request: HttpRequest, ref: str) -> HttpResponse:
    """One more professional who is involved."""
    found, asked = drafting_of(request, ref, "invite")
    posts = {str(one.id): one for one in professionals_of(found.standing, found.today).select_related("agency")}
    form = SomebodyForm(
        request.POST or None, posts=[(key, f"{one.full_name}, {one.job_title}, {one.agency.name}")
                                     for key, one in posts.items()],
        asks_notified=_asks_notified(found),
    )  # fmt: skip

    def add(said: Mapping[str, Any]) -> object:
        chosen = {**said, "professional": posts.get(said["professional"])}
        return people_of.add_somebody(asked=asked, by=found.standing, at=found.now, **chosen)

    return fill_in(
        request, found, form, add, title="Somebody else who is involved", tab="conference",
        then=reverse("conference_request_invite", args=[found.ref]), button="Add to the list",
    )  # fmt: skip


def _asks_notified(found: OpenConference) -> str:
    """The label of the tick "already told", where a form of the procedure has one."""
    for form in forms_of(found):
        for section in form["section"]:
            for field in section["fields"]:
                if field["code"] == "already-notified":
                    return str(field["label"])
    return ""


urlpatterns = [
    path("conferences/<ref:ref>/request/people/", conference_request_people, name="conference_request_people"),
    path("conferences/<ref:ref>/request/invite/", conference_request_invite, name="conference_request_invite"),
    path("conferences/<ref:ref>/request/somebody/", conference_request_somebody, name="conference_request_somebody"),
]
