"""Giving and taking access, as the pages do it: through services, both walls and the trail."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.test import override_settings

from quorate.access import queries, services
from quorate.access.context import acting_as
from quorate.access.models import Conflict, Grant, ProtectedText
from quorate.access.moments import today
from quorate.access.permissions import NoSuchRecord, NotAllowed, StepUpNeeded, may, require
from quorate.access.refs import new_ref
from quorate.audit.queries import looks_at
from quorate.audit.services import record, request_id
from tests.access.council import Council, fresh, give, sees
from tests.database import Urls


@pytest.fixture
def council(own_database: Urls) -> Council:
    return Council()


def test_a_case_is_there_for_those_it_was_given_to_and_for_nobody_else(council: Council) -> None:
    chair, worker, other = (council.person(role) for role in ("chair", "social_worker", "social_worker"))
    elsewhere = Council("Elsewhere Council").person("chair")
    case = council.case(chair)
    give(case, chair, worker)
    assert [sees(one, case) for one in (chair, worker, other, elsewhere)] == [True, True, False, False]


def test_a_grant_ends_with_its_last_day(council: Council, own_database: Urls) -> None:
    chair, worker = council.person("chair"), council.person("social_worker")
    case = council.case(chair)
    held = give(case, chair, worker)
    with acting_as(chair):
        services.end_grant(grant=held, on=today(), by=chair)
    assert sees(worker, case)
    tomorrow = today() + timedelta(days=1)
    with psycopg.connect(own_database.superuser) as superuser:
        superuser.execute("UPDATE access_secret SET today = %s", [tomorrow])
    with override_settings(QUORATE_TODAY=tomorrow):
        assert not sees(worker, case) and sees(chair, case)


def test_only_those_who_may_give_access_give_it(council: Council) -> None:
    chair, worker, stranger = (council.person(role) for role in ("chair", "social_worker", "chair"))
    case = council.case(chair)
    give(case, chair, worker)
    with pytest.raises(NotAllowed):
        give(case, worker, council.person("partner"))
    with pytest.raises(NoSuchRecord):
        give(case, stranger, stranger)
    assert not sees(stranger, case)


def test_the_database_refuses_a_grant_that_the_application_forgot_to_check(council: Council) -> None:
    from django.db import DatabaseError

    chair, stranger = council.person("chair"), council.person("chair")
    case = council.case(chair)
    with pytest.raises(DatabaseError, match="row-level security"), acting_as(stranger):
        Grant.objects.create(
            case=case, authority_id=case.authority_id, user_id=stranger.user_id, as_role="chair",
            begins_on=today(), why="forged", given_by=stranger.user_id,
        )  # fmt: skip


def test_a_conflict_of_interest_shuts_a_case_whatever_was_granted_and_cannot_be_found_out(council: Council) -> None:
    chair, worker = council.person("chair"), council.person("social_worker")
    case = council.case(chair)
    give(case, chair, worker)
    with acting_as(chair):
        declared = services.declare_conflict(case=case, user_id=worker.user_id, kind="neighbour", by=chair)
    assert not sees(worker, case)
    with acting_as(worker):
        assert Conflict.objects.count() == 0
        assert list(queries.own_conflicts(worker)) == []
    with acting_as(chair):
        services.withdraw_conflict(conflict=declared, by=chair)
    assert sees(worker, case)


def test_ones_own_conflict_is_declared_without_learning_whether_there_is_a_case(council: Council) -> None:
    chair, worker = council.person("chair"), council.person("social_worker")
    case = council.case(chair)
    give(case, chair, worker)
    with acting_as(worker):
        for go, refs in {"one": (case.ref, "a" * 26), "two": ("a" * 26,), "": (new_ref(), new_ref())}.items():
            token = request_id.set(go)
            for ref in refs:
                assert services.declare_own_conflict(ref=ref, kind="friend", by=worker) is None
            request_id.reset(token)
        assert [conflict.case_id for conflict in queries.own_conflicts(worker)] == [case.id]
        # Said in one go, it stands once, however many records it was; outside a request each stands for itself.
        assert [kind for kind, _ in queries.own_declarations(worker)] == ["friend"] * 4
    assert not sees(worker, case)


def test_an_excluded_person_stays_out_until_the_chair_lifts_it(council: Council) -> None:
    chair, parent = council.person("chair"), council.person("parent")
    case = council.case(chair)
    give(case, chair, parent)
    with acting_as(chair):
        exclusion = services.exclude(case=case, user_id=parent.user_id, on=today(), by=chair)
    assert not sees(parent, case)
    with acting_as(chair):
        services.lift_exclusion(exclusion=exclusion, on=today() + timedelta(days=90), by=chair)
    assert sees(parent, case)


def test_a_restricted_case_is_not_there_for_those_not_listed(council: Council) -> None:
    chair, worker, listed = council.person("chair"), council.person("social_worker"), council.person("social_worker")
    case = council.case(chair)
    give(case, chair, worker)
    give(case, chair, listed)
    with acting_as(chair):
        services.restrict(case=case, listed=[listed.user_id], by=chair)
    assert [sees(one, case) for one in (chair, listed, worker)] == [True, True, False]
    with acting_as(worker):
        asked = [_answer(worker, ref) for ref in (case.ref, "a" * 26, "not a reference", "")]
        assert asked == [(NoSuchRecord, "There is no such record.")] * 4
    with acting_as(chair):
        services.lift_restriction(case=case, by=chair)
    assert sees(worker, case)


def _answer(standing: Any, ref: str) -> tuple[type, str]:
    try:
        queries.case_by_ref(standing, ref)
    except Exception as refused:
        return type(refused), str(refused)
    raise AssertionError("the case was found")


def test_hidden_and_missing_cost_the_same_statements(council: Council) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    chair, worker = council.person("chair"), council.person("social_worker")
    case = council.case(chair)
    said = []
    with acting_as(worker):
        for ref in (case.ref, "a" * 26):
            with CaptureQueriesContext(
                connection,
            ) as captured:
                _answer(worker, ref)
            said.append([re.sub(r"'[^']*'", "?", query["sql"]) for query in captured.captured_queries])
    assert said[0] == said[1] and len(said[0]) == 1


def test_texts_reach_their_audience(council: Council) -> None:
    chair, partner, parent = (council.person(role) for role in ("chair", "partner", "parent"))
    case = council.case(chair)
    give(case, chair, partner)
    give(case, chair, parent)
    with acting_as(chair):
        text = services.label_text(case=case, by=chair)
        services.label_text(case=case, label="R", named_agencies=[partner.agency_id], by=chair)
        contact = services.label_text(case=case, label="K", by=chair)

    def reads(who: Any) -> list[str]:
        with acting_as(who):
            own = [text.label for text in queries.texts_in_reach(who, case)]
            assert sorted(own) == sorted(t.label for t in ProtectedText.objects.exclude(label="K"))
            return sorted(own)

    assert [reads(one) for one in (chair, partner, parent)] == [["P", "R"], ["P", "R"], []]
    with acting_as(chair):
        assert may(chair, "read", case, contact) is False and may(chair, "reveal_contact", case) is True
        services.change_label(text=text, label="R", by=chair)
    assert [reads(one) for one in (chair, partner, parent)] == [["R", "R"], ["R"], []]


def test_signing_freezes_the_record_and_gives_the_minute_taker_twenty_working_days(council: Council) -> None:
    from datetime import UTC, datetime

    chair, taker = council.person("chair"), council.person("minute_taker")
    case = council.case(chair)
    held = give(case, chair, taker)
    with acting_as(chair):
        services.sign_case(case=case, at=datetime(2026, 12, 10, 15, 0, tzinfo=UTC), by=chair)
        with pytest.raises(NotAllowed):
            services.label_text(case=case, by=chair)
        assert may(chair, "add_addendum", case)
        held.refresh_from_db()
    # 20 working days after Thursday 10 December 2026: 25 and 28 December and 1 January are not counted.
    assert str(held.ends_on) == "2027-01-12"


def test_what_needs_a_fresh_sign_in_says_so(council: Council) -> None:
    chair = council.person("chair")
    case = council.case(chair)
    with acting_as(chair), pytest.raises(StepUpNeeded):
        require(chair, "export", case)
    with acting_as(fresh(chair)):
        assert may(fresh(chair), "export", case)


def test_the_people_of_a_case_see_who_looked_and_others_do_not(council: Council, own_database: Urls) -> None:
    chair, worker, governor = (council.person(r) for r in ("chair", "social_worker", "information_governance"))
    stranger = council.person("chair")
    case = council.case(chair)
    give(case, chair, worker)
    with acting_as(worker):
        record(action="case.read", subject_kind="case", subject_id=case.id, case_id=case.id, facts={"part": "overview"})
    looks = []
    for who in (chair, governor, stranger):
        with acting_as(who):
            looks.append([(entry.actor_id, entry.role) for entry in looks_at(case.id)])
    assert looks == [[(worker.user_id, "social_worker")], [(worker.user_id, "social_worker")], []]
    with psycopg.connect(own_database.owner) as owner:
        actions = [row[0] for row in owner.execute("SELECT action FROM audit_entry WHERE case_id IS NOT NULL")]
    assert actions.count("access.granted") == 2
