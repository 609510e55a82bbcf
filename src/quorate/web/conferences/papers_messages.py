"""One message on the pages of papers: to whom, by what, where it is, why, and what somebody can say of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from quorate.notices.addresses import given_up
from quorate.notices.models import Channel, Message, MessageState
from quorate.notices.moving import WHY
from quorate.notices.services.preparing import TITLES, prepares
from quorate.notices.unnamed import asks_who_takes_it
from quorate.release.apart import waiting_for_arrangement
from quorate.web.conferences.opening import OpenConference
from quorate.web.conferences.papers import HandedOver, Taker

LOOKS: Final[Mapping[str, str]] = {
    "waiting": "info", "claimed": "info", "sent": "in-place", "handed": "in-place", "unknown": "due", "held": "due",
    "failed": "late",
}  # fmt: skip
_CLOSED_TO_YOU: Final = "A part of it is closed to you: the chair hands it over, and says so here"
_NOBODY: Final = "Nobody is named: it goes to nobody until somebody says who takes it"
_ARRANGED: Final = "Nothing is to be arranged for this person any more: prepare the paper anew"
_CLOSED: Final = "A part of it is closed: hand it to this person yourself, through nobody else"


@dataclass(frozen=True, slots=True)
class MessageShown:
    """One message: to whom, by what, where it is and what can be said of it. `copy` is its copy where that is to be
    handed over or posted by somebody who may open it; `asks_taker` asks who takes what is for nobody by name.
    """

    key: UUID
    paper: UUID
    name: str
    channel: str
    state: str
    look: str
    why: str
    at: Any
    code: str
    again: bool
    title: str
    can: list[tuple[str, str]]
    tries: int = 0
    try_at: Any = None
    through: str = ""
    handed_on: Any = None
    asks_day: Any = None
    copy: UUID | None = None
    asks_taker: Any = None
    taken_by: str = ""


def shown_of(found: OpenConference, messages: Iterable[Message]) -> dict[UUID, MessageShown]:
    """Messages by their keys, in the order in which they come; of those to be posted, whether they still may be."""
    rows = list(messages)
    # Whoever does not let papers out posts none, and does not read the addresses either.
    not_to_post = given_up(rows, found.today) if "manage_people" in found.can else set()
    freed = _freed(found, rows)
    shown = {one.pk: _message(one, found.today, not_to_post) for one in rows}
    return {key: replace(one, why=_ARRANGED) if key in freed else one for key, one in shown.items()}


def _freed(found: OpenConference, rows: Iterable[Message]) -> set[UUID]:
    """What waited for an arrangement that is made, or that nobody needs any more, for whoever prepares papers."""
    held = [one for one in rows if one.state == MessageState.HELD and one.why == "arrange"]
    if not held or not prepares(found.standing, found.conference):
        return set()
    waits = waiting_for_arrangement(found.conference.pk, {one.recipient for one in held})
    return {one.pk for one in held if one.recipient not in waits}


def _message(one: Message, today: date, not_to_post: Collection[UUID]) -> MessageShown:
    state, look = _state(one)
    why = WHY.get(one.why, "")
    if one.pk in not_to_post:
        state, look, why = "Not to be posted", "late", WHY["address"]
    elif _by_somebody(one) and _is_closed(one):
        why = _CLOSED_TO_YOU if one.rendition is None else _CLOSED
    is_open = _by_somebody(one) and one.rendition is not None and one.pk not in not_to_post
    to_nobody = is_open and asks_who_takes_it(one)
    if to_nobody:
        state, look, why = "Nobody is named", "late", _NOBODY
    return MessageShown(
        key=one.pk, paper=one.release_id, name=one.name, channel=one.get_channel_display(), state=state, look=look,
        why=why, at=one.gone_at or one.put_out_at, code=str(one.state), again=one.again,
        title=TITLES.get(one.code, one.code), can=_can(one, one.pk in not_to_post), tries=one.tries,
        try_at=one.try_at, through=_through(one), handed_on=one.handed_on if one.through else None,
        asks_day=_asks_day(one, today),
        copy=one.rendition_id if is_open and (one.through or not to_nobody) else None,
        asks_taker=Taker(auto_id=f"taker-{one.pk}-%s") if to_nobody else None, taken_by=one.taken_by,
    )  # fmt: skip


def _by_somebody(one: Message) -> bool:
    """Whether it waits for somebody to post it or to hand it over."""
    return one.state == MessageState.WAITING and one.channel != Channel.EMAIL


def _is_closed(one: Message) -> bool:
    """Whether closed words stand in it: to whom they are closed, the copy is not there."""
    return one.rendition_id is not None if one.rendition is None else one.rendition.holds_closed


def _state(one: Message) -> tuple[str, str]:
    """Where it is, and its colour; what somebody brings or posts does not wait to go by itself."""
    if _by_somebody(one):
        return ("To post" if one.channel == Channel.POST else "To hand over"), LOOKS[one.state]
    return str(one.get_state_display()), LOOKS[one.state]


def _can(one: Message, is_not_to_post: bool) -> list[tuple[str, str]]:
    """What somebody can say of it now: code and words of the button."""
    by_hand = [("by-hand", "Give it by hand")]
    if _by_somebody(one):
        if one.channel == Channel.POST:
            return by_hand if is_not_to_post else [("handed", "I have posted it"), *by_hand]
        is_closed_to_them = one.rendition is None and _is_closed(one)
        if asks_who_takes_it(one) and not one.through and not is_closed_to_them:
            return [("taker", "This person takes it")]
        return [] if is_closed_to_them else [("handed", "I have handed it over")]
    return {
        "waiting": [("hold", "Hold back"), *(by_hand if one.tries else [])],
        "unknown": [("went", "It arrived"), ("did-not", "It did not arrive")],
        "failed": by_hand,
        "held": by_hand if one.why in ("address", "sender-gone") else [],
    }.get(str(one.state), [])


def _through(one: Message) -> str:
    """Who brings it to its reader."""
    if not one.through:
        return ""
    return one.carrier_name or f"{one.through.replace('_', ' ')}, nobody on the list yet"


def _asks_day(one: Message, today: date) -> HandedOver | None:
    """The day is asked for of what somebody brings, while it is with them."""
    is_with_them = one.through and _by_somebody(one)
    return HandedOver(initial={"on": today}, auto_id=f"on-{one.pk}-%s") if is_with_them else None
