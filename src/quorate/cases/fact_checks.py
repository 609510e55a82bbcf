"""What the facts of an event may hold: the engine's keys, codes and ids; never a name and never free text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, NoReturn
from zoneinfo import ZoneInfo

from quorate.access.moments import today
from quorate.cases.wording import day_in_words
from quorate.procedure.events import EVENTS, EventType

if TYPE_CHECKING:
    from quorate.cases.services.recording import NewEvent

LONDON: Final = ZoneInfo("Europe/London")
_CODE: Final = re.compile(r"[A-Za-z0-9_.:+/-]{1,60}")
# A reference is the authority's own, an interval is read by the engine's grammar.
_WORDS: Final = {
    "reference": re.compile(r"[\w .:+/()-]{1,60}"),
    "of": re.compile(r"[\w .:+/()-]{1,60}"),
    "visit_every": re.compile(r"\d{1,4} [a-z ]{3,14}"),
    "core_group_every": re.compile(r"\d{1,4} [a-z ]{3,14}"),
}
_LEFT_TO_ROWS: Final = frozenset({"event", "at", "child", "children"})
_NAMES_ITSELF: Final = frozenset({"conference-requested", "conference-held"})
_TAKES_REFERENCE: Final = frozenset(
    "conference-requested request-agreed request-declined conference-booked conference-moved "
    "conference-cancelled conference-held".split()
)


class RefusedEvent(ValueError):
    """An event that cannot be recorded; the message says what, where, and how to mend it."""


def checked(event: NewEvent) -> tuple[date, dict[str, Any]]:
    """The event's London day and its facts with what the conference adds. Raises RefusedEvent.

    What each key may hold is left to the engine, which reads the whole family's file before anything is kept.
    """
    type_ = EVENTS.get(event.code)
    if type_ is None:
        near = get_close_matches(event.code, EVENTS, n=1)
        mend = f"did you mean {near[0]!r}?" if near else "the list of events is in docs/events-and-duties.md"
        _refuse(f"There is no event {event.code!r}; {mend}")
    if not event.cases:
        _refuse(f"{event.code}: is about nobody; name the case of at least one child")
    day = _day(event)
    facts = {key: _plain(value) for key, value in event.facts.items()}
    _add_conference(facts, event, type_)
    for key, value in facts.items():
        if key in _LEFT_TO_ROWS:
            _refuse(f"{event.code}: {key!r} is said by the cases and the day; leave it out of the facts")
        if key not in type_.keys:
            near = get_close_matches(key, type_.keys - _LEFT_TO_ROWS, n=1)
            _refuse(f"{event.code}: unknown fact {key!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        _check(event.code, key, value)
    return day, facts


def _day(event: NewEvent) -> date:
    if (event.day is None) == (event.at is None):
        _refuse(f"{event.code}: needs a day or an instant, and one of them only")
    if event.at is not None and event.at.tzinfo is None:
        _refuse(f"{event.code}: the instant {event.at} has no time zone; give one")
    day: date | None = event.day if event.at is None else event.at.astimezone(LONDON).date()
    assert day is not None
    if day > today():
        _refuse(f"{event.code}: {day_in_words(day)} has not come yet; record what has happened, once it has")
    return day


def _plain(value: Any) -> Any:
    """Values as the file has them: dates and instants as ISO text, sets and tuples as lists, ids as text."""
    if isinstance(value, datetime):
        return value.astimezone(LONDON).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(one) for one in value]
    return value if isinstance(value, (bool, int)) else str(value)


def _add_conference(facts: dict[str, Any], event: NewEvent, type_: EventType) -> None:
    """What names a conference carries its reference, what follows one says which it follows."""
    conference = event.conference
    if conference is None or event.takes_back is not None:
        return
    if event.code in _TAKES_REFERENCE:
        facts.setdefault("reference", str(conference.reference))
    elif type_.needs_of:
        facts.setdefault("of", str(conference.reference))
    if event.code in _NAMES_ITSELF:
        facts.setdefault("kind", str(conference.kind))


def _check(code: str, key: str, value: Any) -> None:
    if isinstance(value, dict):
        for one, each in value.items():
            _check(code, key, one)
            _check(code, key, each)
    elif isinstance(value, list):
        for one in value:
            _check(code, key, one)
    elif isinstance(value, str) and not _WORDS.get(key, _CODE).fullmatch(value):
        _refuse(
            f"{code}: {key!r} holds text; facts hold codes, dates and ids, and words belong into a record of theirs"
        )


def own_facts(facts: Mapping[str, Any], child: str | None, children: Set[str]) -> dict[str, Any]:
    """The facts as one child's case may hold them: what is said of the other children of the event is left out."""
    others = children - {child}
    if not others:
        return dict(facts)
    return {
        key: _own(value, others) for key, value in facts.items() if not (isinstance(value, str) and value in others)
    }


def _own(value: Any, others: Set[str]) -> Any:
    if isinstance(value, dict):
        return {one: each for one, each in value.items() if one not in others}
    if isinstance(value, list):
        return [one for one in value if one not in others]
    return value


def _refuse(sentence: str) -> NoReturn:
    raise RefusedEvent(sentence + ("" if sentence.endswith("?") else "."))
