"""What is held back from the screen in the room, because it holds an address or a way to reach somebody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from quorate.conferences.models import Card, ChildsWords
from quorate.release.room import Watch, may_know, sealed_for_room, watch_over
from quorate.web.conferences.opening import OpenConference

if TYPE_CHECKING:
    from quorate.web.conferences.meeting_room import Room, SafeCard

_BLIND = "The room screen rests: what must not be shown there could not be looked for. Tell whoever runs this service."


def kept_safe(room: Room, watch: Watch) -> Room | None:
    """The screen without anything in which the watch finds something; None (it rests) where it cannot look.

    The screen itself does not say that anything is missing.
    """
    if watch.is_blind:
        return None
    if not watch.holds(*_texts(room)):
        return room
    safe = replace(
        room,
        who="" if watch.holds(room.who) else room.who,
        title="" if watch.holds(room.title) else room.title,
        columns=tuple(
            replace(one, cards=tuple(_cards(one.cards, watch)))
            for one in room.columns
            if not watch.holds(one.heading)
        ),
        words=tuple(one for one in room.words if not watch.holds(*one)),
        here=tuple(one for one in room.here if not watch.holds(one)),
        scales=tuple(one for one in room.scales if not watch.holds(*_texts(one))),
    )  # fmt: skip
    # Spread over several of them, each of which says nothing: then none is shown.
    return replace(safe, columns=(), words=(), scales=()) if watch.holds(*_texts(safe)) else safe


def _cards(cards: Iterable[SafeCard], watch: Watch) -> Iterator[SafeCard]:
    for card in cards:
        if not watch.holds(card.words, card.source):
            answers = tuple(one for one in card.answers if not watch.holds(*one))
            safe = replace(card, answers=answers)
            yield replace(card, answers=()) if watch.holds(*_texts(safe)) else safe


def _texts(shown: object) -> Iterator[str]:
    """Every text in it, in the order in which it is read."""
    if isinstance(shown, str):
        yield shown
    elif isinstance(shown, tuple):
        for one in shown:
            yield from _texts(one)
    elif is_dataclass(shown):
        for one in fields(shown):
            yield from _texts(getattr(shown, one.name))


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What the chair is told: which cards are not on the screen, and why; the why only to whoever may know it."""

    cards: frozenset[UUID] = frozenset()
    said: str = ""


def held_back(found: OpenConference, cards: Sequence[Card], words: Sequence[ChildsWords]) -> HeldBack:
    """What of these cards, and of the words of the children, is kept off the screen while the conference sits."""
    for_all = [one for one in cards if one.meant_for == "F-all"]
    told = [one.words for one in words if one.in_sight and one.meant_for == "F-all"]
    if not for_all and not told:
        return HeldBack()
    sealed = sealed_for_room(found.conference.pk)
    if sealed is None:
        return HeldBack()
    watch = watch_over(sealed)
    if watch.is_blind:
        return HeldBack(frozenset(one.pk for one in for_all), _BLIND)
    if not watch.holds(*(text for one in for_all for text in _of(one)), *told):
        return HeldBack()
    held = [one for one in for_all if watch.holds(*_of(one))]
    texts = [*(_of(one) for one in held), *((one,) for one in told if watch.holds(one))]
    if not texts:  # spread over several
        held, texts = for_all, [tuple(text for one in for_all for text in _of(one))]
    rows = frozenset(row for one in texts for row in watch.rows_in(*one))
    return HeldBack(frozenset(one.pk for one in held), _sentence(len(texts), may_know(rows)))


def _of(card: Card) -> tuple[str, ...]:
    """What of a card is shown, or would be once it is finished."""
    return (card.words, card.said_words, card.room_words, card.room_said_words)


def _sentence(number: int, is_told_why: bool) -> str:
    what = "One card or quotation is" if number == 1 else f"{number} cards or quotations are"
    why = ": an address, a telephone number or another way to reach somebody stands there" if is_told_why else ""
    return f"{what} kept off the room screen{why}."
