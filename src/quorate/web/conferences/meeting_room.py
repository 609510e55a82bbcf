"""The screen in the room: made of safe fields alone, in words that one can read from four metres.

It is given first names, roles, and what is meant for everybody and finished. It is never the chair's page with parts
hidden, and it does not hint that anything is left out. Whatever stands on it is searched as a paper is that goes out.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_GET

from quorate.access.models import ProtectedText
from quorate.access.permissions import NoSuchRecord, may
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Card, Invitee
from quorate.conferences.queries import children_of, conference_by_ref
from quorate.conferences.queries.meeting import (
    Register,
    cards_of,
    childs_words_of,
    first_name,
    open_sitting,
    register_of,
)
from quorate.conferences.queries.meeting_scale import scales_of
from quorate.release.room import Sealed, sealed_for_room, watch_over
from quorate.web.children.opening import standing_of
from quorate.web.conferences.meeting_scale import ScaleShown
from quorate.web.conferences.meeting_scale import shown as drawn
from quorate.web.conferences.meeting_shown import Column, Part, agenda_of, columns_of, part_of, relations_of
from quorate.web.conferences.opening import OpenConference, opened
from quorate.web.conferences.room_watch import kept_safe
from quorate.web.pages import page
from quorate.web.permissions import needs
from quorate.web.wording import capitalize_first, joined
from quorate.web.work.moments import clock_at, now

_HOW = {"virtual": ", by link", "phone": ", by phone"}
_MANY, _LONG = 4, 260
"""More cards or letters than these in a column do not fit on a screen in the largest words."""


@dataclass(frozen=True, slots=True)
class SafeCard:
    """What the room sees of a card: the words, who said it without a family name, the answers to it."""

    words: str
    source: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SafeColumn:
    """A column with its cards."""

    heading: str
    look: str
    cards: tuple[SafeCard, ...]

    @property
    def letters(self) -> int:
        """How much there is to read, the answers too."""
        return sum(len(one.words) + sum(len(words) for _, words in one.answers) for one in self.cards)


@dataclass(frozen=True, slots=True)
class Room:
    """Everything that the screen in the room shows."""

    who: str
    title: str
    number: int
    of: int
    columns: tuple[SafeColumn, ...]
    words: tuple[tuple[str, str], ...]
    here: tuple[str, ...]
    scales: tuple[tuple[str, ScaleShown], ...]
    is_break: bool

    @property
    def is_full(self) -> bool:
        """Whether a column holds so much that the words have to be smaller to stay on one screen."""
        return any(len(one.cards) > _MANY or one.letters > _LONG for one in self.columns)


def room_of(found: OpenConference) -> Room | None:
    """The screen as it is now; None while the chair has it switched off, and where no meeting sits."""
    sitting = open_sitting(found.conference)
    if sitting is None or not sitting.room_screen:
        return None
    parts = agenda_of(found, sitting.item, sitting.item)
    part = next(one for one in parts if one.is_here)
    register = register_of(found.conference)
    is_cards = part.code in ("analysis", "summing-up")
    columns = columns_of(found, cards_of(found.conference)) if is_cards else []
    names = {one.case_id: one.given for one in found.children}
    scales = scales_of(found.conference, names, register, only_shown=True) if part.code == "scaling" else {}
    return Room(
        capitalize_first(joined("the baby" if one.is_unborn else one.given for one in found.children)),
        _title(part), part.number, len(parts),
        tuple(_safe(one, register, found) for one in columns),
        tuple(
            (names[case], words.words)
            for case, listed in childs_words_of(found.conference).items()
            for words in listed
            if words.in_sight and words.meant_for == "F-all"
        ),
        tuple(_present(found, register)),
        tuple((names[case], drawn(one, found.pack.data["scale"], "")) for case, one in scales.items() if one.dots),
        sitting.breaks.filter(ended_at=None).exists(),
    )  # fmt: skip


def _title(part: Part) -> str:
    """The first words of the part's title, which say nothing of who is kept out: that is for those who lead."""
    return "The parents’ views" if part.code == "excluded-parent-views" else part.title.partition(":")[0]


