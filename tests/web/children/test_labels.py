"""One person asks that more people may read an entry, another agrees: nobody does both, others see nothing of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from quorate.access.context import acting_as
from quorate.access.models import LabelRequest, ProtectedText
from quorate.access.moments import today
from quorate.access.services import ask_for_label
from quorate.access.standing import Standing
from quorate.cases.models import AllegedHarm
from quorate.cases.services import add_chronology_entry, record_alleged_harm
from quorate.people.models import User
from tests.cases.making import Agency
from tests.web.visiting import checked, fetch, signed_in

WORDS = "The grandmother offered to have her for the summer."


@pytest.mark.usefixtures("rolled_back")
def test_an_entry_is_opened_to_the_family_by_two_people_and_not_by_one() -> None:
    agency = Agency()
    child = agency.child(given_names="Ottoline")
    for who in (agency.chair, agency.manager):
        agency.give(child.case, who)
    with acting_as(agency.worker) as by:
        entry = add_chronology_entry(case=child.case, happened_on=today(), words=WORDS, on=today(), by=by)
    browsers = {name: signed_in(User.objects.get(pk=getattr(agency, name).user_id)) for name in
                ("chair", "manager", "worker")}  # fmt: skip
    ref = child.case.ref
    ask, listed = reverse("child_label_ask", args=[ref, entry.pk]), reverse("child_labels", args=[ref])

    def label() -> Any:
        with acting_as(agency.worker):
            return ProtectedText.objects.get(pk=entry.text_id).label

    chronology = reverse("child_chronology", args=[ref])
    offered = {name: "Ask that more may read it" in fetch(one, chronology).words for name, one in browsers.items()}
    assert offered == {"chair": True, "manager": False, "worker": False}
    assert [browsers["worker"].get(one).status_code for one in (ask, listed)] == [403, 403]
    assert browsers["manager"].get(ask).status_code == 403

    wrong = browsers["chair"].post(ask, {"label": "F-person"})
    assert (wrong.status_code, "Choose for which person" in checked(wrong, ask).words) == (422, True)
    assert browsers["chair"].post(ask, {"label": "F-all"}).headers["Location"] == listed
    again = browsers["chair"].post(ask, {"label": "C"})
    assert "This was asked for already" in checked(again, ask).words
    with acting_as(agency.chair):
        (row,) = LabelRequest.objects.all()
    answer = reverse("child_label_answer", args=[ref, row.pk])
    assert fetch(browsers["chair"], answer).texts("button")[-1] == "Take it back"
    assert (label(), WORDS in fetch(browsers["manager"], listed).words) == ("P", True)

    blank = browsers["manager"].post(answer, {})
    assert (blank.status_code, label()) == (422, "P")
    assert browsers["manager"].post(answer, {"answer": "agree"}).status_code == 302
    page = fetch(browsers["manager"], listed)
    assert (label(), "Agreed by" in page.words, browsers["manager"].get(answer).status_code) == ("F-all", True, 404)


@pytest.mark.usefixtures("rolled_back")
def test_an_allegation_is_opened_to_one_more_person_by_two_who_read_it() -> None:
    agency = Agency()
    child = agency.child(given_names="Ottoline")
    second = agency.person("chair")
    for who in (agency.chair, second, agency.manager):
        agency.give(child.case, who)
    father = agency.relative(child, "father", given_names="Frankie", family_name="Sample")
    with acting_as(agency.worker) as by:
        alleged = record_alleged_harm(relative=father, on=today(), by=by)
    chair, other, manager, worker = (
        signed_in(User.objects.get(pk=one.user_id)) for one in (agency.chair, second, agency.manager, agency.worker)
    )
    ref = child.case.ref
    ask, listed = reverse("child_alleged_ask", args=[ref, father.pk]), reverse("child_labels", args=[ref])
    family = reverse("child_family", args=[ref])
    assert ["Ask that somebody may read it" in fetch(one, family).words for one in (chair, worker)] == [True, False]
    assert [one.get(ask).status_code for one in (manager, worker)] == [403, 403]
    assert chair.post(ask, {}).status_code == 422
    assert chair.post(ask, {"person": str(agency.manager.user_id)}).headers["Location"] == listed
    with acting_as(agency.chair):
        (row,) = LabelRequest.objects.all()
    answer = reverse("child_label_answer", args=[ref, row.pk])
    # Whoever may agree to labels and does not read the closed part learns nothing of it.
    page = fetch(manager, listed).words
    assert ("A team_manager" in page.split("Who may read what")[-1], "do not reach" in page) == (False, False)
    assert (manager.get(answer).status_code, "Nothing has been asked" in page) == (404, True)
    assert "Frankie Sample is alleged to have harmed the child." in fetch(other, listed).words

    def reads() -> list[bool]:
        found = []
        for who in (agency.manager, agency.worker):
            with acting_as(who):
                found.append(AllegedHarm.objects.filter(pk=alleged.pk).exists())
        return found

    assert reads() == [False, True]
    assert other.post(answer, {"answer": "agree"}).status_code == 302
    assert reads() == [True, True]
    with acting_as(agency.chair):
        assert ProtectedText.objects.get(pk=alleged.text_id).label == "R"


def a_while_ago(who: Standing) -> Client:
    """A browser in which this person signed in six minutes ago: what needs a fresh proof asks for it again."""
    return signed_in(User.objects.get(pk=who.user_id), minutes_ago=6)


@pytest.mark.usefixtures("rolled_back")
def test_whoever_signed_in_a_while_ago_is_asked_to_show_the_second_factor_and_then_answers() -> None:
    agency = Agency()
    child = agency.child(given_names="Ottoline")
    for who in (agency.chair, agency.manager):
        agency.give(child.case, who)
    with acting_as(agency.worker) as by:
        entry = add_chronology_entry(case=child.case, happened_on=today(), words=WORDS, on=today(), by=by)
    with acting_as(agency.chair) as by:
        row = ask_for_label(text=entry.text, label="F-all", named_people=[], by=by)
    chronology, listed = (reverse(one, args=[child.case.ref]) for one in ("child_chronology", "child_labels"))
    answer = reverse("child_label_answer", args=[child.case.ref, row.pk])

    manager, worker = (a_while_ago(one) for one in (agency.manager, agency.worker))
    assert listed in [one.get("href") for one in fetch(manager, chronology).all("a")]
    assert listed not in [one.get("href") for one in fetch(worker, chronology).all("a")]
    assert worker.get(listed).status_code == 403
    for address in (listed, answer):
        gone = manager.get(address)
        assert gone.headers["Location"] == f"{reverse('step_up')}?{urlencode({'next': address})}"

    # Another chair lists what was asked by the first, and shows the second factor for the answer alone.
    other = agency.person("chair")
    agency.give(child.case, other)
    second = a_while_ago(other)
    assert answer in [one.get("href") for one in fetch(second, listed).all("a")]
    assert second.get(answer).headers["Location"].startswith(reverse("step_up"))
