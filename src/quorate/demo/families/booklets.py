"""The booklets that made-up children were given before their conferences: a row for each, as when somebody notes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from quorate.cases.ages import age_on
from quorate.conferences.models import Booklet, Conference
from quorate.demo.families.record import Written
from quorate.demo.families.telling import Family, Happening
from quorate.procedure.pack import Pack

GIVEN: Final = "booklet-given"


def has_booklet(told: Happening, pack: Pack) -> bool:
    """Whether the procedure has what is told: a booklet is given where it has one for a conference of the kind."""
    return told.code != GIVEN or bool(_of_kind(told, pack))


def _of_kind(told: Happening, pack: Pack) -> list[Mapping[str, Any]]:
    """As `conferences.services.booklets.booklets_for` has it for a child of the conference."""
    kind = told.sitting.kind if told.sitting is not None else ""
    kinds = {one["code"]: one["for_conferences"] for one in pack.data["form"]}
    return [one for one in pack.data["booklet"] if kind in kinds.get(one.get("form"), (kind,))]


def booklets(
    told: Iterable[Happening], family: Family, written: Written, made: Conference, pack: Pack
) -> Iterator[Booklet]:
    """The booklet for the age of each child who was given one; where two fit, the child chose the one for the older."""
    born = {kid.key: kid.born for kid in family.kids}
    for one in told:
        if one.code != GIVEN or not has_booklet(one, pack):
            continue
        for key in one.who:
            day = born[key]
            assert day is not None, "an unborn child is given no booklet"
            age = age_on(day, one.day)
            fits = [each for each in _of_kind(one, pack) if each["from_age"] <= age <= each["to_age"]]
            assert fits, "no booklet for this age: the story tells of one"
            yield Booklet(
                case=made.case, authority_id=made.authority_id, conference=made, child_case_id=written.cases[key].id,
                code=fits[-1]["code"], form=fits[-1].get("form") or fits[-1]["code"], chosen_by_child=len(fits) > 1,
                given_on=one.day, given_by=written.staff.worker,
            )  # fmt: skip
