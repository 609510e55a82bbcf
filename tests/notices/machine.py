"""Anything in any order: agree, book, prepare, let out, claim, die, hand over, move, cancel, keep out, let back.

After the decision nothing that invites reaches whoever is kept out, and the letter that tells them why is there;
nothing is lost; nothing goes twice unflagged. What is not asked here are the looks of papers: their words are kept as
words, which takes no typesetter.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases import services as cases
from quorate.cases.models import Address, ContactWay
from quorate.cases.refusals import Refused
from quorate.conferences.models import ConferenceRequest, Invitee
from quorate.conferences.queries.bookings import live_booking
from quorate.conferences.services import bookings, people, requests, supporters
from quorate.documents.letters import NotReadyYet
from quorate.notices import outbox
from quorate.notices.channels import NotSent, Uncertain
from quorate.notices.channels import Refused as NotTaken
from quorate.notices.models import Message
from quorate.notices.services import (
    NobodyToTell,
    NotThere,
    NotWaiting,
    answering,
    give_by_hand,
    hold_back,
    release_and_queue,
    say_whether_it_went,
)
from quorate.release.basis import ChangedSince
from quorate.release.models import Release
from quorate.release.services import SecondPersonNeeded
from quorate.web.work import moments
from tests import clock
from tests.conferences.bookings.making import Office
from tests.conferences.stages import at_clock
from tests.notices.making import FATHER, MOTHER, Stage, decide, keep_out
from tests.notices.promises import Promises

FATES = ("goes",) * 3 + ("down", "refused", "broken", "dies before", "dies after", "dies claimed", "decided", "moved")
"""What becomes of a sending: the server takes it, is not there, says no, falls silent; the worker dies before it
claims, before it hands over, after; somebody decides, or moves the meeting, in between."""


def handed_over(**given: Any) -> Message:
    """Handed over; of what is for a place without a name, to somebody whose name is written down."""
    return answering.handed_over(**given, taken_by="Ola Sedgewick")


class Sending(Promises):
    """The steps. `stage` is given by whoever runs it, as `Asked` left it."""

    @property
    def parents(self) -> dict[UUID, str]:
        return {self.stage.family.mother: MOTHER, self.stage.family.father: FATHER}

    @property
    def is_calm(self) -> bool:
        """Whether nothing has changed for so long that papers could be made and sent."""
        return self.state == "booked" and self.steps - self.changed_at > 4

    @property
    def is_booked(self) -> bool:
        """Whether it has been booked, and perhaps cancelled since."""
        return self.state in ("booked", "cancelled")

    # --- the way to a booking

    @precondition(lambda self: self.state == "requested")
    @rule()
    def agree_and_list_people(self) -> None:
        with self.manager as by:
            asked = ConferenceRequest.objects.select_related("conference__case").get(conference=self.stage.conference)
            requests.agree(asked=asked, reason="The threshold is met.", by=by, on=today())
        self._again()
        with acting_as(self.stage.agency.worker) as by:
            wanted = [
                one for one in people.invite_list_of(self.stage.conference, by, moments.now()) if one.invite == "yes"
            ]
            # Two of the professionals are as good as eight here, and cost a quarter.
            others = [one for one in wanted if one.kind == "professional"][:2]
            for one in [one for one in wanted if one.kind != "professional"] + others:
                people.add_suggested(conference=self.stage.conference, suggestion=one, by=by)
            father = Invitee.objects.get(conference=self.stage.conference, person_id=self.stage.family.father)
            self.friend = supporters.name_supporter(
                conference=self.stage.conference, helped=father, kind="friend", name="Agata Nettlefold",
                at=clock.now(), by=by,
            ).pk  # fmt: skip

    @precondition(lambda self: self.state == "agreed")
    @rule()
    def book(self) -> None:
        office = Office(self.stage.agency, self.stage.family)
        office.let_in(self.stage.conference)
        start, end = office.times()
        office.book(self.stage.conference, starts_at=start, ends_at=end)
        self._again()
        self._acknowledge()

    @precondition(lambda self: self.is_calm and self.moves < 12)
    @rule()
    def move(self) -> None:
        self.moves += 1
        with acting_as(self.stage.office) as by:
            old = live_booking(self.stage.conference)
            later = timedelta(minutes=15 if self.moves % 2 else -15)
            bookings.move(
                conference=self.stage.conference, starts_at=old.starts_at + later, ends_at=old.ends_at + later,
                reason="Ill", authorised_by="The head", room=old.room, chair_id=old.chair_id,
                minute_taker_id=old.minute_taker_id, by=by, at=at_clock(9, 30 + self.moves),
            )  # fmt: skip
        self.did["moved"] += 1
        self.changed_at = self.steps
        self._acknowledge()

    @precondition(lambda self: self.is_calm and self.moves > 0 and self.steps > 30)
    @rule()
    def cancel(self) -> None:
        self._something_waits()
        self._try_to_get_it_out()
        self.nothing_reaches_whom_it_must_not()
        with acting_as(self.stage.office) as by:
            bookings.cancel(
                conference=self.stage.conference, reason="Ill", authorised_by="The head", by=by, at=at_clock(9, 50)
            )
        self._again()
        self.did["cancelled"] += 1
        for _ in range(3):
            self.let_out(0)
        for message in self.stage.messages(state="waiting", channel="email", code="cancelled"):
            self.did["told that it is off"] += self.stage.send(self.through, message) == "sent"
        self._acknowledge()

    # --- papers

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

    # --- sending

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
            pass
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

    # --- what changes meanwhile

    @precondition(lambda self: self.is_calm)
    @rule(number=st.integers(0, 3), scope=st.sampled_from(("whole", "whole", "part")))
    def keep_somebody_out(self, number: int, scope: str) -> None:
        person = (self.stage.family.father, self.stage.family.mother)[number == 3]
        try:
            keep_out(self.stage, scope, person=person)
        except Refused:
            return
        self.out[person] = scope
        self.did[f"kept out of {scope}"] += 1
        self.changed_at = self.steps

    @precondition(lambda self: self.is_calm and bool(self.out))
    @rule()
    def let_somebody_back_in(self) -> None:
        person = next(iter(self.out))
        decide(self.stage, "lifted", person=person)
        del self.out[person]
        self.did["let back in"] += 1
        self.changed_at = self.steps

    @precondition(lambda self: self.is_calm and self.did["other addresses"] < 4)
    @rule(number=st.integers(0, 1), safe=st.sampled_from((True, True, False)))
    def another_address(self, number: int, safe: bool) -> None:
        """The old way of reaching a parent ends; what waits must not go there any more."""
        person = list(self.parents)[number]
        self._something_waits()
        with acting_as(self.stage.agency.worker) as by:
            rows = ContactWay.objects.select_related("case").filter(person_id=person, kind="email", ended_on=None)
            for way in rows:
                self.dead.add(cases.reveal_contact_way(way=way, reason_code="send_papers", by=by))
                cases.end_contact_way(way=way, on=today() - timedelta(days=1), by=by)
        value = f"{number}.{self.steps}@new.example"
        self.stage.reach(person, value, safe=safe)
        if not safe:
            self.dead.add(value)
        self.did["other addresses"] += 1
        self.changed_at = self.steps
        self._try_to_get_it_out(person_id=person)

    @precondition(lambda self: self.state == "booked" and not self.secret and self.did["protected"] < 2)
    @rule()
    def where_it_is_held_becomes_protected(self) -> None:
        """The room turns out to be where the mother is staying: nothing that names it may go to anybody else."""
        self._something_waits()
        self._change_the_placement()
        self.did["protected"] += bool(self.secret)
        self._try_to_get_it_out(person_id=self.stage.family.father)
        self._try_to_get_it_out()

    @precondition(lambda self: bool(self.secret))
    @rule()
    def it_is_no_secret_any_more(self) -> None:
        """She has moved on, and says so: otherwise nothing could go from here on."""
        self._change_the_placement()

    @precondition(lambda self: self.is_calm and self.did["names"] < 2)
    @rule()
    def a_name_is_put_right(self) -> None:
        """What was made for them names them otherwise: it goes neither by e-mail nor by hand."""
        self._something_waits()
        for message in self.stage.messages(state="waiting", channel="hand")[:1]:
            with self.manager:
                Invitee.objects.filter(pk=message.recipient).update(name=f"Ola Sedgewick {self.steps}")
            self.did["names"] += 1
            self._try_to_get_it_out(recipient=message.recipient)

    @precondition(lambda self: self.is_calm and self.out.get(self.stage.family.father) == "whole")
    @rule()
    def whoever_would_come_with_him_is_ticked_again(self) -> None:
        with self.manager:
            Invitee.objects.filter(pk=self.friend).update(to_invite=True)
        self.did["ticked again"] += 1
        self._something_waits()
        self._try_to_get_it_out(recipient=self.friend)

    def _something_waits(self) -> None:
        """An invitation lies in the outbox for everybody who may get one: what changes now must still stop it."""
        try:
            self.stage.released("invitation")
        except (NobodyToTell, NotReadyYet, NotWaiting, ChangedSince):
            return
        self.did["let out"] += 1
        self._acknowledge()

    def _try_to_get_it_out(self, **whose: Any) -> None:
        """One by e-mail and one by hand, of what lay there."""
        for message in self.stage.messages(state="waiting", channel="email", **whose)[:1]:
            self.stage.send(self.through, message, later=timedelta(days=1))
        for message in self.stage.messages(state="waiting", channel="hand", **whose)[:1]:
            with self.manager as by:
                if handed_over(message=message, by=by, at=clock.now()).state == "handed":
                    self.handed.append(message.pk)

    def _change_the_placement(self) -> None:
        self.changed_at = self.steps
        with acting_as(self.stage.agency.worker) as by:
            there = Address.objects.select_related("case").filter(person_id=self.stage.family.mother, kind="placement")
            found = there.first()
            if found is not None:
                opened = found.protection == "open"
                # What is protected anew is where it is booked; what is given up may have been cancelled since.
                self.secret = live_booking(self.stage.conference).room.venue.name if opened else ""
                cases.change_protection(
                    address=found, protection="protected" if opened else "open", by=by,
                    reason_code="" if opened else "person_agrees",
                )  # fmt: skip
                return
            venue = live_booking(self.stage.conference).room.venue.name
            cases.add_address(
                case=self.stage.family.cases[0], person_id=self.stage.family.mother, kind="placement", lines=[venue],
                on=today(), by=by, protection="open",
            )  # fmt: skip


def counted_runs(stage: Stage, template: str, told: Counter[str]) -> type[Sending]:
    """The machine whose every run has a clone of the database of its own, and is counted."""
    import copy

    from tests.database import fresh_clone

    class Counted(Sending):
        def __init__(self) -> None:
            self.place = fresh_clone(template)
            self.place.__enter__()
            self.stage = copy.deepcopy(stage)
            super().__init__()

        def teardown(self) -> None:
            super().teardown()
            self.count_into(told)
            self.place.__exit__(None, None, None)

    return Counted
