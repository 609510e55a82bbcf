"""What the record knows already about why a conference is needed, so that nobody types it."""

from __future__ import annotations

from typing import Any, Final

from quorate.conferences.models import ConferenceRequest
from quorate.conferences.queries.continuing import continued_by
from quorate.procedure.pack import Pack
from quorate.web.conferences.opening import OpenConference
from quorate.web.wording import capitalize_first, day


def other_plans(pack: Pack) -> list[tuple[str, str]]:
    """The plans that there are besides a child protection plan, in the authority's words."""
    words = pack.data["words"]
    codes = pack.data["decisions"]["plans_if_no_protection_plan"]
    return [(code, _word(words, code)) for code in codes]


def _word(words: Any, code: str) -> str:
    found = words.get(code.replace("-", "_"))
    return capitalize_first(found["say"] if found else code.replace("-", " "))


def first_words(found: OpenConference, asked: ConferenceRequest) -> tuple[dict[str, Any], dict[str, str]]:
    """What stands in the form before anybody has written, by field: the law, by the enquiry that the request continues,
    and on which day its assessment was completed; and of each, from where in the record it comes."""
    continued = continued_by(found.conference)
    said: dict[str, Any] = {"other_plans_considered": asked.other_plans_considered}
    comes_from: dict[str, str] = {}
    begun = min((one.enquiry_on for one in continued if one.enquiry_on is not None), default=None)
    if begun is not None:
        said["legal_basis"] = _LAW.format(day(begun))
        comes_from["legal_basis"] = f"Filled in from the record: the enquiry that began on {day(begun)}."
    latest = max((one.assessed for one in continued if one.assessed), key=lambda one: one.on, default=None)
    if latest is not None:
        said["assessment_completed_on"] = latest.on
        where = "since the conference on" if latest.is_reviewed else "in the enquiry that began on"
        comes_from["assessment_completed_on"] = (
            f"Filled in from the record: the latest assessment {where} {day(latest.since)}."
        )
    return said, comes_from


_LAW: Final = "Section 47 of the Children Act 1989; the enquiry began with the strategy discussion on {}."
