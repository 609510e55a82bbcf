"""Referrals, enquiries, strategy discussions, assessments, needs, the chronology."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases import queries, services
from quorate.cases.models import CaseEvent, Child, ChronologyEntry, Enquiry
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
        assert CaseEvent.objects.get(code="enquiry-concluded").facts == {"outcome": "not-required"}
        with pytest.raises(Refused) as refused:
            services.end_enquiry(enquiry=enquiry, ended_on=TODAY, outcome="conference", on=TODAY, by=by)
        assert list(refused.value.sentences) == ["enquiry"]
        services.begin_enquiry(cases=[child.case], begun_on=TODAY, on=TODAY, by=by)
        assert Enquiry.objects.filter(case=child.case, conference_not_required=True).count() == 1


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
