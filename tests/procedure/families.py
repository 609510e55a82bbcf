"""Hypothesis strategies: made-up families as valid case files, and values that no case file should hold."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.procedure.asking import Data, fact

PACKS = ("england", "bradford", "redbridge", "bolton", "barnet", "leicester")
PEOPLE = ("social_worker", "school", "school_nurse", "health_visitor", "police_rep", "chair", "parent")
ABOUT_PARENTS = ("leaflet-given", "concerns-explained", "needs-asked", "chair-met-parent", "supporter-named")
ABOUT_CHILDREN = ("booklet-given", "advocacy-offered", "child-attendance-decided")
ABOUT_ALL = ("invite-list-supplied", "invitations-sent", "report-authorised", "pre-conference-discussion-held")
FIRST_DAY, LAST_DAY = date(2021, 1, 4), date(2034, 12, 31)


class Telling:
    """One family as it is being told, day by day."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.day = draw(st.dates(FIRST_DAY, LAST_DAY))
        self.began = self.day
        self.unborn = draw(st.integers(0, 5)) == 0
        self.children = [self._child(n) for n in range(1, draw(st.integers(1, 3)) + 1)]
        self.parents = [{"id": f"p{n}"} for n in range(1, draw(st.integers(0, 2)) + 1)]
        self.ids = [child["id"] for child in self.children]
        self.on_plan: list[str] = []
        self.events: list[Data] = []
        self.kind = "pre_birth" if self.unborn else "initial"
        self.sittings = 0

    def _child(self, n: int) -> Data:
        days = self.draw(st.integers(30, 6000))
        if self.unborn:
            return {"id": f"c{n}", "expected": str(self.day + timedelta(days=60 + days % 150))}
        return {"id": f"c{n}", "born": str(self.day - timedelta(days=days))}

    @property
    def reference(self) -> str:
        return f"F-{self.sittings}"

    def some(self) -> bool:
        return self.draw(st.booleans())

    def wait(self, least: int, most: int) -> None:
        self.day += timedelta(days=self.draw(st.integers(least, most)))

    def moment(self, day: date) -> str:
        """The day alone, or with a time at which no clock is changed."""
        if self.some():
            return str(day)
        return f"{day}T{self.draw(st.integers(8, 19)):02}:{self.draw(st.integers(0, 59)):02}"

    def tell(self, event: str, day: date | None = None, **carries: Any) -> None:
        self.events.append(fact(event, self.moment(day or self.day), **carries))

    def enquire(self) -> None:
        self.tell("strategy-discussion-held")
        if self.some():
            self.wait(1, 9)
            self.tell("strategy-discussion-held", child=self.draw(st.sampled_from(self.ids)))
        self.wait(1, 4)
        self.tell("conference-requested", reference=self.reference, kind=self.kind)
        self.wait(1, 2)
        self.tell("request-agreed", reference=self.reference)

    def prepare(self) -> date:
        """Books the conference, prepares it, and gives the day on which it starts."""
        starts = self.day + timedelta(days=self.draw(st.integers(4, 25)))
        names = {"reference": self.reference, "kind": self.kind}
        self.tell("conference-booked", starts_at=f"{starts}T{self.draw(st.integers(9, 15)):02}:30", **names)
        if self.some():
            self.wait(1, 2)
            starts += timedelta(days=self.draw(st.integers(-1, 6)))
            self.tell("conference-moved", starts_at=f"{starts}T10:00", reference=self.reference)
        for name in self.draw(st.lists(st.sampled_from(ABOUT_PARENTS + ABOUT_CHILDREN + ABOUT_ALL), max_size=6)):
            self.tell(name, self._before(starts), **self._about(name))
        if self.some():
            parts = self.draw(st.lists(st.sampled_from(["report", "chronology", "genogram", "plan"]), min_size=1))
            recipient = self.draw(st.sampled_from(["parents", "chair", "professionals"]))
            self.tell("report-shared", self._before(starts), parts=parts, with_=recipient)
        if self.parents and self.draw(st.integers(0, 4)) == 0:
            outcome = self.draw(st.sampled_from(["excluded", "not-excluded", "lifted"]))
            said = {"outcome": outcome, "by": "chair", "scope": "whole", "parent": self.parents[0]["id"]}
            self.tell("exclusion-decided", self._before(starts), **said)
        return starts

    def _before(self, starts: date) -> date:
        return self.draw(st.dates(self.day, max(self.day, starts - timedelta(days=1))))

    def _about(self, name: str) -> Data:
        if name in ABOUT_PARENTS and self.parents and self.some():
            return {"parent": self.draw(st.sampled_from(self.parents))["id"]}
        if name in ABOUT_CHILDREN and self.some():
            return {"child": self.draw(st.sampled_from(self.ids))}
        return {}

    def sit(self, starts: date) -> None:
        self.day = starts
        first = self.sittings == 1
        stays, goes = ("plan-made", "no-plan") if first else ("plan-continues", "plan-ended")
        there = self.ids if first else self.on_plan
        outcomes = {child: stays if self.some() else goes for child in there}
        for who in self.draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=5)):
            contact = {"direct_contact": self.some()} if self.some() else {}
            self.events.append(fact("attended", f"{starts}T09:30", who=who, **contact))
        names = {"reference": self.reference, "kind": self.kind, "children": there}
        if self.some():
            names["outcomes"] = outcomes
        else:
            for child, outcome in outcomes.items():
                self.events.append(fact("decided", f"{starts}T11:50", child=child, by="chair", outcome=outcome))
        self.events.append(fact("conference-held", f"{starts}T12:10", **names))
        self.on_plan = [child for child, outcome in outcomes.items() if outcome == stays]

    def follow(self) -> None:
        of = {"of": self.reference}
        for name in ("decisions-sent", "minutes-sent", "complaint-received"):
            if self.some():
                self.wait(1, 12)
                self.tell(name, **of)
        for _ in range(self.draw(st.integers(0, 4)) if self.on_plan else 0):
            self.wait(1, 30)
            child = self.draw(st.sampled_from(self.on_plan))
            if self.some():
                self.tell("child-visited", child=child, seen=self.some())
            else:
                self.tell("core-group-held", children=[child])
        if self.unborn and self.on_plan and self.some():
            self.wait(1, 20)
            self.tell("child-born", child=self.on_plan[0])
        self.wait(20, 120)


