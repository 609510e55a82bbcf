"""My work: what is late, today, this week; whose it is; why then; and nothing of anybody else's."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from quorate.access import services as access
from quorate.access.context import acting_as
from quorate.access.standing import OPERATOR
from quorate.people import services as people
from quorate.people.models import Membership
from tests.database import Urls
from tests.web.families import child_of, enquiry_about, it_is, plan_for, standing, visited
from tests.web.visiting import Page, authority_of, checked, fetch, member_of, signed_in, words

TODAY = date(2026, 11, 24)  # a Tuesday; ten working days after the conference of Tue 10 November


@pytest.fixture
def council(own_database: Urls, monkeypatch: pytest.MonkeyPatch) -> Any:
    it_is(TODAY, own_database, monkeypatch)
    return authority_of("bolton")


def worker_of(council: Any, name: str = "Rukhsana Willowbank", role: str = "social_worker") -> Any:
    return member_of(council, role, name)


def lines(page: Page) -> dict[str, list[tuple[str, str]]]:
    """The lines under each heading: what to do, and the date."""
    found: dict[str, list[tuple[str, str]]] = {}
    heading = ""
    for one in page.all("main")[0].iter():
        if one.tag.endswith("}h2"):
            heading = words(one)
        if one.get("class") == "q-row":
            do = next(words(part) for part in one.iter() if "q-row__do" in (part.get("class") or ""))
            when = next(words(part) for part in one.iter() if "q-row__when" in (part.get("class") or ""))
            found.setdefault(heading, []).append((do, when))
    return found


@pytest.mark.clause("BOL-34")
def test_what_is_late_stands_first_then_today_then_this_week(council: Any) -> None:
    worker = worker_of(council)
    late, today, later = (child_of(worker, "Leo", "Kingcup"), child_of(worker, "Ola", "Fernhollow"), child_of(worker))
    plan_for(worker, [late], date(2026, 11, 9))
    plan_for(worker, [today], date(2026, 11, 10))
    plan_for(worker, [later], date(2026, 11, 13))
    page = fetch(signed_in(worker), "/")
    assert page.texts("h1") == ["Tuesday 24 November"]
    assert lines(page) == {
        "Overdue": [("Hold the first core group", "Was due Mon 23 Nov"), ("Visit Leo Kingcup", "Was due Mon 23 Nov")],
        "Today": [
            ("Hold the first core group", "By the end of today"),
            ("Visit Ola Fernhollow", "By the end of today"),
        ],
        "This week": [("Hold the first core group", "By Fri 27 Nov"), ("Visit Zofia Brambleday", "By Fri 27 Nov")],
    }
    assert [one for one in page.texts("li") if one.startswith("2 ")] == ["2 overdue", "2 due today", "2 more this week"]


def test_brothers_and_sisters_stand_in_one_line(council: Any) -> None:
    worker = worker_of(council)
    ayo, tolu = child_of(worker, "Ayo", "Saltmarsh"), child_of(worker, "Tolu", "Saltmarsh", born_on=date(2021, 5, 5))
    plan_for(worker, [ayo, tolu], date(2026, 11, 10))
    page = fetch(signed_in(worker), "/")
    assert [do for do, _ in lines(page)["Today"]] == ["Hold the first core group", "Visit Ayo and Tolu Saltmarsh"]
    assert f"Ayo and Tolu Saltmarsh (7, 5) · {ayo.reference}, {tolu.reference} · initial conference held" in page.words


def test_a_hidden_brother_leaves_no_trace_in_the_line(council: Any) -> None:
    worker, manager = worker_of(council), worker_of(council, "Gethin Lowbridge", "team_manager")
    ayo, tolu = child_of(manager, "Ayo", "Saltmarsh"), child_of(manager, "Tolu", "Saltmarsh")
    with acting_as(standing(manager)) as by:
        for child in (ayo, tolu):
            access.grant(
                case=child.case, user_id=worker.pk, as_role="social_worker", begins_on=TODAY, why="Allocated", by=by
            )
    plan_for(manager, [ayo, tolu], date(2026, 11, 10))
    with acting_as(standing(manager)) as by:
        access.restrict(case=tolu.case, listed=[], by=by)
    page = fetch(signed_in(worker), "/?later=yes")
    assert "Visit Ayo Saltmarsh" in page.texts("a")
    assert ("Tolu" in page.words, tolu.reference in page.words) == (False, False)


def test_mine_my_team_and_all_are_three_lists_and_the_choice_is_remembered(council: Any) -> None:
    manager, worker = worker_of(council, "Gethin Lowbridge", "team_manager"), worker_of(council)
    team = people.add_team(authority=council, name="Assessment team", by=OPERATOR)
    Membership.objects.filter(user=worker).update(team=team)
    child = child_of(manager, "Ayo", "Saltmarsh")
    with acting_as(standing(manager)) as by:
        access.grant(case=child.case, team_id=team.pk, as_role="social_worker", begins_on=TODAY, why="Allocated", by=by)
    plan_for(manager, [child], date(2026, 11, 10))
    mine = signed_in(worker)
    assert list(lines(fetch(mine, "/"))) == ["Today"], "held by the team and by nobody in person: it is mine"
    managers = signed_in(manager)
    assert fetch(managers, "/").texts("h2") == ["Nothing is waiting for you"]
    everything = fetch(managers, "/?whose=all")
    assert list(lines(everything)) == ["Overdue", "Today"]
    again = fetch(managers, "/")
    assert [one.text for one in again.all("a") if one.get("aria-current") == "true"] == ["All I may see"]
    assert "With the team, with nobody in person." in again.words


def test_an_overdue_line_says_to_whom_it_belongs_and_what_to_do(council: Any) -> None:
    manager, worker = worker_of(council, "Gethin Lowbridge", "team_manager"), worker_of(council)
    child = child_of(manager, "Ayo", "Saltmarsh")
    plan_for(manager, [child], date(2026, 11, 9))
    client = signed_in(manager)
    assert "Have it allocated: nobody holds it as social worker." in fetch(client, "/?whose=all").words
    with acting_as(standing(manager)) as by:
        access.grant(
            case=child.case, user_id=worker.pk, as_role="social_worker", begins_on=TODAY, why="Allocated", by=by
        )
    assert "With Rukhsana Willowbank. Ask Rukhsana when it will be done." in fetch(client, "/?whose=all").words
    assert "With you. Do these as soon as you can, then record the day." in fetch(signed_in(worker), "/").words


def test_the_list_is_narrowed_to_a_person_until_everything_is_shown_again(council: Any) -> None:
    manager, worker = worker_of(council, "Gethin Lowbridge", "team_manager"), worker_of(council)
    child = child_of(manager, "Ayo", "Saltmarsh")
    plan_for(manager, [child], date(2026, 11, 10))
    client = signed_in(manager)
    fetch(client, reverse("work_narrow"))
    nothing = fetch(client, f"/?whose=all&person={worker.ref}")
    assert nothing.texts("h2") == ["Nothing is waiting there"]
    assert "Only Rukhsana Willowbank." in fetch(client, "/").words
    assert fetch(client, f"/?whose=all&person={'a' * 26}").texts("h2") == ["Nothing is waiting there"]
    assert list(lines(fetch(client, "/?whose=all&team=&person="))) == ["Overdue", "Today"]


def test_why_this_date_is_answered_in_place_and_on_a_page_of_its_own(council: Any) -> None:
    worker = worker_of(council)
    child = child_of(worker)
    plan_for(worker, [child], date(2026, 11, 10))
    client = signed_in(worker)
    closed = fetch(client, "/")
    assert closed.all("table") == []
    link = next(one.get("href", "") for one in closed.all("a") if "?why=" in one.get("href", ""))
    page = fetch(client, link.partition("#")[0])
    assert [one.get("open") for one in page.all("details")[-2:]] == ["", None]
    for where in (page, fetch(client, closed_address(closed))):
        said = where.words
        assert "The rule. Counted from the conference that made the plan. BOL-34" in said
        assert "It started with the conference that made the plan: Tue 10 Nov 2026. That day is not counted." in said
        assert "Counted: Monday to Friday. Not counted: 2 weekends." in said
        assert "Day 10 is Tue 24 Nov 2026." in said
        assert len(where.all("table")) == 1


def closed_address(page: Page) -> str:
    return next(one.get("href", "") for one in page.all("a") if one.get("href", "").startswith("/work/"))


@pytest.mark.clause("BOL-34")
def test_what_is_recorded_as_done_is_gone_and_the_next_date_stands_there(council: Any) -> None:
    worker = worker_of(council)
    child = child_of(worker)
    plan_for(worker, [child], date(2026, 11, 10))
    client = signed_in(worker)
    address = closed_address(fetch(client, "/"))
    sent = client.post(address, {"done_on_day": "25", "done_on_month": "11", "done_on_year": "2026"})
    assert "This day has not come yet" in checked(sent, address).words
    sent = client.post(address, {"done_on_day": "24", "done_on_month": "11", "done_on_year": "2026"})
    assert (sent.status_code, sent.headers["Location"]) == (302, "/")
    page = fetch(client, "/?later=yes")
    assert ("Recorded: Hold the first core group." in page.words) is True
    assert lines(page) == {
        "Today": [("Visit Zofia Brambleday", "By the end of today")],
        "Later": [("Hold the next core group", "By Tue 5 Jan")],
        "Without a date": [
            ("Write up the Child Protection Plan and give it to the family and the core group", "No date yet")
        ],
    }
    assert client.post(address, {"done_on_day": "24"}).status_code == 404


def test_a_visit_asks_whether_the_child_was_seen(council: Any) -> None:
    worker = worker_of(council)
    child = child_of(worker)
    plan_for(worker, [child], date(2026, 11, 10))
    client = signed_in(worker)
    visit = next(one.get("href") for one in fetch(client, "/").all("a") if words(one) == "Visit Zofia Brambleday")
    said = {"done_on_day": "24", "done_on_month": "11", "done_on_year": "2026"}
    sent = checked(client.post(visit, said), str(visit))
    assert "Say whether the child was seen: only then does the visit count" in sent.texts("a")
    client.post(visit, said | {"seen": "yes", "alone": "no"})
    assert "Visit Zofia Brambleday" not in fetch(client, "/").texts("a")


def test_a_duty_of_somebody_elses_case_is_not_there(council: Any) -> None:
    worker, other = worker_of(council), worker_of(council, "Tomasz Ferncastle")
    child = child_of(worker)
    plan_for(worker, [child], date(2026, 11, 10))
    address = closed_address(fetch(signed_in(worker), "/"))
    elsewhere = member_of(authority_of("barnet", "Elsewhere Council"), "chair", "Ola Farrow")
    answers = [signed_in(user).get(address).status_code for user in (other, elsewhere)]
    assert answers == [404, 404]
    assert signed_in(other).get(reverse("duty", kwargs={"key": UUID(int=0)})).status_code == 404
    assert lines(fetch(signed_in(other), "/?whose=all")) == {}


def test_every_role_has_a_page_and_only_those_who_hold_cases_have_work(council: Any) -> None:
    from quorate.access.roles import ROLES

    found = {
        role: fetch(signed_in(member_of(council, role, f"Ada {role.title().replace('_', '')}")), "/").texts("h2")
        for role in ROLES
        if role not in ("parent", "child", "supporter")
    }
    assert set(map(tuple, found.values())) == {("Nothing is waiting for you",)}


def test_the_list_costs_the_same_at_one_and_at_ten(council: Any) -> None:
    worker = worker_of(council)
    client, counts = signed_in(worker), []
    for number in range(5):
        child = child_of(worker, "Ayo", f"Saltmarsh-{'abcdefghij'[number]}")
        plan_for(worker, [child], date(2026, 11, 10))
        visited(worker, [child], date(2026, 11, 11))
        fetch(client, "/?whose=all")
        with CaptureQueriesContext(connection) as seen:
            page = fetch(client, "/?whose=all&later=yes")
        counts.append(
            (len([one for one in seen if one["sql"] not in ("BEGIN", "COMMIT")]), sum(map(len, lines(page).values())))
        )
    assert {queries for queries, _ in counts} == {counts[0][0]}
    assert (counts[0][0] <= 8, counts[-1][1] >= 10) == (True, True)


def test_a_long_list_shows_the_first_of_each_part_and_leads_to_the_rest(
    council: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from quorate.web.work import listing

    monkeypatch.setattr(listing, "AT_MOST", 3)
    worker = worker_of(council)
    for name in ("Ayo", "Leo"):
        plan_for(worker, [child_of(worker, name, "Saltmarsh")], date(2026, 11, 9))
    plan_for(worker, [child_of(worker)], date(2026, 11, 10))
    client = signed_in(worker)
    page = fetch(client, "/")
    assert [one for one in page.texts("li") if one[0] in "24"] == ["4 overdue", "2 due today"]
    assert {part: len(found) for part, found in lines(page).items()} == {"Overdue": 1, "Today": 1}
    assert [one for one in page.texts("a") if one.startswith("All ")][1:] == [
        "All 4 that are overdue",
        "All 2 due today",
    ]
    late = fetch(client, "/?part=overdue")
    assert (list(lines(late)), "1 to 3 of 4. Show the next ones" in late.words) == (["Overdue"], True)
    rest = fetch(client, "/?part=overdue&page=2")
    assert (len(lines(rest)["Overdue"]), "4 to 4 of 4. Go back to the whole list" in rest.words) == (1, True)
    gone = client.get("/?part=today&page=9")
    assert (gone.status_code, gone.headers["Location"]) == (302, "/")


def test_one_factor_shows_the_page_without_any_work(council: Any) -> None:
    worker = worker_of(council)
    enquiry_about(worker, [child_of(worker)], date(2026, 11, 16))
    from dataclasses import replace

    from quorate.cases.worklist import Asked, open_duties
    from quorate.web.work.moments import now

    with acting_as(standing(worker)) as by:
        found = [
            open_duties(replace(by, strength=how), Asked(), now=now(), days=(TODAY, TODAY)).counts.total
            for how in ("strong", "single")
        ]
    assert (found[0] > 0, found[1]) == (True, 0)
