"""Removes what the embedded database has left outside the checkout. Part of `make clean`."""

import shutil

from quorate.hosting.account import database_account
from quorate.hosting.places import SYSTEM_FOLDER, checkout, database_folder
from quorate.hosting.postgres import EmbeddedPostgres


def main() -> None:
    """Stop the embedded servers of this checkout and remove their folders below the system folder."""
    top = checkout()
    if top is None:
        return
    for var in (top / "var", top / ".cache" / "tests"):
        folder = database_folder(var, database_account())
        if folder.exists():
            EmbeddedPostgres(folder).stop()
        if folder.is_relative_to(SYSTEM_FOLDER):
            shutil.rmtree(folder.parent, ignore_errors=True)


if __name__ == "__main__":
    main()
