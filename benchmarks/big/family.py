"""One family of the big authority: a story of `benchmarks.generate` as rows of every table that it touches.

Its duties are the engine's own answer to it, so nothing stored here could differ from what the system would store.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from benchmarks.big.staff import Staff, a_ref, an_id
from benchmarks.big.tables import Rows
from benchmarks.generate import TODAY, Story, tell_family

LONDON = ZoneInfo("Europe/London")
GIVEN = (
    "Amina Kwame Zofia Priya Gareth Mei Oluwaseun Siobhan Yusuf Rukhsana Callum Adaeze Mateusz Harpreet Niamh Tariq "
    "Blessing Ioana Delroy Farzana Huw Anh Simone Katarzyna Imran Eleri Nasreen Tomasz Leila Winston Rhys Sunita "
    "Dariusz Esther Bilal Grace Mohammed Aoife Renata Kofi Salma Ewan Thandiwe Lorcan Ngozi Vikram Idris Meera"
).split()
BEGINNING = (
    "Thistle Okon Lark Brzoz Quill Chand Fern Adeyin Moss Siddiq Wren Nguyet Harrow Kamin Tarn Hazel Osei Clover "
    "Rahim Birch Dlamin Sparrow Heather Gurn Willow Mensah Bracken Yilm Ash Corn Dun Elder Fox Gorse Holl Ivy"
).split()
ENDING = "moor bury wick stow combe thwaite mere holm garth leigh ford ham ton well".split()
WORDS = (
    "Neighbours heard shouting.",
    "The school told of bruises.",
    "Seen at home; settled.",
    "Missed an appointment.",
)


@dataclass
class Family:
    """What is known while the rows are made."""

    dice: random.Random
    number: int
    staff: Staff
    story: Story
    rows: Rows = field(default_factory=dict)
    cases: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    conferences: dict[str, dict[str, Any]] = field(default_factory=dict)
    stream: UUID = field(default_factory=uuid4)

    @property
    def team(self) -> int:
        return self.number % len(self.staff.teams)

    @property
    def worker(self) -> UUID:
        team = self.staff.workers[self.team]
        return team[self.number // len(self.staff.teams) % len(team)]

    def add(self, table: str, **row: Any) -> dict[str, Any]:
        row = {"id": an_id(self.dice), "authority_id": self.staff.authority, **row}
        self.rows.setdefault(table, []).append(row)
        return row


def family_of(number: int, seed: int, longest: int, staff: Staff) -> Family:
    """The family with this number: everything but its duties."""
    dice = random.Random(f"big/{seed}/{number}")
    family = Family(dice, number, staff, tell_family(dice, number, longest))
    family.stream = an_id(dice)
    _children(family)
    _conferences(family)
    _events(family)
    return family


def day_of(event: dict[str, Any]) -> date:
    """The London day of an event of a story."""
    return date.fromisoformat(event["at"][:10])


def at_of(event: dict[str, Any]) -> datetime | None:
    """Its instant in UTC, where it has a time."""
    return _utc(event["at"]) if len(event["at"]) > 10 else None


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


# --- who is who


def _children(family: Family) -> None:
    dice, story = family.dice, family.story
    surname = dice.choice(BEGINNING) + dice.choice(ENDING)
    first = min((day_of(event) for _, event in story.told), default=TODAY)
    for place, child in enumerate(story.children):
        born = child.get("born") or next(
            (event["at"][:10] for _, event in story.told if event["event"] == "child-born"), None
        )
        case = _handle(family, "case", restricted=dice.random() < 0.004, on=first)
        family.cases[child["id"]], person = case, str(an_id(dice))
        family.people[child["id"]] = person
        family.add(
            "cases_child", case_id=case, person_id=person, reference=f"ALD-{family.number * 4 + place + 1:05d}",
            given_names=dice.choice(GIVEN) if born else "", family_name=surname, born_on=born,
            expected_on=child.get("expected"), sex=dice.choice("MF") if born else "U",
            ethnicity=dice.choice(("WBRI", "WBRI", "APKN", "BAFR", "MWBC")), disabilities=[],
            local_id=f"L{family.number * 4 + place + 1:06d}", added_on=first,
        )  # fmt: skip
    for parent in story.parents:
        family.people[parent["id"]] = str(an_id(dice))
    for id_, case in family.cases.items():
        _around(family, id_, case, surname, first)


def _around(family: Family, id_: str, case: UUID, surname: str, first: date) -> None:
    """Parents, brothers and sisters, a chronology, and who works with them."""
    dice, story = family.dice, family.story
    for place, parent in enumerate(story.parents):
        if id_ in parent.get("of", family.cases):
            family.add(
                "cases_relative", case_id=case, person_id=family.people[parent["id"]], given_names=dice.choice(GIVEN),
                family_name=surname if place == 0 else dice.choice(BEGINNING) + dice.choice(ENDING),
                sex="FM"[place % 2], relation=("mother", "father")[place % 2], added_on=first,
                parental_responsibility=parent.get("responsibility", True), lives_with_child=place == 0,
            )  # fmt: skip
    for child in story.children:
        if child["id"] != id_:
            family.add("cases_relative", case_id=case, person_id=family.people[child["id"]], family_name=surname,
                       relation="sibling", lives_with_child=True, added_on=first)  # fmt: skip
    for n in range(4):
        text = family.add("access_text", case_id=case, label="P", named_people=[], named_agencies=[])
        family.add("cases_chronology_entry", case_id=case, text_id=text["id"], words=dice.choice(WORDS),
                   happened_on=first + timedelta(days=9 * n), significance="significant",
                   written_by=family.worker)  # fmt: skip
    ends = None if _is_running(story) else max(day_of(event) for _, event in story.told) + timedelta(days=60)
    for role, holder in (("social_worker", family.worker), ("team_manager", family.staff.managers[family.team])):
        _grant(family, case, role, holder, first, ends)
    _grant(family, case, "administrator", None, first, ends)


def _is_running(story: Story) -> bool:
    last = max((day_of(event) for _, event in story.told), default=TODAY)
    return bool(story.on_plan) or last > TODAY - timedelta(days=45)


def _handle(family: Family, kind: str, *, on: date, restricted: bool = False) -> UUID:
    row = family.add(
        "access_case", ref=a_ref(family.dice), kind=kind, restricted=restricted, founded_by=family.worker,
        founded_at=datetime(on.year, on.month, on.day, 9, tzinfo=UTC),
    )  # fmt: skip
    if restricted:
        for user in (family.worker, family.staff.managers[family.team]):
            family.add("access_restriction", case_id=row["id"], user_id=user, listed_by=user)
    family.add("cases_stream", case_id=row["id"], stream_id=family.stream)
    return UUID(str(row["id"]))


def _grant(family: Family, case: UUID, role: str, user: UUID | None, from_: date, to: date | None) -> None:
    if to is not None and to >= TODAY:
        to = None
    team = family.staff.unit if user is None else None
    family.add("access_grant", case_id=case, user_id=user, team_id=team, as_role=role, begins_on=from_,
               ends_on=to if to is None or to >= from_ else from_, why="Allocated",
               given_by=family.staff.managers[family.team])  # fmt: skip


# --- conferences and what happened


def _conferences(family: Family) -> None:
    for _, event in family.story.told:
        reference = event.get("reference")
        if reference is None:
            continue
        if reference not in family.conferences:
            family.conferences[reference] = _conference(family, reference, event)
        row = family.conferences[reference]
        row["kind"] = event.get("kind", row["kind"])
        if "starts_at" in event:
            row["starts_at"], row["state"] = _utc(event["starts_at"]), "booked"
        if event["event"] == "conference-held":
            row["held_on"], row["state"] = day_of(event), "held"
    for row in family.conferences.values():
        held = row.get("held_on")
        ends = None if held is None else held + timedelta(days=60)
        unit = family.staff.of_unit
        for role, holder in (
            ("social_worker", family.worker), ("team_manager", family.staff.managers[family.team]),
            ("administrator", None), ("chair", unit["chair"][family.number % len(unit["chair"])]),
            ("minute_taker", unit["minute_taker"][family.number % len(unit["minute_taker"])]),
        ):  # fmt: skip
            _grant(family, row["case_id"], role, holder, row["requested_on"], ends)


def _conference(family: Family, reference: str, event: dict[str, Any]) -> dict[str, Any]:
    on = day_of(event)
    handle = _handle(family, "conference", on=on)
    row = family.add("conferences_conference", id=handle, case_id=handle, reference=f"ALD/{reference}", kind="initial",
                     state="requested", requested_on=on)  # fmt: skip
    for case in family.cases.values():
        family.add("conferences_child", conference_id=handle, case_id=handle, child_case_id=case)
    return row


def _events(family: Family) -> None:
    last: UUID | None = None
    for _, event in family.story.told:
        about = event.get("children") or ([event["child"]] if "child" in event else list(family.cases))
        facts = {key: _named(family, value) for key, value in event.items() if key not in _ROW}
        for key in ("reference", "of"):
            if key in facts:
                facts[key] = f"ALD/{facts[key]}"
                last = UUID(str(family.conferences[str(event[key])]["id"]))
        shared = {"event_id": an_id(family.dice), "code": event["event"], "day": day_of(event), "at": at_of(event),
                  "facts": facts, "conference_id": last if _belongs(event) else None,
                  "recorded_by": family.worker}  # fmt: skip
        for child in about:
            family.add("cases_event", case_id=family.cases[child], **shared)


_ROW = {"event", "at", "child", "children"}
_OF_CONFERENCE = {"conference-moved", "attended", "decided"}


def _belongs(event: dict[str, Any]) -> bool:
    return "reference" in event or "of" in event or event["event"] in _OF_CONFERENCE


def _named(family: Family, value: Any) -> Any:
    """The ids of a story turned into those of people."""
    if isinstance(value, str):
        return family.people.get(value, value)
    if isinstance(value, list):
        return [_named(family, one) for one in value]
    if isinstance(value, dict):
        return {family.people.get(key, key): one for key, one in value.items()}
    return value
