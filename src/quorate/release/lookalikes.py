"""Letters of other alphabets that look like Latin ones, and signs that nobody sees: read as what a reader sees.

What is written in one alphabet with a letter of another reads the same on paper. Full-width, mathematical, circled and
accented letters are taken care of by the standard library's NFKD and are not here. The pairs are those of Unicode
Technical Standard 39 ("confusables.txt", 16.0) between one letter and one of a to z, case by case.
"""

from __future__ import annotations

from typing import Final

_PAIRS: Final = (
    # Cyrillic
    ("АВЕКМНОРСТУХЅІЈҮҺԌԚԜѴ", "ABEKMHOPCTYXSIJYHGQWV"),
    ("аеорсухѕіјһԁԛԝѵӏҽү", "aeopcyxsijhdqwvley"),
    # Greek
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϺ", "ABEZHIKMNOPTYXCM"),
    ("αγινορσυϲϳ", "ayivopoucj"),
    # Armenian
    ("ՍՕԼոսօհցզ", "UOLnuohgq"),
    # Latin letters that NFKD leaves as they are
    ("ıɑɡɩʏʟɪøØłŁđĐħĦŧŦ", "iagiylioOlLdDhHtT"),
    # Not in the standard's list, but read as small capitals by whoever expects the word
    ("вкмнт", "bkmht"),
)
SEEN_AS: Final = {one: seen for said, plain in _PAIRS for one, seen in zip(said, plain, strict=True)}
"""To be used before the case is taken away: a small letter does not always look like its capital."""
LOOKS_LATIN: Final = "".join(SEEN_AS)
"""All of them, to see at once whether a text has any."""
