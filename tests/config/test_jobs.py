"""A job whose database dies under it is done when the database is back; one that is wrong stays where it is seen."""

from __future__ import annotations

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.testing import InMemoryConnector

from quorate.config.jobs import AGAIN
from quorate.notices.jobs import SEND, ask_to_send

OURS = sorted(name for name in app.tasks if name.startswith("quorate."))


def test_every_job_of_the_house_is_begun_again_when_the_database_went_away() -> None:
    assert OURS == [
        "quorate.bring-in-census", "quorate.daily", "quorate.export-heads", "quorate.look-at-census",
        "quorate.send-messages", "quorate.take-over",
    ]  # fmt: skip
    assert [app.tasks[name].retry_strategy for name in OURS] == [AGAIN] * len(OURS)


@pytest.mark.parametrize(
    ("raised", "state"),
    [
        (OperationalError("server closed the connection unexpectedly"), "todo"),
        (InterfaceError("connection already closed"), "todo"),
        (ValueError("a head that cannot be signed"), "failed"),
    ],
)
def test_what_a_worker_makes_of_a_job_that_raised(
    raised: Exception, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies() -> None:
        raise raised

    monkeypatch.setattr("quorate.audit.verifying.export_heads", dies)
    queue = InMemoryConnector()
    with app.replace_connector(queue) as working:
        number = working.configure_task("quorate.export-heads", queue="house").defer(timestamp=0)
        working.run_worker(wait=False, install_signal_handlers=False)
    assert (queue.jobs[number]["status"], queue.jobs[number]["attempts"]) == (state, 1)


@pytest.mark.usefixtures("rolled_back")
def test_a_job_that_comes_back_is_not_refused_because_another_waits_already() -> None:
    """Refused, it would stay "doing" for ever, and keep all others of its lock waiting with it."""
    ask_to_send()
    ask_to_send()
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(id) FROM procrastinate_jobs WHERE task_name = %s", [SEND])
        (first,) = cursor.fetchone()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [first])
    app.job_manager.retry_job_by_id(job_id=first, retry_at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, attempts FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [SEND])
        assert cursor.fetchall() == [("todo", 1), ("todo", 0)]
