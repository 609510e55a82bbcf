"""What the settings need to know about the pages. Pure data: imports no Django, so that settings can read it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from csp.constants import NONCE, NONE, SELF

FORM_RENDERER = "quorate.web.forms.GovukRenderer"

# First of all middleware, so that every answer carries the headers, also one that fails early.
MIDDLEWARE_OF_PAGES = [
    "quorate.web.middleware.SecurityHeaders",
    "quorate.web.middleware.ContentPolicy",
    "quorate.web.middleware.Refusals",
]

CSRF_FAILURE_VIEW = "quorate.web.views.errors.form_expired"

TEMPLATES: list[dict[str, Any]] = [
    {
        "NAME": "jinja2",
        "BACKEND": "quorate.web.engine.Pages",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "quorate.web.environment.environment"},
    },
    {
        # Second: only for packages that bring templates of Django's own engine.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]


REPORTS = "/policy-report/"


def content_security_policy(forms_go_to: Sequence[str] = ()) -> dict[str, Any]:
    """Nothing but ourselves, and script only with the nonce of this very answer. No inline style, no inline script.

    `forms_go_to` are origins besides our own to which a form may lead: browsers apply the rule also to where the
    answer sends them on, so the council's sign-in service has to be named.
    """
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [NONCE, "'strict-dynamic'"],
            "style-src": [SELF, NONCE],
            "img-src": [SELF],
            "connect-src": [SELF],
            "font-src": [SELF],
            "manifest-src": [SELF],
            "form-action": [SELF, *forms_go_to],
            "frame-ancestors": [NONE],
            "base-uri": [NONE],
            "object-src": [NONE],
            "require-trusted-types-for": ["'script'"],
            # The older and the newer way to say where browsers report a breach.
            "report-uri": [REPORTS],
            "report-to": ["policy"],
        }
    }


CONTENT_SECURITY_POLICY = content_security_policy()
