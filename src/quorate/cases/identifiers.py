"""NHS numbers and unique pupil numbers: brought into one shape, checked by their check digits.

Refusals never repeat the number: it identifies a child.
"""

from __future__ import annotations

from typing import Final

import stdnum.gb.nhs
import stdnum.gb.upn
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength, ValidationError

_COMPARE: Final = "compare it with the letter or record that it came from"


class WrongIdentifier(ValueError):
    """A number that cannot be one; the sentence says what is wrong with it and how to mend it."""


def nhs_number(typed: str) -> str:
    """Ten digits without spaces; "" for nothing. Raises `WrongIdentifier` (Modulus 11, NHS Data Dictionary)."""
    compact: str = stdnum.gb.nhs.compact(typed or "")
    if not compact:
        return ""
    try:
        return str(stdnum.gb.nhs.validate(compact))
    except InvalidLength:
        raise WrongIdentifier(
            f"An NHS number has 10 digits and this has {len(compact)} characters; {_COMPARE}."
        ) from None
    except InvalidChecksum:
        raise WrongIdentifier(f"The last digit of the NHS number does not fit the others; {_COMPARE}.") from None
    except ValidationError:
        raise WrongIdentifier(f"An NHS number has digits only; {_COMPARE}.") from None


def upn(typed: str) -> str:
    """A letter and twelve digits, or eleven digits and a letter for a temporary one; "" for nothing.

    Raises `WrongIdentifier`. The three digits of the local authority may be of one that came after the library's list.
    """
    compact: str = stdnum.gb.upn.compact(typed or "")
    if not compact:
        return ""
    try:
        return str(stdnum.gb.upn.validate(compact))
    except InvalidComponent:
        return _of_newer_authority(compact)
    except InvalidLength:
        raise WrongIdentifier(
            f"A unique pupil number has 13 characters and this has {len(compact)}; {_COMPARE}."
        ) from None
    except InvalidFormat:
        raise WrongIdentifier(
            f"A unique pupil number is a letter and 12 digits (a temporary one ends with a letter instead); {_COMPARE}."
        ) from None
    except InvalidChecksum:
        raise _wrong_letter() from None


def _of_newer_authority(compact: str) -> str:
    if stdnum.gb.upn.calc_check_digit(compact[1:]) != compact[0]:
        raise _wrong_letter()
    return compact


def _wrong_letter() -> WrongIdentifier:
    return WrongIdentifier(f"The first letter of the unique pupil number does not fit the digits; {_COMPARE}.")


def spaced_nhs_number(number: str) -> str:
    """As it is written: three, three and four digits."""
    return f"{number[:3]} {number[3:6]} {number[6:]}" if number else ""
