"""Where a duty of a conference is done: the page that settles it, one click from its line."""

from __future__ import annotations

from typing import Final

from quorate.conferences.services.checklists import waits_for_checklist
from quorate.procedure.pack import Pack
from quorate.web.addresses import address

DOING: Final = {
    "book-conference": "conference_booking",
    "reconvene": "conference_booking",
    "hold-initial-conference": "conference_booking",
    "hold-transfer-in-conference": "conference_booking",
    "supply-invite-list": "conference_people",
    "send-invitations": "conference_papers",
    "confirm-booking": "conference_papers",
    "explain-conference-to-parents": "conference_needs",
    "give-parents-leaflet": "conference_needs",
    "ask-parents-about-needs": "conference_needs",
    "offer-advocate": "conference_needs",
    "ask-about-interpreter": "conference_needs",
    "settle-how-child-takes-part": "conference_needs",
    "give-child-booklet": "conference_reports",
    "authorise-report": "conference_reports",
    "send-report-to-chair": "conference_reports",
    "share-report-with-parents": "conference_reports",
    "share-agency-reports-with-parents": "conference_reports",
    "hold-pre-conference-discussion": "conference_meeting",
    "meet-parents": "conference_meeting",
    "name-supporter": "conference_people",
    "request-exclusion": "conference_people",
    "review-exclusion": "conference_exclusions",
    "explain-exclusion": "conference_exclusions",
    "collect-excluded-parent-views": "conference_exclusions",
    "offer-meeting": "conference_exclusions",
    "send-decisions": "conference_papers",
    "hand-decisions-to-parents": "conference_papers",
    "send-minutes": "conference_papers",
    "distribute-plan": "conference_papers",
    "explain-plan-to-parents": "conference_between",
    "explain-category-to-young-person": "conference_between",
}
"""The tab of a conference on which a duty is done; what is not here, and is no checklist, has the duty's own page."""


def place_in_conference(code: str, ref: str, pack: Pack) -> str:
    """The tab of the conference on which a duty is done: its first page where there is no other."""
    return address(_tab(code, pack) or "conference", ref=ref)


def place_of(code: str, key: object, ref: str, pack: Pack) -> str:
    """The address at which a duty of a conference is done: a tab, or the duty's own page."""
    tab = _tab(code, pack)
    return address(tab, ref=ref) if tab else address("duty", key=key)


def _tab(code: str, pack: Pack) -> str:
    if waits_for_checklist(pack, code):
        return "conference_checklists"
    return DOING.get(code, "")
