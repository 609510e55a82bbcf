"""A case file read and checked: one family's conference and the events that have happened.

Everything that cannot be taken is refused with one sentence that says what, where, and how to mend it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, NoReturn

from quorate.procedure.case_values import CHECKS, check_keys, place_of
from quorate.procedure.events import EVENTS, EventType
from quorate.procedure.moments import MomentError, read_birth, read_day, read_moment
from quorate.procedure.offsets import Moment
from quorate.procedure.vocabulary import KINDS

_NAMING = frozenset({"conference-requested", "conference-booked", "request-declined", "conference-cancelled"})
"""What asks for, books and gives up a conference is about one: by `reference` or by `of`."""


class CaseError(ValueError):
    """A case file that is refused; the message says what, where, and how to mend it."""


@dataclass(frozen=True, slots=True)
class Child:
    """A child of the conference; `born` and `expected` are days. `kind` overrides the conference's own."""

    id: str
    born: int | None
    expected: int | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class Parent:
    """A parent or carer; `of` holds the ids of their children (all of them where the file says nothing)."""

    id: str
    of: frozenset[str]
    responsibility: bool | None


class Event:
    """One fact: its type, its moment, the children and parents it is about (None: all), and the rest of it.

    `place` is where it stands in the file, `position` where it stands in time.
    """

    __slots__ = ("children", "data", "moment", "name", "parents", "place", "position", "starts", "type")

    def __init__(self, type_: EventType, data: Mapping[str, Any], moment: Moment, place: int) -> None:
        self.type = type_
        self.name = type_.name
        self.data = data
        self.moment = moment
        self.place = place
        self.position = place
        self.starts: Moment | None = None
        self.children: frozenset[str] | None = None
        self.parents: frozenset[str] | None = None

    def is_about_child(self, child: str) -> bool:
        """Whether the event is about this child (an event that names no child is about all)."""
        return self.children is None or child in self.children

    def is_about_parent(self, parent: str | None) -> bool:
        """Whether the event is about this parent (an event that names no parent is about all)."""
        return self.parents is None or parent is None or parent in self.parents


@dataclass(frozen=True, slots=True)
class Case:
    """One family's conference as the file tells it; events in the order of the file."""

    kind: str
    reference: str | None
    children: dict[str, Child]
    parents: dict[str, Parent]
    events: tuple[Event, ...]


def read_case(data: object) -> Case:
    """Check a case file that has been read from JSON. Raises CaseError with one sentence."""
    try:
        return _read(data)
    except (_Refused, MomentError) as refused:
        raise CaseError(str(refused)) from None


class _Refused(ValueError):
    """Carries a refusal up to `read_case`."""


def _read(data: object) -> Case:
    case = _mapping(data, "the case file")
    check_keys(case, ("conference", "events"), "the case file", _refuse)
    conference = _mapping(_required(case, "conference", "the case file"), "conference")
    check_keys(conference, ("kind", "reference", "children", "parents"), "conference", _refuse)
    kind = _kind(_required(conference, "kind", "conference"), "conference.kind")
    children = _children(_listed(conference, "children", "conference"), kind)
    parents = _parents(conference, children)
    reference = conference.get("reference")
    if reference is not None and not isinstance(reference, str):
        _refuse(f"conference.reference: {reference!r} is not text; write it in quotation marks")
    ids = _Ids(frozenset(children), frozenset(parents))
    rows = _required(case, "events", "the case file")
    if not isinstance(rows, list):
        _refuse('events: must be a list of events; write "events": [] when nothing has happened yet')
    events = tuple(_event(row, place, ids) for place, row in enumerate(rows))
    return Case(kind, reference, children, parents, events)


@dataclass(frozen=True, slots=True)
class _Ids:
    """The ids that events may name."""

    children: frozenset[str]
    parents: frozenset[str]


def _children(rows: list[Any], kind: str) -> dict[str, Child]:
    if not rows:
        _refuse("conference.children: is empty; a conference is about at least one child")
    children: dict[str, Child] = {}
    for n, row in enumerate(rows):
        place = f"conference.children[{n}]"
        child = _mapping(row, place)
        check_keys(child, ("id", "born", "expected", "kind"), place, _refuse)
        id_ = _id(child, place, children)
        own = _kind(child["kind"], f"{place}.kind") if "kind" in child else None
        born, expected = (_birth(child, key, place) for key in ("born", "expected"))
        if (own or kind) == "pre_birth" and expected is None:
            _refuse(
                f"{place}: a pre-birth conference needs the date on which child {id_!r} is expected; "
                'add "expected": "YYYY-MM-DD", or change the kind if the child is born'
            )
        children[id_] = Child(id_, born, expected, own)
    return children


