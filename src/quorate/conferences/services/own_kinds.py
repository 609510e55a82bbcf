"""Of which kind a conference is for each of its children: whoever has a child protection plan has a review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from quorate.access.models import ProtectedCase
from quorate.cases.case_position import NotAnswered, planned_among
from quorate.cases.models import Child
from quorate.cases.refusals import Refused

_FIRST: Final = ("initial", "pre_birth")
_PLANNED: Final = "Whoever has a child protection plan has a review: choose the review conference."

_BORN: Final = (
    "{names} {been}: a pre-birth conference is about a child who is not born yet. Choose the initial conference."
)


def with_plan(cases: Iterable[ProtectedCase | UUID]) -> set[UUID]:
    """The cases of those children who have a child protection plan now, by what has been recorded.

    Raises `Refused` where the rules cannot read what has.
    """
    try:
        return planned_among(cases)
    except NotAnswered as wrong:
        sentence = str(wrong)
    raise Refused({"": sentence})


def own_kinds(kind: str, cases: Iterable[ProtectedCase]) -> dict[UUID, str]:
    """The kind for each child of a conference that is asked for as one of `kind`, by case.

    A born child is not the subject of a pre-birth conference, nor an unborn one of an initial conference; a child who
    has a plan has a review, and a brother without one a first conference. Raises `Refused` where a first conference is
    asked for and every child has a plan.
    """
    wanted = [case.id for case in cases]
    planned = with_plan(wanted)
    if kind in _FIRST and planned and planned == set(wanted):
        raise Refused({"kind": _PLANNED})
    mixed = kind in _FIRST or (kind == "review" and bool(planned))
    unborn = {one.case_id for one in Child.objects.filter(case_id__in=wanted) if one.is_unborn}
    return {case: _own(case in planned, case in unborn) if mixed else kind for case in wanted}


def likely_kind(children: Iterable[Child]) -> str:
    """The kind of conference that is probably asked for about these children."""
    about = list(children)
    if with_plan(one.case_id for one in about):
        return "review"
    return "pre_birth" if all(one.is_unborn for one in about) else "initial"


def refuse_first_where_planned(kinds: Mapping[UUID, str]) -> None:
    """Raises `Refused` where a first conference is asked for about a child who has a plan; `kinds` are by case."""
    first = [case for case, kind in kinds.items() if kind in _FIRST]
    if first and with_plan(first):
        raise Refused({"kind": _PLANNED})


def refuse_pre_birth_of_born(kinds: Mapping[UUID, str], asked: str = "") -> None:
    """Raises `Refused` where a pre-birth conference is asked for about a child who has been born; `kinds` are by case.

    `asked` is the kind of the whole conference: a pre-birth one is about one unborn child at least.
    """
    born = {one.case_id: one.full_name for one in Child.objects.filter(case_id__in=kinds) if not one.is_unborn}
    wrong = [name for case, name in born.items() if kinds[case] == "pre_birth"]
    if asked == "pre_birth" and "pre_birth" not in kinds.values():
        wrong = list(born.values())
    if wrong:
        names = " and ".join(filter(None, (", ".join(sorted(wrong)[:-1]), sorted(wrong)[-1])))
        been = "has been born" if len(wrong) == 1 else "have been born"
        raise Refused({"kind": _BORN.format(names=names, been=been)})


def _own(is_planned: bool, is_unborn: bool) -> str:
    return "review" if is_planned else "pre_birth" if is_unborn else "initial"
