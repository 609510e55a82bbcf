"""Every paper of generated families for everybody, as it would leave: taken apart and searched.

The gate is switched off while they are made, so that what it would have stopped is found here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.db import transaction

from quorate.access.context import acting_as
from quorate.challenges.models import Complaint
from quorate.challenges.services.complaints import answer_complaint, receive_complaint
from quorate.conferences.models import Booking, Conference, ConferenceExclusion, Invitee, Report
from quorate.conferences.queries import children_of
from quorate.conferences.queries.people import invitees_of
from quorate.conferences.services import bookings, closing, meeting
from quorate.conferences.services.exclusion_follow_up import explained
from quorate.conferences.services.people import remove_invitee
from quorate.documents.saying import day as day_in_words
from quorate.notices import outbox
from quorate.notices.mails import Mail, source_of
from quorate.notices.models import Message
from quorate.notices.recipients import agency_names, recipients_of
from quorate.notices.services import by_rule, family_papers, letting_out, preparing
from quorate.notices.services.letting_out import release_and_queue
from quorate.notices.services.preparing import protected_from
from quorate.release.models import Release, StoredRendition
from quorate.release.protecting import Owned, finding, protected_words
from quorate.release.scanning import Protected, leaks
from tests import clock
from tests.conferences.stages import at_clock
from tests.notices.said import CALLING
from tests.release.grown import Drawn, Grown

REFERENCE = "<1@council.example>"
OF_NO_DAY = ("exclusion-letter", "views-moved")
"""What goes to whoever is kept out of the whole before it is held: its day is no part of it."""


@dataclass(frozen=True)
class Looked:
    """One rendition that was taken apart: its paper, the recipient's kind, what stood in it.

    `strangers` are protected words and canaries that are not for this recipient, `own` the labels of canaries that are;
    `called` that somebody is called to a meeting from which they are kept out, or told its day; `held` how many streets
    stand in it for which the gate would hold it, and `passed` those for which it would not.
    """

    code: str
    kind: str
    strangers: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    kept_out: str = ""
    called: bool = False
    held: int = 0
    passed: tuple[str, ...] = ()


@contextmanager
def gate_open() -> Iterator[None]:
    """Nothing is stopped for what stands in it."""
    with (
        patch.object(preparing, "finding", return_value=""),
        patch.object(letting_out, "finding", return_value=""),
        patch.object(by_rule, "finding", return_value=""),
        patch.object(family_papers, "finding", return_value=""),
    ):
        yield


class Family:
    """One generated family: its papers before the meeting and after it, looked through."""

    def __init__(self, grown: Grown, number: int, *, whole: bool) -> None:
        self.grown, self.drawn, self.whole = grown, grown.become(number), whole

    def before(self) -> list[Looked]:
        """What goes out until the meeting; afterwards nothing of it has happened."""
        with gate_open(), transaction.atomic():
            found = [*self.printed(), *(one for two in self._calling() for one in self._looked(two))]
            transaction.set_rollback(True)
        return found

    def after(self) -> list[Looked]:
        """What goes out when it has been decided."""
        with gate_open(), transaction.atomic():
            found = [one for release in self._telling() for one in self._looked(release)]
            transaction.set_rollback(True)
        return found

    def _calling(self) -> Iterator[Release]:
        yield self._let_out(self._prepared("invitation"))
        self._goes("invitation")
        with acting_as(self.grown.agency.manager) as by:
            yield from filter(None, (by_rule.confirm_date(conference=self.grown.conference, by=by, at=clock.now()),
                                     by_rule.ask_for_booking(conference=self.grown.conference, by=by,
                                                             at=clock.now())))  # fmt: skip
        yield self._prepared("day-sheet")
        for one in self._exclusions():
            yield self._prepared("exclusion-letter", subject=one)
        told = self._explained()
        with transaction.atomic():
            self._stop()
            yield self._let_out(self._latest("not-going-on"))
            transaction.set_rollback(True)
        self._move()
        yield self._let_out(self._latest("moved"))
        if told:
            yield self._let_out(self._latest("views-moved"))
        self._take_off()
        yield self._let_out(self._prepared("taken-back"))
        self._cancel(at_clock(9, 40))
        yield self._let_out(self._latest("cancelled"))

    def printed(self) -> Iterator[Looked]:
        """The procedure's leaflets, booklets and forms, printed for each of the family as the record fills them in."""
        conference, pack = self.grown.conference, self.grown.table_pack
        with acting_as(self.grown.chair) as by:
            children, people = children_of(conference), invitees_of(conference)
            for row in people:
                (who,) = recipients_of(conference, [row])
                for form in family_papers.family_papers(pack, conference, row, children):
                    fields = family_papers.filled_fields(form, conference, row, children, at=clock.now(), by=by)
                    filled = {name: words for name, _, words in fields if words}
                    made = family_papers.filled_paper(form, pack, conference, row, filled=filled)
                    yield self._found(made, who, f"filled-in {form['code']}")

    def _telling(self) -> Iterator[Release]:
        for code in ("decisions", "summary", "plan", "minutes"):
            yield self._prepared(code)
        for one in self._reports():
            yield self._prepared("report", subject=one)
        complaint = self._complaint()
        yield self._prepared("complaint-acknowledgement", subject=complaint.pk)
        with acting_as(self.grown.agency.manager) as by:
            day = at_clock(16).date()
            answer_complaint(complaint=complaint, answer="We are sorry.", answered_on=day, on=day, by=by)
        yield self._prepared("complaint-answer", subject=complaint.pk)

    def _prepared(self, code: str, subject: UUID | None = None) -> Release:
        with acting_as(self.grown.chair) as by:
            return preparing.prepare(
                conference=self.grown.conference, code=code, by=by, at=clock.now(), subject=subject
            )

    def _let_out(self, release: Release) -> Release:
        with acting_as(self.grown.agency.manager) as by:
            return release_and_queue(release=release, by=by, at=clock.now())

    def _latest(self, code: str) -> Release:
        with acting_as(self.grown.chair):
            return Release.objects.get(conference=self.grown.conference, code=code, state="prepared")

    def _goes(self, code: str) -> None:
        """It has reached everybody."""
        with acting_as(self.grown.agency.manager):
            rows = Message.objects.filter(conference=self.grown.conference, code=code, state="waiting")
            rows.update(state="sent", gone_at=clock.now())

    def _exclusions(self) -> list[UUID]:
        with acting_as(self.grown.chair):
            rows = ConferenceExclusion.objects.filter(conference=self.grown.conference, outcome="excluded")
            return sorted(rows.values_list("pk", flat=True))

    def _explained(self) -> int:
        """Whoever is kept out of the whole was told why; gives how many they are."""
        with acting_as(self.grown.chair) as by:
            rows = ConferenceExclusion.objects.filter(conference=self.grown.conference, outcome="excluded")
            told = list(rows.filter(scope="whole"))
            for one in told:
                explained(exclusion=one, on=at_clock(9).date(), how="in-person", by=by)
            return len(told)

    def _reports(self) -> list[UUID]:
        with acting_as(self.grown.chair):
            rows = Report.objects.filter(conference=self.grown.conference)
            own = rows.filter(code="social-work").values_list("pk", flat=True)
            others = sorted(rows.exclude(code="social-work").values_list("pk", flat=True))
            return [*own, *(others if self.whole else self.drawn.random.sample(others, k=min(2, len(others))))]

    def _complaint(self) -> Complaint:
        grown = self.grown
        rule = grown.table_pack.data["complaints"]
        with acting_as(grown.agency.manager) as by:
            return receive_complaint(
                conference=grown.conference, about="conference", who="parent", name="Morgan Example",
                person_id=grown.family.mother, words="I was not heard.", received_on=at_clock(16).date(),
                in_writing=True, on=at_clock(16).date(), by=by, grounds=[str(one) for one in rule["grounds"]][:1],
                route=str(rule["routes"][0]) if rule["routes"] else "",
            )  # fmt: skip

    def _move(self) -> None:
        with acting_as(self.grown.agency.administrator) as by:
            old = Booking.objects.get(conference=self.grown.conference, live=True)
            later = timedelta(days=1)
            bookings.move(
                conference=self.grown.conference, starts_at=old.starts_at + later, ends_at=old.ends_at + later,
                reason="Ill", authorised_by="The head", room=old.room, chair_id=old.chair_id,
                beyond_why="It cannot wait.",
                minute_taker_id=old.minute_taker_id, by=by, at=at_clock(9, 30),
            )  # fmt: skip

    def _stop(self) -> None:
        """It begins, is adjourned, and will not go on."""
        with acting_as(self.grown.chair) as by:
            conference = Conference.objects.select_related("case").get(pk=self.grown.conference.pk)
            meeting.start(conference=conference, at=at_clock(10), by=by)
            closing.adjourn(
                conference=conference, why="papers-late", interim_plan="Their aunt stays.", at=at_clock(11), by=by
            )
        self._cancel(at_clock(11, 30))

    def _take_off(self) -> None:
        """One of those who were told the new day is taken off the list."""
        with acting_as(self.grown.agency.manager):
            told = list(Message.objects.filter(conference=self.grown.conference, code="moved", state="waiting"))
        one = self.drawn.random.choice(sorted(told, key=lambda message: message.recipient))
        with acting_as(self.grown.agency.manager):
            Message.objects.filter(pk=one.pk).update(state="sent", gone_at=clock.now())
        with acting_as(self.grown.agency.worker) as by:
            row = Invitee.objects.select_related("case", "conference").get(pk=one.recipient)
            remove_invitee(invitee=row, why="Does not want to come", on=at_clock(9).date(), by=by)

    def _cancel(self, at: datetime) -> None:
        with acting_as(self.grown.agency.administrator) as by:
            bookings.cancel(conference=self.grown.conference, reason="Ill", authorised_by="The head", by=by, at=at)

    # --- searching

    def _looked(self, release: Release) -> list[Looked]:
        with acting_as(self.grown.chair):
            rows = list(StoredRendition.objects.filter(release=release))
        sent = self._sources(release)
        return [self._searched(one, sent.get(one.pk), release.code) for one in rows]

    def _sources(self, release: Release) -> dict[UUID, bytes]:
        """The e-mails as the outbox makes them, for those to whom one goes."""
        with acting_as(self.grown.agency.manager) as by:
            waiting = release.messages.filter(channel="email").select_related("rendition__release", "conference")
            return {
                one.rendition_id: source_of(
                    outbox.mail_of(one, by=by, at=clock.now()), reference=REFERENCE, at=clock.now()
                )
                for one in waiting
            }  # fmt: skip

    def _searched(self, one: StoredRendition, source: bytes | None, code: str) -> Looked:
        source = source or source_of(
            Mail(code, self.grown.agency.name, "office@council.example", "somebody@elsewhere.example",
                 paper=bytes(one.content), paper_type=one.media_type, enclosed=bytes(one.enclosed)),
            reference=REFERENCE, at=clock.now(),
        )  # fmt: skip
        return self._found(source, one, code)

    def _found(self, source: bytes, one: Any, code: str) -> Looked:
        """What stands in these bytes, which are for this recipient."""
        reader = self.drawn.reader(one)
        # Each is a kind of its own, so that a paper is taken apart once for all of them.
        sought = [*self.drawn.protected, *(canary.words for canary in self.drawn.canaries)]
        there = {leak.kind for leak in leaks(source, [Protected(words, words) for words in sought])}
        canaries = [canary for canary in self.drawn.canaries if canary.words in there]
        strangers = [words for words, who in self.drawn.protected.items() if words in there and who != one.person_id]
        strangers += [f"{canary}" for canary in canaries if not reader.may_have(canary)]
        own = [canary.label for canary in canaries if reader.may_have(canary)]
        out = reader.kept_out == "whole"
        called = out and (code in CALLING or (code in OF_NO_DAY and self._tells_the_day(source)))
        own_streets = self.drawn.streets_of(one.person_id)
        planted = [
            words for words, street in self.drawn.planted.items() if words in there and street not in own_streets
        ]
        with acting_as(self.grown.chair):
            held = bool(planted) and bool(finding([("", source)], protected_from(one, self._words, self._agencies)))
        return Looked(
            code, one.kind, tuple(strangers), tuple(own), reader.kept_out, called,
            held=len(planted) if held else 0, passed=() if held else tuple(planted),
        )  # fmt: skip

    def _tells_the_day(self, source: bytes) -> bool:
        with acting_as(self.grown.chair):
            booking = Booking.objects.filter(conference=self.grown.conference, live=True).first()
        if booking is None:
            return False
        # A letter is of a day itself, which is that of the meeting here: so with the word before it.
        said = [f"{word} {day_in_words(booking.starts_at)}" for word in ("before", "by", "on", "until")]
        return leaks(source, [Protected("day", one) for one in said]) != []

    @cached_property
    def _words(self) -> list[Owned]:
        """What the gate looks for."""
        with acting_as(self.grown.chair):
            return protected_words(self.grown.conference.pk)

    @cached_property
    def _agencies(self) -> list[str]:
        with acting_as(self.grown.chair):
            return agency_names(self.grown.conference)


