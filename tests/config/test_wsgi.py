"""The pages as the page server loads them."""

from __future__ import annotations

import subprocess
import sys

from tests.database import Urls

_PROGRAM = """
import gc, sys
import quorate.config.wsgi
print("quorate.web.urls" in sys.modules, gc.get_freeze_count() > 5 * len(gc.get_objects()))
"""


def test_the_pages_stand_before_they_are_asked_for_and_are_not_tidied_up_again(database: Urls) -> None:
    said = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["True", "True"]
