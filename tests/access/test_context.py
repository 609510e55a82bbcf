"""Acting as somebody: opened with a proof, put first into every transaction, gone with the transaction."""

from __future__ import annotations

import uuid
from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from quorate.access import context
from quorate.access.models import ProtectedCase
from quorate.access.standing import Standing
from quorate.people import services as people
from quorate.people.models import Membership, User
from tests.access.council import Council
from tests.database import Urls


def opened(who: Standing, key: str = "a session", **more: object) -> str:
    context.open_context(
        session_key=key, user_id=who.user_id, membership_id=who.membership_id, authority_id=who.authority_id,
        role=who.role, team_id=who.team_id, agency_id=who.agency_id, **more,
    )  # fmt: skip
    return key


def test_a_table_of_cases_is_not_touched_where_nobody_is_acting(own_database: Urls) -> None:
    with pytest.raises(context.NoContext, match="access_case was touched where nobody is acting"):
        ProtectedCase.objects.count()
    with pytest.raises(context.NoContext), transaction.atomic():
        ProtectedCase.objects.count()


def test_nor_outside_the_transaction_of_somebody_who_is(own_database: Urls) -> None:
    chair = Council().person("chair")
    with context.using(opened(chair)):
        with transaction.atomic():
            assert ProtectedCase.objects.count() == 0
        with pytest.raises(context.NoContext):
            ProtectedCase.objects.count()


def test_the_context_is_the_first_statement_of_every_transaction_and_ends_with_it(own_database: Urls) -> None:
    council = Council()
    first, second = council.person("chair"), council.person("social_worker")
    opened(first, "first")
    opened(second, "second")
    seen = []
    for key in ("first", "second", None, "first"):
        with context.using(key), transaction.atomic():
            seen.append(context.current_standing())
    assert [standing and standing.role for standing in seen] == ["chair", "social_worker", None, "chair"]
    assert context.current_standing() is None


def test_an_inner_standing_gives_way_to_the_outer_one_also_after_a_fault(own_database: Urls) -> None:
    council = Council()
    outer, inner = council.person("chair"), council.person("legal")
    with context.acting_as(outer):
        for fault in (None, ZeroDivisionError):
            try:
                with context.acting_as(inner):
                    assert context.current_standing() == inner
                    if fault:
                        raise fault
            except ZeroDivisionError:
                pass
            assert context.current_standing() == outer


def test_what_is_taken_back_leaves_nobody_acting_for_somebody_else(own_database: Urls) -> None:
    council = Council()
    outer, inner = council.person("chair"), council.person("legal")
    first, second = opened(outer, "first"), opened(inner, "second")
    with context.using(first), transaction.atomic():
        assert context.current_standing() == outer
        with pytest.raises(ZeroDivisionError), transaction.atomic(), context.using(second):
            assert context.current_standing() == inner
            raise ZeroDivisionError
        assert context.current_standing() == outer


def test_a_context_without_the_proof_is_refused(own_database: Urls) -> None:
    chair = Council().person("chair")
    with psycopg.connect(own_database.app, autocommit=True) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(
            "SELECT access_open_context(sha256('x'), %s, NULL, %s, 'chair', NULL, NULL, 'fresh', %s, %s, 'guessed')",
            [chair.user_id, chair.authority_id, 4_000_000_000, int(timezone.now().timestamp())],
        )


