"""The daily jobs, done by the worker itself on a real database: once a day, also when it was down at midnight."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.utils import timezone

from quorate.access import context
from quorate.config import daily
from quorate.people.models import ListImport, User
from quorate.web.accounts import slow_down, used_codes
from quorate.web.accounts.models import DailyRun, FailedAttempts, UsedCode
from quorate.web.accounts.standing import is_dormant
from quorate.web.models import SentForm
from tests.audit.trail import as_role
from tests.database import TOP, Urls, environment
from tests.web.accounts.signing_in import sign_in, somebody
from tests.world import TODAY

NAMES = list(daily.DAILY)


def job_runs(urls: Urls) -> list[tuple[str, str, Any]]:
    """What the trail says about the daily jobs, in the order in which they ran."""
    with psycopg.connect(urls.superuser) as superuser:
        found = superuser.execute(
            "SELECT facts->>'job', outcome, facts->'outcome' FROM audit_entry "
            "WHERE action = 'system.job-run' ORDER BY id"
        )
        return found.fetchall()


def run(urls: Urls, at: datetime | None = None, on: date = TODAY) -> list[str]:
    """As the worker's role, in this process."""
    with as_role(urls.job):
        return daily.run_what_is_due(at=at or timezone.now(), on=on)


def test_the_worker_does_them_all_and_a_second_one_does_nothing(own_world: Urls) -> None:
    old = timezone.now() - timedelta(days=46)
    dormant, never, used = (somebody("chair", place=place) for place in range(3))
    User.objects.filter(pk=dormant.pk).update(last_used_at=old)
    User.objects.filter(pk=never.pk).update(last_used_at=None, added_at=old)
    User.objects.filter(pk=used.pk).update(last_used_at=timezone.now(), added_at=old)
    _deferred_and_done(own_world)
    assert [one[0] for one in job_runs(own_world)] == NAMES
    assert job_runs(own_world)[0] == ("dormant-accounts", "done", 1)
    active = dict(User.objects.filter(pk__in=[dormant.pk, never.pk, used.pk]).values_list("pk", "is_active"))
    # In a made-up world those whom nobody has tried yet are left alone.
    assert active == {dormant.pk: False, never.pk: True, used.pk: True}
    with psycopg.connect(own_world.superuser) as superuser:
        causes = superuser.execute("SELECT facts FROM audit_entry WHERE action = 'people.user-deactivated'").fetchall()
    assert causes == [({"cause": "dormant"},)]
    assert run(own_world, on=TODAY) == []


def test_an_account_that_nobody_ever_used_is_shut_after_as_long(own_world: Urls) -> None:
    new, old = somebody("chair"), somebody("chair", place=1)
    User.objects.filter(pk=new.pk).update(last_used_at=None, added_at=timezone.now() - timedelta(days=44))
    User.objects.filter(pk=old.pk).update(last_used_at=None, added_at=timezone.now() - timedelta(days=46))
    with override_settings(QUORATE_MODE="production"):
        assert [is_dormant(User.objects.get(pk=one.pk), at=timezone.now()) for one in (new, old)] == [False, True]
        run(own_world)
    assert [User.objects.get(pk=one.pk).is_active for one in (new, old)] == [True, False]


def _deferred_and_done(urls: Urls) -> None:
    """Put the job into the queue as the clock would, and let a worker of its own take it."""
    from procrastinate.contrib.django import app

    app.configure_task("quorate.daily", queue="house").defer(timestamp=0)
    command = [sys.executable, "-m", "quorate.config.worker"]
    with subprocess.Popen(command, env=os.environ | environment(urls), cwd=TOP, stderr=subprocess.PIPE) as worker:
        deadline = time.monotonic() + 30
        try:
            while DailyRun.objects.count() < len(NAMES):
                assert time.monotonic() < deadline and worker.poll() is None, job_runs(urls)
                time.sleep(0.1)
        finally:
            worker.terminate()


