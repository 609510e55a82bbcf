"""A pack as a page to read in a terminal: every value in the order of the process, with its source."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from quorate.commands.pack_groups import GROUPS, group_of
from quorate.procedure.pack import Origin, Pack
from quorate.procedure.vocabulary import WEIGHT_IN_WORDS

# Keys that say what an entry is to the engine, not what a reader asks.
_SILENT = frozenset(
    "code title source stage per met_by report shared_with made_by_packs window holds needs for_conferences agency "
    "checklist set_by form".split()
)
_ROLE_KEYS = frozenset(
    "who to through role owner tell chaired_by taken_by corrections_to asked_by views_collected_by written_by "
    "authorised_by comments_by addressed_to who_may conversation_beforehand_with".split()
)
_AS_WRITTEN = frozenset("email telephone web address dated edition review_on version school_year_starts say".split())
_KIND_IN_WORDS = {"initial": "initial", "review": "review", "pre_birth": "pre-birth", "transfer_in": "transfer-in"}


def page(pack: Pack, width: int) -> str:
    """The whole procedure as text, no line longer than `width`."""
    reader = _Reader(pack, width)
    lines = [*reader.head()]
    for group in GROUPS:
        body = [line for kind, path, table in _tables(pack, group) for line in reader.table(kind, path, table)]
        if body:
            lines += ["", group, "=" * len(group), *body]
    return "\n".join(lines) + "\n"


def _tables(pack: Pack, group: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """(list or section, its path, the table) for everything that belongs to one group."""
    for key, value in pack.data.items():
        if key == "words" and group_of(key, {}) == group:
            yield key, key, value
        elif isinstance(value, list):
            for entry in value:
                if group_of(key, entry) == group and not entry.get("made_by_packs"):
                    yield key, f"{key}.{entry['code']}", entry
        elif isinstance(value, dict) and group_of(key, value) == group:
            yield key, key, value


class _Reader:
    """Turns tables of one pack into wrapped lines."""

    def __init__(self, pack: Pack, width: int) -> None:
        self.pack = pack
        self.width = width

    def head(self) -> Iterator[str]:
        data = self.pack.data
        over = f", over {self.pack.base_edition}" if self.pack.base_edition else ""
        yield from self.wrap(f"{data['title']}: {self.pack.id}{over}", "")
        since = f"In force from {data['in_force_from']}; answered for by the {self.role(data['owner'])}."
        yield from self.wrap(since, "")

    def table(self, kind: str, path: str, table: Mapping[str, Any]) -> Iterator[str]:
        """One section or entry: its name, then each value that somebody has said."""
        yield ""
        if kind == "words":
            yield from self.words(table)
            return
        name = f"{table['title']} ({kind} {table['code']})" if "code" in table and "title" in table else None
        yield from self.wrap(name or path.replace("_", " ").replace(".", " ").capitalize(), "  ")
        said: dict[Origin, list[str]] = {}
        for key, value in table.items():
            origin = self.pack.origins.get(f"{path}.{key}")
            if origin is not None and (key not in _SILENT or (key == "title" and "code" not in table)):
                said.setdefault(origin, []).extend(self.value(key, value))
        if kind == "duty" and "due" not in table:
            said.setdefault(self.pack.origins[f"{path}.code"], []).append("    no number is set")
        for origin in sorted(said, key=lambda one: one.from_base):
            yield from [*said[origin], *self.wrap(_source(origin), "      ")]

    def words(self, words: Mapping[str, Any]) -> Iterator[str]:
        for key, word in words.items():
            origin = self.pack.origins.get(f"words.{key}.say")
            yield from self.wrap(f"{key.replace('_', ' ')}: {word['say']} {_source(origin)}", "  ")

    def value(self, key: str, value: Any) -> Iterator[str]:
        """`at most: 1`; a list of sentences gets a line each."""
        name = key.replace("_", " ")
        items = self.items(key, value)
        if len(items) == 1:
            yield from self.wrap(f"{name}: {items[0]}", "    ")
            return
        yield from self.wrap(f"{name}:", "    ")
        for item in items:
            yield from self.wrap(f"- {item}", "      ")

    def items(self, key: str, value: Any) -> list[str]:
        """A value as one or more plain phrases."""
        if isinstance(value, bool):
            return ["yes" if value else "no"]
        if isinstance(value, dict):
            return [
                f"{_KIND_IN_WORDS.get(kind, kind)}: {', '.join(self.items(key, one))}" for kind, one in value.items()
            ]
        if isinstance(value, list):
            found = [self.entry(key, one) for one in value]
            return found if any(len(one) > 30 for one in found) else [", ".join(found) or "none"]
        return [self.entry(key, value)]

    def entry(self, key: str, value: Any) -> str:
        if isinstance(value, dict):
            said = str(value.get("title") or value.get("label") or value.get("name") or value)
            source = value.get("source")
            return f"{said} [{', '.join(source)}]" if source else said
        if key in _ROLE_KEYS:
            return self.role(str(value))
        if key == "weight":
            return WEIGHT_IN_WORDS[str(value)]
        text = str(value)
        is_sentence = text.count(" ") > 1 and key not in ("due", "opens")
        return text if is_sentence or key in _AS_WRITTEN else text.replace("_", " ").replace("-", " ")

    def role(self, key: str) -> str:
        """What the authority calls a role."""
        word = self.pack.data["words"].get(key)
        return str(word["say"]) if word else key.replace("_", " ")

    def wrap(self, text: str, indent: str) -> Iterable[str]:
        return textwrap.wrap(
            text, self.width, break_on_hyphens=False, initial_indent=indent, subsequent_indent=indent + "  "
        )


def _source(origin: Origin | None) -> str:
    if origin is None:
        return ""
    named = "; ".join(origin.source)
    return f"[the national base answers: {named}]" if origin.from_base else f"[{named}]"
