"""Why a duty is due when it is, in the four steps of the deadline explainer, with the month where days are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from quorate.procedure import london
from quorate.procedure.calendar import Step, words_for_months
from quorate.procedure.duty import Duty
from quorate.procedure.limits import act_by
from quorate.procedure.offsets import Moment, Offset, interval_in_words, limit_and_cause
from quorate.procedure.reasons import in_words
from quorate.web.procedure.limits import anchor_in_words, limit_in_words
from quorate.web.procedure.month import Month, counted_in_words, draw
from quorate.web.procedure.sources import Source, sources_of
from quorate.web.wording import day_short, sentence


@dataclass(frozen=True, slots=True)
class Explained:
    """The explanation of one limit: title, rule and sources, start, what was counted, result, the drawn month."""

    title: str
    rule: str
    sources: tuple[Source, ...]
    weight: str
    start: str
    """What it is counted from, and when that was."""
    started: str
    counted: str
    result: str
    month: Month | None


def explain(duty: Duty, *, today: date | None = None) -> Explained | None:
    """The four steps behind a duty's limit; None while the limit is not known or the pack sets none."""
    found = _part_that_counts(duty)
    if found is None or duty.due is None:
        return None
    limit, anchor = found
    steps = steps_of(limit, anchor, duty)
    name = anchor_in_words(limit.anchor)
    return Explained(
        title=f"{duty.rule.title}: {limit_in_words(limit)}",
        rule=duty.rule.note or "",
        sources=sources_of(duty.rule.source),
        weight=duty.rule.weight,
        start=f"{name[0].upper()}{name[1:]}: {in_words(anchor)}",
        started=_started(name, anchor, limit, steps),
        counted=counted_in_words(steps) if steps else _plain_count(limit, anchor),
        result=_result(duty, limit, steps),
        month=month_of(duty, limit, steps, today),
    )


def month_of(duty: Duty, limit: Offset, steps: Sequence[Step], today: date | None = None) -> Month | None:
    """The month of a count of working days."""
    if not steps:
        return None
    last = "do it by" if limit.looks_back else "last day"
    return draw(steps, _short_name(limit.anchor), last, today)


def steps_of(limit: Offset, anchor: Moment, duty: Duty) -> list[Step]:
    """Every day of a count of working days; empty for any other limit."""
    if limit.form == "the next working day after":
        return duty.rule.calendar.steps_of_working_days(anchor[0], 1)
    if limit.form == "count" and limit.unit == "working days":
        return duty.rule.calendar.steps_of_working_days(anchor[0], limit.count)
    return []


def _part_that_counts(duty: Duty) -> tuple[Offset, Moment] | None:
    """The limit and its anchor; of an "earliest of" the part that won."""
    if duty.limit is None:
        return None
    for part in duty.limit.parts or (duty.limit,):
        found, anchor = limit_and_cause(part, duty.scope.anchor, duty.rule.calendar)
        if duty.rule.repeats and duty.cause is not None:
            return part, duty.cause
        if anchor is not None and found == duty.due:
            return part, anchor
    return None


def _started(name: str, anchor: Moment, limit: Offset, steps: Sequence[Step]) -> str:
    way = "with" if not limit.looks_back else "from"
    tail = " That day is not counted." if steps else ""
    return f"{way} {name}: {in_words(anchor)}.{tail}"


def _plain_count(limit: Offset, anchor: Moment) -> str:
    if limit.form == "count" and limit.unit == "months":
        return " ".join(map(sentence, words_for_months(anchor[0], limit.count)))
    if limit.form == "count" and limit.unit in ("hours", "minutes"):
        return f"{interval_in_words(abs(limit.count), limit.unit)} by the clock, weekends and nights included."
    if limit.form == "count":
        return f"{interval_in_words(abs(limit.count), limit.unit)} by the calendar, weekends included."
    return ""


def _result(duty: Duty, limit: Offset, steps: Sequence[Step]) -> str:
    assert duty.due is not None
    if limit.form == "before":
        return f"It is done before {in_words(duty.due)}."
    number = f"Day {steps[-1].number} is {in_words(duty.due)}. " if steps else f"The limit is {in_words(duty.due)}. "
    act = act_by(duty)[0]
    until = "It can be done until the end of that day." if duty.due[1] is None else "After that moment it is late."
    if act is not None and act[0] != duty.due[0]:
        until += f" That is no working day: act by {day_short(date.fromordinal(act[0]))}."
    return number + until


def _short_name(anchor: str) -> str:
    return _SHORT.get(anchor, anchor_in_words(anchor).removeprefix("the "))


_SHORT = {
    "birth-expected": "birth expected",
    "conference-adjourned": "adjourned",
    "conference-booked": "booked",
    "conference-held": "conference",
    "conference-starts": "conference",
    "last-core-group": "last core group",
    "minutes-sent": "minutes sent",
    "plan-made": "plan made",
    "request-agreed": "agreed",
    "transfer-notified": "told of the move",
}


def clock(moment: Moment) -> str:
    """ "Sun 29 Nov, 09:29", or the day alone where no time is known."""
    shown = day_short(date.fromordinal(moment[0]))
    if moment[1] is None:
        return shown
    _, micros, _ = london.local_of(moment[1])
    minutes = micros // london.MINUTE
    return f"{shown}, {minutes // 60:02}:{minutes % 60:02}"
