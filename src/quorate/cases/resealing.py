"""After a new key was put first: every sealed address and number is sealed again, so that the old key can go.

Run as the owner of the tables, whom the policies let through; the pages cannot change a sealed value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import transaction

from quorate.audit.services import record
from quorate.cases.models import AddressWords, ContactWayWords
from quorate.cases.sealing import ADDRESS, CONTACT_WAY, Broken, Sealer

_SEALED: Final[tuple[tuple[Any, Sealer], ...]] = ((AddressWords, ADDRESS), (ContactWayWords, CONTACT_WAY))
_BATCH: Final = 500


@dataclass
class Resealed:
    """How many were sealed again, how many were sealed with the first key already, and which rows do not open."""

    again: int = 0
    already: int = 0
    broken: list[str] = field(default_factory=list)


def reseal() -> Resealed:
    """Seals with the first key whatever another key sealed. What does not open is left as it is and named by its id.

    Batches commit one by one; stopped in between, it goes on from where it was.
    """
    done = Resealed()
    for model, sealer in _SEALED:
        for batch in _batches(model):
            with transaction.atomic():
                for row in model.objects.select_for_update().filter(pk__in=batch).order_by("pk"):
                    _one(row, sealer, done)
    with transaction.atomic():
        outcome = "broken" if done.broken else "done"
        record(action="system.job-run", subject_kind="job", facts={"job": "reseal", "outcome": outcome})
    return done


def _batches(model: Any) -> Iterator[list[Any]]:
    keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]


def _one(row: Any, sealer: Sealer, done: Resealed) -> None:
    if sealer.is_current(row.sealed, row.pk):
        done.already += 1
        return
    try:
        row.sealed = sealer.resealed(row.sealed, row.pk)
    except Broken:
        done.broken.append(f"{row._meta.db_table} {row.pk}")
        return
    row.save(update_fields=["sealed"])
    done.again += 1
