"""The settings of sign-in, as plain values that `quorate.config.settings` takes over. Imports no Django.

There is no password anywhere: staff come from their council's own provider (OpenID Connect), partners without one by a
code sent to their e-mail address and an authenticator app.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Protocol

IDLE_MINUTES = 30  # staff: NIST 800-63B, second level of assurance
ABSOLUTE_HOURS = 12
STEP_UP_MINUTES = 5  # how long a renewed proof of identity counts
DORMANT_DAYS = 45  # unused for longer: the account has to be opened again by an administrator

SESSION_ENGINE = "quorate.web.accounts.session_store"
SESSION_COOKIE_AGE = ABSOLUTE_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
# Lax and not Strict: the answer of the council's provider arrives as a link from another site.
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_SAVE_EVERY_REQUEST = False
# JSON holds nothing but plain values, so a stolen database cannot run code through a session.
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"

LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
AUTHENTICATION_BACKENDS = ["quorate.web.accounts.backends.KnownUser"]

ACCOUNT_ADAPTER = "quorate.web.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = STEP_UP_MINUTES * 60
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "signed_out"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "request_login_code": "quorate.web.accounts.forms.AskForCodeForm",
    "confirm_login_code": "quorate.web.accounts.forms.EmailedCodeForm",
}
# Guessing is slowed by our own table (`slow_down`), which every process shares and which never locks anybody out;
# django-allauth's own limits count in each process for itself.
ACCOUNT_RATE_LIMITS = False
# Nothing may rely on what one process remembers: the cache is a table that knows only what was used.
CACHES = {"default": {"BACKEND": "quorate.web.accounts.used_codes.UsedOnce"}}

SOCIALACCOUNT_ADAPTER = "quorate.web.accounts.adapters.ProviderAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_LOGIN_ON_GET = False  # somebody else's page cannot start a sign-in
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""

MFA_ADAPTER = "quorate.web.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "quorate.web.accounts.forms.AppCodeForm",
    "activate_totp": "quorate.web.accounts.forms.FirstAppCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Quorate"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 10

USERSESSIONS_TRACK_ACTIVITY = False


def provider_name_of(issuer: str) -> str:
    """The name under which allauth keeps an issuer: the same issuer always has the same one, another never has it.

    An identity is (issuer, subject). Because the stored name follows from the issuer, pointing the settings at another
    issuer can never turn its subjects into our users.
    """
    return "oidc-" + hashlib.sha256(issuer.encode()).hexdigest()[:16]


class SignInService(Protocol):
    """A provider as the settings name it (`config.providers.Provider`)."""

    @property
    def issuer(self) -> str: ...
    @property
    def client_id(self) -> str: ...
    @property
    def client_secret(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def authority(self) -> str: ...
    @property
    def agency(self) -> str: ...


def openid_provider_list(services: Sequence[SignInService]) -> dict[str, Any]:
    """`SOCIALACCOUNT_PROVIDERS` for the sign-in services of the settings; empty where there are none."""
    apps = [_app(one) for one in services]
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}} if apps else {}


def _app(service: SignInService) -> dict[str, Any]:
    return {
        "provider_id": provider_name_of(service.issuer),
        "name": service.name or service.authority or service.agency or "your organisation",
        "client_id": service.client_id,
        "secret": service.client_secret,
        "settings": {
            "server_url": service.issuer,
            "issuer": service.issuer,
            "uid_field": "sub",
            "authority": service.authority,
            "agency": service.agency,
        },
    }
