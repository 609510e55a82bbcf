"""The job queue: jobs are rows in our own database, put there in the transaction of the change that needs them.

A worker that dies in the middle of a job leaves it "doing" for ever; the watch below gives it to another worker. A
job whose database dies under it is begun again when the database is back. A job must therefore bear being begun twice,
and bear that the same one waits twice: a queueing lock, which forbids that, would refuse the one that comes back."""

from __future__ import annotations

import logging
from typing import Final

from django.db import InterfaceError, OperationalError
from procrastinate import App, RetryStrategy
from procrastinate.exceptions import ConnectorException

logger = logging.getLogger(__name__)

HOUSE = "house"  # the queue of the system's own jobs
BEATS_EVERY = 2.0  # seconds between a worker's signs of life
DEAD_AFTER = 15.0  # seconds without one

AGAIN: Final = RetryStrategy(
    max_attempts=20,
    wait=1,
    linear_wait=5,
    retry_exceptions=(OperationalError, InterfaceError, ConnectorException),
)
"""When the database went away: after 1, 6, 11 … seconds, for a quarter of an hour in all. Trying again mends no other
fault: such a job stays, failed, with what it said in the log."""


def on_app_ready(app: App) -> None:
    """Called once by procrastinate when Django is ready: adds the jobs that run by the clock."""

    async def take_over(timestamp: int) -> None:
        """Jobs of workers that have died go back into the queue. `timestamp`: the second this was due."""
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER):
            logger.warning("job %s (%s) is begun again: its worker has died", job.id, job.task_name)
            await app.job_manager.retry_job(job)

    for cron, name, what in (
        ("* * * * * */10", "quorate.take-over", take_over),
        ("*/5 * * * *", "quorate.export-heads", export_heads),
        ("*/10 * * * *", "quorate.daily", daily),
        ("* * * * *", "quorate.send-messages", send_messages),
    ):
        app.periodic(cron=cron)(app.task(name=name, queue=HOUSE, retry=AGAIN)(what))
    app.task(name="quorate.look-at-census", queue=HOUSE, retry=AGAIN)(look_at_census)
    app.task(name="quorate.bring-in-census", queue=HOUSE, retry=AGAIN)(bring_in_census)


def export_heads(timestamp: int) -> None:
    """The ends of the audit chains, signed, go to a file that is taken elsewhere. `timestamp`: when this was due."""
    from quorate.audit.verifying import export_heads as export

    export()


def daily(timestamp: int) -> None:
    """What is done once a day and has not been done today. `timestamp`: when this was due."""
    from django.utils import timezone

    from quorate.access.moments import today
    from quorate.config.daily import run_what_is_due

    run_what_is_due(at=timezone.now(), on=today())


def send_messages(timestamp: int) -> None:
    """What waits in the outbox goes, what was left in the middle is found. `timestamp`: when this was due."""
    from quorate.notices.jobs import send_what_waits

    send_what_waits(timestamp)


def look_at_census(run_id: str, membership_id: str, other_authority: bool = False) -> None:
    """Looks at an uploaded census file."""
    from quorate.returns.jobs import look_at_census as look

    look(run_id, membership_id, other_authority)


def bring_in_census(run_id: str, membership_id: str, other_authority: bool = False) -> None:
    """Brings an uploaded census file in, or goes on where a worker that died had stopped."""
    from quorate.returns.jobs import bring_in_census as bring

    bring(run_id, membership_id, other_authority)
