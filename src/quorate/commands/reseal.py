"""`quorate reseal`: seal addresses and numbers with the first key of QUORATE_FIELD_KEYS, so that an old one can go."""

from __future__ import annotations

import argparse
import sys

from quorate.commands.served import DONE, REFUSED, database, told

BROKEN = 1


def run(asked: argparse.Namespace) -> int:
    """Returns 0 when everything is sealed with the first key, 1 when something does not open, 2 when stopped."""
    found: list[int] = []

    def seal() -> None:
        with database("owner"):
            import django

            django.setup()
            from quorate.cases.resealing import reseal

            done = reseal()
            print(f"{done.again} sealed again, {done.already} already sealed with the first key")
            for one in done.broken:
                sys.stderr.write(
                    f"{one} does not open with any key of QUORATE_FIELD_KEYS; add its key, or restore it\n"
                )
            found.append(BROKEN if done.broken else DONE)

    return told(seal) or (found[0] if found else REFUSED)
