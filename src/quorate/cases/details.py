"""What can be true of a child or relative: facts brought into one shape, and the impossible named, one sentence each.

Pure: no database, no clock. `on` is the day on which somebody says it. Sentences never repeat what was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from quorate.cases import census_codes, identifiers

OLDEST_CHILD: Final = 26  # years; the census takes care leavers and disabled young people to 25
OLDEST_PERSON: Final = 120  # years
LONGEST_WAIT: Final = timedelta(days=310)  # from now to an expected date of birth
EARLIEST, LATEST = timedelta(days=140), timedelta(days=45)  # how far a birth may lie from the day expected
LONGEST_NAME: Final = 120


def tidy(text: str) -> str:
    """One line, single spaces, composed letters, nothing invisible: what two people typing a name have in common."""
    composed = unicodedata.normalize("NFC", text or "")
    visible = "".join(" " if c.isspace() else c for c in composed if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(visible.split())


def says_something(text: str) -> bool:
    """Whether a letter or a figure stands in it: a dash or a dot that was typed to get on is no answer."""
    return any(c.isalnum() for c in text)


_POSTCODE: Final = re.compile(r"(?:[A-Z]{1,2}[0-9][A-Z0-9]?|GIR) ?[0-9][A-Z]{2}")


def postcode_fault(text: str) -> str | None:
    """What keeps this from being a postcode of the United Kingdom; none need be known."""
    said = tidied_postcode(text)
    if not said or _POSTCODE.fullmatch(said):
        return None
    return "Write a postcode such as AB1 2CD, or leave it out; one of another country belongs in the address."


def tidied_postcode(text: str) -> str:
    """In capitals, with the blank before its last three letters and figures where it is a postcode."""
    said = tidy(text).upper()
    whole = said.replace(" ", "")
    return f"{whole[:-3]} {whole[-3:]}" if _POSTCODE.fullmatch(whole) else said


@dataclass(frozen=True, repr=False)
class NewChild:
    """What is said of a child when the record is begun. Fields as in `models.Child`."""

    given_names: str = ""
    family_name: str = ""
    known_as: str = ""
    born_on: date | None = None
    expected_on: date | None = None
    died_on: date | None = None
    sex: str = "U"
    ethnicity: str = ""
    disabilities: tuple[str, ...] = ()
    first_language: str = ""
    local_id: str = ""
    upn: str = ""
    former_upn: str = ""
    upn_unknown: str = ""
    nhs_number: str = ""
    person_id: UUID | None = None

    def __repr__(self) -> str:
        return "NewChild(…)"


TEXTS: Final = ("given_names", "family_name", "known_as", "first_language", "local_id")
_LENGTHS: Final = {"first_language": 60, "local_id": 40}


def tidied(new: NewChild) -> NewChild:
    """The same in one shape: texts tidy, numbers compact where they can be, each disability once."""
    changed: dict[str, Any] = {name: tidy(getattr(new, name)) for name in TEXTS}
    for name, shape in (
        ("upn", identifiers.upn),
        ("former_upn", identifiers.upn),
        ("nhs_number", identifiers.nhs_number),
    ):
        try:
            changed[name] = shape(getattr(new, name))
        except identifiers.WrongIdentifier:
            changed[name] = getattr(new, name)
    changed["disabilities"] = tuple(dict.fromkeys(code.strip().upper() for code in new.disabilities))
    for name in ("sex", "ethnicity", "upn_unknown"):
        changed[name] = (getattr(new, name) or "").strip().upper()
    return replace(new, **changed)


def faults(new: NewChild, *, on: date, named: bool = True) -> dict[str, str]:
    """What cannot be so, by field, one sentence each. `named`: a child who is born must have a name."""
    found = {**_faults_of_dates(new, on), **_faults_of_codes(new), **_faults_of_numbers(new)}
    for name in TEXTS:
        longest = _LENGTHS.get(name, LONGEST_NAME)
        if len(getattr(new, name)) > longest:
            found[name] = f"This has more than {longest} characters; shorten it and keep the rest in the chronology."
    if named and new.born_on and not (new.given_names or new.family_name):
        found["given_names"] = "Give a given name or a family name; where none is known yet, write what people say."
    return found


def birth_fault(born_on: date | None, on: date, oldest: int = OLDEST_CHILD) -> str | None:
    """What is impossible about a date of birth on the day it is said."""
    if born_on is None:
        return None
    if born_on > on:
        return "The date of birth has not come yet; for a child not yet born give the date that is expected."
    if on.year - born_on.year > oldest:
        return f"This date of birth makes the person more than {oldest} years old; check the year."
    return None


def death_fault(born_on: date | None, died_on: date | None, on: date) -> str | None:
    """What is impossible about a date of death."""
    if died_on is None:
        return None
    if died_on > on:
        return "The date of death has not come yet; check the year."
    if born_on is not None and died_on < born_on:
        return "The date of death is before the date of birth; check both."
    return None


def expected_fault(expected_on: date | None, on: date) -> str | None:
    """What is impossible about an expected date of birth said on a day."""
    if expected_on is not None and expected_on > on + LONGEST_WAIT:
        return "The birth is expected more than ten months from now; check the month and the year."
    return None


def birth_far_from_expected(born_on: date, expected_on: date | None) -> str | None:
    """Whether a birth lies impossibly far from the day on which it was expected."""
    if expected_on is None or expected_on - EARLIEST <= born_on <= expected_on + LATEST:
        return None
    return "The birth lies too far from the date that was expected; check both, and change the expected date first."


def _faults_of_dates(new: NewChild, on: date) -> dict[str, str]:
    said = {
        "born_on": birth_fault(new.born_on, on),
        "expected_on": expected_fault(new.expected_on, on),
        "died_on": death_fault(new.born_on, new.died_on, on),
    }
    if new.born_on is None and new.expected_on is None:
        said["born_on"] = "Give the date of birth, or the expected date for a child not yet born."
    if new.died_on and new.born_on is None:
        said["died_on"] = "A child not yet born has no date of death; record that the pregnancy ended instead."
    return {name: sentence for name, sentence in said.items() if sentence}


_LISTS: Final[Mapping[str, Mapping[str, str]]] = {
    "sex": census_codes.SEX,
    "ethnicity": census_codes.ETHNICITY,
    "upn_unknown": census_codes.UPN_UNKNOWN,
}


def _faults_of_codes(new: NewChild) -> dict[str, str]:
    found = {
        name: f"This code is not in the census list; the codes are {', '.join(codes)}."
        for name, codes in _LISTS.items()
        if getattr(new, name) and getattr(new, name) not in codes
    }
    if any(code not in census_codes.DISABILITY for code in new.disabilities):
        found["disabilities"] = f"A code is not in the census list; the codes are {', '.join(census_codes.DISABILITY)}."
    elif "NONE" in new.disabilities and len(new.disabilities) > 1:
        found["disabilities"] = "Either no disability or those that there are; take one of the two out."
    if new.born_on is None and new.expected_on is not None and new.sex not in ("U", ""):
        found["sex"] = "The sex of an unborn child is recorded as not known (census rule 8750); give it with the birth."
    return found


def _faults_of_numbers(new: NewChild) -> dict[str, str]:
    found: dict[str, str] = {}
    shapes = {"upn": identifiers.upn, "former_upn": identifiers.upn, "nhs_number": identifiers.nhs_number}
    for name, shape in shapes.items():
        try:
            shape(getattr(new, name))
        except identifiers.WrongIdentifier as wrong:
            found[name] = str(wrong)
    if new.upn and new.upn_unknown:
        found["upn_unknown"] = "There is a unique pupil number; take out the reason why it is not known."
    return found


FIELDS: Final = tuple(one.name for one in fields(NewChild) if one.name != "person_id")
"""The fields that can be said of a child and changed later."""
