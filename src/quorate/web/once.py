"""A form that is sent twice is done once: a double click, "back" and send again, a resend after a lost connection.

Every form of a page carries a key that was drawn when the page was made: `engine.Template` prints it beside the token
against forged forms, so no template has to think of it, and `once.js` keeps it for whoever goes back to what they
typed. Every route asks here before its view is called (`permissions`). What was sent is known by a mark: who sent it,
the key, the address and all that was entered. The mark is kept in the transaction of the request, with the address to
which the answer led. A second sending waits in the database for the first; where that one was done it is led to the
same place and nothing is done again. Where the first was refused, or broke, the second is done like any. Where the
first takes longer than a statement may wait, the second is told so, and to ask again.

The key is not trusted: it is only part of the mark, so nobody's key opens, answers or holds up anything of another
person's, of another form's, or of other words. A form without a key (a script's) is done each time that it comes, and
so is what saves itself, which has versions (`conferences.saving`). Why it is so: docs/decisions/0019.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.messages.storage.base import BaseStorage, Message
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac
from django.utils.html import format_html
from django.utils.safestring import SafeString

from quorate.web.accounts.moments import now
from quorate.web.models import SentForm
from quorate.web.permissions import BY_ITSELF
from quorate.web.wording import clock, day_short, london_day

FIELD: Final = "once"
KEPT_FOR: Final = timedelta(days=1)
"""Longer than a session lasts, and than a form is kept whose sender was signed out (`accounts.kept`)."""
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{22}")
_NOT_ENTERED: Final = (FIELD, "csrfmiddlewaretoken")
_AT_ONCE: Final = timedelta(seconds=3)
"""A double click: the page to which both lead says of the first what there is to say."""
_DONE: Final = "Nothing was done now: you sent the same at {}. To do it again, open its form anew."
_TAG: Final = "once"
_WAITED: Final = frozenset({"57014", "55P03"})
"""SQLSTATE of what a statement is that waited for longer than it may."""
# A second sending of the same waits here until the first is committed or undone.
_CLAIM: Final = """
INSERT INTO web_sent_form AS f (mark, led_to, sent_at) VALUES (%s, '', %s)
ON CONFLICT (mark) DO UPDATE SET mark = excluded.mark RETURNING f.led_to, f.sent_at
"""


class StillBeingDone(RuntimeError):
    """The same was sent a moment ago and its answer is not there yet: it is not known whether it will be done."""


def key_input() -> SafeString:
    """The hidden field with a new key: one for all forms of a page, which differ by what they say and where they go."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, secrets.token_urlsafe(16))


def answered(request: HttpRequest, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """What `answer` gives; or, where the same was sent before and done, the way to where that led.

    Raises `StillBeingDone` where the first of the same takes longer than a statement may wait for it.
    """
    mark = _mark_of(request)
    if mark is None:
        return answer()
    at = now()
    led_to, sent_at = _claimed(mark, at)
    if led_to:
        if at - sent_at > _AT_ONCE:
            said = clock(sent_at) + ("" if london_day(sent_at) == london_day(at) else f" on {day_short(sent_at)}")
            messages.info(request, _DONE.format(said), extra_tags=_TAG)
        return HttpResponseRedirect(led_to)
    waiting = len(messages.get_messages(request))  # of other pages, which are for them to show
    given = answer()
    if given.status_code in (302, 303) and not _is_refused(request, waiting):
        SentForm.objects.filter(pk=mark).update(led_to=given.headers["Location"], sent_at=at)
    return given


def told(request: HttpRequest) -> list[str]:
    """What there is to say of a form that was sent before, for an error page: where it led may be gone since.

    Asks the database nothing. What other pages have to say waits for them: an error page tells of nobody.
    """
    waiting = messages.get_messages(request)
    if not getattr(getattr(request, "session", None), "accessed", False):
        return []
    if not any(one.extra_tags == _TAG for one in _looked_at(waiting)):
        return []
    all_ = list(waiting)
    for one in all_:
        if one.extra_tags != _TAG:
            messages.add_message(request, one.level, one.message, one.extra_tags)
    return [str(one.message) for one in all_ if one.extra_tags == _TAG]


def sweep(*, at: datetime) -> int:
    """Forgets what was sent more than a day ago; returns how many there were."""
    return SentForm.objects.filter(sent_at__lt=at - KEPT_FOR).delete()[0]


def _mark_of(request: HttpRequest) -> str | None:
    """The mark of what was sent; None where nothing was, where it has no key, and where it saves itself."""
    key = request.POST.get(FIELD, "") if request.method == "POST" else ""
    if not _KEY.fullmatch(key) or request.headers.get(BY_ITSELF):
        return None
    who = request.session[SESSION_KEY]
    entered = [(name, values) for name, values in request.POST.lists() if name not in _NOT_ENTERED]
    files = [(name, one.name, _content_of(one)) for name in request.FILES for one in request.FILES.getlist(name)]
    said = repr((who, key, request.get_full_path(), entered, files))
    return salted_hmac("quorate.sent-form", said, algorithm="sha256").hexdigest()


def _content_of(file: object) -> str:
    content = sha256()
    for part in file.chunks():  # type: ignore[attr-defined]  # an UploadedFile
        content.update(part)
    file.seek(0)  # type: ignore[attr-defined]  # the view reads it from its beginning
    return content.hexdigest()


def _claimed(mark: str, at: datetime) -> tuple[str, datetime]:
    with connection.cursor() as cursor:
        try:
            cursor.execute(_CLAIM, [mark, at])
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) in _WAITED:
                raise StillBeingDone from error
            raise
        led_to, sent_at = cursor.fetchone()
    return led_to, sent_at


def _is_refused(request: HttpRequest, waiting: int) -> bool:
    """Whether the page to which the answer leads will warn: a step that was refused can be tried again.

    `waiting` is how many messages there were before: what another tab has still to show is not about this form.
    """
    return any(one.level >= messages.WARNING for one in _looked_at(messages.get_messages(request))[waiting:])


def _looked_at(waiting: Iterable[Message]) -> list[Message]:
    """The messages that the next page will show, which they still are."""
    found = list(waiting)
    if isinstance(waiting, BaseStorage):
        waiting.used = False
    return found
