"""The job queue: jobs are rows in our own database, put there in the transaction of the change that needs them.

A worker that dies in the middle of a job leaves it "doing" for ever; the watch below gives it to another worker. A
job must therefore bear being begun twice."""

from __future__ import annotations

import logging

from procrastinate import App

logger = logging.getLogger(__name__)

HOUSE = "house"  # the queue of the system's own jobs
BEATS_EVERY = 2.0  # seconds between a worker's signs of life
DEAD_AFTER = 15.0  # seconds without one


def on_app_ready(app: App) -> None:
    """Called once by procrastinate when Django is ready: adds the jobs that run by the clock."""

    async def take_over(timestamp: int) -> None:
        """Jobs of workers that have died go back into the queue. `timestamp`: the second this was due."""
        for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER):
            logger.warning("job %s (%s) is begun again: its worker has died", job.id, job.task_name)
            await app.job_manager.retry_job(job)

    app.periodic(cron="* * * * * */10")(app.task(name="quorate.take-over", queue=HOUSE)(take_over))
    app.periodic(cron="*/5 * * * *")(app.task(name="quorate.export-heads", queue=HOUSE)(export_heads))


def export_heads(timestamp: int) -> None:
    """The ends of the audit chains, signed, go to a file that is taken elsewhere. `timestamp`: when this was due."""
    from quorate.audit.verifying import export_heads as export

    export()
