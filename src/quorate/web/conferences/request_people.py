"""The people of a request: the adults of the family, whom to invite, what each needs, and who is afraid of whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from quorate.cases.models import Address, Child, Need, NeedKind, Protection, Relative
from quorate.conferences.models import Invitee
from quorate.conferences.queries.suggesting import Suggestion, invite_list_of, relation_in_words
from quorate.conferences.services.drafting import save_answer
from quorate.conferences.services.request_people import (
    add_somebody,
    choose_suggested,
    protect,
    save_needs,
    settle_adult,
)
from quorate.conferences.services.safety import record_concern
from quorate.people.models import Professional
from quorate.people.queries import professionals_of
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.opening import OpenConference
from quorate.web.conferences.request import drafting_of, home_of, request_page
from quorate.web.conferences.request_forms import NOT_KNOWN, PeopleForm, SomebodyForm, in_words, yes_or_no
from quorate.web.conferences.request_needs_form import NeedsForm, SafetyForm
from quorate.web.conferences.request_tasks import forms_of
from quorate.web.conferences.saving import hang
from quorate.web.permissions import needs

both = require_http_methods(["GET", "POST"])


def adults_of(found: OpenConference) -> dict[UUID, list[Relative]]:
    """Everybody around the children who is no child of the conference and not known to be a child: person → rows."""
    ours = {one.person_id for one in found.children}
    rows = Relative.objects.filter(
        case_id__in=found.case_ids, removed_on__isnull=True, died_on__isnull=True
    ).select_related("case").order_by("added_on", "id")  # fmt: skip
    people: dict[UUID, list[Relative]] = {}
    for row in rows:
        if row.person_id not in ours and not _is_child(row, found):
            people.setdefault(row.person_id, []).append(row)
    return people


def _is_child(row: Relative, found: OpenConference) -> bool:
    if row.expected_on is not None and row.born_on is None:
        return True
    return row.born_on is not None and (found.today - row.born_on).days < 18 * 365.25


@needs("write")
@both
def conference_request_people(request: HttpRequest, ref: str) -> HttpResponse:
    """Parents and other adults: to be invited or not; is the address confidential, asked of each."""
    found, asked = drafting_of(request, ref, "people")
    people = adults_of(found)
    children = list(Child.objects.filter(case_id__in=found.case_ids).select_related("case").order_by("reference"))
    names = {
        str(key): f"{rows[0].full_name} ({relation_in_words(rows, found.children).lower()})"
        for key, rows in people.items()
    }
    ours = {str(one.person_id): one.full_name for one in children}
    initial = _said_of(found, asked, people, [one.person_id for one in children])
    form = PeopleForm(request.POST or None, people=names.items(), children=ours.items(), initial=initial)

    def save(said: Mapping[str, Any]) -> object:
        suggested = {one.person_id: one for one in invite_list_of(found.conference, found.standing, found.now)}
        for key, rows in people.items():
            settle_adult(
                conference=found.conference, rows=rows, to_invite=yes_or_no(said[f"invite-{key}"]),
                why_not=said[f"why-{key}"], address=said[f"address-{key}"], suggested=suggested.get(key),
                by=found.standing,
            )  # fmt: skip
        for child in children:
            protect([child], said[f"address-{child.person_id}"], found.standing)
        addresses = {key: said[f"address-{key}"] for key in (*names, *ours)}
        return save_answer(asked=asked, part="people", said=addresses, by=found.standing, at=found.now)

    groups = [{"name": name, "fields": [f"address-{key}"]} for key, name in ours.items()]
    asks = ("invite", "why", "address")
    groups += [{"name": name, "fields": [f"{one}-{key}" for one in asks]} for key, name in names.items()]
    return fill_in(
        request, found, form, save, title="Parents and adults who matter", tab="conference", then=home_of(found),
        template="conference_request_people.html", groups=groups,
    )  # fmt: skip


def _said_of(
    found: OpenConference, asked: Any, people: Mapping[UUID, list[Relative]], children: list[UUID]
) -> dict[str, str]:
    """What is known: the list, else the record's word on inviting; addresses as they stand, else as they were asked."""
    listed = {
        one.person_id: one
        for one in Invitee.objects.filter(conference=found.conference, removed_on__isnull=True, person_id__in=people)
    }
    protected: dict[UUID, set[str]] = {}
    for person, protection in Address.objects.filter(
        case_id__in=found.case_ids, person_id__in=[*people, *children], ends_on__isnull=True
    ).values_list("person_id", "protection"):
        protected.setdefault(person, set()).add(protection)
    before = asked.answers.get("people", {})
    said = {
        f"address-{key}": _confidential(protected.get(key, set())) or before.get(str(key), NOT_KNOWN)
        for key in (*people, *children)
    }
    for key, rows in people.items():
        one = listed.get(key)
        wanted = one.to_invite if one else next((r.to_be_invited for r in rows if r.to_be_invited is not None), None)
        said[f"invite-{key}"] = in_words(wanted)
        said[f"why-{key}"] = one.why if one and one.to_invite is False else ""
    return said


