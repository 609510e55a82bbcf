"""Barnet's clauses about what people do, proved on one conference as its pages and papers are used."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.standing import OPERATOR
from quorate.cases import services as cases
from quorate.cases.models import CaseEvent, Duty
from quorate.cases.services import record_event
from quorate.challenges.models import Correction
from quorate.conferences.models import (
    Adjournment,
    Attendance,
    Conference,
    ConferenceExclusion,
    Contribution,
    Invitee,
    PreparationStep,
    ReportShare,
)
from quorate.conferences.services.meeting_cards import add_card
from quorate.documents import enclosing
from quorate.documents.setting import as_text, notice
from quorate.notices.outbox import send_one
from quorate.notices.services import prepare, release_and_queue
from quorate.people.models import User
from quorate.people.services import change_user
from quorate.plans.models import CoreGroupMember, PlanAction
from quorate.procedure.case import CaseError
from tests.clauses.asking import ask, booked
from tests.conferences.in_use.using import PAGES, InUse, clock, day, said_twice
from tests.conferences.reports.making import social_work_report
from tests.database import Urls
from tests.documents.conference.making import Held
from tests.notices.making import Remembering
from tests.web.visiting import Page, checked, fetch, signed_in

CLOCK = [clock(9, 35)]
"""What the pages' clock shows; the meeting begins at ten."""


@pytest.fixture(scope="module")
def use(module_database: Urls) -> Iterator[InUse]:
    with pytest.MonkeyPatch.context() as patch:
        for module in PAGES:
            patch.setattr(f"quorate.web.{module}.now", lambda: CLOCK[-1])
        yield InUse("barnet")


def says(use: InUse, part: str, **said: str) -> None:
    """Something is said for a part of the agenda, as the chair writes it down."""
    address = f"{use.at('conference_voice')}?part={part}"
    answer = signed_in(User.objects.get(pk=use.chair.user_id)).post(address, {"meant_for": "F-all", **said})
    assert answer.status_code == 302, checked(answer, address).words


def supporter(use: InUse, kind: str) -> Invitee:
    return next(one for one in use.invitees() if one.supporter_kind == kind)


# --- Before the meeting ---------------------------------------------------------------------------------


@pytest.mark.clause("BAR-02", "BAR-07", "BAR-09", "BAR-11", "BAR-16", "BAR-20", "BAR-21", "BAR-45")
def test_the_invitation_asks_a_parent_to_come_and_says_what_helps_them_to(use: InUse) -> None:
    said = use.paper("invitation", use.row(use.family.mother))
    assert said_twice(said) == []
    for words in (
        "A conference must be called when children's services worry that a child may be at risk of significant harm",
        "You should usually be invited: to hear what is said, to ask questions and to have your say.",
        "A Reviewing Officer chairs the conference. They work separately from your child's social worker",
        "Tell your social worker if you need an interpreter, help with getting here or help with childcare.",
        "You can bring somebody to be with you: a friend, a supporter, an advocate or a solicitor.",
        "A solicitor may come and listen. You do not need one.",
        "Please tell the social worker who is coming.",
        "If you do not want to come you can send a letter, a recording or somebody in your place.",
        "It is shared only with those who help the child, and never with the public.",
    ):
        assert words in said, words


@pytest.mark.clause("BAR-01", "BAR-54")
def test_the_leaflet_is_printed_with_the_names_and_given_to_the_parent(use: InUse) -> None:
    worker, mother = use.agency.worker, use.row(use.family.mother)
    user = User.objects.get(pk=use.invitee("social_worker").user_id)
    change_user(user=user, display_name=user.display_name, work_telephone="01632 960997", by=OPERATOR)
    form = use.page("conference_family_paper", mother.pk, "parents-leaflet", by=worker)
    filled = {str(one.get("name")): str(one.get("value") or "") for one in form.all("input")}
    names = [use.invitee(role).name for role in ("social_worker", "chair")]
    assert [filled["more.social-worker-name"], filled["more.chair-name"]] == names
    assert (filled["more.social-worker-telephone"], filled["more.chair-telephone"]) == ("01632 960997", "")
    said = {name: words for name, words in filled.items() if "." in name}
    answer = use.browser(worker).post(
        use.at("conference_family_paper", mother.pk, "parents-leaflet"),
        {**said, "more.social-worker-telephone": "01632 960998", "more.chair-telephone": "01632 960999"},
    )
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    for words in (*names, "01632 960998", "01632 960999"):
        assert words in " ".join(text.split()), words
    use.send("conference_step", "leaflet", by=worker, person=str(mother.person_id), how="in-person", **day("on"))
    assert use.met("give-parents-leaflet") == {mother.person_id}


