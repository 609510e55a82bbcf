"""`quorate duties-refresh`: every stored duty worked out anew, after a bank holiday declared late or a new version."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from quorate.commands.served import DONE, REFUSED, database, told

if TYPE_CHECKING:
    from quorate.people.models import Authority

FAULTS = 1
CHUNK = 200
"""Families in one transaction: nobody who records an event meanwhile waits long."""


def run(asked: argparse.Namespace) -> int:
    """Returns 0 when every family was answered, 1 when the rules refuse some, 2 when nothing could be done."""
    codes: list[int] = []

    def refresh() -> None:
        with database("owner"):
            import django

            django.setup()
            codes.append(refresh_all(asked.authority))

    return told(refresh) or codes[0]


def refresh_all(named: str | None) -> int:
    """Refreshes all authorities or the one named, prints a line each, and gives the exit code."""
    from django.db.models import Q

    from quorate.people.models import Authority

    found = Authority.objects.order_by("name")
    if named is not None:
        found = found.filter(Q(name__iexact=named) | Q(pack=named))
    if not found:
        there = ", ".join(Authority.objects.order_by("name").values_list("name", flat=True)) or "none"
        sys.stderr.write(f"quorate duties-refresh: --authority: there is no {named!r}; there are {there}\n")
        return REFUSED
    return max(_refresh(authority) for authority in found)


def _refresh(authority: Authority) -> int:
    from django.db import transaction

    from quorate.audit.services import record
    from quorate.cases.services.refreshing import RefusedStream, refresh_as_owner, streams_of_authority

    streams = streams_of_authority(authority.pk)
    changed, refused = 0, list[RefusedStream]()
    for start in range(0, len(streams), CHUNK):
        done = refresh_as_owner(stream_ids=streams[start : start + CHUNK])
        changed, refused = changed + done.changed, refused + done.refused
    with transaction.atomic():
        record(
            action="duties.refreshed", subject_kind="authority", subject_id=authority.pk,
            authority_id=authority.pk, facts={"cases": len(streams), "changed": changed},
        )  # fmt: skip
    print(f"{authority}: {len(streams)} families, {changed} duties changed")
    for one in refused:
        print(f"  not answered: case {', '.join(one.cases)}: {one.sentence}")
    return FAULTS if refused else DONE
