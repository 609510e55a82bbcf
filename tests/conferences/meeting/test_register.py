"""The register: who is here and how, and what the quorum makes of it."""

from __future__ import annotations

import pytest

from quorate.access.context import acting_as
from quorate.cases.models import CaseEvent
from quorate.cases.refusals import Refused
from quorate.conferences.models import Attendance, Invitee
from quorate.conferences.queries.meeting import out_of_the_room, quorum_now, register_of, was_there
from quorate.conferences.services import meeting_register
from quorate.conferences.services.exclusions import decide_exclusion
from quorate.conferences.services.round import why_not_asked
from quorate.conferences.standing import position_of_conference
from tests.conferences.meeting.making import Meeting, clock


def quorum(at: Meeting, hour: int = 10, minute: int = 30):
    with acting_as(at.chair):
        return quorum_now(position_of_conference(at.conference, clock(hour, minute)))


def told(at: Meeting) -> list[dict]:
    """The facts of the attendances that the rules count."""
    with acting_as(at.chair):
        back = set(CaseEvent.objects.exclude(takes_back=None).values_list("takes_back", flat=True))
        rows = CaseEvent.objects.filter(code="attended", takes_back=None).order_by("at")
        return list({row.event_id: row.facts for row in rows if row.event_id not in back}.values())


@pytest.fixture
def at(rolled_back) -> Meeting:
    made = Meeting()
    made.start()
    return made


def test_nobody_on_the_register_is_not_known_rather_than_no(at):
    assert (quorum(at).quorate, quorum(at).by_child) == (None, {})


def test_the_quorum_follows_whoever_comes_and_goes(at):
    at.arrive("social_worker", direct_contact=True)
    assert quorum(at).missing == ["2 more of the other agencies or professions with direct contact"]
    at.arrive("school_rep", direct_contact=True)
    visitor = at.arrive("health_visitor", direct_contact=True)
    assert quorum(at).quorate is False  # the school knows the elder child alone
    at.arrive("police_rep", direct_contact=True)
    assert quorum(at).quorate is True
    with acting_as(at.writer) as by:
        stay = Attendance.objects.select_related("conference__case").get(pk=visitor.pk)
        meeting_register.leave(stay=stay, at=clock(10, 20), by=by)
    assert quorum(at).quorate is False
    assert quorum(at, 10, 10).quorate is True


def test_it_is_counted_for_each_child_by_those_who_are_there_for_it(at):
    first, second = (child.case.pk for child in at.family.children)
    with acting_as(at.chair):
        Invitee.objects.filter(conference=at.conference, role="health_visitor").update(about=[])
        Invitee.objects.filter(conference=at.conference, role="school_rep").update(about=[first])
    for role in ("social_worker", "school_rep", "health_visitor"):
        at.arrive(role, direct_contact=True)
    now = quorum(at)
    answer, lacks = now.by_child, "1 more of the other agencies or professions with direct contact"
    assert (now.quorate, answer[first]["quorate"], answer[first]["missing"]) == (False, True, [])
    assert answer[first]["present"] == ["health_visitor", "school_rep", "social-care"]
    assert (answer[second]["quorate"], answer[second]["missing"]) == (False, [lacks])
    with acting_as(at.chair):
        position = position_of_conference(at.conference, clock(10, 30))
        held = {
            case: {gate["gate"] for one in position.answers("decide", position.child(case)) for gate in one["held_by"]}
            for case in (first, second)
        }
    assert {case: "decision-needs-quorum" in gates for case, gates in held.items()} == {first: False, second: True}


def test_the_rules_hear_who_came_how_and_until_when(at):
    at.arrive("parent", mode="phone")
    assert [(one["who"], one["mode"], one["from"][11:19]) for one in told(at)] == [("parent", "phone", "10:01:00")]
    visitor = at.arrive("health_visitor", direct_contact=True)
    with acting_as(at.chair) as by:
        stay = Attendance.objects.select_related("conference__case").get(pk=visitor.pk)
        meeting_register.leave(stay=stay, at=clock(11), by=by)
        meeting_register.come_in(conference=at.conference, invitee_id=stay.invitee_id, at=clock(11, 10), by=by)
        one = next(one for one in was_there(at.conference) if one.invitee.role == "health_visitor")
        times = [(stay.from_at, stay.until_at) for stay in (*one.earlier, one.stay)]
    assert times == [(clock(10, 1), clock(11)), (clock(11, 10), None)]
    assert [one.get("to", "")[11:19] for one in told(at)] == ["", "11:00:00", ""]


