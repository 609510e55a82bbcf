"""Two records of one child become one to read: a redirect, nothing is moved."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from quorate.access.models import ProtectedCase
from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.details import says_something, tidy
from quorate.cases.models import Child, Redirect
from quorate.cases.refusals import Refused, quietly, refuse


@quietly
@transaction.atomic
def join_records(*, from_case: ProtectedCase, to_case: ProtectedCase, reason: str, on: date, by: Standing) -> Redirect:
    """Two records are found to be of one child: from now on the first leads to the second.

    Everything recorded in the first stays there and stays readable. Needs writing in both. Raises `Refused`.
    """
    require(by, "write", from_case)
    require(by, "write", to_case)
    words = tidy(reason)
    refuse(
        to_case="These are the same record; choose the other one." if from_case == to_case else None,
        reason=None if says_something(words) else "Say how you know that both are the same child.",
    )
    _require_two_children(from_case, to_case)
    redirect = Redirect(
        case=from_case, to_case=to_case, authority_id=from_case.authority_id, joined_on=on, joined_by=by.user_id,
        reason=words[:250],
    )  # fmt: skip
    redirect.save(force_insert=True)
    for case in (from_case, to_case):
        record(
            action="child.records-joined", subject_kind="redirect", subject_id=redirect.id, case_id=case.id,
            facts={"kept": to_case.id},
        )  # fmt: skip
    return redirect


def _require_two_children(from_case: ProtectedCase, to_case: ProtectedCase) -> None:
    children = list(Child.objects.filter(case__in=[from_case.pk, to_case.pk]))
    if len(children) < 2:
        raise Refused({"to_case": "Only two records of children can be joined; open the child's record."})
    refuse(
        from_case="This record has been joined to another already; open that one."
        if Redirect.objects.filter(case=from_case).exists()
        else None,
        to_case="That record has been joined to another itself; choose the one that it leads to."
        if Redirect.objects.filter(case=to_case).exists()
        else None,
        born_on="The two dates of birth differ; correct the wrong one first, so that it is surely one child."
        if children[0].born_on and children[1].born_on and children[0].born_on != children[1].born_on
        else None,
    )
