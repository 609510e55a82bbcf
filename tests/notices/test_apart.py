"""Two people who must not meet are not called to one room at one time: first it is arranged how each comes."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.permissions import NotAllowed
from quorate.access.standing import Standing
from quorate.cases.refusals import Refused
from quorate.cases.worklist import Asked, question
from quorate.conferences.models import Booking, Invitee, SafetyConcern
from quorate.conferences.queries.people import concerns_to_arrange, safety_concerns_of
from quorate.conferences.services import safety, supporters
from quorate.conferences.services.meeting_register import put_on_the_list
from quorate.conferences.services.people import add_invitee
from quorate.documents.making import made
from quorate.documents.setting import as_text
from quorate.notices.apart import own_times
from quorate.notices.models import Message
from quorate.notices.recipients import recipients_of
from quorate.notices.services import NotThere, give_by_hand, preview, release_and_queue
from quorate.release.artefacts import rendition
from quorate.release.models import Release
from quorate.web.work.moments import clock_at
from quorate.web.work.waiting import duties_and_waiting
from tests import clock
from tests.notices.making import FATHER, MOTHER, Remembering, Stage, keep_out
from tests.notices.test_reactions import entry_of, move

BACK = "Come to the back door and ring twice"


def afraid(stage: Stage) -> SafetyConcern:
    with acting_as(stage.agency.worker) as by:
        return safety.record_concern(
            conference=stage.conference, person_id=stage.family.mother, of_person=stage.family.father, on=today(),
            words="He has threatened to kill her.", by=by,
        )  # fmt: skip


def arranged(stage: Stage, words: str = BACK, at: str = "09:30", *, apart: bool = True) -> None:
    with acting_as(stage.chair) as by:
        row = SafetyConcern.objects.get(conference=stage.conference)
        hers = Invitee.objects.get(conference=stage.conference, person_id=row.person_id)
        safety.settle_concern(
            concern=row, arrangement="She comes first and leaves first.", version=row.version, at=clock.now(),
            on=today(), by=by, separately=[hers] if apart else [], ways={row.person_id: {"at": at, "words": words}},
        )  # fmt: skip


def letter(stage: Stage, person: UUID) -> str:
    return copy_of(stage, stage.invitee(person))


def copy_of(stage: Stage, invitee: Invitee) -> str:
    with acting_as(stage.chair) as by:
        told = preview(conference=stage.conference, code="invitation", by=by, at=clock.now(), invitee=invitee)
        return as_text(told.own, told.pack)


def held(stage: Stage) -> dict[str, str]:
    return {one.name: one.why for one in stage.messages(state="held")}


def brings(stage: Stage, person: UUID, name: str, own: UUID | None = None) -> Invitee:
    with acting_as(stage.agency.worker) as by:
        return supporters.name_supporter(
            conference=stage.conference, helped=Invitee.objects.get(conference=stage.conference, person_id=person),
            kind="friend", name=name, at=clock.now(), by=by, person_id=own, late_reason="Asked today.",
        )  # fmt: skip


def names(stage: Stage) -> tuple[str, str]:
    mother, father = (stage.invitee(one).name for one in (stage.family.mother, stage.family.father))
    return mother, father


def let_out(stage: Stage) -> list[str]:
    """Lets out what was prepared by itself; whose copies it holds."""
    with acting_as(stage.agency.manager) as by:
        release = Release.objects.get(conference=stage.conference, code="invitation", state="prepared")
        release = release_and_queue(release=release, by=by, at=clock.now())
        return sorted(release.renditions.values_list("name", flat=True))


@pytest.mark.clause("BAR-19")
def test_nobody_is_called_to_the_room_of_somebody_feared_before_it_is_arranged(stage: Stage) -> None:
    mother, father = names(stage)
    afraid(stage)
    stage.released()
    assert held(stage) == {mother: "arrange", father: "arrange"}
    assert len(stage.messages(state="waiting")) == len(stage.messages()) - 2
    # Neither copy goes by anybody's hands.
    (hers_held,) = stage.messages(name=mother)
    with acting_as(stage.agency.manager) as by, pytest.raises(NotThere, match="prepare the paper anew"):
        give_by_hand(message=hers_held, by=by, at=clock.now())
    here = clock_at(clock.now())
    with acting_as(stage.chair) as by:
        put = question(by, Asked("mine"), now=here.now, days=(here.today, here.near_ends_on))
        assert [one.title for one in duties_and_waiting(by, put)[1]] == [
            "Arrange how people come who must not meet: their invitations wait"
        ]  # fmt: skip
    arranged(stage)
    with acting_as(stage.chair) as by:
        # Prepared anew in the chair's own name: somebody else looks at it.
        assert duties_and_waiting(by, put)[1] == []
    hers, his = (letter(stage, one) for one in (stage.family.mother, stage.family.father))
    assert (f"Getting in: {BACK}." in hers, "Time: 09:30\n" in hers, "How: " in hers) == (True, True, False)
    assert ("back door" in his, "09:30" in his, "How: In the room, together" in his) == (False, False, True)
    assert let_out(stage) == sorted([mother, father])
    assert held(stage) == {mother: "newer", father: "newer"}
    through = Remembering()
    stage.send_all(through)
    (_, hers_in), (_, his_in) = entry_of(through, MOTHER), entry_of(through, FATHER)
    assert f"{hers_in['DTSTART'].dt:%H:%M}" == "09:30"
    booked = stage.conference.starts_at
    assert booked is not None and his_in["DTSTART"].dt == booked
    assert b"back door" not in b"".join(source for _, to, source in through.sent if to == FATHER)


def test_what_was_let_out_before_the_arrangement_is_taken_back_and_prepared_anew(stage: Stage) -> None:
    mother, father = names(stage)
    stage.released()
    afraid(stage)
    assert held(stage) == {mother: "arrange", father: "arrange"}
    arranged(stage)
    assert let_out(stage) == sorted([mother, father])
    # Arranged otherwise after she was told: hers alone is told again, and his stays as it is.
    through = Remembering()
    stage.send_all(through)
    arranged(stage, "Ring at the side gate", "")
    assert let_out(stage) == [mother]
    assert {one.why for one in stage.messages(name=father, state="held")} == {"newer"}
    # On another day, or in another house, it is another way: it is to be arranged anew.
    move(stage)
    with acting_as(stage.agency.manager) as by:
        assert concerns_to_arrange(stage.conference).count() == 1
        moved = Release.objects.get(conference=stage.conference, code="moved", state="prepared")
        release_and_queue(release=moved, by=by, at=clock.now())
    stayed = [one for one in stage.messages(code="moved") if one.state == "held"]
    assert {(one.name, one.why) for one in stayed} == {(mother, "arrange"), (father, "arrange")}


def test_a_way_in_does_not_name_the_other_and_a_paper_prepared_before_it_does_not_go(stage: Stage) -> None:
    _, father = names(stage)
    release = stage.prepared()
    afraid(stage)
    with pytest.raises(Refused, match="leave out the other person"):
        arranged(stage, f"{father.split()[0]} comes by the front door")
    arranged(stage)
    with acting_as(stage.agency.manager):
        release.refresh_from_db()
        anew = Release.objects.get(conference=stage.conference, code="invitation", state="prepared")
        assert (release.state, anew.renditions.count()) == ("overtaken", release.renditions.count())


def day_sheet(stage: Stage, code: str) -> dict[str, str]:
    """A part of the chair's own, by the name at the beginning of each row."""
    with acting_as(stage.chair) as by:
        seats = Invitee.objects.filter(conference=stage.conference, role="chair")
        (chair,) = recipients_of(stage.conference, seats, "day-sheet")
        sheet = rendition(made("day-sheet", stage.conference, chair, at=clock.now(), by=by), chair)
    (part,) = [one for one in sheet.parts if one.code == code]
    return dict(one.words.split("\t", 1) for one in part.paragraphs)


