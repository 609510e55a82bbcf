"""The checklists of a procedure: what is ticked for a conference, by whom and when; ticks can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from quorate.access.permissions import may, require
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.models import CaseEvent
from quorate.cases.refusals import Refused, quietly
from quorate.cases.services.recording import withdraw_event
from quorate.conferences.models import ChecklistTick, Conference, Invitee
from quorate.conferences.queries.people import invitees
from quorate.conferences.services.happening import happened
from quorate.procedure.pack import Pack

DONE: Final = "checklist-done"
"""The event by which the rules hear that a list is done."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a checklist. `tick` None: not done."""

    number: int
    words: str
    tick: ChecklistTick | None


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody on the list of people for whom a checklist is ticked. `tick` None: not done."""

    key: UUID
    name: str
    tick: ChecklistTick | None


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checklist of the pack with what has been ticked. `who` is the role that it is meant for.

    `each` is "conference", or of whom it is ticked one by one: then `people` are those, and the items say what to do.
    """

    code: str
    title: str
    who: str
    source: tuple[str, ...]
    items: tuple[Item, ...]
    about: UUID | None = None
    each: str = "conference"
    people: tuple[Line, ...] = ()

    @property
    def is_of_people(self) -> bool:
        """Whether it is ticked for one person after the other."""
        return self.each != "conference"

    @property
    def done(self) -> int:
        """How many items, or people, are ticked."""
        return sum(one.tick is not None for one in (self.people if self.is_of_people else self.items))

    @property
    def is_done(self) -> bool:
        """Whether everything is ticked, and there is something to tick."""
        return self.total > 0 and self.done == self.total

    @property
    def total(self) -> int:
        """How many there are to tick."""
        return len(self.people if self.is_of_people else self.items)


def checklists_of(
    conference: Conference, pack: Pack, codes: Iterable[str] | None = None, about: UUID | None = None
) -> list[Checklist]:
    """The checklists of the pack (those named, in that order; else all) with the ticks of a conference: one query,
    two where a list is kept of people.

    A code that the pack does not have is left out: another authority has no such list.
    """
    listed: dict[str, dict[str, Any]] = {one["code"]: one for one in pack.data["checklist"]}
    wanted = list(listed) if codes is None else [code for code in codes if code in listed]
    of_people = [code for code in wanted if listed[code]["each"] != "conference"]
    rows = ChecklistTick.objects.filter(
        Q(about=about) | Q(checklist__in=of_people), conference=conference, checklist__in=wanted,
        taken_back_on__isnull=True,
    )  # fmt: skip
    ticks = {(row.checklist, row.item, row.about): row for row in rows}
    people = list(invitees(conference)) if of_people else []
    return [_checklist(listed[code], ticks, people, about) for code in wanted]


_Asked = tuple[Item, UUID | None, ChecklistTick | None]
_Ticks = Mapping[tuple[str, int, UUID | None], ChecklistTick]


def _checklist(said: Mapping[str, Any], ticks: _Ticks, people: Iterable[Invitee], about: UUID | None) -> Checklist:
    code, each = said["code"], said["each"]
    lines = tuple(
        Line(one.pk, one.name, ticks.get((code, 0, one.pk))) for one in people if is_one_of(one, each)
    )  # fmt: skip
    return Checklist(
        code, said["title"], said["who"], tuple(said["source"]),
        tuple(Item(n, words, ticks.get((code, n, about))) for n, words in enumerate(said["items"])), about, each, lines,
    )  # fmt: skip


def is_one_of(one: Invitee, each: str) -> bool:
    """Whether somebody who is to come is of those whom the list is about; the chair and who writes need no telling."""
    if each == "conference" or one.to_invite is False or one.is_helper or one.role in ("chair", "minute_taker"):
        return False
    return one.is_family is (each == "family")


