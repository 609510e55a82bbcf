"""Conferences about a child that are under way, as far as the reader sees them: no second one is begun unasked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import F

from quorate.cases.models import Child
from quorate.conferences.models import Conference, ConferenceChild, ConferenceState

_OVER: Final = (ConferenceState.CANCELLED, ConferenceState.DECLINED, ConferenceState.HELD)


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A conference that is asked for, prepared or held at the moment, with the first names of these children."""

    conference: Conference
    given: tuple[str, ...]


def conferences_under_way(
    cases: Iterable[UUID], *, besides: UUID | None = None, kinds: Mapping[UUID, str] | None = None
) -> list[UnderWay]:
    """Those about these children, by reference, but for the conference `besides`; none that is shut to the reader.

    `kinds` are what is asked for, by case: then a review counts beside a review alone, and a first conference beside a
    first one, since the review of a plan may be asked for before the conference that made it has been closed.
    """
    rows = ConferenceChild.objects.filter(child_case_id__in=list(cases)).exclude(conference__state__in=_OVER)
    rows = rows.exclude(conference=besides).select_related("conference__case").order_by("conference__reference", "id")
    joined = [one for one in rows if kinds is None or _is_review(one) == (kinds[one.child_case_id] == "review")]
    named = Child.objects.filter(case_id__in=[one.child_case_id for one in joined])
    eldest_first = named.order_by(F("born_on").asc(nulls_last=True), "reference")
    given = {one.case_id: one.known_as or one.given_names or "the unborn baby" for one in eldest_first}
    found: dict[UUID, tuple[Conference, set[UUID]]] = {}
    for one in joined:
        found.setdefault(one.conference_id, (one.conference, set()))[1].add(one.child_case_id)
    return [
        UnderWay(conference, tuple(name for case, name in given.items() if case in about))
        for conference, about in found.values()
    ]


def _is_review(one: ConferenceChild) -> bool:
    return (one.kind or one.conference.kind) == "review"
