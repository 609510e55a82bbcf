"""The short answers of the comparison in words: codes by what the authority calls them, dates with their weekday."""

from __future__ import annotations

import re
from datetime import date

from quorate.procedure.pack import Pack
from quorate.procedure.questions import BASE
from quorate.web.procedure.facts import GROUNDS, MODES
from quorate.web.wording import capitalize_first
from quorate.web.wording import day as day_in_words

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}))?")
_CODE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)+")
_WARNING = "warning: "
_WORDS = {
    "allowed": "yes",
    "booking-needs-invite-list": "not before the list of people to invite is there",
    "core-group-held": "the first core group",
    "met": "done in time",
    "met-late": "done late",
    "missed": "not done",
    "next-review-date": "the date of the next review",
    "no such duty": "not asked for",
    "not-needed": "not needed",
    "open": "still open",
    "overdue": "late",
    "plan-ended": "that the plan was ended",
    "plan-made": "the conference that made the plan",
    "social-care": "children's social care",
    "waiting": "not yet",
}


def answer_in_words(answer: str, pack: Pack) -> tuple[str, bool]:
    """A cell of the comparison in words, and whether the national base gave (any part of) it."""
    parts = answer.split("; ")
    said = [_part(part.removesuffix(BASE), pack) for part in parts]
    return capitalize_first("; ".join(said)), any(part.endswith(BASE) for part in parts)


def _part(part: str, pack: Pack) -> str:
    if part.startswith(_WARNING):
        return f"with a warning: {_part(part.removeprefix(_WARNING), pack)}"
    found = _DATE.fullmatch(part)
    if found:
        time = f", {found[2]}" if found[2] else ""
        return day_in_words(date.fromisoformat(found[1])) + time
    return _named(part, pack) or (re.sub("[-_]", " ", part) if _CODE.fullmatch(part) else part)


def _named(code: str, pack: Pack) -> str | None:
    """What the pack calls a code (role, gate, booklet), else the house's own word for it."""
    gate = next((one for one in pack.data["gate"] if one["code"] == code), None)
    if gate is not None:
        return f"no: {gate['title'][0].lower()}{gate['title'][1:]}"
    word = pack.data["words"].get(code) or pack.data["words"].get(code.replace("-", "_"))
    if word is not None:
        return str(word["say"])
    booklet = next((one for one in pack.data.get("booklet", ()) if one["code"] == code), None)
    if booklet is not None:
        return str(booklet["title"])
    return _WORDS.get(code) or GROUNDS.get(code) or MODES.get(code)
