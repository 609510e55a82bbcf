"""What happened, in words, with the label that says who may read it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from quorate.access.models import ProtectedCase
from quorate.access.permissions import require
from quorate.access.roles import LABELS
from quorate.access.services import text_to_write
from quorate.access.standing import Standing
from quorate.cases.bulk import insert_together
from quorate.cases.details import says_something
from quorate.cases.models import ChronologyEntry, Significance
from quorate.cases.refusals import quietly, refuse
from quorate.cases.services.writing import entry_of

_LONGEST = 10_000


@quietly
@transaction.atomic
def add_chronology_entry(
    *,
    case: ProtectedCase,
    happened_on: date,
    words: str,
    on: date,
    by: Standing,
    source: str = "",
    significance: str = Significance.SIGNIFICANT,
    label: str = "P",
) -> ChronologyEntry:
    """Adds one entry to the chronology, for the professionals of the conference unless `label` says otherwise.

    An entry is never changed; what was wrong is put right by another. Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", case)
    said = words.strip()
    refuse(
        happened_on="This day has not come yet; the chronology tells what has happened." if happened_on > on else None,
        words="Write what happened."
        if not says_something(said)
        else f"At most {_LONGEST} characters; make two entries of it."
        if len(said) > _LONGEST
        else None,
        source="At most 200 characters." if len(source) > 200 else None,
        significance=None if significance in Significance.values else f"Say {', '.join(Significance.values)}.",
        label=None if label in LABELS and label != "K" else "Choose whom this is for.",
    )
    named = [by.user_id] if label == "R" else []
    text, labelled = text_to_write(case=case, by=by, label=label, named_people=named)
    entry = ChronologyEntry(
        case=case, authority_id=case.authority_id, text=text, happened_on=happened_on, words=said,
        source=source.strip(), significance=significance, written_by=by.user_id,
    )  # fmt: skip
    insert_together([text, entry], [labelled, entry_of("chronology.added", entry)])
    return entry
