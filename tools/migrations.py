"""Fails when a model has changed and its migration is missing. Needs no database."""

import os
import sys
import warnings

os.environ["DJANGO_SETTINGS_MODULE"] = "tools.typed_settings"


def main() -> int:
    """Returns 0, or 1 after saying which migrations are missing."""
    import django

    django.setup()
    from django.core.management import call_command

    with warnings.catch_warnings():
        # Whether the recorded history is consistent can only be asked of a database.
        warnings.filterwarnings("ignore", "Got an error checking a consistent migration history", RuntimeWarning)
        try:
            call_command("makemigrations", check_changes=True, dry_run=True, verbosity=1)
        except SystemExit:
            print("Mend: python -m quorate.config.manage makemigrations")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
