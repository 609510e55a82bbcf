"""Families before the first conference, or at it."""

from __future__ import annotations

from datetime import timedelta

from quorate.demo.families import course
from quorate.demo.families.course import plan
from quorate.demo.families.telling import Family, Outcome


def enquiry_begun(family: Family) -> None:
    """An enquiry began two working days ago."""
    family.kid(6), family.kid(3)
    family.parents()
    family.enquire(family.days.work_ago(2))


def enquiry_ended(family: Family) -> None:
    """The enquiry found that no conference was needed."""
    family.kid(8)
    family.parents(apart=True)
    ended = family.days.ago(24)
    reason = "Concerns not substantiated; early help agreed with the mother"
    family.enquire(family.days.before(ended, 9), ended, "not_substantiated", reason=reason)


def conference_asked_for(family: Family) -> None:
    """A conference was asked for yesterday; the manager has not answered."""
    family.kid(5), family.kid(2)
    family.parents()
    family.enquire(family.days.work_ago(4), family.days.work_ago(2))
    course.ask(family, "initial", family.days.work_ago(1), agreed=False)


def conference_agreed(family: Family) -> None:
    """Agreed, and to be booked now."""
    family.kid(9), family.kid(7), family.kid(1)
    family.parents()
    family.enquire(family.days.work_ago(5), family.days.work_ago(3))
    course.ask(family, "initial", family.days.work_ago(2))


def conference_booked(family: Family) -> None:
    """Booked for next week, in part prepared. The mother could not be asked alone yet: where she lives is kept out."""
    family.kid(4), family.kid(10)
    family.parents(apart=True)
    family.grandmother()
    family.enquire(family.days.work_ago(7), family.days.work_ago(5))
    family.not_alone = ("p1",)
    sitting = course.ask(family, "initial", family.days.work_ago(4))
    course.book(family, sitting, family.days.work_ahead(6))
    course.prepare(family, sitting, shared_before=3)


def conference_near(family: Family) -> None:
    """The conference is on the working day after next; the report is authorised and has not been shared.

    There is time left for it on any day by a limit of 24 hours; by one of 48 hours in the morning only, unless a
    weekend or a holiday lies between.
    """
    family.kid(12)
    family.parents()
    family.enquire(family.days.work_ago(12), family.days.work_ago(9))
    sitting = course.ask(family, "initial", family.days.work_ago(9))
    course.book(family, sitting, family.days.work_ahead(2))
    course.prepare(family, sitting, until=family.days.work_ago(5), shared_before=3)
    family.tell("report-authorised", family.days.work_ago(1), (), sitting, report="social-work", parts=course.PARTS)


def conference_moved(family: Family) -> None:
    """Moved because the chair was ill; still inside the limit."""
    family.kid(13), family.kid(15)
    family.parents(father=False)
    family.enquire(family.days.work_ago(8), family.days.work_ago(6))
    sitting = course.ask(family, "initial", family.days.work_ago(6))
    course.book(family, sitting, family.days.work_ahead(2))
    course.move(family, sitting, family.days.work_ahead(5), 14, on=family.days.work_ago(1))
    course.prepare(family, sitting, shared_before=3)


def conference_beyond_limit(family: Family) -> None:
    """Booked past the limit, with a delay agreed and a plan for the time between; the limit stays."""
    family.kid(7)
    family.parents()
    family.enquire(family.days.work_ago(16), family.days.work_ago(13))
    sitting = course.ask(family, "initial", family.days.work_ago(12))
    course.book(family, sitting, family.days.work_ahead(2))
    family.tell("delay-agreed", family.days.work_ago(3), (), sitting, reason="family-abroad", interim_plan="agreed")
    course.prepare(family, sitting, shared_before=3)


def held_yesterday(family: Family) -> None:
    """Held on the last working day: decisions are to be sent today."""
    family.kid(6), family.kid(8)
    family.parents()
    held = family.days.work_ago(1)
    course.initial(family, held, course.each(family, plan("neglect", "emotional")), until=held)


def held_without_plan(family: Family) -> None:
    """Held a week ago; no plan was needed."""
    family.kid(10)
    family.parents()
    course.initial(family, family.days.work_ago(5), course.each(family, Outcome("no-plan", step_down="early-help")))


def held_late(family: Family) -> None:
    """The first conference was held after the limit."""
    family.kid(3), family.kid(5)
    family.parents(apart=True)
    made = family.days.ago(130)
    course.initial(family, made, course.each(family, plan("physical")), days_taken=19)
    course.visits_and_groups(family, family.keys, made, family.days.today)
    course.review(family, family.days.working(made + timedelta(days=83)), course.each(family, course.goes_on()))


def inquorate(family: Family) -> None:
    """Too few came; adjourned four working days ago and booked again."""
    family.kid(9), family.kid(12)
    family.parents()
    family.enquire(family.days.work_ago(13), family.days.work_ago(10))
    sitting = course.ask(family, "initial", family.days.work_ago(9))
    course.book(family, sitting, family.days.work_ago(4))
    course.prepare(family, sitting, shared_before=3)
    start = course.start_of(sitting)
    for who in ("social_worker", "school_rep"):
        family.tell("attended", start, (), sitting, who=who, direct_contact=True)
    family.tell("conference-adjourned", start + timedelta(minutes=25), (), sitting, reason="inquorate")
    again = family.days.work_ahead(1)
    family.tell("conference-booked", family.days.work_ago(3), (), sitting, starts_at=start.replace(
        year=again.year, month=again.month, day=again.day, hour=13), mode="in_person")  # fmt: skip
    sitting.starts_at = start.replace(year=again.year, month=again.month, day=again.day, hour=13)


def transfer_in_coming(family: Family) -> None:
    """The family moved here with a plan; the conference is booked."""
    family.kid(4), family.kid(6)
    family.parents(father=False)
    family.tell("transfer-notified", family.days.work_ago(6), from_authority="elsewhere", permanent=True)
    sitting = course.ask(family, "transfer_in", family.days.work_ago(5))
    course.book(family, sitting, family.days.work_ahead(5))
    course.prepare(family, sitting, shared_before=3)


def before_birth(family: Family) -> None:
    """A pre-birth conference is booked for next week; the child is expected in ten weeks."""
    family.unborn(10)
    family.parents()
    family.enquire(family.days.work_ago(8), family.days.work_ago(6))
    sitting = course.ask(family, "pre_birth", family.days.work_ago(5))
    course.book(family, sitting, family.days.work_ahead(4))
    course.prepare(family, sitting, shared_before=3)


def different_outcomes(family: Family) -> None:
    """Three sisters and brothers with different outcomes at one conference."""
    family.kid(2), family.kid(7), family.kid(15)
    family.parents(apart=True)
    made = family.days.ago(33)
    decided = {"c1": plan("neglect", "emotional"), "c2": plan(), "c3": Outcome("no-plan")}
    course.initial(family, made, decided)
    course.visits_and_groups(family, ("c1", "c2"), made, family.days.today)
