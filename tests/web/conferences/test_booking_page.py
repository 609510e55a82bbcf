"""The page on which a conference is booked: limits on the calendar, what is taken, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.standing import Standing
from quorate.cases.models import Child
from quorate.cases.services import add_address, change_child
from quorate.conferences.models import Attendance, Booking, Cancellation, Conference
from quorate.conferences.services.closing import adjourn
from quorate.documents.artefacts.blocks import meeting_fields, when_and_where
from quorate.documents.facts import Facts
from quorate.documents.record_drafts import prepare
from quorate.people.models import User
from quorate.plans.models import Plan
from quorate.plans.queries.not_needed import children_not_needed
from quorate.plans.services.endings import end_outside
from quorate.release.models import BY_RULE, Release
from tests.cases.making import Agency, Family
from tests.conferences.bookings.making import Office
from tests.conferences.decisions.making import Table
from tests.conferences.stages import at_clock, sitting
from tests.database import Urls
from tests.web.families import it_is
from tests.web.visiting import checked, fetch, signed_in, words

TODAY = date(2026, 11, 18)
TABS = (
    "conference_people", "conference_reports", "conference_needs", "conference_meeting", "conference_decisions",
    "conference_plan", "conference_record", "conference_papers", "conference_looks",
)  # fmt: skip
"""The parts of a conference's record but its first page."""


def browser_of(standing: Standing) -> Any:
    return signed_in(User.objects.get(pk=standing.user_id))


@pytest.fixture(scope="module")
def office(module_database: Urls) -> Iterator[Office]:
    with pytest.MonkeyPatch.context() as patch:
        it_is(TODAY, module_database, patch)
        yield Office()


@pytest.fixture(scope="module")
def conference(office: Office) -> Conference:
    return office.agreed()


def test_the_calendar_counts_the_working_days_and_marks_the_last_one(office: Office, conference: Conference) -> None:
    client = browser_of(office.administrator)
    page = fetch(client, reverse("conference_booking", args=[conference.case.ref]))
    spoken = {one.split(",")[0]: one for one in reversed(page.texts("td"))}
    # Day 15 after Wednesday 18 November is Wednesday 9 December.
    assert spoken["Wed 9 Dec"].startswith("Wed 9 Dec, ")
    assert page.texts("td").count("Wed 9 Dec, the last day, working day 15 9 last day15") == 1
    assert spoken["Thu 10 Dec"] == "Thu 10 Dec, after the limit 10 after the limit"


@pytest.mark.clause("LEI-03")
def test_where_the_list_of_people_comes_first_the_page_leads_there(office: Office) -> None:
    theirs = Office(Agency("leicester"))
    ref = theirs.agreed().case.ref
    page = fetch(browser_of(theirs.administrator), f"{reverse('conference_booking', args=[ref])}?day=2026-12-03")
    (there,) = [one for one in page.all("a") if words(one).startswith("Put the list of people together")]
    assert there.get("href") == reverse("conference_people", args=[ref])


def test_of_a_day_one_sees_what_would_follow_and_what_is_taken(office: Office, conference: Conference) -> None:
    other = Office(office.agency)
    second = other.agreed()
    other.book(second, room=office.room)
    client = browser_of(office.administrator)
    start, _ = office.times()
    address = reverse("conference_booking", args=[conference.case.ref])
    page = fetch(client, f"{address}?day={start.date().isoformat()}")
    said = page.words
    assert "leaves 7 working days to spare." in said
    labels = page.texts("label")
    assert [one for one in labels if one.startswith("Room 2") and "taken 10:00 to 12:00" in one] != []
    assert "Share the social work report with the parents" in said
    # Nobody has chosen a room yet, and a number that could be night or afternoon is not guessed.
    assert [one.get("value") for one in page.all("input") if one.get("name") == "room" and one.get("checked")] == []
    here, entered = f"{address}?day={start.date().isoformat()}", {
        "begins": "2", "ends": "4", "mode": "phone", "chair_id": str(office.agency.person("chair").user_id),
        "minute_taker_id": "",
    }  # fmt: skip

    def errors(**more: str) -> list[str]:
        sent = checked(client.post(here, entered | more), address)
        return [one.removeprefix("Error: ") for one in sent.texts("p") if one.startswith("Error")]

    joins = "Write how people join: the number that they ring, or the link"
    assert errors() == [
        "Write 14:00 or 2pm, or 02:00 if it is in the morning", "Write 16:00 or 4pm, or 04:00 if it is in the morning",
        joins,
    ]  # fmt: skip
    night = "02:00 is outside the usual day, 07:00 to 21:00. Put it right, or tick below that it is meant."
    assert errors(begins="02:00", ends="9am") == [night, joins]
    assert errors(begins="02:00", ends="9am", unusual="on") == [joins]
    assert errors(begins="2 pm", ends="4.30pm") == [joins]
    spring = {"begins": "01:30", "ends": "02:30", "unusual": "on", "place_words": "By link", "beyond_why": "None left."}
    sent = checked(client.post(f"{address}?day=2027-03-28", entered | spring), address)
    hour = "There is no 01:30 that night: the clocks go forward from 01:00 to 02:00. Enter a time before 01:00, or from"
    assert [one for one in sent.texts("p") if one.startswith("Error")] == [f"Error: {hour} 02:00"]
    sent = checked(
        client.post(
            f"{address}?day={start.date().isoformat()}",
            {"begins": "11:00", "ends": "13:00", "mode": "in_person", "room": str(office.room.pk),
             "chair_id": str(office.agency.person("chair").user_id), "minute_taker_id": ""},
        ),
        address,
    )  # fmt: skip
    taken = "Error: Room 2 is taken from 10:00 to 12:00; choose another time or another one."
    assert [one for one in sent.texts("p") if one.startswith("Error")] == [taken]