@pytest.mark.clause("BAR-01", "BAR-54")
def test_the_leaflet_goes_with_the_invitation_and_is_looked_through_like_it(
    use: InUse, monkeypatch: pytest.MonkeyPatch
) -> None:
    mother, father, through = use.row(use.family.mother), use.row(use.family.father), Remembering()
    before = use.met("give-parents-leaflet")
    assert father.person_id not in before
    with acting_as(use.agency.worker) as by:
        way = cases.add_contact_way(
            case=use.family.cases[0], person_id=father.person_id, kind="email", value="frankie@elsewhere.example",
            on=clock(9).date(), by=by,
        )  # fmt: skip
        cases.verify_contact_way(way=way, how="in_person", safe=True, on=clock(9).date(), by=by)
        prepared = prepare(conference=use.conference, code="invitation", by=by, at=clock(9))
    with acting_as(use.agency.manager) as by:
        enclosed = {one.name for one in prepared.renditions.all() if one.enclosed}
        kept = prepared.renditions.get(recipient=mother.pk).enclosed_sha256
        release = release_and_queue(release=prepared, by=by, at=clock(9, 5))
        (his,) = release.messages.filter(recipient=father.pk)
        (hers,) = release.messages.filter(recipient=mother.pk)
    assert enclosed == {mother.name, father.name}
    assert send_one(message_id=his.pk, by=use.agency.manager, through=through, now=lambda: clock(9, 10)) == "sent"
    files = {one.get_filename(): one.get_content() for one in through.mails[0].iter_attachments()}
    assert set(files) == {"letter.pdf", "leaflet.pdf", "appointment.ics"}
    leaflet = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(files["leaflet.pdf"])).pages)
    leaflet = " ".join(leaflet.split())
    names = use.invitee("social_worker").name, use.invitee("chair").name
    assert [one for one in (*names, "Telephone 01632 960997") if one not in leaflet] == []
    # The chair has no number at work: no label is printed with nothing behind it.
    assert leaflet.count("Telephone") == 1
    address = use.at("conference_paper_file", release.pk, hers.rendition_id) + "?file=enclosed"
    assert hashlib.sha256(use.browser(use.agency.manager).get(address).content).hexdigest() == kept
    assert use.met("give-parents-leaflet") == before | {father.person_id}
    use.send("conference_message", hers.pk, by=use.agency.worker, does="handed")
    with acting_as(use.chair):
        given = PreparationStep.objects.filter(kind="leaflet", person_id=mother.person_id, how="handed-over")
        assert given.count() == 1
    # The gate opens what is enclosed too.
    real = enclosing.paper_as_pdf

    def with_a_telephone_number(pack: Any, code: str, *, filled: Any, left_out: Any) -> bytes:
        return real(pack, code, filled={**filled, "more.chair-telephone": "frankie@elsewhere.example"})

    monkeypatch.setattr(enclosing, "paper_as_pdf", with_a_telephone_number)
    with acting_as(use.agency.worker) as by:
        stopped = prepare(conference=use.conference, code="invitation", by=by, at=clock(9, 30))
    assert (str(stopped.state), stopped.finding.startswith("e-mail address in file")) == ("stopped", True)


