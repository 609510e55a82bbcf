"""The agenda, what people bring to it, numbers on the scale, the words of each child."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from quorate.access.context import acting_as
from quorate.cases.refusals import Refused
from quorate.conferences.editions import pack_of
from quorate.conferences.models import AgendaState, ChildsWords, Contribution, SafetyConcern, ScaleNumber
from quorate.conferences.queries.meeting import (
    childs_words_are_in,
    contributions_of,
    have_contributed,
    register_of,
    without_words,
)
from quorate.conferences.queries.meeting_scale import scales_of
from quorate.conferences.services import meeting, meeting_conduct
from quorate.conferences.services import meeting_voices as voices
from quorate.conferences.versions import TwoTexts
from tests.conferences.meeting.making import Meeting, clock

AT = clock(10, 30)


def begun(pack: str = "bolton") -> Meeting:
    at = Meeting(pack)
    at.start()
    return at


@pytest.fixture
def at(rolled_back) -> Meeting:
    return begun()


def items(at: Meeting) -> list[str]:
    with acting_as(at.chair):
        return [one["code"] for one in pack_of(at.conference).data["agenda"]["items"]]


def contribute(at: Meeting, item: str, **said: Any) -> Contribution:
    with acting_as(at.writer) as by:
        return voices.contribute(**{"conference": at.conference, "item": item, "at": AT, "by": by} | said)


@pytest.mark.clause("BOL-28", "LEI-51", "BAR-46")
@pytest.mark.parametrize("pack", ["barnet", "bolton", "leicester"])
def test_it_opens_with_welcome_and_the_reason(rolled_back, pack):
    at = begun(pack)
    codes = items(at)
    assert (codes[0], codes[1] in ("purpose", "family", "social-work-report")) == ("opening", True)
    with acting_as(at.chair) as by:
        sitting = meeting.open_part(conference=at.conference, code=codes[1], at=AT, by=by, done_with="opening")
        done = AgendaState.objects.get(conference=at.conference, code="opening")
        assert (sitting.item, done.done_at, done.done_by) == (codes[1], AT, at.chair.user_id)


@pytest.mark.clause("BAR-28", "BAR-29", "BAR-33", "LEI-52", "BAR-03")
def test_the_meeting_follows_the_written_agenda_and_no_other(rolled_back):
    at = begun("barnet")
    with acting_as(at.chair) as by:
        for code in items(at):
            meeting.open_part(conference=at.conference, code=code, at=AT, by=by)
        with pytest.raises(Refused):
            meeting.open_part(conference=at.conference, code="any-other-business", at=AT, by=by)
        data = pack_of(at.conference).data
    assert "share information about the child" in data["analysis"]["aims"]
    codes = items(at)
    assert codes.index("purpose") < codes.index("agency-reports") < codes.index("parent-views")
    assert codes.index("parent-views") < codes.index("analysis") < codes.index("decision")
    other = items(begun("leicester"))
    order = [other.index(code) for code in ("social-work-report", "agency-reports", "decision")]
    assert order == sorted(order)


@pytest.mark.clause("RDB-06", "RDB-15")
def test_what_each_person_brings_is_recorded_part_by_part(rolled_back):
    at = begun("redbridge")
    parent, school = at.invitee("parent").pk, at.invitee("school_rep").pk
    contribute(at, "parent-views", invitee_id=parent, words="It is calmer at home since August.")
    contribute(at, "agency-reports", invitee_id=school)
    with acting_as(at.chair):
        said = contributions_of(at.conference, "parent-views")
        assert [(one.invitee_id, one.words) for one in said] == [(parent, "It is calmer at home since August.")]
        assert have_contributed(at.conference) == {parent, school}
    with pytest.raises(Refused) as nobody:
        contribute(at, "parent-views", words="Somebody said this.")
    assert nobody.value.sentences == {"invitee": "Say whose contribution this is."}


def test_views_of_somebody_kept_out_are_reported_for_them(at):
    parent = at.invitee("parent").pk
    made = contribute(
        at, "parent-views", kind="views", invitee_id=parent, told_by="Rukhsana Willowbank", words="He says no."
    )
    assert (made.kind, made.told_by, made.meant_for) == ("views", "Rukhsana Willowbank", "F-all")


def words(at: Meeting, case, **said: Any) -> ChildsWords:
    with acting_as(at.chair) as by:
        return voices.open_childs_words(
            **{"conference": at.conference, "child_case_id": case, "at": AT, "by": by} | said
        )


@pytest.mark.clause("LEI-59")
def test_a_child_who_is_not_there_is_heard_all_the_same(rolled_back):
    at = begun("leicester")
    first, second = (child.case.pk for child in at.family.children)
    read = words(
        at, first, kind="letter", words="Please help Mum.", child_said="everyone", read_out_by="the social worker"
    )
    assert (read.read_out_by, read.meant_for) == ("the social worker", "F-all")
    with acting_as(at.chair):
        assert childs_words_are_in(at.conference, first)
        assert without_words(at.conference, [first, second]) == [second]
    words(at, second, kind="none", words="She is three weeks old; what was seen stands in the report.")
    with acting_as(at.chair):
        assert childs_words_are_in(at.conference, second)


def test_a_childs_words_are_shown_as_the_child_chose(at):
    case = at.family.children[0].case.pk
    unchosen = words(at, case, kind="booklet", words="I hide in the bath.")
    chosen = words(at, case, kind="booklet", words="I like school.", child_said="professionals")
    assert (unchosen.meant_for, chosen.meant_for) == ("R", "P")
    with acting_as(at.agency.manager):
        assert list(ChildsWords.objects.values_list("pk", flat=True)) == [chosen.pk]
    with pytest.raises(Refused) as refused:
        words(at, case, kind="booklet", words="I like school.", child_said="professionals", in_sight=True)
    assert list(refused.value.sentences) == ["in_sight"]
    with pytest.raises(Refused) as empty:
        words(at, case, kind="none", words=" ")
    assert empty.value.sentences == {"words": "Say why there is nothing from this child."}


def number(at: Meeting, case, number: int, **said: Any) -> ScaleNumber:
    with acting_as(at.writer) as by:
        return voices.give_number(
            **{"conference": at.conference, "child_case_id": case, "number": number, "at": AT, "by": by} | said
        )


def test_the_scale_has_the_packs_ends(rolled_back):
    at = begun("leicester")
    case = at.family.children[0].case.pk
    with pytest.raises(Refused) as low:
        number(at, case, 0, invitee_id=at.invitee("social_worker").pk)
    assert low.value.sentences == {"number": "Choose a number from 1 to 10."}
    assert number(at, case, 1, invitee_id=at.invitee("social_worker").pk).number == 1


def test_a_childs_and_a_frightened_parents_number_is_shown_only_by_choice(at):
    case = at.family.children[0].case.pk
    mother, father = (one for one in at.invitees() if one.kind == "parent")
    with acting_as(at.chair) as by:
        SafetyConcern.objects.create(
            conference=at.conference, case=at.conference.case, authority_id=at.conference.authority_id,
            person_id=mother.person_id, of_person=father.person_id, words="Afraid.", recorded_by=by.user_id,
            recorded_on=AT.date(),
        )  # fmt: skip
    assert [number(at, case, 6).shown, number(at, case, 3, invitee_id=mother.pk).shown] == [False, False]
    assert number(at, case, 8, invitee_id=father.pk).shown is True
    with acting_as(at.agency.manager):
        register = register_of(at.conference)
        seen = scales_of(at.conference, {case: "Zofia"}, register)[case].dots
        assert [one.name for one in seen] == [father.name]
    assert number(at, case, 6, shown=True, base_version=1).meant_for == "F-all"


def test_two_people_entering_one_number_see_both(at):
    case, who = at.family.children[0].case.pk, at.invitee("school_rep").pk
    number(at, case, 6, invitee_id=who)
    with pytest.raises(TwoTexts) as two:
        number(at, case, 4, invitee_id=who)
    assert (two.value.yours, two.value.theirs) == (4, 6)


@pytest.mark.clause("BAR-47")
def test_the_steps_about_behaviour_come_one_after_the_other(rolled_back):
    at = begun("barnet")
    who = at.arrive("parent").invitee_id

    def take(step: int, minute: int) -> Any:
        with acting_as(at.chair) as by:
            return meeting_conduct.take_step(
                conference=at.conference, about=who, step=step, words="Shouted at the school.", by=by,
                at=AT + timedelta(minutes=minute),
            )  # fmt: skip

    with pytest.raises(Refused) as first:
        take(2, 0)
    assert first.value.sentences == {"step": "First: The chair asks the person to stop."}
    said = [take(step, step).said for step in (1, 2, 3)]
    assert said == [
        "The chair asks the person to stop.",
        "The chair may ask the person to leave.",
        "The chair may end the meeting.",
    ]
    with acting_as(at.chair) as by:
        assert meeting.end_sitting(conference=at.conference, at=clock(11), by=by) is not None