@pytest.mark.parametrize("table", ["access_context", "access_secret"])
@pytest.mark.parametrize("statement", ["SELECT * FROM {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_pages_cannot_read_or_write_who_is_acting(own_database: Urls, table: str, statement: str) -> None:
    for url in (own_database.app, own_database.job):
        with psycopg.connect(url, autocommit=True) as pages, pytest.raises(psycopg.errors.InsufficientPrivilege):
            pages.execute(statement.format(table))


def test_what_the_database_stores_does_not_open_anything(own_database: Urls) -> None:
    """Neither the session key, nor the stored hash, nor the key of the proof is the handle."""
    opened(Council().person("chair"))
    with psycopg.connect(own_database.superuser) as superuser:
        ((stored,),) = superuser.execute("SELECT handle_hash FROM access_context").fetchall()
    with transaction.atomic(), connection.cursor() as cursor:
        for guess in ("a session", stored.hex(), ""):
            cursor.execute("SELECT set_config('app.ctx', %s, true)", [guess])
            assert context.current_standing() is None
        cursor.execute("SELECT set_config('app.ctx', %s, true)", [context.handle_of("a session")])
        assert context.current_standing() is not None


def test_stepping_up_lasts_five_minutes(own_database: Urls) -> None:
    key = opened(Council().person("chair"))
    context.step_up(session_key=key)
    assert context.standing_of_session(key).strength == "fresh"
    with psycopg.connect(own_database.superuser) as superuser:
        superuser.execute("UPDATE access_context SET stepped_up_at = now() - interval '5 minutes 1 second'")
    assert context.standing_of_session(key).strength == "strong"
    with pytest.raises(context.NoContext):
        context.step_up(session_key="nobody's")


def test_a_context_ends_by_itself_and_never_lasts_longer_than_a_day_of_work(own_database: Urls) -> None:
    chair = Council().person("chair")
    opened(chair, "late", valid_until=timezone.now() + timedelta(days=30))
    opened(chair, "over", valid_until=timezone.now() - timedelta(seconds=2))
    with psycopg.connect(own_database.superuser) as superuser:
        longest = superuser.execute("SELECT max(valid_until - now()) FROM access_context").fetchone()[0]
    assert longest <= timedelta(hours=12)
    assert context.standing_of_session("over") is None


def test_a_leaver_is_cut_off_at_once_by_whatever_ended_it(own_database: Urls) -> None:
    from quorate.access.standing import OPERATOR

    council = Council()
    for end in ("user", "membership", "sign out everywhere", "row"):
        who = council.person("chair")
        key = opened(who, uuid.uuid4().hex)
        membership = Membership.objects.get(pk=who.membership_id)
        if end == "user":
            people.deactivate_user(user=membership.user, by=OPERATOR)
        elif end == "membership":
            membership.begins_on -= timedelta(days=9)
            membership.save()
            people.end_membership(membership=membership, on=membership.begins_on, by=OPERATOR)
        elif end == "row":
            User.objects.filter(pk=who.user_id).update(is_active=False)
        else:
            assert context.close_contexts(user_id=who.user_id) == 1
        assert context.standing_of_session(key) is None, end


def test_a_session_acts_under_one_membership_in_force(own_database: Urls) -> None:
    from quorate.access.moments import today

    who = Council().person("chair")
    membership = Membership.objects.get(pk=who.membership_id)
    acting = people.act_as(user=membership.user, membership=membership, session_key="k", strength="strong", on=today())
    assert acting == who == context.standing_of_session("k")
    with pytest.raises(people.NotInForce):
        people.act_as(
            user=membership.user, membership=membership, session_key="k", strength="strong",
            on=today() - timedelta(days=1),
        )  # fmt: skip


def test_the_actor_of_an_entry_is_the_one_whom_the_database_knows(own_database: Urls) -> None:
    from quorate.audit.services import record

    chair = Council().person("chair")
    with context.acting_as(chair):
        record(action="sign-out.done", subject_kind="user")
    for forged in ({"actor_id": uuid.uuid4()}, {"authority_id": uuid.uuid4()}):
        with pytest.raises(DatabaseError), context.acting_as(chair):
            record(action="sign-out.done", subject_kind="user", **forged)
    with psycopg.connect(own_database.owner) as owner:
        rows = owner.execute(
            "SELECT actor_id, authority_id, role, vouched FROM audit_entry WHERE action = 'sign-out.done'"
        ).fetchall()
    assert rows == [(chair.user_id, chair.authority_id, "chair", True)]
