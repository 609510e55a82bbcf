"""A leaflet, booklet or form of the procedure for one of the family, with what the record knows filled in, to print.

Who it is for, the social worker and the chair stand on it by name, with their numbers at work. A number that is not
kept is typed in when it is printed, or by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from quorate.access.permissions import NoSuchRecord
from quorate.conferences.models import Invitee
from quorate.conferences.queries.people import invitee_of
from quorate.web.accounts.posted import posted
from quorate.web.conferences.opening import OpenConference, conference_page, opened
from quorate.web.permissions import needs

_MOST: Final = 200


def papers_for(found: OpenConference, row: Invitee) -> list[tuple[str, str]]:
    """The procedure's papers for somebody of the family (code, title): those of which the record fills in a part."""
    from quorate.notices.services.family_papers import family_papers

    return [(one["code"], one["title"]) for one in family_papers(found.pack, found.conference, row, found.children)]


class _FilledForm(forms.Form):
    """One line for each part that is filled in."""

    def __init__(self, *args: Any, fields: list[tuple[str, Mapping[str, Any], str]], **named: Any) -> None:
        super().__init__(*args, **named)
        for name, one, _ in fields:
            self.fields[name] = forms.CharField(label=one["label"], max_length=_MOST, required=False)


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_family_paper(request: HttpRequest, ref: str, key: Any, code: str) -> HttpResponse:
    """Look over what will stand on the paper for this person, then print it; not where it tells what is protected."""
    from quorate.notices.services.family_papers import HoldsProtected, family_papers, filled_fields, filled_paper

    found = opened(request, ref, "family-paper")
    row = invitee_of(found.conference, key)
    papers = family_papers(found.pack, found.conference, row, found.children)
    wanted = next((one for one in papers if one["code"] == code), None)
    if wanted is None:
        raise NoSuchRecord
    fields = filled_fields(wanted, found.conference, row, found.children, at=found.now, by=found.standing)
    form = _FilledForm(posted(request), fields=fields, initial={name: words for name, _, words in fields})
    if form.is_bound and form.is_valid():
        said = {name: words for name, words in form.cleaned_data.items() if words}
        try:
            content = filled_paper(wanted, found.pack, found.conference, row, filled=said)
        except HoldsProtected as refusal:
            form.add_error(None, str(refusal))
        else:
            # Nobody's name stands in the file's.
            headers = {"Content-Disposition": f'inline; filename="{code}.pdf"'}
            return HttpResponse(content, content_type="application/pdf", headers=headers)
    return conference_page(
        request, found, "conference_form.html", title=wanted["title"], tab="conference_needs", form=form, held_by=[],
        back=reverse("conference_needs", args=[found.ref]), button="Print it", clash=None, opened_as="",
        status=422 if form.is_bound else 200,
        explains=f"For {row.name}. What is left empty can be written in by hand.",
    )  # fmt: skip


urlpatterns = [
    path(
        "conferences/<ref:ref>/people/<uuid:key>/paper/<slug:code>/", conference_family_paper,
        name="conference_family_paper",
    ),
]  # fmt: skip
