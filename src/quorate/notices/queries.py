"""Reading papers and messages of a conference: always as far as the reader may see them."""

from __future__ import annotations

from typing import Any, Final

from quorate.access.permissions import NoSuchRecord
from quorate.conferences.models import Conference
from quorate.notices.models import Channel, Message, MessageState
from quorate.release.models import BY_RULE, Release, ReleaseState, StoredRendition

_BYTES: Final = ("rendition__content", "rendition__enclosed", "rendition__basis")


def releases_of(conference: Conference) -> list[Release]:
    """Papers that were prepared, the latest first; those that were prepared anew or are sent by rule are left out."""
    rows = Release.objects.filter(conference=conference).exclude(state=ReleaseState.OVERTAKEN)
    return list(rows.exclude(code__in=BY_RULE).order_by("-prepared_at", "pk"))


def release_of(conference: Conference, key: Any) -> Release:
    """One of them. Raises NoSuchRecord."""
    found = Release.objects.select_related("case", "conference").filter(conference=conference, pk=key).first()
    if found is None:
        raise NoSuchRecord
    return found


def renditions_of(release: Release) -> list[StoredRendition]:
    """The renditions of a paper that the reader may look at, without their bytes, by name."""
    return list(release.renditions.defer("content", "enclosed").order_by("name", "pk"))


def messages_of(conference: Conference) -> list[Message]:
    """Every message of a conference, the latest first, with its copy but for the bytes.

    One whose copy is closed to the reader has none, though it has a `rendition_id`.
    """
    rows = Message.objects.filter(conference=conference).select_related("rendition")
    return list(rows.defer(*_BYTES).order_by("-put_out_at", "name", "pk"))


def waits_for_somebody(release: Release, copy: Any) -> Message | None:
    """The message by which a copy of a paper goes, while it waits for somebody to post it or to hand it over."""
    rows = Message.objects.filter(release=release, rendition=copy, state=MessageState.WAITING)
    return rows.exclude(channel=Channel.EMAIL).first()


def message_of(conference: Conference, key: Any) -> Message:
    """One of them. Raises NoSuchRecord."""
    found = Message.objects.select_related("case", "conference").filter(conference=conference, pk=key).first()
    if found is None:
        raise NoSuchRecord
    return found
