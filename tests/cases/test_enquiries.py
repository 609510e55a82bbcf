"""Referrals, enquiries, strategy discussions, assessments, needs, the chronology."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases import queries, services
from quorate.cases.models import CaseEvent, Child, ChronologyEntry, Duty, Enquiry
from quorate.cases.refusals import Refused
from tests.cases.making import Agency

TODAY = today()
DAY = timedelta(days=1)


@pytest.fixture
def agency(rolled_back: object) -> Agency:
    return Agency()


@pytest.fixture
def child(agency: Agency) -> Child:
    return agency.child()


def test_a_strategy_discussion_begins_an_enquiry_about_brothers_and_sisters_together(agency: Agency) -> None:
    one, two = agency.child(given_names="One"), agency.child(given_names="Two")
    with acting_as(agency.worker) as by:
        services.record_referral(
            case=one.case, referred_on=TODAY - 3 * DAY, source="6", primary_need="N1", on=TODAY, by=by
        )
        enquiries = services.begin_enquiry(
            cases=[one.case, two.case], begun_on=TODAY - DAY, agencies=["police", "health", "police"],
            agreed="Joint visit", on=TODAY, by=by,
        )  # fmt: skip
        assert [len(queries.enquiries_of(by, child)) for child in (one, two)] == [1, 1]
        (enquiry,) = queries.enquiries_of(by, one)
        assert (enquiry.begun_on, enquiry.referral.source) == (TODAY - DAY, "6")  # type: ignore[union-attr]
        assert [(d.held_on, d.agencies, d.agreed) for d in enquiry.discussions.all()] == [
            (TODAY - DAY, ["health", "police"], "Joint visit")
        ]
        events = CaseEvent.objects.filter(case__in=[one.case_id, two.case_id])
        assert {(e.code, e.day, e.facts["starts_enquiry"]) for e in events} == {
            ("strategy-discussion-held", TODAY - DAY, True)
        }
        assert len({e.event_id for e in events}) == 1
        with pytest.raises(Refused) as refused:
            services.begin_enquiry(cases=[two.case], begun_on=TODAY, on=TODAY, by=by)
        assert list(refused.value.sentences) == ["cases"]
        services.hold_strategy_discussion(enquiry=enquiries[0], held_on=TODAY, on=TODAY, by=by)
        assert [e.facts["starts_enquiry"] for e in events.filter(day=TODAY)] == [False]


def test_an_enquiry_ends_with_an_outcome_and_without_a_conference_with_a_reason(agency: Agency, child: Child) -> None:
    with acting_as(agency.worker) as by:
        (enquiry,) = services.begin_enquiry(cases=[child.case], begun_on=TODAY - DAY, on=TODAY, by=by)
        for said, field in (
            ({"outcome": "not_substantiated"}, "reason"),
            ({"outcome": "perhaps", "reason": "x"}, "outcome"),
            ({"outcome": "conference", "ended_on": TODAY - 2 * DAY}, "ended_on"),
            ({"outcome": "conference", "ended_on": TODAY + DAY}, "ended_on"),
        ):
            with pytest.raises(Refused) as refused:
                services.end_enquiry(enquiry=enquiry, **({"ended_on": TODAY, "on": TODAY, "by": by} | said))  # type: ignore[arg-type]
            assert list(refused.value.sentences) == [field]
        services.end_enquiry(
            enquiry=enquiry, ended_on=TODAY, outcome="no_conference", reason="Grandmother cares", on=TODAY, by=by
        )
        assert CaseEvent.objects.get(code="enquiry-concluded").facts == {
            "outcome": "not-required", "begun_on": (TODAY - DAY).isoformat(),
        }  # fmt: skip
        with pytest.raises(Refused) as refused:
            services.end_enquiry(enquiry=enquiry, ended_on=TODAY, outcome="conference", on=TODAY, by=by)
        assert list(refused.value.sentences) == ["enquiry"]
        (enquiry,) = services.begin_enquiry(cases=[child.case], begun_on=TODAY, on=TODAY, by=by)
        assert Duty.objects.filter(case=child.case, code="hold-initial-conference", settled="").exists()
        # A conference is called for, then declined or cancelled: the clock can still be ended, with the reason.
        services.end_enquiry(enquiry=enquiry, ended_on=TODAY, outcome="conference", on=TODAY, by=by)
        services.end_enquiry(
            enquiry=enquiry, ended_on=TODAY, outcome="no_conference", reason="Declined", on=TODAY, by=by
        )
        assert Enquiry.objects.filter(case=child.case, conference_not_required=True).count() == 2
        assert not Duty.objects.filter(case=child.case, code="hold-initial-conference", settled="").exists()


def test_an_enquiry_that_a_conference_has_answered_is_over_and_new_worries_begin_a_new_clock(
    agency: Agency, child: Child
) -> None:
    with acting_as(agency.worker) as by:
        (enquiry,) = services.begin_enquiry(cases=[child.case], begun_on=TODAY - 30 * DAY, on=TODAY, by=by)
        decided = {"by": "conference", "outcome": "no-plan"}
        services.record_event(code="decided", cases=[child.case], day=TODAY - 20 * DAY, facts=decided, by=by)
        services.record_event(code="conference-held", cases=[child.case], day=TODAY - 20 * DAY, by=by)
        both = {"enquiry": enquiry, "on": TODAY, "by": by}
        for refused_of in (
            lambda: services.hold_strategy_discussion(held_on=TODAY, **both),
            lambda: services.end_enquiry(ended_on=TODAY, outcome="no_conference", reason="It is over", **both),
        ):
            with pytest.raises(Refused) as refused:
                refused_of()
            assert list(refused.value.sentences) == ["enquiry"]
        services.begin_enquiry(cases=[child.case], begun_on=TODAY, on=TODAY, by=by)
        first, second = Enquiry.objects.filter(case=child.case).order_by("begun_on")
        due = Duty.objects.get(case=child.case, code="hold-initial-conference", settled="")
    assert (first.ended_on, first.outcome, second.ended_on) == (TODAY - 20 * DAY, "conference", None)
    assert due.due_on is not None and due.due_on > TODAY


def test_an_enquiry_begun_on_the_day_on_which_a_plan_ended_is_not_answered_by_its_review(
    agency: Agency, child: Child
) -> None:
    with acting_as(agency.worker) as by:
        for days, outcome in ((90, "plan-made"), (0, "plan-ended")):
            said = {"cases": [child.case], "day": TODAY - days * DAY, "by": by}
            services.record_event(code="decided", facts={"by": "conference", "outcome": outcome}, **said)
            services.record_event(code="conference-held", **said)
        (enquiry,) = services.begin_enquiry(cases=[child.case], begun_on=TODAY, on=TODAY, by=by)
        due = Duty.objects.get(case=child.case, code="hold-initial-conference", settled="")
        services.hold_strategy_discussion(enquiry=enquiry, held_on=TODAY, on=TODAY, by=by)
    assert due.due_on is not None and due.due_on > TODAY


def _held(case: Any) -> list[tuple[Any, bool]]:
    """The discussions that the rules are told of: day and whether it begins an enquiry."""
    told = CaseEvent.objects.filter(case=case, code="strategy-discussion-held")
    back = told.exclude(takes_back=None).values("takes_back")
    stands = told.filter(takes_back=None).exclude(event_id__in=back).order_by("day")
    return [(one.day, one.facts["starts_enquiry"]) for one in stands]


def test_the_first_day_of_an_enquiry_is_put_right_for_all_with_whom_it_began(agency: Agency) -> None:
    one, two = agency.child(given_names="One"), agency.child(given_names="Two")
    with acting_as(agency.worker) as by:
        enquiry, other = services.begin_enquiry(cases=[one.case, two.case], begun_on=TODAY, on=TODAY, by=by)
        due = Duty.objects.get(case=two.case, code="hold-initial-conference").due_on
        said = {"enquiry": enquiry, "on": TODAY, "by": by}
        for wrong in ({"begun_on": TODAY, "reason": "x"}, {"begun_on": TODAY + DAY, "reason": "x"}):
            with pytest.raises(Refused) as refused:
                services.correct_first_day(**said, **wrong)
            assert list(refused.value.sentences) == ["begun_on"]
        with pytest.raises(Refused) as refused:
            services.correct_first_day(**said, begun_on=TODAY - 7 * DAY, reason=" ")
        assert list(refused.value.sentences) == ["reason"]
        services.correct_first_day(**said, begun_on=TODAY - 7 * DAY, reason="The minutes have another day.")
        assert due is not None
        for child in (one, two):
            (row,) = queries.enquiries_of(by, child)
            assert (row.begun_on, [d.held_on for d in row.discussions.all()]) == (TODAY - 7 * DAY, [TODAY - 7 * DAY])
            assert _held(child.case) == [(TODAY - 7 * DAY, True)]
            assert Duty.objects.get(case=child.case, code="hold-initial-conference").due_on == due - 7 * DAY
            (entry,) = queries.chronology_of(by, child)
            assert entry.words.endswith("Reason: The minutes have another day.")
        with pytest.raises(Refused) as refused:
            services.correct_first_day(enquiry=other, begun_on=TODAY - DAY, reason="x", on=TODAY, by=by)
        assert list(refused.value.sentences) == ["enquiry"], "it was put right since this was read"


def test_of_two_enquiries_that_end_on_one_day_the_rules_know_which_is_meant(agency: Agency, child: Child) -> None:
    def told() -> list[tuple[str, str]]:
        events = CaseEvent.objects.filter(case=child.case, code="enquiry-concluded")
        back = events.exclude(takes_back=None).values("takes_back")
        stands = events.filter(takes_back=None).exclude(event_id__in=back)
        return sorted((one.facts["outcome"], one.facts["begun_on"]) for one in stands)

    day, earlier, before = (TODAY.isoformat(), *((TODAY - number * DAY).isoformat() for number in (2, 3)))
    said = {"case": child.case, "code": "hold-initial-conference"}
    with acting_as(agency.worker) as by:
        (older,) = services.begin_enquiry(cases=[child.case], begun_on=TODAY - 2 * DAY, on=TODAY, by=by)
        services.end_enquiry(enquiry=older, ended_on=TODAY, outcome="conference", on=TODAY, by=by)
        (newer,) = services.begin_enquiry(cases=[child.case], begun_on=TODAY, on=TODAY, by=by)
        services.end_enquiry(enquiry=newer, ended_on=TODAY, outcome="no_conference", reason="No harm", on=TODAY, by=by)
        assert told() == [("conference", earlier), ("not-required", day)]
        assert not Duty.objects.filter(**said).exclude(settled="not-needed").exists()
        services.correct_first_day(enquiry=older, begun_on=TODAY - 3 * DAY, reason="x", on=TODAY, by=by)
        assert told() == [("conference", before), ("not-required", day)]
        newer.refresh_from_db()
        services.open_again(enquiry=newer, reason="Ended by mistake", on=TODAY, by=by)
        assert (told(), Duty.objects.filter(**said, settled="").exists()) == ([("conference", before)], True)


def test_an_enquiry_entered_for_one_of_two_by_mistake_is_taken_back_for_that_one(agency: Agency) -> None:
    one, two = agency.child(given_names="One"), agency.child(given_names="Two")
    with acting_as(agency.worker) as by:
        enquiry, _ = services.begin_enquiry(cases=[one.case, two.case], begun_on=TODAY - 3 * DAY, on=TODAY, by=by)
        services.hold_strategy_discussion(enquiry=enquiry, held_on=TODAY - DAY, on=TODAY, by=by)
        services.end_enquiry(
            enquiry=enquiry, ended_on=TODAY, outcome="no_conference", reason="All is well", on=TODAY, by=by
        )
        services.open_again(enquiry=enquiry, reason="The other child", on=TODAY, by=by)
        assert Duty.objects.filter(case=one.case, code="hold-initial-conference", settled="").count() == 1
        services.take_back_enquiry(enquiry=enquiry, reason="Another family", on=TODAY, by=by)
        assert (_held(one.case), _held(two.case)) == ([], [(TODAY - 3 * DAY, True)])
        codes = [Duty.objects.filter(case=child.case, settled="").count() > 0 for child in (one, two)]
        assert codes == [False, True]
        assert [len(queries.enquiries_of(by, child)) for child in (one, two)] == [0, 1]
        assert [d.taken_back_why for d in enquiry.discussions.all()] == ["Another family"] * 2
        with pytest.raises(Refused) as refused:
            services.hold_strategy_discussion(
                enquiry=Enquiry.objects.get(pk=enquiry.pk), held_on=TODAY, on=TODAY, by=by
            )
        assert list(refused.value.sentences) == ["enquiry"]
        services.begin_enquiry(cases=[one.case], begun_on=TODAY, on=TODAY, by=by)
        assert _held(one.case) == [(TODAY, True)]


@pytest.mark.parametrize(
    ("deed", "said", "field"),
    [
        ("record_referral", {"referred_on": TODAY + DAY}, "referred_on"),
        ("record_referral", {"referred_on": TODAY, "source": "99"}, "source"),
        ("record_referral", {"referred_on": TODAY, "primary_need": "N99"}, "primary_need"),
        ("record_assessment", {"began_on": TODAY, "factors": ["99Z"]}, "factors"),
        ("record_assessment", {"began_on": TODAY, "authorised_on": TODAY - DAY}, "authorised_on"),
        ("add_chronology_entry", {"happened_on": TODAY + DAY, "words": "x"}, "happened_on"),
        ("add_chronology_entry", {"happened_on": TODAY, "words": " "}, "words"),
        ("add_chronology_entry", {"happened_on": TODAY, "words": "x", "label": "K"}, "label"),
        ("add_chronology_entry", {"happened_on": TODAY, "words": "x", "significance": "huge"}, "significance"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(agency: Agency, child: Child, deed: str, said: dict[str, Any], field: str) -> None:
    with acting_as(agency.worker) as by, pytest.raises(Refused) as refused:
        getattr(services, deed)(case=child.case, on=TODAY, by=by, **said)
    assert list(refused.value.sentences) == [field]


def test_a_referral_is_closed_and_assessments_keep_their_factors(agency: Agency, child: Child) -> None:
    with acting_as(agency.worker) as by:
        referral = services.record_referral(case=child.case, referred_on=TODAY - DAY, on=TODAY, by=by)
        services.record_assessment(
            case=child.case, referral=referral, began_on=TODAY, factors=["3b", "3B", "16A"], on=TODAY, by=by
        )
        with pytest.raises(Refused):
            services.close_referral(referral=referral, closed_on=TODAY, closure_reason="RC99", on=TODAY, by=by)
        services.close_referral(referral=referral, closed_on=TODAY, closure_reason="RC8", on=TODAY, by=by)
        assert [(r.closed_on, r.closure_reason) for r in queries.referrals_of(by, child)] == [(TODAY, "RC8")]
        assert [a.factors for a in queries.assessments_of(by, child)] == [["3B", "16A"]]


@pytest.mark.clause("BAR-12", "BAR-13", "BAR-14", "LEI-27", "RDB-19")
def test_language_interpreter_childcare_and_travel_are_recorded_for_each_person_and_met(
    agency: Agency, child: Child
) -> None:
    mother = agency.relative(child, "mother", given_names="Morgan")
    with acting_as(agency.worker) as by:
        for kind, words in (
            ("interpreter", "Polish, a woman"), ("language", "Polish"), ("childcare", ""), ("travel", "Taxi both ways"),
            ("access", "Step-free room"),
        ):  # fmt: skip
            services.record_need(case=child.case, person_id=mother.person_id, kind=kind, words=words, on=TODAY, by=by)
        people = queries.people_around(by, child).people
        needs = {need.kind: need for need in people[1].needs}
        assert {kind: (need.words, need.met_on) for kind, need in needs.items()} == {
            "interpreter": ("Polish, a woman", None), "language": ("Polish", None), "childcare": ("", None),
            "travel": ("Taxi both ways", None), "access": ("Step-free room", None),
        }  # fmt: skip
        assert people[0].needs == []
        for kind, how in (
            ("interpreter", "Booked with the agency"), ("childcare", "At the nursery"), ("travel", "Taxi ordered")
        ):  # fmt: skip
            services.need_met(need=needs[kind], how=how, on=TODAY, by=by)
        assert {need.kind: (need.met_on, need.met_how) for need in queries.needs_of(by, child)} == {
            "interpreter": (TODAY, "Booked with the agency"), "childcare": (TODAY, "At the nursery"),
            "travel": (TODAY, "Taxi ordered"), "access": (None, ""), "language": (None, ""),
        }  # fmt: skip
        with pytest.raises(Refused):
            services.need_met(need=needs["interpreter"], on=TODAY, by=by)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "interpreter", "words": " "}, "words"),
        ({"kind": "wings", "words": "x"}, "kind"),
        ({"kind": "travel", "words": "x" * 301}, "words"),
    ],
)
def test_a_need_says_what_is_needed(agency: Agency, child: Child, said: dict[str, Any], field: str) -> None:
    with acting_as(agency.worker) as by, pytest.raises(Refused) as refused:
        services.record_need(case=child.case, person_id=child.person_id, on=TODAY, by=by, **said)
    assert list(refused.value.sentences) == [field]


def test_the_chronology_is_in_order_and_each_entry_for_those_whom_its_label_names(agency: Agency, child: Child) -> None:
    chair, partner = agency.person("chair"), agency.person("partner")
    for person in (chair, partner):
        agency.give(child.case, person)
    with acting_as(agency.worker) as by:
        for day, words, label in ((TODAY, "Later", "P"), (TODAY - DAY, "Earlier", "P"), (TODAY, "Closed", "R")):
            services.add_chronology_entry(
                case=child.case, happened_on=day, words=words, label=label, source="Own visit", on=TODAY, by=by
            )

    def reads(who: Any) -> tuple[list[str], int]:
        with acting_as(who) as by:
            return [entry.words for entry in queries.chronology_of(by, child)], ChronologyEntry.objects.count()

    assert [reads(who) for who in (agency.worker, chair, partner)] == [
        (["Earlier", "Later", "Closed"], 3), (["Earlier", "Later", "Closed"], 3), (["Earlier", "Later"], 2),
    ]  # fmt: skip
