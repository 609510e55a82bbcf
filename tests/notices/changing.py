"""The steps of the machine that change something: booked, moved, cancelled, kept out, another address, another name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases import services as cases
from quorate.cases.models import Address, ContactWay, Relative
from quorate.conferences.models import ConferenceRequest, Invitee
from quorate.conferences.queries.bookings import live_booking
from quorate.conferences.services import bookings, people, requests, supporters
from quorate.documents.letters import NotReadyYet
from quorate.notices.models import Message
from quorate.notices.services import NobodyToTell, NotWaiting, answering
from quorate.release.basis import ChangedSince
from quorate.web.work import moments
from tests import clock
from tests.conferences.bookings.making import Office
from tests.conferences.stages import at_clock
from tests.notices.letting_out import LettingOut
from tests.notices.making import decide, keep_out


def handed_over(**given: Any) -> Message:
    """Handed over; of what is for a place without a name, to somebody whose name is written down."""
    return answering.handed_over(**given, taken_by="Ola Sedgewick")


class Changing(LettingOut):
    """What changes while papers are on their way."""

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
        made = office.book(self.stage.conference, starts_at=start, ends_at=end)
        self._again()
        self._acknowledge(booked=(start, end, made.room_id))

    @precondition(lambda self: self.is_calm and self.moves < 12)
    @rule()
    def move(self) -> None:
        self.moves += 1
        with acting_as(self.stage.office) as by:
            old = live_booking(self.stage.conference)
            later = timedelta(minutes=15 if self.moves % 2 else -15)
            start, end = old.starts_at + later, old.ends_at + later
            bookings.move(
                conference=self.stage.conference, starts_at=start, ends_at=end, reason="Ill", authorised_by="The head",
                room=old.room, chair_id=old.chair_id, minute_taker_id=old.minute_taker_id, by=by,
                at=at_clock(9, 30 + self.moves),
            )  # fmt: skip
        self.did["moved"] += 1
        self.changed_at = self.steps
        self._acknowledge(booked=(start, end, old.room_id))

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
        self.booked = None
        self.did["cancelled"] += 1
        for _ in range(3):
            self.let_out(0)
        for message in self.stage.messages(state="waiting", channel="email", code="cancelled"):
            self.did["told that it is off"] += self.stage.send(self.through, message) == "sent"
        self._acknowledge()

    # --- what changes meanwhile

    @precondition(lambda self: self.is_calm)
    @rule(number=st.integers(0, 3), scope=st.sampled_from(("whole", "part")))
    def keep_somebody_out(self, number: int, scope: str) -> None:
        person = (self.stage.family.father, self.stage.family.mother)[number == 3]
        words = f"Somebody threatened a worker ({self.steps}, {len(self.decided)})."
        made = keep_out(self.stage, scope, person=person, words=words)
        self.out[person] = scope
        self.decided[made.pk] = (person, "excluded", scope, words)
        self.did[f"kept out of {scope}"] += 1
        self.changed_at = self.steps

    @precondition(lambda self: self.is_calm and bool(self.out))
    @rule()
    def let_somebody_back_in(self) -> None:
        person = next(iter(self.out))
        words = f"All has been quiet ({self.steps}, {len(self.decided)})."
        made = decide(self.stage, "lifted", person=person, words=words)
        self.decided[made.pk] = (person, "lifted", made.scope, words)
        del self.out[person]
        self.did["let back in"] += 1
        self.changed_at = self.steps

    @precondition(lambda self: (self.is_calm or self.state == "held") and self.did["other addresses"] < 4)
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
        if safe:
            self.lives[person] = value
        else:
            self.dead.add(value)
            self.lives.pop(person, None)
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
            self.did["names"] += 1
            if not self._is_put_right_on_the_record(message.person_id):
                with self.manager:
                    Invitee.objects.filter(pk=message.recipient).update(name=f"Ola Sedgewick {self.steps}")
            self._try_to_get_it_out(recipient=message.recipient)

    def _is_put_right_on_the_record(self, person: UUID | None) -> bool:
        """Where somebody has one, the list and what waits follow it by themselves; not of whoever lives where nobody
        may know."""
        given = "Ola" * self.did["names"]
        with acting_as(self.stage.agency.worker) as by:
            rows = list(Relative.objects.select_related("case").filter(person_id=person, removed_on=None))
            before = self._listed(person)
            for row in rows:
                cases.change_relative(relative=row, given_names=given, reason="Misspelt.", on=today(), by=by)
            hidden = Address.objects.filter(person_id=person, protection="protected", ends_on=None).exists()
            follows = before if hidden else {f"{given} {row.family_name}" for row in rows}
            assert not rows or self._listed(person) == follows, f"{self._listed(person)}, not {follows}"
        self._acknowledge()
        return bool(rows)

    def _listed(self, person: UUID | None) -> set[str]:
        return {one.name for one in Invitee.objects.filter(person_id=person)}

    @precondition(lambda self: self.state == "booked" and self.out.get(self.stage.family.father) == "whole")
    @rule()
    def whoever_would_come_with_him_is_ticked_again(self) -> None:
        with self.manager:
            Invitee.objects.filter(pk=self.friend).update(to_invite=True)
        self.did["ticked again"] += 1
        self._something_waits()
        self._try_to_get_it_out(recipient=self.friend)

    def _something_waits(self) -> None:
        """A paper lies in the outbox for everybody who may get one: what changes now must still stop it."""
        is_over = self.state == "held"
        try:
            self.stage.released("decisions" if is_over else "invitation", by=self.stage.chair if is_over else None)
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
