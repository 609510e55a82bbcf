"""Beginning to ask for a conference: from a child's record, with brothers and sisters; or the review after one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from quorate.access.models import ProtectedCase
from quorate.cases.models import Child, Relative
from quorate.cases.queries import children_in_reach
from quorate.cases.refusals import Refused
from quorate.conferences.models import Conference
from quorate.conferences.queries.under_way import UnderWay, conferences_under_way
from quorate.conferences.services import requests
from quorate.conferences.services.besides import said_besides
from quorate.conferences.services.own_kinds import likely_kind
from quorate.plans.services.reviews import children_to_review, review_under_way
from quorate.web.children.changing import fill_in as fill_in_for_child
from quorate.web.children.opening import standing_of
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.opening import OpenConference, word_of
from quorate.web.conferences.request import drafting_of, home_of
from quorate.web.conferences.request_forms import ChildrenForm, NewConferenceForm
from quorate.web.packs import today
from quorate.web.permissions import needs
from quorate.web.wording import capitalize_first, joined

KINDS: Final = ("initial", "pre_birth", "review", "transfer_in")
_SIBLINGS: Final = ("sibling", "half_sibling", "step_sibling")


_HOW: Final = "What the record knows is filled in. You can stop at any time; nothing is sent until you send it."


def in_words_with_links(under_way: Sequence[UnderWay]) -> SafeString:
    """The conferences that are under way for these children, each with the way to it."""
    return format_html_join(
        "",
        'A conference about {} is under way already: <a class="q-link" href="{}">{}</a>. Go on with that one, unless'
        " another is needed besides it. ",
        (
            (joined(one.given), reverse("conference", args=[one.conference.case.ref]), one.conference.reference)
            for one in under_way
        ),
    )


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_new(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask for a conference about a child, with those brothers and sisters whom it is about too."""
    from quorate.web.children.opening import opened

    found = opened(request, ref, "form")
    family = _family(request, found.child)
    # A child whom a conference left undecided needs one of its own: brothers and sisters may have their plans.
    about = [found.child] if request.GET.get("alone") else family
    under_way = conferences_under_way([one.case_id for one in family])
    form = NewConferenceForm(
        request.POST or None, kinds=_kinds(request), children=[(str(one.case_id), _name(one)) for one in family],
        is_another=bool(under_way),
        initial={"kind": likely_kind(about), "children": [str(one.case_id) for one in about]},
    )  # fmt: skip

    def begin(said: Mapping[str, Any]) -> str:
        chosen = [one for one in family if str(one.case_id) in said["children"]]
        conference = requests.begin(
            kind=said["kind"], cases=[one.case for one in chosen], by=found.standing, on=today(),
            besides=said.get("besides", ""),
        )  # fmt: skip
        return reverse("conference_request", args=[conference.case.ref])

    return fill_in_for_child(
        request, form, begin, title="Ask for a conference", then=reverse("child", args=[ref]), found=found,
        button="Begin the request",
        explains=format_html("{}{}", in_words_with_links(under_way), _HOW),
    )  # fmt: skip


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_request_children(request: HttpRequest, ref: str) -> HttpResponse:
    """Which children it is about; one may be of another kind than the others."""
    found, asked = drafting_of(request, ref, "children")
    ours = {one.case_id: one for one in found.children}
    subjects = list(Child.objects.filter(case_id__in=ours).select_related("case"))
    family = {one.case_id: one for child in subjects for one in [child, *_family(request, child)]}
    initial = {f"kind-{case}": ours[case].kind if case in ours else "out" for case in family}
    under_way = conferences_under_way(family, besides=found.conference.pk)
    form = ChildrenForm(
        request.POST or None, initial=initial | {"besides": said_besides(asked.answers)}, kinds=_kinds(request),
        is_another=bool(under_way),
        children=[(str(case), _name(one)) for case, one in family.items()],
    )  # fmt: skip

    def change(said: Mapping[str, Any]) -> object:
        from quorate.conferences.services.drafting import change_children

        kinds: dict[ProtectedCase, str] = {
            one.case: said[f"kind-{case}"] for case, one in family.items() if said[f"kind-{case}"] != "out"
        }
        return change_children(
            conference=found.conference, kinds=kinds, by=found.standing, on=found.today, besides=said.get("besides")
        )

    return fill_in(
        request, found, form, change, title="The children", tab="conference", then=home_of(found),
        explains=format_html(
            "{}{}", in_words_with_links(under_way),
            "A brother or sister may be of another kind, such as a new baby at a review.",
        ),
    )  # fmt: skip


def begin_review(found: OpenConference) -> Conference:
    """Begins to ask for the review of those children who have a plan; what is open already is given back.

    Raises Refused where nobody has a plan.
    """
    under_way = review_under_way(found.case_ids)
    if under_way is not None:
        return under_way
    cases = list(ProtectedCase.objects.filter(pk__in=children_to_review(found.conference)))
    if not cases:
        raise Refused({"": "No child of this conference has a plan; there is nothing to review."})
    return requests.begin(kind="review", cases=cases, by=found.standing, on=found.today)


def _family(request: HttpRequest, child: Child) -> list[Child]:
    """The child, and the brothers and sisters who have a record that the reader reaches; eldest first."""
    named = Relative.objects.filter(case=child.case_id, relation__in=_SIBLINGS, removed_on__isnull=True)
    people = [child.person_id, *named.values_list("person_id", flat=True)]
    reached = children_in_reach(standing_of(request)).filter(person_id__in=people, died_on__isnull=True)
    return sorted(reached, key=lambda one: (one.is_unborn, one.born_on or one.expected_on or today(), one.reference))


def _name(child: Child) -> str:
    from quorate.web.children.people import born_in_words, name_of

    return f"{name_of(child)}, {born_in_words(child, today())} ({child.reference})"


def _kinds(request: HttpRequest) -> list[tuple[str, str]]:
    from quorate.web.views.work import pack_of

    pack = pack_of(request)
    if pack is None:
        return [(kind, capitalize_first(kind.replace("_", " "))) for kind in KINDS]
    return [(kind, capitalize_first(word_of(pack, f"{kind}_conference"))) for kind in KINDS]


urlpatterns = [
    path("children/<ref:ref>/conference/new/", conference_new, name="conference_new"),
    path("conferences/<ref:ref>/request/children/", conference_request_children, name="conference_request_children"),
]
