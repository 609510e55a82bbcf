"""What must hold of one conference and its papers, whatever has happened: asked after each step of the machine."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime
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
from quorate.people.models import User
from quorate.release.models import StoredRendition
from tests.notices.making import FATHER, MOTHER, Remembering, Stage, as_words
from tests.notices.said import ALWAYS, CALLING, HEARD, parts_of, withheld_from

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
        self.gone: Counter[UUID] = Counter()  # by message, how often it was given to somebody
        self.dead: set[str] = set()
        self.lives = {self.stage.family.mother: MOTHER, self.stage.family.father: FATHER}
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
        gone = [one for one, _, _ in new] + self.handed
        self.gone.update(gone)
        self.handed = []
        if not gone:
            return
        with self.manager:
            rows = {one.pk: one for one in Message.objects.filter(pk__in=gone).select_related("rendition", "release")}
            names = dict(Invitee.objects.filter(conference=self.stage.conference).values_list("pk", "name"))
            emails = dict(User.objects.values_list("pk", "email"))
        keys = [one.rendition_id for one in rows.values()]
        with acting_as(self.stage.chair):
            # A copy that holds a closed part is closed to the office too.
            copies = {one.pk: one for one in StoredRendition.objects.filter(pk__in=keys)}
        for row in rows.values():
            row.rendition = row.rendition or copies[row.rendition_id]
        fathers = self.out.get(self.stage.family.father, "")
        for key in gone:
            row, scope = rows[key], self.out.get(rows[key].person_id, "")
            assert row.rendition.kept_out == scope
            assert row.rendition.recipient == row.recipient
            assert scope != "whole" or row.code not in CALLING
            assert self.state != "held" or row.code not in CALLING
            self._holds_nothing_that_was_withheld(row, scope, bytes(row.rendition.content).decode())
            assert row.code not in CALLING or row.recipient != self.friend or fathers != "whole"
            assert row.name == names.get(row.recipient, row.name)
            assert row.code not in ("invitation", "moved") or row.release.subject_id == self._live_booking()
        for key, to, source in new:
            row = rows[key]
            expected = emails.get(row.user_id) if row.user_id else self.lives.get(row.person_id)
            assert to == expected or (expected is None and to not in self.lives.values())
            assert to not in self.dead
            self._is_what_was_let_out(row, source)
        self._calendars_are_told_in_order(new, rows)

    def _is_what_was_let_out(self, row: Message, source: bytes) -> None:
        """The mail as its reader gets it: their own copy, and nowhere in it what is not for them."""
        mail = message_from_bytes(source, policy=default)
        parts = {one.get_content_type(): one.get_payload(decode=True) or b"" for one in mail.walk()}
        assert row.rendition is not None
        assert parts["application/pdf"] == bytes(row.rendition.content)
        scope = self.out.get(row.person_id, "") if row.person_id else ""
        assert scope != "whole" or "text/calendar" not in parts
        for content in parts.values():
            self._holds_nothing_that_was_withheld(row, scope, content.decode("utf-8", "replace"))

    def _holds_nothing_that_was_withheld(self, row: Message, scope: str, content: str) -> None:
        """Of somebody kept out of the whole only what is always told; of nobody what was not said to them."""
        assert scope != "whole" or parts_of(content) <= ALWAYS
        is_mothers = row.person_id == self.stage.family.mother
        with self.manager:
            role = Invitee.objects.values_list("role", flat=True).get(pk=row.recipient) if row.code in HEARD else ""
            booking = Booking.objects.filter(conference=self.stage.conference, live=True).select_related("room__venue")
            places = [f"{one.room.name}, {one.room.venue.name}" for one in booking] + [
                one.room.venue.name for one in booking
            ]
        assert row.rendition is not None
        withheld = withheld_from(row.rendition.kind, role, scope, is_mothers=is_mothers)
        withheld += [self.secret] if self.secret and not is_mothers else []
        withheld += places if scope == "whole" and self.state == "booked" else []
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
                if now[1] == "REQUEST":
                    assert self.booked is not None
                    assert [lines[one] for one in ("DTSTART", "DTEND")] == [_in_utc(one) for one in self.booked[:2]]
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
                contents = [bytes(one.content).decode() for one in letters]
            assert contents != []
            others = {words for _, _, _, words in self.decided.values()} - {decided.decided_words}
            for content in contents:
                assert decided.decided_words in content
                assert [words for words in others if words in content] == []
                assert [part for part in OWED if f"[{part}]" not in content] == []
                assert scope != "whole" or parts_of(content) <= ALWAYS

    @invariant()
    def another_step_is_done(self) -> None:
        self.steps += 1

    @invariant()
    def nothing_is_lost_and_nothing_goes_twice_unflagged(self) -> None:
        rows = {one.pk: one for one in self.stage.messages()}
        assert self.acknowledged <= set(rows)
        assert self._twice_unflagged(rows) == []
        # Whatever was handed over is known as sent, or asked about, or still within its lease.
        sent = {one for one, _, _ in self.through.sent}
        assert {str(rows[one].state) for one in sent} <= {"sent", "unknown", "claimed", "handed", "waiting", "held"}
        assert [one for one in sent if rows[one].state in ("waiting", "held") and not rows[one].again] == []

    def _twice_unflagged(self, rows: dict[UUID, Message]) -> list[tuple[UUID, UUID]]:
        """One paper to one reader, by whatever way, more than once without a flag that it may be there twice."""
        times: Counter[tuple[UUID, UUID]] = Counter()
        for one, count in self.gone.items():
            times[rows[one].release_id, rows[one].recipient] += count
        flagged = {(one.release_id, one.recipient) for one in rows.values() if one.again}
        return [pair for pair, count in times.items() if count > 1 and pair not in flagged]

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
        told["twice unflagged"] += len(self._twice_unflagged(rows))
        told["booked"] += self.bookings > 0
        told.update(self.did)

    def _acknowledge(self, booked: tuple[datetime, datetime, Any] | None = None) -> None:
        if booked is not None:
            self.booked, self.bookings = booked, self.bookings + 1
        self.acknowledged |= {one.pk for one in self.stage.messages()}


def _in_utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