@quietly
@transaction.atomic
def tick(
    *,
    conference: Conference,
    pack: Pack,
    checklist: str,
    items: Iterable[int],
    by: Standing,
    on: date,
    about: UUID | None = None,
    people: Iterable[UUID] = (),
) -> list[ChecklistTick]:
    """Makes `items` the ticked ones of a checklist: what is new is ticked, what is missing is taken back.

    Gives the ticks in force. `about` is a person, where each has a list of their own. Of a list that is kept of
    people, `people` (by invitee) are the ticked ones instead. Raises `Refused`, `NotAllowed`.
    """
    if not may(by, "manage_people", conference.case):
        require(by, "write", conference.case)
    found = checklists_of(conference, pack, [checklist], about)
    if not found:
        raise Refused({"checklist": "The procedure has no checklist with this code."})
    wanted: set[int | UUID] = set(people) if found[0].is_of_people else set(items)
    lines = _lines(found[0])
    if not wanted <= lines.keys():
        raise Refused({"items": "The checklist has no such item or person."})
    for key, (item, of, there) in lines.items():
        if there is not None and key not in wanted:
            there.taken_back_by, there.taken_back_on = by.user_id, on
            there.save(update_fields=["taken_back_by", "taken_back_on"])
            _noted(there, is_done=False)
        elif there is None and key in wanted:
            _ticked(conference, checklist, item, of, by, on)
    now = checklists_of(conference, pack, [checklist], about)[0]
    _tell(conference, pack, now, on, by)
    return [there for _, _, there in _lines(now).values() if there is not None]


def _lines(found: Checklist) -> Mapping[int | UUID, _Asked]:
    """What is ticked one by one, by number or by person: the item, about whom, and its tick."""
    if found.is_of_people:
        return {one.key: (found.items[0], one.key, one.tick) for one in found.people}
    return {one.number: (one, found.about, one.tick) for one in found.items}


def people_changed(conference: Conference, pack: Pack, *, on: date, by: Standing) -> None:
    """Whom a list is kept of has changed: what was done may be open again, and what was open done."""
    codes = [one["code"] for one in pack.data["checklist"] if one["each"] != "conference" and _waits(pack, one["code"])]
    for now in checklists_of(conference, pack, codes) if codes else ():
        _tell(conference, pack, now, on, by)


def _waits(pack: Pack, code: str) -> bool:
    """Whether a duty of the procedure waits for the list to be done."""
    return any(one.get("checklist") == code and DONE in one.get("met_by", ()) for one in pack.data["duty"])


def waits_for_checklist(pack: Pack, duty: str) -> bool:
    """Whether a duty of the procedure, by its code, is done by ticking a list."""
    return duty in _done_by_ticking(pack)


def _done_by_ticking(pack: Pack) -> frozenset[str]:
    kept: dict[str, frozenset[str]] = vars(pack)  # beside what the pack itself works out once
    if _KEPT not in kept:
        kept[_KEPT] = frozenset(one["code"] for one in pack.data["duty"] if DONE in one.get("met_by", ()))
    return kept[_KEPT]


_KEPT: Final = "_done_by_ticking"


def _tell(conference: Conference, pack: Pack, now: Checklist, on: date, by: Standing) -> None:
    """Tells the rules that a list is done where a duty of the procedure waits for it, and takes it back where it is not
    done any more."""
    if now.about is not None or not _waits(pack, now.code):
        return
    told = CaseEvent.objects.filter(
        conference_id=conference.pk, code=DONE, facts__checklist=now.code, takes_back__isnull=True
    )
    back = CaseEvent.objects.exclude(takes_back=None).filter(conference_id=conference.pk).values("takes_back")
    stands = told.exclude(event_id__in=back).first()
    if now.is_done and stands is None:
        happened(DONE, conference, day=on, by=by, facts={"checklist": now.code})
    elif not now.is_done and stands is not None:
        withdraw_event(event_id=stands.event_id, by=by)


def _ticked(conference: Conference, checklist: str, item: Item, about: UUID | None, by: Standing, on: date) -> None:
    row = ChecklistTick(
        case_id=conference.case_id, authority_id=conference.authority_id, conference=conference,
        checklist=checklist, item=item.number, words=item.words[:500], about=about, ticked_by=by.user_id,
        ticked_on=on,
    )  # fmt: skip
    row.save(force_insert=True)
    _noted(row, is_done=True)


def _noted(row: ChecklistTick, *, is_done: bool) -> None:
    record(
        action="conference.item-ticked", subject_kind="tick", subject_id=row.id, case_id=row.case_id,
        facts={"checklist": row.checklist, "item": row.item, "done": is_done},
    )  # fmt: skip
