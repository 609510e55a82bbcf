"""Made-up families for the benchmarks: one case file each, 15 to 40 events, the same for the same seed.

`python -m benchmarks.generate COUNT [SEED]` prints one case a line. No family in it is or was real.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

import orjson

TODAY = date(2026, 11, 20)
FEWEST, MOST = 15, 40
CATEGORIES = ("neglect", "neglect", "neglect", "emotional", "emotional", "physical", "sexual")
AGENCIES = {"police": "police", "school": "education", "health_visitor": "health", "gp": "health"}
OTHER_ENDS = ("moved-away", "became-looked-after", "plan-ended")

Event = dict[str, Any]


@dataclass
class Story:
    """One family as it is being told; `told` pairs each event with whether the story needs it."""

    dice: random.Random
    family: int
    children: list[dict[str, str]]
    parents: list[dict[str, Any]]
    told: list[tuple[bool, Event]] = field(default_factory=list)
    sittings: int = 0
    kind: str = "initial"
    on_plan: list[str] = field(default_factory=list)

    @property
    def reference(self) -> str:
        return f"F{self.family:06d}-{self.sittings}"

    @property
    def ids(self) -> list[str]:
        return [child["id"] for child in self.children]

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def tell(self, event: str, on: date, at: time | None = None, *, needed: bool = False, **carries: Any) -> None:
        """Add one event, unless it lies after today."""
        if on <= TODAY:
            moment = f"{on}T{at:%H:%M}" if at else str(on)
            self.told.append((needed, {"event": event, "at": moment, **carries}))


def workday(day: date) -> date:
    """The day itself or, from a weekend, the Monday after."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def after(day: date, days: int) -> date:
    return workday(day + timedelta(days=days))


def case_of(family: int, seed: int = 1) -> dict[str, Any]:
    """The case file of one family. Told again, with other dice, until it has events enough."""
    for attempt in range(1000):
        story = tell_family(random.Random(f"{seed}/{family}/{attempt}"), family)
        if len(story.told) >= FEWEST:
            events = shortened(story)
            latest = [event for event in events if "reference" in event][-1]
            conference = {"kind": latest["kind"], "reference": latest["reference"]}
            conference |= {"children": story.children, "parents": story.parents}
            return {"conference": conference, "events": events}
    raise RuntimeError(f"family {family} of seed {seed} never had {FEWEST} events")


def shortened(story: Story) -> list[Event]:
    """Between 15 and 40 of the events, in order: what the story needs, and some of the rest."""
    size = story.dice.randint(FEWEST, MOST)
    needed = [place for place, (is_needed, _) in enumerate(story.told) if is_needed]
    others = [place for place, (is_needed, _) in enumerate(story.told) if not is_needed]
    room = max(0, min(size - len(needed), len(others)))
    kept = sorted(needed + story.dice.sample(others, room))[:MOST]
    return [story.told[place][1] for place in kept]


def tell_family(dice: random.Random, family: int, longest: int = 900) -> Story:
    """One family's story, from a day at most `longest` days ago until today."""
    begins = workday(TODAY - timedelta(days=dice.randint(15, longest)))
    unborn = dice.random() < 0.06
    count = dice.choice((1, 1, 1, 2, 2, 3)) if not unborn else 1
    children = [
        {"id": f"c{n}", "expected": str(begins + timedelta(days=dice.randint(60, 150)))}
        if unborn
        else {"id": f"c{n}", "born": str(begins - timedelta(days=dice.randint(20, 16 * 365)))}
        for n in range(1, count + 1)
    ]
    parents: list[dict[str, Any]] = [{"id": f"p{n}"} for n in range(1, dice.choice((1, 2, 2)) + 1)]
    if len(parents) == 2 and count > 1 and dice.random() < 0.4:
        parents[1] |= {"of": ["c1"], "responsibility": dice.random() < 0.6}
    story = Story(dice, family, children, parents, kind="pre_birth" if unborn else "initial")
    day = earlier_enquiry(story, begins) if not unborn and story.chance(0.2) else begins
    decided = initial_conference(story, day)
    if story.on_plan:
        plan_and_reviews(story, decided)
    story.told.sort(key=lambda one: one[1]["at"][:10])
    return story


