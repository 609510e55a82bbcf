"""Sixty ways to get a list wrong, each named with its row, its column and its mend, and every good row in."""

from __future__ import annotations

import pytest

from quorate.people.lists.checking import check
from quorate.people.lists.faults import Unreadable
from quorate.people.lists.reading import read
from tests.people.listing import AGENCIES, PROFESSIONALS, ROOMS, SOUND, TODAY, as_csv, as_xlsx, lines

REACHED = {**AGENCIES, "Kept right by": "Head"}

# kind of list, what one row says otherwise, the column that is named, the code of the fault
ONE_CELL: list[tuple[str, dict[str, str], str, str]] = [
    ("agencies", {"Agency": ""}, "Agency", "missing"),
    ("agencies", {"Kind": ""}, "Kind", "missing"),
    ("professionals", {"Full name": ""}, "Full name", "missing"),
    ("professionals", {"Job title": ""}, "Job title", "missing"),
    ("professionals", {"Agency": ""}, "Agency", "missing"),
    ("rooms", {"Building": ""}, "Building", "missing"),
    ("rooms", {"Room": ""}, "Room", "missing"),
    ("rooms", {"Seats": ""}, "Seats", "missing"),
    ("agencies", {"Agency": "x" * 201}, "Agency", "too-long"),
    ("agencies", {"Agency": "y" * 2001}, "Agency", "cell-too-long"),
    ("agencies", {"Agency": "12345"}, "Agency", "no-letters"),
    ("agencies", {"Agency": "tbc"}, "Agency", "placeholder"),
    ("agencies", {"Agency": "Weir\u200b Lane"}, "Agency", "invisible"),
    ("agencies", {"Agency": "Weir \u202eenaL"}, "Agency", "invisible"),
    ("agencies", {"Agency": "ZoÃ«'s Nursery"}, "Agency", "wrong-encoding"),
    ("agencies", {"Agency": "Zo\ufffd's Nursery"}, "Agency", "wrong-encoding"),
    ("agencies", {"Kind": "Scool"}, "Kind", "unknown-kind"),
    ("agencies", {"Kind": "Circus"}, "Kind", "unknown-kind"),
    ("agencies", {"Secure e-mail": "head at school"}, "Secure e-mail", "no-email"),
    ("agencies", {"Secure e-mail": "a@x.example; b@x.example"}, "Secure e-mail", "several-addresses"),
    ("agencies", {"Telephone": "ask Reception"}, "Telephone", "no-telephone"),
    ("agencies", {"Telephone": "1632960123"}, "Telephone", "lost-zero"),
    ("agencies", {"Telephone": "01632 9601"}, "Telephone", "telephone-length"),
    ("agencies", {"Telephone": "0163296012301632960123"}, "Telephone", "telephone-length"),
    ("agencies", {"Telephone": "4.41633E+11"}, "Telephone", "scientific"),
    ("agencies", {"Telephone": "01632 960123", "Kept right by": ""}, "Kept right by", "no-owner"),
    ("agencies", {"Confirm again by": "27/03/2027"}, "Confirm again by", "nothing-to-confirm"),
    ("agencies", {"Telephone": "01632 960123", "Confirm again by": "20/11/2026"}, "Confirm again by", "past-review"),
    ("professionals", {"From": "soon"}, "From", "no-date"),
    ("professionals", {"From": "31/02/2026"}, "From", "no-such-day"),
    ("professionals", {"From": "03/27/2026"}, "From", "no-such-day"),
    ("professionals", {"From": "01/09/26"}, "From", "short-year"),
    ("professionals", {"From": "46266"}, "From", "serial-date"),
    ("professionals", {"From": "01/09/1500"}, "From", "odd-year"),
    ("professionals", {"From": "01/09/9999"}, "From", "odd-year"),
    ("professionals", {"From": "01/09/2026", "To": "31/08/2026"}, "To", "ends-before"),
    ("rooms", {"Seats": "many"}, "Seats", "no-number"),
    ("rooms", {"Seats": "12.5"}, "Seats", "fraction"),
    ("rooms", {"Seats": "0"}, "Seats", "no-seats"),
    ("rooms", {"Seats": "-4"}, "Seats", "no-seats"),
    ("rooms", {"Seats": "501"}, "Seats", "too-many-seats"),
    ("rooms", {"Without steps": "perhaps"}, "Without steps", "no-yes-or-no"),
    ("rooms", {"By video": "Teams"}, "By video", "no-yes-or-no"),
]


@pytest.mark.parametrize(("kind", "otherwise", "column", "code"), ONE_CELL)
def test_a_wrong_cell_is_named_and_the_rows_around_it_are_sound(
    kind: str, otherwise: dict[str, str], column: str, code: str
) -> None:
    sound = {**SOUND[kind], **({"Kept right by": "Head"} if kind == "agencies" else {})}
    first = next(iter(sound)) if kind != "rooms" else "Room"
    rows = [sound, {**sound, first: "Another one", **otherwise}, {**sound, first: "A third"}]
    checked = check(kind, read(as_csv(*rows)), today=TODAY)
    assert [(one.row, one.column, one.code) for one in checked.faults] == [(3, column, code)]
    assert [entry.row for entry in checked.entries] == [2, 4]
    assert checked.faults[0].what.endswith(".") and checked.faults[0].mend[-1] in ".?"


