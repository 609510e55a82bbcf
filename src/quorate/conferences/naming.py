"""What somebody is called of whom the list knows only the part that they play."""

from __future__ import annotations

from typing import Final

from quorate.cases.details import tidy

NO_NAME_YET: Final = ", no name given yet"
"""What stands behind the part of somebody who was put on the list without a name."""
ANOTHER: Final = "Another person of the same name: "
"""What stands before how somebody who is called as a person of the family was told apart from them."""


def with_another(why: str, another: str) -> str:
    """Why somebody is on the list, with how they were told apart from somebody of the same name; "" for who was not."""
    return tidy(f"{why} {ANOTHER}{another}" if tidy(another) else why)


def unnamed(name: str) -> str:
    """The name; of somebody without one the part alone: "Police" for "Police, no name given yet"."""
    return name.removesuffix(NO_NAME_YET)


def own_name(name: str) -> str:
    """The name of somebody who has one, else ""."""
    return "" if name.endswith(NO_NAME_YET) else name


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for capitals and blanks."""
    return tidy(one).casefold() == tidy(other).casefold()
