"""What follows from which event: one table, loaded at the start, refused where it is empty."""

from __future__ import annotations

import io
from datetime import timedelta
from email.message import Message as Mail
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection
from icalendar import Calendar
from pypdf import PdfReader

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases.models import CaseEvent, ContactWay
from quorate.cases.reactions import reactions_to
from quorate.cases.services import record_event, verify_contact_way
from quorate.cases.worklist import Asked, question
from quorate.conferences.models import Attendance, Invitee, Sitting
from quorate.conferences.queries.bookings import live_booking
from quorate.conferences.services import bookings
from quorate.documents.artefacts.exclusion import views_moved
from quorate.documents.facts import Facts
from quorate.documents.saying import day as day_in_words
from quorate.documents.setting import as_text
from quorate.notices.models import CalendarEntry, Message
from quorate.notices.offers import papers_to_prepare
from quorate.notices.recipients import recipient_list
from quorate.notices.services import ChangedSince, NobodyToTell, handed_over, preview, release_and_queue
from quorate.notices.sql import TOLD_TIMES
from quorate.reactions import TABLE, Follows, faults_of, load
from quorate.release.artefacts import Recipient
from quorate.release.models import Release
from quorate.web.work.moments import clock_at
from quorate.web.work.waiting import duties_and_waiting
from tests import clock
from tests.conferences.stages import at_clock
from tests.database import Urls, urls_of
from tests.notices.making import FATHER, MOTHER, Remembering, Stage, decide, keep_out
from tests.notices.said import CALLING


def move(stage: Stage, days: int = 1) -> None:
    with acting_as(stage.office) as by:
        old = live_booking(stage.conference)
        assert old is not None
        bookings.move(
            conference=stage.conference, starts_at=old.starts_at + timedelta(days=days),
            ends_at=old.ends_at + timedelta(days=days), reason="The chair is ill", authorised_by="The head of service",
            beyond_why="It cannot wait.", room=old.room, chair_id=old.chair_id, minute_taker_id=old.minute_taker_id,
            by=by, at=at_clock(9, 30),
        )  # fmt: skip


def cancel(stage: Stage) -> None:
    with acting_as(stage.office) as by:
        bookings.cancel(
            conference=stage.conference, reason="Not needed", authorised_by="The manager", by=by, at=at_clock(9, 45)
        )
        stage.conference.refresh_from_db()


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def let_out(stage: Stage, code: str) -> Release:
    with acting_as(stage.agency.manager) as by:
        (release,) = Release.objects.filter(conference=stage.conference, code=code, state="prepared")
        return release_and_queue(release=release, by=by, at=clock.now())


