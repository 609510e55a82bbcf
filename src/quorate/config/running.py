"""`quorate run`: everything, in order, under one supervisor."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TextIO

from quorate.config.environment import Environment, SettingsError
from quorate.config.processes import Doors, children, doors, ports_to_open
from quorate.config.secrets import database_urls, embedded, var_folder
from quorate.hosting import HostingError, places
from quorate.hosting.places import fingerprint, make_folder
from quorate.hosting.ports import answers, refuse_taken
from quorate.hosting.postgres import EmbeddedPostgres
from quorate.hosting.steps import Steps
from quorate.hosting.supervisor import Supervisor

ANSWERS_WITHIN = 60.0  # seconds for the page server's first answer


def run(variables: Mapping[str, str]) -> None:
    """Start the system, keep it alive, and stop it all when asked to. Raises SettingsError or HostingError, each
    with the mend, when it cannot."""
    environment = Environment.read(variables)
    for port in ports_to_open(environment):
        refuse_taken(environment.host, port)
    steps = Steps()
    with _only_one(environment):
        server = embedded(environment)
        supervisor: Supervisor | None = None
        try:
            sign_ins = prepare(environment, server, steps)
            opened = doors(environment)
            supervisor = Supervisor(children(environment, opened), server, steps.say)
            with supervisor.stopped_by_signals():
                _serve(supervisor, opened, sign_ins, steps)
        except KeyboardInterrupt:
            steps.say()
        finally:
            _stop(supervisor, server, steps)


def prepare(environment: Environment, server: EmbeddedPostgres | None, steps: Steps) -> list[dict[str, str]]:
    """Bring database, procedures and made-up world to where pages can be served; returns who may sign in."""
    if server is not None:
        with steps.step("database") as step:
            server.start()
            step.outcome = f"PostgreSQL in {server.folder}"
    if database_urls(environment).owner:
        with steps.step("migrations") as step:
            step.outcome = _last(_python("quorate.config.migrating", role="owner"))
    with steps.step("procedures") as step:
        step.outcome = _check_packs(environment)
    return _prepare_the_rest(steps)


def _prepare_the_rest(steps: Steps) -> list[dict[str, str]]:
    """Checks, static files and made-up world: one process, because starting Django is most of the work."""
    command = [sys.executable, "-m", "quorate.commands.preparing"]
    environment = {**os.environ, "QUORATE_ROLE": "app"}
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as complaints,
        subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints, text=True
        ) as process,
    ):
        lines: Iterator[dict[str, Any]] = (json.loads(line) for line in process.stdout or ())
        for line in lines:
            if "sign_ins" in line:
                return list(line["sign_ins"])
            with steps.step(line["begins"]) as step:
                ended = next(lines, None)
                if ended is None:
                    raise HostingError(_complaint(process, complaints))
                step.outcome = ended["ended"]
        raise HostingError(_complaint(process, complaints))


def _complaint(process: subprocess.Popen[str], complaints: TextIO) -> str:
    process.wait()
    complaints.seek(0)
    return complaints.read().strip() or f"preparing ended with exit code {process.returncode} and said nothing"


def _check_packs(environment: Environment) -> str:
    """Every procedure with all its examples; what was sound at the last start and has not changed still is."""
    state = fingerprint([places.package() / "procedure", environment.packs or places.packs()])
    kept = var_folder(environment) / "procedures-checked"
    if kept.exists() and kept.read_text(encoding="ascii") == state:
        return "unchanged since they were checked"
    editions = len(_python("quorate.cli", "pack", "check").splitlines())
    kept.write_text(state, encoding="ascii")
    return f"{editions} editions sound"


def _serve(supervisor: Supervisor, opened: Doors, sign_ins: list[dict[str, str]], steps: Steps) -> None:
    with steps.step("page server, stream, worker"):
        supervisor.start()
        supervisor.wait_until(
            lambda: answers("127.0.0.1", opened.pages_port) and answers("127.0.0.1", opened.live_port),
            ANSWERS_WITHIN,
            "the page server",
        )
    steps.say()
    for line in [*_table([one for one in sign_ins if "see" not in one]), *_walks(sign_ins)]:
        steps.say(line)
    steps.say(f"Quorate is at {opened.address}  (ready after {steps.seconds():.1f} s; Ctrl-C stops everything)")
    supervisor.watch()
    steps.say()


def _stop(supervisor: Supervisor | None, server: EmbeddedPostgres | None, steps: Steps) -> None:
    if supervisor is not None:
        with steps.step("stopping the processes"):
            supervisor.stop()
    if server is not None and server.is_running():
        with steps.step("stopping the database"):
            server.stop()


def _python(module: str, *arguments: str, role: str = "app") -> str:
    """Run one of our modules in a database role, in a process of its own; returns what it printed."""
    said = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, "QUORATE_ROLE": role},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if said.returncode:
        raise HostingError(said.stderr.strip() or f"{module} ended with exit code {said.returncode}")
    return said.stdout.strip()


def _last(printed: str) -> str:
    return printed.rpartition("\n")[2]


def _table(sign_ins: list[dict[str, str]]) -> list[str]:
    """Roles down, authorities across; where the screen is too narrow for that, a line for each person."""
    if not sign_ins:
        return []
    places = list(dict.fromkeys(one["authority"] for one in sign_ins))
    names = {(one["role"], one["authority"]): one["name"] for one in sign_ins}
    roles = list(dict.fromkeys(one["role"] for one in sign_ins))
    across = [["Sign in as", *places], *([role, *(names.get((role, place), "") for place in places)] for role in roles)]
    down = [["Authority", "Sign in as", ""], *([one["authority"], one["role"], one["name"]] for one in sign_ins)]
    lines = _aligned(across)
    wide = max(map(len, lines)) <= shutil.get_terminal_size((120, 24)).columns
    return [*(lines if wide else _aligned(down)), ""]


def _walks(sign_ins: list[dict[str, str]]) -> list[str]:
    """As whom to sign in to walk through one conference, in one authority; the sign-in page has all of them."""
    found = [one for one in sign_ins if "see" in one]
    if not found:
        return []
    rows = [[f"  {one['see']}", f"{one['name']} ({one['role']})"] for one in found]
    return [
        f"One conference in {found[0]['authority']}; the sign-in page has those of the others:",
        *_aligned(rows),
        "",
    ]


def _aligned(rows: list[list[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


@contextmanager
def _only_one(environment: Environment) -> Iterator[None]:
    """One running system a folder. The lock goes with the process, however it ends."""
    folder = var_folder(environment)
    make_folder(folder, 0o711)
    try:
        held = (folder / "run.lock").open("a+")
    except OSError as error:
        raise SettingsError(
            f"{folder} cannot be written ({error.strerror}); name a folder of your own with QUORATE_VAR."
        ) from error
    with held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            held.seek(0)
            raise HostingError(
                f"Quorate already runs from {folder} (process {held.read().strip()}); stop it with Ctrl-C there first"
            ) from error
        held.truncate(0)
        held.write(str(os.getpid()))
        held.flush()
        yield
