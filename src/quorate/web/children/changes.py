"""Adding and changing: the child, the people around it, needs, what happened, enquiries, the birth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from quorate.access.permissions import NoSuchRecord
from quorate.web.accounts.posted import posted
from quorate.web.children.changing import fill_in
from quorate.web.children.parts import NAMES
from quorate.web.packs import today
from quorate.web.permissions import needs
from quorate.web.two_texts import held

shown_and_sent = require_http_methods(["GET", "POST"])


def _opened(request: HttpRequest, ref: str, parts: Mapping[str, str] | None = None) -> Any:
    """The child's record, opened in order to write. What must not be written the service refuses."""
    from quorate.access.permissions import require
    from quorate.web.children.opening import opened

    found = opened(request, ref, "form", parts)
    if "write" not in found.can:
        require(found.standing, "write", found.case)
    return found


def _there(found: Any, route: str = "child") -> str:
    return reverse(route, args=[found.ref])


def _who(found: Any) -> list[tuple[str, str]]:
    """The child and the people around it, as choices."""
    from quorate.web.children.people import people_of

    people = people_of(found.child, found.case, today())
    return [(one.person_id, f"{one.name} ({one.relation.lower()})") for one in people]


@needs("open_case")
@shown_and_sent
def child_new(request: HttpRequest) -> HttpResponse:
    """Begin the record of a child."""
    from quorate.cases.services import add_child
    from quorate.web.children.forms import ChildForm
    from quorate.web.children.opening import standing_of

    def add(said: Mapping[str, Any]) -> str:
        child = add_child(by=standing_of(request), on=today(), **said)
        return reverse("child", args=[child.case.ref])

    return fill_in(
        request, ChildForm(posted(request)), add, title="Add a child", then=reverse("children"),
        button="Begin the record", explains="Search for the child first: a second record of one child does harm.",
    )  # fmt: skip


@needs("write")
@shown_and_sent
def child_change(request: HttpRequest, ref: str) -> HttpResponse:
    """Change what is recorded of the child."""
    from quorate.cases.services import change_child
    from quorate.web.children.forms import ChangeChildForm

    found = _opened(request, ref)

    def shown() -> dict[str, Any]:
        return {name: getattr(found.child, name) for name in ChangeChildForm.base_fields if hasattr(found.child, name)}

    return fill_in(
        request, ChangeChildForm(posted(request), initial=shown()),
        lambda said: change_child(child=found.child, on=today(), by=found.standing, **said),
        title="Change what is recorded", then=_there(found), found=found,
        holds=held(found.child, shown),
    )  # fmt: skip


@needs("write")
@shown_and_sent
def child_birth(request: HttpRequest, ref: str) -> HttpResponse:
    """An unborn child is born: the record stays the same one."""
    from quorate.cases.queries import cases_knowing
    from quorate.cases.services import record_birth
    from quorate.web.children.forms import BirthForm

    found = _opened(request, ref)
    if not found.child.is_unborn:
        raise NoSuchRecord
    form = BirthForm(posted(request), initial={"family_name": found.child.family_name})
    return fill_in(
        request, form,
        lambda said: record_birth(
            child=found.child, on=today(), by=found.standing, also_in=cases_knowing(found.standing, found.child), **said
        ),
        title="The child is born", then=_there(found), found=found, button="Record the birth",
        explains="Nothing that was recorded before the birth is lost. Brothers and sisters whose record you write to "
        "get the name and the day too.",
    )  # fmt: skip


def _relative_said(said: Mapping[str, Any]) -> dict[str, Any]:
    from quorate.web.children.forms import said as yes_or_no

    answers = ("parental_responsibility", "lives_with_child")
    return {key: yes_or_no(value) if key in answers else value for key, value in said.items()}


