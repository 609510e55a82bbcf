"""What the engine answers about a stream, in a form that stays true while nothing new happens.

The engine is asked at a moment; a list is read at many. So each duty is kept with the instants on which its state
hangs: before which it waits, from which it is late, and between which it is asked at all (some duties depend on a
child's age, and one may change hands when another comes late). `state_at` then says what the engine would say.
Pure: the engine and numbers, no database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from quorate.procedure import london
from quorate.procedure.ages import school_starts
from quorate.procedure.calendar import LAST_DAY
from quorate.procedure.case import Case, read_case
from quorate.procedure.children import ChildStory
from quorate.procedure.conference import Conference
from quorate.procedure.duties import conference_duties, duties_of, evaluate, is_listed
from quorate.procedure.duty import SETTLED, Duty
from quorate.procedure.offsets import Moment
from quorate.procedure.plan_duties import plan_duties
from quorate.procedure.position import Position, Stream
from quorate.procedure.rules import Rules
from quorate.procedure.scope import ConferenceScope, Told

FOR_GOOD: Final = frozenset({"met", "met-late", "used", "not-needed", "excused", "missed"})
"""States that no later moment changes."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One duty of the engine and what its state hangs on, in microseconds since 1970 (None: nothing).

    `settled` is its state for good, or "" while that depends on the moment; `edition` that under which it is counted.
    """

    duty: Duty
    who: str
    settled: str
    open_from: int | None = None
    late_from: int | None = None
    asked_from: int | None = None
    asked_until: int | None = None
    edition: str = ""


def state_at(kept: Kept, now: int) -> str:
    """The duty's state at an instant; "" when it is not asked then. The same as `duty_state` in SQL."""
    if (kept.asked_from or 0) > now or (kept.asked_until is not None and kept.asked_until <= now):
        return ""
    if kept.settled:
        return kept.settled
    if kept.late_from is not None and kept.late_from <= now:
        return "closed" if kept.duty.rule.window else "overdue"
    if kept.open_from is not None and kept.open_from > now and not kept.duty.rule.window:
        return "waiting"
    return "open"


def stream_of(case: Case | dict[str, object]) -> Stream | None:
    """The stream told to the end of its last day; None where nothing has happened. Raises CaseError."""
    read = case if isinstance(case, Case) else read_case(case)
    if not read.events:
        return None
    day = max(event.moment[0] for event in read.events)
    return Stream(read, (day, london.start_of_day(day + 1) - 1))


def kept_duties(position: Position) -> list[Kept]:
    """Every duty and window that the engine asks at the end of the stream (`stream_of`) or at any later moment.

    Raises OutsideKnownYears where a limit falls outside the years whose holidays are known.
    """
    told = position.told
    ageing = {
        id(conference): _ageing(told, conference)
        for conference in told.story.conferences
        if conference.day is None and (_is_about_ages(told.rules, conference))
    }
    found = [_kept(duty) for duty in duties_of(told) if not _follows_ages(duty, ageing)]
    for of_conference in ageing.values():
        found += of_conference
    kept = [replace(one, edition=position.pack.id) for each in found for one in _by_whom(told, each)]
    kept = [one for one in kept if one.duty.conference.number not in position.beside]
    for number, other in position.beside.items():
        kept += [one for one in kept_duties(other) if one.duty.conference.number == number]
    return kept


def done_earlier(position: Position) -> list[Duty]:
    """What was done for the conferences held before the one described, in time or late.

    The engine lists none of it: it is nobody's work any more. On the pages of those conferences it stays.
    """
    told = position.told
    earlier = [one for one in told.story.conferences if one.held is not None and not is_listed(one)]
    found = [duty for one in earlier for duty in conference_duties(told, one)]
    if earlier:
        for child in told.children.values():
            found += [duty for duty in plan_duties(told, child) if duty.conference in earlier]
    return [duty for duty in found if duty.met is not None]


def kept_earlier(position: Position, references: Collection[str]) -> list[Kept]:
    """The same as it is kept beside `kept_duties`: of the conferences with these references, which have a page."""
    return [
        Kept(duty, duty.who, duty.state, edition=position.pack.id)
        for duty in done_earlier(position)
        if duty.conference.reference in references
    ]


def _kept(duty: Duty) -> Kept:
    settled = _settled(duty)
    if settled:
        return Kept(duty, duty.who, settled)
    return Kept(duty, duty.who, "", _comes(duty.opens), _is_over(duty.due))


