"""Children about whom a conference that was held decided nothing: their limit runs on, whatever its siblings have."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from quorate.access.models import ProtectedCase
from quorate.cases.models import Child, Duty
from quorate.conferences.models import ConferenceChild, ConferenceState, Decision, Sitting

HOLDING: Final = ("hold-initial-conference", "hold-transfer-in-conference", "hold-first-review", "hold-next-review")
"""The duties that ask for a conference about a child: they give the last day."""


def left_undecided() -> QuerySet[Any, Any]:
    """Children whom a conference left undecided when it was closed, and whom none has decided since.

    Each with `last_on`, the last day on which there has to be a conference about the child, and the child's names. A
    child for whom the procedure asks no conference any more is none of them.
    """
    child = Child.objects.filter(case_id=OuterRef("child_case_id"))
    decided = Decision.objects.filter(
        case_id=OuterRef("child_case_id"), withdrawn_at__isnull=True, decided_on__gte=OuterRef("conference__held_on")
    )
    here = Decision.objects.filter(
        case_id=OuterRef("child_case_id"), withdrawn_at__isnull=True, conference=OuterRef("conference")
    )
    asked = Duty.objects.filter(
        case_id=OuterRef("child_case_id"), code__in=HOLDING, settled="", window=False, due_on__isnull=False
    ).order_by("due_on")
    # What came from another system without its meetings may have been decided there.
    sat = Sitting.objects.filter(conference=OuterRef("conference"))
    found = ConferenceChild.objects.filter(
        ~Exists(decided), ~Exists(here), Exists(sat), conference__state=ConferenceState.HELD
    )
    found = found.annotate(
        last_on=Subquery(asked.values("due_on")[:1]),
        born_on=Subquery(child.values("born_on")[:1]),
        given=Subquery(child.values("given_names")[:1]),
        family=Subquery(child.values("family_name")[:1]),
        known=Subquery(child.values("known_as")[:1]),
        ref=Subquery(ProtectedCase.objects.filter(pk=OuterRef("child_case_id")).values("ref")[:1]),
    )
    return found.filter(last_on__isnull=False).order_by("last_on", "born_on", "child_case_id").values(
        "conference_id", "conference__reference", "conference__case__ref", "child_case_id", "ref",
        "last_on", "given", "family", "known",
    )  # fmt: skip
