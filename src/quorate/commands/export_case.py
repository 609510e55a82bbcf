"""`quorate export-case`: a family's case file on standard output, for `quorate duties`; recorded in the trail."""

from __future__ import annotations

import argparse
import re
import sys

from quorate.commands.served import DONE, REFUSED, database, told

_CODE = re.compile(r"[A-Za-z0-9_.:,+-]{0,60}")


class _Refused(ValueError):
    """Carries the sentence to print."""


def run(asked: argparse.Namespace) -> int:
    """Returns 0 when the file is printed, 2 when it cannot be had."""
    refused: list[str] = []

    def export() -> None:
        with database():
            import django

            django.setup()
            try:
                print(exported(asked.reference, email=asked.by, why=asked.why))
            except _Refused as sentence:
                refused.append(str(sentence))

    code = told(export)
    for sentence in refused:
        sys.stderr.write(f"quorate export-case: {sentence}\n")
    return REFUSED if refused else code or DONE


def exported(reference: str, *, email: str, why: str) -> str:
    """The case file as JSON. Raises ValueError with one sentence; not there and not theirs are one answer."""
    import orjson
    from django.core.exceptions import PermissionDenied
    from django.http import Http404

    from quorate.access.context import acting_as
    from quorate.access.moments import today
    from quorate.cases.services.exporting import NothingToExport, export_case
    from quorate.people.models import User
    from quorate.people.queries import memberships_of, standing_of

    if not _CODE.fullmatch(why):
        raise _Refused(f"--why: {why!r} is not a code; write one word such as court or complaint")
    user = User.objects.filter(email__iexact=email).first()
    memberships = [] if user is None else list(memberships_of(user, today()))
    if not memberships:
        raise _Refused(f"--by: nobody who may sign in has the address {email!r}; correct it")
    sentence = f"there is no case {reference!r} for {email}; correct the reference, or ask who holds the case"
    for membership in memberships:
        try:
            with acting_as(standing_of(membership, "fresh")) as standing:
                return orjson.dumps(
                    export_case(reference=reference, by=standing, reason_code=why), option=orjson.OPT_INDENT_2
                ).decode()
        except Http404:
            continue
        except (PermissionDenied, NothingToExport) as wrong:
            sentence = str(wrong)
    raise _Refused(sentence)
