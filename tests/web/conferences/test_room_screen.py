"""The screen in the room: what is finished, meant for everybody and says where nobody lives."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from quorate.access.context import acting_as
from quorate.cases.sealing import Broken
from quorate.cases.services import add_address
from quorate.conferences.models import Card, Invitee
from quorate.conferences.services import meeting, meeting_cards
from quorate.people.models import User
from quorate.release.room import sealed_for_room
from quorate.web.addresses import address
from tests.conferences.meeting.making import Meeting, clock
from tests.web.visiting import checked, fetch, signed_in, words


def browser_of(standing):
    return signed_in(User.objects.get(pk=standing.user_id))


def place(at: Meeting, route: str = "conference_meeting", **said) -> str:
    return address(route, ref=at.conference.case.ref, **said)


def begun(pack: str = "bolton") -> Meeting:
    at = Meeting(pack)
    at.start()
    at.full()
    return at


@pytest.fixture(autouse=True)
def _in_the_morning(monkeypatch):
    """The pages' clock stands at the time of the meeting."""
    for module in ("conferences.opening", "saving", "conferences.meeting_room"):
        monkeypatch.setattr(f"quorate.web.{module}.now", lambda: clock(10, 30))


def sent(browser, address: str, **said):
    return browser.post(address, said)


def test_the_screen_in_the_room_holds_safe_words_alone(rolled_back):
    at = begun()
    with acting_as(at.writer) as by:
        common = {"conference": at.conference, "at": clock(10, 20), "by": by}
        for words_, label in (("For all of us.", "F-all"), ("For professionals.", "P"), ("Closed words.", "R")):
            meeting_cards.add_card(
                column="harm",
                words=words_,
                meant_for=label,
                op_id=uuid4(),
                said_by=at.invitee("school_rep").pk,
                **common,
            )
        meeting.open_part(conference=at.conference, code="analysis", at=clock(10, 20), by=by)
    chair = browser_of(at.chair)
    room = chair.get(place(at, "conference_room")).content.decode()
    assert ("The screen is resting." in room, "For all of us." in room) == (True, False)
    sent(chair, place(at, "conference_meeting_screen"), shown="1")
    room = chair.get(place(at, "conference_room")).content.decode()
    assert "For all of us." in room
    hidden = ("For professionals.", "Closed words.", "Example", "Sample", "hidden from", "professionals only")
    assert [one for one in hidden if one in room] == []
    # Of whom only the part is known has that, once: never "Police,, police".
    safe = (
        "Frankie, father",
        "Morgan, mother",
        "leads the meeting",
        "<li>Police</li>",
        "<li>School representative</li>",
    )
    assert [one for one in safe if one not in room] == []
    # When and how somebody comes who comes apart is not for the room, nor of whoever comes with them.
    with acting_as(at.writer):
        mother = Invitee.objects.filter(conference=at.conference, name__startswith="Morgan")
        assert mother.update(attends_separately=True) == 1
    room = chair.get(place(at, "conference_room")).content.decode()
    assert ("Frankie, father" in room, "Morgan" in room) == (True, False)
    digest = re.search(r"live=(\w+)", room)[1]
    assert chair.get(place(at, "conference_room") + f"?live={digest}").status_code == 204
    # The screen does not hint that anybody is kept out, not by the titles of the agenda either.
    for part, title in (("opening", "Welcome"), ("excluded-parent-views", "The parents’ views")):
        sent(chair, place(at, "conference_meeting_go"), code=part)
        assert fetch(chair, place(at, "conference_room")).texts("h1") == [title]
    sent(chair, place(at, "conference_meeting_screen"), shown="")
    assert chair.get(place(at, "conference_room") + f"?live={digest}").status_code == 200


def shown_in_room(at: Meeting) -> list[str]:
    return [words(one) for one in fetch(browser_of(at.chair), place(at, "conference_room")).all("p")]


