"""Readings gathered into one statement, and put into words once for all values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL
from django.test.utils import CaptureQueriesContext

from quorate.access import services
from quorate.access.context import acting_as
from quorate.access.gathering import Spelt, beside, prepared, prepared_and_noted, together
from quorate.access.models import Grant, ProtectedCase
from quorate.access.moments import today
from quorate.access.permissions import facts_of
from quorate.audit.services import Entry
from quorate.people.models import Authority, Membership
from tests.access.council import Council, give
from tests.database import Urls

Readings = list[QuerySet[Any, Any]]


def _readings(*, case: ProtectedCase, cases: list[Any], on: date, role: str, roles: frozenset[str]) -> Readings:
    return [
        Grant.objects.filter(case=case, begins_on__lte=on).select_related("user").order_by("as_role", "id"),
        ProtectedCase.objects.filter(pk__in=cases).order_by("id").values_list("id", flat=True),
        Grant.objects.filter(case_id__in=cases, as_role=role).order_by("id").values("id", "as_role", "begins_on"),
        Grant.objects.filter(as_role__in=sorted(roles), why="Allocated").annotate(role=F("as_role")).order_by("id"),
    ]


def _nothing(*, cases: list[Any]) -> Readings:
    return [Grant.objects.filter(case_id__in=cases)]


_BEGIN = ("(SELECT json_agg(", "audit_append(")


def test_readings_put_into_words_once_give_what_they_give_alone(rolled_back: Urls) -> None:
    council = Council()
    chair, worker = council.person("chair"), council.person("social_worker")
    cases = [council.case(chair) for _ in range(3)]
    for case in cases[1:]:
        give(case, chair, worker)
    asked: list[dict[str, Any]] = [
        {"case": case, "cases": [case.pk, other.pk], "on": today() - timedelta(days=back), "role": role,
         "roles": frozenset({"chair", "social_worker"})}
        for case, other in ((cases[0], cases[1]), (cases[1], cases[2]), (cases[2], cases[0]))
        for back in (0, 10_000)
        for role in ("chair", "social_worker")
    ] + [{"case": cases[0], "cases": [], "on": today(), "role": "", "roles": frozenset({"chair"})}]  # fmt: skip
    with acting_as(chair):
        told = [prepared(_readings, **values) for values in asked]
        assert told == [together(*_readings(**values)) for values in asked]
        assert [[getattr(row.user, "email", None) for row in rows[0]] for rows in told] == [
            [getattr(row.user, "email", None) for row in _readings(**values)[0]] for values in asked
        ]
        assert any(told[1][2]) and told[-1][1] == []
        look = Entry("case.read", "case", cases[0].pk, cases[0].pk, {"part": "overview"})
        with CaptureQueriesContext(connection) as seen:
            assert [prepared_and_noted(look, _readings, **values) for values in asked] == told
            assert prepared_and_noted(look, _nothing, cases=[]) == [[]]
        kept = [len(asked), 1]
        assert [len([one for one in seen if one["sql"].startswith(f"SELECT {what}")]) for what in _BEGIN] == kept
        with connection.cursor() as cursor:
            cursor.execute("SELECT actor_id, subject_id, case_id, outcome, facts FROM audit_entry ORDER BY id DESC")
            row = (chair.user_id, look.subject_id, look.case_id, "done", '{"part": "overview"}')
            assert cursor.fetchall()[: sum(kept)] == [row] * sum(kept)
        with pytest.raises(IntegrityError), transaction.atomic():
            prepared_and_noted(replace(look, action="case.seen"), _readings, **asked[0])


_HELD = Spelt(
    "SELECT g.case_id, g.as_role, g.begins_on, g.ends_on, c.opened FROM mine g, (SELECT %(at)s::timestamptz) c(opened)"
    " WHERE g.as_role LIKE %(role)s || '%%' ORDER BY g.case_id DESC",
    (UUID, str, date, date, datetime),
)
_NONE = Spelt("SELECT g.case_id FROM mine g WHERE false", (UUID,))
_MINE = "mine AS MATERIALIZED (SELECT * FROM access_grant WHERE user_id = %(me)s)"


def _beside(*, cases: list[Any], none: list[Any]) -> Readings:
    percent = RawSQL("SELECT g.case_id FROM mine g WHERE g.why NOT LIKE %s || '%%'", ("x",))
    return [
        ProtectedCase.objects.filter(pk__in=none),
        Grant.objects.filter(case_id__in=percent, case__in=cases).order_by("id"),
    ]


def test_readings_spelt_in_sql_share_what_they_hang_on_with_others_in_one_statement(rolled_back: Urls) -> None:
    council = Council()
    chair = council.person("chair")
    cases = sorted((council.case(chair).pk for _ in range(3)), reverse=True)
    at = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    said = {"me": chair.user_id, "role": "ch", "at": at}
    with acting_as(chair), CaptureQueriesContext(connection) as seen:
        held, none, empty, grants = beside(_MINE, [_HELD, _NONE], said, _beside, cases=cases[:2], none=[])
        assert (none, empty) == ([], [])
        assert held == [(case, "chair", today(), None, at) for case in cases]
        assert grants == list(Grant.objects.filter(user_id=chair.user_id, case__in=cases[:2]).order_by("id")) != []
    assert [one["sql"].startswith("WITH mine AS") for one in seen.captured_queries] == [True, False]


def _looking(*, on: date) -> Readings:
    return [Grant.objects.filter(begins_on__lte=on - timedelta(days=1))]


def _choosing(*, role: str) -> Readings:
    return [Grant.objects.filter(as_role=role) if role == "chair" else Grant.objects.all()]


def _by_way_of(*, authority: Authority) -> Readings:
    return [authority.memberships.all()]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("build", "value"), [(_looking, {"on": date(2026, 1, 5)}), (_choosing, {"role": "chair"}), (_by_way_of, {})]
)
def test_readings_that_look_at_their_values_are_refused(rolled_back: Urls, build: Any, value: dict[str, Any]) -> None:
    council = Council()
    held = Membership.objects.get(user_id=council.person("chair").user_id)
    with pytest.raises(TypeError, match=rf"^{build.__name__} "):
        prepared(build, **(value or {"authority": held.authority}))


def test_the_facts_of_a_case_are_asked_once_and_again_after_any_change(rolled_back: Urls) -> None:
    council = Council()
    chair, worker = council.person("chair"), council.person("social_worker")
    case = council.case(chair)
    with acting_as(chair), CaptureQueriesContext(connection) as seen:
        before = facts_of(case)
        together(Membership.objects.all())  # a reading
        assert list(Membership.objects.all()[:1]) and before == facts_of(case)
        list(Membership.objects.select_for_update()[:1])  # may have waited for somebody who changed something
        assert before == facts_of(case)
        services.declare_own_conflict(ref=case.ref, kind="neighbour", by=chair)  # a statement that begins with SELECT
        after = facts_of(case)
    assert before is not None and after is not None and (before.conflict, after.conflict) == (False, True)
    asked = [one["sql"] for one in seen.captured_queries if "access_facts" in one["sql"]]
    assert len(asked) == 3, asked
    with acting_as(worker):  # somebody else, in the same transaction of the test
        facts = facts_of(case)
    assert facts is not None and (facts.roles, facts.lapsed) == ((), False)
