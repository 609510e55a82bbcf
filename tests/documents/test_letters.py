"""The letters of each procedure: easy to read, and asking for nothing that their readers may not have."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from uuid import uuid4

import pytest

from quorate.documents import letters
from quorate.documents.artefacts.parts import action_row, once
from quorate.documents.facts import Facts
from quorate.documents.letters import _filled
from quorate.documents.reading_age import LIMITS, reading_age, sentences_of, syllables
from quorate.plans.models import PlanAction
from quorate.procedure.library import Library
from quorate.procedure.merging import merge
from quorate.procedure.reading import PackError
from quorate.procedure.schema_letters import MERGED
from quorate.release.artefacts import Paragraph, Recipient
from quorate.release.fields import FIELDS
from tools.reading_age import main

PACKS = Path(__file__).parents[2] / "packs"
DAY = date(2026, 11, 22)
AUDIENCES = {
    "parents": "family", "children": "child", "young-people": "child", "accompanying": "accompanying",
    "professionals": "professional",
}  # fmt: skip
LETTERS = [
    (name, letter["code"], letter)
    for name in ("barnet", "bolton", "bradford", "leicester", "redbridge")
    for letter in Library(PACKS).pack(name, DAY).data["letter"]
]


@pytest.mark.parametrize("name, code, letter", LETTERS, ids=lambda one: one if isinstance(one, str) else "")
def test_a_letter_is_as_easy_to_read_as_its_readers_need(name: str, code: str, letter: dict) -> None:
    assert reading_age(sentences_of(letter)) <= LIMITS.get(letter["audience"], 20)
    assert "register" not in " ".join(sentences_of(letter)).lower()
    for word in ("overdue", "statutory", "non-compliance"):
        assert letter["audience"] == "professionals" or word not in " ".join(sentences_of(letter)).lower()


def test_what_a_letter_can_draw_in_is_what_its_readers_may_have() -> None:
    for audience, names in MERGED.items():
        assert names - FIELDS[AUDIENCES[audience]] == set(), audience


@pytest.mark.parametrize("asked", ["home_address", "place_address"])
def test_a_familys_letter_that_asks_for_an_address_is_refused(tmp_path: Path, asked: str) -> None:
    shutil.copytree(PACKS, tmp_path / "packs")
    shutil.copy(PACKS.parent / "docs" / "clauses.csv", tmp_path / "packs")
    letters = tmp_path / "packs" / "england" / "2018" / "letters" / "exclusion.toml"
    letters.write_text(letters.read_text().replace("{views_by}", f"{{{asked}}}"))
    with pytest.raises(PackError, match=f"part views-asked: {{{asked}}} is not for parents; take one of "):
        Library(tmp_path / "packs").pack("bolton", DAY)


@pytest.mark.parametrize("kept_out, said", [("", 1), ("part", 1), ("whole", 0), ("unheard-of", 0)])
def test_no_sentence_tells_somebody_kept_out_of_all_of_it_how_to_come(
    monkeypatch: pytest.MonkeyPatch, kept_out: str, said: int
) -> None:
    letter = {"title": "A letter", "part": [{"code": "reasons", "says": ["It is in {place}.", "It is on {date}."]}]}
    monkeypatch.setattr(letters, "letter_of", lambda *_: letter)
    who = Recipient("a", "parent", "Somebody", person_id=uuid4(), kept_out=kept_out)
    facts = cast(Facts, SimpleNamespace(conference=SimpleNamespace(pk=uuid4())))
    (part,) = letters.put_together(letters.Draft(facts, who, {"place": "Room 2", "date": "Monday"}), "a").parts
    assert [one.words for one in part.paragraphs] == ["It is in Room 2."] * said + ["It is on Monday."]


@pytest.mark.parametrize("name", ["barnet", "bolton", "bradford", "leicester", "redbridge"])
@pytest.mark.parametrize("code", ["exclusion-letter", "views-moved"])
def test_what_asks_for_views_holds_with_a_day_and_without_one(name: str, code: str) -> None:
    for readers in ("parents", "young-people"):
        (letter,) = [
            one for one in Library(PACKS).pack(name, DAY).data["letter"]
            if (one["paper"], one["audience"]) == (code, readers)
        ]  # fmt: skip
        (asked,) = [part["says"] for part in letter["part"] if part["code"] == "views-asked"]
        with_day, without = ([_filled(one, {"views_by": on}) for one in asked] for on in ("Friday", ""))
        assert [one for one, two in zip(with_day, without, strict=True) if one != two] == [
            "If you can, tell us by Friday."
        ], (readers, asked)
        if code == "views-moved":
            # Nothing promises another day, which may not be named.
            said = (letter["title"], *(part["title"] for part in letter["part"]), *without)
            assert [one for one in said if one and ("another day" in one or "day has changed" in one)] == []
            assert "Please tell us as soon as you can." in without


def letter_of(name: str, code: str) -> dict:
    (found,) = [one for one in Library(PACKS).pack(name, DAY).data["letter"] if one["code"] == code]
    return {part["code"]: part for part in found["part"]}


def test_an_authority_says_only_what_differs_and_the_base_says_the_rest() -> None:
    base, own = letter_of("england/2018", "invitation-parents"), letter_of("bradford", "invitation-parents")
    assert list(own) == [
        "opening", "when-and-where", "if-you-cannot", "who-comes", "supporters", "your-say", "about-conferences",
        "complaint", "contacts",
    ]  # fmt: skip
    changed = {"when-and-where", "if-you-cannot", "your-say"}
    # It has a part of its own for this, and does not say it twice.
    twice = "If you cannot come, tell us. We still want to know what you think."
    assert list(own["your-say"]["says"]) == [one for one in base["your-say"]["says"] if one != twice]
    assert twice in base["your-say"]["says"]
    assert {code: part for code, part in own.items() if code not in changed} == {
        code: part for code, part in base.items() if code not in changed
    }
    # The heading was not given, so that the base's stays; the sentences were.
    assert own["when-and-where"]["title"] == base["when-and-where"]["title"] == "When and where"
    assert own["when-and-where"]["says"][0].startswith(
        "You can see the {chair} who leads the meeting about half an hour"
    )


@pytest.mark.clause("BAR-41")
def test_visits_are_promised_only_where_a_lead_worker_was_named() -> None:
    (sentence,) = letter_of("barnet", "decisions-parents")["dates"]["says"]
    assert [_filled(sentence, told) for told in ({}, {"lead_worker": "Kay Oak"})] == [
        None, "Kay Oak comes to see your family often."
    ]  # fmt: skip


def test_a_letter_that_goes_by_e_mail_does_not_say_that_somebody_brings_it() -> None:
    said = letter_of("bradford", "decisions-parents")["decisions"]["says"]
    assert said == ["Your social worker can talk this through with you."]


def test_a_part_of_ones_own_stands_after_the_one_named_before_it_or_first() -> None:
    base = {"letter": [{"code": "a", "title": "A", "part": [{"code": "one", "says": ["1"]}, {"code": "two"}]}]}
    own = {"letter": [{"code": "a", "part": [{"code": "new"}, {"code": "one", "title": "I"}, {"code": "last"}]}]}
    (merged,) = merge(base, own)["letter"]
    assert (merged["title"], merged["part"]) == (
        "A", [{"code": "new"}, {"code": "one", "says": ["1"], "title": "I"}, {"code": "last"}, {"code": "two"}]
    )  # fmt: skip
    assert base["letter"][0]["part"] == [{"code": "one", "says": ["1"]}, {"code": "two"}]


@pytest.mark.parametrize(
    "word, count", [("you", 1), ("table", 2), ("meeting", 2), ("asked", 1), ("decided", 3), ("home", 1), ("agency", 3)]
)
def test_syllables_are_counted_about_right(word: str, count: int) -> None:
    assert syllables(word) == count


def test_harder_words_need_an_older_reader() -> None:
    easy, hard = "We want you to be safe.", "Statutory intervention necessitates multidisciplinary consideration."
    assert reading_age([easy]) < 8 < 16 < reading_age([hard])


def test_the_tool_prints_every_letter(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(DAY) == 0
    assert capsys.readouterr().out.count("\n") > len(LETTERS)


def test_a_line_of_the_plan_calls_somebody_without_a_name_by_the_part_they_play() -> None:
    line = PlanAction(who="Police, no name given yet", what="Ring the school.", by_when_words="today", case_id=uuid4())
    assert action_row(line).words == "Police\tRing the school.\ttoday"


def test_what_is_said_alike_of_two_children_stands_once_and_of_the_one_whom_the_reader_may_know() -> None:
    first, second = uuid4(), uuid4()
    both = [Paragraph("We meet again.", "F-all", children=frozenset([one])) for one in (first, second)]
    reader = Recipient("mother", "parent", "Morgan Example", children=frozenset([second]))
    assert once([*both, Paragraph("At once.", "F-all", children=frozenset([first]))], reader) == [
        Paragraph("We meet again.", "F-all", children=frozenset([second])),
        Paragraph("At once.", "F-all", children=frozenset([first])),
    ]
