"""A street is found by its name and what it is called, however a tired worker writes it; nobody's surname is."""

from __future__ import annotations

import pytest

from quorate.release.protecting import _of_address as protected_of
from quorate.release.scanning import leaks

HOME = protected_of("address", ["12 Hawthorn Close", "Farton"], "FT1 2ZZ")

WRITTEN = (
    "She lives at 12 Hawthorn Close.",
    "Mum has moved to Hawthorn Close, Farton.",
    "He waited for her in Hawthorn Cl. and shouted.",
    "the neighbours in hawthorn close rang",
    "HAWTHORN CLOSE",
    "no. 12 Hawthorn Cl",
    "12, Hawthorn Close",
    "number 12 on Hawthorn close",
    "twelve Hawthorn Close",
    "Twelve hawthorn cl",
    "at 12 Hawthorn since May",
    "Hawthorn Close (number 12)",
    "Hawthorn Close's residents",
    "the Hawthorn-Close flats",
    "seen in HawthornClose",
    "hawthornclose",
    "Haw-\nthorn Close",
    "Hawthorn\nClose",
    "Ha wthorn Close",
    "H a w t h o r n  C l o s e",
    "Hawthorne Close",
    "Hathorn Close",
    "Hawthron Close",
    "Hawthorn\u00a0Clo",
    "H\u0430wth\u043ern Close",
    "\u039d\u043e twelve, \u041dawthorn \u0421lose",
    "Ｈａｗｔｈｏｒｎ Ｃｌｏｓｅ",
    "Haw\u00adthorn Clo\u00adse",
    "Haw\u200bthorn\u200b Close",
    "Hawthórn Close",
    "12Hawthorn Close",
    "“Hawthorn” Close",
    "he is at FT1 2ZZ now",
    "postcode ft12zz",
    "see hawthorn_close.jpg",
    "he said: Hawth=\norn Close",
)
"""As somebody writes it who means the family's home."""

INNOCENT = (
    "Ms Hawthorn came to the meeting.",
    "Ms Hawthorn closed the case.",
    "Ms Hawthorn clearly said so.",
    "Jo Hawthorn, close friend of the family, was there.",
    "Present: Ms Hawthorn. Close of the meeting at noon.",
    "The hawthorn in the garden was close by.",
    "He lives in Hawthorne Road.",
    "in Blackthorn Close",
    "Whitehawthorn Close",
    "Near the close, by the hawthorn.",
)


@pytest.mark.parametrize("said", WRITTEN)
def test_however_it_is_written_it_is_found(said: str) -> None:
    assert leaks(f"They said: {said} and more.".encode(), HOME) != []


@pytest.mark.parametrize("said", INNOCENT)
def test_a_surname_and_ordinary_words_are_not_held(said: str) -> None:
    assert leaks(said.encode(), HOME) == []


