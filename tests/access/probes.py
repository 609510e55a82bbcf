"""What must hold of the two walls, each as one assertion that can be run against any database."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import psycopg
from django.contrib.postgres.functions import TransactionNow
from django.db import DatabaseError, transaction

from quorate.access import context, services
from quorate.access.checks import check_the_wall
from quorate.access.context import NoContext, acting_as
from quorate.access.models import Grant, LabelRequest, ProtectedCase, ProtectedText
from quorate.access.moments import today
from quorate.access.permissions import NotAllowed
from quorate.audit.services import record
from tests.access import world as worlds
from tests.access.council import Council, fresh, give, sees
from tests.audit.trail import faults, write
from tests.database import Urls

Probe = Callable[[Urls, worlds.World], None]


def refuses(refusals: type[Exception] | tuple[type[Exception], ...], deed: Callable[[], Any]) -> bool:
    """Whether the deed is refused in this way."""
    try:
        deed()
    except refusals:
        return True
    return False


def row_level_security_shows_what_the_table_says(urls: Urls, world: worlds.World) -> None:
    assert worlds.wrong_in_the_database(world) == []


def the_pages_filter_shows_what_the_table_says(urls: Urls, world: worlds.World) -> None:
    with psycopg.connect(urls.superuser) as superuser:
        for table in ("access_case", "access_grant", "access_break_glass", "access_conflict", "access_restriction"):
            superuser.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    assert worlds.wrong_in_the_application(world) == []


def the_start_up_check_finds_nothing(urls: Urls, world: worlds.World) -> None:
    assert check_the_wall(databases=["default"]) == []


def services_ask_before_they_write(urls: Urls, world: worlds.World) -> None:
    council = Council()
    chair, worker = council.person("chair"), council.person("social_worker")
    case = council.case(chair)
    held = give(case, chair, worker)

    def ends_own() -> None:
        with acting_as(worker):
            services.end_grant(grant=held, on=today(), by=worker)

    assert refuses(NotAllowed, ends_own)


def the_database_refuses_what_a_service_forgot(urls: Urls, world: worlds.World) -> None:
    council = Council()
    chair, stranger = council.person("chair"), council.person("chair")
    case = council.case(chair)

    def forges() -> None:
        with acting_as(stranger):
            Grant(case_id=case.id, authority_id=case.authority_id, user_id=stranger.user_id, as_role="chair",
                  begins_on=today(), why="forged", given_by=stranger.user_id).save(force_insert=True)  # fmt: skip

    def founds_elsewhere() -> None:
        with acting_as(stranger):
            ProtectedCase(authority_id=world.other, kind="case", founded_by=stranger.user_id).save(force_insert=True)

    assert refuses(DatabaseError, forges) and refuses(DatabaseError, founds_elsewhere)


def every_deed_leaves_its_entry(urls: Urls, world: worlds.World) -> None:
    council = Council()
    chair = council.person("chair")
    case = council.case(chair)
    with psycopg.connect(urls.owner) as owner:
        found = owner.execute("SELECT action, vouched FROM audit_entry WHERE case_id = %s ORDER BY id", [case.id])
        assert found.fetchall() == [("access.case-protected", True), ("access.granted", True)]


def nobody_acts_outside_a_context(urls: Urls, world: worlds.World) -> None:
    assert refuses(NoContext, ProtectedCase.objects.count)
    chair = Council().person("chair")
    with acting_as(chair):
        assert context.current_standing() == chair


def contexts_are_proved_and_unreadable(urls: Urls, world: worlds.World) -> None:
    opens = "SELECT access_open_context('x', %s, NULL, %s, 'chair', NULL, NULL, 'fresh', 4000000000, %s, 'guessed')"
    with psycopg.connect(urls.app, autocommit=True) as app:
        now = app.execute("SELECT extract(epoch FROM now())::bigint").fetchone()[0]
        values = [uuid.uuid4(), world.own, now]
        assert refuses(psycopg.errors.InsufficientPrivilege, lambda: app.execute(opens, values))
        for table in ("access_context", "access_secret"):
            read = f"SELECT * FROM {table}"
            assert refuses(psycopg.errors.InsufficientPrivilege, lambda read=read: app.execute(read))


def a_leaver_is_cut_off(urls: Urls, world: worlds.World) -> None:
    from quorate.people.models import Membership, User

    council = Council()
    for end in (
        lambda who: User.objects.filter(pk=who.user_id).update(is_active=False),
        lambda who: Membership.objects.filter(pk=who.membership_id).update(role="legal"),
    ):
        who = council.person("chair")
        context.open_context(session_key="k", user_id=who.user_id, membership_id=who.membership_id,
                             authority_id=who.authority_id, role=who.role)  # fmt: skip
        end(who)
        assert context.standing_of_session("k") is None


def the_trail_is_kept(urls: Urls, world: worlds.World) -> None:
    authority = uuid.uuid4()
    write(authority, 3)
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        linked = owner.execute("SELECT count(*) FROM audit_link WHERE authority_id = %s", [authority]).fetchone()
        assert linked == (3,)
        for statement in ("UPDATE audit_link SET seq = 7", "DELETE FROM audit_link", "TRUNCATE audit_link",
                          "UPDATE audit_entry SET reason = 'x'", "DELETE FROM audit_entry",
                          "DELETE FROM audit_head", "UPDATE audit_head SET seq = 0"):  # fmt: skip
            assert refuses(psycopg.errors.InsufficientPrivilege, lambda s=statement: owner.execute(s)), statement
    assert faults(urls, authority) == []


def the_trail_holds_no_content(urls: Urls, world: worlds.World) -> None:
    for facts in ({"part": "1 Elm Street"}, {"part": "x", "name": "y"}, {}):

        def writes(facts: dict[str, str] = facts) -> None:
            with transaction.atomic():
                record(action="case.read", subject_kind="case", authority_id=uuid.uuid4(), facts=facts)

        assert refuses(DatabaseError, writes)


def the_pages_write_the_trail_by_the_one_function(urls: Urls, world: worlds.World) -> None:
    with psycopg.connect(urls.app, autocommit=True) as app:
        for table in ("audit_entry", "audit_link", "audit_head", "audit_kind"):
            insert = f"INSERT INTO {table} DEFAULT VALUES"
            assert refuses(psycopg.errors.InsufficientPrivilege, lambda insert=insert: app.execute(insert))


def emergency_access_keeps_its_limits(urls: Urls, world: worlds.World) -> None:
    council = Council()
    chair, worker = council.person("chair"), fresh(council.person("social_worker"))
    case, hidden = council.case(chair), council.case(chair)
    with acting_as(chair):
        services.restrict(case=hidden, listed=(), by=chair)

    def opens(ref: str, by: Any, text: str = "Police at the door, nobody else is here.") -> Callable[[], Any]:
        def deed() -> None:
            with acting_as(by):
                services.break_glass(ref=ref, reason_code="child_at_risk_now", text=text, by=by)

        return deed

    assert refuses(Exception, opens(hidden.ref, worker))
    assert refuses(Exception, opens(case.ref, worker, "short"))
    assert refuses(Exception, opens(case.ref, fresh(council.person("partner"))))
    opens(case.ref, worker)()
    assert sees(worker, case)
    with acting_as(chair):
        from quorate.access.queries import told_of_broken_glass

        assert told_of_broken_glass(chair).count() == 1


def a_wider_label_needs_two_people(urls: Urls, world: worlds.World) -> None:
    """Neither alone, nor by agreeing to one's own request, whatever the services would say."""
    council = Council()
    chair = fresh(council.person("chair"))
    case = council.case(chair)

    def widens(agreeing: bool) -> None:
        with acting_as(chair):
            text = services.label_text(case=case, by=chair)
            asked = services.ask_for_label(text=text, label="F-all", by=chair)
            if agreeing:
                rows = LabelRequest.objects.filter(pk=asked.pk)
                rows.update(answer="agreed", answered_by=chair.user_id, answered_at=TransactionNow())
            ProtectedText.objects.filter(pk=text.pk).update(label="F-all")

    assert refuses(DatabaseError, lambda: widens(False)) and refuses(DatabaseError, lambda: widens(True))
