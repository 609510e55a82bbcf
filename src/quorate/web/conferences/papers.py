"""Papers of a conference: preparing, looking, letting out, and what became of each message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages as said
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from quorate.access.permissions import NoSuchRecord
from quorate.release.models import GENOGRAM
from quorate.web.conferences.opening import OpenConference, conference_page, opened
from quorate.web.forms import DONE, DayField
from quorate.web.permissions import needs

_TAB: Final = "conference_papers"
_INSTEAD: Final = "Press “Give it by hand”, or write down another address and prepare the paper again."


class HandedOver(forms.Form):
    """The day on which somebody brought a paper to its reader."""

    on = DayField(label="On which day was it handed over?", span=DONE)


class Taker(forms.Form):
    """Who takes a paper where its reader has no name."""

    taken_by = forms.CharField(
        label="Who takes it there?", required=False, max_length=200,
        help_text="The name of a person. It is kept with this copy.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


@needs("see_case")
@require_GET
def conference_papers(request: HttpRequest, ref: str) -> HttpResponse:
    """What may be prepared now, what waits for a second person, what has gone and what has not."""
    from quorate.web.conferences.papers_shown import papers_shown

    found = opened(request, ref, "papers")
    return conference_page(
        request, found, "conference_papers.html", title="Papers", tab=_TAB, told=papers_shown(found)
    )  # fmt: skip


@needs("see_case")
@require_GET
def conference_paper(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """One paper: who gets it, each copy to look at, letting it out or not, and where each copy is."""
    from quorate.notices.queries import release_of
    from quorate.web.conferences.papers_shown import paper_shown

    found = opened(request, ref, "paper")
    release = release_of(found.conference, key)
    return conference_page(
        request, found, "conference_paper.html", title="A paper", tab=_TAB, told=paper_shown(found, release)
    )  # fmt: skip


@needs("manage_people")
@require_GET
def conference_paper_file(request: HttpRequest, ref: str, key: UUID, copy: UUID) -> HttpResponse:
    """One copy, exactly as its recipient gets it, or what is enclosed with it; none that is not to be posted, nor one
    to be handed over while nobody has said to whom."""
    from quorate.notices.addresses import address_stands
    from quorate.notices.queries import release_of, waits_for_somebody
    from quorate.notices.unnamed import asks_who_takes_it
    from quorate.release.services import looked_at

    found = opened(request, ref, "paper")
    release = release_of(found.conference, key)
    letter = waits_for_somebody(release, copy)
    if letter is not None and not letter.through and asks_who_takes_it(letter):
        said.error(request, f"{letter.name}: nobody is named. Write down first who takes this copy.")
        return redirect(_there(found, release))
    if letter is not None and not address_stands(letter, found.today):
        said.error(request, f"Do not post this to {letter.name}: the address may not be used any more. {_INSTEAD}")
        return redirect(_there(found, release))
    one = looked_at(release=release, rendition_id=copy, by=found.standing)
    if request.GET.get("file") == "enclosed":
        if not one.enclosed:
            raise NoSuchRecord
        return _as_file(bytes(one.enclosed), "leaflet.pdf" if one.enclosed_code != GENOGRAM else "enclosed.pdf")
    # A name that says nothing: it stands in the list of downloads of a computer that others use too.
    if one.media_type == "application/pdf":
        return _as_file(bytes(one.content), "letter.pdf", one.media_type)
    return _as_file(bytes(one.content), "letter.txt", one.media_type)


def _as_file(content: bytes, name: str, media_type: str = "application/pdf") -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


@needs("manage_people", "write")
@require_POST
def conference_paper_prepare(request: HttpRequest, ref: str) -> HttpResponse:
    """Prepare a paper for all who get it."""
    from quorate.notices.services import prepare

    found = opened(request, ref, "papers")

    def do() -> object:
        return prepare(
            conference=found.conference, code=request.POST.get("paper", ""), by=found.standing, at=found.now,
            subject=_subject(request),
        )  # fmt: skip

    release = _tried(request, do)
    return redirect(_there(found, release) if release else reverse(_TAB, args=[ref]))


@needs("manage_people")
@require_POST
def conference_paper_let_out(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Let a paper out: it goes to everybody on its list."""
    from quorate.notices.queries import release_of
    from quorate.notices.services import release_and_queue

    found = opened(request, ref, "paper")
    release = release_of(found.conference, key)
    _tried(request, lambda: release_and_queue(release=release, by=found.standing, at=found.now))
    return redirect(_there(found, release))


