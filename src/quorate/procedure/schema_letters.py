"""The types of letters: what an authority's papers say, part by part, and which facts they may draw in."""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from quorate.procedure.schema_duties import Code, Part, Sourced

_PLACE: Final = re.compile(r"\{([^{}]*)\}")
_EVERYBODY: Final = frozenset(
    {"authority", "recipient", "chair", "date", "starts", "lead_worker", "views_by", "answer_by"}
)
_FAMILY: Final = _EVERYBODY | {
    "place", "ends", "mode", "earlier_date", "conference_kind", "lead_worker_telephone", "complaint_by",
    "corrections_by", "corrections_to", "meeting_with", "core_group_on", "next_review_on",
}  # fmt: skip
_COMING: Final = frozenset(
    {"authority", "recipient", "chair", "date", "starts", "ends", "place", "mode", "earlier_date", "answer_by"}
)
MERGED: Final = {
    "parents": _FAMILY,
    "children": _EVERYBODY,
    "young-people": _EVERYBODY,
    "accompanying": _COMING,
    "professionals": _FAMILY | {"report_by", "reference", "children"},
}
"""What may be drawn into a sentence, by who reads it: no letter can ask for an address of anybody in the family."""


class LetterPart(Part):
    """One part of a letter: its heading, and its sentences in order; a sentence that lacks a fact is left out.

    What the case itself adds (who comes, the decisions) follows the sentences of the part of that code. In
    `when-and-where` only a sentence with {date} stands before day, time and place.
    """

    code: Code
    title: str = ""
    says: tuple[str, ...] = ()


class Letter(Sourced):
    """One letter of an authority for one audience; `paper` is the paper that it is."""

    code: Code
    paper: Code
    audience: Literal["parents", "children", "young-people", "accompanying", "professionals"]
    title: str
    part: Annotated[tuple[LetterPart, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _asks_only_for_what_may_be_told(self) -> Self:
        known = MERGED[self.audience]
        for one in self.part:
            asked = {name for sentence in (one.title, *one.says) for name in _PLACE.findall(sentence)}
            if unknown := sorted(asked - known):
                raise ValueError(
                    f"part {one.code}: {{{unknown[0]}}} is not for {self.audience}; take one of "
                    f"{', '.join(sorted(known))}"
                )
        return self
