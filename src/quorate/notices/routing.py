"""From which office a paper comes: one mailbox for bookings, another for invitations, as the pack says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from quorate.procedure.pack import Pack

_FUNCTIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "date-confirmed": ("booking", "general"),
        "booking-asked": ("booking",),
        "invitation": ("invitations", "general"),
        "moved": ("invitations", "booking", "general"),
        "cancelled": ("invitations", "booking", "general"),
        "not-going-on": ("invitations", "booking", "general"),
        "taken-back": ("invitations", "booking", "general"),
        "complaint-acknowledgement": ("complaints", "general"),
        "complaint-answer": ("complaints", "general"),
    }
)


@dataclass(frozen=True, slots=True)
class Office:
    """An office as the pack names it; "" for what it does not say."""

    name: str = ""
    email: str = ""
    telephone: str = ""


def office_for(pack: Pack, code: str) -> Office:
    """The office that sends a paper, and to which an answer goes."""
    contacts = pack.data.get("contact") or ()
    for function in _FUNCTIONS.get(code, ("general",)):
        for one in contacts:
            if one["function"] == function:
                return Office(one["name"], one.get("email") or "", one.get("telephone") or "")
    return Office()
