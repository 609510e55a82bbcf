"""`quorate audit`: is the trail of what was done and read still what it was?"""

from __future__ import annotations

import argparse

from quorate.commands.served import REFUSED, database, told


def run(asked: argparse.Namespace) -> int:
    """Returns 0 when every chain is whole, 1 when an entry was changed, added or dropped, 2 when it cannot be said."""
    found: list[int] = []

    def look() -> None:
        # The owner reads every entry; the pages read those of their own authority only.
        with database("owner"):
            import django

            django.setup()
            from quorate.audit import verifying

            if asked.action == "heads":
                found.append(verifying.command_heads(asked.to))
            else:
                found.append(verifying.command_verify(asked.heads))

    return told(look) or (found[0] if found else REFUSED)
