"""What each person of a request needs, and who is afraid of whom: asked first, then written down person by person.

Two pages, so that no form is lost by sending another: the first saves what everybody said, and leads to the second once
for each person who is afraid. That somebody is afraid stands with the concern alone, never with the request, which
more people read; so who is still to be written down is carried along in the address of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from quorate.cases.models import Child, Need, NeedKind
from quorate.conferences.models import ConferenceRequest, SafetyConcern
from quorate.conferences.queries.people import safety_concerns_of
from quorate.conferences.services import request_people as people_of
from quorate.conferences.services.safety import record_concern
from quorate.web.conferences.opening import OpenConference
from quorate.web.conferences.people import keeps_list
from quorate.web.conferences.request import drafting_of, home_of, request_page
from quorate.web.conferences.request_needs_form import NeedsForm, SafetyForm
from quorate.web.conferences.request_people import adults_of
from quorate.web.conferences.request_unasked import fears_said
from quorate.web.permissions import needs
from quorate.web.saving import hang


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_request_needs(request: HttpRequest, ref: str) -> HttpResponse:
    """What each person needs to take part, as the procedure asks, and whether they are afraid; then of whom."""
    found, asked = drafting_of(request, ref, "needs")
    rows: dict[UUID, Any] = {key: rows[0] for key, rows in adults_of(found).items()}
    for child in Child.objects.filter(case_id__in=found.case_ids, born_on__isnull=False).select_related("case"):
        rows[child.person_id] = child
    names = {str(key): row.full_name for key, row in rows.items()}
    concerns = list(safety_concerns_of(found.conference))
    pending = [key for key in dict.fromkeys(request.GET.getlist("person")) if key in names]
    if pending or "afraid" in request.GET or "of_person" in request.POST:
        return _of_whom(request, found, names, pending, concerns)
    afraid = {str(one.person_id) for one in concerns}
    form = NeedsForm(
        request.POST or None, people=names.items(), initial=fears_said(asked),
        kinds=[(str(kind), str(word)) for kind, word in NeedKind.choices if kind in _kinds(found)],
        asks_fear=set(names) - afraid if keeps_list(found) else set(),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(_keep_needs(found, asked, form, rows, goes_on="afraid" in request.POST))
        except ValidationError as refusal:
            hang(form, refusal)
    needs_on_record = Need.objects.filter(person_id__in=rows, met_on__isnull=True)
    return request_page(
        request, found, "conference_request_needs.html", title="Needs and safety", form=form,
        status=422 if form.is_bound else 200, written=_written(names, concerns),
        on_record=[(names[str(one.person_id)], one) for one in needs_on_record],
    )  # fmt: skip


def _of_whom(
    request: HttpRequest,
    found: OpenConference,
    names: Mapping[str, str],
    pending: list[str],
    concerns: Iterable[SafetyConcern],
) -> HttpResponse:
    """Writes down of whom one person is afraid, then of whom the next one is, until none of `pending` is left."""
    form = SafetyForm(
        request.POST if request.method == "POST" else None, people=list(names.items()),
        initial={"person": next(iter(pending), "")},
    )  # fmt: skip
    if form.is_valid():
        said = form.cleaned_data
        try:
            record_concern(
                conference=found.conference, person_id=UUID(said["person"]), of_person=UUID(said["of_person"]),
                words=said["words"], on=found.today, by=found.standing,
            )  # fmt: skip
            return redirect(_there(found, [one for one in pending if one != said["person"]]))
        except ValidationError as refusal:
            hang(form, refusal)
    return request_page(
        request, found, "conference_request_afraid.html", title="Of whom somebody is afraid", form=form,
        status=422 if form.is_bound else 200, written=_written(names, concerns), first=_there(found, ()),
        to_write=[names[one] for one in pending],
    )  # fmt: skip


def _written(names: Mapping[str, str], concerns: Iterable[SafetyConcern]) -> list[tuple[str, str]]:
    return [
        (names.get(str(one.person_id), "Somebody"), names.get(str(one.of_person), "somebody else")) for one in concerns
    ]


def _there(found: OpenConference, pending: Iterable[str], **more: str) -> str:
    """The page, with everybody of whom it is still to be written down."""
    asks = urlencode([*(("person", one) for one in pending), *more.items()])
    return reverse("conference_request_needs", args=[found.ref]) + (f"?{asks}" if asks else "")


def _keep_needs(
    found: OpenConference, asked: ConferenceRequest, form: NeedsForm, rows: Mapping[UUID, Any], *, goes_on: bool
) -> str:
    """Keeps the needs; gives where to go on: where somebody is afraid, or `goes_on`, to where it is written down of
    whom."""
    people_of.save_needs(
        asked=asked, needs=form.needs(), rows=rows, on=found.today, by=found.standing, at=found.now,
        safety=form.safety(),
    )  # fmt: skip
    afraid = form.afraid()
    if afraid:
        return _there(found, afraid)
    return _there(found, (), afraid="1") if goes_on else home_of(found)


def _kinds(found: OpenConference) -> frozenset[str]:
    """The needs that the procedure asks about, and papers in another language."""
    return frozenset({*found.pack.data["parents"]["needs_asked"], "language"})


urlpatterns = [
    path("conferences/<ref:ref>/request/needs/", conference_request_needs, name="conference_request_needs"),
]
