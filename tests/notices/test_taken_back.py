"""Whoever was told the day and is taken off the list is told that they need not come: once, and never why."""

from __future__ import annotations

from uuid import UUID

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.conferences.models import Invitee
from quorate.conferences.queries.bookings import live_booking
from quorate.conferences.services import bookings, people
from quorate.documents.saying import day as day_in_words
from quorate.notices.offers import papers_to_prepare
from quorate.notices.taken_back import CALLED
from quorate.people.models import User
from quorate.release.models import Release
from tests import clock
from tests.conferences.stages import at_clock
from tests.notices.making import FATHER, MOTHER, Remembering, Stage, keep_out
from tests.notices.test_reactions import cancel, entry_of, let_out, letter_now, move, text_of

WHY = "Nobody could say where he lives now"


def take_off(stage: Stage, person: UUID) -> None:
    row = stage.invitee(person)
    with acting_as(stage.agency.worker) as by:
        people.remove_invitee(invitee=row, why=WHY, on=today(), by=by)


def told(stage: Stage) -> Remembering:
    """Everybody has the invitation."""
    stage.released()
    through = Remembering()
    stage.send_all(through)
    return through


def test_the_entry_is_taken_out_of_the_calendar_without_a_word_of_why_and_no_later_move_is_told(stage: Stage) -> None:
    _, first = entry_of(told(stage), FATHER)
    take_off(stage, stage.family.father)
    move(stage)
    let_out(stage, "taken-back")
    let_out(stage, "moved")
    through = Remembering()
    stage.send_all(through)
    (mail,) = [one for one in through.mails if one["To"] == FATHER]
    method, entry = entry_of(through, FATHER)
    assert (method, entry["UID"], int(entry["SEQUENCE"])) == ("CANCEL", first["UID"], int(first["SEQUENCE"]) + 1)
    assert (entry["STATUS"], entry["DTSTART"].dt) == ("CANCELLED", first["DTSTART"].dt)
    assert mail["Subject"] == f"An appointment with {stage.agency.name} is taken back"
    (body,) = [part.get_content() for part in mail.walk() if part.get_content_type() == "text/plain"]
    assert "takes the appointment out of your calendar" in body
    (letter,) = [part.get_content() for part in mail.walk() if part.get_content_type() == "application/pdf"]
    said = text_of(letter)
    assert "You do not need to come any more." in said
    assert [word for word in (WHY, "list", "Nobody could") if word in said + body] == []
    assert entry_of(through, MOTHER)[0] == "REQUEST"
    cancel(stage)
    let_out(stage, "cancelled")
    told_of_it = {one.person_id for one in stage.messages(code="cancelled")}
    assert (stage.family.mother in told_of_it, stage.family.father in told_of_it) == (True, False)


def test_who_was_told_nothing_yet_is_told_nothing_and_what_waits_stays_here(stage: Stage) -> None:
    stage.released()
    take_off(stage, stage.family.father)
    assert [(one.state, one.why) for one in stage.messages(person_id=stage.family.father)] == [("held", "off-the-list")]
    with acting_as(stage.agency.manager):
        assert not Release.objects.filter(code="taken-back").exists()
        assert "taken-back" not in papers_to_prepare(stage.conference)


def test_who_is_asked_again_in_between_keeps_the_one_entry(stage: Stage) -> None:
    _, first = entry_of(told(stage), FATHER)
    take_off(stage, stage.family.father)
    let_out(stage, "taken-back")
    with acting_as(stage.agency.worker) as by:
        people.add_invitee(
            conference=stage.conference, kind="parent", person_id=stage.family.father, name="Frankie Sample",
            role="parent", basis="family", by=by,
        )  # fmt: skip
    through = Remembering()
    stage.send_all(through)
    (back,) = stage.messages(code="taken-back")
    assert (back.state, back.why, through.mails) == ("held", "asked-again", [])
    stage.released()
    stage.send_all(through)
    method, entry = entry_of(through, FATHER)
    assert (method, entry["UID"], int(entry["SEQUENCE"])) == ("REQUEST", first["UID"], int(first["SEQUENCE"]) + 2)


@pytest.mark.parametrize("how", ["not-invited", "kept-out"])
def test_who_is_not_to_be_invited_after_all_is_told_and_who_is_kept_out_has_the_chairs_letter_alone(
    stage: Stage, how: str
) -> None:
    _, first = entry_of(told(stage), FATHER)
    if how == "kept-out":
        keep_out(stage)
        take_off(stage, stage.family.father)
    else:
        # The move is let out, and reaches nobody any more.
        move(stage)
        let_out(stage, "moved")
        with acting_as(stage.agency.worker) as by:
            row = Invitee.objects.select_related("case", "conference").get(pk=stage.invitee(stage.family.father).pk)
            people.change_invitee(invitee=row, to_invite=False, why="Asked not to come", by=by)
    with acting_as(stage.agency.manager):
        waiting = sorted(Release.objects.filter(state="prepared").values_list("code", flat=True))
    # Whose invitation had not gone yet when it moved get one anew.
    assert waiting == (["exclusion-letter"] if how == "kept-out" else ["invitation", "taken-back"])
    if how == "not-invited":
        assert day_in_words(first["DTSTART"].dt) in letter_now(stage, "taken-back", stage.family.father)


