"""What browsers report of the content security policy: counted and logged as codes, never with an address.

A report holds the address of the page, and that may name a case; it is looked at for the name of the view and thrown
away. Reports come unasked from anywhere, so they are small, few, and change nothing but a count.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from quorate.web.accounts import slow_down
from quorate.web.accounts.waiting import network_address
from quorate.web.permissions import public

logger = logging.getLogger(__name__)

LARGEST: Final = 8_192
"""Bytes of a report."""
MOST: Final = 10
"""Reports that one message is looked at for."""
_DIRECTIVES: Final = frozenset(
    "default-src script-src script-src-elem script-src-attr style-src style-src-elem style-src-attr img-src "
    "connect-src font-src manifest-src form-action frame-ancestors base-uri object-src frame-src worker-src media-src "
    "require-trusted-types-for trusted-types".split()
)
_KINDS: Final = frozenset({"inline", "eval", "wasm-eval", "data", "blob", "self", "trusted-types-sink"})
_COUNT: Final = """
INSERT INTO web_policy_report AS r (day, directive, blocked, page, count) VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (day, directive, blocked, page) DO UPDATE SET count = r.count + 1
"""


@public
@csrf_exempt
@require_POST
def policy_report(request: HttpRequest) -> HttpResponse:
    """Takes a report in either of the two shapes that browsers send. Says nothing back, whatever came."""
    if not _is_small(request):
        return HttpResponse(status=413)
    sender = f"reports|{network_address(request)}"
    if not slow_down.seconds_to_wait(who="policy-report", address=sender):
        slow_down.count_failure(who="policy-report", address=sender)
        for directive, blocked, page in _breaches(request):
            logger.warning("the browser refused: directive=%s blocked=%s page=%s", directive, blocked, page)
            with connection.cursor() as cursor:
                cursor.execute(_COUNT, [timezone.localdate(), directive, blocked, page])
    return HttpResponse(status=204)


def _is_small(request: HttpRequest) -> bool:
    said = request.META.get("CONTENT_LENGTH") or ""
    return said.isdigit() and int(said) <= LARGEST


def _breaches(request: HttpRequest) -> Iterator[tuple[str, str, str]]:
    """Directive, kind of thing and view of each report; codes of ours, whatever the report said."""
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        return
    for report in (said if isinstance(said, list) else [said])[:MOST]:
        body = report.get("csp-report", report.get("body")) if isinstance(report, dict) else None
        if isinstance(body, dict):
            yield _codes(body, request.get_host())


def _codes(body: Mapping[str, Any], host: str) -> tuple[str, str, str]:
    directive = _first(body, "effectiveDirective", "effective-directive", "violated-directive").partition(" ")[0]
    blocked = _first(body, "blockedURL", "blocked-uri")
    where = urlsplit_or_none(_first(body, "documentURL", "document-uri"))
    return (
        directive if directive in _DIRECTIVES else "other",
        _kind(blocked, host),
        _view(where.path) if where is not None and where.netloc == host else "",
    )


def _first(body: Mapping[str, Any], *names: str) -> str:
    return next((body[name] for name in names if isinstance(body.get(name), str)), "")


def _kind(blocked: str, host: str) -> str:
    if blocked.partition(":")[0] in _KINDS:
        return blocked.partition(":")[0]
    where = urlsplit_or_none(blocked)
    if where is None or not where.netloc:
        return "unknown"
    return "self" if where.netloc == host else "another-site"


def _view(path: str) -> str:
    try:
        return (resolve(path).url_name or "")[:60]
    except Resolver404:
        return ""


def urlsplit_or_none(text: str) -> Any:
    """The parts of an address; None where it is none."""
    try:
        return urlsplit(text)
    except ValueError:
        return None