def entry_in(mail: Mail) -> tuple[str, Any]:
    (file,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    (event,) = Calendar.from_ical(file.get_content()).walk("VEVENT")
    return str(file.get_param("method")), event


def entry_of(through: Remembering, address: str) -> tuple[str, Any]:
    (mail,) = [one for one in through.mails if one["To"] == address]
    return entry_in(mail)


def test_the_table_is_registered_once_and_holds_nothing_unknown() -> None:
    load()
    for row in TABLE:
        assert list(reactions_to(row.event)).count(row.does) == 1
    assert faults_of(TABLE, reactions_to) == []


def test_an_empty_an_unknown_and_an_unregistered_table_are_refused() -> None:
    unknown = Follows("conference-forgotten", "Nothing.", TABLE[0].does)
    assert [one.id for one in faults_of((), reactions_to)] == ["quorate.reactions.E001"]
    assert [one.id for one in faults_of((unknown,), reactions_to)] == ["quorate.reactions.E002"]
    assert [one.id for one in faults_of(TABLE[:1], lambda _: ())] == ["quorate.reactions.E003"]


def test_a_move_holds_what_waits_and_changes_the_entry_of_those_who_were_told(stage: Stage) -> None:
    stage.released()
    first = Remembering()
    stage.send(first, stage.message_to(stage.family.mother))
    _, told = entry_of(first, MOTHER)
    move(stage)
    assert stage.message_to(stage.family.father).why == "moved"
    let_out(stage, "moved")
    through = Remembering()
    stage.send_all(through)
    method, entry = entry_of(through, MOTHER)
    assert (method, entry["UID"], int(entry["SEQUENCE"])) == ("REQUEST", told["UID"], int(told["SEQUENCE"]) + 1)
    assert entry["DTSTART"].dt == told["DTSTART"].dt + timedelta(days=1)


def test_an_invitation_let_out_for_the_old_day_never_goes(stage: Stage) -> None:
    release = stage.prepared()
    move(stage)
    with acting_as(stage.agency.manager):
        release.refresh_from_db()
    assert release.state == "overtaken"


def test_after_an_adjournment_nothing_calls_to_the_day_that_was_and_all_are_told_the_new_one(stage: Stage) -> None:
    stage.released()
    told = stage.send_all(Remembering())
    invited = {one.recipient for one in stage.messages(code="invitation", state="sent")}
    assert len(invited) == len(told) > 0
    with acting_as(stage.chair) as by:
        record_event(
            code="conference-adjourned", cases=stage.family.cases, at=at_clock(9, 20), facts={"reason": "inquorate"},
            conference=stage.conference, by=by,
        )  # fmt: skip
        stage.conference.state = "adjourned"
        stage.conference.save(update_fields=["state"])
        assert "invitation" not in papers_to_prepare(stage.conference)
    assert {(one.state, one.why) for one in stage.messages(code="invitation")} == {("sent", ""), ("held", "state")}
    with acting_as(stage.office) as by:
        old = live_booking(stage.conference)
        assert old is not None
        bookings.book(
            conference=stage.conference, starts_at=old.starts_at + timedelta(days=1),
            ends_at=old.ends_at + timedelta(days=1), room=old.room, chair_id=old.chair_id,
            minute_taker_id=old.minute_taker_id, beyond_why="It cannot wait.", by=by, at=at_clock(9, 30),
        )  # fmt: skip
        stage.conference.refresh_from_db()
    let_out(stage, "moved")
    assert {one.recipient for one in stage.messages(code="moved")} == invited


def by_hand_alone(stage: Stage, person: UUID) -> None:
    """No e-mail goes to them any more."""
    with acting_as(stage.agency.worker) as by:
        for way in ContactWay.objects.select_related("case").filter(person_id=person):
            verify_contact_way(way=way, how="in_person", safe=False, on=today(), by=by)


def letter_now(stage: Stage, code: str, person: UUID) -> str:
    """What the paper would say to them now."""
    one = stage.invitee(person)
    with acting_as(stage.chair) as by:
        paper = preview(conference=stage.conference, code=code, by=by, at=clock.now(), invitee=one)
        return as_text(paper.own, paper.pack)


@pytest.mark.parametrize("how_far", ["prepared", "let-out"])
def test_cancelling_takes_out_of_the_calendars_and_names_the_day_that_each_was_told(stage: Stage, how_far: str) -> None:
    mother, father = stage.family.mother, stage.family.father
    by_hand_alone(stage, father)
    stage.released()
    first = Remembering()
    stage.send_all(first)
    (_, told), number = entry_of(first, MOTHER), 1
    with acting_as(stage.agency.manager) as by:
        assert handed_over(message=stage.message_to(father), by=by, at=clock.now()).state == "handed"
    # Of this move nobody hears: it waits for a second person, or in the outbox.
    move(stage)
    if how_far == "let-out":
        let_out(stage, "moved")
        number = 2
        assert {one.state for one in stage.messages(code="moved")} == {"waiting"}
        # Where nobody had noted what stood in the calendars yet, that is taken from what has gone.
        own = psycopg.connect(urls_of(connection.settings_dict["NAME"]).superuser, autocommit=True)
        with own as superuser, acting_as(stage.office):
            rows = CalendarEntry.objects.filter(conference=stage.conference).order_by("pk")
            noted = [*rows.values_list("told_starts_at", "told_ends_at")]
            superuser.execute("UPDATE notices_calendar_entry SET told_starts_at = NULL, told_ends_at = NULL")
            superuser.execute(TOLD_TIMES)
            assert [*rows.values_list("told_starts_at", "told_ends_at")] == noted
    cancel(stage)
    # Nobody else would see that the families still hold a date that is off.
    here = clock_at(clock.now())
    with acting_as(stage.chair) as by:
        put = question(by, Asked("mine"), now=here.now, days=(here.today, here.near_ends_on))
        assert [one.title for one in duties_and_waiting(by, put)[1]] == [
            "Look at it and let it out: The conference does not take place"
        ]  # fmt: skip
    off = f" on {day_in_words(told['DTSTART'].dt)} is not going ahead"
    assert [off in letter_now(stage, "cancelled", one) for one in (mother, father)] == [True, True]
    let_out(stage, "cancelled")
    through = Remembering()
    stage.send_all(through)
    method, entry = entry_of(through, MOTHER)
    assert (method, str(entry["STATUS"]), int(entry["SEQUENCE"])) == ("CANCEL", "CANCELLED", number)
    assert entry["DTSTART"].dt == told["DTSTART"].dt


def adjourned_with(stage: Stage, came: Invitee) -> None:
    """It began on its day with this person there, and was adjourned."""
    here = {"case_id": stage.conference.case_id, "authority_id": stage.conference.authority_id}
    with acting_as(stage.chair) as by:
        Sitting(
            conference=stage.conference, planned_at=stage.conference.starts_at, started_at=at_clock(9),
            ended_at=at_clock(9, 20), started_by=by.user_id, **here,
        ).save(force_insert=True)  # fmt: skip
        event = record_event(
            code="conference-adjourned", cases=stage.family.cases, at=at_clock(9, 20), facts={"reason": "inquorate"},
            conference=stage.conference, by=by,
        )  # fmt: skip
        Attendance(
            conference=stage.conference, invitee_id=came.pk, from_at=at_clock(9), until_at=at_clock(9, 20),
            event_id=event, **here,
        ).save(force_insert=True)  # fmt: skip
        stage.conference.state = "adjourned"
        stage.conference.save(update_fields=["state"])


def test_whoever_was_told_of_a_conference_that_was_adjourned_or_came_is_told_that_it_does_not_go_on(
    stage: Stage,
) -> None:
    mother, father = (stage.invitee(one) for one in (stage.family.mother, stage.family.father))
    with acting_as(stage.office):
        professionals = Invitee.objects.filter(conference=stage.conference, kind="professional", to_invite=True)
        came = professionals.exclude(role__in=("chair", "minute_taker")).order_by("name")[0]
        booking = live_booking(stage.conference)
    assert booking is not None
    stage.released(only=[mother.pk, father.pk])
    stage.send_all(Remembering())
    adjourned_with(stage, came)
    cancel(stage)
    with acting_as(stage.chair) as by:
        here = clock_at(clock.now())
        put = question(by, Asked("mine"), now=here.now, days=(here.today, here.near_ends_on))
        assert [one.title for one in duties_and_waiting(by, put)[1]] == [
            "Look at it and let it out: The conference does not go on"
        ]  # fmt: skip
        (ready,) = Release.objects.filter(conference=stage.conference, state="prepared")
        people = ready.renditions.order_by("name").values_list("recipient", flat=True)
        assert (ready.code, {*people}) == ("not-going-on", {mother.pk, father.pk, came.pk})
        assert [one for one in papers_to_prepare(stage.conference) if one in CALLING_OFF] == ["not-going-on"]
    # Whoever was kept out meanwhile is told by the letter of the chair alone.
    keep_out(stage)
    with pytest.raises(ChangedSince, match="Prepare it again"):
        let_out(stage, "not-going-on")
    with acting_as(stage.chair):
        Release.objects.filter(pk=ready.pk).update(state="overtaken")
    stage.prepared("not-going-on", by=stage.office)
    let_out(stage, "not-going-on")
    through = Remembering()
    stage.send_all(through)
    assert {one.recipient for one in stage.messages(code="not-going-on")} == {mother.pk, came.pk}
    (mail,) = [one for one in through.mails if one["To"] == MOTHER]
    # The day is over and stays in the calendar; nobody hears that it did not take place.
    assert [part.get_filename() for part in mail.walk() if part.get_filename()] == ["letter.pdf"]
    (letter,) = [one for one in mail.iter_attachments() if one.get_filename() == "letter.pdf"]
    said = text_of(letter.get_content())
    began = f"The meeting about your family on {day_in_words(booking.starts_at)} stopped before it was finished."
    assert (f"{began} It will not go on another day." in said, "not going ahead" in said) == (True, False)


CALLING_OFF = ("cancelled", "not-going-on", "moved")


def test_whoever_is_kept_out_is_told_why_and_of_no_new_date(stage: Stage) -> None:
    stage.released()
    stage.send_all(Remembering())
    keep_out(stage)
    let_out(stage, "exclusion-letter")
    (letter,) = stage.messages(code="exclusion-letter")
    assert (letter.person_id, letter.state) == (stage.family.father, "waiting")
    through = Remembering()
    assert stage.send(through, letter) == "sent"
    with acting_as(stage.agency.manager):
        assert CaseEvent.objects.filter(code="exclusion-explained").values("event_id").distinct().count() == 1
    assert [part.get_filename() for part in through.mails[0].walk() if part.get_filename()] == ["letter.pdf"]
    move(stage)
    let_out(stage, "moved")
    assert [one.person_id for one in stage.messages(code="moved") if one.person_id == stage.family.father] == []
    # The day by which he is heard has moved too: that he is told, and nothing by which he could come.
    let_out(stage, "views-moved")
    (day,) = stage.messages(code="views-moved")
    through = Remembering()
    assert (day.person_id, stage.send(through, day)) == (stage.family.father, "sent")
    (mail,) = through.mails
    assert [part.get_filename() for part in mail.walk() if part.get_filename()] == ["letter.pdf"]
    (letter_file,) = [one for one in mail.iter_attachments() if one.get_filename() == "letter.pdf"]
    words = text_of(letter_file.get_content())
    with acting_as(stage.chair):
        booking = live_booking(stage.conference)
        asked_by = Facts(stage.conference, at=clock.now(), by=stage.chair).due("request-exclusion", stage.family.father)
    assert booking is not None and booking.room is not None and asked_by is not None and asked_by.due_on is not None
    # The procedure's day three working days before: by the meeting's own he could be there.
    assert asked_by.due_on < booking.starts_at.date()
    assert f"If you can, tell us by {day_in_words(asked_by.due_on)}." in words
    # An aunt who is kept out too is no parent: she is asked by the same day. On the last days it is named to nobody.
    with acting_as(stage.chair) as by:
        for ahead, named in ((5, [f"If you can, tell us by {day_in_words(asked_by.due_on)}."]), (3, []), (0, [])):
            at = at_clock(12) + (asked_by.due_on - timedelta(days=ahead) - today())
            facts = Facts(stage.conference, at=at, by=by)
            for kind, person in (("parent", stage.family.father), ("family", uuid4())):
                who = Recipient("k", kind, "Somebody", person, kept_out="whole", labels=frozenset({"F-all"}))
                said = [one.words for part in views_moved(facts, who).parts for one in part.paragraphs]
                assert ([one for one in said if "tell us by" in one], "Please tell us as soon as you can." in said) == (
                    named, True,
                ), (ahead, kind)  # fmt: skip
    kept = (day_in_words(booking.starts_at), "10:00", booking.room.name, booking.room.venue.name, "link", "telephone")
    assert [one for one in kept if one in words] == []


def test_a_letter_to_somebody_kept_out_that_has_not_gone_is_made_anew_when_the_day_moves(stage: Stage) -> None:
    keep_out(stage)
    let_out(stage, "exclusion-letter")
    move(stage)
    assert [(one.state, one.why) for one in stage.messages(code="exclusion-letter")] == [("held", "moved")]
    with acting_as(stage.agency.manager):
        states = Release.objects.filter(code="exclusion-letter").values_list("state", flat=True)
        assert sorted(states) == ["prepared", "released"]
        assert not Release.objects.filter(code="views-moved").exists(), "he was told no day yet"


def test_whoever_was_let_back_in_gets_no_letter_that_keeps_them_out(stage: Stage) -> None:
    keep_out(stage)
    decide(stage, "lifted")
    with acting_as(stage.agency.manager):
        states = list(Release.objects.filter(code="exclusion-letter").values_list("state", flat=True))
        assert (states, "exclusion-letter" in papers_to_prepare(stage.conference)) == (["overtaken"], False)
    with pytest.raises(NobodyToTell):
        stage.prepared("exclusion-letter", by=stage.chair)


def test_letting_one_back_in_leaves_the_letter_to_another(stage: Stage) -> None:
    keep_out(stage)
    keep_out(stage, person=stage.family.mother)
    decide(stage, "lifted")
    release = stage.prepared("exclusion-letter", by=stage.chair)
    with acting_as(stage.agency.manager):
        assert list(release.renditions.values_list("person_id", flat=True)) == [stage.family.mother]


@pytest.mark.parametrize("code", sorted(CALLING))
def test_no_paper_that_invites_has_anybody_kept_out_of_all_of_it_among_its_recipients(stage: Stage, code: str) -> None:
    def people() -> set[Any]:
        with acting_as(stage.agency.manager) as by:
            return {one.person_id for one in recipient_list(stage.conference, code, by)}

    stage.released()
    if code == "moved":
        stage.send_all(Remembering())  # who was told nothing is told of no move
    told = code != "day-sheet"
    assert (stage.family.mother in people(), stage.family.father in people()) == (told, told)
    keep_out(stage)
    assert (stage.family.mother in people(), stage.family.father in people()) == (told, False)
    decide(stage, "lifted")
    assert (stage.family.mother in people(), stage.family.father in people()) == (told, told)


def test_after_a_death_nothing_goes_by_itself(stage: Stage) -> None:
    stage.released()
    with acting_as(stage.agency.worker) as by:
        record_event(code="child-died", cases=[stage.family.cases[0]], day=today(), by=by)
    through = Remembering()
    stage.send_all(through)
    assert (through.sent, {one.why for one in stage.messages(code="invitation")}) == ([], {"death-or-loss"})


@pytest.mark.clause("LEI-06")
def test_the_diary_clerk_confirms_the_date_to_the_social_worker_and_the_manager(own_database: Urls) -> None:
    stage = Stage("leicester")
    rows = stage.messages(code="date-confirmed")
    assert {one.user_id for one in rows} >= {stage.agency.worker.user_id, stage.agency.manager.user_id}
    through = Remembering()
    with acting_as(stage.office):
        waiting = list(Message.objects.filter(conference=stage.conference, code="date-confirmed", state="waiting"))
    from quorate.notices.outbox import send_one

    assert {send_one(message_id=one.pk, by=stage.office, through=through) for one in waiting} == {"sent"}
    assert {mail["Reply-To"] for mail in through.mails} == {"safeguardingunitdiary@leicester.gov.uk"}
    assert {mail["Subject"] for mail in through.mails} == {"A booking is confirmed"}
    for mail in through.mails:
        words = mail.get_body().get_content()  # type: ignore[attr-defined]
        assert stage.conference.reference in words
        assert [one for one in ("Example", "Child0", "Morgan", "Frankie") if one in words] == []


@pytest.mark.clause("LEI-48")
def test_booking_and_invitations_have_a_mailbox_each(own_database: Urls) -> None:
    from quorate.notices.outbox import send_one

    stage = Stage("leicester")
    stage.reach(stage.family.mother, MOTHER)
    through = Remembering()
    (asked,) = stage.messages(code="booking-asked")
    assert send_one(message_id=asked.pk, by=stage.agency.manager, through=through) == "sent"
    assert [mail["To"] for mail in through.mails] == ["safeguardingunitdiary@leicester.gov.uk"]
    stage.released()
    stage.send_all(through)
    to_staff = [mail for mail in through.mails[1:] if mail["To"] != MOTHER and "appointment" in mail["Subject"]]
    assert len(to_staff) >= 2
    assert {mail["Reply-To"] for mail in to_staff} == {"safeguardingunitinvites@leicester.gov.uk"}
    # A family's preview does not say what kind of office writes.
    assert [mail["Reply-To"] for mail in through.mails if mail["To"] == MOTHER] == [None]


def test_a_letter_given_by_hand_is_not_given_to_somebody_kept_out_since(stage: Stage) -> None:
    by_hand_alone(stage, stage.family.father)
    stage.released()
    father = stage.message_to(stage.family.father)
    assert father.channel == "hand"
    keep_out(stage)
    assert stage.message_to(stage.family.father).state == "held"
    with acting_as(stage.agency.manager) as by, pytest.raises(ValueError, match="does not wait to be handed over"):
        handed_over(message=father, by=by, at=clock.now())
    assert FATHER not in [recipient for _, recipient, _ in Remembering().sent]