STREETS = {
    "12 Hawthorn Close": (
        "He sat with Holly, near the hawthorn, close to tears.",
        "Sam Hawthorn\nDr A Jones",
        "Sam Hawthorn\nDR JONES",
        "GP of Sam Hawthorn Dr Jones",
    ),
    "6 Hawthorn Drive": (
        "Sam Hawthorn\nDr A Jones",
        "GP of Sam Hawthorn Dr Jones rang",
        "Mr Hawthorn drives to work.",
    ),
    "7 Victoria Street": (
        "Victoria\nSt Anne's Primary",
        "Victoria\tSt. Anne's Primary",
        "She sat with Victoria, St Anne's and the nurse.",
        "Pupils: Victoria St Anne's",
    ),
    "1 Victoria Road": (
        "She will phone Victoria on Monday.",
        "Year 1 Victoria Primary School",
        "Seen in May 2021. Victoria is well.",
        "1. Victoria, aged 6",
        "No one Victoria knows hurts her.",
        "Child 1 Victoria, child 2 Sam",
    ),
    "10 Orchard Way": ("He often Orchard Nursery visited.", "In form 10 Orchard pupils read.", "often orchard"),
    "1 Stanley Road": ("She left him alone Stanley said.", "Stanley was left alone.", "Page 1 Stanley"),
    "5 Fore Street": (
        "Forest School",
        "In Year 5 Forest School is on Fridays.",
        "before school",
        "Mum is forest-proud",
    ),
    "1 Fir Street": ("This was the first visit.", "In year 1 first words came.", "first"),
    "2 Lea St": ("at least twice", "She has 2, at least.", "Lea stayed at home.", "He is 2 least of all"),
    "9 Lowe Street": ("the lowest mark", "Ms Lowe started in May."),
    "9 Hone Street": ("She is honest.", "An honest view was given."),
    "3 Parker Close": (
        "He parked close to the school.",
        "A car parked close by at 15:30.",
        "At 15:30 parked close by.",
        "Ms Parker closed the case.",
        "Parked close to the school, he waited.",
    ),
    "3 Walker Close": ("They walked close together.", "She walked close to the road."),
    "3 Turner Close": ("She turned close to the gate.",),
    "3 Parsons Close": (
        "persons close to the child",
        "PERSONS CLOSE TO THE CHILD",
        "of persons close to her",
        "Persons close to the child",
    ),
    "3 Grange Close": ("The range close to the kettle was hot.",),
    "4 Main Road": ("Jay ran into the main road.", "Main road safety was taught.", "The house is by a main road."),
    "4 New Road": ("There is a new road behind it.", "They took a new road."),
    "4 Back Lane": ("He came down the back lane.",),
    "4 Long Drive": ("It is a long drive to contact.", "After the long drive he slept."),
    "4 Park Close": ("He was asked not to park close to the school.", "They park close by."),
    "4 School Close": ("Mum wants a school close to home.", "The school close to her is full."),
    "8 Holly Close": ("Mum held Holly close.", "Mum keeps Holly close to her.", "Holly close to tears told us."),
    "8 Poppy Walk": ("We saw Poppy walk.", "Dad lets Poppy walk to school.", "Poppy walked home."),
    "8 Jordan Way": ("Dad told Jordan way too much.", "Jordan, way behind in class, was tired."),
    "8 Jasmine Drive": ("He let Jasmine drive the car.",),
    "8 River Walk": ("They took a river walk.",),
    "8 Broad Way": ("Broadway Theatre School", "broadway"),
    "8 Charlie Chase": ("He saw Charlie chase the cat.",),
    "8 Half Way": ("They met half way.", "halfway"),
}
"""What social workers write of other things, by the address that has a street of such a name."""
PASSING = [(address, said) for address, many in STREETS.items() for said in many]


@pytest.mark.parametrize(("address", "said"), PASSING)
def test_children_and_everyday_words_that_are_called_like_the_street_pass(address: str, said: str) -> None:
    words = protected_of("address", [address, "Farton"], "FT1 2ZZ")
    assert [one.kind for one in leaks(f"Report of the worker\n{said}\nof the team".encode(), words)] == []