def _settled(duty: Duty) -> str:
    """The state for good, by the order in which the engine settles it (`procedure.duty.settle`)."""
    if duty.state in FOR_GOOD:
        return duty.state
    if duty.rule.window:
        if duty.conference.held is not None and duty.rule.stage == "preparation":
            return "closed"
        return "waiting" if duty.cause is None and duty.due is None else ""
    return "waiting" if duty.cause is None else ""


def _comes(moment: Moment | None) -> int | None:
    """The instant from which a moment has come: a date with its beginning."""
    if moment is None:
        return None
    return london.start_of_day(moment[0]) if moment[1] is None else moment[1]


def _is_over(limit: Moment | None) -> int | None:
    """The first instant at which a limit is past: a date with the next day's beginning."""
    if limit is None:
        return None
    return london.start_of_day(limit[0] + 1) if limit[1] is None else limit[1] + 1


# --- duties that hang on a child's age while no day is fixed for the conference


def _is_about_ages(rules: Rules, conference: Conference) -> bool:
    kinds = {conference.kind_for(child) for child in conference.children}
    return any(rule.ages or rule.from_age is not None for kind in kinds for rule in rules.around["child", kind])


def _follows_ages(duty: Duty, ageing: dict[int, list[Kept]]) -> bool:
    if id(duty.conference) not in ageing or not isinstance(duty.scope, ConferenceScope):
        return False
    return bool(duty.rule.ages) or duty.rule.from_age is not None


def _ageing(told: Told, conference: Conference) -> list[Kept]:
    """The conference's duties by age, each for the days on which its child has that age."""
    first = told.at[0]
    days = [first, *sorted(day for day in set(_birthdays(told, conference)) if first < day <= LAST_DAY)]
    asked = [_by_age(told, conference, day) for day in days]
    found = []
    for key in dict.fromkeys(key for on_day in asked for key in on_day):
        begins: int | None = None
        for n, on_day in enumerate([*asked, {}]):
            if key in on_day and begins is None:
                begins = n
            elif key not in on_day and begins is not None:
                whole = _kept(asked[begins][key])
                from_ = None if begins == 0 else london.start_of_day(days[begins])
                until = None if n == len(days) else london.start_of_day(days[n])
                found.append(replace(whole, asked_from=from_, asked_until=until))
                begins = None
    return found


def _by_age(told: Told, conference: Conference, day: int) -> dict[tuple[str, str | None], Duty]:
    then = Told(told.rules, told.story, told.children, told.parents, (day, london.start_of_day(day)))
    return {
        (duty.rule.code, duty.about): duty
        for duty in conference_duties(then, conference)
        if (duty.rule.ages or duty.rule.from_age is not None) and (duty.state not in SETTLED or is_listed(conference))
    }


def _birthdays(told: Told, conference: Conference) -> Iterator[int]:
    """The days on which a child of the conference may come into another age of the rules."""
    years = {rule.from_age for rule in told.rules.by_code.values() if rule.from_age is not None}
    ages = told.rules.data["ages"]
    for id_ in conference.children:
        child: ChildStory = told.children[id_]
        if child.born is None:
            continue
        yield child.born
        yield school_starts(child.born, ages["school_age_from"], ages["school_year_starts"])
        for age in years:
            yield _birthday(child.born, age)


def _birthday(born: int, age: int) -> int:
    """The day on which so many years are completed: 1 March for somebody born on 29 February."""
    birth = date.fromordinal(born)
    try:
        return birth.replace(year=birth.year + age).toordinal()
    except ValueError:
        return date(birth.year + age, 3, 1).toordinal()


# --- a duty that changes hands when another comes late


def _by_whom(told: Told, kept: Kept) -> Iterator[Kept]:
    """The duty, or its two halves: before and after the instant at which it goes to somebody else."""
    switch, scope = kept.duty.rule.who_when_late, kept.duty.scope
    if switch is None or not isinstance(scope, ConferenceScope):
        yield kept
        return
    earlier = evaluate(told.rules.by_code[switch["duty"]], scope)
    is_meant = scope.kind in (switch.get("for_conferences") or (scope.kind,))
    changes = _kept(earlier).late_from if earlier is not None and is_meant and not earlier.rule.window else None
    if changes is None:
        yield kept
        return
    until = changes if kept.asked_until is None else min(changes, kept.asked_until)
    from_ = changes if kept.asked_from is None else max(changes, kept.asked_from)
    if kept.asked_from is None or kept.asked_from < until:
        yield replace(kept, who=kept.duty.rule.who, asked_until=until)
    if kept.asked_until is None or from_ < kept.asked_until:
        yield replace(kept, who=switch["who"], asked_from=from_)
