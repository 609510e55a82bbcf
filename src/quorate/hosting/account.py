"""Under which account the embedded database runs, and whether that account can reach a folder.

PostgreSQL refuses to run as root. Root therefore lends it an account that may do nothing else; an ordinary user
runs it as themselves. No account is created and no folder's mode is changed on the way to one."""

from __future__ import annotations

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quorate.hosting import HostingError

# In this order: an account made for us, PostgreSQL's own, and the one that every Unix has.
CANDIDATES = ("quorate", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user of the machine, by numbers."""

    uid: int
    gid: int
    name: str

    @property
    def is_ours(self) -> bool:
        """Is it the account this process runs under?"""
        return self.uid == os.geteuid()

    def process_options(self) -> dict[str, Any]:
        """What subprocess needs to run something as this account; nothing where it is our own."""
        if self.is_ours:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_enter(self, folder: Path) -> bool:
        """Can it reach what lies in the folder, through every folder above? Judged by modes, without trying."""
        return all(self._may_pass(step) for step in (folder, *folder.parents) if step.exists())

    def _may_pass(self, folder: Path) -> bool:
        said = folder.stat()
        if said.st_uid == self.uid:
            return bool(said.st_mode & stat.S_IXUSR)
        if said.st_gid == self.gid:
            return bool(said.st_mode & stat.S_IXGRP)
        return bool(said.st_mode & stat.S_IXOTH)


def database_account() -> Account:
    """The account for the database server. Raises HostingError where root finds none to lend it."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), _own_name())
    for name in CANDIDATES:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid, name)
    raise HostingError(
        "PostgreSQL does not run as root and this machine has none of the accounts "
        f"{', '.join(CANDIDATES)}; make one with: useradd --system quorate"
    )


def _own_name() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError as error:
        raise HostingError(
            f"PostgreSQL refuses to run as user number {os.geteuid()}, which has no name on this machine; "
            "start Quorate as a user listed in /etc/passwd, or name a server with DATABASE_URL"
        ) from error
