"""The Needs tab: what each of the family needs, how they were prepared, what the child wishes, who is kept apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET

from quorate.access.models import ProtectedCase
from quorate.access.permissions import NoSuchRecord
from quorate.cases.models import Need, Relative
from quorate.cases.models.need import NeedKind
from quorate.cases.services import record_need
from quorate.conferences.models import Invitee, PreparationKind, SafetyConcern
from quorate.conferences.queries.people import invitees_of, safety_concerns_of
from quorate.conferences.services.checklists import checklists_of
from quorate.conferences.services.preparing_people import (
    decide_child_attendance,
    meet_need,
    record_step,
    talks_beforehand,
)
from quorate.web.accounts.posted import posted
from quorate.web.conferences import people_forms as forms
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.family_papers import papers_for
from quorate.web.conferences.needs_page import needs_page
from quorate.web.conferences.opening import OpenConference, conference_page, opened
from quorate.web.conferences.people import keeps_list, shown_and_sent
from quorate.web.conferences.people_choices import of_family
from quorate.web.conferences.round import clauses_of
from quorate.web.permissions import needs
from quorate.web.wording import capitalize_first

_TITLES: Final = {
    "concerns": "What was explained", "leaflet": "The leaflet was given", "needs": "What they need was asked",
    "talk": "A talk beforehand", "advocacy": "An advocate was offered", "wishes": "Do they want to take part?",
    "meeting": "A meeting with the chair was offered",
}  # fmt: skip
_EXPLAIN: Final = "explain-conference"


def _open(request: HttpRequest, ref: str) -> OpenConference:
    return opened(request, ref, "needs")


def needs_address(found: OpenConference) -> str:
    """The address of the needs page."""
    return reverse("conference_needs", args=[found.ref])


@needs("see_case")
@require_GET
def conference_needs(request: HttpRequest, ref: str) -> HttpResponse:
    """For each of the family: needs met and not met, each step of the preparation, the child's wish about coming."""
    found = opened(request, ref, "needs")
    keeps = keeps_list(found)
    told = needs_page(found)
    names = {one.row.person_id: one.row.name for one in told}
    beforehand = found.pack.data["meeting_parents"]
    return conference_page(
        request, found, "conference_needs.html", title="Needs", tab="conference_needs", keeps=keeps, told=told,
        afraid=_afraid(found, names) if keeps else [], parents_rule=found.pack.data["parents"],
        talk_with=[found.word(one) for one in beforehand["conversation_beforehand_with"]],
        talk_source=", ".join(clauses_of(beforehand["source"])) if beforehand["conversation_beforehand_with"] else "",
        lists=checklists_of(found.conference, found.pack, ["parents-papers", "child-takes-part"]),
        papers={one.row.pk: papers_for(found, one.row) for one in told} if "write" in found.can else {},
    )  # fmt: skip


def _afraid(found: OpenConference, names: Mapping[Any, str]) -> list[dict[str, Any]]:
    concerns = safety_concerns_of(found.conference)
    asked = [who for one in concerns for who in one.namesakes]
    listed = dict(Invitee.objects.filter(pk__in=asked).values_list("pk", "name")) if asked else {}
    names = _off_record(found, [one for one in concerns if one.is_off_record]) | dict(names)
    return [
        {
            "row": one,
            "who": names.get(one.person_id, "Somebody"),
            "of": names.get(one.of_person, "somebody"),
            "namesakes": [(who, listed.get(who, "Somebody")) for who in one.namesakes],
        }
        for one in concerns
    ]


def _off_record(found: OpenConference, concerns: list[SafetyConcern]) -> dict[UUID | None, str]:
    """The names of people who were taken off the children's records."""
    people = [person for one in concerns for person in (one.person_id, one.of_person)]
    rows = Relative.objects.filter(case_id__in=found.case_ids, person_id__in=people) if people else ()
    return {one.person_id: name for one in rows if (name := f"{one.given_names} {one.family_name}".strip())}