@needs("write")
@shown_and_sent
def relative_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Add somebody around the child."""
    from quorate.cases.one_person import likely_doubles
    from quorate.cases.services import add_relative
    from quorate.web.children.forms import RelativeForm

    found = _opened(request, ref)

    def add(said: Mapping[str, Any]) -> str | None:
        one = add_relative(case=found.case, on=today(), by=found.standing, **_relative_said(said))
        return reverse("relative_same", args=[found.ref, one.pk]) if likely_doubles(one) else None

    return fill_in(
        request, RelativeForm(posted(request)), add,
        title="Add somebody in the family", then=_there(found, "child_family"), found=found,
    )  # fmt: skip


@needs("write")
@shown_and_sent
def relative_change(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Change what is recorded of somebody around the child."""
    from quorate.cases.models import Relative
    from quorate.cases.services import change_relative
    from quorate.web.children.forms import ChangeRelativeForm

    found = _opened(request, ref)
    one = Relative.objects.filter(pk=key, case=found.case, removed_on__isnull=True).first()
    if one is None:
        raise NoSuchRecord
    words = {None: "", True: "yes", False: "no"}

    def shown() -> dict[str, Any]:
        said = {name: getattr(one, name) for name in ChangeRelativeForm.base_fields if hasattr(one, name)}
        return said | {name: words[getattr(one, name)] for name in ("parental_responsibility", "lives_with_child")}

    return fill_in(
        request, ChangeRelativeForm(posted(request), initial=shown()),
        lambda said: change_relative(relative=one, on=today(), by=found.standing, **_relative_said(said)),
        title="Change what is recorded", then=_there(found, "child_family"), found=found,
        holds=held(one, shown),
    )  # fmt: skip


@needs("write")
@shown_and_sent
def need_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Record what somebody needs to take part."""
    from quorate.cases.services import record_need
    from quorate.web.children.forms import NeedForm

    found = _opened(request, ref, NAMES)
    return fill_in(
        request, NeedForm(posted(request), people=_who(found)),
        lambda said: record_need(
            case=found.case, person_id=UUID(said["person"]), kind=said["kind"], words=said["words"], on=today(),
            by=found.standing,
        ),
        title="What somebody needs", then=_there(found), found=found, fields={"person_id": "person"},
    )  # fmt: skip


@needs("write")
@shown_and_sent
def need_met(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Record that a need has been met."""
    from quorate.cases.models import Need
    from quorate.cases.services import need_met as is_met
    from quorate.web.children.forms import NeedMetForm

    found = _opened(request, ref)
    one = Need.objects.filter(pk=key, case=found.case, met_on__isnull=True).first()
    if one is None:
        raise NoSuchRecord
    return fill_in(
        request, NeedMetForm(posted(request)),
        lambda said: is_met(need=one, how=said["how"], on=today(), by=found.standing),
        title="A need is met", then=_there(found), found=found, explains=f"{one.get_kind_display()}: {one.words}",
    )  # fmt: skip


@needs("write")
@shown_and_sent
def chronology_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Write down something that happened."""
    from quorate.cases.services import add_chronology_entry
    from quorate.web.children.forms import ChronologyForm

    found = _opened(request, ref)
    form = ChronologyForm(posted(request), initial={"happened_on": today(), "significance": "significant"})
    return fill_in(
        request, form,
        lambda said: add_chronology_entry(case=found.case, on=today(), by=found.standing, **said),
        title="Something that happened", then=_there(found, "child_chronology"), found=found,
        button="Add to the chronology",
        explains="An entry is never changed afterwards. What was wrong is put right by another.",
    )  # fmt: skip


@needs("write")
@shown_and_sent
def enquiry_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Record the strategy discussion that begins an enquiry: dates follow from it at once."""
    from quorate.cases.services import begin_enquiry
    from quorate.web.children.forms import EnquiryForm

    found = _opened(request, ref)
    form = EnquiryForm(posted(request), initial={"begun_on": today()})
    return fill_in(
        request, form,
        lambda said: begin_enquiry(cases=[found.case], on=today(), by=found.standing, **said),
        title="A strategy discussion", then=_there(found, "child_due"), found=found, button="Begin the enquiry",
        explains="What has to be done, by when and by whom, is worked out as soon as you save.",
    )  # fmt: skip


@needs("write")
@shown_and_sent
def enquiry_end(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """An enquiry ends: a conference is needed; or none is, and with its reason the conference's clock ends too."""
    from quorate.cases.models import Enquiry
    from quorate.cases.services import end_enquiry
    from quorate.web.conferences.request_forms import EndEnquiryForm

    found = _opened(request, ref)
    one = (
        Enquiry.objects.select_related("case")
        .filter(Q(ended_on__isnull=True) | Q(outcome="conference"), pk=key, case=found.case, taken_back_on__isnull=True)
        .first()
    )
    if one is None:
        raise NoSuchRecord
    return fill_in(
        request, EndEnquiryForm(posted(request), initial={"ended_on": today(), "outcome": request.GET.get("outcome")}),
        lambda said: end_enquiry(enquiry=one, on=today(), by=found.standing, **said),
        title="The enquiry ends", then=_there(found, "child_plans"), found=found,
        button="End the enquiry",
        explains="Where no conference is needed, the date by which it had to be held falls away.",
    )  # fmt: skip
