"""Booking, moving, cancelling: what the database refuses, what the rules say, who is independent enough to chair."""

from __future__ import annotations

import threading
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction

from quorate.access.context import acting_as
from quorate.access.models import Grant, ProtectedText
from quorate.access.moments import today
from quorate.access.permissions import NoSuchRecord, may
from quorate.access.services import declare_conflict, grant
from quorate.cases.models import CaseEvent, Duty
from quorate.cases.refusals import Refused
from quorate.conferences.models import Booking, Conference, Invitee
from quorate.conferences.queries.bookings import taken_between
from quorate.conferences.services import bookings
from quorate.conferences.standing import NotAllowedNow
from tests.cases.making import Agency
from tests.conferences.bookings.making import Office, now

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def office(rolled_back):
    return Office()


def test_a_booking_is_a_row_an_event_two_grants_and_two_people_on_the_list(office):
    conference = office.agreed()
    made = office.book(conference)
    with acting_as(office.chair):
        stands = Conference.objects.get(pk=conference.pk)
        assert (stands.state, stands.starts_at) == ("booked", made.starts_at)
        event = CaseEvent.objects.filter(code="conference-booked", conference_id=conference.pk).first()
        assert event.facts["starts_at"] == made.starts_at.astimezone(LONDON).isoformat(timespec="minutes")
        seats = Invitee.objects.filter(conference=conference, removed_on=None, user_id__isnull=False)
        assert dict(seats.values_list("role", "user_id")) == {
            "chair": office.chair.user_id, "minute_taker": office.writer.user_id
        }  # fmt: skip


def test_a_room_that_is_taken_by_a_conference_one_may_not_see_is_refused_with_its_time_only(office):
    other = Office(agency=office.agency)
    first, second = office.agreed(), other.agreed()
    office.book(first)
    refused = other.refused(second, room=office.room, chair_id=other.agency.person("chair").user_id)
    assert refused == {
        "room": "Room 2 is taken from 10:00 to 12:00; choose another time or another one.",
        "minute_taker_id": "A minute_taker is taken from 10:00 to 12:00; choose another time or another one.",
    }
    # The end of one is free for the next.
    start, end = office.times(hour=12)
    assert other.book(second, room=office.room, starts_at=start, ends_at=end).live


@pytest.mark.clause("BRD-06", "RDB-05", "BAR-09")
@pytest.mark.parametrize("pack", ["bradford", "redbridge", "barnet"])
def test_a_chair_is_independent_of_the_family(rolled_back, pack):
    office = Office(Agency(pack))
    conference = office.agreed()
    agency, ask = office.agency, office.refused
    # A chair who is also a member of the team that answers for the child, and one who holds the child's case.
    in_line = agency.person("chair", in_team=True)
    assert ask(conference, chair_id=in_line.user_id) == {
        "chair_id": "A chair is in the team that works with a child of this conference, and a chair is independent: "
        "choose another."
    }
    holder = agency.person("chair")
    with acting_as(agency.manager) as by:
        grant(
            case=office.family.cases[0], user_id=holder.user_id, as_role="social_worker", begins_on=today(),
            why="used to", by=by,
        )  # fmt: skip
    assert ask(conference, chair_id=holder.user_id) == {
        "chair_id": "A chair works with a child of this conference, and a chair is independent: choose another chair."
    }
    # Nobody is a chair by wishing.
    assert ask(conference, chair_id=agency.worker.user_id) == {
        "chair_id": "This person is not a chair of the authority that day."
    }
    assert office.book(conference).chair_id == agency.chair.user_id


def test_the_database_itself_gives_no_two_seats_to_one_person(office):
    first, second = office.agreed(), Office(office.agency).agreed()
    made = office.book(first)
    chair, writer, other = office.chair.user_id, office.writer.user_id, office.agency.person("chair").user_id
    rules = []
    for seats in ((other, other), (other, chair), (writer, other)):
        row = Booking(
            conference=second, case_id=second.case_id, authority_id=second.authority_id, starts_at=made.starts_at,
            ends_at=made.ends_at, mode="in_person", booked_by=office.administrator.user_id, chair_id=seats[0],
            minute_taker_id=seats[1],
        )  # fmt: skip
        with acting_as(office.administrator), pytest.raises(IntegrityError) as held, transaction.atomic():
            row.save(force_insert=True)
        rules.append(held.value.__cause__.diag.constraint_name)
    assert rules == [
        "conferences_booking_two_people", "conferences_minute_taker_chairs", "conferences_chair_takes_minutes"
    ]  # fmt: skip