def earlier_enquiry(story: Story, day: date) -> date:
    """Most enquiries need no conference; this one ends, and months later another begins."""
    story.tell("strategy-discussion-held", day)
    story.tell("assessment-completed", after(day, 9))
    story.tell("enquiry-concluded", after(day, 11), outcome="not-required", reason="risk not confirmed")
    return after(day, story.dice.randint(60, 200))


def initial_conference(story: Story, day: date) -> date:
    """From the strategy discussion to the decision, most often at the limit of 15 working days."""
    story.sittings += 1
    story.tell("strategy-discussion-held", day, needed=True)
    if story.chance(0.1):
        story.tell("strategy-discussion-held", after(day, 3), starts_enquiry=False)
    story.tell("assessment-completed", after(day, 7))
    story.tell("enquiry-concluded", after(day, 8), outcome="conference")
    names = {"reference": story.reference, "kind": story.kind, "children": story.ids}
    story.tell("conference-requested", after(day, 8), needed=True, **names)
    story.tell("request-agreed", after(day, 9), time(11, 0))
    held = after(day, story.dice.choice((14, 17, 20, 20, 21, 21, 21, 24, 30)))
    return conference(story, after(day, 9), held, made=0.86)


def plan_and_reviews(story: Story, decided: date) -> None:
    """Core groups, visits and reviews until the plan ends, or until today."""
    months = 3
    while story.on_plan and decided <= TODAY:
        meets = workday(decided + timedelta(days=months * 30 - story.dice.randint(-4, 14)))
        between_conferences(story, decided, meets)
        if story.chance(0.05):
            end_otherwise(story, after(decided, 40))
            return
        booked = workday(meets - timedelta(days=28))
        if booked > TODAY:
            return
        story.sittings += 1
        story.kind = "review"
        decided = conference(story, booked, meets, made=0.62)
        months = 6


def end_otherwise(story: Story, day: date) -> None:
    """A plan can end without a conference: the family moves, the child becomes looked after."""
    story.tell(story.dice.choice(OTHER_ENDS), day, needed=True, reason="no longer ours to hold")
    story.on_plan = []


def between_conferences(story: Story, decided: date, until: date) -> None:
    day = after(decided, story.dice.choice((8, 10, 13, 14, 16)))
    while day < until:
        story.tell("core-group-held", day, children=list(story.on_plan), views_asked=story.chance(0.8))
        day = after(day, story.dice.randint(35, 48))
    for child in story.on_plan:
        day = after(decided, story.dice.randint(4, 14))
        while day < until:
            story.tell("child-visited", day, child=child, seen=story.chance(0.92), alone=story.chance(0.6))
            day = after(day, story.dice.randint(9, 20))
    for child in story.children:
        expected = date.fromisoformat(child.get("expected", "9999-01-01"))
        if decided < expected <= until:
            story.tell("child-born", expected, needed=True, child=child["id"])


def conference(story: Story, begins: date, held: date, made: float) -> date:
    """Preparation, the sitting, and what goes out; `made` is the share of children on a plan after it."""
    starts = time(story.dice.choice((10, 13, 14)), story.dice.choice((0, 30)))
    moved_from = after(held, -7) if story.chance(0.08) and after(held, -7) > begins else None
    names = {"reference": story.reference, "kind": story.kind, "mode": "in_person"}
    story.tell(
        "conference-booked",
        begins,
        time(15, 20),
        needed=True,
        starts_at=f"{moved_from or held}T{starts:%H:%M}",
        **names,
    )
    if moved_from:
        moved = workday(begins + timedelta(days=1))
        story.tell(
            "conference-moved",
            moved,
            time(9, 5),
            needed=True,
            starts_at=f"{held}T{starts:%H:%M}",
            reason="chair ill",
        )
    prepare(story, begins, held)
    if held > TODAY:
        return held
    sit(story, held, starts, made)
    afterwards(story, held)
    return held


