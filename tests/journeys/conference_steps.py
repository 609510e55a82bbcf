"""The steps of one conference as people take them in the browser, for every procedure alike."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse

from quorate.access.context import acting_as
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Conference, Invitee, Report
from quorate.conferences.queries.people import safety_concerns_of
from quorate.conferences.services.invitations import record_answer
from quorate.conferences.services.round import Said, give_view, why_not_asked
from quorate.web.work.moments import now
from tests.conferences.reports import making as reports_making
from tests.journeys.walking import WRITTEN, Walk, kinds_on, names_on, press, put, values_of

REASON = "School saw bruises twice and nobody could say how they came about."


def ask(
    walk: Walk,
    kind: str = "initial",
    on: date | None = None,
    forms: Callable[[Walk], object] | None = None,
    afraid: str = "",
) -> None:
    """The social worker asks for the conference: the whole task list, sent to the manager.

    `forms` fills in the procedure's own forms before it is sent; `afraid` is what the mother fears of the father.
    """
    page = walk.page("worker")
    page.goto(walk.origin + reverse("conference_new", args=[walk.family.children[0].case.ref]))
    walk.send("worker", "Begin the request", kind=kind, children=values_of(page, "children"))
    found = re.search(r"/conferences/([a-z2-7]{26})/", page.url)
    assert found is not None, page.url
    walk.ref = found.group(1)
    walk.open("worker", "conference_request_concern")
    walk.send(
        "worker", "Save and go on", reason=REASON, risk_is_serious="yes", assessment_completed_on=on,
        no_other_plan_because="Help by agreement was not taken up.",
        other_plans_considered=values_of(page, "other_plans_considered")[0],
    )  # fmt: skip
    answered(walk, afraid)
    walk.open("worker", "conference_request_invite")
    walk.send("worker", "Save the list")
    if forms is not None:
        forms(walk)
    walk.open("worker", "conference_request_check")
    walk.send("worker", "Send to the manager")


def answered(walk: Walk, afraid: str = "") -> None:
    """Of each person it is said whether the address is kept from others and whether they are afraid: without that
    nothing is sent. With `afraid` the mother is, of the father: in these words."""
    page = walk.open("worker", "conference_request_people")
    said = {name: "yes" for name in names_on(page) if name.startswith(("invite-", "address-"))}
    walk.send("worker", "Save", **(said | {f"address-{walk.family.father}": "not-reached"}))
    page = walk.open("worker", "conference_request_needs")
    fears = {name: "no" for name in names_on(page) if name.startswith("fear-")}
    mother, father = str(walk.family.mother), str(walk.family.father)
    if not afraid:
        walk.send("worker", "Save: everybody was asked", **fears)
        return
    walk.send("worker", "Save: everybody was asked", **(fears | {f"fear-{mother}": "yes"}))
    # Who is afraid is chosen already: of whom, and of what, is asked next.
    walk.send("worker", "Save this safety concern", of_person=father, words=afraid)


def settled(walk: Walk) -> None:
    """Before anybody is called, each fear that is written down is settled: who is afraid comes by another way."""
    with acting_as(walk.agency.worker):
        concerns = safety_concerns_of(conference(walk))
    for one in concerns:
        if one.is_open:  # type: ignore[attr-defined]  # read beside the row
            page = walk.open("worker", "conference_safety", one.pk)
            pair = values_of(page, "separately")
            keys = {str(row.pk): row.person_id for row in invitees(walk)}
            (number,) = [place for place, key in enumerate(pair, 1) if keys[key] == one.person_id]
            said = {"separately": pair[number - 1], f"way_{number}": WAY, "arrangement": "Two doors, two rooms."}
            walk.send("worker", "Save", **said)


WAY = "Come to the garden door at the back and ring twice."


def agree(walk: Walk) -> None:
    """The manager agrees."""
    walk.open("manager", "conference_request_answer")
    walk.send("manager", "Send your answer", answer="agree", reason="The threshold is met.")


def book(walk: Walk, day: date, begins: str = "10:00", ends: str = "12:00") -> None:
    """The office books room, chair and minute-taker on a day of the calendar."""
    page = walk.open("administrator", "conference_booking")
    page.goto(f"{page.url}?day={day.isoformat()}")
    chair, writer = (str(getattr(walk.agency, who).user_id) for who in ("chair", "minute_taker"))
    walk.send(
        "administrator", "Book the conference", begins=begins, ends=ends, room=values_of(page, "room")[0],
        chair_id=chair, minute_taker_id=writer, mode="in_person",
    )  # fmt: skip


def conference(walk: Walk) -> Conference:
    """The conference as the manager sees it."""
    with acting_as(walk.agency.manager):
        return Conference.objects.select_related("case").get(case__ref=walk.ref)


def invitees(walk: Walk) -> list[Invitee]:
    """Everybody on the list."""
    with acting_as(walk.agency.manager):
        return list(Invitee.objects.filter(conference__case__ref=walk.ref, removed_on__isnull=True).order_by("name"))


def invite(walk: Walk) -> None:
    """The worker's list is complete; the office prepares the invitations and another person lets them out."""
    settled(walk)
    let_out(walk, "invitation", prepares="worker", lets_out="administrator")


