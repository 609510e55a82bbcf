"""One message for one person, once; nothing after somebody was kept out."""

from __future__ import annotations

from datetime import timedelta
from email.message import Message as Mail

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from icalendar import Calendar

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.permissions import NotAllowed
from quorate.audit.models import AuditEntry
from quorate.cases.models import CaseEvent, ContactWay
from quorate.cases.services import end_contact_way, verify_contact_way
from quorate.conferences.models import Invitee
from quorate.conferences.services.people import remove_invitee
from quorate.notices.channels import NotSent, Refused, Uncertain
from quorate.notices.models import Delivery, Message
from quorate.notices.outbox import send_one
from quorate.notices.services import (
    NotThere,
    SecondPersonNeeded,
    give_by_hand,
    handed_over,
    release_and_queue,
    say_whether_it_went,
    say_who_takes_it,
)
from quorate.release.models import Release
from tests import clock
from tests.notices.making import FATHER, MOTHER, Remembering, Stage, keep_out


def events(stage: Stage, code: str) -> int:
    with acting_as(stage.agency.manager):
        rows = CaseEvent.objects.filter(code=code, conference_id=stage.conference.pk)
        return rows.values("event_id").distinct().count()


def test_each_message_has_one_recipient_a_subject_from_the_list_and_neutral_names(stage: Stage) -> None:
    stage.released()
    through = Remembering()
    assert set(stage.send_all(through)) == {"sent"}
    to_family = [mail for mail in through.mails if mail["To"] in (MOTHER, FATHER)]
    assert sorted(str(mail["To"]) for mail in to_family) == sorted((MOTHER, FATHER))
    for mail, (_, recipient, _) in zip(through.mails, through.sent, strict=True):
        assert mail.get_all("To") == [recipient]
        assert (mail["Cc"], mail["Bcc"]) == (None, None)
        assert mail["Subject"] == f"An appointment with {stage.agency.name}"
        assert [part.get_filename() for part in mail.walk() if part.get_filename()] == ["letter.pdf", "appointment.ics"]


def test_the_event_follows_when_the_last_one_has_gone(stage: Stage) -> None:
    stage.released()
    stage.send_all(Remembering())
    left = stage.messages(state="waiting", channel="hand")
    assert (len(left) > 1, events(stage, "invitations-sent")) == (True, 0)
    for number, message in enumerate(left):
        # Somebody else than whoever let it out.
        with acting_as(stage.agency.worker) as by:
            # All of these are places for which nobody has been named: nothing goes by hand to nobody.
            with pytest.raises(NotThere, match=r"^Nobody is named for this copy\."):
                handed_over(message=message, by=by, at=clock.now(), taken_by=" ")
            with pytest.raises(IntegrityError, match="notices_message_to_somebody"), transaction.atomic():
                type(message).objects.filter(pk=message.pk).update(state="handed", gone_at=clock.now())
            if number:
                assert say_who_takes_it(message=message, taken_by="Ola Sedgewick", by=by, at=clock.now()).why == "taker"
                handed_over(message=message, by=by, at=clock.now())
            else:
                handed_over(message=message, by=by, at=clock.now(), taken_by="Ola Sedgewick")
    assert {(one.state, one.taken_by) for one in stage.messages(channel="hand")} == {("handed", "Ola Sedgewick")}
    assert events(stage, "invitations-sent") == 1
    assert stage.invitee(stage.family.mother).invited_on == today()


def test_nobody_lets_out_what_they_prepared_and_the_database_says_so_too(stage: Stage) -> None:
    release = stage.prepared(by=stage.agency.manager)
    with acting_as(stage.agency.manager) as by, pytest.raises(SecondPersonNeeded):
        release_and_queue(release=release, by=by, at=clock.now())
    with pytest.raises(IntegrityError), acting_as(stage.agency.manager), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(
            state="released", released_by=stage.agency.manager.user_id, released_at=clock.now()
        )
    with pytest.raises(DatabaseError, match="in one's own name"), acting_as(stage.agency.worker), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(
            state="released", released_by=stage.office.user_id, released_at=clock.now()
        )
    assert stage.messages(code="invitation") == []


