"""The steps of the machine on the day itself: the conference is held and decides, and the papers of that are made."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from quorate.access.context import acting_as
from quorate.conferences.models import Attendance
from quorate.conferences.queries.bookings import live_booking
from quorate.conferences.services import bookings, meeting, meeting_register
from quorate.conferences.services.meeting_cards import add_card
from quorate.conferences.services.meeting_voices import contribute
from quorate.conferences.services.record import approve_record, digest_of
from quorate.documents import record_drafts
from quorate.documents.letters import NotReadyYet
from quorate.notices.services import NobodyToTell
from tests.conferences.decisions.making import Table
from tests.conferences.stages import at_clock, sitting, written_out
from tests.notices.said import HEARD, SAID
from tests.notices.stopping import Stopping


class Afterwards(Stopping):
    """The meeting, and what is sent of it: to whoever was kept out their own copies, to everybody else theirs."""

    @precondition(lambda self: self.is_calm and self.moves > 0 and self.steps > 25)
    @rule(on_the_day=st.booleans())
    def it_is_held(self, on_the_day: bool) -> None:
        """Moved to today, held with whoever is not kept out, decided, closed, and its record approved.

        `on_the_day`: the mother is kept out of a part of it that morning.
        """
        if self.secret:
            self.it_is_no_secret_any_more()
        if on_the_day:
            self.keep_somebody_out(number=3, scope="part")
        # What went before it in the same step is looked at as things were then.
        self.nothing_reaches_whom_it_must_not()
        self._moved_to_today()
        stage = self.stage
        sitting(stage.agency, stage.family, to=stage.conference)
        table = Table(stage.pack, at=(stage.agency, stage.family, stage.conference))
        self._somebody_is_out_of_the_room()
        self._it_is_said(table)
        self._it_is_decided(table)
        table.close(at=at_clock(12))
        self._its_record_is_approved()
        self._again()
        self.changed_at = self.steps
        self.did["held"] += 1
        for scope in set(self.out.values()):
            self.did[f"held, kept out of {scope}"] += 1

    def _moved_to_today(self) -> None:
        start, end = at_clock(10), at_clock(12)
        with acting_as(self.stage.office) as by:
            old = live_booking(self.stage.conference)
            bookings.move(
                conference=self.stage.conference, starts_at=start, ends_at=end, reason="Sooner",
                authorised_by="The head", room=old.room, beyond_why="It cannot wait.", by=by, at=at_clock(9, 45),
            )  # fmt: skip
        self._again()
        self._acknowledge(booked=(start, end, old.room_id))
        self.what_was_said_to_be_done_stands()

    def _somebody_is_out_of_the_room(self) -> None:
        """Whoever is kept out of a part leaves for it."""
        keys = [self.stage.invitee(person).pk for person, scope in self.out.items() if scope == "part"]
        with acting_as(self.stage.agency.minute_taker) as by:
            rows = Attendance.objects.select_related("conference__case").filter(invitee_id__in=keys)
            for stay in list(rows):
                meeting_register.leave(stay=stay, at=at_clock(10, 20), by=by)
                meeting_register.come_in(
                    conference=self.stage.conference, invitee_id=stay.invitee_id, at=at_clock(10, 40), by=by
                )

    def _it_is_said(self, table: Table) -> None:
        mother = (self.stage.family.mother,)
        said: tuple[tuple[str, str, int, Any], ...] = (
            ("closed", "R", 50, ()), ("professionals", "P", 50, ()), ("mothers", "F-person", 50, mother),
            ("away", "F-all", 30, ()), ("everybody", "F-all", 50, ()),
        )  # fmt: skip
        with acting_as(self.stage.chair) as by:
            for what, meant_for, minute, named in said:
                add_card(
                    conference=table.conference, column="strengths", words=SAID[what], op_id=uuid4(),
                    at=at_clock(10, minute), by=by, meant_for=meant_for, named=named,
                )  # fmt: skip
            # Whoever came back in at twenty to eleven is there for all of what comes after the first item.
            items = [one["code"] for one in table.pack.data["agenda"]["items"]]
            meeting.part_done(conference=table.conference, code=items[0], at=at_clock(10, 45), by=by)
            contribute(
                conference=table.conference, item=items[1], at=at_clock(10, 50), words=SAID["later"],
                told_by="The nurse", by=by,
            )  # fmt: skip

    def _it_is_decided(self, table: Table) -> None:
        """Two professionals are no quorum: the chair goes on, with the grounds."""
        grounds = tuple(table.pack.data["quorum"]["grounds_to_go_on"])
        more = {"grounds": grounds, "overrides_reason": "Waiting would leave the children without help."}
        first, *others = table.children()
        for child in (first, *others):
            table.hear(child)
            table.say(child, "yes" if child is first else "no")
        table.decide(first, table.plan_made(**more))
        for child in others:
            table.decide(child, table.no_plan(**more))
        table.write_plan(first)

    def _its_record_is_approved(self) -> None:
        with acting_as(self.stage.agency.minute_taker) as by:
            record = record_drafts.prepare(conference=self.stage.conference, at=at_clock(13), by=by)
            written_out(record, at_clock(13), by)
        with acting_as(self.stage.chair) as by:
            approve_record(record=record, digest=digest_of(record), at=at_clock(14), by=by)

    @precondition(lambda self: self.state == "held")
    @rule(code=st.sampled_from(HEARD))
    def prepare_what_was_decided(self, code: str) -> None:
        try:
            self.stage.prepared(code, by=self.stage.chair)
        except (NobodyToTell, NotReadyYet):
            return
        for _ in range(3):
            self.let_out(0)
