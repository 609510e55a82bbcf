"""`quorate import-census`: a Children in Need census file; looked at first, brought in when `--go` is said."""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quorate.commands.served import DONE, REFUSED, database, told

if TYPE_CHECKING:
    from uuid import UUID

    from quorate.access.standing import Standing
    from quorate.people.models import Authority
    from quorate.returns.census import Fault
    from quorate.returns.models import ImportRun

FAULTS: Final = 1
_FEW: Final = 40
_WIDE: Final = 40


class _Refused(Exception):
    """What was asked for cannot be done; the message is one sentence with its mend."""


def run(asked: argparse.Namespace) -> int:
    """Returns 0 when every child is sound, 1 when something could not be read, 2 when nothing could be done."""
    found: list[int] = []

    def do() -> None:
        try:
            digest, size = _digest(asked.file)
            with database():
                import django

                django.setup()
                found.append(_do(asked, digest, size))
        except _Refused as refused:
            sys.stderr.write(f"{refused}\n")
            found.append(REFUSED)

    return told(do) or (found[0] if found else REFUSED)


def _digest(name: str) -> tuple[str, int]:
    try:
        with Path(name).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest(), Path(name).stat().st_size
    except OSError as error:
        raise _Refused(f"{name} cannot be read ({error.strerror}); name the census file") from error


def _do(asked: argparse.Namespace, digest: str, size: int) -> int:
    from django.utils import timezone

    from quorate.access.context import acting_as
    from quorate.returns.census import NotACensusFile
    from quorate.returns.importing import runs

    authority = _authority(asked.authority)
    by = _standing(asked.by, authority)
    team, unit = (_team(name, authority) for name in (asked.team, asked.unit))
    with acting_as(by):
        run = runs.begin_run(
            file_name=Path(asked.file).name,
            digest=digest,
            size=size,
            by=by,
            at=timezone.now(),
            team_id=team,
            unit_id=unit,
        )
    try:
        if run.state != "going":
            _look(asked, run, by, timezone.now())
        if asked.go:
            _go(asked, run, by)
    except NotACensusFile as wrong:
        raise _Refused(f"{asked.file}: {wrong}") from wrong
    except runs.AnotherAuthority as wrong:
        raise _Refused(f"{asked.file}: {wrong} Say --other-number to bring it in all the same.") from wrong
    return FAULTS if run.report.get("faults") else DONE


def _look(asked: argparse.Namespace, run: ImportRun, by: Standing, at: datetime) -> None:
    from quorate.returns.importing import runs

    few: list[Fault] = []
    with Path(asked.file).open("rb") as file, _Listing(asked.faults, few) as listing:
        runs.look(run=run, file=file, by=by, at=at, progress=_bar("Looked at"), note=listing.note)
    for fault in few[:_FEW]:
        print(fault)
    if len(few) > _FEW:
        print(f"… and more, {sum(run.report['kinds'].values())} in all; --faults FILE writes every one to a file")
    if run.said:
        print(run.said)
    if not asked.go:
        _print_report(run, gone=False)
        print("Nothing has been changed yet; say --go to bring it in.")


def _go(asked: argparse.Namespace, run: ImportRun, by: Standing) -> None:
    from django.utils import timezone

    from quorate.access.moments import today
    from quorate.returns.importing import runs

    if run.state == "going":
        print("This file was begun before and not finished; going on where it stopped.")
    with Path(asked.file).open("rb") as file:
        runs.bring_in(
            run=run, file=file, by=by, on=today(), now=timezone.now, progress=_bar("Brought in"),
            other_authority=asked.other_number,
        )  # fmt: skip
    _print_report(run, gone=True)


def _print_report(run: ImportRun, *, gone: bool) -> None:
    from quorate.returns.importing.wording import kind_lines, report_lines

    for line in report_lines(run.report, gone=gone):
        print(f"{line.times:>9,}  {line.what}")
    for kind in kind_lines(run.report):
        rule = f", census rule {kind.rule}" if kind.rule else ""
        print(f"{kind.times:>9,}  {kind.kind}: {kind.weight}{rule}; {kind.mend}")


class _Listing:
    """Every fault, as CSV, in the file asked for; the first few in hand for the terminal."""

    def __init__(self, name: str | None, few: list[Fault]) -> None:
        self._name, self._few = name, few

    def __enter__(self) -> _Listing:
        self._file = Path(self._name).open("w", newline="", encoding="utf-8") if self._name else None
        self._rows = csv.writer(self._file) if self._file else None
        if self._rows:
            self._rows.writerow(("line", "child", "element", "kind", "weight", "rule", "what", "mend"))
        return self

    def __exit__(self, *_: object) -> None:
        if self._file:
            self._file.close()

    def note(self, fault: Fault) -> None:
        """One more fault."""
        if len(self._few) <= _FEW:
            self._few.append(fault)
        if self._rows:
            said = (
                fault.line,
                fault.local_id,
                fault.element,
                fault.kind,
                fault.weight,
                fault.rule,
                fault.what,
                fault.mend,
            )
            self._rows.writerow(said)


def _bar(what: str) -> Callable[[int, int], None] | None:
    """A progress bar on standard error where somebody watches; silence where nobody does."""
    if not sys.stderr.isatty():
        return None

    def show(read: int, size: int) -> None:
        part = min(read / max(size, 1), 1.0)
        full = int(part * _WIDE)
        end = "\n" if part >= 1 else ""
        sys.stderr.write(f"\r{what} [{'#' * full}{'.' * (_WIDE - full)}] {part:>4.0%}{end}")
        sys.stderr.flush()

    return show


def _authority(said: str) -> Authority:
    from quorate.people.models import Authority

    found = list(Authority.objects.filter(name__iexact=said)) or list(Authority.objects.filter(pack=said.lower()))
    if len(found) != 1:
        names = ", ".join(Authority.objects.values_list("name", flat=True)) or "none yet"
        raise _Refused(f"There is {'more than one' if found else 'no'} authority {said}; there are: {names}")
    return found[0]


def _standing(email: str, authority: Authority) -> Standing:
    """The standing of somebody who may begin cases there today."""
    from quorate.access.moments import today
    from quorate.access.roles import ROLES
    from quorate.people.models import User
    from quorate.people.queries import memberships_of, standing_of

    user = User.objects.filter(email__iexact=email).first()
    held = [] if user is None else [one for one in memberships_of(user, today()) if one.authority_id == authority.id]
    opens = [one for one in held if "open_case" in ROLES[one.role].holds]
    if not opens:
        raise _Refused(
            f"{email} may begin no cases of {authority.name}; name an administrator or a team manager by e-mail"
        )
    return standing_of(opens[0])


def _team(name: str | None, authority: Authority) -> UUID | None:
    if name is None:
        return None
    from quorate.people.models import Team

    teams = Team.objects.filter(authority=authority, closed_on__isnull=True)
    found = teams.filter(name__iexact=name).first()
    if found is None:
        names = ", ".join(teams.values_list("name", flat=True)) or "none yet"
        raise _Refused(f"{authority.name} has no team {name}; there are: {names}")
    team_id: UUID = found.id
    return team_id
