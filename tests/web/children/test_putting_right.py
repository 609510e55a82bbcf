"""What was entered by mistake is put right through the pages; and two records of one adult are joined and parted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.cases.models import CaseEvent, Child, Enquiry, Relative, SamePerson
from quorate.cases.services import record_event
from tests.database import Urls
from tests.web.children.test_changes import TODAY, Desk, day
from tests.web.families import child_of, it_is, standing
from tests.web.visiting import checked, fetch, member_of, signed_in


@pytest.fixture(scope="module")
def desk(module_database: Urls) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        it_is(TODAY, module_database, patch)
        yield Desk()


@pytest.fixture(scope="module")
def child(desk: Desk) -> Child:
    return child_of(desk.user)


def test_an_enquiry_gets_its_right_first_day_is_opened_again_and_taken_back(desk: Desk, child: Child) -> None:
    empty = fetch(desk.client, reverse("child_put_right", args=[child.case.ref]))
    assert "Nothing that can be taken back" in empty.words
    desk.send("enquiry_new", child, **day("begun_on", TODAY))
    (enquiry,) = desk.rows(Enquiry, child)
    right = TODAY - timedelta(days=7)
    bad = desk.send("enquiry_first_day", child, enquiry.pk, reason="", **day("begun_on", right))
    assert "Say why this is put right" in bad.texts("a")
    page = desk.send("enquiry_first_day", child, enquiry.pk, reason="The minutes say so.", **day("begun_on", right))
    assert ("17 Nov 2026" in page.words, desk.rows(Enquiry, child)[0].begun_on) == (True, right)
    desk.send(
        "enquiry_end", child, enquiry.pk, outcome="no_conference", reason="All is well.", **day("ended_on", TODAY)
    )
    assert "It has not ended" in fetch(desk.client, reverse("child_put_right", args=[child.case.ref])).words
    page = desk.send("enquiry_open_again", child, enquiry.pk, reason="Another child was meant.")
    assert "It has not ended" not in page.words
    due = fetch(desk.client, reverse("child_due", args=[child.case.ref])).words
    assert due.count("initial conference") > 0
    address = reverse("child_take_back", args=[child.case.ref, "enquiry", enquiry.pk])
    assert "17 November 2026" in fetch(desk.client, address).words
    answer = desk.client.post(address, {"reason": "Another family."})
    page = fetch(desk.client, answer.headers["Location"])
    assert ("Nothing that can be taken back" in page.words, "Another family." in page.words) == (True, True)
    assert "by Gethin Lowbridge" in page.words
    assert desk.client.get(address).status_code == 404
    assert fetch(desk.client, reverse("child_due", args=[child.case.ref])).words.count("initial conference") == 0
    told = fetch(desk.client, reverse("child_chronology", args=[child.case.ref])).words
    assert told.count("Put right:") == 3
    assert "There has been no enquiry." in fetch(desk.client, reverse("child_plans", args=[child.case.ref])).words


def test_the_day_of_an_assessment_is_put_right_or_taken_back(desk: Desk, child: Child) -> None:
    wrong, right = TODAY - timedelta(days=2), TODAY - timedelta(days=9)
    with acting_as(standing(desk.user)) as by:
        record_event(code="assessment-completed", cases=[child.case], day=wrong, by=by)

    def stands() -> list[CaseEvent]:
        told = [row for row in desk.rows(CaseEvent, child) if row.code == "assessment-completed"]
        back = {row.takes_back for row in told}
        return [row for row in told if row.takes_back is None and row.event_id not in back]

    def send(**said: object) -> tuple[list[date], str]:
        """The days that count after the form was sent, and the page that followed."""
        url = reverse("child_take_back", args=[child.case.ref, "event", stands()[0].event_id])
        answer = desk.client.post(url, said)
        page = fetch(desk.client, answer.headers["Location"]) if answer.status_code == 302 else checked(answer, url)
        return [row.day for row in stands()], page.words

    days, words = send(reason="Typed wrongly.", **day("right_day", wrong))
    assert (days, "This is the day that is recorded; enter the right one." in words) == ([wrong], True)
    assert send(reason="The report says so.", **day("right_day", right))[0] == [right]
    days, words = send(reason="It is still being written.")
    assert (days, "The completed assessment" in words) == ([], True)


def test_two_records_of_one_adult_are_found_joined_and_parted(desk: Desk, child: Child) -> None:
    other = child_of(desk.user, given="Ada", family="Marsh")
    said = {"given_names": "Idris", "family_name": "Fennimore", "sex": "M", "relation": "father"}
    born = day("born_on", date(1990, 5, 4))
    desk.send("relative_new", other, **said, **born)
    # Whoever adds him to another record is asked at once.
    page = desk.send("relative_new", child, **said | {"given_names": "Idriss"}, **born)
    assert page.texts("h1") == ["The same person in another record"]
    assert f"Idris Fennimore, father of Ada Marsh ({other.reference}): the same date of birth" in page.words
    family = reverse("child_family", args=[child.case.ref])
    assert "Perhaps in another record too" in fetch(desk.client, family).words
    (one,) = [row for row in desk.rows(Relative, child) if row.family_name == "Fennimore"]
    (double,) = desk.rows(Relative, other)
    bad = desk.send("relative_same", child, one.pk)
    assert {"Choose who it is", "Say how you know"} <= set(bad.texts("a"))
    after = desk.send("relative_same", child, one.pk, other=str(double.pk), reason="The mother told us.")
    assert ("Also in another record" in after.words, "Perhaps in another" in after.words) == (True, False)
    assert [(row.person_id, row.same_as) for row in desk.rows(SamePerson, child)] == [(one.person_id, double.person_id)]
    # Pressed twice, or sent from a page that was opened before.
    twice = desk.send("relative_same", child, one.pk, other=str(double.pk), reason="The mother told us.")
    assert ("Nothing was saved: nobody is left to join here." in twice.words, len(desk.rows(SamePerson, child))) == (
        True, 1
    )  # fmt: skip
    nobody = fetch(desk.client, reverse("relative_same", args=[child.case.ref, one.pk]))
    assert "Nobody of a name that sounds like this" in nobody.words
    assert "It is the same person" not in nobody.texts("button")
    after = desk.send("relative_apart", child, one.pk, reason="They are cousins.")
    assert "Perhaps in another record too" in after.words
    stranger = signed_in(member_of(desk.council, "social_worker", "A stranger"))
    for route in ("relative_same", "relative_apart"):
        assert stranger.get(reverse(route, args=[child.case.ref, one.pk])).status_code == 404
    assert checked(desk.client.get(family), family).texts("h1") == ["Zofia Brambleday"]
