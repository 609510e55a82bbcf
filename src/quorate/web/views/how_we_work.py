"""How we work: the authority's procedure in plain words, the authorities beside each other, earlier editions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from quorate.procedure.library import Edition
from quorate.procedure.pack import Pack
from quorate.procedure.reading import PackError
from quorate.web.packs import authorities, library, procedure_of, today
from quorate.web.pages import page
from quorate.web.permissions import needs
from quorate.web.procedure.comparison import comparison
from quorate.web.procedure.facts import role
from quorate.web.procedure.sections import SECTIONS, Section, sections
from quorate.web.viewer import viewer_of
from quorate.web.wording import month_and_year


@dataclass(frozen=True, slots=True)
class SideLink:
    """One line of the navigation beside the page."""

    text: str
    href: str
    here: bool


@needs("see_own_work")
def how_we_work(request: HttpRequest) -> HttpResponse:
    """Opens the first section."""
    return HttpResponseRedirect(reverse("how_we_work_section", kwargs={"section": next(iter(SECTIONS))}))


@needs("see_own_work")
def how_we_work_section(request: HttpRequest, section: str) -> HttpResponse:
    """One part of the procedure: every limit with its weight, source and examples, and what is no limit."""
    pack, edition = _pack(request)
    found = next((one for one in sections(pack.name, edition) if one.code == section), None)
    if found is None:
        raise Http404
    return _page(request, "how_we_work_section.html", found.title, pack, section, parts=[found])


@needs("see_own_work")
def how_we_work_whole(request: HttpRequest) -> HttpResponse:
    """The whole procedure on one page, to print or to search through."""
    pack, edition = _pack(request)
    parts = [part for part in sections(pack.name, edition) if part.limits or part.facts]
    return _page(request, "how_we_work_whole.html", "The whole procedure", pack, "whole", parts=parts)


@needs("see_own_work")
def compare_authorities(request: HttpRequest) -> HttpResponse:
    """The same questions asked of every authority."""
    pack, _ = _pack(request)
    compared = comparison(pack.name)
    return _page(request, "compare_authorities.html", "Compare authorities", pack, "compare", compared=compared)


@needs("see_own_work")
def earlier_editions(request: HttpRequest) -> HttpResponse:
    """Which editions there are of the authority's procedure and of the national base, and from when each holds."""
    pack, _ = _pack(request)
    base = pack.base_edition.partition("/")[0] if pack.base_edition else None
    own = _editions(pack.name)
    return _page(
        request,
        "earlier_editions.html",
        "Earlier editions",
        pack,
        "editions",
        own=own,
        base=_editions(base) if base else [],
    )


def _pack(request: HttpRequest) -> tuple[Pack, str | None]:
    """The procedure to show and the edition asked for; 404 for somebody without an authority, or no such edition."""
    viewer = viewer_of(request)
    if viewer is None or viewer.pack not in authorities():
        raise Http404
    edition = request.GET.get("edition")
    try:
        return procedure_of(viewer.pack, edition), edition
    except PackError:
        raise Http404 from None


def _editions(name: str) -> list[dict[str, object]]:
    """The editions newest first, each with the day from which it holds."""
    held: list[Edition] = library().editions(name)
    now = library().in_force(name, today()).id
    return [
        {"edition": one.edition, "since": one.in_force_from, "is_now": one.id == now, "id": one.id}
        for one in held[::-1]
    ]


def _page(request: HttpRequest, template: str, title: str, pack: Pack, here: str, **more: Any) -> HttpResponse:
    parts: list[Section] = more.get("parts", [])
    clauses = {clause: wording for part in parts for clause, wording in part.clauses.items()}
    return page(
        request,
        template,
        title=title,
        place="how_we_work",
        pack=pack,
        name=str(pack.data["title"]),
        since=month_and_year(pack.procedure.in_force_from),
        owner=role(pack, pack.data["owner"]),
        side=_side(here, request.GET.get("edition")),
        more=_more(here),
        clauses=clauses,
        **more,
    )


def _side(here: str, edition: str | None) -> list[SideLink]:
    tail = f"?edition={edition}" if edition else ""
    return [
        SideLink(title, reverse("how_we_work_section", kwargs={"section": code}) + tail, code == here)
        for code, title in SECTIONS.items()
    ]


def _more(here: str) -> list[SideLink]:
    named = (
        ("Compare authorities", "compare_authorities", "compare"),
        ("The whole procedure", "how_we_work_whole", "whole"),
        ("Earlier editions", "earlier_editions", "editions"),
        ("Papers to print", "papers", "papers"),
    )
    return [SideLink(text, reverse(route), code == here) for text, route, code in named]
