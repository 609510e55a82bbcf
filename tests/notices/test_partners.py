"""Police, health and schools see the papers and messages that go to them, and nothing of anybody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.standing import OPERATOR, Standing
from quorate.conferences.models import Invitee
from quorate.conferences.services.people import add_invitee
from quorate.notices.models import Delivery, Message
from quorate.people.models import User
from quorate.people.services import add_agency
from quorate.release.models import Release, StoredRendition
from quorate.release.services import refuse
from tests.notices.making import Stage, keep_out
from tests.web.visiting import fetch, signed_in
from tests.web.visiting import words as words_of

WHY = "The letter to the father names the refuge."
DESK = "Desk at the police"
SAYS = (
    "You work for a partner agency. You see the papers and copies that go to your agency, and none that go to others."
)


@pytest.fixture
def partners(stage: Stage) -> dict[str, Standing]:
    """Somebody of the police, who are on the list; and of a school, which is not. The invitations are out, and two
    letters that say why the father cannot come were prepared: one was not let out, one waits.
    """
    police = add_agency(authority=stage.agency.authority, name="Police", kind="police", by=OPERATOR)
    with acting_as(stage.agency.manager) as by:
        add_invitee(
            conference=stage.conference, kind="professional", role="police_rep", name=DESK, why="Knows",
            agency=police, by=by,
        )  # fmt: skip
    found = {"police": stage.agency.person("partner", at=police), "school": stage.agency.person("partner")}
    for one in found.values():
        stage.agency.give(stage.conference.case, one)
    stage.released()
    keep_out(stage)
    with acting_as(stage.agency.manager) as by:
        refuse(release=Release.objects.get(code="exclusion-letter"), why=WHY, by=by)
    stage.prepared("exclusion-letter", by=stage.chair)
    return found


def seen_by(who: Standing) -> dict[str, list[Any]]:
    with acting_as(who):
        names = {one.pk: one.name for one in Invitee.objects.all()}
        return {
            "papers": sorted(Release.objects.values_list("code", "state")),
            "copies": sorted(StoredRendition.objects.values_list("name", flat=True)),
            "messages": sorted(names[one] for one in Message.objects.values_list("recipient", flat=True)),
            "steps": sorted(Delivery.objects.values_list("message__name", flat=True)),
        }


def test_the_database_gives_an_agency_its_own_alone(stage: Stage, partners: dict[str, Standing]) -> None:
    assert seen_by(partners["police"]) == {
        "papers": [("invitation", "released")], "copies": [DESK], "messages": [DESK], "steps": [DESK],
    }  # fmt: skip
    assert seen_by(partners["school"]) == {"papers": [], "copies": [], "messages": [], "steps": []}
    everything = seen_by(stage.agency.manager)
    assert [code for code, _ in everything["papers"]] == ["exclusion-letter", "exclusion-letter", "invitation"]
    for one in (stage.agency.worker, stage.office, stage.chair, stage.agency.minute_taker):
        assert seen_by(one) == everything
    assert len(everything["copies"]) > len(everything["messages"]) > 5


def test_their_page_names_nobody_else_and_gives_no_reasons(stage: Stage, partners: dict[str, Standing]) -> None:
    with acting_as(stage.agency.manager):
        keys = dict(Release.objects.order_by("prepared_at").values_list("code", "pk"))
        # The page says which of the staff prepared a paper and who let it out.
        names = {one.name for one in Message.objects.exclude(name=DESK) if not one.name.startswith("A ")}
    ref = stage.conference.case.ref
    tab = reverse("conference_papers", args=[ref])
    paper, letter = (reverse("conference_paper", args=[ref, keys[one]]) for one in ("invitation", "exclusion-letter"))
    manager = signed_in(User.objects.get(pk=stage.agency.manager.user_id))
    told = fetch(manager, tab).words + fetch(manager, paper).words
    assert len(names) > 4
    assert ({one for one in names if one in told}, "Letter about not coming" in told, SAYS in told) == (
        names, True, False
    )  # fmt: skip
    police, school = (signed_in(User.objects.get(pk=partners[one].user_id)) for one in ("police", "school"))
    shown = fetch(police, paper)
    assert [one for one in shown.texts("strong") if one == DESK] == [DESK] * 2
    assert "You see where your own agency’s copy is. Who else gets this paper is not shown here." in shown.words
    for client in (police, school):
        page = fetch(client, tab)
        words = page.words + (shown.words if client is police else "")
        assert (SAYS in words, [one for one in (*names, WHY, "not coming") if one in words]) == (True, [])
        assert client.get(letter).status_code == 404
        theirs = {one.get("href") for one in page.all("a") if words_of(one) == "Invitations"}
        assert theirs == ({paper} if client is police else set())
