"""`quorate import-people`: agencies, professionals or rooms from a spreadsheet; a dry run unless `--go` is said."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quorate.commands.served import DONE, REFUSED, database, told

if TYPE_CHECKING:
    from quorate.access.standing import Standing
    from quorate.people.lists.bringing import Report
    from quorate.people.models import Authority

FAULTS: Final = 1
_FEW: Final = 200


class _Refused(Exception):
    """What was asked for cannot be done; the message is one sentence with its mend."""


def run(asked: argparse.Namespace) -> int:
    """Returns 0 when every row is sound, 1 when rows had faults and were left out, 2 when nothing could be done."""
    found: list[int] = []

    def do() -> None:
        try:
            content = _content(asked.file)
            with database():
                import django

                django.setup()
                found.append(_do(asked, content))
        except _Refused as refused:
            sys.stderr.write(f"{refused}\n")
            found.append(REFUSED)

    return told(do) or (found[0] if found else REFUSED)


def _content(name: str) -> bytes:
    from quorate.people.lists.limits import MOST_BYTES

    try:
        with Path(name).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise _Refused(f"{name} cannot be read ({error.strerror}); name the file that holds the list") from error


def _do(asked: argparse.Namespace, content: bytes) -> int:
    from quorate.access.context import acting_as
    from quorate.access.moments import today
    from quorate.access.permissions import NotAllowed
    from quorate.people.lists.bringing import bring_in, dry_run

    authority = _authority(asked.authority)
    by = _standing(asked.by, authority)
    work = bring_in if asked.go else dry_run
    try:
        with acting_as(by):
            report = work(content=content, kind=asked.kind, authority=authority, today=today(), by=by)
    except NotAllowed as refused:
        raise _Refused(f"{asked.by} may not keep the lists of {authority.name}; name an administrator") from refused
    _print(report, gone=asked.go)
    if report.faults and not report.lines and report.faults[0].row == 0:
        return REFUSED
    return FAULTS if report.faults else DONE


def _authority(said: str) -> Authority:
    from quorate.people.models import Authority

    found = list(Authority.objects.filter(name__iexact=said)) or list(Authority.objects.filter(pack=said.lower()))
    if len(found) != 1:
        names = ", ".join(Authority.objects.values_list("name", flat=True)) or "none yet"
        raise _Refused(f"There is {'more than one' if found else 'no'} authority {said}; there are: {names}")
    return found[0]


def _standing(email: str, authority: Authority) -> Standing:
    """The standing of somebody who keeps the lists there today."""
    from quorate.access.moments import today
    from quorate.access.roles import ROLES
    from quorate.people.models import User
    from quorate.people.queries import memberships_of, standing_of

    user = User.objects.filter(email__iexact=email).first()
    held = [] if user is None else [one for one in memberships_of(user, today()) if one.authority_id == authority.id]
    keeps = [one for one in held if "administer" in ROLES[one.role].holds]
    if not keeps:
        raise _Refused(f"{email} keeps no lists of {authority.name}; name an administrator by e-mail address")
    return standing_of(keeps[0])


def _print(report: Report, *, gone: bool) -> None:
    for fault in report.faults[:_FEW]:
        place = ", ".join(part for part in (f"row {fault.row}" if fault.row else "", fault.column) if part)
        print(f"{place or 'file'}: {fault.what} {fault.mend}")
    if len(report.faults) > _FEW:
        print(f"… and {len(report.faults) - _FEW} more faults")
    counts = ", ".join(f"{report.count(outcome)} {outcome}" for outcome in ("added", "changed", "unchanged"))
    print(f"{'Brought in' if gone else 'Would come in'}: {counts}; faults: {len(report.faults)}")
    if not gone and report.changes_something:
        print("Nothing has been changed yet; say --go to bring it in.")
