"""What a list would change, and changing it: by the same services as the pages, so that each change is recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction

from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.people.lists import agencies, professionals, rooms
from quorate.people.lists.checking import Entry, check
from quorate.people.lists.faults import Fault, Unreadable, Wrong
from quorate.people.lists.reading import read
from quorate.people.models import Authority, ListKind
from quorate.people.permissions import require_own


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one row: `outcome` added, changed or unchanged, `title` what it is about."""

    row: int
    outcome: str
    title: str


@dataclass
class Report:
    """What came of a list, or would come of it."""

    kind: str
    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def count(self, outcome: str) -> int:
        """How many rows had this outcome."""
        return Counter(line.outcome for line in self.lines)[outcome]

    @property
    def changes_something(self) -> bool:
        """Whether bringing it in would change anything."""
        return self.count("added") + self.count("changed") > 0


class _Undone(Exception):
    """Carries the report of a dry run out of the transaction that is undone."""


def dry_run(*, content: bytes, kind: str, authority: Authority, today: date, by: Standing) -> Report:
    """What would come in and what is wrong, without changing anything. Raises `NotAllowed`.

    It does everything that bringing it in does and undoes it, so the two cannot differ.
    """
    try:
        with transaction.atomic():
            found = _bring(content, kind, authority, today, by)
            raise _Undone
    except _Undone:
        return found


@transaction.atomic
def bring_in(*, content: bytes, kind: str, authority: Authority, today: date, by: Standing) -> Report:
    """Brings every sound row in; a second time nothing changes. Raises `NotAllowed`."""
    found = _bring(content, kind, authority, today, by)
    counts = {outcome: found.count(outcome) for outcome in ("added", "changed", "unchanged")}
    record(
        action="people.list-imported", subject_kind="authority", subject_id=authority.id, authority_id=authority.id,
        facts={"kind": str(kind), **counts, "faults": len(found.faults)},
    )  # fmt: skip
    return found


Writer = Callable[[Entry], str]
_WRITERS: Final[dict[str, Callable[[Authority, date, Standing], Writer]]] = {
    ListKind.AGENCIES: agencies.writer,
    ListKind.PROFESSIONALS: professionals.writer,
    ListKind.ROOMS: rooms.writer,
}
_TITLES: Final = {ListKind.AGENCIES: "name", ListKind.PROFESSIONALS: "full_name", ListKind.ROOMS: "name"}


def _bring(content: bytes, kind: str, authority: Authority, today: date, by: Standing) -> Report:
    require_own(by, "administer", authority.id)
    found = Report(str(kind))
    try:
        checked = check(kind, read(content), today=today)
    except Unreadable as wrong:
        found.faults.append(wrong.at(0, ""))
        return found
    found.faults = checked.faults
    write = _WRITERS[ListKind(kind)](authority, today, by)
    for entry in checked.entries:
        title = str(entry.values[_TITLES[ListKind(kind)]])
        try:
            with transaction.atomic():
                found.lines.append(Line(entry.row, write(entry), title))
        except Wrong as wrong:
            found.faults.append(wrong.at(entry.row, ""))
        except ValidationError as refused:
            found.faults.append(Fault(entry.row, "", "refused", " ".join(refused.messages), "Mend the row."))
    found.faults.sort(key=lambda fault: fault.row)
    return found
