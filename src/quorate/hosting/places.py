"""Where the running system keeps what it makes: the data of the database, passwords, secrets, logs."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import quorate
from quorate.hosting import HostingError
from quorate.hosting.account import Account

SYSTEM_FOLDER = Path("/var/lib/quorate")
# The address of a Unix socket has at most 108 bytes on Linux and 104 elsewhere.
LONGEST_SOCKET = 100


def checkout() -> Path | None:
    """The top of the checkout we run from; None for an installed package."""
    top = package().parent.parent
    return top if (top / "pyproject.toml").is_file() and (top / "packs").is_dir() else None


def package() -> Path:
    """The folder of the package `quorate`."""
    return Path(quorate.__file__).resolve().parent


def packs() -> Path:
    """The folder of the procedures that came with the package or the checkout."""
    top = checkout()
    return top / "packs" if top is not None else package() / "_packs"


def fingerprint(folders: Iterable[Path]) -> str:
    """A hash of all files below these folders, by name and content."""
    state = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                state.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return state.hexdigest()


def default_var() -> Path:
    """The folder for everything made while running: `var/` of the checkout, else the user's own data folder."""
    top = checkout()
    if top is not None:
        return top / "var"
    if os.geteuid() == 0:
        return SYSTEM_FOLDER
    home = os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")
    return Path(home) / "quorate"


def make_folder(folder: Path, mode: int) -> None:
    """Make a folder and those missing above it. Only folders made here get a mode; the others are left alone."""
    try:
        for step in reversed([folder, *folder.parents]):
            if step.exists():
                continue
            try:
                step.mkdir()
            except FileExistsError:
                continue  # another process has made it meanwhile, and gives it its mode
            step.chmod(mode if step == folder else 0o711)
    except OSError as error:
        raise HostingError(
            f"the folder {folder} cannot be made ({error.strerror}); name another with QUORATE_VAR"
        ) from error


def database_folder(var: Path, account: Account, system: Path = SYSTEM_FOLDER) -> Path:
    """Where the embedded database lives: in `var` if its account can get there, else below `system`.

    The second place bears the name of the folder that holds `var`, and eight characters that tell two of one name
    apart."""
    inside = var.resolve() / "postgres"
    if account.is_ours or account.can_enter(inside):
        return inside
    above = inside.parent.parent
    told_apart = hashlib.sha256(os.fsencode(inside)).hexdigest()[:8]
    return system / f"{above.name or 'root'}-{told_apart}" / "postgres"


def socket_folder(folder: Path) -> Path:
    """Where the server listens. A path too long for a socket gets a short one in the machine's runtime folder."""
    inside = folder / "socket"
    if len(os.fsencode(inside / ".s.PGSQL.5432")) <= LONGEST_SOCKET:
        return inside
    told_apart = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path("/tmp") / f"quorate-{told_apart}"
