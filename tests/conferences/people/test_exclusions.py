"""Keeping a parent out: asked by anybody, decided by the chair, followed up, decided afresh at the next conference."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from quorate.access.context import acting_as
from quorate.access.models import ProtectedCase
from quorate.access.permissions import NotAllowed, may
from quorate.access.standing import Standing
from quorate.audit.models import AuditEntry
from quorate.cases.models import CaseEvent, Duty
from quorate.cases.refusals import Refused
from quorate.cases.services import join_records, record_event
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Conference, ConferenceExclusion, ConferenceRequest, Invitee
from quorate.conferences.queries.people import kept_out, kept_out_all
from quorate.conferences.services import exclusion_follow_up as follow_up
from quorate.conferences.services import exclusions, requests
from quorate.conferences.standing import NotAllowedNow, position_of_conference
from tests import clock
from tests.cases.making import Agency, Family
from tests.conferences.stages import everybody_answered, invited, with_enquiry

pytestmark = pytest.mark.usefixtures("rolled_back")
NOW = clock.now()
WHY = "What he said on the telephone on Monday frightened everybody who heard it."


def at(pack: str = "bolton") -> tuple[Agency, Family, Conference, Standing]:
    agency = Agency(pack=pack)
    family = agency.family()
    conference = invited(agency, family)
    chair = agency.person("chair")
    agency.give(conference.case, chair)
    return agency, family, conference, chair


def asked(agency: Agency, conference: Conference, person: object, ground: str = "violence", **said: str) -> object:
    with acting_as(agency.worker) as by:
        return exclusions.ask_for_exclusion(
            conference=conference, person_id=person, ground=ground, on=NOW.date(), by=by,
            **{"source_words": "The police, by telephone"} | said,
        )  # fmt: skip


def by_the_rules(conference: Conference, person: UUID, at: datetime = NOW + timedelta(minutes=5)) -> str:
    """How much of a conference the engine keeps somebody out of."""
    asked = position_of_conference(conference, at)
    event = asked.position.told.parents[asked.person(person)].standing(asked.position.conference)
    return "" if event is None else str(event.data.get("scope", "whole"))


def asked_for(cases: list[ProtectedCase], by: Standing) -> Conference:
    """A review of which the rules know."""
    review = requests.begin(kind="review", cases=cases, by=by, on=NOW.date(), besides="About both.")
    facts = {"reference": review.reference, "kind": "review"}
    record_event(code="conference-requested", cases=cases, day=NOW.date(), facts=facts, conference=review, by=by)
    return review


@pytest.mark.clause("BOL-13", "BOL-14", "BOL-15", "BOL-16")
def test_the_chair_decides_and_the_parent_is_told_heard_and_offered_a_meeting() -> None:
    agency, family, conference, chair = at()
    asked(agency, conference, family.father)
    assert kept_out(conference, family.father) == ""
    for parts in ((), ("analysis", "lunch")):
        # The letter says of which part; without it nobody knows when he may be there.
        with acting_as(chair) as by, pytest.raises(Refused, match="Say which parts of the conference"):
            exclusions.decide_exclusion(
                conference=conference, person_id=family.father, outcome="excluded", scope="part", at=NOW, by=by,
                words=WHY, parts=parts,
            )  # fmt: skip
    with acting_as(chair) as by:
        row = exclusions.decide_exclusion(
            conference=conference, person_id=family.father, outcome="excluded", scope="part", at=NOW, by=by, words=WHY,
            parts=("analysis",),
        )  # fmt: skip
    assert (row.outcome, row.scope, row.parts, row.decided_as, kept_out(conference, family.father)) == (
        "excluded", "part", ["analysis"], "chair", "part",
    )  # fmt: skip
    codes = ("explain-exclusion", "collect-excluded-parent-views", "offer-meeting")
    with acting_as(agency.worker) as by:
        assert sorted(Duty.objects.filter(code__in=codes, settled="").values_list("code", flat=True).distinct()) == [
            "collect-excluded-parent-views", "explain-exclusion", "offer-meeting",
        ]  # fmt: skip
        follow_up.explained(exclusion=row, on=NOW.date(), how="letter", by=by)
        follow_up.record_views(exclusion=row, words="I want to be heard.", on=NOW.date(), how="phone", by=by)
    with acting_as(chair) as by:
        tomorrow, yesterday = (NOW.date() + timedelta(days=one) for one in (1, -1))
        with pytest.raises(Refused, match="has not come yet"):
            follow_up.offer_meeting(exclusion=row, on=tomorrow, by=by)
        follow_up.offer_meeting(exclusion=row, on=NOW.date(), by=by)
        for met, says in ((yesterday, "before the meeting was offered"), (tomorrow, "has not come yet")):
            with pytest.raises(Refused, match=says):
                follow_up.answer_meeting(exclusion=row, answer="yes", held_on=met, by=by)
        row = follow_up.answer_meeting(exclusion=row, answer="yes", held_on=NOW.date(), by=by)
        assert (row.explained_how, row.views_words, row.meeting_offered_on, row.meeting_held_on) == (
            "letter", "I want to be heard.", NOW.date(), NOW.date(),
        )  # fmt: skip
        assert not Duty.objects.filter(code__in=codes, settled="", met_on__isnull=True).exists()


@pytest.mark.clause("RDB-23")
def test_nobody_but_the_chair_decides() -> None:
    agency, family, conference, _ = at("redbridge")
    asked(agency, conference, family.father)
    with acting_as(agency.worker) as by, pytest.raises(NotAllowed):
        exclusions.decide_exclusion(
            conference=conference, person_id=family.father, outcome="excluded", at=NOW, by=by, words=WHY
        )
    assert kept_out(conference, family.father) == ""


@pytest.mark.clause("BAR-17")
def test_in_barnet_the_social_worker_may_too_and_the_account_is_shut_as_by_the_chair() -> None:
    agency, family, conference, _ = at("barnet")
    parent, manager = agency.person("parent"), agency.person("team_manager", in_team=True)
    for one in (parent, manager):
        agency.give(conference.case, one)
    with acting_as(agency.worker):
        Invitee.objects.filter(conference=conference, person_id=family.father).update(user_id=parent.user_id)

    def decide(by: Standing, outcome: str, minute: int = 0) -> ConferenceExclusion:
        return exclusions.decide_exclusion(
            conference=conference, person_id=family.father, outcome=outcome, ground="disruption", by=by, words=WHY,
            at=NOW + timedelta(minutes=minute),
        )  # fmt: skip

    with acting_as(manager) as by, pytest.raises(NotAllowed):
        decide(by, "excluded")
    for minute, (outcome, stays, opens) in enumerate((("excluded", "whole", False), ("lifted", "", True))):
        with acting_as(agency.worker) as by:
            row = decide(by, outcome, minute)
        assert (row.decided_as, kept_out(conference, family.father)) == ("social_worker", stays)
        with acting_as(parent) as by:
            assert may(by, "see_case", conference.case) is opens
    with acting_as(agency.worker):
        trail = AuditEntry.objects.filter(action__in=("access.excluded", "access.exclusion-lifted"))
        assert [(one.action_id, one.facts["person"]) for one in trail.order_by("id")] == [
            ("access.excluded", str(parent.user_id)), ("access.exclusion-lifted", str(parent.user_id))
        ]  # fmt: skip
    # Nobody shuts an account without a decision of their own, not by asking the database either.
    asked = [row.id, parent.user_id, NOW.date(), uuid4()]
    refused = pytest.raises(ProgrammingError, match="no decision of yours")
    with acting_as(manager), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT conferences_follow_decision(%s, %s, %s, %s)", asked)


@pytest.mark.clause("RDB-25", "RDB-26", "RDB-27", "RDB-29")
@pytest.mark.parametrize("ground", ["violence", "child-risk", "parent-wellbeing", "other"])
def test_in_redbridge_a_ground_is_named_with_its_source_and_another_is_written_out(ground: str) -> None:
    agency, family, conference, chair = at("redbridge")
    assert ground in dict(exclusions.grounds_of(pack_of(conference)))
    with acting_as(agency.worker) as by, pytest.raises(Refused) as refused:
        exclusions.ask_for_exclusion(
            conference=conference, person_id=family.father, ground=ground, on=NOW.date(), by=by, ground_words="Words"
        )
    assert refused.value.sentences == {"source_words": "Say where this is known from."}
    if ground == "other":
        with pytest.raises(Refused) as refused:
            asked(agency, conference, family.father, ground)
        assert refused.value.sentences == {"ground_words": "Write out the reason in full."}
    asked(agency, conference, family.father, ground, ground_words="A court order of last week")
    with acting_as(chair) as by:
        row = exclusions.decide_exclusion(
            conference=conference, person_id=family.father, outcome="excluded", at=NOW, by=by, words=WHY,
            parts=("analysis",),  # ticked before "all of the conference" was chosen: says nothing
        )  # fmt: skip
        event = CaseEvent.objects.filter(code="exclusion-decided", case=family.cases[0]).get()
    assert (row.ground, row.source_words, row.parts) == (ground, "The police, by telephone", [])
    assert event.facts == {
        "parent": str(family.father), "scope": "whole", "outcome": "excluded", "by": "chair", "reason": ground,
    }  # fmt: skip


def test_it_stays_on_until_the_chair_decides_afresh() -> None:
    agency, family, conference, chair = at()
    with acting_as(chair) as by:
        exclusions.decide_exclusion(
            conference=conference, person_id=family.father, outcome="excluded", ground="violence", at=NOW, by=by,
            words=WHY,
        )  # fmt: skip
    with acting_as(agency.worker) as by:
        later = requests.begin(kind="review", cases=family.cases, by=by, on=NOW.date())
    agency.give(later.case, chair)
    answer = kept_out_all(later, [family.father, family.mother])
    assert (answer[family.father].scope, answer[family.father].is_carried) == ("whole", True)
    assert (answer[family.mother].scope, answer[family.mother].is_carried) == ("", False)
    with acting_as(chair) as by:
        row = exclusions.decide_exclusion(
            conference=later, person_id=family.father, outcome="lifted", at=NOW + timedelta(minutes=1), by=by,
            words="He has kept to what was agreed.",
        )  # fmt: skip
    assert row.carried_from == answer[family.father].exclusion_id
    assert (kept_out(later, family.father), kept_out(conference, family.father)) == ("", "whole")


def test_it_stays_on_for_each_child_and_for_a_child_whose_two_records_were_joined() -> None:
    agency, family, conference, chair = at()
    with acting_as(chair) as by:
        exclusions.decide_exclusion(
            conference=conference, person_id=family.father, outcome="excluded", ground="violence", at=NOW, by=by,
            words=WHY,
        )  # fmt: skip
    twin = agency.child(given_names="Child0", born_on=family.children[0].born_on)
    with acting_as(agency.worker) as by:
        join_records(from_case=family.cases[0], to_case=twin.case, reason="One child", on=NOW.date(), by=by)
        of_twin = requests.begin(kind="review", cases=[twin.case], by=by, on=NOW.date())
        of_other = asked_for(family.cases[1:], by)
    assert kept_out(of_twin, family.father) == "whole"
    agency.give(of_other.case, chair)
    with acting_as(chair) as by:
        exclusions.decide_exclusion(
            conference=of_other, person_id=family.father, outcome="lifted", at=NOW + timedelta(minutes=1), by=by,
            words="About this child he may come.",
        )  # fmt: skip
    with acting_as(agency.worker) as by:
        of_both = asked_for(family.cases, by)
        # About the other child nobody has decided afresh.
        for one, kept in ((of_other, ""), (of_both, "whole"), (conference, "whole")):
            assert (kept_out(one, family.father), by_the_rules(one, family.father)) == (kept, kept)


def test_it_holds_at_a_conference_that_was_asked_for_before_but_has_not_been_held() -> None:
    agency, family, conference, chair = at()
    with acting_as(agency.worker) as by:
        review = partial(requests.begin, kind="review", cases=family.cases, by=by, on=NOW.date())
        before, held = review(), review(besides="It goes on from the first.")
        asked_on = NOW.date() - timedelta(days=30)
        Conference.objects.filter(pk__in=(before.pk, held.pk)).update(requested_on=asked_on)
        Conference.objects.filter(pk=held.pk).update(state="held", held_on=asked_on)
    with acting_as(chair) as by:
        exclusions.decide_exclusion(
            conference=conference, person_id=family.father, outcome="excluded", ground="violence", at=NOW, by=by,
            words=WHY,
        )  # fmt: skip
    # What was held before stays as it was: he was there.
    assert (kept_out(before, family.father), kept_out(held, family.father)) == ("whole", "")


def test_what_was_decided_for_a_conference_that_was_cancelled_or_declined_holds_at_the_next() -> None:
    for given_up in ("conference-cancelled", "request-declined"):
        agency, family, conference, chair = at()
        with acting_as(chair) as by:
            exclusions.decide_exclusion(
                conference=conference, person_id=family.father, outcome="excluded", ground="violence", at=NOW, by=by,
                words=WHY,
            )  # fmt: skip
        later = NOW + timedelta(minutes=1)
        with acting_as(agency.manager) as by:
            if given_up == "conference-cancelled":
                start = (NOW + timedelta(days=9)).isoformat()
                record_event(
                    code="conference-booked", cases=family.cases, at=later, facts={"starts_at": start},
                    conference=conference, by=by,
                )  # fmt: skip
            record_event(code=given_up, cases=family.cases, at=later, conference=conference, by=by)
        with acting_as(agency.worker) as by:
            again = asked_for(family.cases, by)
            assert (kept_out(again, family.father), by_the_rules(again, family.father)) == ("whole", "whole")
            assert by_the_rules(again, family.mother) == ""


def test_what_is_decided_about_a_draft_is_told_to_the_rules_with_the_request() -> None:
    agency = Agency()
    family = agency.family()
    with acting_as(agency.worker) as by:
        with_enquiry(agency, family)
        before = asked_for(family.cases, by)
        draft = requests.begin(kind="initial", cases=family.cases, by=by, on=NOW.date())
        exclusions.ask_for_exclusion(
            conference=draft, person_id=family.mother, ground="violence", on=NOW.date(), by=by, source_words="Police",
        )  # fmt: skip
    agency.give(draft.case, agency.chair)
    with acting_as(agency.chair) as by:
        row = exclusions.decide_exclusion(
            conference=draft, person_id=family.father, outcome="excluded", scope="part", ground="violence",
            at=NOW - timedelta(days=3), by=by, words=WHY, parts=("analysis",),
        )  # fmt: skip
    told = CaseEvent.objects.filter(conference_id=draft.pk, case_id=family.cases[0]).order_by("code")
    with acting_as(agency.worker) as by:
        assert list(told) == []
        everybody_answered(draft)
        asked = ConferenceRequest.objects.select_related("conference__case").get(conference=draft)
        asked.reason = "The children saw violence."
        requests.send(asked=asked, by=by, at=NOW + timedelta(minutes=1))
        assert [one.code for one in told.all()] == ["conference-requested", "exclusion-decided", "exclusion-requested"]
        for one in (draft, before):
            assert (kept_out(one, family.father), by_the_rules(one, family.father)) == ("part", "part")
        # He was told, and heard, before the request was sent; it is written down after it.
        days = [NOW.date() - timedelta(days=one) for one in (4, 2)]
        with pytest.raises(Refused, match="before the decision"):
            follow_up.explained(exclusion=row, on=days[0], how="phone", by=by)
        follow_up.explained(exclusion=row, on=days[1], how="phone", by=by)
        follow_up.record_views(exclusion=row, words="I want to be heard.", on=days[1], how="phone", by=by)
        follow_up.offer_meeting(exclusion=row, on=days[1], by=by)
        row = follow_up.answer_meeting(exclusion=row, answer="yes", held_on=days[1], by=by)
        assert [row.explained_on, row.views_on, row.meeting_offered_on, row.meeting_held_on] == [days[1]] * 4


def test_the_gate_is_asked_before_anything_is_recorded() -> None:
    agency, family, conference, _ = at()
    with acting_as(agency.worker):
        position = position_of_conference(conference, NOW)
        told = {
            "event": "exclusion-decided", "at": NOW.isoformat(), "parent": position.person(family.father),
            "by": "social_worker", "outcome": "excluded", "scope": "whole",
        }  # fmt: skip
        with pytest.raises(NotAllowedNow):
            position.adding(told).require("exclude")