def test_a_day_beyond_the_limit_asks_why_and_books_with_the_reason(office: Office, conference: Conference) -> None:
    client = browser_of(office.administrator)
    late, sunday = TODAY + timedelta(days=30), TODAY + timedelta(days=4)
    page_of = f"{reverse('conference_booking', args=[conference.case.ref])}?day="
    address = f"{page_of}{late.isoformat()}"
    entered = {
        "begins": "10:00", "ends": "12:00", "mode": "virtual", "room": "", "place_words": "By video link",
        "chair_id": str(office.chair.user_id), "minute_taker_id": "",
    }  # fmt: skip
    # A Sunday that somebody typed into the address is not booked unasked either.
    page = fetch(client, f"{page_of}{sunday.isoformat()}")
    assert f"Sunday {sunday.day} {sunday:%B %Y} is no working day." in page.texts("h2")
    refused = checked(client.post(f"{page_of}{sunday.isoformat()}", entered), address)
    assert "Say why it has to be on a day that is no working day, or choose another day" in refused.words
    refused = checked(client.post(address, entered), address)
    assert "Say why it has to be after the last day, or choose an earlier day" in refused.words
    assert office.family is not None
    with acting_as(office.agency.worker) as by:
        add_address(
            case=office.family.cases[0], person_id=office.family.mother, kind="home", on=TODAY, by=by,
            lines=["Flat 4, 12 Mill Lane, Farton FT1 2ZZ"], protection="protected",
        )  # fmt: skip
    because = {"beyond_why": "The interpreter is free only then."}
    # The house and street alone, and the postcode alone, say as much as the whole line in which they were recorded.
    for place in (
        "At Flat 4, 12 Mill-Lane, Farton FT1 2ZZ",
        "12 Mill  Ln",
        "The hall in MILL LANE",
        "The hall, ft12zz",
    ):
        sent = checked(client.post(address, entered | because | {"mode": "in_person", "place_words": place}), address)
        assert [one.removeprefix("Error: ") for one in sent.texts("p") if one.startswith("Error")] == [
            "This place holds words that are kept out of every letter about this family: an address or its street, or a"
            " way to reach somebody. Choose a room, or write another place."
        ]
    done = client.post(address, entered | because)
    assert (done.status_code, done.headers["Location"]) == (302, reverse("conference", args=[conference.case.ref]))
    with acting_as(office.administrator):
        (made,) = Booking.objects.filter(conference=conference, live=True)
        assert (made.beyond_why, made.place_words) == ("The interpreter is free only then.", "By video link")


