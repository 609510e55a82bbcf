"""The register put right after the meeting: both versions stay, minutes follow or are added to."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from quorate.access.context import acting_as
from quorate.access.permissions import NotAllowed
from quorate.access.standing import Standing
from quorate.cases.models import CaseEvent
from quorate.cases.refusals import Refused
from quorate.conferences.models import Addendum, Attendance, Decision, Invitee, RecordSection, StayCorrection
from quorate.conferences.naming import unnamed
from quorate.conferences.services.closing import close
from quorate.conferences.services.meeting_cards import add_card
from quorate.conferences.services.meeting_register import correct_stay
from quorate.conferences.services.record import approve_record, digest_of, save_section
from quorate.conferences.services.register_put_right import Stay
from quorate.documents import record_drafts
from quorate.documents.facts import Facts
from quorate.documents.making import made
from quorate.documents.register_put_right import PutRight, add_somebody, put_right
from quorate.notices.recipients import recipients_of
from quorate.release.artefacts import rendition
from quorate.release.basis import basis_of
from tests.conferences.meeting.making import clock
from tests.conferences.stages import written_out
from tests.database import Urls
from tests.documents.conference.making import Held
from tests.documents.conference.test_out_of_the_room import Day


class Register:
    """The register of a conference that has ended, as chair and minute-taker put it right."""

    def __init__(self, conference: Any, chair: Standing, writer: Standing) -> None:
        self.conference, self.chair, self.writer = conference, chair, writer

    def listed(self, role: str) -> Invitee:
        with acting_as(self.chair):
            return Invitee.objects.filter(conference=self.conference, role=role).order_by("name")[0]

    def stay(self, who: Invitee) -> Attendance | None:
        with acting_as(self.chair):
            rows = Attendance.objects.filter(conference=self.conference, invitee_id=who.pk, taken_back=False)
            return rows.select_related("conference__case").first()

    def right(
        self, who: Invitee, now: Stay | None, *, by: Standing | None = None, at: datetime | None = None, **said: Any
    ) -> PutRight:
        """One line put right by the minute-taker; `was` is the stay that stands, unless said."""
        stands = self.stay(who)
        given = {"was": stands.pk if stands else None, "why": "It was noted at the wrong name."} | said
        with acting_as(by or self.writer) as standing:
            return put_right(
                conference=self.conference, invitee_id=who.pk, now=now, at=at or clock(15), by=standing, **given
            )

    def told(self, who: Invitee) -> list[tuple[str, str]]:
        """When the rules have them come and go."""
        with acting_as(self.chair):
            rows = CaseEvent.objects.filter(conference_id=self.conference.pk, code="attended")
            back = set(rows.filter(takes_back__isnull=False).values_list("takes_back", flat=True))
            seen = {
                one.event_id: one.facts for one in rows
                if one.takes_back is None and one.event_id not in back and one.facts["who"] == who.role
            }  # fmt: skip
        return [(one["from"][11:16], one.get("to", "")[11:16]) for one in seen.values()]

    def rows(self, model: Any) -> list[Any]:
        with acting_as(self.chair):
            return list(model.objects.all())


def test_the_register_is_put_right_and_the_draft_of_the_minutes_follows(own_database: Urls) -> None:
    held = Held(approved=False)
    at, record = Register(held.conference, held.agency.chair, held.agency.minute_taker), held.record

    def says(who: Invitee) -> list[tuple[str, str]]:
        words = [(one.meant_for, line) for one in at.rows(RecordSection) if one.code == "people"
                 for line in one.words.split("\n")]  # fmt: skip
        return [(label, line.partition(": ")[2]) for label, line in words if line.startswith(f"- {unnamed(who.name)}")]

    visitor, mother = at.listed("health_visitor"), at.listed("parent")
    was = at.stay(visitor)
    assert was is not None and says(visitor) == [("F-all", "came at 10:01, left at 12:00")]
    done = at.right(visitor, Stay(clock(10, 30), clock(11, 15), "virtual", True))
    assert (done.changed_draft, done.addendum) == (True, None)
    assert says(visitor) == [("F-all", "came at 10:30 by video, left at 11:15")]
    assert at.told(visitor) == [("10:30", "11:15")]
    # Both versions are kept, with the reason; neither can be changed any more, whoever asks.
    kept = at.rows(StayCorrection)[0]
    assert (kept.was_id, kept.why, kept.put_right_by) == (
        was.pk, "It was noted at the wrong name.", at.writer.user_id
    )  # fmt: skip
    assert at.rows(Attendance) != [] and next(one for one in at.rows(Attendance) if one.pk == was.pk).taken_back is True
    now = at.stay(visitor)
    assert now is not None and now.pk == kept.now_id
    for row, changed in ((was.pk, {"taken_back": False}), (now.pk, {"from_at": clock(10)})):
        with acting_as(at.chair), pytest.raises(DatabaseError), transaction.atomic():
            Attendance.objects.filter(pk=row).update(**changed)
    with acting_as(at.chair), pytest.raises(DatabaseError), transaction.atomic():
        StayCorrection.objects.update(why="Because")
    # What the meeting itself could change is over; the office keeps the register of the day alone.
    with acting_as(at.chair) as by, pytest.raises(Refused, match="put the register right, with the reason"):
        correct_stay(stay=now, by=by, take_back=True)
    with pytest.raises(NotAllowed):
        at.right(visitor, None, by=held.agency.administrator)
    # Was not there at all; the family's line stays with its readers; who was never noted comes in.
    before = says(mother)
    at.right(mother, None)
    assert [label for label, _ in before] == [label for label, _ in says(mother)] == ["F-person"]
    assert says(mother) == [("F-person", "was not there")]
    at.right(mother, Stay(clock(10)), was=None)
    assert says(mother) == [("F-person", "came at 10:00, left at 12:00")]
    assert sorted(at.told(mother)) == [("10:00", ""), ("10:01", "")]  # the other parent has the role too
    with acting_as(at.writer) as by:
        add_somebody(
            conference=at.conference, now=Stay(clock(11), clock(11, 30)), why="Nobody had expected her.", at=clock(15),
            by=by, name="Vida Clapperton", kind="professional", agency_code="police",
        )  # fmt: skip
    vida = next(one for one in at.rows(Invitee) if one.name == "Vida Clapperton")
    assert (vida.basis, says(vida)) == ("on-the-day", [("F-all", "came at 11:00, left at 11:30")])
    # Somebody of the family comes into the part that the family reads, also where one that nobody reads stands above.
    with psycopg.connect(own_database.superuser) as superuser:
        superuser.execute("UPDATE conferences_record_section SET place = place + 100")
    with acting_as(at.writer) as by:
        RecordSection(
            record=record, case_id=record.case_id, authority_id=record.authority_id, code="people", title="Who",
            place=0, words="- One who comes apart", meant_for="F-person", written_by=by.user_id, written_at=clock(14),
        ).save(force_insert=True)  # fmt: skip
        add_somebody(
            conference=at.conference, now=Stay(clock(11)), why="She sat at the back.", at=clock(15), by=by,
            name="Orla Clapperton", kind="family",
        )  # fmt: skip
    of_family = [one for one in at.rows(RecordSection) if (one.code, one.meant_for) == ("people", "F-person")]
    assert [(set(one.named), "Orla Clapperton" in one.words) for one in of_family] == [
        (set(), False), ({held.table.family.mother, held.table.family.father}, True)
    ]  # fmt: skip
    # It is what the chair reads that is approved.
    with acting_as(at.writer) as by:
        written_out(record, clock(15), by)
    with acting_as(at.chair) as by:
        approve_record(record=record, digest=digest_of(record), at=clock(16), by=by)
    assert at.rows(Addendum) == []


def test_what_is_wrong_with_a_correction_is_said(held: Held) -> None:
    at = Register(held.conference, held.agency.chair, held.agency.minute_taker)
    visitor = at.listed("health_visitor")
    stands = at.stay(visitor)
    assert stands is not None
    for now, said, wrong in (
        (Stay(clock(9), clock(11)), {}, {"from_at": "The conference did not sit at this time."}),
        (Stay(clock(13)), {}, {"from_at": "The conference did not sit at this time."}),
        (Stay(clock(11), clock(10, 30)), {}, {"until_at": "This is not after the time at which they came."}),
        (Stay(clock(11), clock(12, 5)), {}, {"until_at": "The conference had ended by then."}),
        (Stay(clock(11), mode="owl"), {}, {"mode": "Say how they took part: in the room, by link or by phone."}),
        (Stay(clock(11)), {"why": " "}, {"why": "Say why it is put right; it is kept with the register."}),
        (Stay(clock(11)), {"was": None},
         {"from_at": "The register has this person there at a part of this time already."}),
        (None, {"was": None}, {"": "Nothing would change; say how the person was there."}),
        (Stay(stands.from_at, stands.until_at, stands.mode, stands.direct_contact), {},
         {"": "The register says this already; change what is wrong, or leave it."}),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            at.right(visitor, now, **said)
        assert refused.value.sentences == wrong
    at.right(visitor, None)
    with pytest.raises(Refused, match="Somebody has put this line right since you opened it"):
        at.right(visitor, Stay(clock(11)), was=stands.pk)


@pytest.fixture(scope="module")
def held(module_database: Any) -> Held:
    return Held()


def test_approved_minutes_are_added_to_for_the_readers_of_the_line(held: Held) -> None:
    at = Register(held.conference, held.agency.chair, held.agency.minute_taker)

    def rests_on() -> str:
        with acting_as(at.chair):
            return basis_of(at.conference.pk, "minutes", None, [(at.listed("parent").pk, None, "parent")])[0]["text"]

    sections, prepared = [(one.pk, one.version, one.words) for one in at.rows(RecordSection)], rests_on()
    quorate = [one.quorate for one in at.rows(Decision)]
    school, mother = at.listed("school_rep"), held.parent()
    father = next(one for one in held.recipients("parent") if one.person_id != mother.person_id)
    done = at.right(school, None, why="She had left a note and gone to another room", by=at.chair)
    added = done.addendum
    assert added is not None
    assert (added.meant_for, added.section_code, added.why) == ("F-all", "people", "The register was put right.")
    who = unnamed(school.name)
    assert added.words == (
        f"Who was there, put right by A chair, chair: “{who}: came at 10:01, left at 12:00” ought to say “{who}: was "
        "not there”. Why: She had left a note and gone to another room."
    )
    # What was approved stays as it was, and so does what was held of the quorum; what was prepared is overtaken.
    assert [(one.pk, one.version, one.words) for one in at.rows(RecordSection)] == sections
    assert [one.quorate for one in at.rows(Decision)] == quorate
    assert rests_on() != prepared
    for reader in (mother, father):
        assert "was not there”. Why: She had left a note" in _words(held, reader)
    # Of a parent who comes apart only they and the professionals read when and how they came.
    with acting_as(at.writer):
        Invitee.objects.filter(conference=at.conference, person_id=father.person_id).update(attends_separately=True)
    listed = next(one for one in at.rows(Invitee) if one.person_id == father.person_id)
    done = at.right(listed, Stay(clock(10, 1), mode="phone"), why="He rang in")
    assert done.addendum is not None
    assert (done.addendum.meant_for, done.addendum.named) == ("F-person", [father.person_id])
    assert ["He rang in" in _words(held, one) for one in (mother, father)] == [False, True]


def test_what_was_said_while_somebody_turns_out_to_have_been_out_is_not_for_them(own_database: Urls) -> None:
    day = Day()
    day.begin()
    with acting_as(day.writer):
        Invitee.objects.filter(pk=day.invitee_of(0).pk).update(attends_separately=True)
    with acting_as(day.writer) as by:
        add_card(
            conference=day.conference, column="danger", words="Said while one was outside.", op_id=uuid4(),
            at=clock(10, 20), by=by, meant_for="F-all",
        )  # fmt: skip
    with acting_as(day.chair) as by:
        close(conference=day.conference, at=clock(11), by=by)
        day.conference.refresh_from_db()
    at = Register(day.conference, day.chair, day.writer)

    def kept_from() -> set[tuple[UUID, ...]]:
        return {tuple(one.not_for) for one in at.rows(RecordSection) if one.code == "analysis"}

    # Whoever prepares the minutes waits for a correction that is being written: they follow the register as it is.
    with psycopg.connect(own_database.superuser) as corrects:
        corrects.execute("SELECT FROM conferences_conference WHERE id = %s FOR NO KEY UPDATE", [day.conference.pk])
        with acting_as(at.writer) as by, pytest.raises(OperationalError, match="lock timeout"), transaction.atomic():
            connection.cursor().execute("SET LOCAL lock_timeout = '200ms'")
            record_drafts.prepare(conference=day.conference, at=clock(12), by=by)
    with acting_as(at.writer) as by:
        record = record_drafts.prepare(conference=day.conference, at=clock(12), by=by)
    assert kept_from() == {()}
    # While the minutes are prepared it is left out for them there, and whoever works on them reads it again.
    apart, other = day.invitee_of(0), day.invitee_of(1)
    at.right(apart, Stay(clock(10), clock(10, 15)), at=clock(12, 30))
    assert kept_from() == {(day.person(0),)}
    with acting_as(at.writer) as by:
        for one in RecordSection.objects.filter(record=record, code="analysis"):
            save_section(section=one, words=one.words, version=one.version, at=clock(13), by=by, not_for=())
        written_out(record, clock(13), by)
    with acting_as(at.chair) as by:
        approve_record(record=record, digest=digest_of(record), at=clock(14), by=by)

    def reads(who: Invitee) -> bool:
        with acting_as(at.chair) as by:
            (to,) = recipients_of(day.conference, [who])
            facts = Facts(day.conference, at=clock(15), by=by)
            own = rendition(made("minutes", day.conference, to, at=clock(15), by=by, facts=facts), to)
        return "Said while one was outside." in str(own)

    assert [reads(one) for one in (apart, other)] == [True, True]
    # Longer in the room opens nothing by itself and takes nothing away; shorter does, in every copy from now on.
    at.right(apart, Stay(clock(10), clock(10, 40)))
    at.right(other, Stay(clock(10), clock(10, 5)))
    assert [reads(one) for one in (apart, other)] == [True, True]
    # Also where it was begun before the minutes were approved, and came to them afterwards.
    done = at.right(apart, Stay(clock(10), clock(10, 10)), at=clock(13, 59)).correction
    assert (done.kept_from, done.put_right_at) == ([day.person(0)], clock(14))
    assert [reads(one) for one in (apart, other)] == [False, True]
    # A correction that was itself wrong is undone once the register has them there for as long as before it again.
    for until, opens in (((10, 39), False), ((10, 40), True), ((10, 50), True), ((10, 30), False), ((10, 45), False),
                         ((10, 50), True)):  # fmt: skip
        at.right(apart, Stay(clock(10), clock(*until)))
        assert reads(apart) is opens, until


def _words(held: Held, reader: Any) -> str:
    return str(held.paper("minutes", reader))
