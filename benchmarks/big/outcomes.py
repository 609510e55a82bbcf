"""What follows from a family's story: duties by the engine; enquiries, decisions, plans; names; who has looked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
import psycopg

from benchmarks.big.family import Family, day_of
from benchmarks.big.sittings import sit
from benchmarks.generate import TODAY
from quorate.cases.case_position import FamilyStream, answer
from quorate.cases.casefile import case_file_of
from quorate.cases.packs import pack_on
from quorate.cases.searching import folded, mark

ENDS = {"moved-away", "became-looked-after", "plan-ended"}
LOOKS = 55  # entries of the trail for each family, reads and events


def complete(family: Family, pack: str) -> None:
    """Adds the rows of enquiries, decisions, plans, names and looks."""
    for row in family.conferences.values():
        row["edition"] = pack_on(pack, row["requested_on"]).id
    _decided(family)
    _enquiries(family)
    _names(family)
    sit(family)
    _looks(family)


def duties_of(connection: psycopg.Connection[Any], streams: list[UUID]) -> list[dict[str, Any]]:
    """The duties of streams that stand in the database: read as the system reads them, answered by the engine."""
    connection.execute("SET LOCAL SESSION AUTHORIZATION quorate_owner")
    told = connection.execute(
        "SELECT stream_id::text, authority_id::text, pack, told FROM cases_read_streams(%s::uuid[])", [streams]
    ).fetchall()
    connection.execute("RESET SESSION AUTHORIZATION")
    answers = (answer(FamilyStream(*row, case_file_of(orjson.loads(said)))) for *row, said in told)
    return [row for one in answers if one is not None for row in one.rows]


# --- what conferences decided, and the plans that follow


def _decided(family: Family) -> None:
    plans: dict[str, dict[str, Any]] = {}
    last: dict[str, Any] = {}
    for _, event in family.story.told:
        if "reference" in event:
            last = family.conferences[event["reference"]]
        for child, outcome, categories in _outcomes(event):
            case = family.cases[child]
            family.add("conferences_decision", case_id=case, conference_id=last["id"], decided_on=day_of(event),
                       outcome=outcome, categories=categories, by_role="chair")  # fmt: skip
            if outcome == "plan-made":
                first = categories[0] if categories else ""
                plans[child] = family.add("plans_plan", case_id=case, kind="cp", began_on=day_of(event),
                                          first_category=first, latest_category=first, previous_plans=0)  # fmt: skip
            elif outcome == "plan-ended" and child in plans:
                plans.pop(child)["ended_on"] = day_of(event)
        if event["event"] in ENDS:
            for plan in plans.values():
                plan["ended_on"] = max(day_of(event), plan["began_on"])
            plans = {}


def _outcomes(event: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    if event["event"] == "decided":
        return [(event["child"], event["outcome"], event.get("categories", []))]
    said = event.get("categories", {})
    return [(child, one, said.get(child, [])) for child, one in event.get("outcomes", {}).items()]


def _enquiries(family: Family) -> None:
    for _, event in family.story.told:
        if event["event"] != "strategy-discussion-held" or event.get("starts_enquiry") is False:
            continue
        on = day_of(event)
        for case in family.cases.values():
            referral = family.add("cases_referral", case_id=case, referred_on=on - timedelta(days=2), source="3A",
                                  primary_need="N1")  # fmt: skip
            enquiry = family.add("cases_enquiry", case_id=case, referral_id=referral["id"], begun_on=on)
            family.add("cases_strategy_discussion", case_id=case, enquiry_id=enquiry["id"], held_on=on,
                       agencies=["police", "health"])  # fmt: skip
            family.add("cases_assessment", case_id=case, referral_id=referral["id"], began_on=on, factors=["3A"])


def _names(family: Family) -> None:
    """By what the people of each case are found (`cases.searching.name_rows`)."""
    for child in family.rows["cases_child"]:
        marks = sorted({mark(child["reference"]), mark(child["local_id"])})
        _name(family, child, "child", child["born_on"] or child["expected_on"], marks)
    for relative in family.rows.get("cases_relative", ()):
        _name(family, relative, "relative", None, [])


def _name(family: Family, person: dict[str, Any], whose: str, born_on: str | None, marks: list[str]) -> None:
    name = folded(f"{person.get('given_names', '')} {person['family_name']}")
    family.add("cases_person_name", case_id=person["case_id"], person_id=person["person_id"], whose=whose,
               folded=name, born_on=born_on, marks=marks)  # fmt: skip


# --- the trail


def _looks(family: Family) -> None:
    """Who looked and who recorded, over the years; numbered and chained when all are there."""
    dice = family.dice
    handles = [UUID(str(one["id"])) for one in family.rows["access_case"]]
    first = min(one["founded_at"] for one in family.rows["access_case"])
    span = (datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC) - first) / LOOKS
    for n in range(LOOKS):
        case, at = dice.choice(handles), first + n * span + timedelta(minutes=dice.randint(0, 500))
        role, who = ("team_manager", family.staff.managers[family.team]) if n % 5 == 0 else (
            "social_worker", family.worker)  # fmt: skip
        what = ("event.recorded", {"event": "child-visited", "children": 1}) if n % 3 == 0 else (
            "case.read", {"part": "record"})  # fmt: skip
        family.rows.setdefault("bench_trail", []).append(
            {"at": at, "actor_id": who, "role": role, "action": what[0], "case_id": case, "facts": what[1]}
        )
