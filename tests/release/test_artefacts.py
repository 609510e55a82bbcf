"""Who gets which paragraph: the code against a table that was written without it."""

from __future__ import annotations

import csv
import random
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quorate.conferences.models import RecordSection
from quorate.documents.artefacts.minutes import _of
from quorate.documents.facts import Facts
from quorate.release import artefacts as code_of
from quorate.release.artefacts import Artefact, Paragraph, Part, Recipient, rendition
from quorate.release.fields import FIELDS, UnknownField, fields_for
from tests.notices.said import ALWAYS, CALLING

TABLE = list(csv.DictReader((Path(__file__).parent / "audiences.csv").read_text(encoding="utf-8").splitlines()))
KINDS = {
    "parent": "family", "family": "family", "child": "child", "professional": "professional",
    "supporter": "accompanying", "advocate": "accompanying", "interpreter": "accompanying",
    "observer": "accompanying", "somebody": "unknown",
}  # fmt: skip
LABELS = ("F-all", "F-person", "C", "P", "R", "K")
CONFERENCE = UUID(int=9)
PEOPLE = tuple(UUID(int=100 + number) for number in range(4))
AGENCIES = tuple(UUID(int=200 + number) for number in range(3))
CHILDREN = tuple(UUID(int=300 + number) for number in range(3))


def oracle(code: str, part: Part, paragraph: Paragraph, who: Recipient) -> bool:
    """The table's answer: the first "deny" that fits refuses, then any "allow" that fits allows."""
    label = "R" if part.closed else paragraph.meant_for
    named = set()
    if who.person_id in paragraph.named:
        named.add("person")
    if who.agency_id in paragraph.named:
        named.add("agency")
    facts = {
        "audience": {KINDS[who.kind]},
        "label": {label},
        "named": named,
        "reads_label": {"yes"} if label in who.labels else set(),
        "children": {"other"} if set(paragraph.children) - set(who.children) else set(),
        "kept_out": {who.kept_out} if who.kept_out in ("part", "whole") else set(),
        "part": {"always" if part.code in ALWAYS else "ordinary"},
        "kept_from": {"unsaid"} if part.kept_from is None else {"them"} if who.person_id in part.kept_from else set(),
        "code": {"inviting"} if code in CALLING else set(),
    }
    fitting = [
        row["effect"]
        for row in TABLE
        if all(row[key] == "any" or set(row[key].split("|")) & held for key, held in facts.items())
    ]
    return "deny" not in fitting and "allow" in fitting


def differences(artefact: Artefact, recipients: list[Recipient]) -> list[tuple[Recipient, Paragraph]]:
    """Pairs on which the code and the table disagree."""
    wrong = []
    for who in recipients:
        got = {one.words for part in rendition(artefact, who).parts for one in part.paragraphs}
        wrong += [
            (who, one)
            for part in artefact.parts
            for one in part.paragraphs
            if (one.words in got) != oracle(artefact.code, part, one, who)
        ]
    return wrong


def sets(of: tuple[UUID, ...]) -> st.SearchStrategy[frozenset[UUID]]:
    return st.frozensets(st.sampled_from(of), max_size=len(of))


paragraphs = st.builds(
    Paragraph, words=st.uuids().map(str), meant_for=st.sampled_from(LABELS),
    named=sets((*PEOPLE, *AGENCIES)), children=sets(CHILDREN),
)  # fmt: skip
parts = st.builds(
    Part, code=st.sampled_from((*sorted(ALWAYS), "report", "analysis")), title=st.just("A part"),
    paragraphs=st.lists(paragraphs, max_size=4).map(tuple), closed=st.booleans(), kept_from=st.none() | sets(PEOPLE),
)  # fmt: skip
artefacts = st.builds(
    Artefact, code=st.sampled_from((*sorted(CALLING), "minutes", "plan")), conference_id=st.just(CONFERENCE),
    title=st.just("A paper"), parts=st.lists(parts, max_size=4).map(tuple),
)  # fmt: skip
recipients = st.builds(
    Recipient, key=st.just("k"), kind=st.sampled_from(sorted(KINDS)), name=st.just("Somebody"),
    person_id=st.none() | st.sampled_from(PEOPLE), agency_id=st.none() | st.sampled_from(AGENCIES),
    children=sets(CHILDREN), kept_out=st.sampled_from(("", "part", "whole")),
    labels=st.frozensets(st.sampled_from(LABELS)),
)  # fmt: skip


