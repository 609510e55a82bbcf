"""What the first page of a conference tells: its timeline, what is next, what is to do and what is done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from quorate.access.models import ProtectedCase
from quorate.access.roles import ROLES
from quorate.cases.models import CaseEvent, Duty, Relative
from quorate.cases.states import duty_state
from quorate.procedure.calendar import Calendar
from quorate.web.conferences.asked_out import AskedOut
from quorate.web.conferences.doing import place_of
from quorate.web.conferences.opening import Asked, OpenConference
from quorate.web.conferences.timeline import Stop, timeline
from quorate.web.conferences.undiscussed import COUNTED, Undiscussed, is_anothers, standing, undiscussed_of
from quorate.web.wording import joined
from quorate.web.work.naming import ASKS_OUT, MEETS
from quorate.web.work.saying import Limit, When, when

_READ: Final = (
    "id", "code", "title", "belongs_to", "about", "about_id", "case_id", "due_on", "due_at", "act_by_on", "met_on",
    "settled", "window", "weight", "late_from", "state", "conference_id", "conference_is_held",
)  # fmt: skip
_DONE: Final = frozenset({"met", "met-late", "used"})
_TOLD: Final = (
    "strategy-discussion-held", "transfer-notified", "conference-requested", "request-agreed", "conference-booked",
    "conference-held", "conference-adjourned", "decisions-sent", "minutes-sent", "core-group-held", "decided",
    "request-declined", "conference-cancelled",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do for the conference. `key` is the duty's id, `who` the role that it falls to."""

    key: UUID
    code: str
    title: str
    who: str
    when: When
    state: str
    is_done: bool
    is_window: bool
    weight: str
    at: str
    """Where it is done."""
    note: str = ""
    """What is to be decided before it."""


@dataclass(frozen=True, slots=True)
class KeepingOut:
    """Of whom it is asked and not decided whether they are kept out (`waits`, by name), of whom it was `decided`; of
    both what the reader may know. `is_keeper`: they read every request."""

    waits: Mapping[str, str] = field(default_factory=dict)
    decided: frozenset[str] = frozenset()
    is_keeper: bool = False

    @classmethod
    def of(cls, asked: Sequence[AskedOut], rows: Sequence[Mapping[str, Any]], *, is_keeper: bool) -> KeepingOut:
        """From the requests that wait, and the rows of all of them."""
        waits = {str(one.person_id): one.name for one in asked}
        open_ = {str(one["person_id"]) for one in rows if one["is_open"]}
        decided = frozenset(str(one["person_id"]) for one in rows if not one["is_open"])
        return cls(waits, decided - open_, is_keeper)

    def is_told(self, row: Mapping[str, Any]) -> bool:
        """Whether a duty's line is shown. That one may ask is told to those who read every request, as done only once
        it is decided: there is a line for each parent, and the one that is missing would say who was asked out."""
        if row["code"] != ASKS_OUT:
            return True
        return self.is_keeper and (row["state"] not in _DONE or str(row["about_id"]) in self.decided)

    def first(self, row: Mapping[str, Any]) -> str:
        """What is to be decided before this duty is done."""
        name = self.waits.get(str(row["about_id"])) if row["code"] == MEETS else None
        return f"Not decided yet: whether {name} is kept out. That comes first." if name else ""


@dataclass(frozen=True, slots=True)
class Preparation:
    """All of the page: stops of the timeline, what is next (None: nothing), what else is to do now, what waits for
    something else, what is done, and which rights may still be used."""

    stops: list[Stop]
    next: Task | None
    to_do: list[Task]
    later: list[Task]
    done: list[Task]
    windows: list[Task]
    moments: Mapping[str, datetime | date]
    undiscussed: list[Undiscussed]
    """Children of whom no strategy discussion is recorded from which the limit of this conference would run."""


def readings(found: Asked) -> tuple[QuerySet[Any, Any], ...]:
    """What `preparation_of` is made of: duties, what has happened, the adults around the children, the references of
    the children's own records."""
    # With what takes it back, which bears the same code: a second look at the events would cost as much as the first.
    events = CaseEvent.objects.filter(case_id__in=found.case_ids, code__in=_TOLD)
    # The review that a plan made here brings stands with that review as soon as it is asked for.
    coming = Q(case_id__in=found.case_ids, code__in=_REVIEWING, conference_is_held=False)
    return (
        Duty.objects.filter(Q(conference_id=found.conference.pk) | coming)
        .annotate(state=duty_state(found.now))
        .exclude(state__in=("", "not-needed"))
        .order_by("late_from", "code", "about_id", "id")
        .values(*_READ),
        events.order_by("day", "at", "id").values(
            "code", "day", "at", "conference_id", "event_id", "takes_back", "case_id"
        ),
        Relative.objects.filter(case_id__in=found.case_ids)
        .order_by("added_on", "id")
        .values_list("person_id", "given_names", "family_name", "known_as"),
        ProtectedCase.objects.filter(pk__in=found.case_ids).values_list("id", "ref"),
    )