def test_moving_and_cancelling_ask_for_the_reason_and_show_who_is_affected(
    office: Office, conference: Conference
) -> None:
    client = browser_of(office.administrator)
    day = (TODAY + timedelta(days=14)).isoformat()
    address = f"{reverse('conference_move', args=[conference.case.ref])}?day={day}"
    stands = fetch(client, reverse("conference_booking", args=[conference.case.ref]))
    assert stands.texts("dd")[1:4] == ["By video link", "Everybody by video", "A chair"]
    page = fetch(client, address)
    assert "Who is affected" in page.words and "A chair not invited yet" in page.words
    entered = {
        "begins": "14:00", "ends": "16:00", "mode": "mixed", "room": str(office.room.pk),
        "place_words": "Ring 01632 960001", "chair_id": str(office.chair.user_id), "minute_taker_id": "",
    }  # fmt: skip
    refused = checked(client.post(address, entered), address)
    assert "Say why it is moved" in refused.words
    why = {"reason": "The interpreter is ill.", "authorised_by": "J. Sample, manager"}
    refused = checked(client.post(address, entered | why | {"place_words": "12 Mill Lane, Flat 4: FT1 2ZZ"}), address)
    assert refused.words.count("Error: This place holds words that are kept out of every letter") == 1
    [seen] = [one.get("value") for one in page.all("input") if one.get("name") == "opened_on"]
    done = client.post(address, entered | why | {"opened_on": seen})
    assert done.status_code == 302
    # Another page that was opened before that, and the same sent twice: neither moves it once more.
    late = client.post(address, entered | why | {"opened_on": seen, "begins": "13:00"})
    [now] = [one.get("value") for one in checked(late, address).all("input") if one.get("name") == "opened_on"]
    moved = "Somebody else has moved this conference since you opened this page: it is now on Wednesday"
    assert (late.status_code, moved in checked(late, address).words) == (409, True)
    for opened_on in (seen, now):
        twice = client.post(address, entered | why | {"opened_on": opened_on})
        said = checked(twice, address).words.count("It is booked for this time, place and people already")
        assert (twice.status_code, said) == (422, 1)
    with acting_as(office.administrator):
        assert (seen != now, Booking.objects.filter(conference=conference).count()) == (True, 2)
        assert str(Booking.objects.get(conference=conference, live=True).pk) == now
    stands = fetch(client, reverse("conference_booking", args=[conference.case.ref]))
    assert "The interpreter is ill. (allowed by J. Sample, manager)" in stands.words
    with acting_as(office.administrator) as by:
        rows = when_and_where(meeting_fields(Facts(conference, at=at_clock(13), by=by)), with_place=True)
    assert [one for one in rows if "join" in one] == [
        "How\tIn the room; you can also join by video or telephone", "To join from elsewhere\tRing 01632 960001",
    ]  # fmt: skip
    ref = conference.case.ref
    cancel = reverse("conference_cancel", args=[ref])
    assert "It is booked for Wed 2 Dec 2026, 14:00." in fetch(client, cancel).words
    done = client.post(cancel, {"reason": "The family has moved away.", "authorised_by": "J. Sample"})
    assert done.status_code == 302
    with acting_as(office.administrator):
        conference.refresh_from_db()
        assert (conference.state, conference.starts_at) == ("cancelled", None)
    found = _offers_nothing(browser_of(office.chair), ref, "The family has moved away.", *TABS)
    assert found == ([*TABS], ["conference_needs", "conference_meeting"], [])
    # No day can be chosen for what does not take place; the limit runs on, and somebody has to ask again.
    gone = client.get(reverse("conference_booking", args=[ref]))
    assert (gone.status_code, gone.headers["Location"]) == (302, reverse("conference", args=[ref]))
    home = fetch(browser_of(office.agency.worker), reverse("conference", args=[ref]))
    limits = [one for one in home.texts("p") if one.startswith("The limit still runs")]
    assert [one.partition(":")[2].partition(" about")[0] for one in limits] == [
        " by Wed 9 Dec 2026. Ask for a conference again"
    ] * 2


