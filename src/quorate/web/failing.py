"""Error pages that show nothing about anybody and cannot themselves fail."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from quorate.web.pages import shell

_LOG = logging.getLogger(__name__)

LAST_RESORT: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Something went wrong – Quorate</title>
<link rel="stylesheet" href="/static/quorate/app.css">
</head>
<body class="govuk-template__body q-page">
<header class="q-header"><div class="q-width q-header__row"><span class="q-header__home">Quorate</span></div></header>
<main class="q-main" id="main-content"><div class="q-width q-stack">
<h1 class="q-title">Something went wrong</h1>
<p class="q-lead">It is our mistake, not yours. What you were doing may not have been saved.</p>
<p class="q-lead">What you typed on a page that saves itself is saved, or kept in this tab: open that page again and it
stands there.</p>
<p class="q-lead">Go back and try again. If it happens again, tell the conference office when it happened.</p>
</div></main>
</body>
</html>
"""


def error_page(request: HttpRequest, status: int, title: str, says: str, told: Sequence[str] = ()) -> HttpResponse:
    """An error page in the look of the shell, without the name, menu or authority of the person who sees it.

    `told` is what stands above it. It reads nothing from the database: the transaction may be the very thing that
    failed. Where even this page cannot be made, a plain one that needs nothing is shown with the same status.
    """
    context = {**shell(None), "title": title, "page_title": f"{title} – Quorate", "says": says, "messages": told}
    try:
        return HttpResponse(render_to_string("error.html", context, request), status=status)
    except Exception:
        _LOG.exception("The error page for %s could not be made", status)
        return HttpResponse(LAST_RESORT, status=status)
