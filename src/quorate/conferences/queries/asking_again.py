"""Children whose conference was cancelled while the limit for one still runs: somebody has to ask for it again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from quorate.access.models import ProtectedCase
from quorate.cases.models import Duty
from quorate.conferences.models import ConferenceChild, ConferenceState

_HOLDING: Final = ("hold-initial-conference", "hold-transfer-in-conference", "hold-first-review", "hold-next-review")
_OVER: Final = (ConferenceState.CANCELLED, ConferenceState.DECLINED, ConferenceState.HELD)


def limits_without_conference(cases: Iterable[UUID]) -> QuerySet[Any, Any]:
    """What the rules still ask for about these children where no conference is on its way: `case_id`, `title`,
    `due_on`, and the `ref` of the child's record. Not read yet.
    """
    coming = ConferenceChild.objects.filter(child_case_id=OuterRef("case_id")).exclude(conference__state__in=_OVER)
    rows = Duty.objects.filter(
        ~Exists(coming), case_id__in=cases, code__in=_HOLDING, settled="", window=False, due_on__isnull=False
    )
    of = ProtectedCase.objects.filter(pk=OuterRef("case_id")).values("ref")[:1]
    return rows.annotate(ref=Subquery(of)).order_by("due_on", "case_id").values("case_id", "title", "due_on", "ref")
