"""What the migrations that have landed execute, and whether somebody has changed it since.

A migration that has landed runs once in every authority's database and never again. Whoever changes what it executes
changes new databases alone, and may leave old ones where the next migration cannot follow. The SQL of this house
stands in named texts, and a newer migration may run the same text again: then both kinds of database end alike, and
nothing is wrong. So a text that changed is looked for, statement by statement, in the migrations that came since.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

# A statement ends at a semicolon that stands in no body between dollars, no quotation and no comment.
_STATEMENT = re.compile(r"(?:\$(\w*)\$.*?\$\1\$|'(?:[^']|'')*'|--[^\n]*|[^;])+", re.DOTALL)
_LEADING = re.compile(r"\A(?:\s+|--[^\n]*(?:\n|\Z))+")


@dataclass(frozen=True)
class Done:
    """One thing that a migration does: a statement of SQL, or a change of a model in Django's words."""

    words: str
    is_sql: bool

    @property
    def digest(self) -> str:
        """Short, and the same on every machine; whether a function is made or replaced makes no difference."""
        return hashlib.sha256(self.words.replace(" OR REPLACE ", " ", 1).encode()).hexdigest()[:12]

    @property
    def title(self) -> str:
        """Its first line."""
        return self.words.split("\n", 1)[0][:100]


def executed() -> dict[str, list[Done]]:
    """What each migration of our own rooms does, in its order, by a name like `release.0016_named_alike`.

    Needs Django to be ready, and no database."""
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    rooms = {one.label for one in apps.get_app_configs() if one.name.startswith("quorate.")}
    known = MigrationLoader(None).disk_migrations
    return {
        f"{room}.{name}": [done for operation in migration.operations for done in _does(operation)]
        for (room, name), migration in sorted(known.items())
        if room in rooms
    }


def _does(operation: Any) -> Iterator[Done]:
    from django.db.migrations import RunPython, RunSQL

    if isinstance(operation, RunPython):
        raise TypeError("a migration that runs Python: tools/landed.py has to learn how to keep what it does")
    if not isinstance(operation, RunSQL):
        yield Done(repr(_plain(operation)), is_sql=False)
        return
    texts = [operation.sql] if isinstance(operation.sql, str) else operation.sql
    for text in texts:
        yield from (Done(words, is_sql=True) for words in statements(text if isinstance(text, str) else repr(text)))


def statements(text: str) -> list[str]:
    """The statements of a text of SQL, without the comments that stand before them."""
    found = (_LEADING.sub("", match[0]).rstrip() for match in _STATEMENT.finditer(text))
    return [one for one in found if one]


def _plain(value: Any) -> Any:
    """Django's own description of an operation, as plain values; where a function stands, its name."""
    if isinstance(value, type) or callable(value):
        return getattr(value, "__qualname__", type(value).__qualname__)
    if hasattr(value, "deconstruct"):
        return [_plain(part) for part in value.deconstruct()]
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [_plain(one) for one in value]
    return value


def changed(landed: Mapping[str, Sequence[str]], now: Mapping[str, Sequence[Done]]) -> list[str]:
    """A sentence for each migration that had landed and does something else now, unless a newer one does it as well.

    `landed` has the digests as they were kept. What fell out of a text without anything in its place is always a
    change, whatever else in it was changed: a newer migration takes away what an older one made, it does not unmake the
    older one. So as many statements have to have come as fell away."""
    since = {done.digest for name, all_of_it in now.items() if name not in landed for done in all_of_it if done.is_sql}
    found = []
    for name, digests in landed.items():
        if name not in now:
            found.append(f"{name} had landed and is not there any more")
            continue
        before, today = set(digests), {done.digest for done in now[name]}
        other = [done for done in now[name] if done.digest not in before]
        found += [
            f"{name} had landed and does something else now, which no newer migration does: {done.title}"
            for done in other
            if not done.is_sql or done.digest not in since
        ]
        if (fewer := len(before - today) - len(today - before)) > 0:
            found.append(f"{name} had landed and does less now: {fewer} fell away")
    return found
