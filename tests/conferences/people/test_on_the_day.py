"""On the day and after the time: a late supporter, keeping somebody out during the meeting, a start that waits."""

from __future__ import annotations

import pytest

from quorate.access.context import acting_as
from quorate.cases.refusals import Refused
from quorate.conferences.models import Conference, Invitee
from quorate.conferences.queries.people import kept_out
from quorate.conferences.services import exclusions, supporters
from quorate.conferences.services.founding import found_conference
from quorate.conferences.standing import NotAllowedNow, position_of_conference
from tests.cases.making import Agency, Family
from tests.conferences.bookings.making import Office
from tests.conferences.stages import at_clock, decided, ready_today, sitting

pytestmark = pytest.mark.usefixtures("own_database")


def test_a_supporter_named_late_is_accepted_with_the_reason() -> None:
    agency = Agency()
    family = agency.family()
    conference = ready_today(agency, family)
    with acting_as(agency.worker) as by:
        mother = Invitee.objects.get(conference=conference, person_id=family.mother)
        before = supporters.tell_by(conference, family.mother, at_clock(9))
        after = supporters.tell_by(conference, family.mother, at_clock(10, 5))
        assert (before is not None and before.is_over, after is not None and after.is_over) == (False, True)
        with pytest.raises(Refused) as refused:
            supporters.name_supporter(
                conference=conference, helped=mother, kind="friend", name="A. N.", at=at_clock(10, 5), by=by
            )
        assert refused.value.sentences == {
            "late_reason": "This comes after the time to say so. It is still accepted: say why it comes late."
        }
        named = supporters.name_supporter(
            conference=conference, helped=mother, kind="friend", name="A. N.", at=at_clock(10, 5), by=by,
            late_reason="Her first supporter fell ill.",
        )  # fmt: skip
    assert named.late_reason == "Her first supporter fell ill."


def test_during_the_meeting_the_chair_keeps_somebody_out_on_the_grounds_for_the_day() -> None:
    agency = Agency(pack="redbridge")
    family = agency.family()
    conference = sitting(agency, family)
    with acting_as(agency.chair) as by:
        conference.refresh_from_db(fields=["state"])
        row = exclusions.decide_exclusion(
            conference=conference, person_id=family.father, outcome="excluded", scope="part", ground="intoxication",
            at=at_clock(10, 20), by=by, words="You have been drinking.", parts=("analysis",),
        )  # fmt: skip
    assert (row.decided_at, kept_out(conference, family.father)) == (at_clock(10, 20), "part")


def test_the_next_conference_does_not_start_before_it_is_decided_afresh() -> None:
    agency = Agency()
    family = agency.family()
    conference = sitting(agency, family)
    with acting_as(agency.chair) as by:
        exclusions.decide_exclusion(
            conference=conference, person_id=family.father, outcome="excluded", ground="violence", at=at_clock(10, 20),
            by=by, words="What was said in the meeting.",
        )  # fmt: skip
    decided(agency, family, to=conference)
    later = found_review(agency, family)
    office = Office(agency, family)
    office.let_in(later)
    office.book(later, starts_at=at_clock(14), ends_at=at_clock(16))
    with acting_as(agency.chair) as by:
        assert kept_out(later, family.father) == "whole"
        position = position_of_conference(later, at_clock(14))
        with pytest.raises(NotAllowedNow) as held:
            position.require("start")
        assert [one["gate"] for one in held.value.held_by] == ["start-needs-fresh-exclusion-decision"]
        exclusions.decide_exclusion(
            conference=later, person_id=family.father, outcome="lifted", at=at_clock(14, 1), by=by,
            words="He has kept to what was agreed.",
        )  # fmt: skip
        position_of_conference(later, at_clock(14, 2)).require("start")
        assert kept_out(later, family.father) == ""


def found_review(agency: Agency, family: Family) -> Conference:
    """A review of the same children, founded on the same day by the worker."""
    with acting_as(agency.worker) as by:
        return found_conference(kind="review", cases=family.cases, by=by, on=at_clock(13).date(), state="agreed")
