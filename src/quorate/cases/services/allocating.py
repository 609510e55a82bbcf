"""Who works with a child: giving the case to somebody, ending that, and handing it on from one to the other.

The rooms above follow (`reactions.py`): the child's conferences, the list of people, the core group, what was sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from quorate.access.models import Grant, ProtectedCase
from quorate.access.permissions import require
from quorate.access.roles import ROLES
from quorate.access.services import end_grant, grant
from quorate.access.standing import Standing
from quorate.cases.details import says_something
from quorate.cases.reactions import Recorded, react
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.founding import Holder

GIVES: Final = tuple(code for code, role in ROLES.items() if "grant_access" in role.does)
"""The roles in which somebody can give a case to others: one of them stays on every case."""
_BACK: Final = timedelta(days=31)


@quietly
@transaction.atomic
def allocate(*, case: ProtectedCase, to: Holder, begins_on: date, by: Standing) -> Grant:
    """Lets somebody, or a team, work with the child from a day on; `to.why` is shown to those who see who works on it.

    The child's conferences are theirs from the same day. Raises `NotAllowed`, `NoSuchRecord`, `NoSuchRole`.
    """
    made = _given(case, to, begins_on, by)
    _changed([made], [], begins_on, by)
    return made


@quietly
@transaction.atomic
def hand_on(
    *,
    grants: Sequence[Grant],
    last_day: date,
    why: str,
    on: date,
    by: Standing,
    to: Holder | None = None,
) -> list[Grant]:
    """Ends these grants of one holder and role, of one child or of several, and gives the cases to somebody else.

    `last_day` is the last day on which the old holder sees the record; the new one begins `on` (today), or the day
    after a last day that is still to come. Nobody takes over where `to` is None. Gives the new grants. Raises
    `Refused`, `NotAllowed`, `NoSuchRecord`.
    """
    for one in grants:
        require(by, "grant_access", one.case)
    refuse(
        why=None if says_something(why) else "Say why, such as the handing on of a case.",
        last_day=_impossible(grants, last_day, on, by),
        holder=None
        if to is None or not _is_same(grants, to)
        else "Choose somebody else: they work with the child now.",
    )
    _refuse_nobody_left(grants, to)
    begins_on = max(on, last_day + timedelta(days=1)) if last_day > on else on
    given = [made for one in grants if to is not None and (made := _given_once(one.case, to, begins_on, by))]
    ended = [end_grant(grant=one, on=last_day, by=by, why=why) for one in grants]
    _changed(given, ended, on, by)
    return given


def _given(case: ProtectedCase, to: Holder, begins_on: date, by: Standing) -> Grant:
    attested = begins_on if ROLES.get(to.as_role) and ROLES[to.as_role].attest_days else None
    return grant(
        case=case, as_role=to.as_role, begins_on=begins_on, why=to.why, by=by, user_id=to.user_id, team_id=to.team_id,
        attested_on=attested,
    )  # fmt: skip


def _given_once(case: ProtectedCase, to: Holder, begins_on: date, by: Standing) -> Grant | None:
    """The new grant; None where they hold the case in this role already, without an end."""
    holder: dict[str, Any] = {"user_id": to.user_id, "team_id": to.team_id, "as_role": to.as_role}
    held = Grant.objects.filter(case=case, begins_on__lte=begins_on, ends_on__isnull=True, **holder)
    return None if held.exists() else _given(case, to, begins_on, by)


def _impossible(grants: Sequence[Grant], last_day: date, on: date, by: Standing) -> str | None:
    if last_day < on and any(
        one.user_id == by.user_id or (one.team_id and one.team_id == by.team_id) for one in grants
    ):
        # What follows is done in the standing of whoever hands it on.
        return "You work on it yourself today: give today or a later day."
    if last_day < on - _BACK:
        return "Give a last day within the last month: what they did until today stays theirs."
    if any(last_day < one.begins_on for one in grants):
        return "They had not begun on this day; give a later one."
    if any(one.ends_on is not None and one.ends_on < last_day for one in grants):
        return "This has ended already."
    return None


def _is_same(grants: Sequence[Grant], to: Holder) -> bool:
    return any((one.user_id, one.team_id, one.as_role) == (to.user_id, to.team_id, to.as_role) for one in grants)


def _refuse_nobody_left(grants: Sequence[Grant], to: Holder | None) -> None:
    """Of every case somebody stays who can give it to others."""
    if to is not None and to.as_role in GIVES:
        return
    ended = [one.pk for one in grants if one.as_role in GIVES]
    cases = [one.case_id for one in grants if one.as_role in GIVES]
    left = Grant.objects.filter(Q(ends_on__isnull=True), case_id__in=cases, as_role__in=GIVES).exclude(pk__in=ended)
    if set(cases) - set(left.values_list("case_id", flat=True)):
        raise Refused({"holder": "Choose who takes over: nobody else on the record could give it to anybody."})


def _changed(given: Sequence[Grant], ended: Sequence[Grant], on: date, by: Standing) -> None:
    rows = [*given, *ended]
    facts: dict[str, Any] = {"given": [str(one.pk) for one in given], "ended": [str(one.pk) for one in ended]}
    cases: tuple[UUID, ...] = tuple(dict.fromkeys(one.case_id for one in rows))
    if rows:
        react(Recorded(rows[0].pk, "allocation-changed", cases, on, None, facts, None, by))