def test_once_a_day_and_not_lost_by_a_worker_that_was_down(own_world: Urls) -> None:
    assert run(own_world) == NAMES
    assert run(own_world) == []
    days_later = TODAY + timedelta(days=3)
    assert run(own_world, on=days_later) == NAMES
    assert run(own_world, on=days_later - timedelta(days=1)) == []
    assert set(DailyRun.objects.values_list("done_on", flat=True)) == {days_later}
    assert len(job_runs(own_world)) == 2 * len(NAMES)


def test_one_that_fails_is_undone_recorded_and_tried_again(
    own_world: Urls, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    user = somebody("chair")

    def breaks(at: datetime, on: date) -> int:
        User.objects.filter(pk=user.pk).update(is_active=False)
        raise RuntimeError("made up")

    monkeypatch.setattr(daily, "DAILY", {"dormant-accounts": breaks, "used-codes": daily.forget_used_codes})
    assert run(own_world) == ["used-codes"]
    assert User.objects.get(pk=user.pk).is_active
    assert job_runs(own_world) == [("dormant-accounts", "failed", "failed"), ("used-codes", "done", 0)]
    assert "tried again in ten minutes" in caplog.text
    monkeypatch.setattr(daily, "DAILY", {"dormant-accounts": daily.shut_dormant_accounts})
    assert run(own_world) == ["dormant-accounts"]


def test_an_emergency_access_that_nobody_judged_shuts_its_person_out_once(own_world: Urls) -> None:
    from tests.web.administration.test_break_glass import WHY, ref_of, stepped_up

    client, user = stepped_up("chair", place=2), somebody("chair", place=2)
    client.post(f"/break-glass/{ref_of(own_world)}/", WHY)
    late = TODAY + timedelta(days=14)
    run(own_world)
    assert User.objects.get(pk=user.pk).is_active
    for day in range(2):
        run(own_world, on=late + timedelta(days=day))
    assert not User.objects.get(pk=user.pk).is_active
    assert client.get("/account/").status_code == 302
    with psycopg.connect(own_world.superuser) as superuser:
        found = superuser.execute("SELECT facts FROM audit_entry WHERE action = 'break-glass.suspended'").fetchall()
    assert found == [({"person": str(user.pk)},)]


def test_what_has_run_out_is_swept_and_nothing_else(own_world: Urls) -> None:
    client, gone = sign_in(somebody("chair")), sign_in(somebody("legal"))
    Session.objects.filter(pk=gone.session.session_key).update(expire_date=timezone.now() - timedelta(minutes=1))
    with psycopg.connect(own_world.superuser) as superuser:
        superuser.execute("UPDATE access_context SET valid_until = now() - interval '1 minute' WHERE role = 'legal'")
    slow_down.count_failure(who="a", address="b", at=timezone.now() - timedelta(hours=2))
    slow_down.count_failure(who="c", address="d", at=timezone.now())
    used_codes.use("old", at=timezone.now() - timedelta(hours=1))
    used_codes.use("new")
    for days in (0, 2):
        SentForm.objects.create(mark=str(days), sent_at=timezone.now() - timedelta(days=days))
        ListImport.objects.create(
            authority=somebody("chair").authority, kind="rooms", file_name="rooms.csv", content=b"x",
            brought_by=somebody("administrator"), brought_at=timezone.now() - timedelta(days=days),
        )  # fmt: skip
    run(own_world)
    assert dict((job, count) for job, _, count in job_runs(own_world)) == {
        "dormant-accounts": 0,
        "unreviewed-break-glass": 0,
        "failed-attempts": 3,
        "used-codes": 1,
        "kept-forms": 0,
        "sent-forms": 1,
        "expired-sessions": 2,
        "files-left-behind": 1,
    }
    assert (FailedAttempts.objects.count(), UsedCode.objects.count(), ListImport.objects.count()) == (3, 1, 1)
    assert list(SentForm.objects.values_list("mark")) == [("0",)]
    assert client.get("/account/").status_code == 200
    assert context.standing_of_session(client.session.session_key) is not None
    assert Client().get("/account/").status_code == 302


def test_the_pages_role_cannot_sweep_contexts(own_world: Urls) -> None:
    from django.db import DatabaseError, connection, transaction

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT access_sweep_contexts()")
