"""Asking for the review after a conference: its children, its day, and everybody gone through by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from quorate.conferences.models import ConferenceExclusion, Invitee
from quorate.plans.queries.between import between_of
from quorate.plans.services.reviews import bring_forward, children_to_review, review_under_way, to_go_through
from quorate.web.conferences.changing import fill_in
from quorate.web.conferences.opening import OpenConference, opened
from quorate.web.permissions import needs
from quorate.web.wording import with_role

_AGAIN = (("yes", "Invite again"), ("no", "Not this time"))


class ReviewForm(forms.Form):
    """Everybody of the last list by name; nothing is chosen beforehand."""

    def __init__(self, data: Any = None, *, people: Sequence[Invitee], word: Any) -> None:
        super().__init__(data)
        self.people = people
        for one in people:
            self.fields[f"again_{one.id}"] = forms.ChoiceField(
                label=with_role(one.name, word(one.role) if one.role else ""), choices=_AGAIN,
                widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline govuk-radios--small"}),
                error_messages={"required": f"Say whether {one.name} is invited again"},
            )  # fmt: skip

    def again(self) -> dict[Any, bool]:
        """Who is invited again, by invitee."""
        return {one.id: self.cleaned_data[f"again_{one.id}"] == "yes" for one in self.people}


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_review(request: HttpRequest, ref: str) -> HttpResponse:
    """Begin the review: then a day is chosen for it."""
    found = opened(request, ref, "review")
    children = children_to_review(found.conference)
    under_way = review_under_way(children)
    form = ReviewForm(request.POST or None, people=to_go_through(found.conference), word=found.word)
    proposed = between_of(children, found.now).next_conference_on

    def do(_: Mapping[str, Any]) -> object:
        made = bring_forward(conference=found.conference, again=form.again(), on=found.today, by=found.standing)
        day = f"?day={proposed.isoformat()}" if proposed else ""
        return reverse("conference_booking", args=[made.case.ref]) + day

    return fill_in(
        request, found, form, do, title="Ask for the review conference", tab="conference_plan",
        then=reverse("conference_between", args=[found.ref]), template="conference_review.html",
        button="Go on to the day", names=[one.given for one in found.children if one.case_id in children],
        proposed=proposed, under_way=under_way, kept_out=_kept_out(found), is_held=found.conference.state == "held",
    )  # fmt: skip


def _kept_out(found: OpenConference) -> list[str]:
    """Whoever was kept out of the conference: it stands on until the chair has decided afresh."""
    rows = ConferenceExclusion.objects.filter(conference=found.conference, outcome="excluded")
    people = set(rows.values_list("person_id", flat=True))
    named = Invitee.objects.filter(conference=found.conference, person_id__in=people, removed_on__isnull=True)
    return sorted(named.values_list("name", flat=True))


urlpatterns = [
    path("conferences/<ref:ref>/between/review/", conference_review, name="conference_review"),
]
