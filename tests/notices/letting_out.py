"""The steps of the machine that make papers and let them out, and how it stands with one conference."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from quorate.access.context import acting_as
from quorate.documents.letters import NotReadyYet
from quorate.notices.models import Message
from quorate.notices.services import NobodyToTell, release_and_queue
from quorate.release.basis import ChangedSince
from quorate.release.models import Release
from quorate.release.services import NotWaiting, SecondPersonNeeded
from tests import clock
from tests.notices.making import FATHER, MOTHER
from tests.notices.promises import Promises


class LettingOut(Promises):
    """Papers that call people: prepared by one, let out by another."""

    @property
    def parents(self) -> dict[UUID, str]:
        return {self.stage.family.mother: MOTHER, self.stage.family.father: FATHER}

    @property
    def is_calm(self) -> bool:
        """Whether nothing has changed for so long that papers could be made and sent."""
        return self.state == "booked" and self.steps - self.changed_at > 4

    @property
    def is_booked(self) -> bool:
        """Whether it has been booked, and perhaps cancelled or held since."""
        return self.state in ("booked", "cancelled", "held")

    @precondition(lambda self: self.state == "booked")
    @rule(code=st.sampled_from(("invitation", "invitation", "moved")), at_once=st.sampled_from((True, True, False)))
    def prepare(self, code: str, at_once: bool) -> None:
        try:
            release = self.stage.prepared(code)
        except (NobodyToTell, NotReadyYet):
            return
        if release.state == "prepared":
            self._let_out_by_whoever_prepared_it(release)
        if at_once:
            self.let_out(0)

    @precondition(lambda self: self.is_booked)
    @rule(number=st.integers(0, 9))
    def let_out(self, number: int) -> None:
        with self.manager as by:
            rows = list(Release.objects.filter(conference=self.stage.conference, state="prepared").order_by("code"))
            if not rows or rows[number % len(rows)].prepared_by == by.user_id:
                return
            try:
                release = release_and_queue(release=rows[number % len(rows)], by=by, at=clock.now())
            except (NotWaiting, ChangedSince):
                return
            if release.state == "released":
                kept = release.renditions.values_list("person_id", "kept_out")
                assert [one for one in kept if one[1] != self.out.get(one[0], "")] == []
        if release.state == "released":
            self._everybody_of_it_is_in_the_outbox(release)
        self.did["let out"] += 1
        self._acknowledge()

    def _let_out_by_whoever_prepared_it(self, release: Release) -> None:
        with acting_as(self.stage.agency.worker) as by:
            try:
                release_and_queue(release=release, by=by, at=clock.now())
            except SecondPersonNeeded:
                self.did["own papers, refused"] += 1
            except ChangedSince:
                return
            else:
                raise AssertionError

    def _everybody_of_it_is_in_the_outbox(self, release: Release) -> None:
        with acting_as(self.stage.chair):
            copies = Counter(release.renditions.values_list("recipient", flat=True))
            assert Counter(Message.objects.filter(release=release).values_list("recipient", flat=True)) == copies
