"""A made-up family as the engine's case file, without any database."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from quorate.demo.families.telling import Family, Happening
from quorate.procedure.pack import Pack
from quorate.procedure.position import Position, position
from tests.clauses.representing import library

LONDON = ZoneInfo("Europe/London")


def case_file(family: Family) -> dict[str, Any]:
    """The facts of a family as `quorate duties` reads them; births of the story are in it."""
    children = [
        {"id": kid.key} | ({"born": kid.born.isoformat()} if kid.born else {"expected": f"{kid.expected}"})
        for kid in family.kids
    ]
    events = [_event(family, one) for one in family.happenings]
    for told in family.enquiries:
        about = {"children": list(told.who)} if told.who else {}
        events.append({"event": "strategy-discussion-held", "at": told.begun_on.isoformat(), **about})
        if told.ended_on:
            outcome = "conference" if told.outcome == "conference" else "not-required"
            events.append({"event": "enquiry-concluded", "at": told.ended_on.isoformat(), "outcome": outcome, **about})
    events += [{"event": "child-born", "at": day.isoformat(), "child": key} for key, day in family.born_on.items()]
    conference: dict[str, Any] = {"kind": "initial", "children": children}
    if family.sittings:
        last = family.sittings[-1]
        conference |= {"kind": last.kind, "reference": f"C{len(family.sittings)}"}
    conference["parents"] = [{"id": key} for key in family.parent_keys]
    return {"conference": conference, "events": events}


def _event(family: Family, told: Happening) -> dict[str, Any]:
    found: dict[str, Any] = {"event": told.code, "at": told.when.isoformat(), **_plain(told.facts)}
    if told.who and set(told.who) != set(family.keys):
        found["children"] = list(told.who)
    if told.sitting is not None:
        reference = f"C{next(n for n, one in enumerate(family.sittings, 1) if one is told.sitting)}"
        if told.code in ("conference-requested", "conference-held"):
            found |= {"reference": reference, "kind": told.sitting.kind}
        elif told.code.startswith(("conference-", "request-")) and told.code != "conference-adjourned":
            found["reference"] = reference
        elif told.code in ("minutes-sent", "complaint-received", "dissent-recorded", "minutes-challenged"):
            found["of"] = reference
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return value.isoformat() if isinstance(value, (date, datetime)) else value


@cache
def pack_on(name: str, day: date) -> Pack:
    """The authority's procedure on a day."""
    return library().pack(name, day)


def answer(family: Family, pack: str) -> Position:
    """Where the family stands at nine in the morning of the made-up day."""
    today = family.days.today
    return position(pack_on(pack, today), case_file(family), datetime.combine(today, time(9), LONDON))


def live(family: Family, pack: str) -> list[Any]:
    """The duties that somebody of the staff has to do or has not done in time."""
    return [one for one in answer(family, pack).duties if one.state in ("open", "overdue") and not one.rule.window]
