"""My work: what somebody has to do, the most pressing first; and narrowing the list to a team or a person."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from quorate.access.standing import Standing
from quorate.procedure.calendar import Calendar
from quorate.procedure.pack import Pack
from quorate.procedure.reading import PackError
from quorate.web.packs import procedure_of
from quorate.web.pages import page
from quorate.web.permissions import needs
from quorate.web.viewer import viewer_of
from quorate.web.wording import long_day
from quorate.web.work.moments import Clock, clock_at, now


@needs("see_own_work")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The landing page of every member of staff: overdue, today, this week; later when it is asked for."""
    from quorate.audit.services import record
    from quorate.cases import worklist
    from quorate.web.work import choosing, listing

    standing: Standing = request.standing  # type: ignore[attr-defined]  # set by access.middleware
    clock, choice = clock_at(now()), choosing.choice_of(request, standing)
    asked, narrowed = choosing.asked_of(choice, standing)
    part = request.GET.get("part", "")
    part = part if part in worklist.PARTS else ""
    first = page_number(request) * listing.AT_MOST if part else 0
    days = (clock.today, clock.near_ends_on)
    works = worklist.works_on_cases(standing)
    found, waiting = _found(
        standing, asked, now=clock.now, days=days, part=part, first=first, at_most=listing.AT_MOST
    )  # fmt: skip
    if works:
        record(action="case.listed", subject_kind="list", facts={"list": "my-work", "count": len(found.found)})
    if part and not found.found:
        return redirect("home")  # done in the meantime: the whole list says what is left
    return page(
        request,
        "home.html",
        title="My work",
        place="home",
        part=part,
        narrowed=narrowed,
        waiting=waiting,
        whose=choice.whose,
        choices=choosing.WHOSE,
        may_narrow=choice.whose != "mine" and choosing.may_narrow(standing),
        empty_words=listing.empty_words(choice.whose, works_on_cases=works, narrowed=bool(narrowed)),
        here=_here(request),
        work_address=reverse("home") + "work/",
        **_listed(request, standing, clock, found, listing.View(choice.whose, part, "later" in request.GET)),
        **_rest(part, first, found),
    )


def _found(standing: Standing, asked: Any, *, part: str, **said: Any) -> tuple[Any, list[Any]]:
    """The duties, and what waits beside them: of one's own list, looked at as a whole."""
    from quorate.cases import worklist
    from quorate.web.work.waiting import duties_and_waiting

    if asked.whose != "mine" or part or not worklist.works_on_cases(standing):
        return worklist.open_duties(standing, asked, part=part, **said), []
    return duties_and_waiting(standing, worklist.question(standing, asked, **said))


def _listed(request: HttpRequest, standing: Standing, clock: Clock, found: Any, view: Any) -> dict[str, Any]:
    """The lines in their parts, how many there are, and the one that is explained in place."""
    from quorate.web.work import listing
    from quorate.web.work.lines import lines_of
    from quorate.web.work.naming import names_for

    pack, others = pack_of(request), view.whose != "mine"
    names = names_for(found.found, on=clock.today, with_holders=others)
    reader = reader_of(standing, pack, names_owner=others)
    lines = lines_of(found.found, names, reader, clock, calendar_of(pack))
    whole = not view.part and found.counts.total <= listing.AT_MOST
    counts = listing.counted(found.counts, lines, whole=whole)
    parts, hidden = listing.parts_of(lines, clock, view, counts, whole=whole)
    return {
        "day": long_day(clock.today).rpartition(" ")[0],
        "counts": counts,
        "parts": parts,
        "shown": [one.code for one in parts],
        "week_words": listing.week_words(clock),
        "next_words": listing.next_words(hidden, counts, whole=whole),
        "short": short_week_of(pack, clock),
        "whole": whole,
        **_why(request, lines, found.found, standing, clock),
    }


def _rest(part: str, first: int, found: Any) -> dict[str, Any]:
    """Where this page stands in a part that is too long for one, and what follows."""
    if not part:
        return {"stretch": None, "more": ""}
    until, count = first + len(found.found), getattr(found.counts, part)
    return {"stretch": (first + 1, until, count), "more": _more(part, until, count)}


def _why(request: HttpRequest, lines: list[Any], found: Any, standing: Standing, clock: Clock) -> dict[str, Any]:
    """What is explained in place: the duty named by `?why=`, if it is on this page."""
    from quorate.web.work.listing import asked_for
    from quorate.web.work.reasons import reason_of

    key: UUID | None = asked_for(request.GET, "why")
    if key is None or not any(key in line.ids for line in lines):
        return {"why_key": None}
    reason = reason_of(key, clock=clock)
    return {"why_key": key, "why": reason.why, "why_not": reason.why_not, "why_sources_at": reason.sources_at}


def _here(request: HttpRequest) -> str:
    said = {key: value for key, value in request.GET.items() if key in ("page", "part", "later")}
    return f"{reverse('home')}?{urlencode(said)}&" if said else f"{reverse('home')}?"


def _more(part: str, seen: int, total: int) -> str:
    from quorate.web.work.listing import AT_MOST

    return f"{reverse('home')}?{urlencode({'part': part, 'page': seen // AT_MOST + 1})}" if seen < total else ""


def page_number(request: HttpRequest) -> int:
    """Which page of a list is asked for, the first being 0; anything else than a number is the first."""
    said = request.GET.get("page", "1")
    return max(int(said) - 1, 0) if said.isascii() and said.isdigit() and len(said) < 6 else 0


def pack_of(request: HttpRequest) -> Pack | None:
    """The procedure in force today of the authority acted for."""
    viewer = viewer_of(request)
    try:
        return procedure_of(viewer.pack) if viewer and viewer.pack else None
    except PackError:
        return None


def calendar_of(pack: Pack | None) -> Calendar:
    """The working days of the authority."""
    return pack.rules.calendar if pack else Calendar()


def reader_of(standing: Standing, pack: Pack | None, *, names_owner: bool) -> Any:
    """Whose eyes the lines are for, with the authority's words."""
    from quorate.web.work.choosing import sees_holders
    from quorate.web.work.lines import Reader

    said = {code: str(word["say"]) for code, word in pack.data["words"].items()} if pack else {}
    deciders = pack.data["exclusion"]["decided_by"] if pack else ("chair",)
    decider = " or the ".join(said.get(one, one.replace("_", " ")) for one in deciders)
    return Reader(standing.user_id, names_owner, sees_holders(standing), said, decider)


def short_week_of(pack: Pack | None, clock: Clock) -> tuple[str, str] | None:
    """The words about a short week."""
    from quorate.web.work.short_week import short_week

    return short_week(clock.today, calendar_of(pack))


@needs("see_own_work")
@require_GET
def work_narrow(request: HttpRequest) -> HttpResponse:
    """Choose the team or the person whose work is shown. The choice is remembered until it is taken back."""
    from quorate.web.work.choosing import choice_of
    from quorate.web.work.narrowing import NarrowForm

    standing: Standing = request.standing  # type: ignore[attr-defined]
    choice = choice_of(request, standing)
    form = NarrowForm(standing, initial={"team": choice.team, "person": choice.person})
    return page(
        request,
        "work_narrow.html",
        title="Narrow the list",
        place="home",
        form=form,
        whose="all" if choice.whose == "mine" else choice.whose,
    )