@st.composite
def families(draw: st.DrawFn) -> Data:
    """A case file that the engine takes: one to three conferences, the last perhaps still being prepared."""
    told = Telling(draw)
    for n in range(1, draw(st.integers(1, 3)) + 1):
        told.sittings = n
        if n == 1:
            told.enquire()
        else:
            told.kind = "review"
        starts = told.prepare()
        if draw(st.integers(0, 2)) == 0:
            break
        told.sit(starts)
        if not told.on_plan:
            break
        told.follow()
    conference = {"kind": told.kind, "reference": told.reference, "children": told.children}
    if told.parents:
        conference["parents"] = told.parents
    return {"conference": conference, "events": told.events}


def days_of(case: Data) -> tuple[date, date]:
    """The first and last day that the case file names."""
    days = sorted(date.fromisoformat(event["at"][:10]) for event in case["events"])
    return days[0], days[-1]


@st.composite
def asked_families(draw: st.DrawFn) -> tuple[Data, str]:
    """A case file and a moment to ask about: from before its first event to long after the last."""
    case = draw(families())
    return case, draw(moments_for(case))


def moments_for(case: Data) -> st.SearchStrategy[str]:
    first, last = days_of(case)
    days = st.dates(first - timedelta(days=3), last + timedelta(days=240))
    times = st.sampled_from(["", "T09:00", "T11:55", "T12:10", "T23:59:59"])
    return st.builds(lambda day, time: f"{day}{time}", days, times)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=6)
    | st.sampled_from(["2026-11-20", "2026-11-20T09:00", "2049-12-31", "0001-01-01", "c1", "p1", "initial", "review"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def paths(value: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value, as the keys that lead to it."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [here, *(path for key, one in inside for path in paths(one, (*here, key)))]


def replaced(value: Any, path: tuple[Any, ...], by: Any) -> Any:
    """The JSON value with one place put differently; the value given is left as it is."""
    if not path:
        return by
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], by)
    return copy


@st.composite
def spoiled_families(draw: st.DrawFn) -> tuple[Any, str]:
    """A case file in which some places hold something else, and a moment."""
    case, at = draw(asked_families())
    for _ in range(draw(st.integers(1, 3))):
        case = replaced(case, draw(st.sampled_from(paths(case))), draw(json_values))
    return case, at
