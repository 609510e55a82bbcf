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
from quorate.conferences.queries import SubjectChild
from quorate.conferences.queries.people import invitee_of
from quorate.documents.enclosing import READERS, children_on, known_of
from quorate.documents.enclosing import merged as merged_in
from quorate.documents.facts import Facts
from quorate.documents.papers import paper_as_pdf
from quorate.release.artefacts import Recipient
from quorate.web.accounts.posted import posted
from quorate.web.conferences.opening import OpenConference, conference_page, opened
from quorate.web.permissions import needs

_MOST: Final = 200


def papers_for(found: OpenConference, row: Invitee) -> list[tuple[str, str]]:
    """The procedure's papers for somebody of the family (code, title): those of which the record fills in a part."""
    readers = READERS.get(row.kind, ())
    return [
        (one["code"], one["title"])
        for one in found.pack.data.get("form", ())
        if one["audience"] in readers and found.conference.kind in one["for_conferences"]
        if merged_in(one) or children_on(one, found.children[:1])
    ]


class _FilledForm(forms.Form):
    """One line for each part that is filled in."""

    def __init__(self, *args: Any, merged: list[tuple[str, Mapping[str, Any]]], **named: Any) -> None:
        super().__init__(*args, **named)
        for name, one in merged:
            self.fields[name] = forms.CharField(label=one["label"], max_length=_MOST, required=False)


@needs("write")
@require_http_methods(["GET", "POST"])
def conference_family_paper(request: HttpRequest, ref: str, key: Any, code: str) -> HttpResponse:
    """Look over what will stand on the paper for this person, then print it."""
    found = opened(request, ref, "family-paper")
    row = invitee_of(found.conference, key)
    wanted = next((one for one in found.pack.data.get("form", ()) if one["code"] == code), None)
    if wanted is None or code not in dict(papers_for(found, row)):
        raise NoSuchRecord
    merged = merged_in(wanted)
    reader = _reader(found, row)
    theirs = children_on(wanted, _children_of(found, reader))
    form = _FilledForm(
        posted(request), merged=[*merged, *((name, one) for name, one, _ in theirs)],
        initial=_known(found, reader, [name for name, _ in merged]) | {name: words for name, _, words in theirs},
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        said = {name: words for name, words in form.cleaned_data.items() if words}
        # Nobody's name stands in the file's.
        return HttpResponse(
            paper_as_pdf(found.pack, code, filled=said), content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="{code}.pdf"'},
        )  # fmt: skip
    return conference_page(
        request, found, "conference_form.html", title=wanted["title"], tab="conference_needs", form=form, held_by=[],
        back=reverse("conference_needs", args=[found.ref]), button="Print it", clash=None, opened_as="",
        status=422 if form.is_bound else 200,
        explains=f"For {row.name}. What is left empty can be written in by hand.",
    )  # fmt: skip


def _reader(found: OpenConference, row: Invitee) -> Recipient:
    from quorate.notices.recipients import recipients_of

    (reader,) = recipients_of(found.conference, [row])
    return reader


def _children_of(found: OpenConference, reader: Recipient) -> list[SubjectChild]:
    """The children of whom this person may be told: the names of others stand on no paper of theirs."""
    return [one for one in found.children if one.case_id in reader.children]


def _known(found: OpenConference, reader: Recipient, names: list[str]) -> dict[str, str]:
    """What the record knows of these fields."""
    facts = Facts(found.conference, at=found.now, by=found.standing)
    return known_of(facts, reader, found.conference.starts_at, names)


urlpatterns = [
    path(
        "conferences/<ref:ref>/people/<uuid:key>/paper/<slug:code>/", conference_family_paper,
        name="conference_family_paper",
    ),
]  # fmt: skip
