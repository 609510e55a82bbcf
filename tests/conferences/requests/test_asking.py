"""Asking for a conference: who sees it, what the rules hear of it, and who may answer."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.permissions import NoSuchRecord, may
from quorate.access.services import declare_conflict, restrict
from quorate.cases.models import CaseEvent, Duty
from quorate.cases.refusals import Refused
from quorate.cases.services import record_birth, record_event
from quorate.cases.services.putting_right import take_back_event
from quorate.conferences.models import Conference, ConferenceChild, ConferenceRequest, DelayAgreed, PreparationStep
from quorate.conferences.queries import children_of, conference_by_ref
from quorate.conferences.queries.assessed import assessed_on
from quorate.conferences.services import drafting, people, requests
from quorate.conferences.services.drafting import change_children
from quorate.conferences.services.founding import found_conference
from quorate.conferences.services.request_people import save_needs
from quorate.web.work.moments import now
from tests.cases.making import Agency
from tests.conferences.stages import agreed, asked_for, everybody_answered, with_enquiry

pytestmark = pytest.mark.usefixtures("module_database")


@pytest.fixture
def agency() -> Agency:
    return Agency()


def codes(conference: Conference) -> list[str]:
    rows = CaseEvent.objects.filter(conference_id=conference.id).order_by("recorded_at", "day", "at", "code")
    return list(dict.fromkeys(rows.values_list("code", flat=True)))


def test_who_works_with_the_children_works_on_their_conference(agency: Agency) -> None:
    family = agency.family()
    with acting_as(agency.worker) as by:
        conference = requests.begin(kind="initial", cases=family.cases, by=by, on=today())
    for somebody in (agency.worker, agency.manager):
        with acting_as(somebody) as by:
            found = conference_by_ref(by, conference.case.ref)
            assert [one.given for one in children_of(found)] == ["Child1", "Child0"]
            assert may(by, "write", found.case)
    with acting_as(agency.person("social_worker")) as stranger, pytest.raises(NoSuchRecord):
        conference_by_ref(stranger, conference.case.ref)
    assert conference.reference[:5] == "BOL-C"
    assert conference.edition[:7] == "bolton/"


def test_a_conflict_on_a_child_holds_for_the_conference_whenever_it_is_declared(agency: Agency) -> None:
    family = agency.family()
    before, after = agency.person("social_worker"), agency.person("social_worker")
    for child in family.cases:
        agency.give(child, before)
        agency.give(child, after)
    with acting_as(agency.worker) as by:
        declare_conflict(case=family.cases[0], user_id=before.user_id, kind="neighbour", by=by)
        conference = requests.begin(kind="initial", cases=family.cases, by=by, on=today())
    with acting_as(after) as by:
        assert conference_by_ref(by, conference.case.ref) == conference
    with acting_as(agency.worker) as by:
        declare_conflict(case=family.cases[1], user_id=after.user_id, kind="friend", by=by)
    for somebody in (before, after):
        with acting_as(somebody) as by, pytest.raises(NoSuchRecord):
            conference_by_ref(by, conference.case.ref)


def test_a_child_hidden_from_most_hides_the_conference_from_the_same_people(agency: Agency) -> None:
    family = agency.family()
    other = agency.person("social_worker")
    for child in family.cases:
        agency.give(child, other)
    with acting_as(agency.worker) as by:
        conference = requests.begin(kind="initial", cases=family.cases, by=by, on=today())
    with acting_as(agency.manager) as by:
        restrict(case=family.cases[0], listed=[agency.worker.user_id], by=by)
    for somebody in (agency.worker, agency.manager):
        with acting_as(somebody) as by:
            assert conference_by_ref(by, conference.case.ref) == conference
    with acting_as(other) as by, pytest.raises(NoSuchRecord):
        conference_by_ref(by, conference.case.ref)
    # Whoever stands on the first child's list and not on the second's: a page without the second would tell of it.
    with acting_as(agency.manager) as by:
        restrict(case=family.cases[1], listed=[], by=by)
        assert conference_by_ref(by, conference.case.ref) == conference
    with acting_as(agency.worker) as by, pytest.raises(NoSuchRecord):
        conference_by_ref(by, conference.case.ref)


def test_a_child_with_a_plan_has_a_review_whoever_asks(agency: Agency) -> None:
    family = agency.family()
    planned, sibling = (one.case for one in family.children)
    with acting_as(agency.worker) as by:
        draft = requests.begin(kind="initial", cases=[planned], by=by, on=today())
        joining = requests.begin(kind="initial", cases=[sibling], by=by, on=today())
        asked = ConferenceRequest.objects.select_related("conference__case").get(conference=draft)
        asked.reason = "The children saw violence at home."
        asked.save(update_fields=["reason"])
        held = {"reference": "A", "kind": "initial", "outcomes": "plan-made"}
        record_event(code="conference-held", cases=[planned.id], day=today(), facts=held, by=by)
        begin = partial(requests.begin, by=by, on=today())
        refused = [
            partial(begin, kind="initial", cases=[planned]),
            partial(begin, kind="pre_birth", cases=family.cases, kinds={}),
            partial(begin, kind="review", cases=family.cases, kinds={planned.id: "initial"}),
            partial(found_conference, kind="initial", cases=family.cases, by=by, on=today()),
            partial(change_children, conference=joining, kinds={planned: "", sibling: ""}, by=by, on=today()),
            partial(requests.send, asked=asked, by=by, at=now()),
        ]
        for ask in refused:
            with pytest.raises(Refused, match="Whoever has a child protection plan has a review"):
                ask()
        made = {
            kind: begin(kind=kind, cases=family.cases, besides="For each its own.")
            for kind in ("initial", "review", "transfer_in")
        }
        kinds = {
            kind: dict(ConferenceChild.objects.filter(conference=one).values_list("child_case_id", "kind"))
            for kind, one in made.items()
        }
    assert kinds == {
        "initial": {planned.id: "review", sibling.id: ""},
        "review": {planned.id: "", sibling.id: "initial"},
        "transfer_in": {planned.id: "", sibling.id: ""},
    }


def test_nobody_joins_a_child_whom_they_do_not_work_with(agency: Agency) -> None:
    family, others = agency.family(1), Agency().family(1)
    with acting_as(agency.worker) as by:
        conference = requests.begin(kind="initial", cases=family.cases, by=by, on=today())
        with pytest.raises(NoSuchRecord):
            requests.begin(kind="initial", cases=others.cases, by=by, on=today())
        from django.db import transaction
        from django.db.utils import ProgrammingError

        with pytest.raises(ProgrammingError), transaction.atomic():
            ConferenceChild(
                conference=conference, case_id=conference.case_id, authority_id=conference.authority_id,
                child_case_id=others.cases[0].id,
            ).save(force_insert=True)  # fmt: skip


@pytest.mark.clause("BRD-01")
def test_a_conference_is_of_a_kind_about_children_and_a_concern() -> None:
    agency = Agency("bradford")
    family = agency.family()
    conference = asked_for(agency, family)
    with acting_as(agency.manager):
        asked = ConferenceRequest.objects.get(conference=conference)
        assert (conference.kind, len(children_of(conference)), asked.reason[:26]) == (
            "initial", 2, "The children saw violence ",
        )  # fmt: skip


def test_the_rules_hear_when_it_is_asked_for_and_agreed(agency: Agency) -> None:
    conference = agreed(agency, agency.family())
    with acting_as(agency.manager):
        assert codes(conference) == ["conference-requested", "request-agreed"]
        assert (conference.state, conference.requested_on) == ("agreed", today())


def test_only_a_manager_answers_and_always_with_a_reason(agency: Agency) -> None:
    conference = asked_for(agency, agency.family())
    with acting_as(agency.worker) as by:
        asked = ConferenceRequest.objects.select_related("conference__case").get(conference=conference)
        with pytest.raises(Refused, match="team manager"):
            requests.agree(asked=asked, reason="Yes.", by=by, on=today())
    with acting_as(agency.manager) as by:
        with pytest.raises(Refused, match="Give your reason"):
            requests.decline(asked=asked, reason=" .", by=by, on=today())
        requests.ask_for_more(asked=asked, reason="Which plan was tried before?", by=by, on=today())
    with acting_as(agency.worker) as by:
        requests.send(asked=asked, by=by, at=now())
        assert codes(conference) == ["conference-requested"]
    with acting_as(agency.manager) as by:
        other = ConferenceRequest.objects.select_related("conference__case").get(conference=conference)
        requests.decline(asked=asked, reason="A child in need plan will do.", by=by, on=today())
        # Another manager had opened it before that, and answers from what was read then.
        with pytest.raises(Refused, match="answered already"):
            requests.agree(asked=other, reason="Yes.", by=by, on=today())
        conference.refresh_from_db()
        assert (conference.state, codes(conference)) == ("declined", ["conference-requested", "request-declined"])


def test_an_agreed_delay_does_not_move_the_limit(agency: Agency) -> None:
    from quorate.cases.models import Duty

    family = agency.family()
    conference = agreed(agency, family)

    def limit() -> object:
        return Duty.objects.filter(code="hold-initial-conference").values_list("due_on", flat=True).first()

    with acting_as(agency.manager) as by:
        before = limit()
        with pytest.raises(Refused, match="keeps each child safe"):
            requests.agree_delay(conference=conference, reason="The interpreter is ill.", interim_plan="", by=by,
                                 on=today())  # fmt: skip
        requests.agree_delay(
            conference=conference, reason="The interpreter is ill.", interim_plan="The children stay with an aunt.",
            by=by, on=today(),
        )  # fmt: skip
        with pytest.raises(Refused, match="has been agreed already"):
            requests.agree_delay(
                conference=conference, reason="The interpreter is ill.", interim_plan="The children stay with an aunt.",
                by=by, on=today(),
            )  # fmt: skip
        assert DelayAgreed.objects.filter(conference=conference).count() == 1
        # What keeps them safe is put right on the same day.
        requests.agree_delay(
            conference=conference, reason="The interpreter is ill.", interim_plan="They stay with their grandmother.",
            by=by, on=today(),
        )  # fmt: skip
        delays = DelayAgreed.objects.filter(conference=conference)
        assert [one.interim_plan for one in delays] == [
            "The children stay with an aunt.", "They stay with their grandmother.",
        ]  # fmt: skip
        assert before is not None
        assert before > today() + timedelta(days=14)
        assert (limit(), codes(conference)[-1]) == (before, "delay-agreed")


def test_what_the_request_asked_of_each_parent_is_not_asked_for_again() -> None:
    agency = Agency("leicester")
    family = agency.family(1)
    with acting_as(agency.worker) as by:
        with_enquiry(agency, family)
        conference = requests.begin(kind="initial", cases=family.cases, by=by, on=today())
        asked = ConferenceRequest.objects.select_related("conference__case").get(conference=conference)
        for one in people.invite_list_of(conference, by, now()):
            if one.invite == "yes":
                people.add_suggested(conference=conference, suggestion=one, by=by)
        save_needs(asked=asked, needs={}, rows={}, on=today(), by=by, at=now())
        everybody_answered(conference)
        asked.refresh_from_db(fields=["parts", "answers"])
        asked.reason, asked.risk_is_serious, asked.assessment_completed_on = "Bruises.", True, today()
        asked.save(update_fields=["reason", "risk_is_serious", "assessment_completed_on"])
        requests.send(asked=asked, by=by, at=now())
        told = CaseEvent.objects.filter(conference_id=conference.id, code="needs-asked")
        steps = PreparationStep.objects.filter(conference=conference, kind="needs").values_list("person_id", flat=True)
        assert ({one.facts["parent"] for one in told}, set(steps)) == (
            {str(family.mother), str(family.father)}, {family.mother, family.father},
        )  # fmt: skip
        assert Duty.objects.filter(code="ask-about-interpreter", case_id__in=family.cases, met_on=None).count() == 0


def test_a_request_gives_the_day_of_the_assessment_as_it_was_put_right_and_tells_the_wrong_one_never_again() -> None:
    agency = Agency()
    family = agency.family(2)
    conference = asked_for(agency, family)
    right = today() - timedelta(days=1)
    with acting_as(agency.worker) as by:
        asked = ConferenceRequest.objects.select_related("conference__case").get(conference=conference)
        assert assessed_on(asked) == today()
        told = CaseEvent.objects.filter(case_id=family.cases[0].pk, code="assessment-completed")
        take_back_event(
            event_id=told.get().event_id, case=family.cases[0], reason="The report says so.", on=today(), by=by,
            right_day=right,
        )  # fmt: skip
        assert assessed_on(asked) == right
    with acting_as(agency.manager) as by:
        assert assessed_on(asked) == right
        requests.ask_for_more(asked=asked, reason="Say more.", by=by, on=today())
    with acting_as(agency.worker) as by:
        asked.refresh_from_db()
        requests.send(asked=asked, by=by, at=now())
        assert [one.day for one in told.order_by("day") if one.takes_back is None] == [right, today()]
        take_back_event(
            event_id=told.get(day=right).event_id, case=family.cases[0], reason="It goes on.", on=today(), by=by
        )
        assert assessed_on(asked) is None


@pytest.mark.parametrize(
    ("answer", "how"), [("enquiry-concluded", {"outcome": "not-required"}), ("conference-held", {"kind": "initial"})]
)
def test_what_an_earlier_enquiry_found_is_never_shown_for_a_day_that_was_taken_back_with_no_other(
    answer: str, how: dict[str, str]
) -> None:
    agency = Agency()
    family = agency.family(2)
    of_the_first, right, wrong = (today() - timedelta(days=days) for days in (700, 2, 1))
    with acting_as(agency.worker) as by:
        for code, days, facts in (
            ("strategy-discussion-held", 720, {}), ("assessment-completed", 700, {}),
            (answer, 690, how),
        ):  # fmt: skip
            record_event(code=code, cases=family.cases, day=today() - timedelta(days=days), facts=facts, by=by)
        draft = requests.begin(kind="initial", cases=family.cases, by=by, on=today())
        written = ConferenceRequest.objects.select_related("conference__case").get(conference=draft)
        written.assessment_completed_on = wrong
    sent = asked_for(agency, family)
    with acting_as(agency.worker) as by:
        # An enquiry that leads to a conference ends before it is asked for: what it found is found for this one.
        ended = {"outcome": "conference"}
        record_event(code="enquiry-concluded", cases=family.cases, day=today(), facts=ended, by=by)
        record_event(code="assessment-completed", cases=family.cases, day=wrong, by=by)
        asked = ConferenceRequest.objects.select_related("conference__case").get(conference=sent)
        told = CaseEvent.objects.filter(case_id=family.cases[0].pk, code="assessment-completed", takes_back=None)
        back = partial(take_back_event, case=family.cases[0], reason="It was another child's.", on=today(), by=by)
        back(event_id=told.get(day=today()).event_id, right_day=right)
        back(event_id=told.get(day=wrong).event_id)
        assert (assessed_on(written), assessed_on(asked)) == (right, right)
        back(event_id=told.get(day=right).event_id)
        assert (assessed_on(written), assessed_on(asked)) == (None, None)
        # What the request itself gives stands, from whichever enquiry it is.
        written.assessment_completed_on = asked.assessment_completed_on = of_the_first
        assert (assessed_on(written), assessed_on(asked)) == (of_the_first, of_the_first)


def test_a_day_that_was_taken_back_by_mistake_is_told_anew_once_somebody_has_written_it_again() -> None:
    agency = Agency()
    family = agency.family(1)
    conference = asked_for(agency, family)
    with acting_as(agency.worker) as by:
        asked = ConferenceRequest.objects.select_related("conference__case").get(conference=conference)
        told = CaseEvent.objects.filter(case_id=family.cases[0].pk, code="assessment-completed")
        take_back_event(event_id=told.get().event_id, case=family.cases[0], reason="Not ours.", on=today(), by=by)
        since = told.get(takes_back__isnull=False).recorded_at
    with acting_as(agency.manager) as by:
        requests.ask_for_more(asked=asked, reason="Say when.", by=by, on=today())
        assert assessed_on(asked) is None
    write = partial(drafting.save_concern, asked=asked, said={"assessment_completed_on": today(), "reason": "Bruises."})
    with acting_as(agency.worker) as by:
        write(version=0, by=by, at=since - timedelta(minutes=1))
        asked.refresh_from_db()
        assert assessed_on(asked) is None
        write(version=1, by=by, at=since + timedelta(minutes=1))
        asked.refresh_from_db()
        assert assessed_on(asked) == today()
        requests.send(asked=asked, by=by, at=now())
        assert [one.takes_back is None for one in told.order_by("recorded_at")] == [True, False, True]
        assert assessed_on(asked) == today()


def test_a_pre_birth_conference_is_about_a_child_who_is_not_born_yet(agency: Agency) -> None:
    family = agency.family(children=1, unborn=1)
    born, unborn = (one.case for one in family.children)
    said = "Child0 Example has been born: a pre-birth conference is about a child who is not born yet."
    with acting_as(agency.worker) as by:
        with pytest.raises(Refused) as refused:
            requests.begin(kind="pre_birth", cases=[born], by=by, on=today())
        assert refused.value.sentences == {"kind": f"{said} Choose the initial conference."}
        draft = requests.begin(kind="pre_birth", cases=family.cases, by=by, on=today())
        kinds = dict(ConferenceChild.objects.filter(conference=draft).values_list("child_case_id", "kind"))
        assert kinds == {born.id: "initial", unborn.id: ""}
        for wrong in ({born: "pre_birth", unborn: ""}, {born: "", unborn: ""}):
            with pytest.raises(Refused, match=said):
                change_children(conference=draft, kinds=wrong, by=by, on=today())
        asked = ConferenceRequest.objects.select_related("conference__case").get(conference=draft)
        asked.reason = "She goes on using."
        asked.save(update_fields=["reason"])
        record_birth(child=family.children[1], born_on=today(), on=today(), given_names="Wren", by=by)
        with pytest.raises(Refused, match="Wren Example has been born"):
            requests.send(asked=asked, by=by, at=now())


def test_of_two_who_save_at_once_neither_loses_who_was_asked_whether_they_are_afraid(agency: Agency) -> None:
    family = agency.family(1)
    with acting_as(agency.worker) as by:
        conference = requests.begin(kind="initial", cases=family.cases, by=by, on=today())
        one, other = (ConferenceRequest.objects.get(conference=conference) for _ in range(2))
        for asked, safety in (
            (one, {family.mother: "asked", family.children[0].person_id: "asked"}),
            (other, {family.father: "not-alone", family.mother: ""}),
        ):
            save_needs(asked=asked, needs={}, rows={}, on=today(), by=by, at=now(), safety=safety)
        stands = ConferenceRequest.objects.get(conference=conference).answers["safety"]
    assert stands == {str(family.children[0].person_id): "asked", str(family.father): "not-alone"}
