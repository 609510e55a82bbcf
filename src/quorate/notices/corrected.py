"""Minutes to which something was added: who has had a copy before, and gets a corrected one if it is for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db.models import Max

from quorate.conferences.models import Addendum, Conference, Invitee
from quorate.notices.models import Message, MessageState
from quorate.release.models import Release, ReleaseState

MINUTES: Final = "minutes"
"""The paper's code."""
CORRECTED: Final = "Minutes: corrected copies"
"""What the office calls minutes that go again because something was added; by it their messages know what they are."""
# "Sent? We do not know" counts as had: the copy says that it takes the place of any other.
_HAD: Final = (MessageState.SENT, MessageState.HANDED, MessageState.UNKNOWN, MessageState.CLAIMED)


def copies_had(conference: Conference, code: str) -> Mapping[str, datetime]:
    """When the copy was prepared that each reader has had last, by the key of the recipient: the line on the list of
    people on which they stand now.

    Nothing for any other paper, and where nothing was added since the minutes were last let out: then everybody gets
    them once more, as somebody asked for it.
    """
    if code != MINUTES:
        return {}
    added = Addendum.objects.filter(record__conference=conference).aggregate(last=Max("added_at"))["last"]
    gone = Release.objects.filter(conference=conference, code=MINUTES, state=ReleaseState.RELEASED)
    last = gone.aggregate(last=Max("prepared_at"))["last"]
    if added is None or last is None or added <= last:
        return {}
    found: dict[str, datetime] = {}
    had = Message.objects.filter(conference=conference, code=MINUTES, state__in=_HAD)
    listed = Invitee.objects.filter(conference=conference, removed_on__isnull=True, person_id__isnull=False)
    now = dict(listed.values_list("person_id", "pk"))
    for recipient, person, at in had.values_list("recipient", "person_id", "release__prepared_at"):
        key = str(now.get(person, recipient))
        found[key] = max(at, found.get(key, at))
    return found


def takes_the_place(message: Message) -> bool:
    """Whether a message brings a corrected copy to somebody who has had one before."""
    if message.code != MINUTES or message.release.title != CORRECTED:
        return False
    had = Message.objects.filter(conference=message.conference_id, code=MINUTES, state__in=_HAD)
    same = had.filter(recipient=message.recipient)
    if message.person_id is not None:
        same = same | had.filter(person_id=message.person_id)
    return same.filter(release__prepared_at__lt=message.release.prepared_at).exists()
