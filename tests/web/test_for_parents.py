"""The page for parents: the facts of each pack, in words that a child of nine or ten can read."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from quorate.web.packs import authorities, procedure_of
from quorate.web.procedure.plainly import answers
from tests.web.reading import reading_age, syllables
from tests.web.visiting import fetch

HARD = re.compile(
    r"overdue|statutory|non-compl|section 47|multi-agency|pursuant|significant harm|\bICPC\b|[a-z]_[a-z]", re.I
)


def said(name: str) -> dict[str, tuple[str, ...]]:
    return {answer.asks: answer.says for answer in answers(procedure_of(name))}


def test_the_measure_of_reading_counts_as_people_do() -> None:
    words = {"child": 1, "made": 1, "worried": 2, "people": 2, "decided": 3, "every": 3, "table": 2, "meeting": 2}
    assert {word: syllables(word) for word in words} == words
    hard = "Professionals participating in multidisciplinary deliberations necessarily consider statutory obligations."
    assert reading_age("The cat sat on the mat. It was warm.") < 6 < 18 < reading_age(hard)


@pytest.mark.parametrize("name", authorities())
def test_the_page_can_be_read_at_ten(name: str) -> None:
    page = fetch(Client(), f"/for-parents/{name}/")
    sentences = " ".join(one for answer in answers(procedure_of(name)) for one in answer.says)
    age = reading_age(sentences)
    print(f"for parents, {name}: reading age {age:.1f}")
    assert age < 10
    assert HARD.findall(page.words) == []
    longest = max(re.split(r"[.!?] ", sentences), key=lambda one: len(one.split()))
    assert len(longest.split()) <= 26, longest


def test_each_authority_says_its_own_time_for_the_report() -> None:
    found = {name: said(name)["Will I see what people write?"][1:-1] for name in authorities()}
    assert {name: says[0] for name, says in found.items()} == {
        "barnet": "You should have it by the end of the day before.",
        "bolton": "You should have it at least 24 hours before the meeting.",
        "bradford": "You should have it at least two working days before the meeting.",
        "leicester": "You should have it at least 48 hours before the meeting.",
        "redbridge": "You should have it at least two working days before the meeting.",
    }
    assert (
        found["redbridge"][1] == "At later meetings you should have it at least five working days before the meeting."
    )


def test_each_authority_says_its_own_rule_about_somebody_to_come_along() -> None:
    assert said("bolton")["Can I bring someone?"][:3] == (
        "Yes. You can bring one person.",
        "It can be a solicitor, an advocate or a friend.",
        "They are there for you. They listen and do not speak for you.",
    )
    assert said("bradford")["Can I bring someone?"][0] == "Yes. You can bring one person."
    assert said("leicester")["Can I bring someone?"][0] == "Yes. You can bring someone to be with you."


def test_each_authority_says_who_decides() -> None:
    found = {name: said(name)["What can they decide?"][2] for name in ("bolton", "redbridge", "leicester")}
    assert found == {
        "bolton": "The people at the meeting decide it together.",
        "redbridge": "The person who leads the meeting decides, after they have heard everyone.",
        "leicester": "The people who work with your family decide it together.",
    }


@pytest.mark.parametrize("name", authorities())
def test_the_fear_is_answered_on_every_page(name: str) -> None:
    assert said(name)["What is this meeting?"][-1] == (
        "The meeting cannot take your child away. "
        "Only a court can do that, or the police when a child is in danger now."
    )


def test_the_national_base_and_made_up_names_have_no_page(rolled_back: object) -> None:
    assert [Client().get(f"/for-parents/{one}/").status_code for one in ("england", "nowhere", "..", "BOLTON")] == [
        404
    ] * 4
