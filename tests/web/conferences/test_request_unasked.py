"""What a request has not asked: shown to whoever sends and to whoever answers, and what it is not sent without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.standing import Standing
from quorate.cases import services as cases
from quorate.cases.models import Need, Protection, Relative
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Conference, ConferenceRequest, SafetyConcern
from quorate.conferences.services import requests
from quorate.conferences.services.people import add_invitee
from quorate.people.models import User
from tests.cases.making import Agency
from tests.conferences.stages import with_enquiry
from tests.database import Urls
from tests.web.families import it_is
from tests.web.visiting import Page, checked, fetch, signed_in

TODAY = date(2026, 11, 20)
REASON = "The children saw violence at home."


class Desk:
    """A family of one pack, a request about its child with a reason and no more, and people at their browsers."""

    def __init__(self, pack: str, **family: Any) -> None:
        self.agency = Agency(pack)
        self.family = self.agency.family(**(family or {"children": 1}))
        with acting_as(self.agency.worker) as by:
            with_enquiry(self.agency, self.family)
            self.conference: Conference = requests.begin(kind="initial", cases=self.family.cases, by=by, on=TODAY)
        self.browsers = {one: signed_in(User.objects.get(pk=one.user_id)) for one in (self.worker, self.manager)}
        self.send(self.worker, "concern", version="0", reason=REASON, risk_is_serious="yes", legal_basis="Section 47")

    @property
    def worker(self) -> Standing:
        return self.agency.worker

    @property
    def manager(self) -> Standing:
        return self.agency.manager

    def at(self, part: str) -> str:
        return reverse(f"conference_request_{part}", args=[self.conference.case.ref])

    def page(self, who: Standing, part: str) -> Page:
        return fetch(self.browsers[who], self.at(part))

    def send(self, who: Standing, part: str, **said: Any) -> Page:
        answer = self.browsers[who].post(self.at(part), said)
        if answer.status_code != 302:
            return checked(answer, self.at(part))
        return fetch(self.browsers[who], answer.headers["Location"].partition("#")[0])

    def asked(self) -> ConferenceRequest:
        with acting_as(self.worker):
            return ConferenceRequest.objects.get(conference=self.conference)

    def people(self) -> dict[str, UUID]:
        """Name → person: the child and both parents."""
        with acting_as(self.worker):
            adults = Relative.objects.filter(case=self.family.cases[0]).order_by("added_on", "id")
            return {one.full_name: one.person_id for one in (*self.family.children, *adults)}

    def answer_addresses(self, said: str = "no", **more: str) -> Page:
        keys = self.people().values()
        return self.send(self.worker, "people", **{f"address-{one}": said for one in keys}, **more)

    def answer_fears(self, **of: str) -> Page:
        keys = self.people().values()
        return self.send(self.worker, "needs", **{f"fear-{one}": "no" for one in keys} | of)


def not_asked(page: Page) -> dict[str, tuple[str, bool]]:
    """What the card says was not asked: the line → its words, and whether it leads there."""
    cards = [one for one in page.all("section") if one.get("aria-labelledby") == "not-asked"]
    lines = [row for card in cards for row in card.iter() if row.tag.endswith("}li")]
    said = {}
    for row in lines:
        words = " ".join("".join(row.itertext()).split())
        title = words.partition(":")[0]
        said[title] = (words, any(one.tag.endswith("}a") for one in row.iter()))
    return said


@pytest.fixture(autouse=True)
def _day(module_database: Urls) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        it_is(TODAY, module_database, patch)
        yield


@pytest.mark.clause("LEI-104", "LEI-09")
def test_nothing_goes_before_it_is_said_of_each_person_what_a_booking_cannot_be_made_without() -> None:
    desk = Desk("leicester")
    everybody = ", ".join(desk.people())
    address, fear = "Whether the address is to be kept from others", "Whether they are afraid of somebody who may come"
    shown = not_asked(desk.page(desk.worker, "check"))
    assert [shown[one] for one in (address, fear)] == [
        (f"{address}: {everybody} LEI-104 Before it is sent", True), (f"{fear}: {everybody} Before it is sent", True),
    ]  # fmt: skip
    held = desk.send(desk.worker, "check")
    both = f"{address[0].lower()}{address[1:]} ({everybody}) and {fear[0].lower()}{fear[1:]} ({everybody})"
    assert f"Before you send it, say {both}; “not known” with a reason is an answer." in held.words
    assert (desk.asked().state, desk.asked().reason) == ("draft", REASON)
    # Without the reason, not known is no answer.
    assert "Choose one of the answers that are offered" in desk.answer_addresses("unknown").words
    desk.answer_addresses("not-reached")
    assert address not in not_asked(desk.page(desk.worker, "check"))
    asks_next = desk.answer_fears(**{f"fear-{desk.family.mother}": "yes"})
    assert "Write down of whom" in asks_next.words
    assert not_asked(desk.page(desk.worker, "check"))[fear][0].startswith(f"{fear}: {_name(desk, desk.family.mother)} ")
    desk.send(
        desk.worker, "needs", person=str(desk.family.mother), of_person=str(desk.family.father), words="He hit her."
    )
    left = not_asked(desk.page(desk.worker, "check"))
    assert "With the manager" in desk.send(desk.worker, "check").words
    # Whoever answers is told the same, with the clauses; there is nothing for them to fill in.
    theirs = not_asked(desk.page(desk.manager, "answer"))
    assert list(theirs) == list(left)
    assert [leads for _, leads in theirs.values()] == [False] * len(theirs)
    with acting_as(desk.worker):
        forms = pack_of(desk.conference).data["form"]
    (form,) = [one for one in forms if one["code"] == "conference-invitation-form"]
    parts = [f"{one['title']} {', '.join(one['source'])}" for one in form["section"]]
    assert [words for words, _ in theirs.values()][-len(parts) :] == parts
    assert theirs["Who is to be invited LEI-03, LEI-07, LEI-11, LEI-15"][0][-6:] == "LEI-15"
    whole = desk.page(desk.manager, "answer").words
    assert ("Yes: it is written down, and kept apart" in whole, "He hit her." in whole) == (True, False)
    assert "Not known, they could not be reached yet: it is kept out of every letter and paper" in whole
    # What stands in the request itself, which others read too, says of nobody that they are afraid.
    assert set(desk.asked().answers["safety"].values()) == {"asked"}
    with acting_as(desk.worker):
        assert SafetyConcern.objects.get(conference=desk.conference).person_id == desk.family.mother


def _name(desk: Desk, person: UUID) -> str:
    return next(name for name, key in desk.people().items() if key == person)


@pytest.mark.clause("LEI-105")
def test_a_parent_whom_nobody_has_spoken_of_is_invited_unless_the_chair_decides_otherwise() -> None:
    desk = Desk("leicester")
    page = desk.page(desk.worker, "check")
    facts = list(zip(page.texts("dt"), page.texts("dd"), strict=True))
    by_rule = "Invited unless the chair decides otherwise"
    assert [words for label, words in facts if label == "To be invited"] == [by_rule] * 2
    parents = {_name(desk, one) for one in (desk.family.mother, desk.family.father)}
    assert {label for label, words in facts if words.endswith(f". {by_rule}.")} == parents
    # Somebody says no: both places say so.
    desk.answer_addresses(**{f"invite-{desk.family.father}": "no", f"why-{desk.family.father}": "In prison."})
    page = desk.page(desk.worker, "check")
    facts = list(zip(page.texts("dt"), page.texts("dd"), strict=True))
    assert sorted(words for label, words in facts if label == "To be invited") == [by_rule, "No"]
    father = [words for label, words in facts if label == _name(desk, desk.family.father)]
    assert [one for one in father if "invited" in one] == ["Parent or carer. Not to be invited. In prison."]


def test_an_address_that_the_record_calls_open_or_protected_is_not_asked_for_again_and_a_young_mother_is() -> None:
    desk = Desk("bolton")
    child = desk.family.children[0]
    with acting_as(desk.worker) as by:
        for person, protection in ((child.person_id, "protected"), (desk.family.father, "unknown")):
            cases.add_address(
                case=child.case, person_id=person, kind="home", lines=["1 Made-up Row"], on=TODAY, by=by,
                protection=Protection(protection),
            )  # fmt: skip
        Relative.objects.filter(person_id=desk.family.mother).update(born_on=date(2010, 3, 1))
    title = "Whether the address is to be kept from others"
    said = not_asked(desk.page(desk.worker, "check"))[title][0]
    names = [name for name, key in desk.people().items() if key != child.person_id]
    assert said == f"{title}: {', '.join(names)} Before it is sent"


def test_a_manager_asks_for_what_is_missing_or_declines_with_a_reason() -> None:
    desk = Desk("leicester")
    desk.answer_addresses()
    desk.answer_fears()
    desk.send(desk.worker, "check")
    offered = [one.get("value") for one in desk.page(desk.manager, "answer").all("button") if one.get("name") == "more"]
    assert offered == ["1"]
    # What is missing joins the words that are typed already, once, and nothing is sent by it.
    page = desk.send(desk.manager, "answer", answer="decline", reason="Say more of the harm.", more="1")
    again = desk.send(desk.manager, "answer", answer="more", reason=_reason(page), more="1")
    words = _reason(again)
    assert (words, desk.asked().state) == (_reason(page), "sent")
    assert words.splitlines()[:4] == [
        "Say more of the harm.", "", "Please complete the request. Not asked yet:",
        "- Who is to be invited (LEI-03, LEI-07, LEI-11, LEI-15)",
    ]  # fmt: skip
    assert [one.get("value") for one in page.all("input") if one.get("checked") is not None] == ["more"]
    back = desk.send(desk.manager, "answer", answer="more", reason=words)
    assert ("The manager asks for more" in back.words, desk.asked().state) == (True, "more-asked")
    assert "- Who is to be invited" in desk.asked().answer_reason
    assert "With the manager" in desk.send(desk.worker, "check").words
    unsaid = desk.send(desk.manager, "answer", answer="decline", reason=" ")
    assert ("Give your reason; it is kept with the request" in unsaid.words, desk.asked().state) == (True, "sent")
    done = desk.send(desk.manager, "answer", answer="decline", reason="Help by agreement is enough.")
    assert ("The manager declined" in done.words, desk.asked().state) == (True, "declined")
    mine = fetch(desk.browsers[desk.worker], reverse("conference_request", args=[desk.conference.case.ref]))
    assert "Help by agreement is enough." in mine.words


def _reason(page: Page) -> str:
    return next((one.text or "").strip() for one in page.all("textarea") if one.get("name") == "reason")


def test_each_who_is_afraid_is_written_down_in_turn_and_no_form_loses_what_was_typed_in_another() -> None:
    desk = Desk("leicester")
    mother, father, client = desk.family.mother, desk.family.father, desk.browsers[desk.worker]
    child = desk.family.children[0].person_id
    assert [one.get("name") for one in desk.page(desk.worker, "needs").all("select")] == []
    keys = desk.people().values()
    said = {f"fear-{one}": "no" for one in keys} | {f"fear-{one}": "yes" for one in (mother, child)}
    said |= {f"needs-{mother}": "interpreter", f"words-{mother}": "Polish"}
    led = client.post(desk.at("needs"), said).headers["Location"]
    assert led == f"{desk.at('needs')}?person={mother}&person={child}"
    # A mistake on the second page keeps who comes next.
    wrong = checked(client.post(led, {"person": mother, "of_person": father, "words": ""}), led)
    sent_to = [one.get("action", "") for one in wrong.all("form")]
    assert [one for one in sent_to if one.startswith(desk.at("needs"))] == [led]
    assert f"The next page asks it of {_name(desk, child)}." in wrong.words
    on = client.post(led, {"person": mother, "of_person": father, "words": "He hit her."}).headers["Location"]
    assert on == f"{desk.at('needs')}?person={child}"
    last = client.post(on, {"person": child, "of_person": father, "words": "He shouts."}).headers["Location"]
    assert last == desk.at("needs")
    with acting_as(desk.worker):
        afraid = SafetyConcern.objects.filter(conference=desk.conference).values_list("person_id", flat=True)
        needed = Need.objects.filter(person_id=mother, kind="interpreter").values_list("words", flat=True)
        assert (set(afraid), list(needed)) == ({mother, child}, ["Polish"])
    # Somebody else too: the first form is saved on the way there.
    more = client.post(desk.at("needs"), {f"needs-{father}": "travel", "afraid": "1"}).headers["Location"]
    assert [one.get("name") for one in fetch(client, more).all("select")] == ["person", "of_person"]


def test_why_it_is_not_known_whether_an_address_is_kept_is_told_to_those_alone_who_arrange_the_conference() -> None:
    desk = Desk("leicester")
    desk.answer_addresses("not-alone")
    police = desk.agency.person("partner")
    for case in (desk.conference.case, *desk.family.cases):
        desk.agency.give(case, police)
    why, kept = "they could not be asked alone yet", "it is kept out of every letter and paper"
    theirs = fetch(signed_in(User.objects.get(pk=police.user_id)), desk.at("check")).words
    assert (f"Not known: {kept}" in theirs, why in theirs) == (True, False)
    assert f"Not known, {why}: {kept}" in desk.page(desk.worker, "check").words


def test_nobody_on_the_list_is_left_out_of_who_is_to_be_invited_and_why_stays() -> None:
    desk = Desk("leicester")
    child = desk.family.children[0]
    granny = desk.agency.relative(child, "maternal_grandmother", given_names="Gwen", family_name="Example")
    with acting_as(desk.worker) as by:
        for person, kind, role, name, why in (
            (granny.person_id, "family", "family_member", "Gwen Example", "She has them at night."),
            (desk.family.mother, "parent", "parent", "Morgan Example", "Hers."),
        ):
            add_invitee(
                conference=desk.conference, kind=kind, by=by, person_id=person, name=name, role=role, to_invite=None,
                basis="family", why=why,
            )  # fmt: skip
    page = desk.page(desk.worker, "check")
    facts = list(zip(page.texts("dt"), page.texts("dd"), strict=True))
    said = {name: words.partition(". ")[2] for name, words in facts if words.endswith(("at night.", "Hers."))}
    assert said == {
        "Gwen Example": "Not settled yet. She has them at night.",
        "Morgan Example": "Invited unless the chair decides otherwise. Hers.",
    }  # fmt: skip