def let_out(walk: Walk, code: str, *, prepares: str, lets_out: str) -> None:
    """One person prepares a paper, another looks at it and lets it out."""
    page = walk.open(prepares, "conference_papers")
    press(page, page.locator(f'form:has(input[name="paper"][value="{code}"]) button'))
    assert page.locator(".govuk-error-summary, [role=alert]").count() == 0, walk.says(prepares)
    paper = re.search(r"/papers/([0-9a-f-]{36})/", page.url)
    page = walk.open(lets_out, "conference_papers")
    if paper is None:
        press(page, page.locator('main a[href*="/papers/"]').filter(has_text="Look"))
    else:
        page.goto(walk.origin + reverse("conference_paper", args=[walk.ref, paper.group(1)]))
    walk.send(lets_out, "Let it out")


def answer_all(walk: Walk, on_page: int = 2) -> None:
    """Everybody invited says that they come; so many answers are noted on the page, the others by the service."""
    asked = [one for one in invitees(walk) if one.kind in ("parent", "professional") and one.role not in _SEATS]
    for one in asked[:on_page]:
        walk.open("administrator", "conference_person_answer", one.pk)
        walk.send("administrator", "Save", answer="yes", mode="in_person")
    with acting_as(walk.agency.administrator) as by:
        others = [each.pk for each in asked[on_page:]]
        for one in Invitee.objects.select_related("case", "conference").filter(pk__in=others):
            record_answer(invitee=one, answer="yes", mode="in_person", at=now(), by=by)


_SEATS = ("chair", "minute_taker")


def report(walk: Walk) -> None:
    """The social work report is begun, written, given to the manager, and authorised."""
    page = walk.open("worker", "conference_reports")
    walk.send("worker", "Begin the social work report")
    with acting_as(walk.agency.worker):
        row = Report.objects.get(conference__case__ref=walk.ref, code="social-work")
        reports_making.fill(row, walk.agency)
    page.goto(walk.origin + reverse("conference_report_ready", args=[walk.ref, row.pk]))
    walk.send("worker", "It is whole: ask for it to be authorised")
    page = walk.open("manager", "conference_report_authorise", row.pk)
    for box in page.locator('main input[type="checkbox"]').all():
        box.check(force=True)
    walk.send("manager", "Authorise")


def share(walk: Walk) -> None:
    """The report is given to each parent by hand; the mother reads it and adds her words."""
    page = walk.open("worker", "conference_reports")
    links = [one.get_attribute("href") for one in page.locator('main a[href*="/with/"]').all()]
    with acting_as(walk.agency.worker):
        row = Report.objects.get(conference__case__ref=walk.ref, code="social-work")
    own = [one for one in links if one and f"/reports/{row.pk}/with/" in one]
    assert own, links
    for link in own:
        page.goto(walk.origin + link, wait_until=WRITTEN)
        walk.send("worker", "Record it shared", how="handed-over", parts=values_of(page, "parts"))
    page = walk.open("worker", "conference_reports")
    comment = page.locator('main a[href*="/shared/"][href$="/words/"]')
    assert comment.count(), (own, walk.says("worker")[:1500])
    press(page, comment)
    walk.send(
        "worker", "Add their words", words="It was two nights, not three.", disagrees=True, how="in-person",
        meant_for="F-all",
    )  # fmt: skip


def prepare(walk: Walk) -> None:
    """Each parent is told why and asked what they need; the chair's talk with the social worker is noted."""
    page = walk.open("worker", "conference_needs")
    steps_ = dict.fromkeys(one.get_attribute("href") for one in page.locator('main a[href*="/needs/steps/"]').all())
    for link in steps_:
        if link and any(kind in link for kind in ("/concerns/", "/leaflet/", "/needs/?")):
            page.goto(walk.origin + link, wait_until=WRITTEN)
            gone_through = {"items": values_of(page, "items")} if "items" in names_on(page) else {}
            walk.send("worker", "Save", how="in-person", **gone_through)
    walk.open("chair", "conference_discussion")
    walk.send("chair", "Save", mode="phone", words="The mother wants to speak first.")


def start_now(walk: Walk, late_why: str = "The lift was out of order.") -> None:
    """The chair begins at whatever hour it is: long before its time it is asked whether that is meant, later why."""
    early = "is_early" in kinds_on(walk.open("chair", "conference_start"))
    walk.send("chair", "Start now", **({"is_early": True} if early else {"late_why": late_why}))


