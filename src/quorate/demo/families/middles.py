"""Families with a plan."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from quorate.access.services import grant
from quorate.demo.families import course
from quorate.demo.families.course import goes_on, plan
from quorate.demo.families.telling import Family, Sitting


def _since(family: Family, made: date, *categories: str, until: date | None = None, skip_last: bool = False) -> Sitting:
    """A plan made on a day, with everything in time until a day (else until now)."""
    sitting = course.initial(family, made, course.each(family, plan(*categories)))
    course.visits_and_groups(family, family.keys, made, until or family.days.ago(1), skip_last=skip_last)
    return sitting


def first_core_group_coming(family: Family) -> None:
    """The plan was made eight working days ago; the first core group is due in two."""
    family.kid(5)
    family.parents()
    made = family.days.work_ago(8)
    course.initial(family, made, course.each(family, plan()))
    family.tell("child-visited", family.days.work_ago(3), seen=True, alone=True)


def first_core_group_late(family: Family) -> None:
    """The first core group should have been held two working days ago."""
    family.kid(1), family.kid(4)
    family.parents(father=False)
    course.initial(family, family.days.work_ago(12), course.each(family, plan()))
    family.tell("child-visited", family.days.work_ago(6), seen=True)


def visit_today(family: Family) -> None:
    """The plan asks for a visit so often that one falls due today."""
    family.kid(7)
    family.parents(apart=True)
    last = family.days.ago(6)
    _since(family, family.days.ago(52), "emotional", until=family.days.before(last, 1))
    family.tell("plan-set", last, visit_every=f"{(family.days.today - last).days} days")
    family.tell("child-visited", last, seen=True, alone=True, bedroom=True)


def core_group_today(family: Family) -> None:
    """The plan asks for core groups so often that one falls due today."""
    family.kid(12), family.kid(9)
    family.parents()
    last = family.days.ago(13)
    _since(family, family.days.ago(64), until=family.days.before(last, 1))
    family.tell("plan-set", last, core_group_every=f"{(family.days.today - last).days} days")
    family.tell("core-group-held", last, views_asked=True)


def minutes_late(family: Family) -> None:
    """All in time but the minutes, which nobody has sent."""
    family.kid(13)
    family.parents()
    made = family.days.work_ago(28)
    course.initial(family, made, course.each(family, plan("sexual")), until=family.days.after(made, 12))
    course.visits_and_groups(family, family.keys, made, family.days.ago(1))


def first_review_late(family: Family) -> None:
    """The first review should have been held a week and a half ago."""
    family.kid(4)
    family.parents()
    _since(family, family.days.ago(102))


def review_held(family: Family) -> None:
    """The first review was held last week; the plan goes on."""
    family.kid(9), family.kid(11)
    family.parents()
    _since(family, family.days.ago(92), "emotional")
    course.review(family, family.days.work_ago(4), course.each(family, goes_on("emotional")))


def long_plan(family: Family) -> None:
    """More than a year on a plan, with three reviews, another social worker before, and an auditor who may look."""
    family.kid(14), family.kid(16)
    family.parents()
    made = family.days.ago(480)
    _since(family, made, "neglect", "emotional")
    for after in (80, 250, 420):
        day = family.days.working(made + timedelta(days=after))
        course.review(family, day, course.each(family, goes_on()))
    family.deeds.append(_handed_on)


def _handed_on(family: Family, written: Any, by: Any) -> None:
    """An earlier worker's time is over; the auditor's has a last day."""
    case, days = written.cases["c1"], family.days
    grant(
        case=case, user_id=written.neighbour, as_role="social_worker", begins_on=days.ago(490), ends_on=days.ago(200),
        why="Allocated, then handed on", by=by,
    )  # fmt: skip
    grant(
        case=case, user_id=written.staff.auditor, as_role="quality_assurance", begins_on=days.today,
        ends_on=days.today + timedelta(days=10), why="Sample of this month", by=by,
    )  # fmt: skip


def late_reports(family: Family) -> None:
    """At the last review the report reached the parents late; late stays late."""
    family.kid(6)
    family.parents()
    made = family.days.ago(110)
    _since(family, made)
    day = family.days.working(made + timedelta(days=84))
    sitting = course.ask(family, "review", family.days.before(day, 25))
    course.book(family, sitting, day, 13)
    course.prepare(family, sitting, shared_before=0)
    for parent in family.parent_keys:
        family.tell("report-shared", family.days.before(day, 1), (), sitting, report="social-work",
                    parts=course.PARTS, with_=parent)  # fmt: skip
    course.hold(family, sitting, course.each(family, goes_on()))
    course.follow(family, sitting)


def excused(family: Family) -> None:
    """A duty was excused, with the reason and by whom."""
    family.kid(3)
    family.parents(father=False)
    _since(family, family.days.ago(74), "emotional", skip_last=True)
    for code in ("visit-child", "hold-next-core-group"):
        family.tell("duty-excused", family.days.work_ago(1), duty=code, reason="family-abroad", by="team_manager")


def excluded_parent(family: Family) -> None:
    """The father is kept out of the coming review; he is to be told, heard and offered a meeting."""
    family.kid(8), family.kid(5)
    family.parents(apart=True)
    _since(family, family.days.ago(75), "physical")
    sitting = course.coming_review(family, family.days.work_ahead(7))
    family.tell("exclusion-requested", family.days.work_ago(4), (), sitting, parent="p2", scope="whole",
                reason="violence", by="social_worker")  # fmt: skip
    family.tell("exclusion-decided", family.days.work_ago(2), (), sitting, parent="p2", scope="whole",
                outcome="excluded", reason="violence", by="chair")  # fmt: skip


def unborn_with_plan(family: Family) -> None:
    """A plan for a child who is expected in three weeks; the second core group is late."""
    family.unborn(3)
    family.parents()
    made = family.days.ago(62)
    course.initial(family, made, {"c1": plan()}, kind="pre_birth")
    family.tell("core-group-held", family.days.after(made, 8), views_asked=True)


def born(family: Family) -> None:
    """The child was born twelve days ago: one record, and the plan is to be looked at again."""
    kid = family.unborn(0)
    family.parents()
    made = family.days.ago(60)
    course.initial(family, made, {"c1": plan()}, kind="pre_birth")
    family.tell("core-group-held", family.days.after(made, 8), views_asked=True)
    family.born_on[kid.key] = family.days.today - timedelta(days=12)


def sibling_joins(family: Family) -> None:
    """A baby was born into a family with a plan; the coming review is the first for the baby. A visit is late."""
    family.kid(6)
    family.kid(0.3, kind="initial")
    family.parents()
    made = family.days.ago(150)
    course.initial(family, made, {"c1": plan()})
    course.visits_and_groups(family, ("c1",), made, family.days.ago(17))
    course.review(family, family.days.working(made + timedelta(days=82)), {"c1": goes_on()})
    family.enquire(family.days.work_ago(7), family.days.work_ago(5), who=("c2",))
    sitting = course.coming_review(family, family.days.work_ahead(6), ("c1", "c2"))
    sitting.own_kinds["c2"] = "initial"


def looked_after(family: Family) -> None:
    """The child came to be looked after while on a plan."""
    family.kid(4), family.kid(2)
    family.parents(father=False)
    _since(family, family.days.ago(66))
    family.tell("became-looked-after", family.days.ago(9), ("c2",))


def brought_forward(family: Family) -> None:
    """The second review falls due exactly half a year after the first."""
    family.kid(9)
    family.parents()
    first = family.days.months_ago(6)
    made = family.days.working(first - timedelta(days=84))
    _since(family, made)
    course.review(family, first, course.each(family, goes_on()))
