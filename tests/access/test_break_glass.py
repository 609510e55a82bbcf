"""Emergency access: a reason, a fresh sign-in, 60 minutes, one case, told at once, judged by somebody else."""

from __future__ import annotations

from datetime import date, timedelta

import psycopg
import pytest

from quorate.access import queries, services
from quorate.access.context import acting_as
from quorate.access.emergencies import ReasonTooShort, review_due_on
from quorate.access.models import BreakGlass, ProtectedCase
from quorate.access.permissions import NoSuchRecord, NotAllowed, StepUpNeeded, may
from quorate.access.standing import Standing
from tests.access.council import Council, fresh, give, sees
from tests.database import Urls

WHY = "Police at the door, the social worker is away."


def open_it(case: ProtectedCase, by: Standing, why: str = WHY) -> BreakGlass:
    with acting_as(by):
        return services.break_glass(ref=case.ref, reason_code="child_at_risk_now", text=why, by=by)


@pytest.fixture
def council(own_database: Urls) -> Council:
    return Council()


def test_it_shows_one_case_for_sixty_minutes_and_no_protected_contact(council: Council, own_database: Urls) -> None:
    chair, worker = council.person("chair"), fresh(council.person("social_worker"))
    case, other = council.case(chair), council.case(chair)
    with acting_as(chair):
        paragraph, contact = (services.label_text(case=case, label=label, by=chair) for label in ("R", "K"))
    broken = open_it(case, worker)
    assert broken.ends_at - broken.opened_at == timedelta(minutes=60)
    assert [sees(worker, one) for one in (case, other)] == [True, False]
    with acting_as(worker):
        may_do = [
            may(worker, "read", case, paragraph), may(worker, "read", case, contact),
            may(worker, "reveal_contact", case), may(worker, "write", case), may(worker, "export", case),
        ]  # fmt: skip
        assert may_do == [True, False, False, False, False]
        assert queries.running_break_glass(worker) == broken
    with psycopg.connect(own_database.superuser) as superuser:
        superuser.execute("UPDATE access_break_glass SET ends_at = now() - interval '1 second'")
    assert not sees(worker, case)


def test_it_can_be_ended_before(council: Council) -> None:
    chair, worker = council.person("chair"), fresh(council.person("social_worker"))
    case = council.case(chair)
    broken = open_it(case, worker)
    with acting_as(worker):
        services.end_break_glass(broken=broken, by=worker)
    assert not sees(worker, case)


@pytest.mark.parametrize(
    ("role", "strength", "why", "refusal"),
    [
        ("social_worker", "strong", WHY, StepUpNeeded),
        ("social_worker", "fresh", "  too short         ", ReasonTooShort),
        ("partner", "fresh", WHY, NotAllowed),
        ("legal", "fresh", WHY, NotAllowed),
        ("system_administrator", "fresh", WHY, NotAllowed),
        ("parent", "fresh", WHY, NotAllowed),
    ],
)
def test_what_it_needs(council: Council, role: str, strength: str, why: str, refusal: type[Exception]) -> None:
    case = council.case(council.person("chair"))
    with pytest.raises(refusal):
        open_it(case, council.person(role, strength), why)


@pytest.mark.parametrize(("role", "strength"), [("social_worker", "strong"), ("partner", "fresh"), ("legal", "fresh")])
def test_the_database_refuses_too(council: Council, role: str, strength: str) -> None:
    from django.db import DatabaseError, connection

    case = council.case(council.person("chair"))
    who = council.person(role, strength)
    with pytest.raises(DatabaseError, match="fresh sign-in"), acting_as(who), connection.cursor() as cursor:
        cursor.execute("SELECT access_break_glass(%s, 'oversight', %s, current_date)", [case.ref, WHY])