def _birth(child: Mapping[str, Any], key: str, place: str) -> int | None:
    if child.get(key) is None:
        return None
    try:
        return read_birth(child[key]) if key == "born" else read_day(child[key])
    except MomentError as wrong:
        _refuse(f"{place}.{key}: {wrong}")


def _parents(conference: Mapping[str, Any], children: Mapping[str, Child]) -> dict[str, Parent]:
    rows = conference.get("parents", [])
    if not isinstance(rows, list):
        _refuse('conference.parents: must be a list; write "parents": [{"id": "p1"}]')
    parents: dict[str, Parent] = {}
    for n, row in enumerate(rows):
        place = f"conference.parents[{n}]"
        parent = _mapping(row, place)
        check_keys(parent, ("id", "of", "responsibility"), place, _refuse)
        id_ = _id(parent, place, {**children, **parents})
        responsibility = parent.get("responsibility")
        if responsibility is not None and not isinstance(responsibility, bool):
            _refuse(f"{place}.responsibility: {responsibility!r} is neither true nor false")
        of = parent.get("of", list(children))
        if not isinstance(of, list):
            _refuse(f'{place}.of: must be a list of child ids; write ["c1"]')
        for child in of:
            if not isinstance(child, str) or child not in children:
                _refuse(f"{place}.of: child {child!r} is not in the conference; its children are {_list(children)}")
        parents[id_] = Parent(id_, frozenset(of), responsibility)
    return parents


def _event(row: object, n: int, ids: _Ids) -> Event:
    type_ = _type(row, n)
    assert isinstance(row, dict)
    if not row.keys() <= type_.keys:
        check_keys(row, type_.keys, place_of(n, type_.name), _refuse)
    if "at" not in row:
        _refuse(f'{place_of(n, type_.name)}: has no date; add "at": "2026-11-20" or "2026-11-20T09:00"')
    try:
        event = Event(type_, row, read_moment(row["at"]), n)
        for key in row:
            check = CHECKS.get(key)
            if check is not None:
                check(event, row[key], ids.children, ids.parents)
    except ValueError as wrong:
        _refuse(f"{place_of(n, type_.name)}: {wrong}")
    if event.starts is None and type_.name in ("conference-booked", "conference-moved"):
        _refuse(f'{place_of(n, type_.name)}: does not say when the conference starts; add "starts_at"')
    own = row.get("reference", row.get("of"))
    if row.get("of", own) != own and type_.name in _NAMING:
        _refuse(f"{place_of(n, type_.name)}: is of {row['of']!r} and has the reference {own!r}; leave one of them out")
    return event


def _type(row: object, n: int) -> EventType:
    if not isinstance(row, dict):
        _refuse(f'events[{n}]: must be an object with "event" and "at", not {row!r}')
    name = row.get("event")
    type_ = EVENTS.get(name) if isinstance(name, str) else None
    return type_ if type_ is not None else _refuse_event(name, n)


def _refuse_event(name: object, n: int) -> NoReturn:
    if name is None:
        _refuse(f'events[{n}]: has no "event"; say what happened, for example "strategy-discussion-held"')
    near = get_close_matches(str(name), EVENTS, n=1)
    mend = f"did you mean {near[0]!r}?" if near else "the list of events is in docs/events-and-duties.md"
    _refuse(f"events[{n}]: unknown event {name!r}; {mend}")


def _kind(value: object, place: str) -> str:
    if not isinstance(value, str) or value not in KINDS:
        _refuse(f"{place}: unknown kind {value!r}; the kinds are {_list(KINDS)}")
    return value


def _id(row: Mapping[str, Any], place: str, taken: Iterable[str]) -> str:
    id_ = _required(row, "id", place)
    if not isinstance(id_, str) or not id_:
        _refuse(f"{place}.id: {id_!r} is not text; give every child and parent a short id such as 'c1'")
    if id_ in taken:
        _refuse(f"{place}.id: {id_!r} is used twice; give every child and parent an id of its own")
    return id_


def _mapping(value: object, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        _refuse(f"{place}: must be a JSON object in curly brackets")
    return value


def _required(row: Mapping[str, Any], key: str, place: str) -> Any:
    if key not in row:
        _refuse(f'{place}: "{key}" is missing; add it')
    return row[key]


def _listed(row: Mapping[str, Any], key: str, place: str) -> list[Any]:
    value = _required(row, key, place)
    if not isinstance(value, list):
        _refuse(f"{place}.{key}: must be a list in square brackets")
    return value


def _list(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in names)


def _refuse(sentence: str) -> NoReturn:
    raise _Refused(sentence)
