"""`quorate migrate`: bring the database to the newest shape, as the role that owns the tables."""

from __future__ import annotations

import argparse

from quorate.commands.served import database, told


def run(asked: argparse.Namespace) -> int:
    """Returns 0 when the database has its newest shape, 2 when something stood in the way."""

    def migrate() -> None:
        with database("owner"):
            from quorate.config.migrating import main

            main()

    return told(migrate)
