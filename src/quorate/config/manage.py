"""Django's own commands, for developers: `python -m quorate.config.manage makemigrations people`."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command named by the arguments, as the role that owns the tables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quorate.config.settings")
    os.environ.setdefault("QUORATE_ROLE", "owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
