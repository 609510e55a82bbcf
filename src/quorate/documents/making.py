"""Every paper of a conference by its code: from the rows, for one recipient."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from quorate.access.standing import Standing
from quorate.conferences.models import Conference
from quorate.documents.artefacts import (
    complaint,
    day_sheet,
    decisions,
    exclusion,
    invitation,
    minutes,
    plan,
    report,
    summary,
)
from quorate.documents.facts import Facts
from quorate.documents.letters import NoSuchPaper, NotReadyYet
from quorate.release.artefacts import Artefact, Recipient

__all__ = ["CODES", "Facts", "NoSuchPaper", "NotReadyYet", "made"]

_Builder = Callable[..., Artefact]

_BUILDERS: Final[Mapping[str, _Builder]] = MappingProxyType(
    {
        "invitation": invitation.invitation,
        "moved": invitation.moved,
        "cancelled": invitation.cancelled,
        "not-going-on": invitation.not_going_on,
        "taken-back": invitation.taken_back,
        "exclusion-letter": exclusion.exclusion_letter,
        "views-moved": exclusion.views_moved,
        "report": report.report,
        "day-sheet": day_sheet.day_sheet,
        "decisions": decisions.decisions,
        "summary": summary.summary,
        "plan": plan.plan,
        "minutes": minutes.minutes,
        "complaint-acknowledgement": complaint.complaint_acknowledgement,
        "complaint-answer": complaint.complaint_answer,
    }
)
_ABOUT_ONE_THING: Final = frozenset({"report", "exclusion-letter", "complaint-acknowledgement", "complaint-answer"})
"""Papers of which there are several in a conference: `subject` says which."""

CODES: Final = tuple(_BUILDERS)
"""The codes of all papers."""


def made(
    code: str,
    conference: Conference,
    recipient: Recipient,
    *,
    at: datetime,
    by: Standing,
    subject: UUID | None = None,
    facts: Facts | None = None,
) -> Artefact:
    """The paper for one recipient, from the rows as `by` may read them. Nothing is let out by making it.

    `subject` is the report or complaint where there are several. `facts` saves reading the same rows again for the
    next recipient. Raises NoSuchPaper, and NotReadyYet with what is missing.
    """
    builder = _BUILDERS.get(code)
    if builder is None:
        raise NoSuchPaper(f"There is no paper {code}; there are {', '.join(CODES)}.")
    known = facts or Facts(conference, at=at, by=by)
    more: dict[str, Any] = {"subject": subject} if code in _ABOUT_ONE_THING else {}
    return builder(known, recipient, **more)