@pytest.mark.clause("BAR-45")
@pytest.mark.parametrize("role", ["social_worker", "partner", "chair", "quality_assurance", "parent"])
def test_nobody_who_does_not_help_this_child_opens_any_of_it(use: InUse, role: str) -> None:
    stranger = signed_in(User.objects.get(pk=use.agency.person(role).user_id))
    for route in ("conference", "conference_people", "conference_reports", "conference_papers"):
        assert stranger.get(use.at(route)).status_code in (403, 404), route


@pytest.mark.clause("BAR-15", "BAR-16")
def test_a_parent_names_a_friend_a_supporter_an_advocate_and_a_solicitor_who_only_listens(use: InUse) -> None:
    worker, mother = use.agency.worker, use.row(use.family.mother)
    page = use.page("conference_person", mother.pk, by=worker).words
    assert "To be told to the social worker by" in page
    for kind in ("friend", "supporter", "advocate", "solicitor"):
        use.send("conference_supporter_new", mother.pk, by=worker, name=f"Her {kind}", kind=kind)
    with acting_as(worker):
        used = Duty.objects.filter(code="name-supporter", about_id=mother.person_id, met_on__isnull=False)
        assert used.count() == 1
        named = CaseEvent.objects.filter(code="supporter-named", case=use.family.cases[0])
        assert sorted(one.facts["kind"] for one in named) == ["advocate", "friend", "solicitor", "supporter"]


@pytest.mark.clause("BAR-57")
def test_the_social_worker_has_met_each_parent_and_explained_the_concerns_by_then(use: InUse) -> None:
    code, worker, mother = "explain-conference-to-parents", use.agency.worker, use.family.mother
    with acting_as(worker):
        owed = list(Duty.objects.filter(code=code))
    assert [(one.who, one.due_at, one.met_on) for one in owed] == [("social_worker", clock(10), None)] * 2
    assert code in use.duties_shown(worker)
    use.send("conference_step", "concerns", by=worker, person=str(mother), how="in-person", words="", **day("on"))
    assert use.met(code) == {mother}
    with acting_as(worker):
        (step,) = PreparationStep.objects.filter(conference=use.conference, person_id=mother, kind="concerns")
        assert step.done_on == clock(9).date()


@pytest.mark.clause("BAR-12", "BAR-13", "BAR-14", "BAR-56")
def test_what_a_parent_asks_the_social_worker_for_is_written_down_and_arranged(use: InUse) -> None:
    worker, mother = use.agency.worker, use.row(use.family.mother)
    use.send(
        "conference_step", "needs", by=worker, person=str(mother.person_id), how="phone", words="",
        items=["interpreter", "travel", "childcare"], **day("on"),
    )  # fmt: skip
    assert use.met("ask-parents-about-needs") == {mother.person_id}
    asked = {
        "interpreter": "Polish", "travel": "A taxi", "childcare": "Two hours",
        "language": "The leaflet in Polish",
    }  # fmt: skip
    for kind, words in asked.items():
        use.send("conference_need_new", by=worker, person=str(mother.person_id), kind=kind, words=words)
    page = use.page("conference_needs", by=worker)
    links = [str(one.get("href")) for one in page.all("a") if "It is arranged" in "".join(one.itertext())]
    assert (len(links), page.words.count("Not arranged yet")) == (4, 4)
    for link in links:
        use.send("conference_need_met", link.rstrip("/").split("/")[-2], by=worker, how="Seen to", **day("on"))
    words = use.page("conference_needs", by=worker).words
    assert (words.count("Not arranged yet"), words.count("Seen to")) == (0, 4)
    assert "The leaflet in Polish" in words


@pytest.mark.clause("BAR-22", "BAR-24")
def test_the_report_goes_to_those_who_come_and_the_parents_comment_on_it(use: InUse) -> None:
    worker, mother = use.agency.worker, use.row(use.family.mother)
    report = social_work_report(use.agency, use.conference, at=clock(8))
    given = {"how": "handed-over", "time": "09:00", "parts": "report", **day("on")}
    use.send("conference_share_professionals", report.pk, by=worker, **given)
    with acting_as(worker):
        assert Duty.objects.filter(code="share-report-with-professionals", met_on__isnull=False).count() == 1
    late = use.send("conference_share", report.pk, mother.person_id, by=worker, status=422, **given)
    assert "late" in " ".join(late.texts("p")), "on the day is too late: say why"
    use.send("conference_share", report.pk, mother.person_id, by=worker, late_why="Written last night.", **given)
    with acting_as(worker):
        share = ReportShare.objects.get(report=report, person_id=mother.person_id)
    use.send(
        "conference_comment", share.pk, by=worker, words="It was two nights, not three.", disagrees="on",
        how="in-person", meant_for="F-all", time="09:30", **day("on"),
    )  # fmt: skip
    assert "It was two nights, not three." in use.page("conference_report", report.pk).words


