"""Who takes part in a conference: the list with the forecast, each person, adding, answers, supporters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods

from quorate.conferences.keeping import may_keep, require_keeping
from quorate.conferences.models import Invitee, InviteeKind
from quorate.conferences.naming import own_name
from quorate.conferences.queries.namesakes import is_known_by_name
from quorate.conferences.queries.people import exclusions_of, invitee_of, invitees_of, kept_out_all, safety_concerns_of
from quorate.conferences.services import people, supporters
from quorate.conferences.services.exclusion_namesakes import is_held_by_name
from quorate.conferences.services.exclusions import deciding_role
from quorate.web.accounts.posted import posted
from quorate.web.conferences import people_forms as forms
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.opening import OpenConference, conference_page, opened
from quorate.web.conferences.people_choices import children_choices, professionals_like, role_choices
from quorate.web.conferences.people_page import (
    answer_in_words,
    coming_in_words,
    invited_in_words,
    people_page,
    relations_of,
)
from quorate.web.permissions import needs
from quorate.web.two_texts import held
from quorate.web.wording import capitalize_first

shown_and_sent = require_http_methods(["GET", "POST"])
_YES_NO = {True: "yes", False: "no", None: ""}


def keeping(request: HttpRequest, ref: str) -> OpenConference:
    """The conference, opened by somebody who keeps its list of people. Raises NotAllowed, NoSuchRecord."""
    found = opened(request, ref, "people")
    require_keeping(found.standing, found.case)
    return found


def keeps_list(found: OpenConference) -> bool:
    """Whether the reader keeps the list of people."""
    return "manage_people" in found.can or may_keep(found.standing, found.case)


def decides(found: OpenConference) -> bool:
    """Whether the reader decides on keeping somebody out."""
    deciders = found.pack.data["exclusion"]["decided_by"]
    if "decide_exclusion" in found.can and "chair" in deciders:
        return True
    return found.standing.role in deciders and bool(deciding_role(found.standing, found.conference, found.pack))


def list_of(found: OpenConference) -> str:
    """The address of the People page."""
    return reverse("conference_people", args=[found.ref])


def one_of(found: OpenConference, key: Any) -> str:
    """The address of one person's page."""
    return reverse("conference_person", args=[found.ref, key])


@needs("see_case")
@require_GET
def conference_people(request: HttpRequest, ref: str) -> HttpResponse:
    """Everybody who may take part, what they answered, and whether that would be enough to decide."""
    found = opened(request, ref, "people")
    return conference_page(
        request, found, "conference_people.html", title="People", tab="conference_people",
        told=people_page(found, asks=decides(found)), keeps=keeps_list(found), decides=decides(found),
        rule=supporters.supporter_rule(found.pack).in_words(),
    )  # fmt: skip


@needs("manage_people", "write")
@require_GET
def conference_person(request: HttpRequest, ref: str, key: Any) -> HttpResponse:
    """One person: what is known of their part, and everything that can be done about it."""
    found = keeping(request, ref)
    row = invitee_of(found.conference, key)
    rule = supporters.supporter_rule(found.pack)
    helpers = [one for one in invitees_of(found.conference) if one.supporter_of_id == row.pk]
    out = kept_out_all(found.conference, [row.person_id])[row.person_id] if row.person_id and row.is_family else None
    concerns = safety_concerns_of(found.conference)
    afraid = [one for one in concerns if row.person_id in (one.person_id, one.of_person)]
    decisions = [one for one in exclusions_of(found.conference) if one.person_id == row.person_id and row.person_id]
    return conference_page(
        request, found, "conference_person.html", title="A person", tab="conference_people", row=row, rule=rule,
        relation=relations_of(found).get(row.person_id, "") if row.person_id else "", helpers=helpers, out=out,
        invited=invited_in_words(row), answer=answer_in_words(row), coming=coming_in_words(row), afraid=afraid,
        decisions=decisions, decides=decides(found), is_asked_who=any(row.pk in one.namesakes for one in concerns),
        is_held=is_held_by_name(row),
        clause=("; ".join(row.source)), speaks=rule.speaks(row.supporter_kind) if row.is_helper else None,
        window=_window(found, row, rule), role=capitalize_first(found.word(row.role)),
    )  # fmt: skip


