"""Reading the TOML files of one edition of a pack, and refusing what no edition may say."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quorate.procedure.merging import CODED, HEADER, Raw

FORM_FOLDERS = ("forms", "booklets", "leaflets")


class PackError(ValueError):
    """A pack that cannot be used. One sentence a fault: the file, the key, what is wrong, the mend."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(slots=True)
class EditionFiles:
    """One edition as it stands in its files; `file_of` maps a key (`duty.send-minutes`) to its file."""

    name: str
    edition: str
    raw: Raw
    file_of: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    unreadable: bool = False
    """A file is no TOML or a part has no shape at all, so that nothing more can be said of it."""

    def where(self, key: str) -> str:
        """The file in which a key stands, for messages."""
        return self.file_of.get(key) or self.file_of.get(key.split(".")[0]) or f"{self.name}/{self.edition}"


def read_edition(root: Path, name: str, edition: str) -> EditionFiles:
    """Every TOML file of the edition, joined. Faults are collected, not raised, so that all are told at once."""
    folder = root / name / edition
    files = EditionFiles(name, edition, {})
    for path in (*sorted(folder.glob("*.toml")), *sorted((folder / "letters").glob("*.toml"))):
        shown = f"{root.name}/{path.relative_to(root).as_posix()}"
        for key, value in read_toml(path, shown, files.faults).items():
            _add(files, key, value, shown)
    for kind in FORM_FOLDERS:
        for path in sorted((folder / kind).glob("*.toml")):
            shown = f"{root.name}/{path.relative_to(root).as_posix()}"
            form = read_toml(path, shown, files.faults)
            if form:
                _add(files, "form", [form], shown)
    files.unreadable = bool(files.faults)
    _check_removes(files)
    _check_sources(files)
    return files


def read_toml(path: Path, shown: str, faults: list[str]) -> dict[str, Any]:
    """One TOML file; empty, and a fault more, where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        faults.append(f"{shown}: is not TOML that can be read: {wrong}; correct that line")
        return {}


def _add(files: EditionFiles, key: str, value: Any, shown: str) -> None:
    if key in CODED:
        _add_coded(files, key, value, shown)
    elif key == "words":
        _add_words(files, value, shown)
    elif key in files.raw:
        files.faults.append(f"{shown}: {key}: stands twice in this edition (also in {files.file_of[key]}); keep one")
    else:
        files.raw[key] = value
    files.file_of.setdefault(key, shown)


def _add_coded(files: EditionFiles, key: str, value: Any, shown: str) -> None:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        files.faults.append(f"{shown}: {key}: must be written [[{key}]], one for each")
        return
    for entry in value:
        code = entry.get("code")
        if not isinstance(code, str):
            files.faults.append(f'{shown}: a [[{key}]] has no code; give it one, such as code = "send-minutes"')
        elif f"{key}.{code}" in files.file_of:
            also = files.file_of[f"{key}.{code}"]
            files.faults.append(f"{shown}: {key} {code}: stands twice in this edition (also in {also}); keep one")
        else:
            files.file_of[f"{key}.{code}"] = shown
            files.raw.setdefault(key, []).append(entry)


def _add_words(files: EditionFiles, value: Any, shown: str) -> None:
    if not isinstance(value, dict):
        files.faults.append(f"{shown}: words: must be the table [words]")
        return
    words = files.raw.setdefault("words", {})
    for word, said in value.items():
        if word in words:
            also = files.file_of[f"words.{word}"]
            files.faults.append(f"{shown}: words {word}: stands twice in this edition (also in {also}); keep one")
        words[word] = said
        files.file_of[f"words.{word}"] = shown


def _check_removes(files: EditionFiles) -> None:
    said = files.raw.get("removes", [])
    if not isinstance(said, list) or not all(isinstance(path, str) for path in said):
        files.faults.append(f'{files.where("removes")}: removes: must be a list such as ["duty.send-minutes"]')
        files.unreadable = True


def _check_sources(files: EditionFiles) -> None:
    """Every table that an edition writes says where its values come from."""
    for shown, path, table in _tables(files.raw):
        if not isinstance(table, dict):
            continue
        source = table.get("source")
        if not source:
            files.faults.append(
                f'{files.where(path)}: {shown}: has no source; add source = ["..."] with the clause id or the '
                "national document that says so"
            )
        elif not isinstance(source, list):
            files.faults.append(f'{files.where(path)}: {shown}: source: must be a list; write source = ["{source}"]')
            files.unreadable = True


def _tables(raw: Raw) -> Iterator[tuple[str, str, Any]]:
    """(how it is shown, its path, the table) for everything that must have a source."""
    for key, value in raw.items():
        if key in CODED:
            yield from ((f"{key} {entry['code']}", f"{key}.{entry['code']}", entry) for entry in value)
        elif key == "words":
            yield from ((f"words {word}", f"words.{word}", said) for word, said in value.items())
        elif key not in HEADER:
            yield key, key, value