def test_whoever_accompanies_somebody_who_comes_apart_comes_as_they_do(stage: Stage) -> None:
    mother, father = names(stage)
    friend = brings(stage, stage.family.mother, "Agata Nettlefold")
    with acting_as(stage.office):
        # Put on the list without a record of their own.
        aunt, his = (
            put_on_the_list(conference=stage.conference, name=name, kind="supporter", supporter_of=helped.pk)
            for name, helped in (("Cal Ings", stage.invitee(stage.family.mother)),
                                 ("Bo Quill", stage.invitee(stage.family.father)))
        )  # fmt: skip
    stage.released()
    afraid(stage)
    everybody = [mother, father, friend.name, aunt.name, his.name]
    assert held(stage) == dict.fromkeys(everybody, "arrange")
    arranged(stage)
    told = [copy_of(stage, one) for one in (friend, aunt, his)]
    said = [("Time: 09:30\n" in one, f"Getting in: {BACK}." in one) for one in told]
    assert said == [(True, True), (True, True), (False, False)]
    assert ("back door" in told[2], "09:30" in told[2]) == (False, False)
    assert let_out(stage) == sorted(everybody)
    with acting_as(stage.agency.manager):
        booking = Booking.objects.get(conference=stage.conference, live=True)
        last = Message.objects.filter(conference=stage.conference, recipient__in=(friend.pk, aunt.pk, his.pk))
        starts = {one.name: own_times(one, booking)[0] for one in last}
    assert [f"{starts[one.name]:%H:%M}" for one in (friend, aunt)] == ["09:30", "09:30"]
    assert starts[his.name] == booking.starts_at
    # The chair's day sheet has nobody of them among those who come together.
    expected, apart = day_sheet(stage, "people"), day_sheet(stage, "apart")
    assert [one in expected for one in (mother, friend.name, aunt.name, father, his.name)] == [False] * 3 + [True] * 2
    assert list(apart) == [mother, friend.name, aunt.name]
    assert [apart[one].rpartition("; ")[2] for one in apart] == [
        f"comes separately: 09:30, {BACK}", *[f"comes with {mother}, separately: 09:30, {BACK}"] * 2
    ]  # fmt: skip


