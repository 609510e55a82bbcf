"""Families whose meeting itself is there to walk through: one today, one written down, one approved and sent."""

from __future__ import annotations

from quorate.demo.families import course
from quorate.demo.families.holding import play, play_and_send
from quorate.demo.families.telling import Family


def conference_today(family: Family) -> None:
    """The conference is today at two and everything is ready: the chair can start it and walk through the meeting."""
    family.kid(8), family.kid(5)
    family.parents()
    family.enquire(family.days.work_ago(12), family.days.work_ago(10))
    sitting = course.ask(family, "initial", family.days.work_ago(9))
    course.book(family, sitting, family.days.today, 14)
    course.prepare(family, sitting, shared_before=5)


def held_and_written(family: Family) -> None:
    """Held on the last working day and all written down: meeting, views, decisions, plan; the record to be approved."""
    family.kid(11), family.kid(6)
    family.parents()
    family.enquire(family.days.work_ago(13), family.days.work_ago(11))
    sitting = course.ask(family, "initial", family.days.work_ago(10))
    course.book(family, sitting, family.days.work_ago(1), 13)
    course.prepare(family, sitting, shared_before=5)
    family.plays.append(play)


def approved_and_sent(family: Family) -> None:
    """Held three working days ago: letters let out, two to hand over; the record is approved, the minutes to send."""
    family.kid(9), family.kid(4)
    family.parents()
    family.enquire(family.days.work_ago(15), family.days.work_ago(13))
    sitting = course.ask(family, "initial", family.days.work_ago(12))
    course.book(family, sitting, family.days.work_ago(3), 10)
    course.prepare(family, sitting, shared_before=5)
    family.plays.append(play_and_send)
