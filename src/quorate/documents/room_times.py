"""Who was out of the room when something was said, and so gets nothing of it: from the register and the decisions.

Only for those of the family who were kept out of a part or who came apart from somebody: whoever came late or went home
early reads what the others read. Where the register does not say, they were out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Final
from uuid import UUID

from quorate.cases.one_person import same_people
from quorate.conferences.models import AgendaState, ConferenceExclusion, ExclusionOutcome, ExclusionScope, Sitting
from quorate.conferences.queries.meeting import out_of_the_room
from quorate.conferences.queries.people import kept_out_all
from quorate.documents.facts import Facts

_Time = tuple[datetime, datetime]
_NOBODY: Final[frozenset[UUID]] = frozenset()


class RoomTimes:
    """The times of one conference, read once. Ask `not_for` of each thing that was said."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._out: dict[_Time, frozenset[UUID]] = {}

    def not_for(self, *, item: str = "", at: datetime | None = None) -> frozenset[UUID]:
        """Those who were out when something was said: in this item of the agenda, at this time.

        Without a time it was said at any time of any sitting. Who stands out of nothing by the register, though the
        chair kept them out of a part, is kept from all of it: then the register cannot be right.
        """
        if not self._apart:
            return _NOBODY
        window = None if at is None else self._window(item, at)
        windows = self._sittings if window is None else [window]
        out = frozenset().union(*(self._out_in(one) for one in windows)) if windows else self._apart
        return self._apart & (self._alike(out) | self._whole | self._alike(self._of_item(item)) | self._never_out)

    def is_apart(self, person_id: UUID) -> bool:
        """Whether somebody was kept out of something, or was there apart from somebody."""
        return person_id in self._apart

    def is_kept_out_of_all(self, person_id: UUID) -> bool:
        """Whether the chair had decided that they do not come at all: as it stands, or stood while it sat."""
        then = (who for who, one in self.kept_out_by.items() if one.scope == ExclusionScope.WHOLE)
        return person_id in self._alike(self._whole | frozenset(then))

    def by_every_record(self, person_id: UUID) -> frozenset[UUID]:
        """This person, by every record of the same human that the conference knows."""
        return self._alike(frozenset({person_id}))

    @cached_property
    def kept_out_by(self) -> dict[UUID, ConferenceExclusion]:
        """By person, the last decision that kept them out while the conference sat, or that still does.

        Whoever was let back in before it began was kept out of nothing. Where an earlier conference had decided it and
        this one let them in meanwhile, it is the row that did: until then they were out.
        """
        decided: defaultdict[UUID, list[ConferenceExclusion]] = defaultdict(list)
        for one in reversed(self._facts.exclusions):
            decided[one.person_id].append(one)
        found = {}
        for person, rows in decided.items():
            for one, following in zip(rows, [*rows[1:], None], strict=True):
                if self._kept_out_while_it_sat(one, following):
                    found[person] = one
        return found

    def _kept_out_while_it_sat(self, one: ConferenceExclusion, following: ConferenceExclusion | None) -> bool:
        if one.outcome == ExclusionOutcome.EXCLUDED:
            if following is None or not self._sittings:
                return True
            return any(since < _when(following) and _when(one) < end for since, end in self._sittings)
        # From the beginning of it, and until this.
        return one.carried_from is not None and any(since < _when(one) for since, _ in self._sittings)

    @cached_property
    def _scopes(self) -> dict[UUID, str]:
        people = {one.person_id for one in self._facts.invitees if one.person_id}
        held = kept_out_all(self._facts.conference, people)
        return {person: one.scope for person, one in held.items() if one.scope}

    @cached_property
    def _apart(self) -> frozenset[UUID]:
        """Kept out now, or for a time (let back in while it sat), or there apart from somebody."""
        separately = {one.person_id for one in self._facts.invitees if one.person_id and one.attends_separately}
        return self._alike(frozenset(self._scopes) | frozenset(self.kept_out_by) | separately)

    def _alike(self, people: frozenset[UUID]) -> frozenset[UUID]:
        """These, and the other records of the same humans: out of the room is the human, by whichever record."""
        return people | {one for person in people for one in self._same.get(person, ())} if people else people

    @cached_property
    def _same(self) -> dict[UUID, frozenset[UUID]]:
        listed = {one.person_id for one in self._facts.invitees if one.person_id}
        decided = {one.person_id for one in self._facts.exclusions}
        return same_people(listed | decided)

    @cached_property
    def _whole(self) -> frozenset[UUID]:
        return frozenset(person for person, scope in self._scopes.items() if scope != "part")

    @cached_property
    def _never_out(self) -> frozenset[UUID]:
        out = frozenset().union(*(self._out_in(one) for one in self._sittings)) if self._sittings else _NOBODY
        return frozenset(person for person in self._scopes if person not in out)

    def _of_item(self, item: str) -> frozenset[UUID]:
        """Those whom the decision keeps out of this very item."""
        latest = {one.person_id: one for one in reversed(self._facts.exclusions)}
        return frozenset(
            person for person, one in latest.items() if item and one.outcome == "excluded" and item in one.parts
        )

    @cached_property
    def _sittings(self) -> list[_Time]:
        rows = Sitting.objects.filter(conference=self._facts.conference).order_by("started_at")
        return [(one.started_at, one.ended_at or self._facts.at) for one in rows]

    @cached_property
    def _done(self) -> list[tuple[str, datetime]]:
        rows = AgendaState.objects.filter(conference=self._facts.conference, done_at__isnull=False)
        return [(one.code, one.done_at) for one in rows.order_by("done_at") if one.done_at is not None]

    def _window(self, item: str, at: datetime) -> _Time | None:
        """From the end of what came before to the end of the item, within its sitting; None where nobody can say."""
        sat = next((one for one in self._sittings if one[0] <= at <= one[1]), None)
        if sat is None:
            return None
        before = [done for code, done in self._done if code != item and sat[0] <= done <= at]
        return max([sat[0], *before]), min(self._ends(item, at, sat))

    def _ends(self, item: str, at: datetime, sat: _Time) -> Iterator[datetime]:
        yield sat[1]
        yield from (done for code, done in self._done if done >= at and (code == item or not item))

    def _out_in(self, window: _Time) -> frozenset[UUID]:
        if window not in self._out:
            self._out[window] = out_of_the_room(self._facts.conference, *window)
        return self._out[window]


def _when(decided: ConferenceExclusion) -> datetime:
    assert decided.decided_at is not None, "a decision has its time (conferences_exclusion_decided_by_somebody)"
    return decided.decided_at
