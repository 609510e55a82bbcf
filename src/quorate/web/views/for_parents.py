"""The page for parents: what the authority's procedure means for them, open to everybody."""

from __future__ import annotations

from django.db.transaction import non_atomic_requests
from django.http import Http404, HttpRequest, HttpResponse

from quorate.documents.papers import papers_of
from quorate.web.packs import authorities, procedure_of
from quorate.web.pages import page
from quorate.web.permissions import public
from quorate.web.procedure.plainly import answers, offices
from quorate.web.wording import month_and_year


@public
@non_atomic_requests
def for_parents(request: HttpRequest, pack: str) -> HttpResponse:
    """What happens at a conference, in plain English, with the dates and rules of the pack."""
    if pack not in authorities():
        raise Http404
    procedure = procedure_of(pack)
    return page(
        request,
        "for_parents.html",
        title="Meetings about your child",
        brand=pack,
        authority=str(procedure.data["title"]),
        answers=answers(procedure),
        offices=offices(procedure),
        papers=[one for one in papers_of(procedure) if one.is_public],
        since=month_and_year(procedure.procedure.in_force_from),
    )