def test_what_is_owed_to_whoever_is_kept_out_and_which_papers_call_somebody_are_what_was_agreed() -> None:
    """Written out here: a paper or a part that the code adds to either says so in this file too."""
    assert set(code_of.ALWAYS) == {"reasons", "views-asked", "offer", "decisions", "complaint", "contacts"}
    assert set(code_of.INVITING) == {"invitation", "moved", "cancelled", "not-going-on", "day-sheet"}


@given(artefacts, st.lists(recipients, min_size=1, max_size=6))
@settings(max_examples=150)
def test_the_code_says_what_the_table_says(artefact: Artefact, who: list[Recipient]) -> None:
    assert differences(artefact, who) == []


def _every_part() -> list[Part]:
    """Each label, named or not, about each child or nobody, in each kind of part."""
    named = (frozenset(), frozenset({PEOPLE[0]}), frozenset({AGENCIES[0]}), frozenset({PEOPLE[1], AGENCIES[1]}))
    about = (frozenset(), frozenset({CHILDREN[0]}), frozenset(CHILDREN[:2]))
    return [
        Part(
            code, "A part",
            tuple(Paragraph(str(uuid4()), *one) for one in product(LABELS, named, about)),
            closed, kept_from,
        )
        for code, closed, kept_from in product(
            ("analysis", "reasons"), (False, True), (None, frozenset(), frozenset({PEOPLE[0]}))
        )
    ]  # fmt: skip


def _every_recipient() -> list[Recipient]:
    labels = (
        frozenset(),
        frozenset({"F-all"}),
        frozenset({"C"}),
        frozenset({"F-all", "F-person", "P"}),
        frozenset(LABELS),
    )
    return [
        Recipient("k", kind, "Somebody", person, None, agency, children, kept_out, read)
        for kind, (person, agency), children, kept_out, read in product(
            KINDS, ((None, None), (PEOPLE[0], None), (PEOPLE[1], AGENCIES[0])),
            (frozenset(), frozenset({CHILDREN[0]}), frozenset(CHILDREN)), ("", "part", "whole"), labels,
        )
    ]  # fmt: skip


def test_more_than_a_hundred_thousand_pairs_agree() -> None:
    every, chosen = _every_part(), random.Random(5).sample(_every_recipient(), 110)
    told = sum(len(part.paragraphs) for part in every)
    assert told * len(chosen) > 90_000
    wrong = []
    for code in ("minutes", "invitation"):
        wrong += differences(Artefact(code, CONFERENCE, "A paper", tuple(every)), chosen)
    assert (wrong, 2 * told * len(chosen) > 180_000) == ([], True)


def test_the_table_would_notice_a_slip() -> None:
    """The guard is tested against something that breaks it: a closed part whose paragraphs say "everybody"."""
    part = Part("analysis", "A part", (Paragraph("Told in confidence", "F-all"),), closed=True, kept_from=frozenset())
    parent = Recipient("k", "parent", "A parent", PEOPLE[0], labels=frozenset({"F-all"}))
    assert oracle("minutes", part, part.paragraphs[0], parent) is False
    opened = Part("analysis", "A part", part.paragraphs, closed=False, kept_from=frozenset())
    assert oracle("minutes", opened, part.paragraphs[0], parent) is True


def test_an_unknown_word_for_being_kept_out_keeps_out_of_everything() -> None:
    part = Part("analysis", "A part", (Paragraph("Words", "F-all"),), kept_from=frozenset())
    said = Recipient("k", "parent", "A parent", PEOPLE[0], kept_out="partly", labels=frozenset({"F-all"}))
    assert rendition(Artefact("minutes", CONFERENCE, "A paper", (part,)), said).is_empty


