"""One generated secret a name, kept in a file that only its owner reads."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from quorate.hosting import HostingError
from quorate.hosting.places import make_folder


def kept(file: Path, names: Iterable[str]) -> dict[str, str]:
    """The secrets for these names; those missing are made (256 random bits each) and kept. Mode 600.

    Raises HostingError where the file belongs to somebody else or is not what we wrote."""
    known, wanted = _read(file), tuple(names)
    if all(name in known for name in wanted):
        return known
    # Two processes of one system may come first at one moment: the second takes what the first has made.
    with _alone(file):
        known = _read(file)
        missing = [name for name in wanted if name not in known]
        if missing:
            known |= {name: secrets.token_urlsafe(32) for name in missing}
            _write(file, known)
    return known


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    make_folder(file.parent, 0o711)
    try:
        held = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise HostingError(
            f"{file.parent} cannot be opened ({error.strerror}); name a folder of your own with QUORATE_VAR"
        ) from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _read(file: Path) -> dict[str, str]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return {str(name): str(value) for name, value in found.items()}
    except FileNotFoundError:
        return {}
    except PermissionError as error:
        raise HostingError(
            f"{file} belongs to another user; start Quorate as that user, or name another folder with QUORATE_VAR"
        ) from error
    except (ValueError, AttributeError) as error:
        raise HostingError(
            f"{file} is damaged; put it back from a copy, or remove the folder {file.parent} to begin anew"
        ) from error


def _write(file: Path, known: dict[str, str]) -> None:
    unfinished = file.with_suffix(f".{os.getpid()}")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except OSError as error:
        raise HostingError(
            f"{file} cannot be written ({error.strerror}); name a folder of your own with QUORATE_VAR"
        ) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        json.dump(known, opened, indent=1)
        opened.flush()
        os.fsync(opened.fileno())
    unfinished.replace(file)
