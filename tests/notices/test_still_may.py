"""Whoever left, knows the family, comes with somebody kept out or reads another's post gets nothing."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from quorate.access.context import acting_as
from quorate.access.denying import declare_conflict
from quorate.access.moments import today
from quorate.access.standing import OPERATOR
from quorate.cases import services as cases
from quorate.cases.models import ContactWay
from quorate.cases.refusals import Refused
from quorate.conferences.models import Invitee
from quorate.conferences.services import exclusions, people, safety, supporters
from quorate.notices.addresses import address_stands
from quorate.notices.mailboxes import spoiled_ways
from quorate.notices.outbox import send_one
from quorate.notices.recipients import recipient_list, recipients_of
from quorate.notices.services import NotThere, handed_over, hold_waiting, letting_out, prepare, release_and_queue
from quorate.notices.services.by_rule import confirm_date
from quorate.notices.staff import shut_out
from quorate.people import services as lists
from quorate.people.models import Agency, Membership, User
from quorate.people.services import end_membership
from quorate.release.models import StoredRendition
from tests import clock
from tests.notices.making import MOTHER, Remembering, Stage, decide, keep_out


def invited(stage: Stage) -> set[str]:
    with acting_as(stage.office) as by:
        return {one.key for one in recipient_list(stage.conference, "invitation", by)}


def with_the_worker(stage: Stage) -> Invitee:
    with acting_as(stage.agency.manager) as by:
        user = stage.agency.worker.user_id
        return people.seat(conference=stage.conference, user_id=user, role="social_worker", by=by)


def test_whoever_comes_with_somebody_kept_out_is_not_invited_whenever_they_are_named(stage: Stage) -> None:
    keep_out(stage)
    with acting_as(stage.agency.worker) as by:
        helped = Invitee.objects.get(conference=stage.conference, person_id=stage.family.father)
        friend = supporters.name_supporter(
            conference=stage.conference, helped=helped, kind="friend", name="Agata Nettlefold", at=clock.now(),
            by=by,
        )  # fmt: skip
    assert (friend.to_invite, str(friend.pk) in invited(stage)) == (False, False)
    decide(stage, "lifted")
    assert str(friend.pk) in invited(stage)
    stage.released()
    (letter,) = stage.messages(recipient=friend.pk)
    decide(stage, "excluded")
    assert [one.state for one in stage.messages(recipient=friend.pk)] == ["held"]
    # As though somebody had ticked them again: neither a new letter nor the one that lies there.
    with acting_as(stage.agency.manager):
        Invitee.objects.filter(pk=friend.pk).update(to_invite=True)
        type(letter).objects.filter(pk=letter.pk).update(state="waiting", why="", channel="email")
    through = Remembering()
    assert str(friend.pk) not in invited(stage)
    assert (stage.send(through, letter), through.sent) == ("held", [])
    assert [one.why for one in stage.messages(recipient=friend.pk)] == ["kept-out"]


@pytest.mark.parametrize("code", ["moved", "cancelled"])
def test_who_knows_a_day_is_asked_once_for_all_of_the_list(stage: Stage, code: str) -> None:
    stage.released()
    with acting_as(stage.office) as by, CaptureQueriesContext(connection) as seen:
        recipient_list(stage.conference, code, by)
    assert sum("notices_calendar_entry" in one["sql"] for one in seen) == 1


def test_whoever_knows_the_family_is_sent_nothing_though_they_stand_on_the_list(stage: Stage) -> None:
    worker = with_the_worker(stage)
    stage.released(by=stage.agency.chair)
    (letter,) = stage.messages(recipient=worker.pk)
    assert str(worker.pk) in invited(stage)
    with acting_as(stage.agency.manager) as by:
        declare_conflict(case=stage.family.cases[0], user_id=worker.user_id, kind="former_partner", by=by)
    through = Remembering()
    assert str(worker.pk) not in invited(stage)
    assert (stage.send(through, letter), through.sent) == ("held", [])
    assert [one.why for one in stage.messages(recipient=worker.pk)] == ["shut-out"]
    with acting_as(stage.office) as by:
        confirm_date(conference=stage.conference, by=by, at=clock.now())
    assert stage.messages(code="date-confirmed", user_id=worker.user_id) == []
    stranger = stage.agency.person("social_worker")
    with acting_as(stranger), pytest.raises(DatabaseError, match="told to those who let"), transaction.atomic():
        shut_out(stage.conference.pk, [worker.user_id])


def test_whoever_has_left_is_sent_nothing(stage: Stage) -> None:
    worker = with_the_worker(stage)
    stage.released(by=stage.agency.chair)
    (letter,) = stage.messages(recipient=worker.pk, channel="email")
    held = Membership.objects.get(pk=stage.agency.worker.membership_id)
    end_membership(membership=held, on=today() - timedelta(days=1), by=OPERATOR)
    through = Remembering()
    assert (stage.send(through, letter), through.sent) == ("held", [])
    assert [one.why for one in stage.messages(recipient=worker.pk)] == ["address"]


def test_what_waits_for_a_relative_whom_the_rules_do_not_know_stays_here_at_once(stage: Stage) -> None:
    grandmother = stage.agency.relative(stage.family.children[0], "maternal_grandmother", given_names="Jo")
    with acting_as(stage.agency.manager) as by:
        people.add_invitee(
            conference=stage.conference, kind="family", role="family_member", name="Jo", why="Asked for",
            person_id=grandmother.person_id, by=by,
        )  # fmt: skip
    stage.released()
    assert stage.message_to(grandmother.person_id).channel == "hand"
    keep_out(stage, person=grandmother.person_id)
    assert (stage.message_to(grandmother.person_id).state, stage.message_to(stage.family.mother).state) == (
        "held", "waiting",
    )  # fmt: skip


def test_whoever_went_to_another_agency_is_not_sent_what_was_for_the_first(stage: Stage) -> None:
    nurse = stage.agency.person("partner")
    with acting_as(stage.agency.manager) as by:
        row = people.add_invitee(
            conference=stage.conference, kind="professional", role="school", why="Teaches Child0", by=by,
            agency=Agency.objects.get(pk=nurse.agency_id), user=User.objects.get(pk=nurse.user_id),
        )  # fmt: skip
    stage.released(by=stage.agency.chair)
    (letter,) = stage.messages(recipient=row.pk, channel="email")
    held = Membership.objects.get(pk=nurse.membership_id)
    end_membership(membership=held, on=today() - timedelta(days=1), by=OPERATOR)
    other = lists.add_agency(authority=stage.agency.authority, name="Elm Health", kind="health", by=OPERATOR)
    lists.begin_membership(
        user=held.user, authority=stage.agency.authority, role="partner", agency=other, begins_on=today(), by=OPERATOR
    )
    through = Remembering()
    assert (stage.send(through, letter), through.sent) == ("held", [])
    assert [one.why for one in stage.messages(recipient=row.pk)] == ["address"]


def test_the_mailbox_of_a_closed_agency_is_not_used(stage: Stage) -> None:
    school = lists.add_agency(authority=stage.agency.authority, name="Oak School", kind="school", by=OPERATOR)
    lists.add_contact_point(
        agency=school, kind="secure_email", value="office@oak.example", owner="The head",
        review_on=today() + timedelta(days=90), by=OPERATOR,
    )  # fmt: skip
    with acting_as(stage.agency.manager) as by:
        row = people.add_invitee(
            conference=stage.conference, kind="professional", role="school", why="Teaches Child0", by=by, agency=school
        )
    stage.released(by=stage.agency.chair)
    (letter,) = stage.messages(recipient=row.pk, channel="email")
    lists.close_agency(agency=school, by=OPERATOR)
    through = Remembering()
    assert (stage.send(through, letter), through.sent) == ("held", [])


def test_an_advocate_who_knows_the_family_is_sent_nothing_either(stage: Stage) -> None:
    advocate = stage.agency.person("partner")
    with acting_as(stage.agency.manager) as by:
        row = people.add_invitee(
            conference=stage.conference, kind="advocate", role="advocate", by=by,
            user=User.objects.get(pk=advocate.user_id),
        )  # fmt: skip
    stage.released(by=stage.agency.chair)
    (letter,) = stage.messages(recipient=row.pk, channel="email")
    with acting_as(stage.agency.manager) as by:
        declare_conflict(case=stage.family.cases[0], user_id=advocate.user_id, kind="family", by=by)
    through = Remembering()
    assert str(row.pk) not in invited(stage)
    assert (stage.send(through, letter), through.sent) == ("held", [])
    assert [one.why for one in stage.messages(recipient=row.pk)] == ["shut-out"]


def test_somebody_kept_out_does_not_come_as_anybodys_supporter(stage: Stage) -> None:
    def named(name: str, **said: str) -> Invitee:
        with acting_as(stage.agency.worker) as by:
            helped = Invitee.objects.get(conference=stage.conference, person_id=stage.family.mother)
            return supporters.name_supporter(
                conference=stage.conference, helped=helped, kind="friend", name=name, at=clock.now(), by=by, **said
            )

    before = named("frankie  SAMPLE")
    assert str(before.pk) in invited(stage)
    keep_out(stage)
    assert str(before.pk) not in invited(stage)
    with acting_as(stage.agency.manager) as by:
        people.remove_invitee(invitee=before, why="Is kept out.", on=today(), by=by)
    for name in ("Frankie Sample", "Frankie Sample, her uncle"):
        with pytest.raises(Refused, match="kept out of the conference"):
            named(name)
    uncle = named("Frankie Sample, her uncle", another="He is the uncle; I have met both.")
    assert str(uncle.pk) in invited(stage)


def test_each_is_told_of_the_children_who_are_theirs(stage: Stage) -> None:
    """A child of itself; a parent of those whose parent they are, though the genogram of another names them too."""
    first, second = stage.family.children
    other = stage.agency.relative(second, "other", given_names="Lee", family_name="Else")
    stage.agency.relative(
        first, "father", person_id=other.person_id, given_names="Lee", family_name="Else", parental_responsibility=True
    )
    with acting_as(stage.agency.manager) as by:
        rows = [
            people.add_invitee(
                conference=stage.conference, kind=kind, role=kind, name="Somebody", person_id=person, why="Asked", by=by
            )
            for kind, person in (("parent", other.person_id), ("child", first.person_id))
        ]
        told = [one.children for one in recipients_of(stage.conference, rows)]
        mother = Invitee.objects.get(conference=stage.conference, person_id=stage.family.mother)
        (all_of_them,) = recipients_of(stage.conference, [mother])
    assert told == [{first.case_id}, {first.case_id}]
    assert all_of_them.children == {first.case_id, second.case_id}


def test_nothing_goes_to_an_address_on_the_day_on_which_it_is_given_up(stage: Stage) -> None:
    stage.released()
    mother, through = stage.message_to(stage.family.mother), Remembering()
    with acting_as(stage.agency.worker) as by:
        way = ContactWay.objects.select_related("case").get(person_id=stage.family.mother)
        cases.end_contact_way(way=way, on=today(), by=by)
    assert (stage.send(through, mother), through.sent) == ("held", [])


def test_a_mailbox_that_another_childs_record_calls_unsafe_is_not_used(stage: Stage) -> None:
    stage.released()
    mother, through = stage.message_to(stage.family.mother), Remembering()
    assert mother.channel == "email"
    with acting_as(stage.agency.worker) as by:
        way = cases.add_contact_way(
            case=stage.family.cases[1], person_id=stage.family.mother, kind="email", value=MOTHER.upper(), on=today(),
            by=by,
        )  # fmt: skip
        cases.verify_contact_way(way=way, how="in_person", safe=False, on=today(), by=by)
    assert (stage.send(through, mother), through.sent) == ("held", [])
    stage.released()
    (again,) = [one for one in stage.messages(person_id=stage.family.mother) if one.state == "waiting"]
    assert again.channel == "hand"


def test_a_mailbox_called_unsafe_in_a_record_of_another_conference_is_not_used(stage: Stage) -> None:
    stage.released()
    mother, through = stage.message_to(stage.family.mother), Remembering()
    stranger = stage.agency.person("social_worker")
    elder = stage.agency.child(given_names="Elder", to=[cases.Holder("social_worker", user_id=stranger.user_id)])
    with acting_as(stranger) as by:
        cases.add_relative(case=elder.case, relation="mother", person_id=stage.family.mother, on=today(), by=by)
        way = cases.add_contact_way(
            case=elder.case, person_id=stage.family.mother, kind="email", value=MOTHER.upper(), on=today(), by=by
        )
        cases.verify_contact_way(way=way, how="in_person", safe=False, on=today(), by=by)
    assert (stage.send(through, mother), through.sent) == ("held", [])


def test_nothing_is_posted_to_where_somebody_feared_lives(stage: Stage) -> None:
    with acting_as(stage.agency.worker) as by:
        for way in ContactWay.objects.select_related("case").filter(person_id=stage.family.mother):
            cases.end_contact_way(way=way, on=today() - timedelta(days=1), by=by)
    stage.reach(stage.family.mother, "12 Mill Lane, Farton, FT1 2ZZ", kind="post")

    def way() -> str:
        release = stage.released()
        (one,) = [one for one in stage.messages(person_id=stage.family.mother) if one.release_id == release.pk]
        return one.channel

    with acting_as(stage.agency.worker) as by:
        cases.add_address(
            case=stage.family.cases[1], person_id=stage.family.father, kind="home", lines=["12 Mill Lane", "Farton"],
            postcode="FT1 2ZZ", protection="open", on=today(), by=by,
        )  # fmt: skip
    assert way() == "post"
    (to_post,) = stage.messages(person_id=stage.family.mother, state="waiting")
    with acting_as(stage.agency.worker) as by:
        safety.record_concern(
            conference=stage.conference, person_id=stage.family.mother, of_person=stage.family.father, on=today(),
            words="He lives there again.", by=by,
        )  # fmt: skip
    # What lay there to be posted stays here, and is not noted as posted.
    with acting_as(stage.agency.manager) as by, pytest.raises(NotThere, match="held back"):
        handed_over(message=to_post, by=by, at=clock.now())
    with acting_as(stage.agency.manager):
        to_post.refresh_from_db()
        assert (address_stands(to_post, today()), to_post.why) == (False, "arrange")
    assert way() == "hand"


def test_a_mailbox_that_somebody_feared_or_kept_out_reads_too_is_not_used(stage: Stage) -> None:
    stage.reach(stage.family.father, MOTHER)
    stage.released()
    mother, through = stage.message_to(stage.family.mother), Remembering()

    def spoiled() -> bool:
        with acting_as(stage.agency.manager):
            rendition = StoredRendition.objects.select_related("release").get(pk=mother.rendition_id)
            return mother.address_row in spoiled_ways(rendition, today())

    assert spoiled() is False
    with acting_as(stage.agency.worker) as by:
        fear = safety.record_concern(
            conference=stage.conference, person_id=stage.family.mother, of_person=stage.family.father, on=today(),
            words="He reads what she gets.", by=by,
        )  # fmt: skip
    assert spoiled() is True
    with acting_as(stage.agency.worker) as by:
        safety.remove_concern(concern=fear, on=today(), by=by)
    assert spoiled() is False
    keep_out(stage)
    # It has stayed since the fear was written down, and a new one is prepared instead of it.
    assert (stage.send(through, mother), through.sent, spoiled()) == ("", [], True)


def test_a_sending_that_waits_for_the_chair_does_not_keep_the_chair_waiting(stage: Stage) -> None:
    stage.released()
    father, through = stage.message_to(stage.family.father), Remembering()
    came: list[str] = []

    def send() -> None:
        try:
            came.append(stage.send(through, father))
        finally:
            connection.close()

    sending = threading.Thread(target=send)
    with acting_as(stage.chair) as by:
        exclusions._hold(stage.family.father)
        sending.start()
        sending.join(timeout=1.5)
        assert came == []
        # Were the message locked already, this would wait for the sending and the sending for us.
        held = hold_waiting(
            conference=stage.conference, why="kept-out", by=by, at=clock.now(), person_id=stage.family.father
        )
        assert held == 1
    sending.join(timeout=20)
    assert (came, through.sent) == ([""], [])


def test_letting_another_paper_out_does_not_wait_for_a_sending_that_waits_for_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.released()
    with acting_as(stage.agency.worker) as by:
        police = Invitee.objects.get(conference=stage.conference, role="police_rep")
        second = prepare(conference=stage.conference, code="invitation", by=by, at=clock.now(), only={police.pk})
    (mother,), manager = stage.messages(state="waiting", person_id=stage.family.mother), stage.agency.manager
    goes, may_go, came = threading.Event(), threading.Event(), list[str]()
    keep = letting_out._keep_entries

    def keep_entries(*given: Any) -> None:
        # It holds the papers: now the sending comes to what it notes.
        may_go.set()
        time.sleep(0.5)
        keep(*given)

    class Slow(Remembering):
        def send(self, **said: Any) -> None:
            super().send(**said)
            goes.set()
            assert may_go.wait(20)

    def send() -> None:
        try:
            came.append(send_one(message_id=mother.pk, by=manager, through=Slow(), now=clock.now))
        finally:
            connection.close()

    monkeypatch.setattr(letting_out, "_keep_entries", keep_entries)
    sending = threading.Thread(target=send)
    sending.start()
    assert goes.wait(20)
    with acting_as(manager) as by:
        assert release_and_queue(release=second, by=by, at=clock.now()).state == "released"
    sending.join(timeout=20)
    assert came == ["sent"]