def test_whoever_is_kept_out_is_not_told_where_the_others_sit() -> None:
    fields = {"place": "Room 2", "starts": "10:00", "chair": "A chair", "complaint_to": "The office"}
    reasons = Part("reasons", "Why", (Paragraph("Because", "F-person", frozenset({PEOPLE[0]})),))
    artefact = Artefact("exclusion-letter", CONFERENCE, "A letter", (reasons,), fields)
    who = Recipient("k", "parent", "A parent", PEOPLE[0], kept_out="whole", labels=frozenset({"F-all"}))
    assert dict(rendition(artefact, who).fields) == {"chair": "A chair", "complaint_to": "The office"}


def test_a_field_that_nobody_listed_stops_the_paper() -> None:
    with pytest.raises(UnknownField, match="home_address: no paper may hold this"):
        fields_for("family", {"home_address": "12 Mill Lane"})


def test_no_audience_is_given_what_says_where_a_family_lives() -> None:
    told = set().union(*FIELDS.values())
    assert {name for name in told if any(word in name for word in ("home", "school", "postcode", "gp"))} == set()


def test_the_same_words_to_the_same_person_have_the_same_digest() -> None:
    part = Part("decisions", "What was decided", (Paragraph("A plan", "F-all"),))
    artefact = Artefact("decisions", CONFERENCE, "A letter", (part,))
    one = Recipient("1", "parent", "A parent", PEOPLE[0], labels=frozenset({"F-all"}))
    other = Recipient("2", "parent", "Another", PEOPLE[1], labels=frozenset({"F-all"}))
    assert rendition(artefact, one).digest() == rendition(artefact, one).digest()
    assert rendition(artefact, one).digest() != rendition(artefact, other).digest()


def test_a_heading_stands_once_for_whoever_reads_on_and_each_reader_has_it() -> None:
    def of(name: str, label: str, child: UUID, *named: UUID) -> tuple[Paragraph, ...]:
        of_child = frozenset({child})
        said = Paragraph(name, label, frozenset(named), of_child, "heading", is_child=True)
        return said, Paragraph(f"{label} of {name}", label, frozenset(named), of_child)

    first, twin = CHILDREN[:2]
    lines = (*of("Ada", "F-all", first), *of("Ada", "P", first), *of("Ada", "F-person", first, PEOPLE[0]),
             *of("Ada", "F-all", twin), Paragraph("Of both", "F-all"), *of("Ada", "F-all", twin))  # fmt: skip
    paper = Artefact("minutes", CONFERENCE, "Minutes", (Part("record", "The scale", lines, kept_from=frozenset()),))

    def read(kind: str, labels: str, who: UUID | None = None) -> list[str]:
        reader = Recipient("1", kind, "A reader", who, children=frozenset(CHILDREN), labels=frozenset(labels.split()))
        (part,) = rendition(paper, reader).parts
        return [one.words for one in part.paragraphs]

    assert read("professional", "F-all F-person P") == [
        "Ada", "F-all of Ada", "P of Ada", "F-person of Ada", "Ada", "F-all of Ada", "Of both", "Ada", "F-all of Ada",
    ]  # fmt: skip
    assert read("professional", "P") == ["Ada", "P of Ada"]
    assert read("parent", "F-all", PEOPLE[0]) == [
        "Ada", "F-all of Ada", "F-person of Ada", "Ada", "F-all of Ada", "Of both", "Ada", "F-all of Ada",
    ]  # fmt: skip


def test_what_somebody_wrote_above_some_words_stays_above_them_as_often_as_they_wrote_it() -> None:
    said = "He said:\nHe was at home.\nMs A answered no.\nHe said:\nYes"
    section = RecordSection(words=said, meant_for="F-all", named=[])
    facts = cast(Facts, SimpleNamespace(child=lambda _: None))
    part = Part("record", "What was said", tuple(_of(facts, section)), kept_from=frozenset())
    reader = Recipient("1", "parent", "A reader", PEOPLE[0], labels=frozenset({"F-all"}))
    (read,) = rendition(Artefact("minutes", CONFERENCE, "Minutes", (part,)), reader).parts
    words = [one.words for one in read.paragraphs]
    assert words == ["He said", "He was at home.", "Ms A answered no.", "He said", "Yes"]
