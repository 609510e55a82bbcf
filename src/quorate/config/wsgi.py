"""The pages, as the page server loads them."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quorate.config.settings")
application = get_wsgi_application()
