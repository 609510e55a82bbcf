"""Every worked example of every pack, fed event by event into rows: the stored duties are the engine's own answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from quorate.access.context import acting_as
from quorate.cases import case_position, fact_checks
from quorate.cases.models import Duty
from quorate.cases.services.recording import NewEvent, append_events
from quorate.cases.states import duty_state
from quorate.procedure import london
from quorate.procedure.case import read_case
from quorate.procedure.examples import Example, read_examples
from quorate.procedure.moments import not_after, read_moment
from quorate.procedure.position import Position, Stream, moment_of
from tests.cases.families import Family, instant
from tests.database import Urls
from tests.procedure.asking import library

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KEYS = ("opens", "due", "act_by", "met_at")


def examples() -> Iterator[Example]:
    shelf = library()
    for name in shelf.names:
        for edition in shelf.editions(name):
            yield from read_examples(shelf.root, edition)


def plain(value: Any) -> Any:
    """The example's words as codes: what stands in facts is never text."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, str) and " " in value and not value[:1].isdigit():
        return value.replace(" ", "-").replace("'", "").replace(",", "").replace(";", "")
    return value


def file_of(example: Example) -> dict[str, Any]:
    """The example's case file with the events that have happened by its moment."""
    at = moment_of(example.data.at)
    events = [plain(dict(event)) for event in example.data.events]
    return {
        "conference": plain(dict(example.data.conference)),
        "events": [event for event in events if not_after(read_moment(event["at"]), at)],
    }


def at_of(example: Example) -> datetime:
    day, micros = moment_of(example.data.at)
    return EPOCH + timedelta(microseconds=london.start_of_day(day) if micros is None else micros)


def fed(first: Family, file: dict[str, Any], position: Position) -> Family:
    """The file as rows of another family of the same people's."""
    family = Family(council=first.council, pack=first.pack, staff=(first.worker, first.manager))
    said = file["conference"]
    for child in said["children"]:
        family.child(
            child["id"], child.get("born"), child.get("expected") or (None if child.get("born") else "2030-01-01")
        )
    every = [child["id"] for child in said["children"]]
    for parent in said.get("parents", ()):
        family.parent(parent["id"], parent.get("of", every), parent.get("responsibility"))
    state = "requested" if position.conference.held is None else "held"
    kinds = {child["id"]: child["kind"] for child in said["children"] if "kind" in child}
    family.conference(said.get("reference", ""), said["kind"], state=state, own=False, kinds=kinds)
    with acting_as(family.worker) as by:
        append_events(events=[new_event(family, event) for event in file["events"]], by=by)
    return family


def new_event(family: Family, event: dict[str, Any]) -> NewEvent:
    named = event.get("children") or ([event["child"]] if "child" in event else list(family.cases))
    facts = {key: value for key, value in event.items() if key not in ("event", "at", "child", "children")}
    when = {"day": date.fromisoformat(event["at"])} if len(event["at"]) == 10 else {"at": instant(event["at"])}
    return NewEvent(event["event"], [family.cases[child] for child in named], facts=family.in_ids(facts), **when)  # type: ignore[arg-type]


def lines(position: Position, people: dict[str, str]) -> list[tuple[Any, ...]]:
    """The engine's duties: who owes what about whom by when, and how it stands."""
    from quorate.procedure.position import duty_as_data

    told = [duty_as_data(duty, brief=True) for duty in position.duties]
    return sorted(
        (
            (one["code"], one["title"], one["who"], one["for"] or "", people.get(one["about"], one["about"]) or "",
             one["window"], one["weight"], *(one[key] for key in KEYS), one["next_working"], one.get("usual_at"),
             one["state"])
            for one in told
        ),
        key=repr,
    )  # fmt: skip


def stored(family: Family, now: datetime) -> list[tuple[Any, ...]]:
    """The same of the rows, their state worked out by the database."""
    found = {}
    with acting_as(family.worker):
        for row in Duty.objects.annotate(state=duty_state(now)).exclude(state=""):
            found[row.duty_id] = (
                row.code, row.title, row.who, row.reference, str(row.about_id or ""), row.window, row.weight,
                text(row.opens_on, row.opens_at), text(row.due_on, row.due_at), text(row.act_by_on, row.act_by_at),
                text(row.met_on, row.met_at), text(row.next_working_on), text(None, row.usual_at), row.state,
            )  # fmt: skip
    return sorted(found.values(), key=repr)


def text(on: date | None, at: datetime | None = None) -> str | None:
    if at is not None:
        return london.iso((at - EPOCH) // timedelta(microseconds=1))
    return None if on is None else on.isoformat()


@pytest.fixture
def far_future(monkeypatch: pytest.MonkeyPatch) -> None:
    """Examples are of any year; what has not come yet may be recorded here."""
    monkeypatch.setattr(fact_checks, "today", lambda: date(2049, 1, 1))


@pytest.mark.parametrize("name", sorted({example.edition for example in examples()}))
def test_the_rows_of_every_example_say_what_the_engine_says(rolled_back: Urls, far_future: None, name: str) -> None:
    first, wrong, asked = Family(pack=name.partition("/")[0]), list[str](), 0
    for example in (one for one in examples() if one.edition == name):
        file = file_of(example)
        if not file["events"]:
            continue
        stream = Stream(read_case(file), moment_of(example.data.at))
        theirs = Position(library().pack(name, stream.edition_day), stream)
        asked += 1
        with transaction.atomic():
            family = fed(first, file, theirs)
            ours = stored(family, at_of(example))
            with acting_as(family.worker):
                exported = case_position.case_file(family.cases["c1"])
                ids = case_position.read_streams(case_position.streams_of_cases([family.cases["c1"]]))[0].file.people
            transaction.set_rollback(True)
        again = Position(theirs.pack, Stream(read_case(exported), moment_of(example.data.at)))
        for what, expected in (("file", lines(theirs, family.people)), ("exported file", lines(again, ids))):
            wrong += [f"{example.place}: not in the {what} {one}" for one in ours if one not in expected]
            wrong += [f"{example.place}: only in the {what} {one}" for one in expected if one not in ours]
    assert wrong == []
    assert asked > 0