def preparation_of(
    found: OpenConference, calendar: Calendar, read: Sequence[list[Any]], out: KeepingOut
) -> Preparation:
    """The timeline and the duties of a conference that the reader sees, from the rows of `readings`."""
    every, events, adults, refs = read
    rows = [one for one in every if one["conference_id"] == found.conference.pk]
    tasks = _tasks([one for one in rows if out.is_told(one)], _names(found, adults), found, calendar, out)
    stands = standing(events)
    days = _days(found, stands, rows)
    open_ = [one for one in tasks if not one.is_done and not one.is_window]
    now = [one for one in open_ if one.state in ("overdue", "open") and one.code not in _HOLDING]
    pressing = next((one for one in now if not one.note), None)
    asked = [one for one in open_ if one is not pressing and one.code not in _HOLDING]
    return Preparation(
        stops=timeline(found, every if _is_last_held(found, stands) else rows, days, calendar),
        next=pressing,
        to_do=[one for one in asked if one.state != "waiting"],
        later=[one for one in asked if one.state == "waiting"],
        done=[one for one in tasks if one.is_done],
        windows=[one for one in tasks if one.is_window and one.state == "open"],
        moments=days,
        undiscussed=undiscussed_of(found, rows, stands, dict(refs)),
    )


# That it is held is what the whole page is about; it is said by the timeline.
_HOLDING: Final = frozenset({"hold-initial-conference", "hold-transfer-in-conference"})


_REVIEWING: Final = ("hold-first-review", "hold-next-review")


def _is_last_held(found: OpenConference, stands: Iterable[Mapping[str, Any]]) -> bool:
    """Whether no other conference of these children was held after this one: the review to come follows from it."""
    held = [one for one in stands if one["code"] == "conference-held"]
    last = max(held, key=lambda one: one["day"], default=None)
    return last is not None and last["conference_id"] == found.conference.pk


def _days(
    found: OpenConference, stands: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]
) -> dict[str, datetime | date]:
    """When what has happened for this conference happened: the last of each kind, the first strategy discussion."""
    told: dict[str, datetime | date] = {}
    for one in stands:
        own = one["conference_id"] in (None, found.conference.pk)
        is_later = found.conference.held_on is not None and one["day"] > found.conference.held_on
        before = one["code"] in COUNTED
        if before and (is_later or is_anothers(found, one, stands, rows)):
            continue
        if own:
            told[one["code"]] = one["at"] or one["day"]
    return told


def _names(found: OpenConference, adults: Iterable[tuple[Any, ...]]) -> dict[str, str]:
    """The people whom duties are about, by name."""
    told = {str(one.person_id): one.given for one in found.children}
    for person, given, family, known in adults:
        told.setdefault(str(person), f"{known or given} {family}".strip())  # a sibling stays the child of the page
    return told


def _tasks(
    rows: Sequence[Mapping[str, Any]], names: Mapping[str, str], found: OpenConference, calendar: Calendar,
    out: KeepingOut,
) -> list[Task]:  # fmt: skip
    """The duties as tasks; what is one act for several people is one line that names them."""
    grouped: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for one in rows:
        done = one["state"] in _DONE
        key = (one["code"], one["state"], one["due_on"], one["due_at"], one["met_on"] if done else None,
               out.first(one))  # fmt: skip
        grouped.setdefault(key, []).append(one)
    return [_task(same, names, found, calendar, key[-1]) for key, same in grouped.items()]


_MEANT: Final = {
    "parent": re.compile(r"\bthe parents?\b(?!')"),
    "child": re.compile(r"\bthe (?:child|young person)\b(?!')"),
}


def _title(title: str, about: str, names: str) -> str:
    """The pack's words with the names of those meant where they say "the child" or "the parents"; else behind them."""
    if not names or about not in _MEANT:
        return title
    said, found = _MEANT[about].subn(lambda _: names, title, count=1)
    return said if found else f"{title}: {names}"


def _task(
    same: Sequence[Mapping[str, Any]], names: Mapping[str, str], found: OpenConference, calendar: Calendar,
    note: str,
) -> Task:  # fmt: skip
    first = same[0]
    about = joined(dict.fromkeys(names[str(one["about_id"])] for one in same if str(one["about_id"]) in names))
    is_done = first["state"] in _DONE
    limit = Limit(first["due_on"], first["due_at"], first["act_by_on"])
    return Task(
        key=first["id"],
        code=first["code"],
        title=_title(str(first["title"]), str(first["about"]), about),
        who=ROLES[first["belongs_to"]].title if first["belongs_to"] in ROLES else "",
        when=when(limit, found.clock, calendar),
        state=first["state"],
        is_done=is_done,
        is_window=first["window"],
        weight=first["weight"],
        at=place_of(first["code"], first["id"], found.ref, found.pack),
        note=note,
    )
