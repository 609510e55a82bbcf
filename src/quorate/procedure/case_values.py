"""What each key of an event may hold, checked key by key as a case file is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NoReturn

from quorate.procedure.events import CHOICES, FLAGS, PARTS
from quorate.procedure.moments import read_day, read_moment, read_time
from quorate.procedure.offsets import OffsetError, parse_interval
from quorate.procedure.vocabulary import CATEGORIES, KINDS, MODES, OUTCOMES

if TYPE_CHECKING:
    from quorate.procedure.case import Event

Check = Callable[["Event", Any, frozenset[str], frozenset[str]], None]

# Whom a report may be shared with, besides a parent or child by id.
RECIPIENTS = frozenset({"chair", "professionals", "parents", "children", "parent", "child"})
_CONFERENCE_EVENTS = frozenset(
    "conference-requested request-agreed request-declined conference-booked conference-moved "
    "conference-cancelled conference-held".split()
)
_MEETINGS = frozenset("conference-booked conference-moved chair-met-parent pre-conference-discussion-held".split())


def place_of(n: int, name: str) -> str:
    """How a refusal names an event: its place in the list and what it is."""
    return f"events[{n}] ({name})"


def check_keys(row: Mapping[str, Any], known: Iterable[str], place: str, refuse: Callable[[str], NoReturn]) -> None:
    """Refuse the first key that is not in the list, naming the nearest that is."""
    keys = sorted(known)
    for key in row:
        if key not in keys:
            near = get_close_matches(key, keys, n=1)
            mend = f"did you mean {near[0]!r}?" if near else f"it may have {', '.join(map(repr, keys))}"
            refuse(f"{place}: unknown key {key!r}; {mend}")


def _ids(value: Any, known: frozenset[str], what: str) -> frozenset[str]:
    ids = value if isinstance(value, list) else [value]
    for id_ in ids:
        if not isinstance(id_, str) or id_ not in known:
            known_ids = ", ".join(map(repr, sorted(known))) or "none are listed there"
            raise ValueError(f"{what} {id_!r} is not in the conference ({known_ids}); correct the id or add the {what}")
    return frozenset(ids)


def _child(event: Event, value: Any, children: frozenset[str], _: frozenset[str]) -> None:
    event.children = (event.children or frozenset()) | _ids(value, children, "child")


def _parent(event: Event, value: Any, _: frozenset[str], parents: frozenset[str]) -> None:
    event.parents = (event.parents or frozenset()) | _ids(value, parents, "parent")


def _for(event: Event, value: Any, children: frozenset[str], parents: frozenset[str]) -> None:
    ids = _ids(value, children | parents, "parent or child")
    event.parents = (event.parents or frozenset()) | (ids & parents)
    if ids & children:
        event.children = (event.children or frozenset()) | (ids & children)


def _with(_: Event, value: Any, children: frozenset[str], parents: frozenset[str]) -> None:
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, str) or not (one in parents or one in children or one in RECIPIENTS):
            raise ValueError(
                f"'with' names {one!r}, who is not in the conference; it is a parent's or child's id, "
                "'parents', 'children', 'chair' or 'professionals'"
            )


def _text(key: str) -> Check:
    def check(_: Event, value: Any, *__: object) -> None:
        if not isinstance(value, str):
            raise ValueError(f"{key!r} is {value!r}; write it as text in quotation marks")

    return check


def _texts(key: str) -> Check:
    def check(_: Event, value: Any, *__: object) -> None:
        if not all(isinstance(one, str) for one in (value if isinstance(value, list) else [value])):
            raise ValueError(f"{key!r} is {value!r}; write it as text, or as a list of texts")

    return check


# Events about one person; lists and invitations may name several.
_ONE_PERSON = frozenset({"attended", "view-given", "invitation-answered"})


def _who(event: Event, value: Any, *_: object) -> None:
    if event.name in _ONE_PERSON and not isinstance(value, str):
        raise ValueError(f"'who' is {value!r}; name one person or role as text, in an event of their own")
    _texts("who")(event, value, frozenset(), frozenset())


def _coming_or_going(key: str) -> Check:
    """`from` and `to` of somebody who attended are times; of a move or a paper they are text."""
    texts = _texts(key)

    def check(event: Event, value: Any, *_: object) -> None:
        if event.name == "attended":
            read_time(value, event.moment[0])
        else:
            texts(event, value, frozenset(), frozenset())

    return check


def _choice(event: Event, key: str, value: Any, choices: Iterable[str]) -> None:
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"unknown {key} {value!r}; it is one of {', '.join(map(repr, choices))}")


def _kind(event: Event, value: Any, *_: object) -> None:
    if event.name in _CONFERENCE_EVENTS:
        _choice(event, "kind", value, KINDS)


def _mode(event: Event, value: Any, *_: object) -> None:
    if event.name in _MEETINGS:
        _choice(event, "mode", value, MODES)


def _chosen(key: str) -> Check:
    def check(event: Event, value: Any, *_: object) -> None:
        choices = CHOICES.get((event.name, key))
        if choices is not None:
            _choice(event, key, value, choices)
        elif not isinstance(value, str):
            raise ValueError(f"{key!r} is {value!r}; write it as text in quotation marks")

    return check


def _flag(key: str) -> Check:
    def check(_: Event, value: Any, *__: object) -> None:
        if value is not True and value is not False:
            raise ValueError(f"{key!r} is {value!r}; it is true or false")

    return check


def _starts_at(event: Event, value: Any, *_: object) -> None:
    event.starts = read_moment(value)


def _date(_: Event, value: Any, *__: object) -> None:
    read_day(value)


def _outcomes(event: Event, value: Any, children: frozenset[str], _: frozenset[str]) -> None:
    for child, outcome in _per_child(value, children).items():
        if not isinstance(outcome, str) or outcome not in OUTCOMES:
            raise ValueError(
                f"unknown outcome {outcome!r} for child {child!r}; it is one of {', '.join(map(repr, OUTCOMES))}"
            )


def _categories(event: Event, value: Any, children: frozenset[str], _: frozenset[str]) -> None:
    groups = _per_child(value, children).values() if isinstance(value, dict) else [value]
    for group in groups:
        for category in group if isinstance(group, list) else [group]:
            if not isinstance(category, str) or category not in CATEGORIES:
                raise ValueError(
                    f"unknown category {category!r}; the categories are {', '.join(map(repr, CATEGORIES))}"
                )


def _per_child(value: Any, children: frozenset[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        return dict.fromkeys(sorted(children), value)
    _ids(list(value), children, "child")
    return value


def _parts(_: Event, value: Any, *__: object) -> None:
    for part in value if isinstance(value, list) else [value]:
        if not isinstance(part, str) or part not in PARTS:
            raise ValueError(f"unknown part {part!r}; the parts are {', '.join(map(repr, PARTS))}")


def _interval(_: Event, value: Any, *__: object) -> None:
    try:
        parse_interval(value if isinstance(value, str) else repr(value))
    except OffsetError as wrong:
        raise ValueError(str(wrong)) from None


_TEXT = (
    "of reference by reason recommendation answer report agency as need route stage booklet helper how severity "
    "duty about chair place authorised_by authority from_authority to_authority"
).split()
_TEXTS = "grounds overrides other_plans_considered".split()

CHECKS: dict[str, Check] = {
    **{key: _flag(key) for key in FLAGS},
    **{key: _text(key) for key in _TEXT},
    **{key: _texts(key) for key in _TEXTS},
    "who": _who,
    "from": _coming_or_going("from"),
    "to": _coming_or_going("to"),
    "child": _child,
    "children": _child,
    "parent": _parent,
    "parents": _parent,
    "for": _for,
    "with": _with,
    "kind": _kind,
    "mode": _mode,
    "outcome": _chosen("outcome"),
    "scope": _chosen("scope"),
    "plan": _chosen("plan"),
    "starts_at": _starts_at,
    "next_review_on": _date,
    "begun_on": _date,
    "until": _date,
    "expected": _date,
    "outcomes": _outcomes,
    "categories": _categories,
    "category": _categories,
    "parts": _parts,
    "visit_every": _interval,
    "core_group_every": _interval,
}
"""The check of each key that has one; the other keys hold free text."""
