"""A page server on a database of its own, and a real Chromium that opens its pages."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

# Playwright keeps an event loop in the test's thread; Django would otherwise refuse its database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

_NAMED = Path(__file__).resolve().parent.parent / ".cache" / "browser"


def chromium() -> str | None:
    """The one that tools/browser.sh found, else Debian's package; None: the Chromium that Playwright fetched."""
    return (_NAMED.read_text().strip() if _NAMED.is_file() else "") or shutil.which("chromium")


@pytest.fixture(scope="module")
def address(module_database: object) -> Iterator[str]:
    """The address of a page server on this module's database; what it commits is really committed."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet, allow_reuse_address=False)
    server.daemon_threads = True
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    with _lent_connections():
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


@contextmanager
def _lent_connections() -> Iterator[None]:
    """Pages borrow open connections, as in service: a new one for each page learns every table and policy anew."""
    from django.db import connection

    from quorate.config.databases import LentConnection

    connection.close()
    options = connection.settings_dict["OPTIONS"]
    options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 30, "connection_class": LentConnection}
    try:
        yield
    finally:
        connection.close()
        connection.close_pool()
        del options["pool"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A Chromium without a window, for the whole session."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def look(browser: Any, address: str) -> Iterator[Any]:
    """Opens pages: `look("/parts/", width=320)` gives the page; with `user` as somebody signed in.

    Whatever the page says in its console (a refused script, a missing file) makes the test fail at its end; an
    answer that is meant to be an error is asked for with `status`.
    """
    contexts: list[Any] = []
    said: list[str] = []

    def open_page(
        path: str, *, width: int = 1280, height: int = 900, user: Any = None, script: bool = True, status: int = 200
    ) -> Any:
        context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=script)
        contexts.append(context)
        if user is not None:
            context.add_cookies([_cookie(user, address)])
        page = context.new_page()
        if status < 400:
            page.on("console", lambda message: said.append(message.text) if message.type != "log" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        response = page.goto(address + path)
        assert response.status == status, (path, response.status)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == [], said


def _cookie(user: Any, address: str) -> dict[str, Any]:
    from django.conf import settings

    from tests.web.visiting import signed_in

    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": signed_in(user).cookies[name].value, "url": address}
