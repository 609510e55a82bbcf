"""NHS numbers and unique pupil numbers: one shape, check digits, refusals that never repeat the number."""

from __future__ import annotations

import pytest

from quorate.cases import identifiers
from quorate.cases.identifiers import WrongIdentifier

COMPARE = "compare it with the letter or record that it came from."


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("943 476 5919", "9434765919"), (" 943-476-5919 ", "9434765919"), ("", ""), ("   ", "")],
)
def test_an_nhs_number_is_ten_digits(typed: str, kept: str) -> None:
    assert identifiers.nhs_number(typed) == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("943 476 5918", f"The last digit of the NHS number does not fit the others; {COMPARE}"),
        ("943 476 591", f"An NHS number has 10 digits and this has 9 characters; {COMPARE}"),
        ("943 476 591O", f"An NHS number has digits only; {COMPARE}"),
    ],
)
def test_a_wrong_nhs_number_says_what_is_wrong(typed: str, sentence: str) -> None:
    with pytest.raises(WrongIdentifier) as wrong:
        identifiers.nhs_number(typed)
    assert (str(wrong.value), wrong.value.__cause__) == (sentence, None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("h801200001001", "H801200001001"),
        ("U80120000100A", "U80120000100A"),
        ("B838000000001", "B838000000001"),  # of an authority that came after the library's list
        ("", ""),
    ],
)
def test_a_upn_is_a_letter_and_twelve_digits_or_ends_with_a_letter(typed: str, kept: str) -> None:
    assert identifiers.upn(typed) == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("A801200001001", f"The first letter of the unique pupil number does not fit the digits; {COMPARE}"),
        ("A838000000001", f"The first letter of the unique pupil number does not fit the digits; {COMPARE}"),
        ("H80120000100", f"A unique pupil number has 13 characters and this has 12; {COMPARE}"),
        (
            "X80120000A001",
            f"A unique pupil number is a letter and 12 digits (a temporary one ends with a letter instead); {COMPARE}",
        ),
    ],
)
def test_a_wrong_upn_says_what_is_wrong(typed: str, sentence: str) -> None:
    with pytest.raises(WrongIdentifier) as wrong:
        identifiers.upn(typed)
    assert (str(wrong.value), typed in str(wrong.value)) == (sentence, False)


def test_an_nhs_number_is_shown_in_groups() -> None:
    assert [identifiers.spaced_nhs_number(number) for number in ("9434765919", "")] == ["943 476 5919", ""]