def _window(found: OpenConference, row: Any, rule: supporters.SupporterRule) -> supporters.TellBy | None:
    if row.is_helper or not row.is_family:
        return None
    return supporters.tell_by(found.conference, row.person_id, found.now)


@needs("manage_people", "write")
@shown_and_sent
def conference_person_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Add somebody: take a suggestion of the procedure, find a professional in the lists, or write down another."""
    found = keeping(request, ref)
    if request.method == "POST" and "take" in request.POST:
        return _take(request, found)
    finding = forms.FindForm(request.POST if "words" in request.POST else None)
    hits = professionals_like(found, finding.cleaned_data["words"]) if finding.is_bound and finding.is_valid() else None
    form = forms.PersonForm(
        request.POST if "name" in request.POST else None,
        choices={"role": role_choices(found), "about": children_choices(found)},
    )

    def add(said: Mapping[str, Any]) -> str:
        of_family = said["kind"] == InviteeKind.FAMILY
        row = people.add_invitee(
            conference=found.conference, kind=said["kind"], by=found.standing, name=said["name"],
            role="family_member" if of_family else said["role"], about=[UUID(one) for one in said.get("about", ())],
            direct_contact=None if of_family else forms.said(said["direct_contact"]), why=said["why"],
            basis="family" if of_family else "need", another=said["another"],
        )  # fmt: skip
        return one_of(found, row.pk)

    suggested = people.invite_list_of(found.conference, found.standing, found.now)
    asked = [(n, one) for n, one in enumerate(suggested) if one.listed is None and one.invite == "yes"]
    return fill_in(
        request, found, form, add, title="Add a person", tab="conference_people", then=list_of(found),
        template="conference_person_new.html", button="Add this person", finding=finding, hits=hits,
        none_ticked=request.method == "POST" and not {"words", "name"} & request.POST.keys(),
        asked=asked, usual=_usual(found, asked),
        perhaps=[(n, one) for n, one in enumerate(suggested) if one.listed is None and one.invite != "yes"],
    )  # fmt: skip


def _usual(found: OpenConference, asked: list[tuple[int, people.Suggestion]]) -> set[int]:
    """Those to tick beforehand: nobody who is kept out, nor whom the office took off the list before."""
    gone = Invitee.objects.filter(conference=found.conference, removed_on__isnull=False)
    people_gone = set(gone.exclude(person_id=None).values_list("person_id", flat=True))
    roles_gone = set(gone.filter(person_id=None).values_list("role", flat=True))
    out = kept_out_all(found.conference, [one.person_id for _, one in asked if one.person_id is not None])
    return {
        n for n, one in asked
        if not one.kept_out
        and (one.role not in roles_gone if one.person_id is None else
             one.person_id not in people_gone and not out[one.person_id].scope)
    }  # fmt: skip


def _take(request: HttpRequest, found: OpenConference) -> HttpResponse:
    """Takes the suggestions that were ticked, by their number and code; one that is there no more is left."""
    suggested = people.invite_list_of(found.conference, found.standing, found.now)
    wanted = set(request.POST.getlist("take"))
    for n, one in enumerate(suggested):
        if f"{n}-{one.code}" in wanted and one.listed is None:
            people.add_suggested(conference=found.conference, suggestion=one, by=found.standing, to_invite=True)
    return redirect(list_of(found))


@needs("manage_people", "write")
@shown_and_sent
def conference_person_from_list(request: HttpRequest, ref: str, key: Any) -> HttpResponse:
    """A professional who was found in the lists: in which role, for which children."""
    found = keeping(request, ref)
    post = professionals_like(found, "", key)[0]
    form = forms.RoleForm(
        posted(request),
        choices={"role": role_choices(found), "about": children_choices(found)},
    )

    def add(said: Mapping[str, Any]) -> object:
        suggested = people.invite_list_of(found.conference, found.standing, found.now)
        rule = next((one for one in suggested if one.role == said["role"]), None)
        empty = next((one for one in suggested if one.role == said["role"] and one.listed and not one.user_id), None)
        shared: dict[str, Any] = {
            "professional": post,
            "about": [UUID(one) for one in said.get("about", ())],
            "direct_contact": forms.said(said["direct_contact"]),
        }
        if empty is not None and empty.listed is not None and empty.listed.professional_id is None:
            return people.change_invitee(invitee=empty.listed, by=found.standing, **shared)
        basis = "" if rule is None or rule.invite != "yes" else rule.basis
        return people.add_invitee(
            conference=found.conference, kind=InviteeKind.PROFESSIONAL, by=found.standing, role=said["role"],
            basis=basis, why=said["why"] or (rule.why if rule and basis else ""),
            source=list(rule.source) if rule else [], **shared,
        )  # fmt: skip

    return fill_in(
        request, found, form, add, title="Add from the lists", tab="conference_people", then=list_of(found),
        button="Add this person", explains=f"{post.full_name}, {post.job_title}, {post.agency.name}",
    )  # fmt: skip


@needs("manage_people", "write")
@shown_and_sent
def conference_person_change(request: HttpRequest, ref: str, key: Any) -> HttpResponse:
    """Change in which role somebody comes, whom they know, whether they are invited."""
    found = keeping(request, ref)
    row = invitee_of(found.conference, key)

    def shown() -> dict[str, Any]:
        return {
            "role": row.role, "about": [str(one) for one in row.about], "direct_contact": _YES_NO[row.direct_contact],
            "why": row.why, "to_invite": _YES_NO[row.to_invite], "name": own_name(row.name),
        }  # fmt: skip

    form = forms.ChangeForm(
        posted(request), initial=shown(),
        choices={"role": role_choices(found, row.role), "about": children_choices(found)},
    )  # fmt: skip

    _leave_out(form, row)

    def do(said: Mapping[str, Any]) -> object:
        of_agency: dict[str, Any] = (
            {} if row.is_family else {"role": said["role"], "direct_contact": forms.said(said["direct_contact"])}
        )
        about = [UUID(one) for one in said.get("about", ())]
        if "name" in said:
            # Empty, it stays as it is: the part alone, or the service asks for the name.
            of_agency["name"] = said["name"] or (row.name if not own_name(row.name) else "")
        return people.change_invitee(
            invitee=row, by=found.standing, about=about, why=said["why"], to_invite=forms.said(said["to_invite"]),
            another=said.get("another", ""), **of_agency,
        )  # fmt: skip

    return fill_in(
        request, found, form, do, title="Change what is said of this person", tab="conference_people",
        then=one_of(found, key), explains=row.name, holds=held(row, shown), fields=_names_of(form),
    )  # fmt: skip


def _leave_out(form: forms.ChangeForm, row: Invitee) -> None:
    """What is not asked: the role of the family, the name of whoever is called so elsewhere, and how they are another
    person where they are known by more than the name or asked to come already."""
    if row.is_family:
        for name in ("role", "direct_contact"):
            del form.fields[name]
    if not people.is_named_here(row):
        del form.fields["name"]
        if not (row.to_invite is False and is_known_by_name(row)) and "another" not in form.data:
            del form.fields["another"]


def _names_of(form: forms.ChangeForm) -> dict[str, str]:
    """Where what is said of a name stands, in a form that does not ask for one."""
    return {} if "name" in form.fields else {"name": "another"}


@needs("manage_people", "write")
@shown_and_sent
def conference_person_remove(request: HttpRequest, ref: str, key: Any) -> HttpResponse:
    """Take somebody off the list."""
    found = keeping(request, ref)
    row = invitee_of(found.conference, key)
    return fill_in(
        request, found, forms.RemoveForm(posted(request)),
        lambda said: people.remove_invitee(invitee=row, why=said["why"], on=found.today, by=found.standing),
        title="Take off the list", tab="conference_people", then=list_of(found), explains=row.name,
        button="Take off the list",
    )  # fmt: skip


urlpatterns = [
    path("conferences/<ref:ref>/people/", conference_people, name="conference_people"),
    path("conferences/<ref:ref>/people/add/", conference_person_new, name="conference_person_new"),
    path(
        "conferences/<ref:ref>/people/add/<uuid:key>/", conference_person_from_list, name="conference_person_from_list"
    ),
    path("conferences/<ref:ref>/people/<uuid:key>/", conference_person, name="conference_person"),
    path("conferences/<ref:ref>/people/<uuid:key>/change/", conference_person_change, name="conference_person_change"),
    path("conferences/<ref:ref>/people/<uuid:key>/remove/", conference_person_remove, name="conference_person_remove"),
]