def begin(walk: Walk) -> None:
    """The chair meets each parent, begins, and everybody in the room is on the register."""
    page = walk.open("chair", "conference_meeting")
    meets = [one.get_attribute("href") for one in page.locator('main a[href*="/meeting/parents/"]').all()]
    for link in dict.fromkeys(meets):
        page.goto(walk.origin + str(link), wait_until=WRITTEN)
        walk.send("chair", "Save", mode="in_person", ticked=values_of(page, "ticked"), room_shown="yes")
    start_now(walk)
    page = walk.open("chair", "conference_register")
    kinds = kinds_on(page)
    for one in invitees(walk):
        put(page, f"mode-{one.pk}", "in_person", kinds[f"mode-{one.pk}"])
        if f"contact-{one.pk}" in kinds:
            put(page, f"contact-{one.pk}", "yes", kinds[f"contact-{one.pk}"])
    walk.send("chair", "Save the register")
    assert "Quorate" in walk.says("chair")


def hear(walk: Walk, children: Any) -> None:
    """Each child's words are opened to the meeting."""
    for child in children:
        page = walk.open("chair", "conference_childs_words", child.case.id)
        kind, words = (values_of(page, "kind")[0], "I want it to be calm.")
        if child.born_on is None:
            kind, words = "none", "Not born yet."
        walk.send("chair", "Open them to the meeting", kind=kind, words=words)


def round_(walk: Walk, children: Any, *, without: Any = (), typed: Any = None) -> None:
    """Everybody asked says what they think of each child: a plan, but none for those in `without`.

    The first is written down on the page, for the child `typed` all are, the others by the service that the page uses.
    """
    pack = pack_of(conference(walk))
    for child in children:
        plan = "no" if child in without else "yes"
        harm = () if plan == "no" else ("neglect",)
        asked = [one for one in invitees(walk) if not why_not_asked(one, child.case.id, pack)]
        on_page = asked if child is typed else asked[:1]
        for one in on_page:
            walk.open("chair", "conference_view")
            said: dict[str, Any] = {"person": str(one.pk), "child": str(child.case.id), "plan": plan}
            about = {"categories": "neglect"} if harm else {}
            walk.send("chair", "Save the view", **said, **about, reason="As I said.")
        with acting_as(walk.agency.chair) as by:
            for one in asked[len(on_page) :]:
                give_view(
                    conference=conference_as(walk), invitee=one, child_case_id=child.case.id,
                    said=Said(plan, harm, "As the report says."), pack=pack, at=now(), by=by,
                )  # fmt: skip


def conference_as(walk: Walk) -> Conference:
    """The conference for whoever is acting."""
    return Conference.objects.select_related("case").get(case__ref=walk.ref)


def decide(walk: Walk, child: Any, outcome: str, **said: Any) -> None:
    """The decision about one child, with all that the procedure asks for."""
    page = walk.open("chair", "conference_decide", child.case.id)
    for name in dict.fromkeys(one for one in names_on(page) if one.startswith("question_")):
        put(page, name, "yes" if outcome in ("plan-made", "plan-continues") else "no")
    given = {"outcome": outcome, "reason": "By what was heard today.", **said}
    for name in ("lead", "core_group"):
        if given.get(name) == "all":
            given[name] = options_of(page, name)
    walk.send("chair", "Record the decision", **given)


def close(walk: Walk) -> None:
    """The conference ends."""
    walk.open("chair", "conference_close")
    walk.send("chair", "Close the conference")
    assert conference(walk).state == "held"


def minutes(walk: Walk) -> None:
    """The minute-taker prepares the record from the meeting and writes the parts about which nothing stands; the
    chair approves it; it cannot be changed any more."""
    walk.open("minute_taker", "conference_record")
    walk.send("minute_taker", "Prepare the record from the meeting")
    page = walk.open("minute_taker", "conference_record")
    waiting = [one.get_attribute("href") for one in page.locator("section:has(#unwritten) li a").all()]
    chairs = walk.open("chair", "conference_record")
    assert bool(chairs.get_by_role("button", name="Approve the record").count()) == (not waiting)
    for link in waiting:
        walk.page("minute_taker").goto(walk.origin + str(link), wait_until=WRITTEN)
        walk.send("minute_taker", "Save and go back", words="It did not come up.")
    walk.open("chair", "conference_record")
    walk.send("chair", "Approve the record")
    assert "Approved" in walk.says("chair"), walk.says("chair")


def bring_forward(walk: Walk, day: date) -> None:
    """The worker asks for the review, everybody gone through by name; the office books its day."""
    page = walk.open("worker", "conference_review")
    for name in dict.fromkeys(one for one in names_on(page) if one.startswith("again_")):
        put(page, name, "yes")
    walk.send("worker", "Go on to the day")
    found = re.search(r"/conferences/([a-z2-7]{26})/", page.url)
    assert found is not None and found.group(1) != walk.ref, page.url
    walk.ref = found.group(1)
    book(walk, day)


def options_of(page: Any, name: str) -> Any:
    """All ticks of a name, or the first real choice of a list."""
    found = page.locator(f'[name="{name}"]').first
    if found.evaluate("one => one.tagName") == "SELECT":
        return next(one for one in found.evaluate("one => [...one.options].map(each => each.value)") if one)
    return values_of(page, name)
