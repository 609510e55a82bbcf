"""The usual course of things: preparing a conference, holding it, what follows, a plan between reviews."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from quorate.demo.families.days import at
from quorate.demo.families.report_words import CATEGORY
from quorate.demo.families.telling import Family, Outcome, Sitting

PARTS = ["report", "chronology", "genogram", "plan"]
ROUND = ("social_worker", "police_rep", "health_visitor", "school_rep")
AGENCIES = ("police", "health", "education")
Step = tuple[str, int, list[str], dict[str, object]]
ASKED_FOR = ("initial", "pre_birth", "transfer_in")
"""The kinds of conference for which somebody writes a request."""
WISH = "child-attendance-decided"
GROUP = ["social_worker", "parent", "health_visitor"]


def ask(family: Family, kind: str, on: date, who: tuple[str, ...] = (), *, agreed: bool = True) -> Sitting:
    """A conference is asked for, and agreed on the same day."""
    sitting = Sitting(kind, on, who=who or family.keys)
    family.sittings.append(sitting)
    family.tell("conference-requested", at(on, 9, 30), sitting.who, sitting, other_plans_considered="yes")
    if kind in ASKED_FOR:  # the request asks everybody what they need; for a review that is done with the rest
        ask_needs(family, sitting, on)
    if agreed:
        family.tell("request-agreed", at(on, 15), sitting.who, sitting)
        sitting.state = "agreed"
    return sitting


def ask_needs(family: Family, sitting: Sitting, on: date) -> None:
    """Each parent is asked what they need to take part."""
    for parent in family.parent_keys:
        family.tell("needs-asked", on, sitting.who, sitting, parent=parent)


def book(family: Family, sitting: Sitting, day: date, hour: int = 10, *, on: date | None = None) -> None:
    """It is booked, with the list of whom to invite."""
    on = on or sitting.requested_on
    starts = at(day, hour)
    family.tell("invite-list-supplied", at(on, 15, 30), sitting.who, sitting)
    family.tell("conference-booked", at(on, 16), sitting.who, sitting, starts_at=starts, mode="in_person")
    sitting.starts_at, sitting.state = starts, "booked"


def move(family: Family, sitting: Sitting, day: date, hour: int, *, on: date, reason: str = "chair-ill") -> None:
    """It is moved, with the reason."""
    starts = at(day, hour)
    family.tell("conference-moved", at(on, 11), sitting.who, sitting, starts_at=starts, reason=reason)
    sitting.starts_at = starts


def prepare(family: Family, sitting: Sitting, *, until: date | None = None, shared_before: int = 6) -> None:
    """Invitations, leaflets, booklets, needs, reports: each in its time, up to a day; later ones are still to do.

    The report is shared so many working days before; with 0 it is not.
    """
    assert sitting.starts_at is not None
    days, start = family.days, sitting.starts_at.date()
    last = min(until or days.today, days.today)
    asked = days.after(sitting.requested_on, 1)
    born = [kid.key for kid in family.kids if kid.born and kid.key in sitting.who]
    if sitting.kind not in ASKED_FOR and (day := max(days.before(start, 9), asked)) <= last:
        ask_needs(family, sitting, day)
    for code, before, about, facts in _preparation(family, born, shared_before):
        day = max(days.before(start, before), asked)
        if day <= last and day < start:
            family.tell(code, day, about or sitting.who, sitting, **facts)


def _preparation(family: Family, born: list[str], shared_before: int) -> list[Step]:
    """What is done, how many working days before, about whom (nobody: all), with which facts."""
    report: dict[str, object] = {"report": "social-work", "parts": PARTS}
    steps: list[Step] = [("invitations-sent", 10, [], {})]
    for parent in family.parent_keys:
        steps += [(code, 9, [], {"parent": parent}) for code in ("leaflet-given", "concerns-explained")]
        steps.append(("supporter-named", 4, [], {"for": parent, "kind": "friend"}))
    if born:
        steps += [("advocacy-offered", 9, born, {}), ("booklet-given", 8, born, {})]
    steps += [(WISH, 8, [key], dict(_WISHES)) for key in family.old_enough if key in born]
    steps += [("agency-information-received", 5, [], {"agency": agency}) for agency in AGENCIES]
    steps.append(("report-authorised", shared_before + 1, [], report))
    if shared_before:
        readers = (*family.parent_keys, "chair", "professionals")
        steps += [("report-shared", shared_before, [], {**report, "with": reader}) for reader in readers]
    steps.append(("pre-conference-discussion-held", 2, [], {}))
    steps += [("checklist-done", 7, [], {"checklist": code}) for code in _LISTS]
    return steps


_WISHES = {"wanted": True, "parent_agreed": True, "chair_agreed": True}
_LISTS = ("tell-family", "tell-agencies", "work-goes-on")
"""What is ticked before a conference, where the procedure asks for it."""


def hold(
    family: Family, sitting: Sitting, decided: Mapping[str, Outcome], *, attended: tuple[str, ...] = ROUND
) -> None:
    """It is held: who was there, what was decided about each child."""
    assert sitting.starts_at is not None
    start = sitting.starts_at
    for parent in family.parent_keys:
        family.tell("chair-met-parent", start - timedelta(minutes=30), sitting.who, sitting, parent=parent)
    for who in attended:
        family.tell("attended", start, sitting.who, sitting, who=who, direct_contact=True)
    for number, (key, one) in enumerate(decided.items()):
        said: dict[str, object] = {"by": "chair", "outcome": one.outcome}
        if one.outcome in ("plan-made", "plan-continues"):
            said |= {"categories": list(one.categories), "lead_practitioner": "social_worker", "core_group": GROUP}
            one.review_on = one.review_on or family.days.working(start.date() + timedelta(days=85))
            said["next_review_on"] = one.review_on
        if one.step_down:
            said["step_down"] = one.step_down
        family.tell("decided", start + timedelta(minutes=100 + 5 * number), (key,), sitting, **said)
    family.tell("conference-held", start + timedelta(hours=2), sitting.who, sitting)
    sitting.held_on, sitting.state, sitting.decided = start.date(), "held", dict(decided)


def follow(family: Family, sitting: Sitting, *, until: date | None = None) -> None:
    """What follows a conference, each in its time, up to a day."""
    assert sitting.held_on is not None
    days, last = family.days, until or family.days.today
    for code, after in (
        ("decisions-sent", 1),
        ("plan-explained", 2),
        ("category-explained", 2),
        ("plan-distributed", 10),
        ("minutes-sent", 16),
    ):
        day = days.after(sitting.held_on, after)
        if day <= last and day <= days.today:
            family.tell(code, day, sitting.who, sitting)


def visits_and_groups(
    family: Family, who: tuple[str, ...], made_on: date, until: date, *, skip_last: bool = False
) -> None:
    """Core groups and visits of a plan, all in time, up to a day; `skip_last` leaves the newest ones out."""
    groups, visits = [family.days.after(made_on, 8)], [family.days.after(made_on, 6)]
    while groups[-1] < until:
        groups.append(family.days.working(groups[-1] + timedelta(days=39)))
    while visits[-1] < until:
        visits.append(family.days.after(visits[-1], 9))
    groups, visits = [day for day in groups if day <= until], [day for day in visits if day <= until]
    if skip_last:
        groups, visits = groups[:-1], visits[:-1]
    for day in groups:
        family.tell("core-group-held", day, who, views_asked=True)
    for day in visits:
        family.tell("child-visited", day, who, seen=True, alone=True)


def initial(
    family: Family,
    held_on: date,
    decided: Mapping[str, Outcome],
    *,
    kind: str = "initial",
    days_taken: int = 12,
    until: date | None = None,
) -> Sitting:
    """A whole first conference: enquiry, request, booking, preparation, the day, what followed."""
    begun, who = family.days.before(held_on, days_taken), tuple(decided)
    asked = family.days.after(begun, 3)
    if kind == "transfer_in":
        family.tell("transfer-notified", begun, who, from_authority="elsewhere", permanent=True)
    else:
        family.enquire(begun, asked, who=who)
    sitting = ask(family, kind, asked, who)
    book(family, sitting, held_on)
    prepare(family, sitting, shared_before=3)
    hold(family, sitting, decided)
    follow(family, sitting, until=until)
    return sitting


def review(family: Family, held_on: date, decided: Mapping[str, Outcome], *, until: date | None = None) -> Sitting:
    """A whole review: booked weeks ahead, prepared, held, followed."""
    sitting = coming_review(family, held_on, tuple(decided))
    hold(family, sitting, decided)
    follow(family, sitting, until=until)
    return sitting


def coming_review(family: Family, day: date, who: tuple[str, ...] = (), *, until: date | None = None) -> Sitting:
    """A review that is asked for, booked and prepared as far as today."""
    sitting = ask(family, "review", min(family.days.before(day, 30), family.days.work_ago(1)), who)
    book(family, sitting, day, 13)
    prepare(family, sitting, until=until)
    return sitting


def plan(*categories: str) -> Outcome:
    """A plan is made."""
    return Outcome("plan-made", categories or (CATEGORY,))


def goes_on(*categories: str) -> Outcome:
    """The plan continues."""
    return Outcome("plan-continues", categories or (CATEGORY,))


def ends(step_down: str = "child-in-need-plan") -> Outcome:
    """The plan ends."""
    return Outcome("plan-ended", step_down=step_down)


def each(family: Family, outcome: Outcome) -> dict[str, Outcome]:
    """The same outcome for every child."""
    return {key: Outcome(outcome.outcome, outcome.categories, step_down=outcome.step_down) for key in family.keys}


def start_of(sitting: Sitting) -> datetime:
    """When it starts."""
    assert sitting.starts_at is not None
    return sitting.starts_at
