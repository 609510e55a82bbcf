"""Django's settings. What an installation may choose is read in `environment`; the rest is decided here."""

from __future__ import annotations

import os
from typing import Any

from quorate.config import logs, providers
from quorate.config.databases import JOB_TIMEOUT, PAGE_TIMEOUT, django_database
from quorate.config.environment import Environment
from quorate.config.secrets import database_urls, field_keys, signing_secrets, var_folder
from quorate.web import configuration as pages
from quorate.web.accounts import configuration as accounts
from quorate.web.accounts.configuration import *  # noqa: F403  (sign-in decides its own settings)
from quorate.web.configuration import *  # noqa: F403  (so do the pages)

ENVIRONMENT = Environment.read(os.environ)
PRODUCTION = ENVIRONMENT.mode == "production"

QUORATE_MODE = ENVIRONMENT.mode
QUORATE_PACKS = ENVIRONMENT.packs
QUORATE_TODAY = ENVIRONMENT.today
QUORATE_VAR = var_folder(ENVIRONMENT)
SECRET_KEY, QUORATE_CONTEXT_SECRET = signing_secrets(ENVIRONMENT)
QUORATE_FIELD_KEYS = field_keys(ENVIRONMENT)

DEBUG = False
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [name.strip() for name in ENVIRONMENT.allowed_hosts.split(",") if name.strip()] or LOCAL_HOSTS

_urls = database_urls(ENVIRONMENT)
_prepared = ENVIRONMENT.database_prepared
_by_role: dict[str, dict[str, Any]] = {
    "app": django_database(_urls.app, pool=ENVIRONMENT.database_pool, timeout=PAGE_TIMEOUT, prepared=_prepared),
    "job": django_database(_urls.job, pool=0, timeout=JOB_TIMEOUT, prepared=_prepared),
    # A migration takes as long as it takes.
    "owner": django_database(_urls.owner or _urls.app, pool=0, timeout=None),
}
DATABASES = {"default": _by_role[ENVIRONMENT.role]}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "quorate.audit",
    "quorate.access",
    "quorate.people",
    "quorate.cases",
    "quorate.conferences",
    "quorate.plans",
    "quorate.challenges",
    "quorate.release",
    "quorate.notices",
    "quorate.returns",
    "quorate.insight",
    "quorate.web",  # before django.forms: its widgets' templates win
    "quorate.web.accounts",
    "quorate.config",
    *([] if PRODUCTION else ["quorate.demo"]),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "procrastinate.contrib.django",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    *pages.MIDDLEWARE_OF_PAGES,
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "quorate.web.accounts.middleware.SessionRules",
    "quorate.access.middleware.ContextMiddleware",
]

ROOT_URLCONF = "quorate.config.urls"
WSGI_APPLICATION = "quorate.config.wsgi.application"

AUTH_USER_MODEL = "people.User"
SOCIALACCOUNT_PROVIDERS = accounts.openid_provider_list(ENVIRONMENT.sign_in_services)
# Browsers apply the rule also to where the answer to a form sends them on: the sign-in services have to be named.
CONTENT_SECURITY_POLICY = pages.content_security_policy(providers.origins(ENVIRONMENT.sign_in_services))

# Cookies. The prefix makes browsers refuse one that another host or plain HTTP has set.
_tls = PRODUCTION or ENVIRONMENT.behind_tls
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _tls
SESSION_COOKIE_NAME = "__Host-session" if _tls else "quorate-session"
CSRF_COOKIE_NAME = "__Host-csrf" if _tls else "quorate-csrf"
CSRF_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _tls else None
SECURE_HSTS_SECONDS = 31_536_000 if _tls else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _tls
SECURE_SSL_REDIRECT = False  # the proxy's part; a redirect here would loop behind a wrong header

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"  # what people read; instants are stored in UTC
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = QUORATE_VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
# Names carry a fingerprint of the content, so a browser never has to ask again.
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# In a demo nothing leaves the machine: letters are files that one can open.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if ENVIRONMENT.smtp_host else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = QUORATE_VAR / "outbox"
EMAIL_HOST, EMAIL_PORT = ENVIRONMENT.smtp_host or "", ENVIRONMENT.smtp_port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ENVIRONMENT.smtp_user or "", ENVIRONMENT.smtp_password or ""
EMAIL_USE_TLS = bool(ENVIRONMENT.smtp_user)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
PROCRASTINATE_ON_APP_READY = "quorate.config.jobs.on_app_ready"
LOGGING = logs.LOGGING