def test_a_wrong_line_is_put_right_or_taken_back(at):
    school = at.arrive("school_rep")
    with acting_as(at.chair) as by:
        stay = Attendance.objects.select_related("conference__case").get(pk=school.pk)
        meeting_register.correct_stay(stay=stay, by=by, mode="virtual", direct_contact=True)
    assert [(one["mode"], one["direct_contact"]) for one in told(at)] == [("virtual", True)]
    with acting_as(at.chair) as by:
        meeting_register.correct_stay(stay=stay, by=by, take_back=True)
        assert register_of(at.conference).here == []
    assert told(at) == []


def test_the_office_may_keep_it_and_a_social_worker_may_not_twice(at):
    with acting_as(at.agency.administrator) as by:
        meeting_register.come_in(conference=at.conference, invitee_id=at.invitee("parent").pk, at=clock(10, 2), by=by)
    with acting_as(at.chair):
        assert [one.invitee.kind for one in register_of(at.conference).here] == ["parent"]
    with pytest.raises(Refused) as again:
        at.arrive("parent")
    assert again.value.sentences == {"invitee": "This person is on the register as being here already."}


@pytest.mark.clause("BOL-12")
def test_a_supporter_is_there_to_listen_where_the_procedure_says_so(at):
    at.arrive("parent")
    with acting_as(at.writer) as by:
        stay = meeting_register.add_unexpected(
            conference=at.conference, name="Agata Nettlefold", kind="supporter", at=clock(10, 5), by=by,
            supporter_of=at.invitee("parent").pk,
        )  # fmt: skip
        assert (stay.listening, stay.was_expected) == (True, False)
        supporter = Invitee.objects.get(pk=stay.invitee_id)
        assert why_not_asked(supporter, at.family.children[0].case.pk, at_pack(at)) != ""
    other = Meeting("redbridge")
    other.start()
    with acting_as(other.writer) as by:
        stay = meeting_register.add_unexpected(
            conference=other.conference, name="Agata Nettlefold", kind="supporter", at=clock(10, 5), by=by
        )
    assert stay.listening is False


def at_pack(at: Meeting):
    from quorate.conferences.editions import pack_of

    return pack_of(at.conference)


@pytest.mark.clause("BAR-10")
def test_the_minute_taker_is_there_and_counts_for_nothing(rolled_back):
    at = Meeting("barnet")
    at.start()
    at.arrive("minute_taker", direct_contact=True)
    answer = quorum(at)
    assert (answer.quorate, answer.by_child[at.family.children[0].case.pk]["present"]) == (False, [])
    with acting_as(at.chair):
        assert why_not_asked(at.invitee("minute_taker"), at.family.children[0].case.pk, at_pack(at)) != ""


@pytest.mark.clause("RDB-02")
def test_that_a_parent_was_there_and_that_they_took_part_are_two_things(rolled_back):
    from quorate.conferences.queries.meeting import have_contributed
    from quorate.conferences.services import meeting_voices

    at = Meeting("redbridge")
    at.start()
    parent = at.arrive("parent").invitee_id
    with acting_as(at.writer) as by:
        assert parent in {one.invitee.pk for one in register_of(at.conference).here}
        assert have_contributed(at.conference) == frozenset()
        meeting_voices.contribute(
            conference=at.conference, item="parent-views", invitee_id=parent, words="He sleeps better now.",
            at=clock(10, 30), by=by,
        )  # fmt: skip
        assert have_contributed(at.conference) == {parent}


@pytest.mark.clause("RDB-28")
def test_somebody_under_the_influence_can_be_kept_out_on_the_day(rolled_back):
    at = Meeting("redbridge")
    assert "intoxication" in at_pack(at).data["exclusion"]["usable_on_the_day"]
    at.start()
    person = at.invitee("parent")
    came = at.arrive("parent")
    with acting_as(at.chair) as by:
        decide_exclusion(
            conference=at.conference, person_id=person.person_id, outcome="excluded", ground="intoxication",
            words="You smelt of alcohol and could not follow the talk.", at=clock(10, 5), by=by,
        )  # fmt: skip
        stay = Attendance.objects.select_related("conference__case").get(pk=came.pk)
        meeting_register.leave(stay=stay, at=clock(10, 6), by=by)
    with pytest.raises(Refused) as kept:
        at.comes_in(person.pk, clock(10, 30))
    assert list(kept.value.sentences) == ["invitee"]


def test_who_was_out_of_the_room_for_a_time(at):
    parents = [one for one in at.invitees() if one.kind == "parent"]
    for one in parents:
        at.comes_in(one.pk)
    with acting_as(at.chair) as by:
        stay = Attendance.objects.select_related("conference__case").get(invitee_id=parents[0].pk)
        meeting_register.leave(stay=stay, at=clock(10, 40), by=by)
        assert out_of_the_room(at.conference, clock(10, 10), clock(10, 30)) == frozenset()
        assert out_of_the_room(at.conference, clock(10, 30), clock(10, 50)) == {parents[0].person_id}
