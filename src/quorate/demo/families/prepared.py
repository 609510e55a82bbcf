"""How made-up families were prepared for their conferences: the steps of the Needs page, each with its day.

The events are told by the story; each of them is a row too, as when somebody notes it on the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final
from uuid import UUID

from quorate.conferences.editions import pack_of
from quorate.conferences.models import Conference, PreparationKind, PreparationStep
from quorate.conferences.services.preparing_people import EVENTS, still_to_explain
from quorate.demo.families.course import WISH
from quorate.demo.families.record import Written
from quorate.demo.families.telling import Happening

_KINDS: Final = {code: kind for kind, code in EVENTS.items()} | {WISH: PreparationKind.WISHES}
_ANSWERS: Final = {True: "yes", False: "no", None: ""}


def steps(told: Iterable[Happening], written: Written, made: Conference, by: UUID) -> Iterator[PreparationStep]:
    """A step for everybody whom a happening is about: the parent of its facts, else each child."""
    for one in told:
        if one.code not in _KINDS:
            continue
        kind = _KINDS[one.code]
        for key in [one.facts["parent"]] if "parent" in one.facts else one.who:
            yield PreparationStep(
                case=made.case, authority_id=made.authority_id, conference=made, kind=kind, done_on=one.day,
                person_id=UUID(written.people[key]), done_by_id=by, how="in-person", **_said(one, made),
            )  # fmt: skip


def _said(told: Happening, made: Conference) -> dict[str, Any]:
    if told.code == WISH:
        agrees = {"parent_agrees": told.facts["parent_agreed"], "chair_agrees": told.facts["chair_agreed"]}
        return {"answer": _ANSWERS[told.facts["wanted"]], **agrees}
    if told.code == EVENTS[PreparationKind.CONCERNS]:
        return {"items": still_to_explain(pack_of(made), ())}
    return {}