def begun_on_screen() -> Meeting:
    at = begun()
    with acting_as(at.writer) as by:
        meeting.open_part(conference=at.conference, code="analysis", at=clock(10, 20), by=by)
        meeting.show_room_screen(conference=at.conference, shown=True, by=by)
    return at


def test_what_is_still_being_typed_is_not_on_the_screen_in_the_room(rolled_back):
    at = begun_on_screen()
    chair, auto = browser_of(at.chair), {"HTTP_X_QUORATE_AUTOSAVE": "1"}
    where = f"{place(at, 'conference_card', key=uuid4())}?part=analysis"

    def room() -> list[str]:
        return [one for one in shown_in_room(at) if "cousin" in one or "Grandma" in one]

    def save(text: str, version: int, *, finished: bool = False, **more: str) -> object:
        said = {"column": "harm", "words": text, "version": str(version), "writer": writer, **more}
        return chair.post(where, said, **({} if finished else auto))

    writer, all_of_us = str(uuid4()), {"meant_for": "F-all"}
    form = fetch(chair, f"{place(at)}?part=analysis&add=harm")
    asked = [one for one in form.all("input") if one.get("name") == "meant_for"]
    assert ([one.get("value") for one in asked], [one.get("checked") for one in asked]) == (
        ["F-all", "P", "R"],
        [None] * 3,
    )
    # Nobody has chosen for whom yet: it is kept for the professionals, and is not finished without a choice.
    assert save("The cousin", 0).json()["state"] == "saved"
    refused = save("The cousin", 1, finished=True)
    assert (refused.status_code, "Choose for whom it is meant" in checked(refused, where).words) == (422, True)
    with acting_as(at.chair):
        assert Card.objects.get().meant_for == "P"
    assert save("The cousin hit", 1, **all_of_us).json()["version"] == 2
    assert room() == []
    assert "Being written: not on the room screen yet" in fetch(chair, f"{place(at)}?part=analysis").words
    # The same words, finished; the answer to the save before was lost on the way.
    assert save("The cousin hit", 1, finished=True, **all_of_us).status_code == 302
    assert room() == ["The cousin hit"]
    assert "Being written" not in fetch(chair, f"{place(at)}?part=analysis").words
    # Taken up again: neither the new words nor who said them are there before they are finished.
    writer = str(uuid4())
    assert save("The cousin hit him", 3, said_words="Grandma", **all_of_us).json()["version"] == 4
    assert room() == ["The cousin hit"]
    assert save("The cousin hit him.", 4, finished=True, said_words="Grandma", **all_of_us).status_code == 302
    assert room() == ["The cousin hit him.", "Grandma"]
    # For fewer people than before: gone at once, and not back until that too is finished.
    writer = str(uuid4())
    assert save("The cousin hit him.", 5, meant_for="P").json()["version"] == 6
    assert save("The cousin hit him.", 6, **all_of_us).json()["version"] == 7
    assert room() == []


