"""From the engine's duties to rows of the table `cases_duty`: in whose case each stands, and to whom it falls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

from quorate.cases.casefile import CaseFile
from quorate.cases.deriving import Kept
from quorate.procedure import london
from quorate.procedure.conference import Conference
from quorate.procedure.limits import act_by, usual_moment

BELONGS_TO: Final = {
    "social_worker": "social_worker",
    "lead_practitioner": "social_worker",
    "social_work_team": "social_worker",
    "team_manager": "team_manager",
    "safeguarding_unit": "administrator",
    "chair": "chair",
    "minute_taker": "minute_taker",
    "agency": "partner",
    "health_visitor": "partner",
    "police_rep": "partner",
    "school_nurse": "partner",
    "school_rep": "partner",
}
"""The role in which a case is held that each of the engine's roles falls to; others are no work of staff."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Placed:
    """A duty with its rows, one for each case in which it stands; all have its `duty_id`."""

    kept: Kept
    duty_id: str
    rows: list[Row]


def placed(file: CaseFile, kept: Iterable[Kept], *, stream_id: str, authority_id: str) -> list[Placed]:
    """Every duty with its rows. Ids stay the same while the duty is the same one."""
    placing = _Placing(file)
    of_all = {"stream_id": stream_id, "authority_id": authority_id}
    # Those still to be done first, so that their ids do not depend on how many were done before.
    return [placing.place(one, of_all) for one in sorted(kept, key=lambda one: bool(one.settled))]


class _Placing:
    """What the duties of one stream share, looked up once."""

    def __init__(self, file: CaseFile) -> None:
        self.file = file
        parents = file.data["conference"].get("parents", ())
        self.of: dict[str, list[str] | None] = {parent["id"]: parent.get("of") for parent in parents}
        self.ids = {one["reference"]: str(one["id"]) for one in file.conferences if one["reference"]}
        self.conferences: dict[int, Row] = {}
        self.numbers: dict[tuple[str, ...], int] = {}

    def place(self, kept: Kept, of_all: Row) -> Placed:
        """One duty, its id and its rows."""
        duty = kept.duty
        conference = self.conferences.get(duty.conference.number)
        if conference is None:
            conference = self.conferences[duty.conference.number] = self._conference(duty.conference)
        conference_id = conference["conference_id"]
        is_in_conference = conference_id in self.file.handles and duty.about not in self.file.cases
        children = self._children(kept)
        cases = [conference_id] if is_in_conference else children
        about = self.file.people.get(duty.about or "")
        key = (conference_id or duty.conference.reference or children[0], duty.rule.code, about or duty.about or "",
               "" if kept.asked_from is None else str(kept.asked_from))  # fmt: skip
        number = self.numbers[key] = self.numbers.get(key, -1) + 1
        duty_id = _id(*key, str(number), *sorted(cases))
        said = {**of_all, **conference, **_said(kept), "duty_id": duty_id, "copies": len(cases), "about_id": about}
        if duty.about is not None:
            said["about"] = "child" if duty.about in self.file.cases else "parent"
            if is_in_conference:
                # Shown only to those who may know of a child of the parent's.
                said["about_cases"] = children
        told = {name: value for name, value in said.items() if value is not None}
        return Placed(kept, duty_id, [
            # Of a parent of whom there are several records each case names its own.
            {**told, **self._own(duty.about, case), "id": _id(duty_id, case), "case_id": case} for case in cases
        ])  # fmt: skip

    def _own(self, about: str | None, case: str) -> Row:
        person = self.file.own.get((about or "", case))
        return {} if person is None else {"about_id": person}

    def _conference(self, conference: Conference) -> Row:
        id_ = self.ids.get(conference.reference or "")
        if conference.described and self.file.conference is not None:
            id_ = str(self.file.conference["id"])
        return {
            "conference_id": id_, "reference": conference.reference or "", "conference_on": _iso_day(conference.day),
            "conference_is_held": conference.held is not None,
        }  # fmt: skip

    def _children(self, kept: Kept) -> list[str]:
        """The child's own case; else those of the conference's children; of a parent's duty the parent's own."""
        about = kept.duty.about
        if about in self.file.cases:
            return [self.file.cases[about]]
        children = [id_ for id_ in kept.duty.conference.children if id_ in self.file.cases] or list(self.file.cases)
        of = self.of.get(about or "")
        own = [id_ for id_ in children if id_ in of] if of is not None else children
        return [self.file.cases[id_] for id_ in own or children]


def _id(*parts: str) -> str:
    """An id that follows from what it stands for, as 32 hexadecimal digits; no secret."""
    return blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


def _said(kept: Kept) -> Row:
    duty, rule = kept.duty, kept.duty.rule
    last, next_working = act_by(duty)
    row: Row = {
        "code": rule.code, "title": rule.title, "who": kept.who, "belongs_to": BELONGS_TO.get(kept.who, ""),
        "edition": kept.edition, "about": "", "kind": _kind(kept), "settled": kept.settled, "window": rule.window,
        "weight": rule.weight,
        "open_from": _iso(kept.open_from), "late_from": _iso(kept.late_from),
        "asked_from": _iso(kept.asked_from), "asked_until": _iso(kept.asked_until),
    }  # fmt: skip
    if next_working is not None:
        row["next_working_on"] = _iso_day(next_working[0])
    if rule.usual_minutes is not None and (usual := usual_moment(duty)) is not None:
        row["usual_at"] = _iso(usual[1])
    for name, moment in (("opens", duty.opens), ("due", duty.due), ("act_by", last), ("met", duty.met)):
        if moment is not None:
            row[f"{name}_on"], row[f"{name}_at"] = _iso_day(moment[0]), _iso(moment[1])
    return row


def _kind(kept: Kept) -> str:
    conference = kept.duty.conference
    return conference.kind_for(kept.duty.about if kept.duty.about in conference.own_kinds else None)


@lru_cache(maxsize=1 << 14)
def _iso_day(day: int | None) -> str | None:
    return None if day is None else date.fromordinal(day).isoformat()


@lru_cache(maxsize=1 << 14)
def _iso(micros: int | None) -> str | None:
    return None if micros is None else london.iso(micros)
