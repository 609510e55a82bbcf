"""Why a duty is due when it is: the steps of the sum in words, built only when somebody asks."""

from __future__ import annotations

from quorate.procedure import london
from quorate.procedure.calendar import day_in_words, words_for_months, words_for_steps
from quorate.procedure.duty import Duty
from quorate.procedure.moments import moment_as_text
from quorate.procedure.offsets import Moment, Offset, instant_of, interval_in_words, reckon
from quorate.procedure.vocabulary import DERIVED_ANCHORS, WEIGHT_IN_WORDS


def because(duty: Duty) -> list[str]:
    """The rule, its source, the anchor, each step of the count, the result, and how the duty stands."""
    rule = duty.rule
    limit = f": {duty.limit}" if duty.limit is not None else ": no number is set"
    steps = [f"{rule.title}{limit} ({WEIGHT_IN_WORDS[rule.weight]}; {', '.join(rule.source)})."]
    if rule.note:
        steps.append(rule.note)
    if duty.limit is not None:
        steps.extend(_count(duty.limit, duty))
    elif duty.cause is not None:
        steps.append(f"It is open since {in_words(duty.cause)}.")
    if duty.opens is not None:
        steps.append(f"It opens on {in_words(duty.opens)}.")
    steps.extend(_standing(duty))
    return steps


def in_words(moment: Moment) -> str:
    """A date as `Mon 14 Dec 2026`, an instant with its time in London."""
    return day_in_words(moment[0]) if moment[1] is None else london.instant_in_words(moment[1])


def _anchor_in_words(anchor: str) -> str:
    return DERIVED_ANCHORS.get(anchor, anchor.replace("-", " "))


def _count(limit: Offset, duty: Duty) -> list[str]:
    if limit.form == "no limit":
        return ["It has no end."]
    if limit.form == "earliest":
        steps = [step for part in limit.parts for step in _count(part, duty)]
        return [*steps, f"The earliest counts: {in_words(duty.due)}."] if duty.due is not None else steps
    anchor = duty.cause if duty.rule.repeats else duty.scope.anchor(limit.anchor, limit.form == "before")
    name = _anchor_in_words(limit.anchor)
    if anchor is None:
        return [f"Not known yet: {name}."]
    steps = [f"Counted from {name}: {in_words(anchor)}."]
    steps.extend(_steps(limit, anchor, duty))
    return [*steps, f"So the limit is {in_words(reckon(limit, anchor, duty.rule.calendar))}."]


def _steps(limit: Offset, anchor: Moment, duty: Duty) -> list[str]:
    if limit.form == "the next working day after":
        return words_for_steps(duty.rule.calendar.steps_of_working_days(anchor[0], 1))
    if limit.form == "pregnancy":
        return [f"{limit.count} weeks of pregnancy are {40 - limit.count} weeks before the expected date of birth."]
    if limit.form != "count":
        return []
    if limit.unit == "working days":
        return words_for_steps(duty.rule.calendar.steps_of_working_days(anchor[0], limit.count))
    if limit.unit == "months":
        return words_for_months(anchor[0], limit.count)
    return [_plain_count(limit, anchor)]


def _plain_count(limit: Offset, anchor: Moment) -> str:
    length = interval_in_words(abs(limit.count), limit.unit)
    if limit.unit not in ("hours", "minutes"):
        return f"{length} by the calendar {limit.way} {in_words(anchor)}."
    timed = "" if anchor[1] is not None else " (no time is recorded, so the day counts to 23:59:59)"
    start = instant_of(anchor)
    end = start + limit.count * (london.HOUR if limit.unit == "hours" else london.MINUTE)
    changed = london.local_of(start)[2] != london.local_of(end)[2]
    clocks = "; the clocks change in between and the hours are counted as they pass" if changed else ""
    return f"{length} {limit.way} {in_words(anchor)}{timed}{clocks}."


def _standing(duty: Duty) -> list[str]:
    if duty.state == "excused" and duty.excuse is not None:
        data = duty.excuse.data
        return [f"Excused by {data.get('by', 'nobody named')}: {data.get('reason', 'no reason given')}."]
    if duty.state == "not-needed":
        return [f"Not needed: {duty.why_not}."]
    if duty.met is not None:
        words = {"met": "Done in time", "met-late": "Done late", "used": "Used"}[duty.state]
        return [f"{words}: {in_words(duty.met)} ({moment_as_text(duty.met)})."]
    return []