# content of the file, kind, row, column, code
WHOLE: list[tuple[bytes, str, int, str, str]] = [
    (as_csv({**AGENCIES, "Shoe size": "9"}), "agencies", 1, "Shoe size", "unknown-column"),
    (as_csv({**AGENCIES, "Telefone": ""}), "agencies", 1, "Telefone", "unknown-column"),
    (lines(["Agency", "Kind"], ["Weir, Lane", "School", "oops"]), "agencies", 2, "", "too-many-cells"),
    (as_csv(AGENCIES, AGENCIES), "agencies", 3, "Agency", "said-twice"),
    (as_csv(AGENCIES, {**AGENCIES, "Kind": "Police"}), "agencies", 3, "Agency", "said-otherwise"),
    (as_csv(PROFESSIONALS, PROFESSIONALS), "professionals", 3, "Full name", "said-twice"),
    (as_csv(ROOMS, {**ROOMS, "Seats": "9"}), "rooms", 3, "Building", "said-otherwise"),
    (
        as_csv({**ROOMS, "Address": "1 Weir Lane"}, {**ROOMS, "Room": "Elm", "Address": "2 Weir Lane"}),
        "rooms", 3, "Address", "building-otherwise",
    ),
    (
        as_csv({**ROOMS, "How to get in": "Ring"}, {**ROOMS, "Room": "Elm", "How to get in": "Knock"}),
        "rooms", 3, "How to get in", "building-otherwise",
    ),
    (as_xlsx(["Building", "Room", "Seats"], ["Weir House", "Oak", "=4+8"]), "rooms", 2, "Seats", "formula"),
    (as_xlsx(["Building", "Room", "Seats"], ["Weir House", "Oak", "#N/A"]), "rooms", 2, "Seats", "error-value"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "kind", "row", "column", "code"), WHOLE)
def test_a_fault_of_a_row_or_heading_is_named(content: bytes, kind: str, row: int, column: str, code: str) -> None:
    faults = check(kind, read(content), today=TODAY).faults
    assert (row, column, code) in [(one.row, one.column, one.code) for one in faults]


@pytest.mark.parametrize(
    ("content", "code", "named"),
    [
        (lines(["Agency"], ["Weir Lane School"]), "no-column", "no column Kind"),
        (lines(["Weir Lane School", "Primary"], ["Mill School", "Primary"]), "no-column", "Agency and none Kind"),
        (
            lines(["Agency", "Kind", "Organisation"], ["a", "b", "c"]),
            "column-twice",
            "“Agency” and “Organisation” are both",
        ),
        (lines(["Agency", "Kind", "Agency*"], ["a", "b", "c"]), "column-twice", "The column Agency stands there twice"),
    ],
)
def test_headings_that_leave_nothing_to_read_are_refused(content: bytes, code: str, named: str) -> None:
    with pytest.raises(Unreadable) as refused:
        check("agencies", read(content), today=TODAY)
    assert refused.value.code == code and named in refused.value.what


def test_there_are_more_than_forty_kinds_of_faults() -> None:
    from tests.people.test_lists_reading import REFUSED

    codes = (
        {code for *_, code in ONE_CELL} | {code for *_, code in WHOLE} | set(REFUSED) | {"no-column", "column-twice"}
    )
    assert len(codes) >= 45


@pytest.mark.parametrize(
    "headings",
    [
        ("Agency name", "TYPE", "E-mail", "Tel. no.", "Owner"),
        ("organisation", "Category", "Email address", "PHONE", "Contact person"),
        ("School", "what it is", "secure-email", "Telephone number", "Who keeps it right"),
        ("Agency*", "Kind:", "Secure e-mail", "telephone", "kept right by"),
    ],
)
def test_headings_are_known_in_their_usual_spellings(headings: tuple[str, ...]) -> None:
    row = ("Weir Lane School", "school", "Head@Weir.example", "01632 960123", "Head")
    checked = check("agencies", read(lines(headings, row)), today=TODAY)
    assert checked.faults == []
    assert dict(checked.entries[0].values) == {
        "name": "Weir Lane School",
        "kind": "school",
        "secure_email": "head@weir.example",
        "telephone": "01632 960123",
        "owner": "Head",
    }


@pytest.mark.parametrize(
    "said", ["27/03/2027", "2027-03-27", "27.3.2027", "27 March 2027", "27th Mar 2027", "27-Mar-2027"]
)
def test_days_are_read_as_people_write_them(said: str) -> None:
    row = {**REACHED, "Telephone": "01632 960123", "Confirm again by": said}
    checked = check("agencies", read(as_csv(row)), today=TODAY)
    assert [str(entry.values["review_on"]) for entry in checked.entries] == ["2027-03-27"]