HELD = (
    (["12 Hawthorn Drive"], "She lives on Hawthorn Dr Farton."),
    (["12 Hawthorn Drive"], "on Hawthorn\nDr in May"),
    (["7 Victoria Street"], "at 7 Victoria St Farton"),
    (["7 Victoria Street"], "seen in Victoria st"),
    (["1 Victoria Road"], "He waits at 1 Victoria since May."),
    (["41 Victoria Road"], "41 Victoria, Farton"),
    (["1 Victoria Road"], "at one Victoria"),
    (["5 Fore Street"], "She lives at 5 Fore St."),
    (["5 Fore St"], "in fore st"),
    (["4 Main Road"], "They live on Main Road."),
    (["4 Main Road"], "They live at 4 main road."),
    (["4 Main Road"], "They live on main road."),
    (["4 High Street"], "They live in the high street."),
    (["8 Holly Close"], "They moved to Holly close."),
    (["8 Holly Close"], "They are in holly close now."),
    (["3 Parker Close"], "12 parkr close"),
    (["3 Parker Close"], "Paker Close"),
    (["3 Parker Close"], "in parkr close"),
    (["Hawthorn Close 12"], "in Hawthorn Close"),
    (["Hawthorn Close (no. 12)"], "in Hawthorn Close"),
    (["Hawthorn Close 12 Farton"], "in Hawthorn Close"),
    (["Hawthorn Close Flat 3"], "in Hawthorn Close"),
    (["Hawthorn Close - No12"], "in Hawthorn Close"),
    (["12 Hawthorn Drive"], "on Hawthorn\nDr. She waits"),
    (["12 Hawthorn Drive"], "HAWTHORN DR FARTON"),
    (["12 Hawthorn Drive"], "the Hawthorn Dr Surgery"),
    (["12 Hawthorn Close"], "the Hawthorn close flats"),
    (["12 Hawthorn Close"], "her address is Hawthorn close"),
    (["Hawthorn Court 12/3"], "in Hawthorn Court"),
    (["Rose Cottage Hawthorn Close"], "in Hawthorn Close"),
    (["12 Rose Court Hawthorn Close Farton"], "in Hawthorn Close"),
    (["Rose Cottage", "Hawthorn Close"], "in Hawthorn Close"),
    (["12 The Parade", "Hawthorn Close", "Farton"], "in Hawthorn Close"),
    (["3 Mill Lane", "Hawthorn Close", "Farton"], "in Hawthorn Close"),
    (["Rose Cottage, Hawthorn Close, FT1 2ZZ"], "in Hawthorn Close"),
    (["Lois Lane", "Hawthorn Close"], "in Hawthorn Close"),
    (["12 Rose Court", "Hawthorn Close"], "in Hawthorn Close"),
    (["17 Rosenthorpe Terrace"], "Azad waits for her on Rosenthorpe Terr."),
    (["17 Rosenthorpe Terrace"], "in Rosenthorpe Tce"),
    (["12 Hawthorn Close"], "in Hawthorn Cls."),
    (["12 Hawthorn Close"], "Hawthorn\u00b7Close"),
    (["12 St Hilda's Road"], "12 Saint Hildas Rd"),
    (["12 St. Hilda's Road, Farton"], "in Saint Hilda's Road"),
    (["Flat 3, 12 Saint Hilda's Road"], "in St Hilda's Road"),
    (["3", "Saint Hilda's Road", "Farton"], "near St. Hildas Road"),
    (["12 St.Hilda's Road"], "in Saint Hilda's Road"),
    (["12 A St Hilda's Road"], "in Saint Hilda's Road"),
    (["No.12: St Hilda's Road"], "in Saint Hilda's Road"),
    (["12 Upper St Martin's Lane"], "in Upper Saint Martin's Lane"),
    (["12 Great Saint Helen's Road"], "in Great St. Helens Road"),
    (["The Old Rectory St Mary's Close"], "in Saint Mary's Close"),
    (["Flat A St Hilda's Close"], "in Saint Hilda's Close"),
    (["12 A Mill Lane"], "in Mill Lane"),
    (["Flat A Mill Close", "Farton"], "in Mill Close"),
)


@pytest.mark.parametrize(("lines", "said"), HELD)
def test_what_leads_there_is_held_all_the_same(lines: list[str], said: str) -> None:
    assert leaks(f"They said: {said} and more.".encode(), protected_of("address", lines, "")) != []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["3 Mill Lane", "Hazel Grove"], "Hazel Grove Primary School"),
        (["3 Mill Lane", "Hazel Grove FT1 2ZZ"], "Hazel Grove Primary School"),
        (["3 Mill Lane, Hazel Grove, FT1 2ZZ"], "Hazel Grove Primary School"),
        (["3", "Mill Lane", "Hazel Grove"], "Hazel Grove Primary School"),
        (["3 Mill Lane", "Chester le Street"], "the office in Chester le Street"),
        (["Jane Green 12 Mill Lane"], "Jane Green"),
        (["12 St Hilda's Road", "St Helens"], "the surgery in Saint Helens"),
        (["12 High St Farton"], "Saint Farton's Day"),
        (["12 St Hilda's Road"], "Saint Hilda's Primary School"),
        (["1st Floor, 12 Mill Lane"], "Saint Floor"),
        (["12 Mill Lane, St Albans"], "the court in Saint Albans"),
    ],
)
def test_a_town_that_is_called_like_a_street_protects_nobody(lines: list[str], said: str) -> None:
    assert leaks(said.encode(), protected_of("address", lines, "")) == []
