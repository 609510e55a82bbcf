"""The checklists that a procedure asks to be done before a conference, ticked as the story says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from quorate.conferences.models import ChecklistTick, Conference, Invitee
from quorate.conferences.services.checklists import DONE, is_one_of
from quorate.demo.families.telling import Happening
from quorate.procedure.pack import Pack


def is_asked(told: Happening, pack: Pack) -> bool:
    """Whether the procedure has what is told: of checklists, only those that a duty of it waits for."""
    return told.code != DONE or told.facts["checklist"] in _lists(pack)


def ticks(
    told: Iterable[Happening], made: Conference, pack: Pack, listed: Iterable[Invitee], by: UUID
) -> Iterator[ChecklistTick]:
    """Every line, or everybody on the list, of each checklist that was done."""
    people = list(listed)
    for one in told:
        if one.code != DONE or not is_asked(one, pack):
            continue
        said = _lists(pack)[one.facts["checklist"]]
        of = [row.pk for row in people if is_one_of(row, said["each"])]
        lines: list[tuple[int, UUID | None]] = [(0, key) for key in of]
        if said["each"] == "conference":
            lines = [(number, None) for number in range(len(said["items"]))]
        for number, about in lines:
            yield ChecklistTick(
                case=made.case, authority_id=made.authority_id, conference=made, checklist=said["code"], item=number,
                words=said["items"][number], about=about, ticked_by=by, ticked_on=one.day,
            )  # fmt: skip


def _lists(pack: Pack) -> Mapping[str, Any]:
    waits = {one.get("checklist") for one in pack.data["duty"] if DONE in one.get("met_by", ())}
    return {one["code"]: one for one in pack.data["checklist"] if one["code"] in waits}
