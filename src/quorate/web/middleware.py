"""Headers that every answer carries."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse

from quorate.web.configuration import REPORTS

_LOG = logging.getLogger(__name__)

# `same-origin` and not `no-referrer`: with the latter browsers send `Origin: null` with our own forms, which the
# protection against forged forms has to refuse. Nothing is ever sent to another site by either.
_ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), "
        "geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), "
        "publickey-credentials-get=(self), screen-wake-lock=(), usb=(), xr-spatial-tracking=()"
    ),
    "Referrer-Policy": "same-origin",
    "Reporting-Endpoints": f'policy="{REPORTS}"',
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
_TWO_YEARS = 63_072_000


class SecurityHeaders:
    """Adds the headers, and `no-store` to every answer that does not say itself how long it may be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer with its headers."""
        response = self.get_response(request)
        for name, value in _ALWAYS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        if request.is_secure():
            response.headers.setdefault("Strict-Transport-Security", f"max-age={_TWO_YEARS}; includeSubDomains")
        return response


_NONCE = "nonce-to-come"


class ContentPolicy(CSPMiddleware):
    """The content security policy. Its words are put together once; only the nonce is new in every answer.

    A view that asks for another policy (the decorators of `csp`) gets it by the library's own, longer way.
    """

    _words: tuple[Any, str] = (None, "")

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """The answer with its policy; from here on its nonce cannot be asked for any more unless it is in there."""
        if any(name.startswith("_csp") for name in vars(response)) or HEADER in response:
            return super().process_response(request, response)
        nonce: str = getattr(request, "_csp_nonce", None) or ""
        response.headers[HEADER] = self._policy().replace(f"'nonce-{_NONCE}'", f"'nonce-{nonce}'" if nonce else "")
        if not nonce:
            request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]
        return response

    def _policy(self) -> str:
        said = settings.CONTENT_SECURITY_POLICY
        if self._words[0] is not said:
            self._words = (said, build_policy(nonce=_NONCE))
        return self._words[1]


class Refusals:
    """What is done about a refusal that a service or query raised, once everything that the request wrote is undone.

    It is recorded; a state that does not allow something gets its page. The pages for 403 and 404 are Django's
    handlers; what needs a fresh proof is led to it by `accounts.middleware`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, unchanged."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for what cannot be done now; None leaves the answer to Django."""
        from quorate.access.permissions import NoSuchRecord, NotAllowed
        from quorate.web.once import StillBeingDone
        from quorate.web.views.errors import not_now, still_being_done, taken

        if isinstance(exception, StillBeingDone):
            return still_being_done(request)
        if isinstance(exception, OperationalError):
            state = getattr(exception.__cause__, "sqlstate", None)
            if state not in _TAKEN:
                return None
            # No more of it: the words of the database may quote what was written.
            _LOG.warning("Given up, nothing written: %s (%s)", _page_of(request), state)
            return taken(request)
        if isinstance(exception, (NoSuchRecord, NotAllowed)):
            _record(request, 404 if isinstance(exception, NoSuchRecord) else 403)
        return not_now(request, exception) if type(exception).__name__ in _NOT_NOW else None


def _record(request: HttpRequest, status: int) -> None:
    from quorate.audit.services import record

    with transaction.atomic():
        record(
            action="page.refused", subject_kind="page", outcome="refused",
            facts={"page": _page_of(request), "status": status},
        )  # fmt: skip


def _page_of(request: HttpRequest) -> str:
    return (request.resolver_match.url_name if request.resolver_match else None) or ""


# A state that does not allow something yet; each room above has its own class of this name.
_NOT_NOW = frozenset({"NotAllowedNow", "NoSuchLetter", "VersionChanged"})
# By SQLSTATE: two waited for each other, one waited for longer than a page may, one came between.
_TAKEN = frozenset({"40P01", "40001", "55P03", "57014"})
