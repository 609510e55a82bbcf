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
from tests.audit.trail import as_role
from tests.database import urls_of
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
        if fate in ("decided", "moved", "dies claimed"):
            self._claimed_and(message, fate)
            return
        self.through.fault = {
            "down": NotSent(), "refused": NotTaken(), "broken": Uncertain(), "dies before": KeyboardInterrupt(),
            "dies after": KeyboardInterrupt(),
        }.get(fate)  # fmt: skip
        self.through.after = fate in ("broken", "dies after")
        faults, sent = self.through.faults, len(self.through.sent)
        try:
            self._sent(message, timedelta(minutes=later))
        except KeyboardInterrupt:
            # As of a process that died: nothing is left but what was committed.
            connection.close()
        finally:
            self.through.fault = None
        # Counted where it came to it: what is held before it goes meets no server.
        self.did[f"sending: {fate}"] += self.through.faults > faults or (
            fate == "goes" and len(self.through.sent) > sent
        )

    def _sent(self, message: Message, later: timedelta) -> str:
        """By the worker, in its own role: of the decisions there are copies that only it reads."""
        with as_role(urls_of(connection.settings_dict["NAME"]).job):
            return self.stage.send(self.through, message, later=later)

    def _claimed_and(self, message: Message, fate: str) -> None:
        # What went before it in the same step is looked at as things were then.
        self.nothing_reaches_whom_it_must_not()
        with as_role(urls_of(connection.settings_dict["NAME"]).job), self.manager as by:
            claimed = outbox._claimed(message.pk, by=by, at=clock.now())
        if claimed is None or claimed.state != "claimed":
            return
        self.did[f"sending: {fate}"] += 1
        if fate == "dies claimed":
            return
        is_stopped = False
        if fate == "decided" and self.state == "booked":
            self.keep_somebody_out(number=0, scope="whole")
            is_stopped = message.person_id == self.stage.family.father
        elif fate == "moved" and self.state == "booked" and self.moves < 12:
            self.move()
            is_stopped = message.code in ("invitation", "moved")
        with as_role(urls_of(connection.settings_dict["NAME"]).job), self.manager as by:
            assert outbox._hand_over(message.pk, "<another>", by=by, through=self.through, at=clock.now()) == ""
            done = outbox._hand_over(message.pk, claimed.reference, by=by, through=self.through, at=clock.now())
        assert (not is_stopped) or done == "held"
        self.did[f"sending: {fate}, stopped"] += is_stopped

    @precondition(lambda self: self.is_booked and self.did["sending: dies claimed"] + self.did["sending: dies after"])
    @rule()
    def leases_lapse(self) -> None:
        for message in self.stage.messages(state="claimed"):
            self.did["lapsed"] += 1
            # Until then it is its maker's, and nobody else finds anything to do.
            assert self._sent(message, timedelta(0)) == ""
            assert self.stage.messages(pk=message.pk, state="claimed") != []
            # It may have been claimed a day ahead.
            self._sent(message, timedelta(days=1, minutes=6))

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