def test_a_conflict_of_interest_keeps_a_chair_away_without_a_word_of_it(office):
    conference = office.agreed()
    friend = office.agency.person("chair")
    with acting_as(office.agency.worker) as by:
        declare_conflict(case=office.family.cases[1], user_id=friend.user_id, kind="friend", by=by)
    assert office.refused(conference, chair_id=friend.user_id) == {
        "chair_id": "A chair cannot chair this conference: choose another chair."
    }


def test_a_day_on_which_nobody_works_is_booked_with_its_reason_alone(office):
    conference = office.agreed()
    sunday = today() + timedelta(days=7 - today().isoweekday() % 7)
    christmas = date(today().year + (today() > date(today().year, 12, 24)), 12, 25)
    on_a_weekend = christmas.isoweekday() > 5
    for day, said in ((christmas, "" if on_a_weekend else " (Christmas Day)"), (sunday, "")):
        start = datetime.combine(day, time(10), LONDON)
        on = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
        assert office.refused(conference, **on, beyond_why=" ") == {
            "beyond_why": f"{day:%A} {day.day} {day:%B %Y} is no working day{said}: choose another day, or say why it "
            "has to be that one."
        }
    made = office.book(conference, **on, beyond_why="The court asked for it.")
    assert (made.beyond_why, made.starts_at) == ("The court asked for it.", start)
    # Moved to another hour of that day it keeps the reason.
    with acting_as(office.administrator) as by:
        moved = bookings.move(
            conference=conference, starts_at=start + timedelta(hours=1), ends_at=start + timedelta(hours=2),
            reason="The chair comes later.", authorised_by="J. Sample", by=by, at=now(),
        )  # fmt: skip
    assert moved.beyond_why == "The court asked for it."


def test_after_the_limit_a_reason_is_asked_and_the_limit_stays(office):
    conference = office.agreed()
    start, end = office.times(20)
    refused = office.refused(conference, starts_at=start, ends_at=end)
    assert list(refused) == ["beyond_why"]
    assert "The limit does not move" in refused["beyond_why"]
    with acting_as(office.agency.worker):
        before = due_of(conference)
    office.book(conference, starts_at=start, ends_at=end, beyond_why="No interpreter before.")
    with acting_as(office.agency.worker):
        assert due_of(conference) == before


def due_of(conference):
    found = Duty.objects.filter(code="hold-initial-conference", conference_id=conference.pk)
    return sorted(found.values_list("due_on", flat=True))


@pytest.mark.clause("LEI-03", "LEI-07", "LEI-11")
def test_a_gate_of_the_procedure_holds_booking_back_with_its_clause(rolled_back):
    office = Office(Agency("leicester"))
    conference = office.agreed()
    with acting_as(office.administrator), pytest.raises(NotAllowedNow) as held:
        office.book(conference)
    assert [one["gate"] for one in held.value.held_by] == ["booking-needs-invite-list"]
    assert held.value.held_by[0]["source"] == ["LEI-03", "LEI-07", "LEI-11"]


def test_a_booked_conference_is_moved_with_its_reason_and_the_chair_before_loses_it(office):
    conference = office.agreed()
    first = office.book(conference)
    other = office.agency.person("chair")
    start, end = office.times(9, 14)
    with acting_as(office.administrator) as by:
        with pytest.raises(Refused) as refused:
            bookings.move(
                conference=conference, starts_at=start, ends_at=end, reason=" ", authorised_by="", by=by, at=now()
            )  # fmt: skip
        assert list(refused.value.sentences) == ["reason", "authorised_by"]
        made = bookings.move(
            conference=conference, starts_at=start, ends_at=end, chair_id=other.user_id, reason="The chair is ill.",
            authorised_by="J. Sample", by=by, at=now(),
        )  # fmt: skip
        first.refresh_from_db()
        assert (first.live, first.ended_why, made.replaces_id, made.room_id) == (
            False, "The chair is ill.", first.id, office.room.id,
        )  # fmt: skip
        held = Grant.objects.filter(case_id=conference.case_id, as_role="chair")
        assert {one.user_id: one.ends_on for one in held} == {
            office.chair.user_id: today() - timedelta(days=1), other.user_id: None
        }  # fmt: skip
        seat = Invitee.objects.get(conference=conference, role="chair", removed_on=None)
        assert seat.user_id == other.user_id
        codes = list(CaseEvent.objects.filter(conference_id=conference.pk).values_list("code", flat=True).distinct())
        assert codes.count("conference-moved") == 1
        bookings.cancel(conference=conference, reason="The family moved.", authorised_by="J.", by=by, at=now())
        assert Conference.objects.get(pk=conference.pk).state == "cancelled"
        with pytest.raises(Refused):
            bookings.cancel(conference=conference, reason="Again", authorised_by="J.", by=by, at=now())