def prepare(story: Story, begins: date, held: date) -> None:
    """What is done beforehand, on days between the booking and the conference."""

    def some_day() -> date:
        return begins + timedelta(days=story.dice.randint(0, max(0, (held - begins).days - 1)))

    story.tell("invite-list-supplied", begins)
    story.tell("invitations-sent", min(after(begins, 2), held))
    shared = max(begins, held - timedelta(days=story.dice.randint(0, 6)))
    for parent in (one["id"] for one in story.parents):
        for event in ("concerns-explained", "leaflet-given", "needs-asked"):
            story.tell(event, some_day(), parent=parent)
        story.tell(
            "report-shared",
            shared,
            time(16, 30),
            report="social-work",
            parent=parent,
            parts=["report", "chronology"],
        )
        if story.chance(0.7):
            story.tell("chair-met-parent", held, time(9, 40), parent=parent, mode="in_person", room_shown=True)
    for child in story.ids:
        story.tell("booklet-given", some_day(), child=child)
        story.tell("advocacy-offered", some_day(), child=child)
    story.tell("report-authorised", max(begins, shared - timedelta(days=1)), report="social-work")
    story.tell("agency-information-received", some_day(), agency="police")
    if story.chance(0.04):
        parent = story.parents[-1]["id"]
        story.tell("exclusion-requested", begins, parent=parent, scope="part", reason="violence")
        story.tell(
            "exclusion-decided",
            after(begins, 1),
            parent=parent,
            scope="part",
            by="chair",
            outcome="excluded",
            reason="violence",
        )


def sit(story: Story, held: date, starts: time, made: float) -> None:
    """The meeting itself; one in three is told in the short form, as an imported history would."""
    before = story.ids if story.sittings == 1 else story.on_plan
    stays = "plan-made" if story.sittings == 1 else "plan-continues"
    goes = "no-plan" if story.sittings == 1 else "plan-ended"
    same = story.chance(made)
    outcomes = {child: stays if (same if story.chance(0.9) else not same) else goes for child in before}
    categories = [story.dice.choice(CATEGORIES)]
    story.on_plan = [child for child, outcome in outcomes.items() if outcome == stays]
    names = {"reference": story.reference, "kind": story.kind, "children": list(outcomes)}
    ends = time(starts.hour + 2, starts.minute)
    if story.chance(0.33):
        short = {"outcomes": outcomes, "quorate": True}
        if story.on_plan:
            short["categories"] = {child: categories for child in story.on_plan}
        story.tell("conference-held", held, ends, needed=True, **names, **short)
        return
    for who in story.dice.sample(sorted(AGENCIES), story.dice.randint(2, 4)):
        story.tell("attended", held, starts, who=who, agency=AGENCIES[who], direct_contact=True)
    next_review = after(held, 85 if stays == "plan-made" else 175)
    for child, outcome in outcomes.items():
        plan = {"categories": categories, "lead_practitioner": "named", "next_review_on": str(next_review)}
        carries = plan if outcome == stays else {"reason": "the threshold is not met"}
        story.tell(
            "decided",
            held,
            time(starts.hour + 1, 50),
            needed=True,
            child=child,
            by="chair",
            outcome=outcome,
            **carries,
        )
    story.tell("conference-held", held, ends, needed=True, **names)


def afterwards(story: Story, held: date) -> None:
    of = {"of": story.reference}
    story.tell("decisions-sent", after(held, story.dice.choice((0, 1, 1, 1, 3))))
    if story.on_plan:
        story.tell("plan-explained", after(held, 3), parent=story.parents[0]["id"])
        story.tell("plan-distributed", after(held, 16))
    sent = after(held, story.dice.choice((14, 20, 26, 28, 33)))
    story.tell("minutes-sent", sent, **of)
    if story.chance(0.05):
        story.tell("minutes-challenged", after(sent, 6), parent=story.parents[0]["id"], **of)
    if story.chance(0.05):
        received = after(held, 9)
        story.tell("complaint-received", received, parent=story.parents[0]["id"], grounds="decision", **of)
        story.tell("complaint-answered", after(received, 15), **of)


def main(arguments: list[str]) -> None:
    count = int(arguments[0])
    seed = int(arguments[1]) if len(arguments) > 1 else 1
    for family in range(count):
        sys.stdout.buffer.write(orjson.dumps(case_of(family, seed)) + b"\n")


if __name__ == "__main__":
    main(sys.argv[1:])
