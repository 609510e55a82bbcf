"""Search over 150,000 names of one authority: by name, sound, date of birth and number, for small and large reach."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any, LiteralString

import psycopg

from benchmarks.access_bench import _database
from tests.database import Urls

NAMES_A_CASE, CASES = 4, 37_500
REACHES = {"150 cases": 150, "2,000 cases": 2_000, "20,000 cases": 20_000}
ASKED = {
    "a rare name": (["brambleday", "zofia"], None, None, "X"),
    "a rare name, misspelt": (["bramblday", "sofia"], None, None, "X"),
    "a common name": (["thistledown", "mohammed"], None, None, "X"),
    "a common given name alone": (["muhammad"], None, None, "X"),
    "a name that nobody has": (["zzyzxquist", "qwert"], None, None, "X"),
    "three words": (["thistledown", "mohammed", "ali"], None, None, "X"),
    "a name and a year of birth": (["thistledown"], date(2015, 1, 1), date(2015, 12, 31), "X"),
    "a date of birth": ([], date(2015, 3, 3), date(2015, 3, 3), "X"),
    "a year of birth": ([], date(2015, 1, 1), date(2015, 12, 31), "X"),
    "a reference": ([], None, None, "BOL00142"),
}
REACH = "SELECT count(*) FROM (SELECT access_cases_for('read', 'P') EXCEPT SELECT access_denied()) AS r"
FIND = "SELECT * FROM cases_find_people(%s::text[], %s::date, %s::date, %s::text)"
GIVEN = """mohammed muhammad ali amina zofia leo mei samir ewa imran nadia tomasz grace callum piotr maja ruby kofi
    amira jack lan daniel hui owen li wei margaret alun jun bronwen efa chidi sandra kayleigh denise abigail benedict
    charlotte dominic esther felicity gabriel hannah isaac joy rebecca joshua martin aisha fatima yusuf omar olivia
    amelia isla noah george arthur freya harry oliver""".split()
FIRST = """apple bramble thistle winter harbour silver fox quill larks march holl merri fern old sedge willow stone
    ash""".split()
LAST = """down day bourne feather stone dale glove haven well weather leigh acre wick field shaw ton by combe mere
    thorpe croft hurst worth ley ford gate holm lock marsh side""".split()
SYLLABLES = """ba be bri ca cha da del do du el fa fen ga gri ha hel ho ja jo ka ken la len li lo ma mi mo na ne no o
    pa pri ra re ri ro sa sha so sta ta the to u va vi wa we ya za ze""".split()


def run() -> dict[str, float]:
    """Milliseconds of the database's processor for one search, the median of 20; prints and returns the numbers."""
    with _database() as urls:
        authority, users = _fill(urls)
        numbers: dict[str, float] = {}
        for reach, user in users.items():
            with psycopg.connect(urls.app) as app:
                _enter(urls, app, user, authority)
                numbers[f"nothing but the reach; reaching {reach}, ms"] = _time(app, REACH, ())
                for what, asked in ASKED.items():
                    numbers[f"{what}; reaching {reach}, ms"] = _time(app, FIND, asked)
        numbers["names"] = NAMES_A_CASE * CASES
    for what, number in numbers.items():
        print(f"  {what:<66}{number:>12,.2f}")
    return numbers


def _time(app: psycopg.Connection[Any], statement: LiteralString, asked: tuple[Any, ...]) -> float:
    taken = []
    for _ in range(20):
        began = _processor(app.info.backend_pid)
        app.execute(statement, asked).fetchall()
        taken.append(_processor(app.info.backend_pid) - began)
    return median(taken)


def _processor(process: int) -> float:
    """Milliseconds that a process of the database has had of a processor: what else the machine does is left out."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e6


def _enter(urls: Urls, app: psycopg.Connection[Any], user: uuid.UUID, authority: uuid.UUID) -> None:
    with psycopg.connect(urls.superuser) as superuser:
        superuser.execute(
            "INSERT INTO access_context (handle_hash, user_id, authority_id, role, strength, opened_at, valid_until) "
            "VALUES (sha256(convert_to(%s, 'UTF8')), %s, %s, 'social_worker', 'strong', now(), now() + '1 hour')",
            [user.hex, user, authority],
        )
    app.execute("SELECT set_config('app.ctx', %s, false)", [user.hex])
    app.commit()


def _fill(urls: Urls) -> tuple[uuid.UUID, dict[str, uuid.UUID]]:
    authority = uuid.uuid4()
    users = {reach: uuid.uuid4() for reach in REACHES}
    with psycopg.connect(urls.superuser) as superuser, superuser.cursor() as cursor:
        cursor.execute("INSERT INTO people_authority VALUES (%s, %s, 'A', 'bolton', true)", [authority, "r"])
        for user in users.values():
            cursor.execute("INSERT INTO people_user (id, ref, email, display_name, password, is_active) "
                           "VALUES (%s, %s, %s, '', '!', true)", [user, user.hex[:26], user.hex])  # fmt: skip
        cursor.execute(
            "INSERT INTO access_case (id, ref, authority_id, kind, restricted, founded_by) SELECT gen_random_uuid(), "
            "'r' || n, %s, 'case', n %% 500 = 0, gen_random_uuid() FROM generate_series(1, %s) n", [authority, CASES]
        )  # fmt: skip
        for reach, user in users.items():
            cursor.execute(
                "INSERT INTO access_grant (id, case_id, authority_id, user_id, as_role, begins_on, why, given_by) "
                "SELECT gen_random_uuid(), id, authority_id, %s, 'social_worker', %s, '', id FROM access_case "
                "ORDER BY random() LIMIT %s", [user, date(2026, 1, 5), REACHES[reach]]
            )  # fmt: skip
        cases = [row[0] for row in cursor.execute("SELECT id FROM access_case ORDER BY ref").fetchall()]
        with cursor.copy(
            "COPY cases_person_name (id, case_id, authority_id, person_id, whose, folded, born_on, marks) FROM STDIN"
        ) as copy:
            for row in _names(cases, authority):
                copy.write_row(row)
    with psycopg.connect(urls.superuser, autocommit=True) as superuser:
        superuser.execute("VACUUM ANALYZE")
    return authority, users


def _names(cases: list[uuid.UUID], authority: uuid.UUID) -> Iterator[tuple[Any, ...]]:
    """Invented names, a few of them very common, as in life."""
    dice = random.Random(4)
    given_names = GIVEN + [_made_up(dice, 2) for _ in range(500)]
    families = [first + last for first in FIRST for last in LAST] + [_made_up(dice, 3) for _ in range(3500)]
    dice.shuffle(families)
    for number, case in enumerate(cases):
        family = families[int(len(families) * dice.random() ** 1.5)]
        for whose in ("child", "relative", "relative", "relative"):
            given = given_names[int(len(given_names) * dice.random() ** 1.5)]
            born = date(2008, 1, 1) + timedelta(days=dice.randrange(6500))
            marks = [f"BOL{number:05d}"] if whose == "child" else []
            yield uuid.uuid4(), case, authority, uuid.uuid4(), whose, f"{given} {family}", born, marks


def _made_up(dice: random.Random, syllables: int) -> str:
    return "".join(dice.choice(SYLLABLES) for _ in range(syllables))
