"""Preparing papers, letting them out, and what people say of messages."""

from quorate.notices.services.answering import (
    NotThere,
    give_by_hand,
    handed_over,
    hold_back,
    say_whether_it_went,
    say_who_takes_it,
)
from quorate.notices.services.letting_out import hold_waiting, release_and_queue
from quorate.notices.services.preparing import AnotherPrepares, NobodyToTell, prepare, preview
from quorate.release.basis import ChangedSince
from quorate.release.copies import CopyMissing
from quorate.release.services import NotWaiting, SecondPersonNeeded, refuse

__all__ = [
    "AnotherPrepares",
    "ChangedSince",
    "CopyMissing",
    "NobodyToTell",
    "NotThere",
    "NotWaiting",
    "SecondPersonNeeded",
    "give_by_hand",
    "handed_over",
    "hold_back",
    "hold_waiting",
    "prepare",
    "preview",
    "refuse",
    "release_and_queue",
    "say_whether_it_went",
    "say_who_takes_it",
]
