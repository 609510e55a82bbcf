"""The job worker: takes jobs from the database, in the role that owns nothing and serves no pages.

python -m quorate.config.worker
"""

from __future__ import annotations

import os
import sys

from quorate.config.jobs import BEATS_EVERY, DEAD_AFTER

JOBS_AT_ONCE = 4


def main() -> int:
    """Work until asked to end; jobs under way are finished first."""
    os.environ["QUORATE_ROLE"] = "job"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quorate.config.settings")
    import django

    django.setup()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    if not isinstance(app.connector, DjangoConnector):
        raise RuntimeError("the job queue is not Django's; is procrastinate.contrib.django installed as an app?")
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(
            concurrency=JOBS_AT_ONCE,
            delete_jobs="successful",
            update_heartbeat_interval=BEATS_EVERY,
            stalled_worker_timeout=DEAD_AFTER,
            shutdown_graceful_timeout=8,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
