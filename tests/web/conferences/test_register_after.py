"""The register after the meeting: who was there, put right from its page, and what the other pages say then."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.conferences.models import Addendum, Attendance, Conference, Invitee, StayCorrection
from quorate.conferences.services.record import approve_record, digest_of
from quorate.documents import record_drafts
from quorate.notices.services import prepare
from quorate.people.models import User
from quorate.web.work.moments import now
from tests.cases.making import Agency
from tests.conferences.stages import decided, written_out
from tests.database import Urls
from tests.web.families import it_is
from tests.web.visiting import Page, checked, fetch, signed_in


class Desk:
    """Chair, minute-taker and office of a conference that was held and decided today; its minutes are approved."""

    def __init__(self) -> None:
        self.agency = Agency()
        self.conference = decided(self.agency, self.agency.family(1))
        with acting_as(self.agency.chair):
            self.conference = Conference.objects.select_related("case").get(pk=self.conference.pk)
        self.ref = self.conference.case.ref
        with acting_as(self.agency.minute_taker) as by:
            record = record_drafts.prepare(conference=self.conference, at=now(), by=by)
            written_out(record, now(), by)
        with acting_as(self.agency.chair) as by:
            approve_record(record=record, digest=digest_of(record), at=now(), by=by)
            prepare(conference=self.conference, code="minutes", by=by, at=now())

    def client(self, role: str) -> Any:
        return signed_in(User.objects.get(pk=getattr(self.agency, role).user_id))

    def page(self, role: str, route: str, *args: Any) -> Page:
        return fetch(self.client(role), reverse(route, args=[self.ref, *args]))

    def send(self, role: str, route: str, *args: Any, status: int = 302, **said: Any) -> Any:
        response = self.client(role).post(reverse(route, args=[self.ref, *args]), said)
        assert response.status_code == status, response.content.decode()[:3000]
        return response if status == 302 else checked(response, route)

    def rows(self, model: Any) -> list[Any]:
        with acting_as(self.agency.chair):
            return list(model.objects.filter(**({"conference": self.conference} if model is not Addendum else {})))


HELD, AFTER, LATER = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)


def test_the_chair_puts_the_register_right_and_every_page_says_so(
    own_database: Urls, monkeypatch: pytest.MonkeyPatch
) -> None:
    it_is(HELD, own_database, monkeypatch)
    desk = Desk()
    it_is(AFTER, own_database, monkeypatch)
    links = [one.get("href") for one in desk.page("chair", "conference_meeting").all("a")]
    assert reverse("conference_register", args=[desk.ref]) in links
    page = desk.page("chair", "conference_register")
    assert page.texts("h2") == ["Who was there"]
    # The office reads it; it puts nothing right.
    office = desk.page("administrator", "conference_register")
    assert [one for one in office.texts("a") if "Put right" in one or "Was there" in one] == []
    stays = {one.invitee_id: one for one in desk.rows(Attendance)}
    others = [one for one in desk.rows(Invitee) if one.agency_code not in ("", "social-care") and one.pk in stays]
    visitor = others[0]
    form = desk.page("chair", "conference_stay", stays[visitor.pk].pk)
    filled = {one.get("name"): one.get("value") for one in form.all("input") if one.get("type") == "text"}
    assert (filled["came"], filled["left"] or "") == ("10:01", "")
    kept = ("conference_stay", stays[visitor.pk].pk)
    refused = desk.send("chair", *kept, status=422, there="yes", came="25:99", left="", mode="in_person", why="")
    assert ("Enter a time such as 14:30" in refused.words, "Say why it is put right" in refused.words) == (True, True)
    same = {"there": "yes", "came": "10:01", "left": "", "mode": "in_person", "direct_contact": "yes"}
    assert "The register says this already" in desk.send("chair", *kept, status=422, **same, why="x").words
    early = desk.send("chair", *kept, status=422, **same | {"came": "8:00"}, why="x")
    assert "The conference did not sit at this time." in early.words
    for who in others:
        desk.send("chair", "conference_stay", stays[who.pk].pk, there="no", mode="in_person", why="She had not come.")
    assert sorted(one.why for one in desk.rows(StayCorrection)) == ["She had not come."] * len(others)
    added = desk.rows(Addendum)
    assert [one.words.endswith("was not there”. Why: She had not come.") for one in added] == [True] * len(others)
    # Both versions, by whom and why; the minutes with what was added wait to go again.
    page = desk.page("minute_taker", "conference_register")
    assert page.words.count("The register had said: 10:01 to 12:00, in the room, direct contact") == len(others)
    for role in ("chair", "minute_taker"):
        assert "Something was added after the minutes were last prepared." in desk.page(role, "conference_record").words
        again = [one for one in fetch(desk.client(role), reverse("home")).texts("a") if "something was added" in one]
        assert again == ["Prepare the minutes again: something was added"]
    # What was held of the quorum stands, and the pages say what the register says since.
    since = "it was held as quorate when it was decided. By the register as it has been put right it would not have"
    for route in ("conference_register", "conference_meeting", "conference_decisions"):
        words = desk.page("chair", route).words
        assert (words.count(since), words.count("The decision stands as it was recorded.")) == (1, 1)
    it_is(LATER, own_database, monkeypatch)
    with acting_as(desk.agency.chair) as by:
        prepare(conference=desk.conference, code="minutes", by=by, at=now())
    assert "Something was added after" not in desk.page("chair", "conference_record").words
    # Somebody who was not on the list at all.
    desk.send(
        "minute_taker", "conference_stay_somebody", name="Vida Clapperton", kind="professional", agency_code="police",
        came="10:30", left="11:00", mode="phone", why="Nobody had expected her.",
    )  # fmt: skip
    assert "10:30 to 11:00, by phone" in desk.page("chair", "conference_register").words
    # Whoever was not there twice can be put back, from the line that says so.
    desk.send("chair", "conference_stay_missing", others[-1].pk, came="10:15", left="", mode="in_person", why="He was.")
    assert "10:15 to 12:00, in the room" in desk.page("chair", "conference_register").words
