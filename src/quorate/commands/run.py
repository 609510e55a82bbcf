"""`quorate run`: the whole system under one supervisor, until Ctrl-C."""

from __future__ import annotations

import argparse
import os

from quorate.commands.served import told


def run(asked: argparse.Namespace) -> int:
    """Returns 0 when it was stopped, 2 when a setting or the machine stood in the way."""
    for name, value in (("QUORATE_PORT", asked.port), ("QUORATE_TODAY", asked.today)):
        if value is not None:
            os.environ[name] = value
    if asked.settings:
        return _print_settings()

    def start() -> None:
        from quorate.config.running import run as run_all

        run_all(os.environ)

    return told(start)


def _print_settings() -> int:
    from quorate.config.environment import settings_table

    for name, what, default, example in settings_table():
        print(f"{name}\n    {what}\n    default: {default or 'none'}; for example: {example}")
    return 0
