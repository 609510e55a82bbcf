"""Django as small as it goes: no middleware, no session, no policy, one table."""

import os
from pathlib import Path

from quorate.config.databases import PAGE_TIMEOUT, django_database

SECRET_KEY = "a yardstick keeps no secrets"
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS: list[str] = []
MIDDLEWARE: list[str] = []
ROOT_URLCONF = "benchmarks.bare.page"
DATABASES = {"default": django_database(os.environ["DATABASE_URL"], pool=8, timeout=PAGE_TIMEOUT)}
TEMPLATES = [{"BACKEND": "django.template.backends.jinja2.Jinja2", "DIRS": [Path(__file__).parent]}]
USE_TZ = True
