"""A limit of a pack as an English phrase: "within 15 working days of the strategy discussion"."""

from __future__ import annotations

from typing import Any

from quorate.procedure.offsets import Offset, interval_in_words, parse
from quorate.procedure.vocabulary import KINDS

# What each anchor is in a sentence. Events that no limit is counted from yet are said by their own name.
_ANCHORS = {
    "birth-expected": "the expected date of birth",
    "child-born": "the birth",
    "conference-adjourned": "the day on which it was adjourned",
    "conference-booked": "the booking",
    "conference-held": "the conference",
    "conference-limit": "the last day for the conference itself",
    "conference-starts": "the start of the conference",
    "core-group-held": "the core group",
    "decisions-sent": "the day on which the decisions went out",
    "exclusion-decided": "the decision to keep the parent out",
    "exclusion-stands": "the earlier decision to keep the parent out",
    "invitations-sent": "the invitations go out",
    "last-core-group": "the last core group",
    "last-visit": "the last visit",
    "minutes-sent": "the day on which the minutes were sent",
    "plan-made": "the conference that made the plan",
    "request-agreed": "the day on which the request was agreed",
    "review-held": "the last review",
    "strategy-discussion-held": "the strategy discussion",
    "transfer-notified": "the day on which the other authority told us of the move",
}
_KINDS = {
    "initial": "initial conferences",
    "review": "review conferences",
    "pre_birth": "pre-birth conferences",
    "transfer_in": "transfer-in conferences",
}
_BEFORE = {
    "conference-starts": "before the conference starts",
    "invitations-sent": "before the invitations go out",
}


def anchor_in_words(anchor: str) -> str:
    """ "the strategy discussion"."""
    return _ANCHORS.get(anchor, anchor.replace("-", " "))


def kinds_in_words(kinds: tuple[str, ...]) -> str:
    """ "initial conferences and pre-birth conferences", or nothing where it is all of them."""
    if set(kinds) == set(KINDS):
        return ""
    said = [_KINDS[kind] for kind in KINDS if kind in kinds]
    return " and ".join(", ".join(said).rsplit(", ", 1))


def limit_in_words(limit: Offset) -> str:
    """ "within 15 working days of the strategy discussion", "at least 24 hours before the start of the conference"."""
    if limit.form == "earliest":
        return " or ".join(map(limit_in_words, limit.parts)) + ", whichever comes first"
    if limit.form == "count":
        span, anchor = interval_in_words(abs(limit.count), limit.unit), anchor_in_words(limit.anchor)
        return f"at least {span} before {anchor}" if limit.count < 0 else f"within {span} of {anchor}"
    if limit.form == "before":
        return _BEFORE.get(limit.anchor, f"before {anchor_in_words(limit.anchor)}")
    if limit.form == "pregnancy":
        return f"by {limit.count} weeks of pregnancy"
    if limit.form == "no limit":
        return "at any time"
    if limit.form == "at":
        return f"by {anchor_in_words(limit.anchor)}"
    if limit.form == "the next working day after":
        return f"by the end of the next working day after {anchor_in_words(limit.anchor)}"
    return f"by the end of {limit.form} {anchor_in_words(limit.anchor)}"


def limits_of(duty: dict[str, Any], key: str = "due") -> list[tuple[str, str]]:
    """The phrases of a duty's limit with the kinds of conference that each holds for (empty: for all)."""
    said = duty.get(key)
    if not said:
        return []
    kinds = tuple(duty["for_conferences"])
    if isinstance(said, str):
        return [("", limit_in_words(parse(said)))]
    by_phrase: dict[str, list[str]] = {}
    for kind in kinds:
        if said.get(kind):
            by_phrase.setdefault(limit_in_words(parse(said[kind])), []).append(kind)
    if len(by_phrase) == 1 and sum(map(len, by_phrase.values())) == len(kinds):
        return [("", next(iter(by_phrase)))]
    return [(kinds_in_words(tuple(kinds)), phrase) for phrase, kinds in by_phrase.items()]


def limit_in_one_line(duty: dict[str, Any]) -> str:
    """Every limit of a duty in one line, for tables: "no number is set" where the pack sets none."""
    said = limits_of(duty)
    if not said:
        return (
            "no number is set" if not duty.get("after") else f"after {anchor_in_words(duty['after'])}; no number is set"
        )
    return "; ".join(f"{kinds}: {phrase}" if kinds else phrase for kinds, phrase in said)
