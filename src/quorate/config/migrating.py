"""Brings the database to the newest shape, as the role that owns the tables. Run in a process of its own:

python -m quorate.config.migrating
"""

from __future__ import annotations

import os
import sys


def main() -> int:
    """Apply every migration that is missing; says how many there were. Returns 0."""
    os.environ["QUORATE_ROLE"] = "owner"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quorate.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    # The checks of a system that serves would refuse: this process is the owner, and some tables do not exist yet.
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    print(f"{len(missing)} migrations applied" if missing else "nothing to migrate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