@pytest.mark.clause("BAR-17", "BAR-18")
def test_the_views_of_a_parent_who_is_not_invited_are_asked_for_and_stand_in_the_meeting(use: InUse) -> None:
    worker, father = use.agency.worker, use.row(use.family.father)
    assert use.page("conference_exclusion_decide", father.pk, by=worker).texts("h2")[0].startswith("Decide whether")
    use.send(
        "conference_exclusion_decide", father.pk, by=worker, outcome="excluded", scope="whole", ground="disruption",
        words="What he said on Monday frightened everybody.",
    )  # fmt: skip
    assert father.person_id not in use.met("collect-excluded-parent-views")
    with acting_as(worker):
        row = ConferenceExclusion.objects.get(conference=use.conference, person_id=father.person_id)
    assert row.decided_as == "social_worker"
    use.send(
        "conference_exclusion_views", row.pk, by=worker, words="I want to see them on Sundays.", how="phone",
        **day("on"),
    )  # fmt: skip
    assert father.person_id in use.met("collect-excluded-parent-views")
    CLOCK.append(clock(10, 30))
    use.start()
    for one in use.invitees():
        if one.person_id != father.person_id and one.kind != "child":
            use.comes_in(one.pk, direct_contact=True if one.agency_code else None)
    page = use.page("conference_meeting", more="?part=parent-views").words
    assert "Frankie Sample: all of the meeting. Report their views" in page
    says(
        use, "parent-views", kind="views", invitee_id=str(father.pk), words="He wants to see them on Sundays.",
        told_by="The social worker",
    )  # fmt: skip
    with acting_as(use.chair):
        assert Contribution.objects.get(conference=use.conference).kind == "views"


# --- In the meeting -------------------------------------------------------------------------------------


@pytest.mark.clause("BAR-16")
def test_a_solicitor_observes_and_nobody_says_so_of_a_friend(use: InUse) -> None:
    kinds = {one.pk: one.supporter_kind for one in use.invitees() if one.supporter_kind}
    with acting_as(use.chair):
        there = Attendance.objects.filter(conference=use.conference, invitee_id__in=kinds)
        quiet = {kinds[one.invitee_id]: one.listening for one in there}
    assert quiet == {"friend": False, "supporter": False, "advocate": False, "solicitor": True}


@pytest.mark.clause("BAR-03", "BAR-33", "BAR-34")
def test_after_the_information_parents_comment_again_then_the_chair_sums_up_worries_and_strengths(use: InUse) -> None:
    mother = use.row(use.family.mother)
    says(use, "parent-views", kind="said", invitee_id=str(mother.pk), words="It is calmer since August.", told_by="")
    assert "It is calmer since August." in use.page("conference_meeting", more="?part=parent-views").words
    with acting_as(use.chair) as by:
        for column, words in (("harm", "Shouting at night."), ("strengths", "They sleep well at their gran's.")):
            add_card(conference=use.conference, column=column, words=words, op_id=uuid4(), at=clock(10, 40), by=by)
    page = use.page("conference_meeting", more="?part=summing-up")
    assert page.texts("h2")[0] == "The chair sums up: concerns, and positives and strengths too"
    assert ("Shouting at night." in page.words, "They sleep well at their gran's." in page.words) == (True, True)
    aims = [one for one in page.texts("li") if one.startswith(("Share information", "Decide whether"))]
    assert aims == [
        "Share information about the child",
        "Decide whether the child is suffering significant harm or is at risk of it",
        "Decide whether the child needs a plan to keep them safe and well",
    ]


