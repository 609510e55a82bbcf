"""Hypothesis strategies: streams of any events in any order, each with any of the keys and words that it may carry."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from quorate.procedure.case import CaseError, read_case
from quorate.procedure.events import CHOICES, EVENTS, FLAGS
from quorate.procedure.position import Stream, moment_of
from quorate.procedure.vocabulary import CATEGORIES, KINDS, MODES, OUTCOMES
from tests.procedure.asking import Data

BEGINS = date(2026, 9, 14)
CHILDREN = ["c1", "c2", "c3"]
PARENTS = ["p1", "p2"]
EVENTS_OFTEN = [
    "strategy-discussion-held",
    "conference-requested",
    "conference-booked",
    "conference-moved",
    "conference-held",
    "decided",
    "attended",
    "exclusion-decided",
    "duty-excused",
]


def moments() -> st.SearchStrategy[str]:
    """Days in half a year, often the same ones, with and without a time."""
    days = st.integers(0, 20).map(lambda n: str(BEGINS + timedelta(days=n * n)))
    times = st.sampled_from(["", "", "T09:00", "T10:00", "T12:10", "T23:59:59"])
    return st.builds(lambda day, time: f"{day}{time}", days, times)


def some_of(values: list[str]) -> st.SearchStrategy[Any]:
    return st.sampled_from(values) | st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)


outcomes = st.sampled_from(OUTCOMES) | st.dictionaries(st.sampled_from(CHILDREN), st.sampled_from(OUTCOMES), min_size=1)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "child": st.sampled_from(CHILDREN),
    "children": st.lists(st.sampled_from(CHILDREN), min_size=1, max_size=2, unique=True),
    "parent": st.sampled_from(PARENTS),
    "parents": st.lists(st.sampled_from(PARENTS), min_size=1, unique=True),
    "of": st.sampled_from(["A", "B"]),
    "reference": st.sampled_from(["A", "B", "C"]),
    "kind": st.sampled_from(KINDS),
    "mode": st.sampled_from(MODES),
    "starts_at": moments(),  # put right by `wild_events`
    "next_review_on": moments().map(lambda text: text[:10]),
    "until": moments().map(lambda text: text[:10]),
    "expected": moments().map(lambda text: text[:10]),
    "outcomes": outcomes,
    "categories": some_of(list(CATEGORIES)),
    "category": st.sampled_from(CATEGORIES),
    "parts": some_of(["report", "chronology", "genogram", "plan"]),
    "with": some_of(["chair", "parents", "professionals", "p1", "p2"]),
    "for": st.sampled_from(PARENTS),
    "visit_every": st.sampled_from(["1 week", "10 working days", "3 days"]),
    "core_group_every": st.sampled_from(["4 weeks", "6 weeks"]),
    "who": some_of(["social_worker", "school", "school_nurse", "gp", "chair", "early_help_manager"]),
    "agency": st.sampled_from(["social-care", "health", "education", "police"]),
    "from": st.sampled_from(["p1", "c1"]),
    "to": st.sampled_from(["social_worker", "parents", "p1"]),
    "duty": st.sampled_from(["send-minutes", "give-parents-leaflet", "visit-child", "hold-first-review", "nothing"]),
    "about": st.sampled_from(CHILDREN + PARENTS),
    "report": st.sampled_from(["social-work", "school", "gp"]),
    "recommendation": st.sampled_from(["plan-ended", "plan-continues"]),
    "answer": st.sampled_from(["yes", "no"]),
    "need": st.sampled_from(["interpreter", "travel"]),
    "by": st.sampled_from(["chair", "conference", "team_manager"]),
    "reason": st.sampled_from(["risk-reduced", "transferred-out", "aged-18"]),
}


@st.composite
def wild_events(draw: st.DrawFn) -> Data:
    """Any event of the vocabulary with some of the keys that it may carry."""
    name = draw(st.sampled_from(sorted(EVENTS)) | st.sampled_from(EVENTS_OFTEN))
    event: Data = {"event": name, "at": draw(moments())}
    carried = sorted(EVENTS[name].keys - {"event", "at"})
    keys = draw(st.lists(st.sampled_from(carried), unique=True, max_size=5))
    if name in ("conference-booked", "conference-moved") and "starts_at" not in keys:
        keys.append("starts_at")
    for key in keys:
        event[key] = draw(_value(name, key))
    if "starts_at" in event:
        starts = date.fromisoformat(event["at"][:10]) + timedelta(days=draw(st.integers(1, 40)))
        event["starts_at"] = f"{starts}T10:00"
    return event


def _value(name: str, key: str) -> st.SearchStrategy[Any]:
    if (name, key) in CHOICES:
        return st.sampled_from(CHOICES[name, key])
    if name == "attended" and key in ("from", "to"):
        return st.sampled_from(["09:30", "10:30", "11:59", "12:30"])
    return st.booleans() if key in FLAGS else VALUES.get(key, st.just("said"))


@st.composite
def wild_cases(draw: st.DrawFn) -> Data:
    """A case file of any events; those for which it would be refused are left out."""
    kind = draw(st.sampled_from(KINDS))
    children: list[Data] = [{"id": "c1", "born": "2019-02-03"}, {"id": "c2", "born": "2024-05-14"}, {"id": "c3"}]
    if kind == "pre_birth":
        children = [{"id": id_, "expected": "2026-12-24"} for id_ in CHILDREN]
    conference = {"kind": kind, "children": children, "parents": [{"id": "p1"}, {"id": "p2", "of": ["c1"]}]}
    if draw(st.booleans()):
        conference["reference"] = draw(st.sampled_from(["A", "B"]))
    events = [draw(wild_events()) for _ in range(draw(st.integers(0, 18)))]
    return without_refusals({"conference": conference, "events": events})


def without_refusals(case: Data) -> Data:
    """The case file less each event that a refusal names, until none is named."""
    while True:
        try:
            Stream(read_case(case), moment_of("2049-12-31"))
        except CaseError as refused:
            named = re.match(r"events\[(\d+)\]", str(refused))
            if named is None:
                return case
            place = int(named[1])
            case = {**case, "events": case["events"][:place] + case["events"][place + 1 :]}
        else:
            return case