def test_a_booked_review_that_no_child_needs_any_more_is_for_whoever_booked_it_to_cancel(office: Office) -> None:
    own = Office(office.agency)
    first, second = own.family.children
    with acting_as(own.agency.worker):
        for child in (first, second):
            Plan(
                case=child.case, authority_id=child.authority_id, kind="cp", began_on=TODAY - timedelta(days=60)
            ).save(force_insert=True)  # fmt: skip
    review = own.agreed("review")
    client, worker, at = browser_of(own.administrator), browser_of(own.agency.worker), [review.case.ref]
    booked = client.post(
        f"{reverse('conference_booking', args=at)}?day={own.times(12)[0].date().isoformat()}",
        {"begins": "10:00", "ends": "12:00", "mode": "in_person", "room": str(own.room.pk),
         "chair_id": str(own.chair.user_id), "minute_taker_id": ""},
    )  # fmt: skip
    assert booked.status_code == 302

    def waits(browser: Any) -> list[str]:
        return [one for one in fetch(browser, reverse("home")).texts("a") if "needed" in one or " needs " in one]

    assert waits(client) == []
    with acting_as(own.agency.worker) as by:
        told = {"on": TODAY, "today": TODAY, "is_unborn": False, "by": by}
        end_outside(case=first.case, why="transferred-out", **told)
    partly = [f"The conference is no longer needed for {first.given_names} Example"]
    assert (waits(client), waits(worker)) == (partly, partly)
    page = fetch(client, reverse("conference", args=at))
    assert "Not needed for every child any more" in page.texts("h2")
    assert "Cancel this conference" not in page.texts("a")
    assert fetch(client, reverse("conference_cancel", args=at)).texts("textarea")[0].strip() == ""
    with acting_as(own.agency.worker) as by:
        change_child(
            child=Child.objects.get(pk=second.pk), died_on=TODAY, reason="The child has died.", on=TODAY, by=by
        )
    asked = ["Cancel the conference: no child needs it any more"]
    assert (waits(client), waits(worker)) == (asked, ["No child needs this conference any more"])
    page = fetch(client, reverse("conference", args=at))
    assert "Cancel this conference" in page.texts("a")
    said = fetch(client, reverse("conference_cancel", args=at)).texts("textarea")[0].strip()
    assert said == "This meeting is no longer needed."
    with acting_as(own.administrator):
        review.refresh_from_db()
        assert review.state == "booked"
    done = client.post(reverse("conference_cancel", args=at), {"reason": said, "authorised_by": "J. Sample"})
    assert done.status_code == 302, checked(done, reverse("conference_cancel", args=at)).words[:900]
    assert (waits(client), waits(worker)) == ([], [])
    # Why it was cancelled, and who allowed it, is for those who work on it.
    for browser in (client, worker):
        assert _said_of_cancelling(browser, at[0], "does not take place") == [said, "J. Sample"]
    parent = own.agency.person("parent")
    with acting_as(own.agency.manager):
        own.agency.give(Conference.objects.select_related("case").get(pk=review.pk).case, parent)
    for who, reads in ((parent, 0), (own.agency.worker, 1), (own.agency.person("social_worker"), 0)):
        with acting_as(who):
            assert Cancellation.objects.filter(conference_id=review.pk).count() == reads


def _offers_nothing(browser: Any, ref: str, why: str, *routes: str) -> tuple[list[str], list[str], list[str]]:
    """Each page says that it was cancelled, when and why; day and needs list nothing that is still to do.

    Gives the pages that were found without a form, those that were found with nothing to do, and what these lead to.
    """
    says = f"This conference was cancelled on Wed 18 Nov 2026. Why: {why} What follows"
    formless: list[str] = []
    idle: list[str] = []
    leads: list[str] = []
    for route in routes:
        page = fetch(browser, reverse(route, args=[ref]))
        assert [one for one in page.texts("p") if one.startswith("This conference was")] == [says], route
        main = page.all("main")[0]
        if not [one for one in main.iter() if one.tag.endswith(("}form", "}button"))]:
            formless.append(route)
        if {"What they need to take part", "The day"} & set(page.texts("h2")):
            assert [one for one in ("not yet", "To do", "Not arranged", "is expected") if one in words(main)] == []
            links = [words(one) for one in main.iter() if one.tag.endswith("}a") and "q-link" in one.get("class", "")]
            leads += [one for one in links if one not in ("Preview as…", "What follows")]
            idle.append(route)
    return formless, idle, leads


def _said_of_cancelling(browser: Any, ref: str, does_not: str) -> list[str]:
    """The reason that the page gives and who allowed it, where it says of today that it was cancelled."""
    page = fetch(browser, reverse("conference", args=[ref]))
    head = f"This conference was cancelled on Wed 18 Nov 2026: it {does_not}."
    cards = [one for one in page.all("div") if words(one).startswith(head)]
    return [words(one) for one in cards[-1].iter() if one.tag.endswith("}dd")] if cards else []


def test_an_agreed_conference_about_a_pregnancy_that_was_lost_is_cancelled_and_another_is_booked(
    office: Office,
) -> None:
    family = office.agency.family(1, unborn=1)
    own, baby = Office(office.agency, Family(office.agency)), family.children[1]
    own.family.children = [baby]
    lost = own.agreed("pre_birth")
    client, at = browser_of(own.administrator), [lost.case.ref]
    assert "No longer needed" not in fetch(client, reverse("conference", args=at)).texts("h2")
    with acting_as(own.agency.worker) as by:
        end_outside(case=baby.case, why="pregnancy-ended", on=TODAY, today=TODAY, is_unborn=True, by=by)
    waits = [one for one in fetch(client, reverse("home")).texts("a") if "no child needs it" in one]
    assert waits == ["Cancel the conference: no child needs it any more"]
    page = fetch(client, reverse("conference", args=at))
    assert ("No longer needed" in page.texts("h2"), "the pregnancy has ended, Wed 18 Nov 2026" in page.words) == (
        True, True
    )  # fmt: skip
    assert "Cancel this conference" in page.texts("a")
    form = fetch(client, reverse("conference_cancel", args=at))
    assert "It is agreed and has not been booked." in form.words
    said = {"reason": form.texts("textarea")[0].strip(), "authorised_by": "J. Sample"}
    assert client.post(reverse("conference_cancel", args=at), said).status_code == 302
    assert _said_of_cancelling(client, at[0], "does not take place") == [said["reason"], "J. Sample"]
    assert [one for one in fetch(client, reverse("home")).texts("a") if "needs it" in one] == []
    # A conference about the family that is asked for anew can be booked.
    with acting_as(own.agency.manager):
        assert list(children_not_needed().filter(conference=lost)) == []
    again = Office(office.agency, family)
    start, end = again.times(11)
    assert again.refused(again.agreed("review"), starts_at=start, ends_at=end) == {}


