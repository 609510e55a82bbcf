"""What somebody had typed when their sign-in had ended, or had to be proved anew, is kept for them and sent again.

Nobody loses half an hour of typing to a rule about half an hour. What came is sealed for the very person whose session
it was (known from the session, never from the form), shown to nobody else, and forgotten by the next morning. It is
never sent by itself: whoever is back looks at it and presses a button.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from quorate.cases.sealing import Broken, Sealer
from quorate.people.models import User
from quorate.web.accounts.models import KeptForm
from quorate.web.accounts.moments import now

WAS: Final = "was"
"""In a session that has ended: whose it was."""
BACK: Final = "back"
"""In the session of somebody who was signed out by the rules and signed in again at the same browser."""
KEPT_FOR: Final = timedelta(hours=12)
_LARGEST: Final = 500_000
"""Characters; more than the longest report by ten."""
_MOST: Final = 20
"""Forms of one person; of more, the oldest give way."""
_SEALER: Final = Sealer("quorate kept form 1", "QUORATE_SECRET_KEY", lambda: [settings.SECRET_KEY])
_TYPED: Final = re.compile(r"\S\s+\S")
"""Words with a blank between them: somebody typed. A button, a tick or a code is quickly given again."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A form as it was sent: its fields in their order, and of them the words that somebody typed."""

    id: uuid.UUID
    path: str
    kept_at: datetime
    sent_at: datetime | None
    fields: Sequence[tuple[str, str]]

    @property
    def words(self) -> list[str]:
        """What was typed, to be recognised by whoever typed it."""
        return [value for name, value in self.fields if _TYPED.search(value)]


def keep(request: HttpRequest, user_id: uuid.UUID | str | None) -> bool:
    """Keeps what this request sent for that user; whether it did: only words typed on a page of ours are kept.

    A form sent twice to one address is kept as it was last. Files are not: they are still where they came from.
    """
    fields = _typed_on_a_page_of_ours(request)
    if not user_id or not fields:
        return False
    at, path = now(), request.get_full_path()
    sealed = _SEALER.sealed(json.dumps(fields), f"{user_id} {path}")
    KeptForm.objects.update_or_create(
        user_id=user_id, path=path, defaults={"sealed": sealed, "kept_at": at, "sent_at": None}
    )
    of_theirs = KeptForm.objects.filter(user_id=user_id).order_by("-kept_at").values_list("pk", flat=True)
    KeptForm.objects.filter(pk__in=list(of_theirs[_MOST:])).delete()
    return True


def kept_for(user: User) -> list[Kept]:
    """What is kept for somebody, the newest first. What does not open any more (its key is gone) has no fields."""
    return [
        _opened(row) for row in KeptForm.objects.filter(user=user, kept_at__gte=now() - KEPT_FOR).order_by("-kept_at")
    ]


def note_sent(user: User, kept_id: uuid.UUID) -> str | None:
    """Notes that somebody sends their form again; gives the address to which it goes, None where there is none."""
    row = KeptForm.objects.filter(user=user, pk=kept_id, kept_at__gte=now() - KEPT_FOR).first()
    if row is None:
        return None
    KeptForm.objects.filter(pk=row.pk).update(sent_at=now())
    return row.path


def throw_away(user: User, kept_id: uuid.UUID) -> None:
    """Forgets one of somebody's forms, for good."""
    KeptForm.objects.filter(user=user, pk=kept_id).delete()


def sweep(*, at: datetime) -> int:
    """Forgets what has been kept for twelve hours; returns how many forms went."""
    return KeptForm.objects.filter(kept_at__lt=at - KEPT_FOR).delete()[0]


def writer_of(request: HttpRequest) -> str | None:
    """Whose words a form with an old token are: whoever was signed out at this browser, and nobody else since.

    Nobody's (None) where the browser does not say that a page of ours sent it, or where the one who is signed in now
    may be another than the one who typed: a colleague at the same desk must not be shown them.
    """
    if request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}":
        return None
    if request.user.is_authenticated:
        return str(request.user.pk) if request.session.get(BACK) else None
    return request.session.get(WAS)


def note_who_is_back(request: HttpRequest, user: User) -> None:
    """Notes at a sign-in whether it is the person who was signed out here."""
    if request.session.pop(WAS, None) == str(user.pk):
        request.session[BACK] = True
    else:
        request.session.pop(BACK, None)


def _typed_on_a_page_of_ours(request: HttpRequest) -> list[tuple[str, str]]:
    if request.method != "POST" or request.path.startswith(reverse("account")) or len(request.get_full_path()) > 500:
        return []
    sent = request.POST
    fields = [(name, str(one)) for name in sent for one in sent.getlist(name) if name != "csrfmiddlewaretoken"]
    typed = any(_TYPED.search(value) for _, value in fields)
    return fields if typed and sum(len(value) for _, value in fields) <= _LARGEST else []


def _opened(row: KeptForm) -> Kept:
    try:
        fields = json.loads(_SEALER.opened(row.sealed, f"{row.user_id} {row.path}"))
    except Broken:
        fields = []
    return Kept(row.pk, row.path, row.kept_at, row.sent_at, [(name, value) for name, value in fields])
