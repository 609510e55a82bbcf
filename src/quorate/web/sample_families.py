"""Five invented families for the gallery of parts: simple, blended, three generations, unborn, ten children."""

from __future__ import annotations

from datetime import date

from quorate.cases.family_picture import FamilyPicture, picture_of
from quorate.cases.genogram.family import Family, Person, Tie


def sample_families(on: date) -> tuple[tuple[str, FamilyPicture], ...]:
    """Each with what it shows."""
    made = (
        ("Two parents, two children", _simple()),
        ("Blended: several partnerships, half-siblings, a stepfather", _blended()),
        ("Three generations: adoption, twins, a death, people with no known link", _three_generations()),
        ("Unborn, the father not recorded", _unborn()),
        ("Ten children", _ten_children()),
    )
    return tuple((title, picture_of(family, on)) for title, family in made)


def _parents(children: str, *parents: str, kind: str = "parent_of") -> tuple[Tie, ...]:
    return tuple(Tie(parent, child, kind) for child in children.split() for parent in parents)


def _simple() -> Family:
    people = (
        Person("c", "Zofia Brambleday", "F", date(2019, 2, 3), in_focus=True),
        Person("m", "Ewa Brambleday", "F", date(1992, 5, 14), says="Mother", lives_with_child=True),
        Person("f", "Imran Quillfeather", "M", date(1990, 8, 1), says="Father", lives_with_child=False),
        Person("s", "Leo Brambleday-Quillfeather", "M", date(2025, 6, 30), says="Brother", lives_with_child=True),
    )
    return Family(people, (*_parents("c s", "m", "f"), Tie("m", "f", "separated", date(2016, 4, 1), date(2026, 1, 9))))


def _blended() -> Family:
    people = (
        Person("c", "Samir Appledown", "M", date(2015, 3, 3), in_focus=True),
        Person("m", "Nadia Appledown", "F", date(1988, 1, 2), says="Mother"),
        Person("f", "Tomasz Winterbourne-Featherstonehaugh", "M", date(1985, 7, 9), says="Father"),
        Person("x", "Grace Oduya-Larkspur", "F", date(1987, 2, 2), says="Partner of a parent"),
        Person("y", "Callum Thistledown", "M", date(1984, 2, 2), says="Stepfather"),
        Person("z", "Piotr Hollowell", "M", date(1983, 2, 2), died_on=date(2017, 5, 5)),
        Person("h1", "Maja Hollowell", "F", date(2009, 9, 9), says="Half-sister"),
        Person("h2", "Ruby Thistledown", "F", date(2021, 1, 20), says="Half-sister"),
        Person("h3", "Kofi Winterbourne", "M", date(2022, 11, 1), says="Half-brother"),
        Person("s", "Amira Appledown", "F", date(2017, 8, 12), says="Sister"),
        Person("t", "Jack Thistledown", "M", date(2012, 8, 12), says="Stepbrother"),
    )
    ties = (
        *_parents("c s", "m", "f"), *_parents("h1", "m", "z"), *_parents("h2", "m", "y"), *_parents("h3", "f", "x"),
        *_parents("t", "y"), Tie("m", "f", "divorced"), Tie("m", "z", "separated"), Tie("m", "y", "married"),
        Tie("f", "x", "partner"),
    )  # fmt: skip
    return Family(people, ties)


def _three_generations() -> Family:
    people = (
        Person("c", "Mei Harbourstone", "F", date(2018, 6, 1), in_focus=True),
        Person("w", "Lan Harbourstone", "F", date(2018, 6, 1), says="Sister"),
        Person("a", "Daniel Harbourstone", "M", date(2012, 4, 1), says="Brother, adopted"),
        Person("m", "Hui Harbourstone", "F", date(1986, 4, 1), says="Mother"),
        Person("f", "Owen Harbourstone", "M", date(1984, 4, 1), says="Father"),
        Person("gm", "Li Silverdale", "F", date(1958, 4, 1), says="Grandmother"),
        Person("gf", "Wei Silverdale", "M", date(1955, 4, 1), died_on=date(2019, 12, 1), says="Grandfather"),
        Person("pm", "Margaret Harbourstone", "F", date(1957, 4, 1), says="Grandmother"),
        Person("pf", "Alun Harbourstone", "M", date(1951, 4, 1), says="Grandfather"),
        Person("u", "Jun Silverdale", "M", date(1990, 4, 1), says="Uncle"),
        Person("k", "Bronwen Harbourstone", "F", date(1980, 4, 1), says="Aunt"),
        Person("kk", "Efa Marchbanks", "F", date(2008, 4, 1), says="Cousin"),
        Person("o", "Chidi Foxglove", "M", None, says="Friend of the family"),
        Person("q", "Sandra Merriweather", "F", date(1961, 4, 1), says="Grandparent"),
    )
    ties = (
        *_parents("c w", "m", "f"), *_parents("a", "m", "f", kind="adoptive_parent_of"), Tie("m", "f", "married"),
        *_parents("m u", "gm", "gf"), Tie("gm", "gf", "married"), *_parents("f k", "pm", "pf"),
        Tie("pm", "pf", "divorced"), *_parents("kk", "k"), Tie("c", "w", "twin_of"),
    )  # fmt: skip
    return Family(people, ties)


def _unborn() -> Family:
    people = (
        Person("c", "Unborn Fernleigh", "U", None, date(2027, 3, 3), in_focus=True),
        Person("m", "Kayleigh Fernleigh", "F", date(2009, 10, 10), says="Mother"),
        Person("g", "Denise Fernleigh", "F", date(1975, 10, 10), says="Grandmother"),
    )
    return Family(people, (*_parents("c", "m"), *_parents("m", "g")))


def _ten_children() -> Family:
    names = ("Abigail", "Benedict", "Charlotte", "Dominic", "Esther", "Felicity", "Gabriel", "Hannah", "Isaac", "Joy")
    children = tuple(
        Person(
            f"c{n}",
            f"{name} Oldacre",
            "FM"[n % 2],
            date(2008 + n - (n == 3), 1 + n - (n == 3), 4),
            in_focus=n == 8,
            says="",
        )
        for n, name in enumerate(names)
    )
    adults = (
        Person("m", "Rebecca Oldacre", "F", date(1985, 1, 1), says="Mother"),
        Person("f", "Joshua Oldacre", "M", date(1981, 1, 1), says="Father"),
        Person("g", "Martin Sedgewick", "M", date(1980, 1, 1), says="Stepfather"),
    )
    ties = (
        *_parents("c0 c1 c2 c3 c4 c5 c6", "m", "f"), *_parents("c7 c8 c9", "m", "g"), Tie("m", "f", "divorced"),
        Tie("m", "g", "married"), Tie("c2", "c3", "twin_of"),
    )  # fmt: skip
    return Family((*children, *adults), ties)