@needs("manage_people")
@require_POST
def conference_paper_refuse(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Do not let a paper out, and say why."""
    from quorate.notices.queries import release_of
    from quorate.notices.services import refuse

    found = opened(request, ref, "paper")
    release = release_of(found.conference, key)
    _tried(request, lambda: refuse(release=release, why=request.POST.get("why", ""), by=found.standing))
    return redirect(_there(found, release))


@needs("manage_people")
@require_POST
def conference_message(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """Say of a message that it was handed over, arrived or not, or that it stays here."""
    from quorate.notices import services
    from quorate.notices.queries import message_of

    found = opened(request, ref, "paper")
    message = message_of(found.conference, key)
    given: dict[str, Any] = {"message": message, "by": found.standing, "at": found.now}
    taken_by = request.POST.get("taken_by", "")
    ways: dict[str, Callable[[], object]] = {
        "handed": lambda: services.handed_over(**given, on=_day(request), taken_by=taken_by),
        "taker": lambda: services.say_who_takes_it(**given, taken_by=taken_by),
        "went": lambda: services.say_whether_it_went(**given, it_went=True),
        "did-not": lambda: services.say_whether_it_went(**given, it_went=False),
        "by-hand": lambda: services.give_by_hand(**given),
        "hold": lambda: services.hold_back(**given),
    }
    does = ways.get(request.POST.get("does", ""))
    if does is not None:
        _tried(request, does)
    return redirect(reverse("conference_paper", args=[ref, message.release_id]))


@needs("see_case")
@require_GET
def conference_preview(request: HttpRequest, ref: str) -> HttpResponse:
    """Preview as: everybody on the list, and exactly what the chosen one would get of the chosen paper."""
    from quorate.notices.services.preparing import require_preparing
    from quorate.web.conferences.papers_shown import preview_enclosed, preview_shown

    found = opened(request, ref, "preview")
    require_preparing(found.standing, found.conference)
    asked = request.GET.get("person", ""), request.GET.get("paper", "")
    if request.GET.get("file") == "enclosed":
        enclosed = preview_enclosed(found, *asked)
        if not enclosed:
            raise NoSuchRecord
        return _as_file(enclosed, "enclosed.pdf")
    told = preview_shown(found, *asked)
    return conference_page(request, found, "conference_preview.html", title="Preview as", tab=_TAB, told=told)


def _tried(request: HttpRequest, do: Callable[[], object]) -> Any:
    """What the service gave; None where it refused, with its sentence for the next page."""
    from django.db import transaction

    from quorate.documents.letters import NoSuchPaper, NotReadyYet
    from quorate.documents.typesetting import NoSuchLetter
    from quorate.notices.services import (
        AnotherPrepares,
        ChangedSince,
        CopyMissing,
        NobodyToTell,
        NotThere,
        NotWaiting,
        SecondPersonNeeded,
    )

    try:
        with transaction.atomic():
            return do()
    except (
        AnotherPrepares, ChangedSince, CopyMissing, NobodyToTell, NoSuchLetter, NotReadyYet, NoSuchPaper, NotThere,
        NotWaiting, SecondPersonNeeded,
    ) as refusal:  # fmt: skip
        said.error(request, str(refusal))
    except ValueError as refusal:
        if type(refusal) is not ValueError:
            raise
        said.error(request, str(refusal))
    return None


def _day(request: HttpRequest) -> date | None:
    """The day that was said with it; None where none was asked for. Raises ValueError for one that does not exist."""
    if "on_day" not in request.POST:
        return None
    form = HandedOver(request.POST)
    if not form.is_valid():
        raise ValueError(" ".join(map(str, form.errors["on"])) + ": the day on which it was handed over.")
    return form.cleaned_data["on"]  # type: ignore[no-any-return]


def _subject(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST["subject"])
    except (KeyError, ValueError):
        return None


def _there(found: OpenConference, release: Any) -> str:
    return reverse("conference_paper", args=[found.ref, release.pk])


urlpatterns = [
    path("conferences/<ref:ref>/papers/", conference_papers, name="conference_papers"),
    path("conferences/<ref:ref>/papers/prepare/", conference_paper_prepare, name="conference_paper_prepare"),
    path("conferences/<ref:ref>/papers/preview/", conference_preview, name="conference_preview"),
    path("conferences/<ref:ref>/papers/messages/<uuid:key>/", conference_message, name="conference_message"),
    path("conferences/<ref:ref>/papers/<uuid:key>/", conference_paper, name="conference_paper"),
    path("conferences/<ref:ref>/papers/<uuid:key>/let-out/", conference_paper_let_out, name="conference_paper_let_out"),
    path("conferences/<ref:ref>/papers/<uuid:key>/refuse/", conference_paper_refuse, name="conference_paper_refuse"),
    path(
        "conferences/<ref:ref>/papers/<uuid:key>/copies/<uuid:copy>/", conference_paper_file,
        name="conference_paper_file",
    ),
]  # fmt: skip
