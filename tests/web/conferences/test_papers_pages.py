"""The tab "Papers": prepared by one, let out by another, and what became of each copy."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.models import ProtectedCase
from quorate.access.moments import today
from quorate.access.services import declare_conflict
from quorate.access.standing import OPERATOR, Standing
from quorate.cases import services as cases
from quorate.cases.models import ContactWay
from quorate.conferences.models import SafetyConcern
from quorate.notices.models import Message
from quorate.people.models import User
from quorate.people.services import change_user
from tests.notices.making import Remembering, Stage
from tests.web.visiting import fetch, signed_in

MOTHER = "morgan@family.example"


def browser_of(standing: Standing) -> Any:
    return signed_in(User.objects.get(pk=standing.user_id))


@pytest.fixture(scope="module")
def stage(module_database: object) -> Stage:
    made = Stage()
    made.reach(made.family.mother, MOTHER)
    return made


def number(standing: Standing, said: str) -> None:
    user = User.objects.get(pk=standing.user_id)
    change_user(user=user, display_name=user.display_name, work_telephone=said, by=OPERATOR)


def tab(stage: Stage) -> str:
    return reverse("conference_papers", args=[stage.conference.case.ref])


def test_one_person_prepares_and_another_lets_out(stage: Stage) -> None:
    worker, manager = browser_of(stage.agency.worker), browser_of(stage.agency.manager)
    page = fetch(worker, tab(stage))
    assert "Invitations" in page.texts("strong")
    # Letters name the social worker and the chair: that their numbers are missing is said before they are made.
    missing = " has no work number, and no team of theirs has one. Letters say whom to ring instead."
    assert [one for one in page.texts("p") if one.endswith(missing)] == [
        f"A social_worker{missing}",
        f"A chair{missing}",
    ]
    number(stage.agency.worker, "01632 960130")
    assert [one for one in fetch(worker, tab(stage)).texts("p") if one.endswith(missing)] == [f"A chair{missing}"]
    prepare = reverse("conference_paper_prepare", args=[stage.conference.case.ref])
    answer = worker.post(prepare, {"paper": "invitation"})
    assert answer.status_code == 302
    first, answer = answer.headers["Location"], worker.post(prepare, {"paper": "invitation"})
    # Whoever still has the page of an earlier one open is told so, whatever button they press there.
    assert manager.post(first + "let-out/").headers["Location"] == first
    assert "This goes nowhere any more. It was prepared anew" in fetch(manager, first).words
    mine = fetch(worker, answer.headers["Location"])
    assert "You prepared this. Somebody else looks at it and lets it out." in mine.words
    let_out = answer.headers["Location"] + "let-out/"
    assert worker.post(let_out).status_code == 302
    assert "You prepared this. Somebody else" in fetch(worker, answer.headers["Location"]).words
    page = fetch(manager, answer.headers["Location"])
    assert [one for one in page.texts("button") if one == "Let it out"] == ["Let it out"]
    copy = next(one.get("href") for one in page.all("a") if "/copies/" in str(one.get("href")))
    shown = manager.get(copy)
    assert (shown.status_code, shown.headers["Content-Type"], shown.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert shown.headers["Content-Disposition"] == 'inline; filename="letter.pdf"'
    assert manager.post(let_out).status_code == 302
    page = fetch(manager, answer.headers["Location"])
    assert "Let out" in page.words
    assert [one.state for one in stage.messages(person_id=stage.family.mother)] == ["waiting"]
    assert set(stage.send_all(Remembering())) == {"sent"}


def test_what_nobody_knows_is_asked_for(stage: Stage) -> None:
    stage.released()
    message = next(one for one in stage.messages(person_id=stage.family.mother) if one.state == "waiting")
    from quorate.notices.channels import Uncertain

    assert stage.send(Remembering(Uncertain("gone"), after=True), message) == "unknown"
    manager = browser_of(stage.agency.manager)
    page = fetch(manager, tab(stage))
    assert "Sent? We do not know" in page.texts("h2")
    where = reverse("conference_message", args=[stage.conference.case.ref, message.pk])
    assert manager.post(where, {"does": "did-not"}).status_code == 302
    page = fetch(manager, tab(stage))
    assert "Sent? We do not know" not in page.texts("h2")
    (again,) = [one for one in stage.messages(person_id=stage.family.mother) if one.pk == message.pk]
    assert (again.state, again.channel, again.again) == ("waiting", "hand", True)
    assert "To hand over" in fetch(manager, tab(stage)).texts("span")
    assert manager.post(where, {"does": "handed"}).status_code == 302
    (again,) = [one for one in stage.messages(person_id=stage.family.mother) if one.pk == message.pk]
    assert again.state == "handed"


def test_the_preview_shows_what_one_person_would_get(stage: Stage) -> None:
    manager = browser_of(stage.agency.manager)
    where = reverse("conference_preview", args=[stage.conference.case.ref])
    mother = stage.invitee(stage.family.mother)
    page = fetch(manager, f"{where}?person={mother.pk}&paper=invitation")
    assert "As Morgan Example would get it" in page.words
    page = fetch(manager, f"{where}?person={mother.pk}&paper=day-sheet")
    assert "Morgan Example gets no paper of this kind." in page.words


def statements(client: Any, address: str) -> list[str]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        fetch(client, address)
    return [one["sql"] for one in queries if one["sql"] not in ("BEGIN", "COMMIT")]


def give_up(stage: Stage, person: UUID) -> None:
    with acting_as(stage.agency.worker) as by:
        for way in ContactWay.objects.select_related("case").filter(person_id=person, ended_on=None):
            cases.end_contact_way(way=way, on=today() - timedelta(days=1), by=by)


def waiting_for(stage: Stage, person: UUID) -> Message:
    (found,) = stage.messages(person_id=person, state="waiting")
    return found


def test_the_tab_costs_as_many_statements_for_many_letters_to_post_as_for_one(stage: Stage) -> None:
    manager = browser_of(stage.agency.manager)
    give_up(stage, stage.family.mother)
    stage.reach(stage.family.mother, "12 Mill Lane, Farton, FT1 2ZZ", kind="post")
    stage.released()
    one = statements(manager, tab(stage))
    stage.reach(stage.family.father, "3 Weir Street, Farton, FT1 3YY", kind="post")
    stage.released()
    two = statements(manager, tab(stage))
    assert (len(one), len(two)) == (10, 10), two
    ours = [said for said in two if "release_" in said or "notices_" in said]
    assert len(ours) <= 4
    assert len(stage.messages(channel="post", state="waiting")) == 2


def test_a_letter_whose_address_is_no_good_any_more_is_not_to_be_posted(stage: Stage) -> None:
    manager = browser_of(stage.agency.manager)
    mother, father = (waiting_for(stage, one) for one in (stage.family.mother, stage.family.father))
    give_up(stage, stage.family.father)
    with acting_as(stage.agency.worker) as by:
        # In the record of another child: where he lives is where the mother's letters would go.
        cases.add_address(
            case=stage.family.cases[1], person_id=stage.family.father, kind="home", lines=["12 Mill Lane", "Farton"],
            postcode="FT1 2ZZ", protection="open", on=today(), by=by,
        )  # fmt: skip
        # The row alone: a fear that is written down by the page holds the letters at once.
        SafetyConcern(
            case=stage.conference.case, authority_id=stage.conference.authority_id, conference=stage.conference,
            person_id=stage.family.mother, of_person=stage.family.father, words="He lives there again.",
            recorded_by=by.user_id, recorded_on=today(),
        ).save(force_insert=True)  # fmt: skip
    struck = [one.rpartition(" (")[0] for one in fetch(manager, tab(stage)).texts("li") if "Not to be posted" in one]
    assert struck == [
        f"{father.name} Not to be posted Invitations · Post · The address may not be used any more Give it by hand"
    ]
    args = [stage.conference.case.ref, mother.release_id]
    for letter in (mother, father):
        answer = manager.get(reverse("conference_paper_file", args=[*args, letter.rendition_id]))
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("conference_paper", args=args))
        page = fetch(manager, answer.headers["Location"])
        assert f"Do not post this to {letter.name}: the address may not be used any more." in page.words
    manager.post(reverse("conference_message", args=[args[0], father.pk]), {"does": "by-hand"})
    assert waiting_for(stage, stage.family.father).channel == "hand"
    answer = manager.get(reverse("conference_paper_file", args=[*args, father.rendition_id]))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")


def test_a_letter_that_waits_for_an_arrangement_which_nobody_needs_any_more_says_what_is_to_do(stage: Stage) -> None:
    with acting_as(stage.agency.manager):
        SafetyConcern.objects.filter(conference=stage.conference).update(removed_on=today())
        last = Message.objects.filter(conference=stage.conference, person_id=stage.family.mother).latest("put_out_at")
        Message.objects.filter(pk=last.pk).update(state="held", why="arrange")
    rows = fetch(browser_of(stage.agency.manager), tab(stage)).texts("li")
    said = "Nothing is to be arranged for this person any more: prepare the paper anew"
    assert [one.split(" Held ")[0] for one in rows if said in one] == [last.name]
    # Whoever knows a child's family is named in no letter, and the page says so beside whose number is missing.
    with acting_as(stage.agency.manager) as by:
        case = ProtectedCase.objects.get(pk=stage.family.cases[0].pk)
        declare_conflict(case=case, user_id=stage.agency.worker.user_id, kind="family", by=by)
    said = fetch(browser_of(stage.agency.manager), tab(stage)).texts("p")
    assert [one for one in said if one.startswith(("A case of this", "A social_worker has", "A chair has"))] == [
        "A case of this conference is shut to A social_worker. Letters do not name them and say whom to ring instead.",
        "A chair has no work number, and no team of theirs has one. Letters say whom to ring instead.",
    ]