def family_choices(found: OpenConference) -> list[tuple[str, str]]:
    """The people of the family, to choose from."""
    return [(str(one.person_id), one.name) for one in of_family(found)]


def _named_first(people: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same, with nobody chosen until somebody chooses: what is saved in a hurry would stand at the wrong person."""
    return [("", "Choose"), *people] if len(people) > 1 else people


@needs("write")
@shown_and_sent
def conference_need_new(request: HttpRequest, ref: str) -> HttpResponse:
    """What somebody needs to take part."""
    found = _open(request, ref)
    people = _named_first(family_choices(found))
    form = forms.NeedForm(posted(request), choices={"person": people, "kind": NeedKind.choices})

    def do(said: Mapping[str, Any]) -> object:
        person = UUID(said["person"])
        return record_need(
            case=_case_of(found, person), person_id=person, kind=said["kind"], words=said["words"], on=found.today,
            by=found.standing,
        )  # fmt: skip

    return fill_in(
        request, found, form, do, title="Add a need", tab="conference_needs", then=needs_address(found),
        fields={"person_id": "person"},
    )  # fmt: skip


def _case_of(found: OpenConference, person: UUID) -> ProtectedCase:
    """A child's own case, or the first case in which somebody stands. Raises NoSuchRecord."""
    own = [one.case_id for one in found.children if one.person_id == person]
    known = Relative.objects.filter(case_id__in=found.case_ids, person_id=person, removed_on__isnull=True)
    ids = own or list(known.order_by("added_on", "id").values_list("case_id", flat=True))
    case = ProtectedCase.objects.filter(pk__in=ids).first()
    if case is None:
        raise NoSuchRecord
    return case


@needs("write")
@shown_and_sent
def conference_need_met(request: HttpRequest, ref: str, key: Any) -> HttpResponse:
    """What is needed has been arranged."""
    found = _open(request, ref)
    need = Need.objects.select_related("case").filter(pk=key, case_id__in=found.case_ids).first()
    if need is None:
        raise NoSuchRecord
    return fill_in(
        request, found, forms.MetForm(posted(request)),
        lambda said: meet_need(
            conference=found.conference, need=need, how=said["how"], on=found.today, by=found.standing
        ),
        title="It is arranged", tab="conference_needs", then=needs_address(found),
        explains=f"{need.get_kind_display()}: {need.words}" if need.words else str(need.get_kind_display()),
        fields={"met_on": "how"},
    )  # fmt: skip


@needs("write")
@shown_and_sent
def conference_step(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """One step of the preparation, with somebody of the family."""
    found = _open(request, ref)
    if kind not in PreparationKind.values:
        raise NoSuchRecord
    form = forms.StepForm(posted(request), initial={"on": found.today, **_person(request)}, choices=_asked(found, kind))

    def do(said: Mapping[str, Any]) -> object:
        with_ = next((one for one in invitees_of(found.conference) if str(one.pk) == said.get("with_invitee")), None)
        return record_step(
            conference=found.conference, person_id=UUID(said["person"]), kind=kind, on=said["on"], by=found.standing,
            how=said.get("how", ""), items=said.get("items", ()), answer=said.get("answer", ""), words=said["words"],
            with_invitee=with_,
        )  # fmt: skip

    return fill_in(
        request, found, form, do, title=_TITLES[kind], tab="conference_needs", then=needs_address(found),
        fields={"person_id": "person"}, explains=_says(found, kind),
    )  # fmt: skip


def _person(request: HttpRequest) -> dict[str, str]:
    return {"person": request.GET["person"]} if "person" in request.GET else {}


def _asked(found: OpenConference, kind: str) -> dict[str, Any]:
    """What the form offers for a kind of step; nothing offered, nothing asked."""
    family = of_family(found)
    children = {one.person_id for one in found.children}
    of_children = kind == PreparationKind.ADVOCACY
    people = [(str(one.person_id), one.name) for one in family if kind == "wishes" or one.person_id not in children]
    if of_children:
        people = [(str(one.person_id), one.name) for one in found.children if not one.is_unborn]
    items: list[tuple[str, str]] = []
    if kind == PreparationKind.CONCERNS:
        items = [(one, one) for one in _to_explain(found)]
    elif kind == PreparationKind.NEEDS:
        items = [(one, capitalize_first(found.word(one))) for one in found.pack.data["parents"]["needs_asked"]]
    talks = kind == PreparationKind.TALK
    offered = talks_beforehand(found.conference, invitees_of(found.conference)) if talks else []
    staff = [(str(one.pk), f"{one.name}, {found.word(one.role)}") for one in offered]
    answers = kind in (PreparationKind.TALK, PreparationKind.ADVOCACY, PreparationKind.WISHES, PreparationKind.MEETING)
    return {
        "person": _named_first(people),
        "items": items,
        "with_invitee": [("", "Choose"), *staff] if talks else [],
        "answer": forms.StepForm.base_fields["answer"].choices if answers else [],  # type: ignore[attr-defined]
    }


def _to_explain(found: OpenConference) -> list[str]:
    """The procedure's own list of what to explain; where it has none, what the chair's meeting explains."""
    lists = checklists_of(found.conference, found.pack, [_EXPLAIN])
    if lists:
        return [item.words for item in lists[0].items]
    return [capitalize_first(one) for one in found.pack.data["meeting_parents"]["explains"]]


def _says(found: OpenConference, kind: str) -> str:
    if kind == PreparationKind.TALK:
        roles = found.pack.data["meeting_parents"]["conversation_beforehand_with"]
        named = ", ".join(found.word(one) for one in roles)
        return "A parent who is unsure about coming can talk with somebody who will be there" + (
            f": {named}." if named else "."
        )
    return ""


@needs("write")
@shown_and_sent
def conference_child_coming(request: HttpRequest, ref: str) -> HttpResponse:
    """What a child wishes about coming, and who agrees, as far as the procedure asks for it."""
    found = _open(request, ref)
    rule = found.pack.data["children"]
    born = [(str(one.person_id), one.name) for one in found.children if not one.is_unborn]
    yes_no = forms.YES_NO
    form = forms.ChildForm(
        posted(request), initial={"on": found.today, **_person(request)},
        choices={
            "person": _named_first(born), "mode": [("", "Not said"), *((one, _mode(one)) for one in rule["modes"])],
            "parent_agrees": yes_no if rule.get("parent_must_agree") else [],
            "chair_agrees": yes_no if rule.get("chair_must_agree") else [],
        },
    )  # fmt: skip

    def do(said: Mapping[str, Any]) -> object:
        return decide_child_attendance(
            conference=found.conference, person_id=UUID(said["person"]), on=said["on"], by=found.standing,
            wanted=forms.said(said["wanted"]), mode=said["mode"], words=said["words"],
            parent_agrees=forms.said(said.get("parent_agrees", "")),
            chair_agrees=forms.said(said.get("chair_agrees", "")),
        )  # fmt: skip

    age = rule.get("attend_from_age")
    says = f"From the age of {age}: {rule['attend_when']}" if age else capitalize_first(rule["attend_when"])
    return fill_in(
        request, found, form, do, title="Does the child want to come?", tab="conference_needs",
        then=needs_address(found), explains=says, fields={"person_id": "person"},
    )  # fmt: skip


def _mode(code: str) -> str:
    said = {"whole": "For all of it", "part": "For a part", "chair_before": "Meets the chair before"}
    return said.get(code, capitalize_first(code.replace("_", " ")))


urlpatterns = [
    path("conferences/<ref:ref>/needs/", conference_needs, name="conference_needs"),
    path("conferences/<ref:ref>/needs/add/", conference_need_new, name="conference_need_new"),
    path("conferences/<ref:ref>/needs/<uuid:key>/met/", conference_need_met, name="conference_need_met"),
    path("conferences/<ref:ref>/needs/steps/<slug:kind>/", conference_step, name="conference_step"),
    path("conferences/<ref:ref>/needs/child-coming/", conference_child_coming, name="conference_child_coming"),
]