@pytest.mark.clause("BAR-05", "BAR-35", "BAR-38", "BAR-40", "BAR-41")
def test_the_chair_decides_on_the_plan_and_parents_are_of_the_core_group(use: InUse) -> None:
    table = use.table()
    child = table.children()[0]
    page = use.page("conference_decide", child.case_id)
    assert "A conference never decides that a child is taken from home: only a court can" in page.words
    assert "The most it can do is say that it thinks the danger so great that this should happen." in page.words
    table.hear(child)
    table.say(child)
    said = table.plan_made(categories=("neglect", "emotional"))
    decision = table.decide(child, said)
    assert (decision.by_role, decision.categories) == ("chair", ["neglect", "emotional"])
    with acting_as(use.chair):
        group = CoreGroupMember.objects.filter(conference=use.conference, until=None)
        kinds = {one.kind for one in group if child.case_id in one.children}
    assert kinds == {"family", "professional"}
    content = table.write_plan(child)
    with acting_as(use.chair):
        assert PlanAction.objects.filter(content=content, is_service=True).count() == 1
        assert Duty.objects.filter(code="visit-child", case_id=child.case_id, met_on=None).count() == 1


@pytest.mark.clause("BAR-47")
def test_stop_then_leave_then_the_end_and_what_is_undecided_goes_on_another_day(use: InUse) -> None:
    friend = supporter(use, "friend")
    for step in ("1", "2"):
        went = use.send("conference_meeting_conduct", about=str(friend.pk), step=step, words="Shouted.")
        assert went.path == use.at("conference_meeting")
    with acting_as(use.chair):
        stay = Attendance.objects.get(conference=use.conference, invitee_id=friend.pk)
    use.send("conference_meeting_left", stay.pk)
    with acting_as(use.chair):
        assert Attendance.objects.get(pk=stay.pk).until_at is not None
    went = use.send("conference_meeting_conduct", about=str(friend.pk), step="3", words="Came back and shouted.")
    assert (went.path, went.query) == (use.at("conference_adjourn"), "why=behaviour")
    use.send(
        "conference_adjourn", why="behaviour", why_words="", interim_plan="The children stay with their gran."
    )  # fmt: skip
    second = use.table().children()[1]
    with acting_as(use.chair):
        row = Adjournment.objects.get(conference=use.conference)
        assert (row.why, row.undecided) == ("behaviour", [second.case_id]), "what was decided stands"
        assert Duty.objects.filter(code="reconvene", met_on=None).exists()


# --- Afterwards -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def held(use: InUse) -> Held:
    """Another family's conference, held, its minutes approved."""
    return Held("barnet")


def told(held: Held, code: str) -> str:
    return as_text(held.paper(code, held.parent()), held.pack)


@pytest.mark.clause("BAR-05", "BAR-41", "BAR-42", "BAR-49", "BAR-50", "BAR-51", "BAR-53")
def test_the_decision_letter_says_whom_to_talk_to_and_how_to_complain(held: Held) -> None:
    said = told(held, "decisions")
    for words in (
        "After the meeting you may ask to talk with the chair or your child's social worker about anything you want",
        "about how the conference was run, about a decision to make a plan and about a decision to end one",
        "Talk to the social worker or the chair after the conference.",
        "comes to see your family often.",
        "Complain to the chair's manager, the Senior Safeguarding Officer.",
        "North London Business Park, Oakleigh Road South, London N11 1NP",
    ):
        assert words in said, words
    letter = as_text(held.paper("decisions", held.parent()), held.pack)
    assert (said_twice(letter), letter.count("anything you want to know")) == ([], 1)
    assert " ".join(notice(held.paper("decisions", held.parent()), held.pack)).count("London Child Protection") == 1
    assert "This meeting cannot take children away. Only a court can" in told(held, "summary")