def grown_families(
    numbers: Iterable[int], *, shapes: int, superuser: str, whole: bool = True
) -> Iterator[tuple[int, Drawn, list[Looked]]]:
    """Each family's number, what was drawn for it, and all its renditions looked through.

    Not `whole`: those with an even number until the meeting, the others after it, which takes half as long.
    """
    numbers = list(numbers)
    for shape in sorted({number % shapes for number in numbers}):
        grown = Grown(shape, superuser)
        mine = [number for number in numbers if number % shapes == shape]
        early: dict[int, tuple[Drawn, list[Looked]]] = {}
        for number in mine:
            if whole or number % 2 == 0:
                family = Family(grown, number, whole=whole)
                early[number] = family.drawn, family.before()
        grown.decide()
        for number in mine:
            drawn, looked = early.get(number, (None, []))
            if whole or number % 2:
                family = Family(grown, number, whole=whole)
                drawn, looked = family.drawn, looked + family.after()
            assert drawn is not None
            yield number, drawn, looked


def leaking(kept: Iterable[Looked]) -> list[Looked]:
    """What leaked: words that were meant for somebody else or for nobody, calls to whoever is kept out, and streets in
    words of others that the gate would let go."""
    return [one for one in kept if one.strangers or one.called or one.passed]


def counted(kept: Iterable[Looked]) -> Counter[str]:
    """How many renditions of which paper for which kind of recipient."""
    return Counter(f"{one.code} for a {one.kind}" for one in kept)
