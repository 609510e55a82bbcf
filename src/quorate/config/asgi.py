"""The stream of changes, as its server loads it."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quorate.config.settings")

import django

django.setup()

from quorate.live.app import application as application  # noqa: E402  (Django has to be ready first)