def test_it_never_overrides_conflict_exclusion_restriction_or_another_authority(council: Council) -> None:
    chair = council.person("chair")
    people = [fresh(council.person("social_worker")) for _ in range(3)]
    cases = [council.case(chair) for _ in range(3)]
    with acting_as(chair):
        services.declare_conflict(case=cases[0], user_id=people[0].user_id, kind="family", by=chair)
        services.exclude(case=cases[1], user_id=people[1].user_id, on=date.today(), by=chair)
        services.restrict(case=cases[2], listed=(), by=chair)
    elsewhere = fresh(Council("Elsewhere Council").person("social_worker"))
    said = []
    for case, who in [*zip(cases, people, strict=True), (cases[0], elsewhere)]:
        with pytest.raises(NoSuchRecord) as refused:
            open_it(case, who)
        said.append(str(refused.value))
    assert said == ["There is no such record."] * 4


@pytest.mark.parametrize("after", ["conflict", "exclusion", "restriction"])
def test_what_shuts_a_case_afterwards_shuts_it_at_once(council: Council, after: str) -> None:
    chair, worker = council.person("chair"), fresh(council.person("social_worker"))
    case = council.case(chair)
    open_it(case, worker)
    with acting_as(chair):
        if after == "conflict":
            services.declare_conflict(case=case, user_id=worker.user_id, kind="family", by=chair)
        elif after == "exclusion":
            services.exclude(case=case, user_id=worker.user_id, on=date.today(), by=chair)
        else:
            services.restrict(case=case, listed=(), by=chair)
    assert not sees(worker, case)


def test_chair_manager_and_governance_are_told_at_once_and_nobody_else(council: Council) -> None:
    chair, manager, partner = (council.person(r) for r in ("chair", "team_manager", "partner"))
    governor, stranger = council.person("information_governance"), council.person("team_manager")
    worker = fresh(council.person("social_worker"))
    case = council.case(chair)
    give(case, chair, manager)
    give(case, chair, partner)
    broken = open_it(case, worker)
    told = []
    for who in (chair, manager, governor, partner, stranger):
        with acting_as(who):
            told.append([notice.break_glass_id for notice in queries.told_of_broken_glass(who)])
    assert told == [[broken.id], [broken.id], [broken.id], [], []]


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        (date(2026, 11, 20), date(2026, 11, 24)),  # Friday: Monday, Tuesday
        (date(2026, 12, 24), date(2026, 12, 30)),  # Christmas Eve: 25 and 28 are holidays
        (date(2026, 11, 22), date(2026, 11, 24)),  # Sunday
    ],
)
def test_it_is_to_be_reviewed_within_two_working_days(opened: date, due: date) -> None:
    assert review_due_on(opened) == due


def test_it_is_judged_by_somebody_else_of_the_office(council: Council) -> None:
    governor, other = (fresh(council.person("information_governance")) for _ in range(2))
    chair = council.person("chair")
    broken = open_it(council.case(chair), governor)
    with acting_as(governor), pytest.raises(NotAllowed):
        services.review_break_glass(broken=broken, verdict="justified", by=governor)
    with acting_as(chair), pytest.raises(NotAllowed):
        services.review_break_glass(broken=broken, verdict="justified", by=chair)
    with acting_as(other):
        assert list(queries.broken_glass_to_review(other)) == [broken]
        services.review_break_glass(broken=broken, verdict="not_justified", by=other)
        assert list(queries.broken_glass_to_review(other)) == []


def test_an_unreviewed_one_shuts_out_whoever_opened_it(council: Council, own_database: Urls) -> None:
    from quorate.people import services as people
    from quorate.people.models import User
    from tests.audit.trail import as_role

    worker = fresh(council.person("social_worker"))
    broken = open_it(council.case(council.person("chair")), worker)
    with as_role(own_database.job):
        assert people.suspend_unreviewed_break_glass(on=broken.review_due_on) == []
        assert User.objects.get(pk=worker.user_id).is_active
        assert people.suspend_unreviewed_break_glass(on=broken.review_due_on + timedelta(days=1)) == [worker.user_id]
    assert not User.objects.get(pk=worker.user_id).is_active
