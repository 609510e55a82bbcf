"""Of an address that stands in one line, the house and street alone and the postcode alone are looked for too."""

from __future__ import annotations

import pytest

from quorate.release.doors import doors_in, postcodes_in
from quorate.release.folding import folded

LINES: dict[str, tuple[set[str], list[str]]] = {
    "Flat 4, 12 Mill Lane, Farton FT1 2ZZ": ({"12milllane", "12millln"}, ["FT1 2ZZ"]),
    "Flat 4 12a Mill Rd ft1-2zz": ({"12amillrd", "12amillroad"}, ["ft1-2zz"]),
    # Nobody knows where an unmarked town begins but by what the street is called.
    "12 Park Road Farton": ({"12parkroadfarton", "12parkroad", "12parkrd"}, []),
    "12, The Green, Northside, Farton": ({"12thegreen"}, []),
    "Mill House, 12-14 St James St, Farton": (
        {"millhouse", "1214stjames", "1214stjamesst", "1214stjamesstr", "1214stjamesstreet"},
        [],
    ),
    "Flat 4, Rose Cottage, Mill Lane, Farton": ({"rosecottage"}, []),
    # Who lives there, or the town, would be found in every paper.
    "Jane Example, 12 Mill Lane, Farton": ({"12milllane", "12millln"}, []),
    "Farton, 12 Mill Lane": ({"12milllane", "12millln"}, []),
    # A town, a flat of whatever house, and a line that says nothing but the one thing are not looked for anew.
    "Farton": (set(), []),
    "Ground floor, Flat 4": (set(), []),
    "Rose Cottage": (set(), []),
}


@pytest.mark.parametrize("line", LINES)
def test_what_leads_to_the_door_within_a_line(line: str) -> None:
    doors, postcodes = LINES[line]
    assert ({folded(one) for one in doors_in(line)}, postcodes_in(line)) == (doors, postcodes)
