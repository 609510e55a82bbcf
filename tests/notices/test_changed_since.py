"""What a prepared paper rests on is looked at again when it is let out and when it goes."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.standing import OPERATOR, Standing
from quorate.cases import services as cases
from quorate.cases.models import Relative
from quorate.cases.services import Holder
from quorate.cases.services.allocating import allocate
from quorate.conferences.models import Invitee
from quorate.conferences.services.exclusions import ask_for_exclusion, decide_exclusion
from quorate.conferences.services.one_person import join_people
from quorate.conferences.services.people import add_invitee
from quorate.notices.services import ChangedSince, handed_over, release_and_queue
from quorate.people.members import change_user
from quorate.people.models import User
from quorate.plans.services.core_groups import NewMember, name_core_group
from quorate.release import basis
from quorate.release.basis import basis_of
from quorate.release.models import Release
from quorate.release.views_asked import day_of_views
from tests import clock
from tests.notices.making import FATHER, MOTHER, Remembering, Stage, decide, keep_out

PRO = "professional"
THE_CHAIR = "The chair has decided about this person since it was prepared"
RING = "Whom it says to ring, or on which number, has changed since it was prepared. Prepare it again."


def keep_out_again(stage: Stage, person: Any, words: str) -> None:
    with acting_as(stage.agency.worker) as by:
        ask_for_exclusion(
            conference=stage.conference, person_id=person, ground="violence", on=today(), by=by,
            source_words="The police", scope="whole",
        )  # fmt: skip
    with acting_as(stage.chair) as by:
        decide_exclusion(
            conference=stage.conference, person_id=person, outcome="excluded", at=clock.now(), by=by, words=words,
            scope="whole", ground="violence",
        )  # fmt: skip


def let_out(stage: Stage, release: Release) -> Release:
    with acting_as(stage.agency.manager) as by:
        return release_and_queue(release=release, by=by, at=clock.now())


def test_a_letter_for_two_does_not_go_when_one_was_let_back_and_kept_out_again(stage: Stage) -> None:
    keep_out(stage)
    keep_out(stage, person=stage.family.mother)
    release = stage.prepared("exclusion-letter", by=stage.chair)
    decide(stage, "lifted")
    keep_out_again(stage, stage.family.father, "He followed a worker home.")
    father = stage.invitee(stage.family.father).name
    with pytest.raises(ChangedSince) as refused:
        let_out(stage, release)
    assert str(refused.value) == f"{THE_CHAIR}: {father}. Prepare it again."
    assert stage.messages(code="exclusion-letter") == []


def test_a_letter_let_out_before_the_second_decision_stays_here_by_any_way(stage: Stage) -> None:
    keep_out(stage)
    released = let_out(stage, stage.prepared("exclusion-letter", by=stage.chair))
    (letter,) = stage.messages(code="exclusion-letter", release=released)
    decide(stage, "lifted")
    keep_out_again(stage, stage.family.father, "He followed a worker home.")
    # As though the reaction that holds it had come too late: the claim itself looks.
    with acting_as(stage.agency.manager):
        type(letter).objects.filter(pk=letter.pk).update(state="waiting", why="")
    through = Remembering()
    assert (stage.send(through, letter), through.sent) == ("held", [])
    with acting_as(stage.agency.manager) as by:
        type(letter).objects.filter(pk=letter.pk).update(state="waiting", why="", channel="hand")
        assert handed_over(message=letter, by=by, at=clock.now()).why == "decision"


def test_a_letter_does_not_go_when_the_day_that_it_asks_by_is_too_near(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_out(stage)
    release = stage.prepared("exclusion-letter", by=stage.chair)
    with acting_as(stage.chair):
        asks_by = day_of_views(stage.conference.pk, today())
    assert asks_by is not None
    for ahead in (-1, 0, 1):
        monkeypatch.setattr(basis, "today", lambda ahead=ahead: asks_by - timedelta(days=ahead))
        with pytest.raises(ChangedSince) as refused:
            let_out(stage, release)
        assert str(refused.value) == (
            "The day by which it asks for views has come too near since it was prepared:"
            f" {stage.invitee(stage.family.father).name}. Prepare it again."
        )
    # Prepared again it names none, so that it goes.
    again = stage.prepared("exclusion-letter", by=stage.chair)
    let_out(stage, again)
    (letter,) = stage.messages(code="exclusion-letter", release=again)
    monkeypatch.undo()
    assert stage.send(Remembering(), letter) == "sent"


def test_a_letter_does_not_go_when_whom_it_says_to_ring_has_another_number(stage: Stage) -> None:
    for who, number in ((stage.agency.worker, "01632 960151"), (stage.chair, "01632 960152")):
        release = stage.prepared()
        found = User.objects.get(pk=who.user_id)
        change_user(user=found, display_name=found.display_name, work_telephone=number, by=OPERATOR)
        with pytest.raises(ChangedSince) as refused:
            let_out(stage, release)
        assert str(refused.value) == RING
    let_out(stage, stage.prepared())
    found = User.objects.get(pk=stage.agency.worker.user_id)
    change_user(user=found, display_name=found.display_name, work_telephone="", by=OPERATOR)
    stage.send_all(Remembering())
    with acting_as(stage.agency.worker):
        kinds = dict(Invitee.objects.filter(conference=stage.conference).values_list("pk", "kind"))
    held = {(kinds[one.recipient], one.why) for one in stage.messages(state="held")}
    gone = {kinds[one.recipient] for one in stage.messages(state="sent")}
    # Professionals read of offices alone: theirs has gone.
    assert (held, gone) == ({(kind, "ring") for kind in {"parent", "child", "family"} & {*kinds.values()}}, {PRO})


def test_a_letter_does_not_go_when_of_the_same_people_another_is_named_now(stage: Stage) -> None:
    old, new = stage.agency.worker, stage.agency.person("social_worker")

    def lead(*leads: Standing) -> None:
        with acting_as(old) as by:
            for case, who in zip(stage.family.cases, leads, strict=True):
                lead = NewMember("A lead", "professional", "social_worker", user_id=who.user_id, is_lead=True)
                name_core_group(conference=stage.conference, children=[case.pk], members=[lead], on=today(), by=by)

    def stopped(release: Release) -> bool:
        try:
            let_out(stage, release)
        except ChangedSince as refused:
            assert str(refused).endswith(RING)
            return True
        return False

    lead(old, new)
    release = stage.prepared()
    lead(new, old)
    assert stopped(release)
    release = stage.prepared()
    lead(new, old)
    assert not stopped(release), "the same were named anew"
    with acting_as(stage.agency.manager) as by:
        for case in stage.family.cases:
            allocate(case=case, to=Holder("social_worker", user_id=new.user_id), begins_on=today(), by=by)
    release = stage.prepared()
    with acting_as(old):
        listed = Invitee.objects.filter(conference=stage.conference, user_id=old.user_id)
        listed.update(about=[stage.family.cases[0].pk])
    assert stopped(release), "on the list for one child alone"


def test_one_of_the_family_without_a_record_rests_on_whom_they_are_told_to_ring(stage: Stage) -> None:
    with acting_as(stage.office) as by:
        aunt = add_invitee(
            conference=stage.conference, kind="family", name="Halina Brambleday", role="family_member", by=by,
            basis="family", why="An aunt",
        )  # fmt: skip
    stage.released()
    chair = User.objects.get(pk=stage.chair.user_id)
    change_user(user=chair, display_name=chair.display_name, work_telephone="01632 960153", by=OPERATOR)
    (letter,) = stage.messages(recipient=aunt.pk)
    with acting_as(stage.agency.manager) as by:
        type(letter).objects.filter(pk=letter.pk).update(channel="hand")
        assert handed_over(message=letter, by=by, at=clock.now()).why == "ring"


def test_words_that_are_protected_since_are_found_before_it_is_handed_over(stage: Stage) -> None:
    stage.released()
    mother = stage.message_to(stage.family.mother)
    with acting_as(stage.agency.manager):
        type(mother).objects.filter(pk=mother.pk).update(channel="hand")
        pages = PdfReader(io.BytesIO(bytes(mother.rendition.content))).pages
        (number, *_) = re.findall(r"\b0\d{3,4} \d{3} ?\d{3,4}\b", "\n".join(one.extract_text() for one in pages))
    stage.reach(stage.family.father, number, kind="phone")
    with acting_as(stage.agency.manager) as by:
        held = handed_over(message=mother, by=by, at=clock.now())
    assert (held.state, held.why) == ("held", "protected-words")


def test_another_reader_than_it_was_made_for_stops_it(stage: Stage) -> None:
    release = stage.prepared()
    with acting_as(stage.agency.worker):
        Invitee.objects.filter(conference=stage.conference, person_id=stage.family.mother).update(kind="supporter")
    mother = stage.invitee(stage.family.mother).name
    with pytest.raises(ChangedSince) as refused:
        let_out(stage, release)
    assert str(refused.value) == (
        f"Who this person is to the conference has been changed since it was prepared: {mother}. Prepare it again."
    )


def test_a_change_after_it_was_let_out_holds_that_one_message_and_no_other(stage: Stage) -> None:
    stage.released()
    with acting_as(stage.agency.worker):
        Invitee.objects.filter(conference=stage.conference, person_id=stage.family.father).update(kind="family")
    through = Remembering()
    states = stage.send_all(through)
    assert (states.count("held"), stage.message_to(stage.family.father).why) == (1, "reader")
    assert MOTHER in [to for _, to, _ in through.sent]


def test_sums_are_told_to_nobody_who_does_not_let_papers_out(stage: Stage) -> None:
    stranger = stage.agency.person("social_worker")
    refused = pytest.raises(DatabaseError, match="told to those who let papers out")
    with acting_as(stranger), refused, transaction.atomic():
        basis_of(stage.conference.pk, "plan", None, [(stage.conference.pk, None, PRO)])


def test_of_two_that_wait_for_one_person_only_the_newer_goes(stage: Stage) -> None:
    stage.released()
    (first,) = stage.messages(person_id=stage.family.mother)
    stage.released()
    states = {one.pk: (one.state, one.why) for one in stage.messages(person_id=stage.family.mother)}
    assert states.pop(first.pk) == ("held", "newer")
    assert list(states.values()) == [("waiting", "")]
    through = Remembering()
    stage.send_all(through)
    assert [to for _, to, _ in through.sent].count(MOTHER) == 1


def test_what_waits_for_one_record_stays_here_when_the_human_is_found_to_be_kept_out_under_another(
    stage: Stage,
) -> None:
    family = stage.family
    child = stage.agency.child(given_names="Half", family_name="Brother")
    with acting_as(stage.agency.worker):
        one = Relative.objects.select_related("case").get(case=family.cases[0], person_id=family.father)
    said = {"given_names": one.given_names, "family_name": one.family_name, "born_on": one.born_on}
    other = stage.agency.relative(child, "father", **said)
    with acting_as(stage.agency.worker) as by:
        way = cases.add_contact_way(
            case=child.case, person_id=other.person_id, kind="email", value=FATHER, on=today(), by=by
        )
        cases.verify_contact_way(way=way, how="in_person", safe=False, on=today(), by=by)
    keep_out(stage, person=other.person_id)
    stage.released()
    letter = stage.message_to(family.father)
    assert (letter.state, letter.channel) == ("waiting", "email")
    with acting_as(stage.agency.worker) as by:
        join_people(relative=one, other=other, reason="One date of birth", on=today(), at=clock.now(), by=by)
    through = Remembering()
    assert (stage.send(through, letter), through.sent) == ("held", [])
    assert stage.message_to(family.father).why == "kept-out"
    # Nor is what he gets now sent to the address that the other record calls unsafe.
    decide(stage, "lifted", person=family.father)
    stage.released()
    again = [one for one in stage.messages(person_id=family.father, code="invitation") if one.pk != letter.pk]
    assert [(one.state, one.channel) for one in again] == [("waiting", "hand")]