def test_a_move_keeps_the_minute_taker_who_is_not_named_and_not_one_who_is_taken_out(office):
    conference = office.agreed()
    office.book(conference)
    writer = office.agency.person("minute_taker")
    said = {"conference": conference, "reason": "A.", "authorised_by": "J. Sample", "at": now()}
    for day, more, expected in (
        (10, {"minute_taker_id": writer.user_id}, writer.user_id), (11, {}, writer.user_id),
        (9, {"minute_taker_id": None}, None),
    ):  # fmt: skip
        start, end = office.times(day, 14)
        with acting_as(office.administrator) as by:
            made = bookings.move(starts_at=start, ends_at=end, by=by, **said, **more)
        assert made.minute_taker_id == expected


def test_whoever_loses_the_seat_reads_nothing_from_that_moment_and_again_once_it_is_theirs(office):
    conference = office.agreed()
    office.book(conference)
    first, other = office.writer, office.agency.person("minute_taker")
    closed = ProtectedText(case=conference.case, authority_id=conference.authority_id, label="R")
    said = {"conference": conference, "reason": "A.", "authorised_by": "J. Sample", "at": now()}

    def moved(to, number, by=office.administrator, **more):
        start, end = office.times(number, 14)
        with acting_as(by):
            bookings.move(starts_at=start, ends_at=end, minute_taker_id=to, by=by, **said, **more)
        readers = []
        for one in (first, other, office.chair):
            with acting_as(one):
                readers.append(may(one, "read", conference.case, closed))
        return readers

    assert moved(other.user_id, 9) == [False, True, True]
    assert moved(first.user_id, 10) == [True, False, True]
    assert moved(None, 11) == [False, False, True]
    # What they hold for another reason stays; and whoever hands it on themselves is in it until the day is over.
    assert moved(other.user_id, 12) == [False, True, True]
    with acting_as(office.administrator) as by:
        grant(
            case=conference.case, user_id=other.user_id, as_role="minute_taker", begins_on=today(), ends_on=today(),
            why="Puts the notes in order", by=by,
        )  # fmt: skip
    assert moved(first.user_id, 13) == [True, True, True]
    assert moved(first.user_id, 14, office.chair, chair_id=office.agency.person("chair").user_id) == [True, True, True]


def test_who_may_not_keep_the_people_may_not_book(office):
    conference = office.agreed()
    start, end = office.times()
    stranger = office.agency.person("administrator")
    with acting_as(stranger) as by, pytest.raises(NoSuchRecord):
        bookings.book(
            conference=conference, starts_at=start, ends_at=end, room=office.room, chair_id=office.chair.user_id,
            by=by, at=now(),
        )  # fmt: skip


def test_two_who_book_the_same_chair_at_once_the_database_lets_one(own_database):
    one = Office()
    two = Office(one.agency)
    conferences = [(one, one.agreed()), (two, two.agreed())]
    ready, answers = threading.Barrier(2), []

    def book(office, conference):
        try:
            with acting_as(office.administrator):
                # Both have looked and seen the chair free before either writes.
                assert taken_between(*office.times()) == []
            ready.wait(20)
            answers.append(office.refused(conference, minute_taker_id=None))
        finally:
            connection.close()

    threads = [threading.Thread(target=book, args=pair) for pair in conferences]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answers, key=len) == [
        {}, {"chair_id": "A chair is taken from 10:00 to 12:00; choose another time or another one."}
    ]  # fmt: skip
    with acting_as(one.agency.chair):
        assert Booking.objects.filter(live=True, chair_id=one.agency.chair.user_id).count() == 1
