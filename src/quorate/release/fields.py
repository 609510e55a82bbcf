"""Which single facts may stand in a paper, by who gets it: what is on no list does not leave.

An address, a school or a surgery of anybody is on none of them. A conference is held at the authority's own place.
A telephone number on them is one of work: an office's, a worker's or the worker's team's. No private number is.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_OFFICE: Final = frozenset(
    {
        "authority", "office", "office_address", "telephone", "email", "web", "help_telephone", "help_email",
        "signed_by", "signed_role", "dated", "edition", "guidance", "language",
    }
)  # fmt: skip
_OWN: Final = frozenset({"recipient", "salutation", "your_role"})
_MEETING: Final = frozenset(
    {
        "conference_kind", "date", "starts", "ends", "place", "place_address", "getting_in", "mode", "join", "chair",
        "answer_by", "answer_to", "supporters", "earlier_date",
    }
)  # fmt: skip
_LEAD: Final = frozenset({"lead_worker", "lead_worker_telephone"})
_OUTCOME: Final = _LEAD | {
    "your_children", "core_group_on", "next_review_on", "complaint_to", "complaint_by", "complaint_email",
    "complaint_telephone", "corrections_by", "corrections_to", "views_to", "views_by", "meeting_with",
}  # fmt: skip
_CASEWORK: Final = frozenset(
    {"reference", "children", "children_born", "categories", "written_by", "authorised_by", "report_by"}
)

FIELDS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "family": _OFFICE | _OWN | _MEETING | _OUTCOME,
        "child": _OFFICE | _OWN | _LEAD | {"date", "starts", "chair", "answer_by", "views_to", "views_by"},
        "accompanying": _OFFICE | _OWN | _MEETING,
        "professional": _OFFICE | _OWN | _MEETING | _OUTCOME | _CASEWORK,
    }
)
"""The names of fields by the audience of `artefacts.audience_of`."""

# What tells somebody how to come to a meeting from which they are kept out.
_COMING: Final = frozenset({"starts", "ends", "place", "place_address", "getting_in", "join", "answer_by", "answer_to"})


class UnknownField(ValueError):
    """A field that nobody has put on a list."""


def fields_for(audience: str, fields: Mapping[str, str], *, kept_out: bool = False) -> dict[str, str]:
    """Those fields that the audience may have; a person kept out is not told how to come. Raises UnknownField."""
    unknown = sorted(set(fields) - frozenset().union(*FIELDS.values()))
    if unknown:
        raise UnknownField(
            f"{', '.join(unknown)}: no paper may hold this; put it on a list of release/fields.py for those who may "
            "have it."
        )
    allowed = FIELDS.get(audience, frozenset()) - (_COMING if kept_out else frozenset())
    return {name: value for name, value in fields.items() if name in allowed}