def test_who_comes_with_somebody_kept_out_is_told_as_anybody_taken_off_the_list(stage: Stage) -> None:
    user = User.objects.get(pk=stage.agency.person("partner").user_id)
    with acting_as(stage.agency.manager) as by:
        helped = Invitee.objects.get(conference=stage.conference, person_id=stage.family.father)
        advocate = people.add_invitee(conference=stage.conference, kind="advocate", role="advocate", user=user, by=by)
        Invitee.objects.filter(pk=advocate.pk).update(supporter_of=helped)
    _, first = entry_of(told(stage), user.email)
    keep_out(stage)
    with acting_as(stage.agency.manager):
        waiting = sorted(Release.objects.filter(state="prepared").values_list("code", flat=True))
    assert waiting == ["exclusion-letter", "taken-back"]
    let_out(stage, "taken-back")
    through = Remembering()
    stage.send_all(through)
    method, entry = entry_of(through, user.email)
    assert (method, entry["UID"], entry["STATUS"]) == ("CANCEL", first["UID"], "CANCELLED")
    assert {one.recipient for one in stage.messages(code="taken-back")} == {advocate.pk}


def mails_about(stage: Stage, *codes: str) -> dict[str, list[str]]:
    """What has been let out and what waits for a second person, by its code: the roles (or kinds) of who gets it."""
    with acting_as(stage.agency.manager):
        roles = {str(one.pk): one.role for one in Invitee.objects.filter(conference=stage.conference)}
        ready = Release.objects.filter(conference=stage.conference, state="prepared", code__in=codes)
        return {
            one.code: sorted(roles[str(key)] for key in one.renditions.values_list("recipient", flat=True))
            for one in ready
        }


def test_a_new_chair_is_invited_and_the_old_one_is_told_that_it_is_off_by_the_move_itself(stage: Stage) -> None:
    users = {who: User.objects.get(pk=who.user_id) for who in (stage.chair, stage.agency.minute_taker)}
    stage.released()
    first = Remembering()
    stage.send_all(first)
    new, late = stage.agency.person("chair"), User.objects.get(pk=stage.agency.person("partner").user_id)
    with acting_as(stage.agency.manager) as by:
        # Put on the list after the invitations had gone: nobody has called them yet.
        people.add_invitee(conference=stage.conference, kind="advocate", role="advocate", user=late, by=by)
    with acting_as(stage.office) as by:
        old = live_booking(stage.conference)
        assert old is not None
        bookings.move(
            conference=stage.conference, starts_at=old.starts_at, ends_at=old.ends_at, reason="The chair is ill",
            authorised_by="The head of service", chair_id=new.user_id, minute_taker_id=None, by=by, at=at_clock(9, 30),
        )  # fmt: skip
        listed = Invitee.objects.filter(conference=stage.conference, removed_on__isnull=True)
        assert list(listed.filter(role__in=("chair", "minute_taker")).values_list("user_id")) == [(new.user_id,)]
    # Nobody asked for it: the call to who comes, and that they need not come to those who do not.
    gone = mails_about(stage, "invitation", "taken-back", "moved")
    # Whose invitation still lies there to be handed over has not been called either.
    by_hand = ["health_rep", "health_visitor", "police_rep", "school_nurse", "school_rep"]
    assert gone["invitation"] == ["advocate", "chair", *by_hand]
    assert gone["taken-back"] == ["chair", "minute_taker"]
    assert {"chair", "minute_taker"} & set(gone["moved"]) == set()
    for code in ("invitation", "taken-back"):
        let_out(stage, code)
    through = Remembering()
    stage.send_all(through)
    for who, user in users.items():
        method, entry = entry_of(through, user.email)
        _, before = entry_of(first, user.email)
        assert (method, entry["UID"], entry["DTSTART"].dt) == ("CANCEL", before["UID"], before["DTSTART"].dt), who
    for email in (User.objects.get(pk=new.user_id).email, late.email):
        method, entry = entry_of(through, email)
        assert (method, int(entry["SEQUENCE"]), entry["DTSTART"].dt) == ("REQUEST", 0, old.starts_at), email


def test_who_was_told_by_word_of_mouth_is_told_of_a_move_and_that_it_is_off(stage: Stage) -> None:
    move(stage)
    with acting_as(stage.chair):
        # No paper has gone and nobody has been told: all are still to be invited.
        assert [one for one in papers_to_prepare(stage.conference) if one in CALLED] == ["invitation"]
    assert mails_about(stage, "moved") == {}
    rang = stage.invitee(stage.family.mother)
    with acting_as(stage.agency.worker) as by:
        people.record_answer(invitee=rang, answer="yes", at=clock.now(), by=by)
        assert [one for one in papers_to_prepare(stage.conference) if one in CALLED] == ["invitation", "moved"]
    move(stage)
    assert mails_about(stage, *CALLED) == {"moved": ["parent"]}
    let_out(stage, "moved")
    through = Remembering()
    stage.send_all(through)
    method, entry = entry_of(through, MOTHER)
    assert (method, int(entry["SEQUENCE"]), len(through.mails)) == ("REQUEST", 0, 1)
    cancel(stage)
    assert mails_about(stage, "cancelled") == {"cancelled": ["parent"]}