@pytest.mark.clause("BAR-06", "BAR-48")
def test_the_plan_says_who_explains_what_needs_to_change_and_talks_about_help(held: Held) -> None:
    said = told(held, "plan")
    assert "Your social worker tells you what needs to change and works on it with you." in said
    assert "has a social worker, who talks with you about help: health, education, support and advice for you." in said
    assert "What must be seen instead" in said


def browser(held: Held, who: Any) -> Any:
    return signed_in(User.objects.get(pk=who.user_id))


def at(held: Held, route: str, *args: Any) -> str:
    with acting_as(held.agency.chair):
        return reverse(route, args=[Conference.objects.get(pk=held.conference.pk).case.ref, *args])


def post(held: Held, who: Any, route: str, *args: Any, **said: Any) -> Page:
    address = at(held, route, *args)
    client = browser(held, who)
    answer = client.post(address, said)
    assert answer.status_code == 302, checked(answer, address).words
    return fetch(client, answer.headers["Location"])


@pytest.mark.clause("BAR-06", "BAR-42")
def test_afterwards_a_parent_talks_with_the_chair_and_the_social_worker_explains_what_must_change(held: Held) -> None:
    mother = held.agency_mother
    worker = held.agency.worker
    with acting_as(worker):
        assert Duty.objects.filter(code="explain-plan-to-parents", about_id=mother, met_on=None).count() == 1
    common = {"person_id": str(mother), **day("talked_on")}
    post(
        held,
        held.agency.chair,
        "conference_between_talk",
        with_role="chair",
        kind="talk",
        words="Why neglect?",
        **common,
    )
    page = post(
        held, worker, "conference_between_talk", with_role="social_worker", kind="plan-explained", words="", **common
    )
    assert "with the Reviewing Officer: something else about the conference" in page.words
    assert "Why neglect?" in page.words
    with acting_as(worker):
        assert Duty.objects.filter(code="explain-plan-to-parents", about_id=mother, met_on=None).count() == 0


@pytest.mark.clause("BAR-44")
def test_a_parent_tells_the_chair_what_the_minutes_say_wrongly_and_the_next_copy_carries_it(held: Held) -> None:
    assert "A parent who finds that the minutes do not say what was said tells the chair" in told(held, "minutes")
    mother = next(one for one in held.table.invitees("parent") if one.person_id == held.agency_mother)
    with acting_as(held.agency.worker) as by:
        record_event(code="minutes-sent", cases=held.table.family.cases, day=today(), conference=held.conference, by=by)
    for words in ("I spoke loudly.", "I was tired."):
        post(held, held.agency.manager, "conference_correction_new", person=str(mother.pk), name="", late_reason="",
             passage="I shouted.", should_say=words, **day("received_on"))  # fmt: skip
    with acting_as(held.agency.chair):
        first, second = Correction.objects.filter(conference=held.conference).order_by("should_say")
    for row, outcome in ((first, "corrected"), (second, "noted")):
        post(held, held.agency.chair, "conference_correction", row.pk, outcome=outcome, answer="Heard on the day.")
    said = told(held, "minutes")
    assert "Put right: “I shouted.” ought to say “I spoke loudly.”" in said
    assert "Morgan Example does not agree with “I shouted.”. In their view it was: “I was tired.”" in said
    father = held.parent(held.table.family.father)
    assert "I spoke loudly" not in as_text(held.paper("minutes", father), held.pack)


@pytest.mark.clause("BAR-49")
def test_a_complaint_names_one_of_the_three_grounds(held: Held) -> None:
    page = fetch(browser(held, held.agency.manager), at(held, "conference_complaint_new"))
    grounds = [one.get("value") for one in page.all("input") if one.get("name") == "grounds"]
    assert grounds == ["process", "plan-made", "plan-ended"]


@pytest.mark.clause("BAR-55")
@pytest.mark.parametrize("trait", ["race", "religion", "disability", "gender", "age", "sexuality"])
def test_the_rules_cannot_be_told_what_they_must_not_look_at(trait: str) -> None:
    with pytest.raises(CaseError, match=trait):
        ask("barnet", "2026-11-12", [booked("2026-11-20T10:00")], parents=({"id": "p1", trait: "x"},))