def _safe(column: Column, register: Register, found: OpenConference) -> SafeColumn:
    cards = [
        SafeCard(
            shown.card.room_words,
            _source(shown.card, register, found),
            tuple(
                (_source(one, register, found, is_name=True), one.room_words)
                for one in shown.answers
                if one.meant_for == "F-all" and one.room_words
            ),
        )
        for _, shown in column.cards
        if shown.card.meant_for == "F-all" and shown.card.room_words
    ]
    return SafeColumn(column.heading, column.look, tuple(cards))


def _source(card: Card, register: Register, found: OpenConference, *, is_name: bool = False) -> str:
    """Who said it: the family by first name, professionals by what they are."""
    one = register.find(card.room_said_by)
    if one is None:
        return card.room_said_words
    if one.invitee.is_family or is_name:
        return first_name(one.invitee.name)
    return part_of(found, one)


def _comes_apart(one: Invitee) -> bool:
    """Whether somebody comes apart from others, or with somebody who does: where and when is not for the room."""
    return one.attends_separately or (one.supporter_of is not None and one.supporter_of.attends_separately)


def _present(found: OpenConference, register: Register) -> list[str]:
    said, known = [], relations_of(found)
    for one in register.here:
        if _comes_apart(one.invitee):
            continue
        words = {"chair": "leads the meeting", "minute_taker": "writes it down"}.get(one.invitee.role)
        if one.invitee.supporter_of is not None:
            words = f"with {first_name(one.invitee.supporter_of.name)}"
        how = _HOW.get(one.stay.mode, "") if one.stay else ""
        words = words or known.get(one.invitee.person_id) or part_of(found, one)
        said.append(f"{one.given}{how}" if words.lower() == one.given.lower() else f"{one.given}, {words}{how}")
    return said


@needs("see_case")
@require_GET
def conference_room(request: HttpRequest, ref: str) -> HttpResponse:
    """The screen in the room, alone on its page; with `live` the part of it that follows the meeting.

    While nothing has changed the page gets nothing, and then no look is recorded either.
    """
    said = request.GET.get("live")
    if said is not None and said == _digest(*_searched(_unrecorded(request, ref))):
        return HttpResponse(status=204)
    found = opened(request, ref, "room-screen")
    asked, sealed = _searched(found)
    room = kept_safe(asked, watch_over(sealed)) if asked else None
    template = "conference_room.html" if said is None else "conference_room_live.html"
    return page(
        request, template, title="Meeting", room=room, case=found.case, scale=found.pack.data["scale"],
        digest=_digest(asked, sealed),
    )  # fmt: skip


def _unrecorded(request: HttpRequest, ref: str) -> OpenConference:
    """The conference, to find out whether there is anything new: nothing of it leaves the server."""
    standing = standing_of(request)
    conference = conference_by_ref(standing, ref)
    if not may(standing, "read", conference.case, ProtectedText(case=conference.case, label="P")):
        raise NoSuchRecord
    return OpenConference(
        conference, conference.case, children_of(conference), frozenset({"read"}), standing, pack_of(conference),
        clock_at(now()),
    )  # fmt: skip


def _searched(found: OpenConference) -> tuple[Room | None, tuple[Sealed, ...]]:
    """The screen, and what must not stand on it, still sealed: nothing is opened while both are as they were."""
    room = room_of(found)
    sealed = sealed_for_room(found.conference.pk) if room else None
    return (None, ()) if sealed is None else (room, sealed)


def _digest(room: Room | None, sealed: tuple[Sealed, ...]) -> str:
    return sha256(repr((room, sealed)).encode()).hexdigest()[:16]


urlpatterns = [path("conferences/<ref:ref>/room/", conference_room, name="conference_room")]
