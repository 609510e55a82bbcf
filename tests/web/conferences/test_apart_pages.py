"""Two people who must not meet, on the pages of those who arrange the conference, and on nobody else's."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.notices.making import Stage
from tests.notices.test_apart import BACK, afraid, arranged, names
from tests.web.conferences.test_papers_pages import browser_of
from tests.web.visiting import fetch

TO_ARRANGE = "Not arranged yet No invitation goes to them before it is arranged. Arrange it"


@pytest.fixture
def stage(own_database: object) -> Stage:
    made = Stage()
    assert made.chair and made.office
    return made


@pytest.mark.clause("BAR-19")
def test_the_first_page_the_meeting_and_the_paper_say_what_is_to_be_arranged_to_those_who_arrange(stage: Stage) -> None:
    partner = stage.agency.person("partner")
    stage.agency.give(stage.conference.case, partner)
    home, day = (reverse(one, args=[stage.conference.case.ref]) for one in ("conference", "conference_meeting"))
    release = stage.prepared()
    paper = reverse("conference_paper", args=[stage.conference.case.ref, release.pk])
    manager, chair = browser_of(stage.agency.manager), browser_of(stage.chair)
    assert (TO_ARRANGE in fetch(chair, home).words, "Stays here" in fetch(manager, paper).words) == (False, False)
    afraid(stage)
    mother, father = sorted(names(stage))
    assert f"Stays here for now: {mother}, {father}. The chair has to arrange first" in fetch(manager, paper).words
    assert TO_ARRANGE in fetch(chair, home).words
    assert fetch(chair, day).words.count("How they come is not arranged yet") == 2
    for page in (home, day):
        seen = fetch(browser_of(partner), page).words
        assert ("arranged" in seen, "must not meet" in seen) == (False, False)
    arranged(stage)
    assert TO_ARRANGE not in fetch(chair, home).words
    assert fetch(chair, day).words.count(f"Comes separately: 09:30, {BACK}") == 1
    assert "separately: " not in fetch(browser_of(partner), day).words
