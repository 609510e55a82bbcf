"""Asking for a conference on the pages: from the child's record to the manager's answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import resolve, reverse

from quorate.access.context import acting_as
from quorate.access.services import restrict
from quorate.access.standing import Standing
from quorate.cases import services
from quorate.cases.case_position import case_file
from quorate.cases.models import Address, CaseEvent, Duty, Enquiry, Need
from quorate.cases.services import record_event
from quorate.conferences.models import ChecklistTick, Conference, ConferenceRequest, Invitee, SafetyConcern
from quorate.conferences.services.people import add_invitee, remove_invitee
from quorate.people.models import User
from tests.cases.making import Agency, Family
from tests.conferences.stages import asked_for, everybody_answered, invited, with_enquiry
from tests.database import Urls
from tests.web.families import it_is
from tests.web.visiting import Page, checked, fetch, signed_in, words

TODAY = date(2026, 11, 20)


class Desk:
    """An agency with a family, and its people at work."""

    def __init__(self, pack: str = "bolton") -> None:
        self.agency = Agency(pack)
        self.browsers: dict[Standing, Any] = {}

    def family(self, **more: Any) -> Family:
        family = self.agency.family(**more)
        with acting_as(self.agency.worker):
            with_enquiry(self.agency, family)
        return family

    def browser(self, standing: Standing) -> Any:
        if standing not in self.browsers:
            self.browsers[standing] = signed_in(User.objects.get(pk=standing.user_id))
        return self.browsers[standing]

    def send(self, standing: Standing, address: str, **said: Any) -> Page:
        client = self.browser(standing)
        answer = client.post(address, said)
        if answer.status_code != 302:
            return checked(answer, address)
        return fetch(client, answer.headers["Location"])

    def draft(self, family: Family, kind: str = "initial") -> Conference:
        from quorate.conferences.services import requests

        with acting_as(self.agency.worker) as by:
            return requests.begin(kind=kind, cases=family.cases, by=by, on=TODAY, besides="For this.")


def at(conference: Conference, part: str = "", *more: str) -> str:
    return reverse(f"conference_request{part}", args=[conference.case.ref, *more])


def day(name: str, on: date) -> dict[str, int]:
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def part_names(page: Page) -> dict[str, str]:
    """Task → state, of the task list."""
    rows = [one for one in page.all("li") if "govuk-task-list__item" in one.get("class", "")]
    return {
        "".join(next(one.iter("{http://www.w3.org/1999/xhtml}a")).itertext()): "".join(
            next(two for two in one.iter() if two.get("class") == "govuk-task-list__status").itertext()
        ).strip()
        for one in rows
    }


@pytest.fixture(scope="module")
def desk(module_database: Urls) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        it_is(TODAY, module_database, patch)
        yield Desk()


def test_one_asks_from_the_childs_page_with_brothers_and_sisters(desk: Desk) -> None:
    family = desk.family(children=1, unborn=1)
    child = family.children[0]
    page = fetch(desk.browser(desk.agency.worker), reverse("child", args=[child.case.ref]))
    assert "Ask for a conference" in page.texts("a")
    form = fetch(desk.browser(desk.agency.worker), reverse("conference_new", args=[child.case.ref]))
    boxes = [one.get("value") for one in form.all("input") if one.get("name") == "children"]
    assert sorted(boxes) == sorted(str(case.id) for case in family.cases)
    made = desk.send(
        desk.agency.worker, reverse("conference_new", args=[child.case.ref]), kind="initial", children=boxes
    )
    assert part_names(made) == {
        "The children": "Done", "Concern and enquiry": "Not begun", "Parents and adults who matter": "Not begun",
        "Who to invite": "Not begun", "Needs and safety": "Not begun",
    }  # fmt: skip
    with acting_as(desk.agency.worker):
        conference = Conference.objects.select_related("case").get(children__child_case_id=child.case_id)
        kinds = {one.child_case_id: one.kind for one in conference.children.all()}
        # An initial conference is a pre-birth one for the child who is not born yet.
        assert kinds == {child.case_id: "", family.children[1].case_id: "pre_birth"}
        held = {"reference": "A", "kind": "initial", "outcomes": "plan-made"}
        record_event(code="conference-held", cases=[child.case_id], day=TODAY, facts=held, by=desk.agency.worker)
    # A child with a plan has a review and no further initial conference; the baby beside it has its first one.
    new = reverse("conference_new", args=[child.case.ref])
    alone = desk.send(desk.agency.worker, new, kind="initial", children=boxes[:1])
    assert "Whoever has a child protection plan has a review: choose the review conference." in alone.words
    # Another one is under way: the page leads to it, and begins a second only with the reason.
    first = "A conference about Child0 and the unborn baby is under way already"
    to_it = reverse("conference", args=[conference.case.ref])
    offered = fetch(desk.browser(desk.agency.worker), new)
    assert offered.words.count(f"{first}: {conference.reference}. Go on with that one") == 1
    assert [words(one) for one in offered.all("a") if one.get("href") == to_it] == [conference.reference]
    unsaid = desk.send(desk.agency.worker, new, kind="review", children=boxes)
    # The child with a plan goes on to a review; for the baby it would be a second first conference.
    baby = f"A conference about the unborn baby is under way already ({conference.reference})."
    assert unsaid.texts("a").count(f"{baby} Go on with that one, or say why another is needed.") == 1
    for kind, said in (("review", ["", "pre_birth"]), ("initial", ["review", "pre_birth"])):
        why = "Her father has come back since."
        begun = desk.send(desk.agency.worker, new, kind=kind, children=boxes, besides=why)
        assert "The children" in part_names(begun)
        with acting_as(desk.agency.worker):
            latest = Conference.objects.select_related("case").filter(kind=kind).latest("reference")
            kinds = {one.child_case_id: one.kind for one in latest.children.all()}
        assert [kinds[one.case_id] for one in family.children] == said
    whole = fetch(desk.browser(desk.agency.worker), at(latest, "_check"))
    assert whole.words.count(why) == 1
    # Whom the first one is shut to learns nothing of it.
    with acting_as(desk.agency.manager) as by:
        restrict(case=conference.case, listed=[by.user_id], by=by)
    assert conference.reference not in fetch(desk.browser(desk.agency.worker), new).words


def test_a_child_who_has_one_joins_a_second_with_the_reason_alone(desk: Desk) -> None:
    from quorate.conferences.services import requests

    agency, family = desk.agency, desk.family(children=2)
    one, other = family.cases
    with acting_as(agency.worker) as by:
        first = requests.begin(kind="initial", cases=[other], by=by, on=TODAY)
        second = requests.begin(kind="initial", cases=[one], by=by, on=TODAY)
        review = requests.begin(kind="review", cases=[other], kinds={}, by=by, on=TODAY)
    heading, row = "Another conference is under way", "Why this one is needed too"
    kinds, why = {f"kind-{case.id}": "initial" for case in family.cases}, "The court has asked for both."
    asks = desk.send(agency.worker, at(second, "_children"), **kinds, besides=".")
    says = (
        f"A conference about Child1 is under way already ({first.reference}). Go on with that one, or say why another"
    )
    assert asks.texts("a").count(f"{says} is needed.") == 1
    desk.send(agency.worker, at(second, "_children"), **kinds, besides=why)
    seen = {one: fetch(desk.browser(agency.worker), at(one, "_check")).words for one in (first, second, review)}
    assert [(heading in seen[one], row in seen[one], why in seen[one]) for one in (first, second, review)] == [
        (True, False, False), (True, True, True), (False, False, False),
    ]  # fmt: skip
    # Who began the first one was never asked: they are when they send it, and answer where the children are chosen.
    with acting_as(agency.worker) as by:
        asked = ConferenceRequest.objects.select_related("conference__case").get(conference=first)
        asked.reason = "The children saw violence at home."
        asked.save(update_fields=["reason"])
    unsaid = desk.send(agency.worker, at(first, "_check"))
    assert "or say why another is needed under “The children”." in unsaid.words
    both = {f"kind-{one.id}": "out", f"kind-{other.id}": "initial"}
    desk.send(agency.worker, at(first, "_children"), **both, besides="It was first.")
    assert "It was first." in fetch(desk.browser(agency.worker), at(first, "_check")).words
    # Where the child leaves again, no reason stays behind.
    desk.send(agency.worker, at(second, "_children"), **{**kinds, f"kind-{other.id}": "out"}, besides=why)
    with acting_as(agency.worker):
        assert ConferenceRequest.objects.get(conference=second).answers == {}


def _filled_in(desk: Desk, conference: Conference) -> tuple[str, str, list[str]]:
    """The law and the day of the assessment as the form has them at first, and from where it says they come."""
    page = fetch(desk.browser(desk.agency.worker), at(conference, "_concern"))
    law = next((one.text or "").strip() for one in page.all("textarea") if one.get("name") == "legal_basis")
    boxes = {one.get("name", ""): one.get("value") or "" for one in page.all("input")}
    said = re.findall(r"Filled in from the record: [^.]*\.", page.words)
    return law, "-".join(boxes[f"assessment_completed_on_{part}"] for part in ("year", "month", "day")), said


def test_a_draft_is_filled_with_what_belongs_to_the_enquiry_that_it_continues_and_says_where_it_comes_from(
    desk: Desk,
) -> None:
    family = desk.agency.family(children=1)
    (case,) = family.cases
    about = {"on": TODAY, "by": desk.agency.worker}

    def long_ago(days: int) -> date:
        return TODAY - timedelta(days=days)

    def assessed(on: date, **more: Any) -> None:
        services.record_assessment(case=case, began_on=on, authorised_on=on, **about, **more)

    def begun(on: date) -> Enquiry:
        return services.begin_enquiry(cases=[case], begun_on=on, **about)[0]

    concluded = {"ended_on": long_ago(380), "outcome": "not_substantiated", "reason": "It did not happen.", **about}
    with acting_as(desk.agency.worker) as by:
        first = services.record_referral(case=case, referred_on=long_ago(405), **about)
        services.end_enquiry(enquiry=begun(long_ago(400)), **concluded)
        assessed(long_ago(385), referral=first)
        record_event(code="assessment-completed", cases=[case], day=long_ago(384), by=by)
    alone = desk.draft(family)
    assert _filled_in(desk, alone) == ("", "--", [])
    law = "Section 47 of the Children Act 1989; the enquiry began with the strategy discussion on {}."
    enquiry = "Filled in from the record: the enquiry that began on {}."
    found = "Filled in from the record: the latest assessment {} {}."
    with acting_as(desk.agency.worker) as by:
        services.close_referral(referral=first, closed_on=long_ago(370), closure_reason="RC1", **about)
        services.record_referral(case=case, referred_on=long_ago(41), **about)
        own = begun(long_ago(40))
        assessed(long_ago(30), referral=first)
    assert _filled_in(desk, alone) == (
        law.format("Sun 11 Oct 2026"), "--", [enquiry.format("Sun 11 Oct 2026")]
    )  # fmt: skip
    with acting_as(desk.agency.worker) as by:
        record_event(code="assessment-completed", cases=[case], day=long_ago(35), by=by)
        # One that calls for a conference goes on until a conference has answered it.
        services.end_enquiry(enquiry=own, ended_on=long_ago(34), outcome="conference", **about)
    assert _filled_in(desk, alone) == (
        law.format("Sun 11 Oct 2026"), "2026-10-16",
        [enquiry.format("Sun 11 Oct 2026"), found.format("in the enquiry that began on", "Sun 11 Oct 2026")],
    )  # fmt: skip
    with acting_as(desk.agency.worker) as by:
        held = {"reference": "B", "kind": "initial", "outcomes": "plan-made"}
        record_event(code="conference-held", cases=[case], day=long_ago(20), facts=held, by=by)
    review = desk.draft(family, "review")
    assert _filled_in(desk, review) == ("", "--", [])
    with acting_as(desk.agency.worker):
        assessed(long_ago(3))
    assert _filled_in(desk, review) == (
        "", "2026-11-17", [found.format("since the conference on", "Sat 31 Oct 2026")]
    )  # fmt: skip


def test_the_concern_saves_itself_and_two_texts_are_both_shown(desk: Desk) -> None:
    conference = desk.draft(desk.family())
    client = desk.browser(desk.agency.worker)
    page = fetch(client, at(conference, "_concern"))
    law = next(one for one in page.all("textarea") if one.get("name") == "legal_basis")
    assert (law.text or "").strip() == (
        "Section 47 of the Children Act 1989; the enquiry began with the strategy discussion on Wed 18 Nov 2026."
    )
    first = client.post(
        at(conference, "_concern"), {"reason": "She was hit.", "version": "0"}, headers={"X-Quorate-Autosave": "1"}
    )
    assert (first.status_code, first.json()["state"], first.json()["version"]) == (200, "saved", 1)
    assert re.fullmatch(r"\d\d:\d\d:\d\d", first.json()["at"])
    late = {"reason": "She was pushed.", "version": "0"}
    stale = client.post(at(conference, "_concern"), late, headers={"X-Quorate-Autosave": "1"})
    assert (stale.status_code, stale.json()["state"]) == (409, "clash")
    assert stale.json()["texts"] == [{"name": "reason", "yours": "She was pushed.", "theirs": "She was hit."}]
    shown = checked(client.post(at(conference, "_concern"), late), "clash")
    assert ("She was hit." in shown.words, "She was pushed." in shown.words) == (True, True)
    desk.send(
        desk.agency.worker, at(conference, "_concern"), reason="She was pushed.", version="1", keep="both",
        **{"theirs-reason": "She was hit."},
    )  # fmt: skip
    with acting_as(desk.agency.worker):
        assert ConferenceRequest.objects.get(conference=conference).reason == "She was hit.\n\nShe was pushed."


def test_each_person_is_asked_for_and_a_confidential_address_is_sealed_at_once(desk: Desk) -> None:
    family = desk.family(children=1)
    with acting_as(desk.agency.worker) as by:
        services.add_address(
            case=family.cases[0], person_id=family.mother, kind="home", lines=["1 Made-up Row"], on=TODAY, by=by
        )
    conference = desk.draft(family)
    page = fetch(desk.browser(desk.agency.worker), at(conference, "_people"))
    asked = {one.get("name") for one in page.all("input") if (one.get("name") or "").startswith("address-")}
    assert asked == {f"address-{key}" for key in (family.mother, family.father, family.children[0].person_id)}
    desk.send(
        desk.agency.worker, at(conference, "_people"),
        **{
            f"invite-{family.mother}": "yes", f"address-{family.mother}": "yes", f"invite-{family.father}": "no",
            f"why-{family.father}": "He is in prison.", f"address-{family.father}": "not-reached",
            f"address-{family.children[0].person_id}": "no-time",
        },
    )  # fmt: skip
    with acting_as(desk.agency.worker):
        rows = dict(Invitee.objects.filter(conference=conference).values_list("person_id", "to_invite"))
        assert rows == {family.mother: True, family.father: False}
        assert Address.objects.get(case=family.cases[0], person_id=family.mother).protection == "protected"


def test_the_procedures_suggestions_stand_with_their_clause_and_are_taken(desk: Desk) -> None:
    family = desk.family(children=1)
    conference = desk.draft(family)
    page = fetch(desk.browser(desk.agency.worker), at(conference, "_invite"))
    takes = [one for one in page.all("input") if (one.get("name") or "").startswith("take-")]
    # Whatever is asked for always is ticked already; what is only to be considered is not.
    ticked = {one.get("name"): "on" for one in takes if one.get("checked") is not None}
    assert 0 < len(ticked) < len(takes)
    clauses = [one for one in page.texts("p") if re.search(r"· .*(BOL-\d+|procedures|Together|practice|usage)", one)]
    assert len(clauses) >= len(takes)
    desk.send(desk.agency.worker, at(conference, "_invite"), **ticked)
    with acting_as(desk.agency.worker):
        listed = Invitee.objects.filter(conference=conference, to_invite=True)
        assert listed.count() == len(ticked)
        assert [one.role for one in listed if not one.source and one.basis != "seat"] == []


def test_needs_are_recorded_and_a_fear_is_kept_from_whom_it_is_about(desk: Desk) -> None:
    family = desk.family(children=1)
    conference = desk.draft(family)
    desk.send(
        desk.agency.worker, at(conference, "_needs"),
        **{f"needs-{family.mother}": ["interpreter"], f"words-{family.mother}": "Polish"},
    )  # fmt: skip
    desk.send(
        desk.agency.worker, at(conference, "_needs"), person=str(family.mother), of_person=str(family.father),
        words="He waits for her outside.",
    )  # fmt: skip
    with acting_as(desk.agency.worker):
        assert list(Need.objects.filter(case=family.cases[0]).values_list("kind", "words")) == [
            ("interpreter", "Polish")
        ]
        assert SafetyConcern.objects.get(conference=conference).of_person == family.father


@pytest.mark.clause("RDB-01", "BAR-02")
@pytest.mark.parametrize(
    "pack", ["redbridge", "barnet", pytest.param("leicester", marks=pytest.mark.clause("LEI-01", "LEI-02"))]
)
def test_the_request_says_why_and_on_which_law_and_the_manager_answers_with_a_reason(desk: Desk, pack: str) -> None:
    desk = Desk(pack)
    conference = desk.draft(desk.family())
    desk.send(
        desk.agency.worker, at(conference, "_concern"), version="0", risk_is_serious="yes",
        reason="The children saw violence.", legal_basis="Section 47 of the Children Act 1989", severity="Often.",
        other_plans_considered=["child-in-need-plan"], no_other_plan_because="Help was refused.",
        **day("assessment_completed_on", TODAY),
    )  # fmt: skip
    with acting_as(desk.agency.worker):
        everybody_answered(conference)
    sent = desk.send(desk.agency.worker, at(conference, "_check"))
    assert "With the manager" in sent.words
    page = fetch(desk.browser(desk.agency.manager), at(conference, "_answer"))
    assert ("The children saw violence." in page.words, "Section 47 of the Children Act 1989" in page.words) == (
        True, True,
    )  # fmt: skip
    back = desk.send(desk.agency.manager, at(conference, "_answer"), answer="more", reason="Which plan was tried?")
    assert "The manager asks for more" in back.words
    desk.send(desk.agency.worker, at(conference, "_check"))
    done = desk.send(desk.agency.manager, at(conference, "_answer"), answer="agree", reason="The threshold is met.")
    assert ("The manager agreed" in done.words, "The threshold is met." in done.words) == (True, True)
    with acting_as(desk.agency.worker):
        told = CaseEvent.objects.filter(conference_id=conference.id).values_list("code", flat=True)
        assert set(told) == {"conference-requested", "request-agreed"}
        # Limits in hours run from the moment of the answer, not from its day.
        agreed = CaseEvent.objects.filter(conference_id=conference.id, code="request-agreed").first()
        owed = Duty.objects.filter(conference_id=conference.id, code="book-conference")
        by_the_clock = [(one.who, one.due_at) for one in owed if one.due_at is not None]
    assert agreed is not None and agreed.at is not None
    if pack == "leicester":
        assert by_the_clock == [("social_worker", agreed.at + timedelta(hours=24))]
        home = fetch(desk.browser(desk.agency.worker), reverse("conference", args=[conference.case.ref]))
        assert "Book the conference with the Diary Clerk" in home.words


@pytest.mark.clause("RDB-03")
def test_what_the_procedure_asks_for_first_is_shown_with_its_clause(desk: Desk) -> None:
    desk = Desk("redbridge")
    conference = desk.draft(desk.family())
    desk.send(desk.agency.worker, at(conference, "_concern"), version="0", reason="The children saw violence.")
    with acting_as(desk.agency.worker):
        everybody_answered(conference)
    held = desk.send(desk.agency.worker, at(conference, "_check"))
    gates = [one for one in held.texts("li") if "RDB-03" in one and one.startswith("The team asks ")]
    assert len(gates) == 3
    with acting_as(desk.agency.worker):
        assert ConferenceRequest.objects.get(conference=conference).state == "draft"
        assert list(CaseEvent.objects.filter(conference_id=conference.id)) == []
    desk.send(
        desk.agency.worker, at(conference, "_concern"), version="1", reason="The children saw violence.",
        risk_is_serious="yes", severity="Twice in a month.", other_plans_considered=["child-in-need-plan"],
        no_other_plan_because="Help was refused.", **day("assessment_completed_on", TODAY),
    )  # fmt: skip
    # What has been said once stands in the procedure's own form, and is not asked again.
    form = fetch(desk.browser(desk.agency.worker), at(conference, "_form", "conference-request", "before-asking"))
    assert ("Twice in a month." in form.words, form.all("textarea")) == (True, [])
    assert "With the manager" in desk.send(desk.agency.worker, at(conference, "_check")).words
    # What is sent is no more to begin: what stands empty was not said.
    page = fetch(desk.browser(desk.agency.manager), at(conference))
    states = [one for one in page.all("div") if one.get("class") == "govuk-task-list__status"]
    assert {"".join(one.itertext()).strip() for one in states} == {"Done", "In part", "Not said"}


def test_only_a_manager_is_offered_to_answer(desk: Desk) -> None:
    conference = asked_for(desk.agency, desk.family())
    mine = fetch(desk.browser(desk.agency.worker), at(conference))
    theirs = fetch(desk.browser(desk.agency.manager), at(conference))
    assert ("Answer the request" in mine.texts("a"), "Answer the request" in theirs.texts("a")) == (False, True)
    refused = desk.send(desk.agency.worker, at(conference, "_answer"), answer="agree", reason="Yes.")
    assert "A request is answered by a team manager; ask yours to open it." in refused.words


@pytest.mark.clause("BOL-02")
def test_an_enquiry_that_needs_no_conference_ends_with_its_reason(desk: Desk) -> None:
    family = desk.family(children=1)
    child = family.children[0]
    page = fetch(desk.browser(desk.agency.worker), reverse("child_plans", args=[child.case.ref]))
    needed = next(one.get("href") for one in page.all("a") if "conference is needed" in "".join(one.itertext()))
    offered = fetch(desk.browser(desk.agency.worker), str(needed)).all("input")
    assert [one.get("value") for one in offered if one.get("checked") is not None] == ["conference"]
    called = desk.send(desk.agency.worker, str(needed), outcome="conference", **day("ended_on", TODAY))
    assert "A conference is needed" in called.words
    with acting_as(desk.agency.worker):
        event = CaseEvent.objects.get(case=child.case, code="enquiry-concluded")
        concluded = Duty.objects.get(case=child.case, code="conclude-enquiry")
        begun = Enquiry.objects.get(case=child.case).begun_on.isoformat()
    assert (event.facts, concluded.settled) == ({"outcome": "conference", "begun_on": begun}, "met")
    link = next(one.get("href") for one in called.all("a") if "End it without" in "".join(one.itertext()))
    after = desk.send(
        desk.agency.worker, str(link), outcome="not_substantiated", reason="The injury was an accident.",
        **day("ended_on", TODAY),
    )  # fmt: skip
    assert "No conference was needed: The injury was an accident." in after.words
    assert resolve(urlsplit(str(link)).path).url_name == "enquiry_end"


def test_a_transfer_in_says_from_where_and_the_rules_hear_of_it(desk: Desk) -> None:
    family = desk.agency.family(1)
    conference = desk.draft(family, "transfer_in")
    desk.send(
        desk.agency.worker, at(conference, "_transfer"), from_authority="Made-up Borough", is_permanent="yes",
        **day("notified_on", TODAY),
    )  # fmt: skip
    with acting_as(desk.agency.worker):
        told = CaseEvent.objects.get(case=family.cases[0])
        assert (told.code, told.day, told.facts) == ("transfer-notified", TODAY, {"permanent": True})
    earlier = TODAY - timedelta(days=3)
    desk.send(
        desk.agency.worker, at(conference, "_transfer"), from_authority="Made-up Borough", is_permanent="yes",
        **day("notified_on", earlier),
    )  # fmt: skip
    with acting_as(desk.agency.worker):
        file = case_file(family.cases[0])
        assert file is not None
        assert [(one["event"], one["at"]) for one in file["events"]] == [("transfer-notified", earlier.isoformat())]


@pytest.mark.clause("LEI-22", "LEI-23")
def test_who_has_been_told_is_kept_name_by_name_and_the_work_that_goes_on_is_ticked(desk: Desk) -> None:
    desk = Desk("leicester")
    conference = invited(desk.agency, desk.family(children=1))
    with acting_as(desk.agency.worker):
        people = [one for one in Invitee.objects.filter(conference=conference) if one.role != "chair"]
    family, agencies = ([one for one in people if one.is_family is of_family] for of_family in (True, False))
    assert (len(family) > 1, len(agencies) > 3) == (True, True)
    page = fetch(desk.browser(desk.agency.worker), at(conference))
    assert [one for one in page.texts("h3") if "work goes on" in one] == ["Until the conference, the work goes on"]
    assert [one.name for one in people if one.name not in page.texts("label")] == []
    work = (
        "The chronology.",
        "The genogram.",
        "The child in need plan.",
        "The steps on the case system, kept up to date.",
    )
    assert [one for one in work if one not in page.texts("label")] == []
    ticked = {"tell-family": [family[0]], "tell-agencies": agencies, "work-goes-on": []}
    for code, rows in ticked.items():
        address = reverse("conference_checklist", args=[conference.case.ref, code])
        said = {"person": [str(one.pk) for one in rows]} if rows else {"item": ["1"]}
        page = desk.send(desk.agency.worker, address, then=at(conference), **said)
    for done in (f"1 of {len(family)}", f"{len(agencies)} of {len(agencies)}"):
        assert f"{done} done · LEI-22" in page.texts("p")
    assert "1 of 5 done · LEI-23" in page.texts("p")
    worker = desk.agency.worker.user_id
    with acting_as(desk.agency.worker):
        rows = ChecklistTick.objects.filter(conference=conference)
        assert {(one.checklist, one.item, one.about, one.ticked_by) for one in rows} == {
            ("tell-family", 0, family[0].pk, worker), ("work-goes-on", 1, None, worker),
            *(("tell-agencies", 0, one.pk, worker) for one in agencies),
        }  # fmt: skip

    def asked_for_still() -> set[str]:
        with acting_as(desk.agency.worker):
            left = Duty.objects.filter(conference_id=conference.pk, code__in=ticked, met_on=None)
            return set(left.values_list("code", flat=True))

    # Each list is something to do until all of it is ticked, and again where a tick is taken back.
    assert asked_for_still() == {"tell-family", "work-goes-on"}
    address = reverse("conference_checklist", args=[conference.case.ref, "tell-agencies"])
    desk.send(desk.agency.worker, address, then=at(conference), person=[str(one.pk) for one in agencies[1:]])
    assert asked_for_still() == set(ticked)
    # Whom the office adds afterwards has not been told: the list is open again, and done once they are off it.
    office = desk.agency.administrator
    with acting_as(desk.agency.worker):
        desk.agency.give(conference.case, office)
    desk.send(office, address, then=at(conference), person=[str(one.pk) for one in agencies])
    assert asked_for_still() == {"tell-family", "work-goes-on"}
    with acting_as(office) as by:
        late = add_invitee(
            conference=conference, kind="professional", name="Nurse to be named", role="school_nurse", why="Asked",
            by=by,
        )  # fmt: skip
    assert asked_for_still() == set(ticked)
    with acting_as(office) as by:
        remove_invitee(invitee=late, why="Another nurse comes.", on=TODAY, by=by)
    assert asked_for_still() == {"tell-family", "work-goes-on"}


def test_after_a_conference_one_asks_for_the_review_and_where_there_is_no_plan_one_is_told_so(desk: Desk) -> None:
    from quorate.plans.models import Plan

    family = desk.family(children=2)
    conference = asked_for(desk.agency, family)
    address = reverse("conference_request_review", args=[conference.case.ref])
    assert "there is nothing to review" in desk.send(desk.agency.worker, address).words
    with acting_as(desk.agency.worker):
        Plan.objects.create(
            case=family.cases[0], authority_id=family.cases[0].authority_id, kind="cp", began_on=TODAY
        )  # fmt: skip
    page = desk.send(desk.agency.worker, address)
    assert "Nothing is sent until you send it." in page.words
    again = desk.send(desk.agency.worker, address)
    with acting_as(desk.agency.worker):
        made = Conference.objects.get(kind="review", children__child_case_id=family.cases[0].id)
        assert [one.child_case_id for one in made.children.all()] == [family.cases[0].id]
        assert made.reference in again.words


def test_a_conference_that_was_never_asked_for_here_says_so(desk: Desk) -> None:
    from quorate.conferences.services.founding import found_conference

    with acting_as(desk.agency.worker) as by:
        made = found_conference(kind="review", cases=desk.agency.family(1).cases, by=by, on=TODAY, state="agreed")
    page = fetch(desk.browser(desk.agency.worker), at(made))
    assert "No request was written here" in page.texts("h2")
