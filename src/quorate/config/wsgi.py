"""The pages, as the page server loads them."""

from __future__ import annotations

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quorate.config.settings")
application = get_wsgi_application()


def settle() -> None:
    """Loads the pages before anybody waits for them, and leaves what stands to the end out of Python's tidying up.

    Otherwise every few hundred pages somebody waits until 180,000 objects of the programme are looked through.
    """
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()


settle()