def test_an_address_never_stands_on_the_screen_in_the_room(rolled_back):
    at = begun_on_screen()
    child = at.family.children[0]
    with acting_as(at.agency.worker) as by:
        lives = {"case": child.case, "person_id": child.person_id, "kind": "home", "on": clock(9).date(), "by": by}
        add_address(lines=["7 Nowhere Rise", "Farley"], postcode="ZZ7 7ZZ", protection="protected", **lives)
    said = ["They now live at 7, nowhere-rise, and are safe there.", "He goes to Farley on Sundays.", "Ask him."]
    with acting_as(at.writer) as by:
        common = {"conference": at.conference, "column": "harm", "at": clock(10, 20), "by": by}
        first, other, _ = [meeting_cards.add_card(words=one, op_id=uuid4(), **common) for one in said]
        for text, whose in (("At ZZ7 7ZZ?", ""), ("No.", "Nan, 7 Nowhere Rise"), ("Yes.", "")):
            meeting_cards.add_card(words=text, said_words=whose, answers=other.pk, op_id=uuid4(), **common)
    assert [one for one in shown_in_room(at) if one in said] == said[1:]
    page = browser_of(at.agency.manager).get(place(at, "conference_room")).content.decode().lower()
    assert [one for one in ("nowhere", "zz7", "nan", "kept off", "address") if one in page] == []
    assert "says:</strong> “yes.”" in page
    # Nothing new: nothing is opened to be looked for, and nothing is sent.
    digest = re.search(r"live=(\w+)", page)[1]
    with pytest.MonkeyPatch.context() as shut:
        shut.setattr("quorate.release.room.opened", None)
        assert browser_of(at.chair).get(place(at, "conference_room") + f"?live={digest}").status_code == 204
    # Whoever may read addresses is told why; whoever may not is told that it is kept off, and no more.
    why = ": an address, a telephone number or another way to reach somebody stands there."
    for who, more in ((at.chair, why), (at.writer, ".")):
        page = fetch(browser_of(who), f"{place(at)}?part=analysis")
        assert [one for one in page.texts("p") if "kept off" in one] == [
            f"3 cards or quotations are kept off the room screen{more}"
        ]
        assert len([one for one in page.texts("p") if one == "Kept off the room screen"]) == 1
    other_way = fetch(browser_of(at.agency.manager), f"{place(at)}?part=analysis").words
    assert "kept off" not in other_way
    with acting_as(at.writer) as by:
        change = {"card_id": first.pk, "base_version": 1, "op_id": uuid4(), "at": clock(10, 25), "by": by}
        meeting_cards.change_card(conference=at.conference, words="They are safe.", **change)
    assert "They are safe." in shown_in_room(at)
    # The words come sealed, while it sits, to whoever reads the conference; to nobody else.
    with acting_as(at.agency.person("social_worker")):
        assert sealed_for_room(at.conference.pk) is None
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM release_words_for_room(%s)", [at.conference.pk])
    with acting_as(at.agency.manager):
        assert [one for one in sealed_for_room(at.conference.pk) if "Nowhere" in str(one)] == []
    # What cannot be looked for is not shown: the screen rests, and the chair is told.
    with pytest.MonkeyPatch.context() as lost:
        lost.setattr("quorate.release.room.opened", broken)
        assert shown_in_room(at) == ["The screen is resting."]
        assert "The room screen rests" in fetch(browser_of(at.chair), f"{place(at)}?part=analysis").words
    # It may end between two statements of one page: nothing is shown that was not searched, and nothing fails.
    with pytest.MonkeyPatch.context() as ended:
        for page_of in ("meeting_room", "room_watch"):
            ended.setattr(f"quorate.web.conferences.{page_of}.sealed_for_room", lambda _: None)
        assert shown_in_room(at) == ["The screen is resting."]
        assert "kept off" not in fetch(browser_of(at.chair), f"{place(at)}?part=analysis").words


def test_where_a_brother_lives_about_whom_it_is_not_never_stands_there_either(rolled_back):
    at = begun_on_screen()
    half = at.agency.child(given_names="Half")
    at.agency.relative(half, "father", person_id=at.family.father, given_names="Frankie", family_name="Sample")
    with acting_as(at.agency.worker) as by:
        add_address(
            case=half.case, person_id=half.person_id, kind="placement", lines=["7 Nowhere Rise", "Farley"],
            postcode="ZZ7 7ZZ", protection="protected", on=clock(9).date(), by=by,
        )  # fmt: skip
    said = ["Half is at ZZ7 7ZZ now.", "He lives in Nowhere Rise.", "Half is safe."]
    with acting_as(at.writer) as by:
        for one in said:
            meeting_cards.add_card(
                conference=at.conference, column="harm", words=one, op_id=uuid4(), at=clock(10, 20), by=by
            )
    assert [one for one in shown_in_room(at) if one in said] == said[2:]


def broken(*_: object) -> None:
    raise Broken("a sealed value does not open")
