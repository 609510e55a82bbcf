"""Whoever comes with somebody and is called as a person who is feared: who is told so, and who answers."""

from __future__ import annotations

from django.db import connection

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.access.standing import Standing
from quorate.conferences.services import safety
from quorate.conferences.services.exclusions import decide_exclusion
from quorate.conferences.services.people import change_invitee
from quorate.conferences.services.supporters import name_supporter
from tests import clock
from tests.web.conferences.test_people_pages import FEAR, Scene, posted, scene
from tests.web.visiting import checked, fetch

__all__ = ["scene"]


def test_those_who_arrange_are_told_and_the_chair_answers(scene: Scene) -> None:
    worker, needs = scene.agency.worker, scene.at("conference_needs")
    with acting_as(worker) as by:
        concern = safety.record_concern(
            conference=scene.conference, person_id=scene.family.mother, of_person=scene.family.father, on=today(),
            words=FEAR, by=by,
        )  # fmt: skip
    address = scene.at("conference_supporter_new", scene.row(person_id=scene.family.mother).pk)
    fetch(scene.browser(worker), address)
    sent = posted(scene, worker, address, name="frankie  sample", kind="interpreter", late_reason="Asked today.")
    assert sent.status_code == 302, checked(sent, address).words
    friend = scene.row(name="frankie sample")
    assert sent.headers["Location"] == scene.at("conference_person", friend.pk)
    says = "Somebody at this conference is afraid of a person of this name."
    assert fetch(scene.browser(worker), sent.headers["Location"]).words.count(says) == 1
    answer = scene.at("conference_safety_namesake", concern.pk, friend.pk)
    links = {
        who: [one.get("href") for one in fetch(scene.browser(who), needs).all("a") if one.get("href") == answer]
        for who in (worker, scene.chair)
    }
    assert links == {worker: [], scene.chair: [answer]}
    for who in (scene.partner, worker):
        assert scene.browser(who).get(answer).status_code in (403, 404)
        assert posted(scene, who, answer, words="I know her.").status_code in (403, 404)
    said = scene.browser(scene.partner).get(scene.at("conference_people")).content.decode()
    assert (says in said, "Who is this?" in said) == (False, False)
    fetch(scene.browser(scene.chair), answer)
    assert posted(scene, scene.chair, answer, words="She is the interpreter of the agency.").status_code == 302
    assert "Who is this?" not in fetch(scene.browser(scene.chair), needs).words
    # A line by itself with that name is asked about before it is written, of whoever it would be.
    new, said = scene.at("conference_person_new"), {"kind": "family", "name": "Sample, Frankie", "why": "An uncle"}
    fetch(scene.browser(worker), new)
    refused = posted(scene, worker, new, **said)
    sentence = "Error: Somebody of this name, or nearly so, is on the list or in the family already"
    assert (refused.status_code, checked(refused, new).words.count(sentence)) == (422, 1)
    sent = posted(scene, worker, new, **said, another="His brother, seen at home.")
    assert sent.status_code == 302, checked(sent, new).words
    line = scene.row(name="Sample, Frankie")
    assert line.why == "An uncle Another person of the same name: His brother, seen at home."
    # Told apart once, they stay told apart; typed before anybody asked who it is, the chair is asked of a line too.
    assert "Who is this?" not in fetch(scene.browser(scene.chair), needs).words
    with acting_as(worker), connection.cursor() as cursor:
        cursor.execute("UPDATE conferences_invitee SET why = 'An uncle' WHERE id = %s", [line.pk])
    assert fetch(scene.browser(scene.chair), needs).words.count("Who is this?") == 1
    # Sent twice, or opened again: it is answered, and leads back.
    again = posted(scene, scene.chair, answer, words="She is the interpreter of the agency.")
    assert (again.status_code, again.headers["Location"]) == (302, needs)
    assert posted(scene, worker, answer, words="I know her.").status_code in (403, 404)


def test_whoever_is_taken_off_by_the_name_is_shown_to_whoever_decides_and_let_go(scene: Scene) -> None:
    worker, there = scene.agency.worker, scene.at("conference_exclusions")
    with acting_as(worker) as by:
        line = name_supporter(
            conference=scene.conference, helped=scene.row(person_id=scene.family.mother), kind="friend", by=by,
            name="Mr Frankie Sample", at=clock.now(), late_reason="Asked today.",
        )  # fmt: skip
        off = name_supporter(
            conference=scene.conference, helped=scene.row(person_id=scene.family.mother), kind="interpreter", by=by,
            name="Frankie Sample, interpreter", at=clock.now(),
        )  # fmt: skip
        change_invitee(invitee=off, to_invite=False, by=by)
    with acting_as(scene.chair) as by:
        decide_exclusion(
            conference=scene.conference, person_id=scene.family.father, outcome="excluded", ground="violence",
            at=clock.now(), by=by, words="What he said on Monday.",
        )  # fmt: skip
    says = "Mr Frankie Sample is called as a person who is kept out, and so is not invited."
    change = scene.at("conference_person_change", line.pk)
    page = fetch(scene.browser(scene.chair), there)
    assert (page.words.count(says), [one.get("href") for one in page.all("a")].count(change)) == (1, 1)
    own = fetch(scene.browser(scene.chair), scene.at("conference_person", line.pk))
    assert own.words.count("Somebody of this name is kept out of this conference.") == 1
    # Whom the office took off for a reason of its own is not said to be off because of the name.
    other = fetch(scene.browser(scene.chair), scene.at("conference_person", off.pk))
    assert other.words.count("Somebody of this name is kept out of this conference.") == 0
    told = "Not invited because of the name"

    def by_name(who: Standing) -> list[str]:
        said = fetch(scene.browser(who), scene.at("conference")).words.partition(f"{told} Who is this? ")[2]
        return said.partition(" called as")[0].rpartition(" ")[0].split("; ")

    assert [by_name(who).count(name) for who in (worker, scene.chair) for name in (line.name, off.name)] == [1, 0, 1, 0]
    assert told not in scene.browser(scene.partner).get(scene.at("conference")).content.decode()
    fetch(scene.browser(scene.chair), change)
    said = {"why": line.why, "to_invite": "yes"}
    refused = posted(scene, scene.chair, change, another="", **said)
    asked = "Somebody of this name, or nearly so, is kept out"
    assert (refused.status_code, checked(refused, change).words.count(asked)) == (422, 2)
    assert posted(scene, scene.chair, change, another="A neighbour whom I know.", **said).status_code == 302
    row = scene.row(pk=line.pk)
    assert (row.to_invite, row.why) == (True, "Another person of the same name: A neighbour whom I know.")
    assert says not in fetch(scene.browser(scene.chair), there).words
    assert by_name(worker).count(line.name) == 0