def test_what_the_office_lets_out_reaches_the_family_though_it_holds_no_childs_case(stage: Stage) -> None:
    release = stage.prepared()
    with acting_as(stage.office) as by:
        release_and_queue(release=release, by=by, at=clock.now())
    through = Remembering()
    mother = stage.message_to(stage.family.mother)
    assert send_one(message_id=mother.pk, by=stage.office, through=through) == "sent"
    assert [to for _, to, _ in through.sent] == [MOTHER]


def test_a_stranger_prepares_nothing(stage: Stage) -> None:
    with pytest.raises(Exception) as refused:
        stage.prepared(by=stage.agency.person("social_worker"))
    assert refused.type.__name__ in ("NoSuchRecord", NotAllowed.__name__)


def test_whoever_is_kept_out_after_it_was_let_out_gets_nothing(stage: Stage) -> None:
    stage.released()
    keep_out(stage)
    father = stage.message_to(stage.family.father)
    assert (father.state, father.why) == ("held", "kept-out")
    through = Remembering()
    stage.send_all(through)
    assert FATHER not in [recipient for _, recipient, _ in through.sent]
    assert MOTHER in [recipient for _, recipient, _ in through.sent]


def test_a_decision_between_the_claim_and_the_handing_over_holds_the_message(stage: Stage) -> None:
    from quorate.notices import outbox

    stage.released()
    father, through = stage.message_to(stage.family.father), Remembering()
    with acting_as(stage.agency.manager) as by:
        claimed = outbox._claimed(father.pk, by=by, at=clock.now())
    assert claimed is not None and claimed.state == "claimed"
    keep_out(stage)
    with acting_as(stage.agency.manager) as by:
        state = outbox._hand_over(father.pk, claimed.reference, by=by, through=through, at=clock.now())
    assert (state, through.sent) == ("held", [])


def test_the_second_preparation_leaves_out_whoever_is_kept_out(stage: Stage) -> None:
    keep_out(stage)
    release = stage.prepared()
    with acting_as(stage.agency.manager):
        people = set(release.renditions.values_list("person_id", flat=True))
    assert (stage.family.mother in people, stage.family.father in people) == (True, False)


def test_an_address_that_lapsed_sends_nothing_and_the_letter_is_handed_over(stage: Stage) -> None:
    way = stage.reach(stage.family.mother, "another@family.example")
    stage.released()
    mother = stage.message_to(stage.family.mother)
    with acting_as(stage.agency.worker) as by:
        for one in type(way).objects.filter(person_id=stage.family.mother):
            end_contact_way(way=one, on=today() - timedelta(days=1), by=by)
    through = Remembering()
    assert (stage.send(through, mother), through.sent) == ("held", [])
    with acting_as(stage.agency.manager) as by:
        give_by_hand(message=mother, by=by, at=clock.now())
        handed_over(message=mother, by=by, at=clock.now())
    assert stage.message_to(stage.family.mother).state == "handed"


def test_somebody_without_a_safe_address_is_on_the_list_to_hand_over(stage: Stage) -> None:
    with acting_as(stage.agency.worker) as by:
        for way in ContactWay.objects.select_related("case").filter(person_id=stage.family.mother):
            verify_contact_way(way=way, how="in_person", safe=False, on=today(), by=by)
    stage.released()
    assert [(one.channel, one.state) for one in stage.messages(person_id=stage.family.mother)] == [("hand", "waiting")]


def test_somebody_off_the_list_gets_nothing(stage: Stage) -> None:
    stage.released()
    with acting_as(stage.agency.worker) as by:
        row = Invitee.objects.select_related("case", "conference").get(
            conference=stage.conference, person_id=stage.family.father
        )
        remove_invitee(invitee=row, why="Does not want to come", on=today(), by=by)
    through, message = Remembering(), stage.message_to(stage.family.father)
    assert (message.state, message.why) == ("held", "off-the-list")  # at once, not only when it would go
    assert stage.send(through, message) == ""
    assert through.sent == []