def test_what_was_adjourned_and_no_child_needs_any_more_is_cancelled_and_keeps_its_first_day(office: Office) -> None:
    family = office.agency.family(1)
    conference = sitting(office.agency, family)
    with acting_as(office.chair) as by:
        adjourn(conference=conference, why="papers-late", at=at_clock(11), by=by)
    with acting_as(office.agency.worker) as by:
        child = Child.objects.get(pk=family.children[0].pk)
        change_child(child=child, died_on=TODAY, reason="The child has died.", on=TODAY, by=by)
    client, at = browser_of(office.administrator), [conference.case.ref]
    assert fetch(client, reverse("conference", args=at)).texts("a").count("Cancel this conference") == 1
    form = fetch(client, reverse("conference_cancel", args=at))
    assert "It was adjourned and does not go on once it is cancelled." in form.words
    told = {"reason": "It is no longer needed.", "authorised_by": "J. Sample"}
    assert client.post(reverse("conference_cancel", args=at), told).status_code == 302
    assert _said_of_cancelling(client, at[0], "does not go on") == ["It is no longer needed.", "J. Sample"]
    # Who is afraid of whom can be written down at any time.
    routes = ["conference_needs", "conference_meeting"]
    found = _offers_nothing(browser_of(office.chair), at[0], told["reason"], *routes)
    assert found == (routes, ["conference_needs"], ["Write down who is afraid of whom"])
    # Nobody is told that the day on which it began does not take place, and those who came that it does not go on; what
    # was written down can still be recorded.
    with acting_as(office.administrator):
        (ready,) = Release.objects.filter(conference=conference).exclude(code__in=BY_RULE)
        came = set(Attendance.objects.filter(conference=conference).values_list("invitee_id", flat=True))
        assert (ready.code, {one.recipient for one in ready.renditions.all()} == came) == ("not-going-on", True)
    with acting_as(office.writer) as by:
        conference.refresh_from_db()
        assert prepare(conference=conference, at=at_clock(13), by=by).state == "draft"


def test_what_was_adjourned_after_one_decision_can_be_cancelled_and_says_why_beside_what_is_still_to_do(
    office: Office,
) -> None:
    table = Table(at=(office.agency, office.agency.family(2), None))
    first, second = table.children()
    table.hear(first)
    table.say(first)
    table.decide(first, table.plan_made())
    for child in (first, second):
        table.write_plan(child)
    with acting_as(office.chair) as by:
        adjourn(conference=table.conference, why="papers-late", at=at_clock(12), by=by)

    def planned() -> set[UUID]:
        """The children of whose plans the papers tell."""
        with acting_as(office.chair) as by:
            facts = Facts(table.conference, at=at_clock(13), by=by)
            kinds = (facts.contents, facts.dangers, facts.goals, facts.actions, facts.plan_parts)
            return {one.case_id for rows in kinds for one in rows}

    assert planned() == {first.case_id, second.case_id}
    client, at = browser_of(office.administrator), [table.conference.case.ref]
    page = fetch(client, reverse("conference", args=at))
    assert (page.texts("a").count("Cancel this conference"), "No longer needed" in page.texts("h2")) == (1, False)
    worker = browser_of(office.agency.worker)
    told = {"reason": "The family has moved away.", "authorised_by": "J. Sample"}
    assert client.post(reverse("conference_cancel", args=at), told).status_code == 302
    assert "Do this now" in fetch(worker, reverse("conference", args=at)).texts("a")
    # What was begun for a child about whom nothing was decided is no plan of anybody's.
    assert planned() == {first.case_id}
    for browser in (client, worker):
        assert _said_of_cancelling(browser, at[0], "does not go on") == [*told.values()]
