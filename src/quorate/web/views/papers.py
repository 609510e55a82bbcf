"""Leaflets, booklets and forms of a procedure as PDF: to print, to hand over, to read aloud."""

from __future__ import annotations

from functools import lru_cache

from django.db.transaction import non_atomic_requests
from django.http import Http404, HttpRequest, HttpResponse

from quorate.documents.papers import NoSuchPaper, Paper, paper_as_pdf, papers_of
from quorate.procedure.pack import Pack
from quorate.web.packs import authorities, procedure_of, today
from quorate.web.pages import page
from quorate.web.permissions import needs, public
from quorate.web.viewer import viewer_of


@public
@non_atomic_requests
def paper(request: HttpRequest, pack: str, code: str) -> HttpResponse:
    """A paper that anybody may have: for parents, for children, for everyone. Others are not there."""
    if pack not in authorities():
        raise Http404
    procedure = procedure_of(pack)
    return _pdf(procedure, next((one for one in papers_of(procedure) if one.code == code and one.is_public), None))


@needs("see_own_work")
def papers(request: HttpRequest) -> HttpResponse:
    """All papers of one's own authority, those for families first."""
    procedure = _own(request)
    found = papers_of(procedure)
    return page(
        request,
        "papers.html",
        title="Papers to print",
        place="how_we_work",
        pack=procedure.name,
        groups=[
            ("For families and children", [one for one in found if one.is_public]),
            ("For professionals", [one for one in found if not one.is_public]),
        ],
        name=str(procedure.data["title"]),
    )


@needs("see_own_work")
def own_paper(request: HttpRequest, code: str) -> HttpResponse:
    """Any paper of one's own authority."""
    procedure = _own(request)
    return _pdf(procedure, next((one for one in papers_of(procedure) if one.code == code), None))


def _own(request: HttpRequest) -> Pack:
    viewer = viewer_of(request)
    if viewer is None or viewer.pack not in authorities():
        raise Http404
    return procedure_of(viewer.pack)


def _pdf(procedure: Pack, wanted: Paper | None) -> HttpResponse:
    if wanted is None:
        raise Http404
    try:
        content = _made(procedure.id, str(today()), wanted.code)
    except NoSuchPaper:
        raise Http404 from None
    # Shown in the browser; it has nobody's name in it, and neither has its file.
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{wanted.code}.pdf"'},
    )


@lru_cache(maxsize=64)
def _made(pack: str, _day: str, code: str) -> bytes:
    """Set once a day: a paper with nobody's facts in it is the same for all."""
    name, _, edition = pack.partition("/")
    return paper_as_pdf(procedure_of(name, edition or None), code)
