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
