"""Children for whom no strategy discussion is recorded, where the procedure counts the conference's limit from one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from quorate.access.models import ProtectedCase
from quorate.cases.models import CaseEvent, Duty
from quorate.cases.states import duty_state
from quorate.web.conferences.opening import OpenConference

DISCUSSED: Final = "strategy-discussion-held"
FIRST: Final = "hold-initial-conference"
COUNTED: Final = {DISCUSSED: FIRST, "transfer-notified": "hold-transfer-in-conference"}
"""What is counted from what begins it."""
Row = Mapping[str, Any]
_OVER: Final = ("held", "declined", "cancelled")


@dataclass(frozen=True, slots=True)
class Undiscussed:
    """A child by the given name, and the reference of the child's own record ("" for whoever does not reach it)."""

    given: str
    ref: str


def standing(events: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """What happened and was not taken back, which never happened."""
    rows = list(events)
    back = {one["takes_back"] for one in rows}
    return [one for one in rows if one["takes_back"] is None and one["event_id"] not in back]


def is_anothers(
    found: OpenConference, one: Mapping[str, Any], stands: Iterable[Mapping[str, Any]],
    rows: Iterable[Mapping[str, Any]],
) -> bool:  # fmt: skip
    """Whether a discussion or a move led to an earlier conference: where the rules count this one's limit from it, it
    did not; else by whether another was held about the child since. A discussion from which they count none is not
    this one's."""
    limits = [row for row in rows if row["code"] == COUNTED[one["code"]]]
    if any(row["due_on"] is not None for row in limits):
        return False
    if limits and one["code"] == DISCUSSED:
        return True
    return any(
        other["code"] == "conference-held" and other["conference_id"] not in (None, found.conference.pk)
        and other["case_id"] == one["case_id"] and other["day"] >= one["day"]
        and (found.conference.held_on is None or other["day"] < found.conference.held_on)
        for other in stands
    )  # fmt: skip


def undiscussed_of(
    found: OpenConference, rows: Iterable[Row], stands: Sequence[Row], refs: Mapping[UUID, str]
) -> list[Undiscussed]:
    """Of whom it is said: the rules have nothing to count from. Told from the duties of this conference; of a draft,
    which the rules have not been told of, from what has happened (`standing`)."""
    if found.conference.state in _OVER:
        return []
    asked = [one for one in rows if one["code"] == FIRST]
    waits = {one["case_id"] for one in asked if one["due_on"] is None and one["met_on"] is None}
    if not asked and found.conference.state == "draft":
        own = (one for one in stands if one["code"] == DISCUSSED and not is_anothers(found, one, stands, ()))
        waits = set(found.case_ids) - {one["case_id"] for one in own}
    return [
        Undiscussed(one.given, refs.get(one.case_id, ""))
        for one in found.children
        if one.case_id in waits and _counts(found, one.kind)
    ]


def undiscussed_in(found: OpenConference) -> list[Undiscussed]:
    """The same for a page that has not read the duties."""
    rows = (
        Duty.objects.filter(conference_id=found.conference.pk, code=FIRST)
        .annotate(state=duty_state(found.now))
        .exclude(state__in=("", "not-needed"))
        .values("code", "case_id", "due_on", "met_on")
    )
    events = CaseEvent.objects.filter(case_id__in=found.case_ids, code__in=(DISCUSSED, "conference-held")).values(
        "code", "day", "conference_id", "event_id", "takes_back", "case_id"
    )
    refs = ProtectedCase.objects.filter(pk__in=found.case_ids).values_list("id", "ref")
    return undiscussed_of(found, list(rows), standing(events), dict(refs))


def _counts(found: OpenConference, kind: str) -> bool:
    """Whether the limit runs from a strategy discussion, by the edition that the conference keeps."""
    limit = found.pack.rules.by_code[FIRST].due.get(kind)
    return limit is not None and DISCUSSED in limit.anchors