def test_somebody_feared_who_is_named_as_supporter_reads_nothing_of_the_way_of_whom_they_help(stage: Stage) -> None:
    friend = brings(stage, stage.family.mother, "Agata Nettlefold", uncle := uuid4())
    afraid(stage)
    arranged(stage)
    assert "back door" in letter(stage, uncle)
    with acting_as(stage.agency.worker) as by:
        safety.record_concern(
            conference=stage.conference, person_id=stage.family.mother, of_person=uncle, on=today(),
            words="He tells the father everything.", by=by,
        )  # fmt: skip
    told = letter(stage, uncle)
    assert (friend.person_id, "back door" in told, "09:30" in told) == (uncle, False, False)
    mother, _ = names(stage)
    assert day_sheet(stage, "apart")[friend.name].rpartition("; ")[2] == f"does not know how {mother} comes"


def test_whoever_is_called_as_somebody_feared_is_not_called_until_the_chair_says_who_they_are(stage: Stage) -> None:
    _, father = names(stage)
    given, family = father.split()
    friend = brings(stage, stage.family.mother, f"{given.upper()}  {family[0]}\u200b{family[1:]}\u0301, her uncle")
    afraid(stage)
    arranged(stage)
    stage.released()
    assert held(stage) == {friend.name: "arrange"}
    assert [one in copy_of(stage, friend) for one in ("back door", "09:30")] == [False, False]
    here = clock_at(clock.now())

    def asked() -> list[str]:
        with acting_as(stage.chair) as by:
            put = question(by, Asked("mine"), now=here.now, days=(here.today, here.near_ends_on))
            return [one.title for one in duties_and_waiting(by, put)[1]]

    assert asked() == ["Arrange how people come who must not meet: their invitations wait"]
    with acting_as(stage.agency.worker) as by, pytest.raises(NotAllowed):
        say_who(stage, friend, "I asked her.", by)
    with acting_as(stage.chair) as by:
        with pytest.raises(Refused, match="somebody else"):
            say_who(stage, friend, " ", by)
        say_who(stage, friend, "He is sixty, and came with her last time.", by)
    assert asked() == []
    assert "back door" in copy_of(stage, friend)
    assert let_out(stage) == [friend.name]
    nobody_is_feared_any_more(stage, friend)


def nobody_is_feared_any_more(stage: Stage, friend: Invitee) -> None:
    """Whoever waited for their name alone is called too: with neither of the two, with the grandmother."""
    mother, father = names(stage)
    with acting_as(stage.agency.worker) as by:
        granny = add_invitee(
            conference=stage.conference, kind="parent", role="parent", name="Wanda Ossory", person_id=uuid4(), by=by,
            why="Asked by the mother.",
        )  # fmt: skip
    with acting_as(stage.office):
        brother = put_on_the_list(
            conference=stage.conference, name=f"{father}, her brother", kind="supporter", supporter_of=granny.pk
        )
    stage.released(only={brother.pk})
    assert [(one.name, one.why) for one in stage.messages(recipient=brother.pk)] == [(brother.name, "arrange")]
    with acting_as(stage.agency.worker) as by:
        (concern,) = safety_concerns_of(stage.conference)
        safety.remove_concern(concern=concern, on=today(), by=by)
    assert let_out(stage) == sorted([mother, friend.name, brother.name])


def say_who(stage: Stage, invitee: Invitee, words: str, by: Standing) -> None:
    (concern,) = safety_concerns_of(stage.conference)
    assert concern.namesakes == [invitee.pk]
    safety.tell_apart(concern=concern, invitee=invitee, words=words, on=today(), by=by)


def test_whoever_does_not_come_keeps_nobody_from_being_called(stage: Stage) -> None:
    mother, _ = names(stage)
    afraid(stage)
    stage.released()
    keep_out(stage)
    assert let_out(stage) == [mother]


def test_who_had_no_invitation_gets_the_invitation_itself_when_the_meeting_moves(stage: Stage) -> None:
    stage.released()
    stage.send(Remembering(), stage.message_to(stage.family.mother))
    move(stage)
    mother, _ = names(stage)
    with acting_as(stage.agency.manager):
        told = Release.objects.get(conference=stage.conference, code="moved", state="prepared")
        assert list(told.renditions.values_list("name", flat=True)) == [mother]
        anew = Release.objects.get(conference=stage.conference, code="invitation", state="prepared")
        assert mother not in anew.renditions.values_list("name", flat=True)
        assert anew.renditions.count() == len(stage.messages(code="invitation")) - 1
