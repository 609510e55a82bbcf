"""Whoever was told the day and is taken off the list is told that they need not come: once, and never why."""

from __future__ import annotations

from uuid import UUID

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.conferences.models import Invitee
from quorate.conferences.services import people
from quorate.documents.saying import day as day_in_words
from quorate.notices.offers import papers_to_prepare
from quorate.people.models import User
from quorate.release.models import Release
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
