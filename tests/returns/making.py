"""Census files for tests and measurements: seeded, plausible, without a fault unless one is asked for by name."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from quorate.cases.census_codes import DISABILITY, ETHNICITY

REFERENCE = date(2026, 3, 31)
FIRST_DAY = date(2025, 4, 1)
ABUSE = ("NEG", "PHY", "SAB", "EMO", "MUL")


@dataclass(eq=False)
class Node:
    """An element to be written: one line each for its tags, or one line with its text."""

    name: str
    text: str = ""
    children: list[Node] = field(default_factory=list)
    raw: str = ""
    """Written instead of everything else."""
    unclosed: bool = False
    line: int = 0
    attributes: str = ""

    def get(self, path: str) -> Node:
        """The first descendant at a path of names."""
        node = self
        for name in path.split("/"):
            node = next(one for one in node.children if one.name == name)
        return node

    def add(self, name: str, text: str = "", *children: Node, at: int | None = None) -> Node:
        """A new child element, last unless `at` says otherwise."""
        made = Node(name, text, list(children))
        self.children.insert(len(self.children) if at is None else at, made)
        return made

    def drop(self, path: str) -> None:
        """Takes a descendant out."""
        *way, name = path.split("/")
        parent = self.get("/".join(way)) if way else self
        parent.children.remove(next(one for one in parent.children if one.name == name))

    def lines(self, indent: int, line: int) -> Iterator[str]:
        """The lines of the element; notes on which line each node begins."""
        self.line = line
        pad = "  " * indent
        if self.raw:
            yield from (pad + one for one in self.raw.split("\n"))
            return
        if not self.children:
            yield f"{pad}<{self.name}{self.attributes}>{self.text}</{self.name}>"
            return
        yield f"{pad}<{self.name}{self.attributes}>"
        line += 1
        for one in self.children:
            for said in one.lines(indent + 1, line):
                yield said
                line += 1
        if not self.unclosed:
            yield f"{pad}</{self.name}>"


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def check_letter(twelve: str) -> str:
    """A whole UPN from its last twelve signs."""
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    return letters[sum((place + 2) * int(sign) for place, sign in enumerate(twelve)) % 23] + twelve


def child(number: int, rng: random.Random, history: str | None = None) -> Node:
    """One child without a fault; `history` is one of HISTORIES, else drawn."""
    chosen = history or rng.choices(tuple(HISTORIES), weights=[weight for weight, _ in HISTORIES.values()])[0]
    made = Node("Child")
    own = made.add("ChildIdentifiers")
    own.add("LAchildID", f"{100_000 + number}")
    unborn = chosen == "unborn"
    if unborn:
        own.add("UPNunknown", "UN3")
        own.add("ExpectedPersonBirthDate", (REFERENCE + timedelta(days=rng.randint(5, 90))).isoformat())
    else:
        own.add("UPN", check_letter(f"{rng.choice(('350', '317', '889'))}{number % 1_000_000_000:09d}"[:12]))
        own.add("PersonBirthDate", (FIRST_DAY - timedelta(days=rng.randint(200, 5_500))).isoformat())
    own.add("Sex", "U" if unborn else rng.choice("MF"))
    about = made.add("ChildCharacteristics")
    about.add("Ethnicity", rng.choice(tuple(ETHNICITY)))
    kinds = ["NONE"] if rng.random() < 0.9 else rng.sample([one for one in DISABILITY if one != "NONE"], 2)
    about.add("Disabilities", "", *(Node("Disability", one) for one in kinds))
    HISTORIES[chosen][1](made, rng)
    return made


def _details(made: Node, rng: random.Random, referred: date, need: str = "N1") -> Node:
    details = made.add("CINdetails")
    details.add("CINreferralDate", referred.isoformat())
    details.add("ReferralSource", rng.choice(("1A", "2B", "3A", "6", "8")))
    details.add("PrimaryNeedCode", need)
    return details


def _close(details: Node, on: date, reason: str = "RC6") -> None:
    details.add("CINclosureDate", on.isoformat(), at=3)
    details.add("ReasonForClosure", reason, at=4)


def _assess(details: Node, rng: random.Random, begun: date) -> date:
    done = min(working_day(begun + timedelta(days=rng.randint(20, 60))), REFERENCE)
    made = details.add("Assessments")
    made.add("AssessmentActualStartDate", begun.isoformat())
    made.add("AssessmentAuthorisationDate", done.isoformat())
    factors = rng.sample(("1A", "2B", "3A", "4C", "5A", "16A"), 2)
    made.add("FactorsIdentifiedAtAssessment", "", *(Node("AssessmentFactors", one) for one in factors))
    return done


def _enquire(details: Node, begun: date, held: date | None) -> None:
    made = details.add("Section47")
    made.add("S47ActualStartDate", begun.isoformat())
    made.add("InitialCPCtarget", working_day(begun + timedelta(days=21)).isoformat())
    if held:
        made.add("DateOfInitialCPC", held.isoformat())
    made.add("ICPCnotRequired", "0" if held else "1")


def _protect(details: Node, rng: random.Random, start: date, end: date | None, before: int = 0) -> None:
    made = details.add("ChildProtectionPlans")
    made.add("CPPstartDate", start.isoformat())
    if end:
        made.add("CPPendDate", end.isoformat())
    made.add("InitialCategoryOfAbuse", rng.choice(ABUSE))
    made.add("LatestCategoryOfAbuse", rng.choice(ABUSE))
    made.add("NumberOfPreviousCPP", str(before))
    day, gap = start, 80
    held = []
    while (day := working_day(day + timedelta(days=gap + rng.randint(0, 8)))) <= (end or REFERENCE):
        held.append(day)
        gap = 170
    if held:
        made.add("Reviews", "", *(Node("CPPreviewDate", one.isoformat()) for one in held))


def _some_day(rng: random.Random, first: date, last: date) -> date:
    return working_day(first + timedelta(days=rng.randint(0, (last - first).days)))


def _referred_only(made: Node, rng: random.Random) -> None:
    day = _some_day(rng, FIRST_DAY, REFERENCE - timedelta(days=40))
    details = _details(made, rng, day)
    _close(details, working_day(day + timedelta(days=3)), "RC8")
    details.add("ReferralNFA", "1")


def _in_need(made: Node, rng: random.Random) -> None:
    day = _some_day(rng, FIRST_DAY, date(2025, 9, 1))
    details = _details(made, rng, day)
    done = _assess(details, rng, day)
    plan = details.add("CINPlanDates")
    plan.add("CINPlanStartDate", done.isoformat())
    if rng.random() < 0.5:
        end = working_day(done + timedelta(days=rng.randint(60, 120)))
        plan.add("CINPlanEndDate", end.isoformat())
        _close(details, end)
    details.add("ReferralNFA", "0")


def _enquiry_ends(made: Node, rng: random.Random) -> None:
    day = _some_day(rng, FIRST_DAY, date(2025, 12, 1))
    details = _details(made, rng, day)
    _assess(details, rng, day)
    _enquire(details, working_day(day + timedelta(days=2)), None)
    details.add("ReferralNFA", "0")


def _plan_stands(made: Node, rng: random.Random) -> None:
    day = _some_day(rng, FIRST_DAY, date(2026, 1, 15))
    details = _details(made, rng, day)
    _assess(details, rng, day)
    held = working_day(day + timedelta(days=rng.randint(12, 26)))
    _enquire(details, working_day(day + timedelta(days=2)), held)
    details.add("ReferralNFA", "0")
    _protect(details, rng, held, None, rng.choice((0, 0, 0, 1)))


def _plan_ended(made: Node, rng: random.Random) -> None:
    day = _some_day(rng, FIRST_DAY, date(2025, 6, 1))
    details = _details(made, rng, day)
    _assess(details, rng, day)
    held = working_day(day + timedelta(days=rng.randint(12, 26)))
    end = working_day(held + timedelta(days=rng.randint(180, 200)))
    _close(details, working_day(end + timedelta(days=10)), "RC6")
    _enquire(details, working_day(day + timedelta(days=2)), held)
    details.add("ReferralNFA", "0")
    _protect(details, rng, held, end)


def _plan_from_before(made: Node, rng: random.Random) -> None:
    start = _some_day(rng, date(2024, 3, 1), date(2025, 2, 1))
    details = _details(made, rng, working_day(start - timedelta(days=30)))
    _enquire(details, working_day(start - timedelta(days=18)), start)
    details.add("ReferralNFA", "0")
    _protect(details, rng, start, None, 1)


def _moved_in(made: Node, rng: random.Random) -> None:
    day = _some_day(rng, FIRST_DAY, date(2025, 12, 1))
    details = _details(made, rng, day)
    held = working_day(day + timedelta(days=rng.randint(7, 18)))
    details.add("DateOfInitialCPC", held.isoformat())
    details.add("ReferralNFA", "0")
    _protect(details, rng, held, None, 1)


def _unborn(made: Node, rng: random.Random) -> None:
    day = _some_day(rng, date(2025, 12, 1), date(2026, 2, 10))
    details = _details(made, rng, day)
    _assess(details, rng, day)
    held = working_day(day + timedelta(days=rng.randint(12, 26)))
    _enquire(details, working_day(day + timedelta(days=2)), held)
    details.add("ReferralNFA", "0")
    _protect(details, rng, held, None)


HISTORIES: dict[str, tuple[int, Callable[[Node, random.Random], None]]] = {
    "referred": (20, _referred_only),
    "in-need": (30, _in_need),
    "enquiry": (15, _enquiry_ends),
    "plan": (15, _plan_stands),
    "ended": (10, _plan_ended),
    "before": (5, _plan_from_before),
    "moved-in": (2, _moved_in),
    "unborn": (3, _unborn),
}
"""How often each history is drawn, in a hundred, and what writes it."""


def header(lea: str = "350", reference: date = REFERENCE) -> Node:
    """The header of a return."""
    made = Node("Header")
    what = made.add("CollectionDetails")
    what.add("Collection", "CIN")
    what.add("Year", str(reference.year))
    what.add("ReferenceDate", reference.isoformat())
    who = made.add("Source")
    who.add("SourceLevel", "L")
    who.add("LEA", lea)
    who.add("SoftwareCode", "Made-up Software")
    who.add("Release", "4.2")
    who.add("SerialNo", "001")
    who.add("DateTime", "2026-05-01T09:30:00")
    return made


def written(children: Iterable[Node], head: Node | None = None) -> Iterator[str]:
    """The lines of a file; afterwards each node knows its line."""
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield "<Message>"
    line = 3
    for said in (head or header()).lines(1, line):
        yield said
        line += 1
    yield "  <Children>"
    line += 1
    for one in children:
        for said in one.lines(2, line):
            yield said
            line += 1
    yield "  </Children>"
    yield "</Message>"


def file_of(children: Sequence[Node], head: Node | None = None) -> bytes:
    """A file as it is sent."""
    return ("\n".join(written(children, head)) + "\n").encode()


def children(count: int, seed: int = 1, first: int = 1) -> Iterator[Node]:
    """So many children without a fault."""
    rng = random.Random(seed)
    return (child(first + number, rng) for number in range(count))
