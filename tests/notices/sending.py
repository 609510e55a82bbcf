"""The steps of the machine that send: the server takes it or does not, the worker dies, somebody does it by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import connection
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from quorate.notices import outbox
from quorate.notices.channels import NotSent, Uncertain
from quorate.notices.channels import Refused as NotTaken
from quorate.notices.models import Message
from quorate.notices.services import NotThere, give_by_hand, hold_back, say_whether_it_went
from tests import clock
from tests.notices.changing import Changing, handed_over

FATES = ("goes",) * 3 + ("down", "refused", "broken", "dies before", "dies after", "dies claimed", "decided", "moved")
"""What becomes of a sending: the server takes it, is not there, says no, falls silent; the worker dies before it
claims, before it hands over, after; somebody decides, or moves the meeting, in between."""


class Sending(Changing):
    """What lies in the outbox goes, or does not."""

    @precondition(lambda self: bool(self.acknowledged))
    @rule(fates=st.lists(st.sampled_from(FATES), min_size=2, max_size=5))
    def send_some(self, fates: list[str]) -> None:
        """A round of the worker, a day later: what was to be tried again is tried again."""
        for number, fate in enumerate(fates):
            self.send_one(number, fate, 24 * 60)

    @precondition(lambda self: bool(self.acknowledged))
    @rule(number=st.integers(0, 30), fate=st.sampled_from(FATES), later=st.sampled_from((0, 0, 6, 24 * 60)))
    def send_one(self, number: int, fate: str, later: int) -> None:
        waiting = self.stage.messages(state="waiting", channel="email")
        if not waiting:
            return
        if fate == "decided":
            waiting = [one for one in waiting if one.person_id == self.stage.family.father] or waiting
        message = waiting[number % len(waiting)]
        self.did[f"sending: {fate}"] += 1
        if fate in ("decided", "moved", "dies claimed"):
            self._claimed_and(message, fate)
            return
        self.through.fault = {
            "down": NotSent(), "refused": NotTaken(), "broken": Uncertain(), "dies before": KeyboardInterrupt(),
            "dies after": KeyboardInterrupt(),
        }.get(fate)  # fmt: skip
        self.through.after = fate in ("broken", "dies after")
        try:
            self.stage.send(self.through, message, later=timedelta(minutes=later))
        except KeyboardInterrupt:
            # As of a process that died: nothing is left but what was committed.
            connection.close()
        finally:
            self.through.fault = None

    def _claimed_and(self, message: Message, fate: str) -> None:
        # What went before it in the same step is looked at as things were then.
        self.nothing_reaches_whom_it_must_not()
        with self.manager as by:
            claimed = outbox._claimed(message.pk, by=by, at=clock.now())
        if fate == "dies claimed" or claimed is None or claimed.state != "claimed":
            return
        if fate == "decided":
            self.keep_somebody_out(number=0, scope="whole")
        elif self.state == "booked" and self.moves < 12:
            self.move()
        with self.manager as by:
            assert outbox._hand_over(message.pk, "<another>", by=by, through=self.through, at=clock.now()) == ""
            outbox._hand_over(message.pk, claimed.reference, by=by, through=self.through, at=clock.now())

    @precondition(lambda self: self.is_booked and self.did["sending: dies claimed"] + self.did["sending: dies after"])
    @rule()
    def leases_lapse(self) -> None:
        for message in self.stage.messages(state="claimed"):
            self.did["lapsed"] += 1
            # Until then it is its maker's, and nobody else finds anything to do.
            assert self.stage.send(self.through, message) == ""
            assert self.stage.messages(pk=message.pk, state="claimed") != []
            # It may have been claimed a day ahead.
            self.stage.send(self.through, message, later=timedelta(days=1, minutes=6))

    @precondition(lambda self: self.did["lapsed"] + self.did["sending: broken"] > 0)
    @rule(it_went=st.booleans())
    def somebody_asks(self, it_went: bool) -> None:
        for message in self.stage.messages(state="unknown")[:1]:
            with self.manager as by:
                say_whether_it_went(message=message, it_went=it_went, by=by, at=clock.now())

    @precondition(lambda self: self.is_booked)
    @rule(number=st.integers(0, 30), deed=st.sampled_from((handed_over, handed_over, hold_back, give_by_hand)))
    def do_by_hand(self, number: int, deed: Any) -> None:
        rows = self.stage.messages(state__in=("waiting", "held", "failed"))
        if rows:
            message = rows[number % len(rows)]
            try:
                with self.manager as by:
                    done = deed(message=message, by=by, at=clock.now())
            except NotThere:
                return
            if done.state == "handed":
                self.handed.append(message.pk)