@pytest.mark.parametrize(
    ("fault", "state", "why"),
    [
        (NotSent("x"), "waiting", "nobody-there"),
        (Refused("x"), "failed", "refused"),
        (Uncertain("x"), "unknown", "line-broke"),
    ],
)
def test_what_becomes_of_a_message_that_does_not_go(stage: Stage, fault: Exception, state: str, why: str) -> None:
    stage.released()
    message = stage.message_to(stage.family.mother)
    assert stage.send(Remembering(fault), message) == state
    found = stage.message_to(stage.family.mother)
    assert (found.state, found.why) == (state, why)


def test_a_worker_that_died_leaves_a_question_and_never_a_second_letter(stage: Stage) -> None:
    stage.released()
    message, through = stage.message_to(stage.family.mother), Remembering(KeyboardInterrupt(), after=True)
    with pytest.raises(KeyboardInterrupt):
        stage.send(through, message)
    assert (len(through.sent), stage.message_to(stage.family.mother).state) == (1, "claimed")
    again = Remembering()
    assert stage.send(again, message) == ""
    assert stage.send(again, message, later=timedelta(minutes=6)) == "unknown"
    assert stage.send(again, message, later=timedelta(minutes=12)) == ""
    assert again.sent == []
    with acting_as(stage.agency.manager) as by:
        say_whether_it_went(message=message, it_went=True, by=by, at=clock.now())
    assert stage.message_to(stage.family.mother).state == "sent"
    with acting_as(stage.agency.manager) as by, pytest.raises(NotThere):
        say_whether_it_went(message=message, it_went=True, by=by, at=clock.now())


def test_what_somebody_hands_over_is_not_sent_too_by_a_worker_that_had_it_on_its_list(stage: Stage) -> None:
    stage.released()
    message, through = stage.message_to(stage.family.mother), Remembering()
    assert stage.send(Remembering(fault=NotSent()), message) == "waiting"
    with acting_as(stage.agency.manager) as by:
        give_by_hand(message=message, by=by, at=clock.now())
    assert (stage.send(through, message, later=timedelta(days=1)), through.sent) == ("", [])


def test_every_step_stands_in_the_log_and_the_trail(stage: Stage) -> None:
    stage.released()
    message = stage.message_to(stage.family.mother)
    stage.send(Remembering(), message)
    with acting_as(stage.agency.manager):
        steps = list(Delivery.objects.filter(message=message).values_list("state", flat=True))
        trail = AuditEntry.objects.filter(action="message.moved-on", subject_id=message.pk).count()
    assert (steps, trail) == (["waiting", "claimed", "sent"], 3)


def test_the_familys_calendar_entry_says_no_place_and_no_purpose(stage: Stage) -> None:
    stage.released()
    through = Remembering()
    stage.send_all(through)
    entries = {str(mail["To"]): _entry(mail) for mail in through.mails}
    mother = entries[MOTHER]
    assert (str(mother["SUMMARY"]), mother.get("LOCATION"), mother.get("DESCRIPTION")) == ("Appointment", None, None)
    assert {str(one["SUMMARY"]) for to, one in entries.items() if to not in (MOTHER, FATHER)} <= {"Meeting"}
    assert len({str(one["UID"]) for one in entries.values()}) == len(entries)


def _entry(mail: Mail) -> Calendar:
    (file,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert file.get_param("method") in ("REQUEST", "CANCEL")
    (event,) = Calendar.from_ical(file.get_content()).walk("VEVENT")
    return event  # type: ignore[no-any-return]


def test_the_outbox_is_read_in_one_conference_only(stage: Stage) -> None:
    stage.released()
    with acting_as(stage.agency.person("chair")):
        assert Message.objects.filter(conference=stage.conference).count() == 0
