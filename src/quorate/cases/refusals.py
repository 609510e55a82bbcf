"""How this room says no: one sentence a field, and never a word of what a row holds."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, ParamSpec, TypeVar

from django.core.exceptions import ValidationError
from django.db import DatabaseError, OperationalError

from quorate.procedure.calendar import FIRST_DAY, LAST_DAY
from quorate.procedure.moments import MomentError

_P = ParamSpec("_P")
_T = TypeVar("_T")

# What a person can do about a rule that the database keeps for us, by the name of the constraint.
_SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "cases_child_local_id_once": (
        "local_id",
        "This local reference is in use for another record of the authority; check it, and search for it first.",
    ),
    "cases_child_reference_once": ("reference", "This reference is in use; leave it out and one is given."),
    "cases_one_open_home": (
        "kind",
        "This person has a home without an end already; end that one first, or record this one as staying at present.",
    ),
    "cases_one_present_stay": ("kind", "This person stays somewhere at present already; end that stay first."),
    "cases_address_opened_because": ("reason_code", "Say why it need not be protected any more."),
    "cases_relative_once_a_case": ("person_id", "This person is recorded with this child already; change that record."),
    "cases_kinship_once": ("kind", "This is recorded already; end the earlier line first."),
    "cases_redirect_case_id_key": ("case", "This record has been joined to another already; open that one."),
}


_UNIQUE: Final = "23505"
_SAVED_ALREADY: Final = (
    "The same was saved a moment ago, by you or by somebody else, so it was not saved again. Load the page "
    "again and look."
)
_UNKNOWN_DAY: Final = (
    f"A day or time in it cannot be taken: the rules know the years {date.fromordinal(FIRST_DAY).year} to "
    f"{date.fromordinal(LAST_DAY).year}, and no time that the clocks leave out. Check it and save again."
)


class Refused(ValidationError):
    """Something cannot be so, or not yet: `message_dict` gives the field and one sentence with the mend.

    The sentences never repeat what was typed, so that a refusal can be logged.
    """

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__({name: [sentence] for name, sentence in fields.items()})

    @property
    def sentences(self) -> dict[str, str]:
        """Field → sentence."""
        return {name: str(said[0]) for name, said in self.message_dict.items()}


class NotKept(RuntimeError):
    """The database refused a row for a reason that nobody can mend by typing: a slip of ours. Names the rule only."""


def refuse(**fields: str | None) -> None:
    """Raises `Refused` with every sentence that is not None; passes when there is none."""
    found = {name: sentence for name, sentence in fields.items() if sentence}
    if found:
        raise Refused(found)


def quietly(service: Callable[_P, _T]) -> Callable[_P, _T]:
    """Lets nothing of a refused row out: messages of the database and of Django quote names, numbers and dates."""

    @functools.wraps(service)
    def guarded(*args: _P.args, **named: _P.kwargs) -> _T:
        said: Exception
        try:
            return service(*args, **named)
        except (OperationalError, Refused):
            raise
        except MomentError:
            said = Refused({"": _UNKNOWN_DAY})
        except (DatabaseError, ValidationError) as error:
            said = _said(error)
        # Raised out here, so that the original with its words is not carried along.
        raise said

    return guarded


def _said(error: Exception) -> Exception:
    diagnosis: Any = getattr(error.__cause__, "diag", None)
    rule = str(getattr(diagnosis, "constraint_name", None) or "")
    if rule in _SENTENCES:
        field, sentence = _SENTENCES[rule]
        return Refused({field: sentence})
    state = getattr(error.__cause__, "sqlstate", None)
    if state == _UNIQUE:
        return Refused({"": _SAVED_ALREADY})
    table = getattr(diagnosis, "table_name", None)
    return NotKept(f"{table or 'a table of cases'} refused a row: {rule or state or type(error).__name__}")
