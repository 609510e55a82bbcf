"""The genogram by examples: symbols, lines, what follows from what somebody is to the child, and the same in words."""

from __future__ import annotations

import re
from datetime import date

import html5lib
import pytest
from jinja2 import FileSystemLoader

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.cases import services
from quorate.cases.family_picture import family_picture, picture_of
from quorate.cases.genogram.deriving import derived_ties
from quorate.cases.genogram.drawing import Drawing, Symbol
from quorate.cases.genogram.family import Family, Person, Tie, age_in_words
from quorate.cases.genogram.layout import draw
from quorate.cases.genogram.words import SIGNS, in_words
from quorate.web.environment import environment
from quorate.web.sample_families import sample_families
from tests.cases.making import Agency
from tests.database import TOP, Urls

ON = date(2026, 11, 20)
CHILD = Person("c", "Zofia Brambleday", "F", date(2019, 2, 3), in_focus=True)
MOTHER = Person("m", "Ewa Brambleday", "F", date(1992, 5, 14), says="Mother")
FATHER = Person("f", "Imran Quillfeather", "M", date(1990, 8, 1), says="Father")
PARENTS = (Tie("m", "c", "parent_of"), Tie("f", "c", "parent_of"))


def placed(drawing: Drawing, person: str) -> Symbol:
    (symbol,) = [one for one in drawing.symbols if one.person.id == person]
    return symbol


def kinds(*ties: Tie, people: tuple[Person, ...] = (CHILD, MOTHER, FATHER)) -> list[str]:
    return sorted({line.kind for line in draw(Family(people, ties), ON).lines})


def test_parents_stand_side_by_side_above_their_child() -> None:
    drawing = draw(Family((CHILD, MOTHER, FATHER), PARENTS), ON)
    child, mother, father = (placed(drawing, one) for one in "cmf")
    assert (mother.y, mother.y < child.y) == (father.y, True)
    assert child.x == pytest.approx((mother.x + father.x) / 2, abs=8)


@pytest.mark.parametrize(
    ("person", "shape", "inside"),
    [
        (MOTHER, "circle", "34"),
        (FATHER, "square", "36"),
        (Person("x", "Somebody"), "diamond", ""),
        (Person("x", "Baby", expected_on=date(2027, 3, 3)), "triangle", ""),
        (Person("x", "Baby", "F", date(2026, 11, 1), date(2026, 11, 3)), "circle", "2w"),
        (Person("x", "Baby", "M", date(2025, 1, 21)), "square", "21m"),
        (Person("x", "Grandad", "M", date(1950, 1, 1), died_on=date(2020, 6, 1)), "square", "70"),
    ],
)
def test_symbols(person: Person, shape: str, inside: str) -> None:
    drawing = draw(Family((CHILD, person), ()), ON)
    symbol = placed(drawing, person.id)
    assert (symbol.shape, symbol.inside) == (shape, inside)


@pytest.mark.parametrize(
    ("tie", "drawn"),
    [
        (Tie("m", "f", "married"), ["child", "married"]),
        (Tie("m", "f", "partner"), ["child", "partner"]),
        (Tie("m", "f", "separated"), ["child", "separated", "slash"]),
        (Tie("m", "f", "divorced"), ["child", "divorced", "slash"]),
        (Tie("m", "f", "partner", ends_on=date(2024, 1, 1)), ["child", "separated", "slash"]),
        (Tie("m", "f", "married", ends_on=date(2030, 1, 1)), ["child", "married"]),
    ],
)
def test_lines_of_couples(tie: Tie, drawn: list[str]) -> None:
    assert kinds(*PARENTS, tie) == drawn


def test_one_slash_for_separation_and_two_for_divorce() -> None:
    family = [draw(Family((CHILD, MOTHER, FATHER), (*PARENTS, Tie("m", "f", kind))), ON) for kind in
              ("separated", "divorced")]  # fmt: skip
    assert [len([line for line in one.lines if line.kind == "slash"]) for one in family] == [1, 2]


def test_adoption_is_dashed_and_parents_whose_life_together_nobody_recorded_dotted() -> None:
    adopted = [Tie(tie.a, tie.b, "adoptive_parent_of") for tie in PARENTS]
    assert (kinds(*PARENTS), kinds(*adopted)) == (["child", "parents"], ["adopted", "parents"])


def test_a_father_whom_nobody_recorded_stands_there_as_a_question_mark() -> None:
    drawing = draw(Family((CHILD, MOTHER), PARENTS[:1]), ON)
    (unknown,) = [one for one in drawing.symbols if one.unknown]
    assert (unknown.inside, unknown.shape, unknown.person.name) == ("?", "square", "Father not recorded")


def test_twins_hang_from_one_point() -> None:
    twin = Person("t", "Leo Brambleday", "M", date(2019, 2, 3))
    ties = (*PARENTS, Tie("m", "t", "parent_of"), Tie("f", "t", "parent_of"), Tie("c", "t", "twin_of"))
    drawing = draw(Family((CHILD, MOTHER, FATHER, twin), ties), ON)
    starts = {line.points[0] for line in drawing.lines if {"c", "t"} & set(line.about)}
    assert len(starts) == 1


def test_people_with_no_known_link_stand_apart_below() -> None:
    friend = Person("x", "Chidi Foxglove", "M", says="Friend of the family")
    drawing = draw(Family((CHILD, MOTHER, friend), PARENTS[:1]), ON)
    assert drawing.apart == ("x",)
    assert drawing.apart_from is not None and placed(drawing, "x").y > drawing.apart_from > placed(drawing, "c").y


