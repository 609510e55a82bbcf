"""The settings for mypy: those of the application, without a database, secrets or a folder of their own."""

import os

os.environ |= {
    "DATABASE_URL": "postgresql://quorate_app@localhost/quorate",
    "QUORATE_ROLE": "owner",  # without a pool, which would try to connect
    "QUORATE_SECRET_KEY": "for reading types only, never for serving",
    "QUORATE_CONTEXT_SECRET": "for reading types only, never for serving anything",
    "QUORATE_FIELD_KEYS": "for reading types only; never for sealing anything",
}

from quorate.config.settings import *  # noqa: F403