def _confidential(protections: set[str]) -> str:
    if Protection.PROTECTED in protections:
        return "yes"
    return "no" if protections == {Protection.OPEN} else NOT_KNOWN if protections else ""


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
        choose_suggested(conference=found.conference, suggestions=offered, wanted=wanted, by=found.standing)
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
        return add_somebody(asked=asked, by=found.standing, at=found.now, **chosen)

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


@needs("write")
@both
def conference_request_needs(request: HttpRequest, ref: str) -> HttpResponse:
    """What each person needs to take part, as the procedure asks; and whether anybody is afraid of somebody."""
    found, asked = drafting_of(request, ref, "needs")
    rows: dict[UUID, Any] = {key: rows[0] for key, rows in adults_of(found).items()}
    for child in Child.objects.filter(case_id__in=found.case_ids, born_on__isnull=False).select_related("case"):
        rows[child.person_id] = child
    names = {str(key): row.full_name for key, row in rows.items()}
    kinds = [(str(kind), str(word)) for kind, word in NeedKind.choices if kind in _kinds(found)]
    on_record = [
        (names[str(one.person_id)], one) for one in Need.objects.filter(person_id__in=rows, met_on__isnull=True)
    ]
    is_safety = "of_person" in request.POST
    form = NeedsForm(None if is_safety else request.POST or None, people=names.items(), kinds=kinds)
    fears = SafetyForm(request.POST if is_safety else None, people=list(names.items()))
    sent: forms.Form = fears if is_safety else form
    if request.method == "POST" and sent.is_valid():
        from django.core.exceptions import ValidationError

        try:
            if is_safety:
                record_concern(
                    conference=found.conference, person_id=UUID(fears.cleaned_data["person"]),
                    of_person=UUID(fears.cleaned_data["of_person"]), words=fears.cleaned_data["words"], on=found.today,
                    by=found.standing,
                )  # fmt: skip
                return redirect(reverse("conference_request_needs", args=[found.ref]))
            save_needs(asked=asked, needs=form.needs(), rows=rows, on=found.today, by=found.standing, at=found.now)
            return redirect(home_of(found))
        except ValidationError as refusal:
            hang(sent, refusal)
    return request_page(
        request, found, "conference_request_needs.html", title="Needs and safety", form=form, fears=fears,
        status=422 if sent.is_bound else 200, on_record=on_record,
    )  # fmt: skip


def _kinds(found: OpenConference) -> frozenset[str]:
    """The needs that the procedure asks about, and papers in another language."""
    return frozenset({*found.pack.data["parents"]["needs_asked"], "language"})


urlpatterns = [
    path("conferences/<ref:ref>/request/people/", conference_request_people, name="conference_request_people"),
    path("conferences/<ref:ref>/request/invite/", conference_request_invite, name="conference_request_invite"),
    path("conferences/<ref:ref>/request/somebody/", conference_request_somebody, name="conference_request_somebody"),
    path("conferences/<ref:ref>/request/needs/", conference_request_needs, name="conference_request_needs"),
]