def test_records_that_contradict_themselves_are_drawn_without_the_contradiction() -> None:
    wrong = Tie("c", "m", "parent_of")
    drawing = draw(Family((CHILD, MOTHER, FATHER), (*PARENTS, wrong)), ON)
    assert drawing.undrawn == (wrong,)


SAID = [
    ({"m": "mother", "f": "father"}, {("m", "c", "parent_of"), ("f", "c", "parent_of")}),
    ({"m": "mother", "g": "maternal_grandmother"}, {("m", "c", "parent_of"), ("g", "m", "parent_of")}),
    ({"m": "mother", "y": "step_father"}, {("m", "c", "parent_of"), ("y", "m", "partner")}),
    ({"m": "mother", "h": "half_sibling"}, {("m", "c", "parent_of"), ("m", "h", "parent_of")}),
    ({"m": "mother", "s": "sibling"}, {("m", "c", "parent_of"), ("m", "s", "parent_of")}),
    ({"s": "sibling"}, {("c", "s", "sibling_of")}),
    ({"a": "adoptive_mother"}, {("a", "c", "adoptive_parent_of")}),
    ({"k": "own_child", "p": "own_partner"}, {("c", "k", "parent_of"), ("c", "p", "partner")}),
    ({"y": "step_father"}, set()),
    ({"g": "grandparent", "u": "aunt_or_uncle", "x": "family_friend"}, set()),
]


@pytest.mark.parametrize(("said", "ties"), SAID)
def test_ties_follow_from_what_somebody_is_to_the_child(said: dict[str, str], ties: set[tuple[str, str, str]]) -> None:
    assert {(tie.a, tie.b, tie.kind) for tie in derived_ties("c", said, ())} == ties


def test_recorded_kinship_is_not_doubled_by_what_would_follow() -> None:
    recorded = (Tie("m", "c", "adoptive_parent_of"),)
    assert derived_ties("c", {"m": "mother"}, recorded) == recorded


def test_the_words_say_the_same() -> None:
    ties = (*PARENTS, Tie("m", "f", "separated", date(2016, 4, 1), date(2024, 1, 9)))
    child, mother, father = in_words(Family((CHILD, MOTHER, FATHER), ties), ON)
    assert child.facts == (
        "female", "born on 3 February 2019, now 7 years", "child of Ewa Brambleday and Imran Quillfeather"
    )  # fmt: skip
    assert mother.facts == (
        "mother", "female", "born on 14 May 1992, now 34 years", "parent of Zofia Brambleday",
        "separated from Imran Quillfeather (2016 to 2024)",
    )  # fmt: skip
    assert father.facts[-1] == "separated from Ewa Brambleday (2016 to 2024)"


def test_ages_at_their_edges() -> None:
    born = Person("x", "X", born_on=date(2024, 11, 20))
    said = [age_in_words(born, day) for day in (date(2024, 11, 20), date(2024, 12, 20), date(2026, 11, 19), ON)]
    assert said == ["0w", "1m", "23m", "2"]


def markup(family: Family) -> str:
    pages = environment(loader=FileSystemLoader(TOP / "src/quorate/web/jinja2"))
    page = pages.from_string(
        '<!DOCTYPE html><title>x</title>{% from "components/genogram.html" import family_in_words, genogram %}'
        "{{ genogram(family) }}{{ family_in_words(family) }}"
    )
    return page.render(family=picture_of(family, ON))


def test_names_are_escaped_and_the_markup_is_valid_without_inline_style() -> None:
    evil = Person("m", '<script>alert("x")</script> & "O’Neil"', "F", says="<b>Mother</b>")
    made = markup(Family((CHILD, evil), PARENTS[:1]))
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(made)
    assert parser.errors == []
    assert (re.findall("<script|<b>|style=| on[a-z]+=", made), made.count("&lt;script&gt;")) == ([], 3)


def test_the_samples_show_every_shape_and_line_of_the_key() -> None:
    drawn = {kind for _, family in sample_families(ON) for kind in family.drawing.kinds}
    assert drawn - SIGNS.keys() == {"child", "single", "slash"}


def test_a_case_is_drawn_from_its_rows_and_never_shows_alleged_harm(rolled_back: Urls) -> None:
    agency = Agency()
    family = agency.family(children=2, unborn=1)
    child = family.children[0]
    with acting_as(agency.manager) as by:
        before = family_picture(child.case, today())
        services.record_alleged_harm(relative=family.of(child, "father"), on=today(), by=by)
        assert family_picture(child.case, today()) == before
    names = [one.person.name for one in before.told]
    assert names[0] == child.full_name
    assert sorted(names[1:]) == sorted([
        "Morgan Example", "Frankie Sample", family.children[1].full_name, "Unborn Example"
    ])  # fmt: skip
    assert before.drawing.undrawn == () and before.drawing.apart == ()
    assert "harm" not in repr(before).lower()
    assert before.count_in_words == "5 people in 2 generations"


def test_parents_of_two_generations_are_joined_across_the_rows_between() -> None:
    people = tuple(Person(one, f"Name {one}", "F", in_focus=one == "d") for one in "abcd")
    ties = (
        Tie("a", "b", "parent_of"), Tie("b", "c", "parent_of"), Tie("a", "d", "parent_of"), Tie("c", "d", "parent_of"),
    )  # fmt: skip
    drawing = draw(Family(people, ties), ON)
    assert (drawing.generations, drawing.undrawn) == (4, ())
    assert sorted(one.person.id for one in drawing.symbols if not one.unknown) == ["a", "b", "c", "d"]
