"""What must hold of one conference and its papers, whatever has happened: asked after each step of the machine."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from typing import Any
from unittest.mock import patch
from uuid import UUID

from hypothesis.stateful import RuleBasedStateMachine, invariant

from quorate.access.context import acting_as
from quorate.conferences.models import Booking, Conference, ConferenceExclusion, Invitee
from quorate.conferences.queries.people import kept_out
from quorate.conferences.services.exclusion_follow_up import standing_exclusion
from quorate.documents import setting
from quorate.notices.models import Message
from quorate.release.artefacts import ALWAYS, INVITING
from quorate.release.models import StoredRendition
from tests.notices.making import REASONS, Remembering, Stage, as_words
from tests.notices.said import HEARD, parts_of, withheld_from

OWED = ("reasons", "views-asked", "offer", "complaint")
"""Parts of the letter that whoever is kept out gets in any case."""


class Promises(RuleBasedStateMachine):
    """One conference, and what was done. `stage` is given by whoever runs it, as `Asked` left it."""

    stage: Stage

    def __init__(self) -> None:
        super().__init__()
        self.through = Remembering()
        self.out: dict[UUID, str] = {}
        self.looked_at = 0
        self.handed: list[UUID] = []
        self.dead: set[str] = set()
        self.secret = ""
        self.friend: UUID | None = None
        self.calendars: dict[str, tuple[tuple[str, str], int]] = {}
        self.acknowledged: set[Any] = set()
        self.booked: tuple[datetime, datetime, Any] | None = None
        self.bookings = 0
        self.decided: dict[UUID, tuple[UUID, str, str, str]] = {}
        self.steps = -1  # what must hold is asked once before the first step too
        self.moves = 0
        self.changed_at = -4  # the step of the last change: between two, papers get out and are sent
        self.did: Counter[str] = Counter()
        self.patched = ExitStack()
        self.patched.enter_context(patch.object(setting, "as_pdf", as_words))
        self._again()

    def teardown(self) -> None:
        self.patched.close()

    @property
    def manager(self) -> Any:
        return acting_as(self.stage.agency.manager)

    @property
    def state(self) -> str:
        return str(self.stage.conference.state)

    def _again(self) -> None:
        with self.manager:
            rows = Conference.objects.select_related("case")
            self.stage.conference.refresh_from_db(from_queryset=rows)

    @invariant()
    def nothing_reaches_whom_it_must_not(self) -> None:
        new = self.through.sent[self.looked_at :]
        self.looked_at = len(self.through.sent)
        assert [to for _, to, _ in new if to in self.dead] == []
        gone = [one for one, _, _ in new] + self.handed
        self.handed = []
        if not gone:
            return
        with self.manager:
            rows = {one.pk: one for one in Message.objects.filter(pk__in=gone).select_related("rendition", "release")}
            names = dict(Invitee.objects.filter(conference=self.stage.conference).values_list("pk", "name"))
        keys = [one.rendition_id for one in rows.values()]
        with acting_as(self.stage.chair):
            # A copy that holds a closed part is closed to the office too.
            copies = {one.pk: one for one in StoredRendition.objects.filter(pk__in=keys)}
        for row in rows.values():
            row.rendition = row.rendition or copies[row.rendition_id]
        fathers = self.out.get(self.stage.family.father, "")
        calling = {one for one, _, source in new if b"text/calendar" in source}
        live = self._live_booking()
        for key in gone:
            row, scope = rows[key], self.out.get(rows[key].person_id, "")
            assert row.rendition.kept_out == scope
            assert scope != "whole" or (row.code not in INVITING and key not in calling)
            assert self.state != "held" or row.code not in INVITING
            self._holds_nothing_that_was_withheld(row, scope)
            assert row.code not in INVITING or row.recipient != self.friend or fathers != "whole"
            assert row.name == names.get(row.recipient, row.name)
            assert row.code not in ("invitation", "moved") or row.release.subject_id == live
            if self.secret and row.person_id != self.stage.family.mother:
                assert self.secret.encode() not in bytes(row.rendition.content)

        self._calendars_are_told_in_order(new, rows)

    def _holds_nothing_that_was_withheld(self, row: Message, scope: str) -> None:
        """Of somebody kept out of the whole only what is always told; of nobody what was not said to them."""
        content = bytes(row.rendition.content).decode()
        assert scope != "whole" or parts_of(content) <= ALWAYS
        is_mothers = row.person_id == self.stage.family.mother
        with self.manager:
            role = Invitee.objects.values_list("role", flat=True).get(pk=row.recipient) if row.code in HEARD else ""
        withheld = withheld_from(row.rendition.kind, role, scope, is_mothers=is_mothers)
        assert [words for words in withheld if words in content] == []

    def _live_booking(self) -> UUID | None:
        with self.manager:
            rows = Booking.objects.filter(conference=self.stage.conference, live=True)
            return rows.values_list("pk", flat=True).first()

    def _calendars_are_told_in_order(self, new: list[Any], rows: dict[UUID, Message]) -> None:
        """Each change with a higher number than what was told before, and that it is off as a cancellation."""
        for key, _, source in new:
            for part in message_from_bytes(source, policy=default).walk():
                if part.get_content_type() != "text/calendar":
                    continue
                lines = dict(one.partition(":")[::2] for one in part.get_content().splitlines())
                now = (lines["DTSTART"], lines["METHOD"])
                assert now[1] == part.get_param("method") == ("CANCEL" if rows[key].code == "cancelled" else "REQUEST")
                before, number = self.calendars.get(lines["UID"], (now, -1))
                assert int(lines["SEQUENCE"]) >= number + (before != now)
                self.calendars[lines["UID"]] = (now, int(lines["SEQUENCE"]))

    @invariant()
    def whoever_is_kept_out_is_told_why(self) -> None:
        for person, scope in self.out.items():
            with self.manager:
                assert kept_out(self.stage.conference, person) == scope
                decided = standing_exclusion(self.stage.conference, person)
                assert decided is not None
                # Of an earlier decision there may be one that has gone.
                letters = StoredRendition.objects.filter(
                    release__subject_id=decided.pk, release__code="exclusion-letter", person_id=person,
                    release__state__in=("prepared", "released"),
                )  # fmt: skip
                content = bytes(letters[0].content).decode()
            assert REASONS in content
            assert [part for part in OWED if f"[{part}]" not in content] == []
            assert scope != "whole" or parts_of(content) <= ALWAYS

    @invariant()
    def another_step_is_done(self) -> None:
        self.steps += 1

    @invariant()
    def nothing_is_lost_and_nothing_goes_twice_unflagged(self) -> None:
        rows = {one.pk: one for one in self.stage.messages()}
        assert self.acknowledged <= set(rows)
        sent = Counter(one for one, _, _ in self.through.sent)
        assert [one for one, count in sent.items() if count > 1 and not rows[one].again] == []
        # Whatever was handed over is known as sent, or asked about, or still within its lease.
        assert {str(rows[one].state) for one in sent} <= {"sent", "unknown", "claimed", "handed", "waiting", "held"}
        assert [one for one in sent if rows[one].state == "waiting" and not rows[one].again] == []

    @invariant()
    def what_was_said_to_be_done_stands(self) -> None:
        """Time and place of every booking and move, and each decision about somebody, as it was acknowledged."""
        with self.manager:
            rows = list(Booking.objects.filter(conference=self.stage.conference))
            live = [(one.starts_at, one.ends_at, one.room_id) for one in rows if one.live]
            starts_at = Conference.objects.values_list("starts_at", flat=True).get(pk=self.stage.conference.pk)
            decided = ConferenceExclusion.objects.filter(conference=self.stage.conference).exclude(outcome="")
            told = {one.pk: (one.person_id, one.outcome, one.scope, one.decided_words) for one in decided}
        assert live == ([] if self.booked is None else [self.booked])
        assert (len(rows), self.booked and starts_at) == (self.bookings, self.booked and self.booked[0])
        assert told == self.decided

    def count_into(self, told: Counter[str]) -> None:
        """What was done and what became of it, for whoever runs many steps."""
        rows = {one.pk: one for one in self.stage.messages()}
        sent = Counter(one for one, _, _ in self.through.sent)
        told["steps"] += self.steps
        told["messages"] += len(rows)
        told["handed to the mail server"] += len(self.through.sent)
        told["withheld"] += sum(one.state == "held" for one in rows.values())
        told["unknown, flagged"] += sum(one.state == "unknown" for one in rows.values())
        told["twice, flagged"] += sum(count > 1 for count in sent.values())
        told["lost"] += len(self.acknowledged - set(rows))
        told["twice unflagged"] += sum(count > 1 and not rows[one].again for one, count in sent.items())
        told.update(self.did)

    def _acknowledge(self, booked: tuple[datetime, datetime, Any] | None = None) -> None:
        if booked is not None:
            self.booked, self.bookings = booked, self.bookings + 1
        self.acknowledged |= {one.pk for one in self.stage.messages()}
