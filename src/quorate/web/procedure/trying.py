"""The worked examples of a duty: tries just before, on and just after a limit, with the month that is counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from quorate.procedure.case import read_case
from quorate.procedure.duty import Duty
from quorate.procedure.examples import Example, ExpectedDuty, read_examples
from quorate.procedure.library import Edition
from quorate.procedure.pack import Pack
from quorate.procedure.position import Position, Stream, moment_of
from quorate.procedure.reasons import in_words
from quorate.web.packs import library
from quorate.web.procedure.explaining import Explained, clock, explain
from quorate.web.wording import sentence

# What a state is called beside an example, and how loud it is.
_STATES = {
    "met": ("In time", "in-place"),
    "met-late": ("Late", "late"),
    "overdue": ("Late", "late"),
    "missed": ("Not done", "late"),
    "open": ("Still open", "plain"),
    "waiting": ("Not yet", "plain"),
    "excused": ("Excused", "plain"),
    "not-needed": ("Not needed", "plain"),
    "used": ("Used", "in-place"),
    "closed": ("Closed", "plain"),
}
_ENOUGH_TRIES = 3
# Where the authors of examples part the situation from what happens.
_MARK = re.compile(r"[:;] ")


@dataclass(frozen=True, slots=True)
class Try:
    """One example as a line: what happens, and how the duty then stands."""

    says: str
    state: str
    look: str
    when: str
    """When it was done, where it was."""


@dataclass(frozen=True, slots=True)
class Worked:
    """Examples that share one start and one limit: the tries around it, the sum, and the month."""

    title: str
    limit: str
    why: Explained | None
    tries: tuple[Try, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    code: str
    says: str
    duty: Duty

    @property
    def key(self) -> tuple[str, str]:
        """The same for examples that are tried against one limit from one start."""
        cause, due = self.duty.cause, self.duty.due
        return ("" if due is None else in_words(due), "" if cause is None else in_words(cause))


def worked_examples(pack: Pack, editions: Iterable[Edition]) -> dict[str, tuple[Worked, ...]]:
    """By the code of each duty its worked examples, those that show most first."""
    found = [
        one
        for edition in editions
        for example in read_examples(library().root, edition)
        for one in _tries(pack, example)
    ]
    by_code: dict[str, tuple[Worked, ...]] = {}
    for code, same in groupby(sorted(found, key=lambda one: one.code), key=lambda one: one.code):
        groups: dict[tuple[str, str], list[_Found]] = {}
        for one in same:
            groups.setdefault(one.key, []).append(one)
        by_code[code] = tuple(sorted(map(_worked, groups.values()), key=_shows_less))
    return by_code


def _shows_less(worked: Worked) -> tuple[bool, bool, bool]:
    looks = {one.look for one in worked.tries}
    month = worked.why.month if worked.why else None
    return not {"in-place", "late"} <= looks, len(worked.tries) < _ENOUGH_TRIES, not (month and month.holidays)


def _worked(found: list[_Found]) -> Worked:
    title = _shared_words([one.says for one in found])
    why = explain(found[0].duty)
    tries = tuple(dict.fromkeys(_try(one, title) for one in found))
    return Worked(sentence(title).rstrip(".") or "An example", found[0].key[0], why, tries)


def _shared_words(says: list[str]) -> str:
    """The situation that most of the sentences begin with, up to a mark at which they can be parted."""
    heads = Counter(one[: mark.start()] for one in says for mark in _MARK.finditer(one))
    shared = {head: count for head, count in heads.items() if count > 1 or len(says) == 1}
    return max(shared, key=lambda head: (shared[head], len(head)), default="")


def _try(one: _Found, title: str) -> Try:
    state, look = _STATES[one.duty.state]
    rest = one.says.removeprefix(title).lstrip(":; ") or one.says
    done = "" if one.duty.met is None else clock(one.duty.met)
    return Try(sentence(rest), state, look, done)


def _tries(pack: Pack, example: Example) -> Iterator[_Found]:
    data = example.data
    case = read_case({"conference": data.conference, "events": list(data.events)})
    position = Position(pack, Stream(case, moment_of(data.at)))
    for expected in data.expect:
        duty = None if expected.absent else _meant(position, expected)
        if duty is not None:
            yield _Found(duty.rule.code, data.says, duty)


def _meant(position: Position, expected: ExpectedDuty) -> Duty | None:
    for duty in position.duties:
        is_about = expected.about is None or duty.about == expected.about
        is_for = expected.for_ is None or duty.conference.reference == expected.for_
        if duty.rule.code == expected.duty and is_about and is_for:
            return duty
    return None
