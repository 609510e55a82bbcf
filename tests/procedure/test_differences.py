"""The same ten conferences asked of all five authorities: `differences.csv` holds every answer, one row a question.

Each row was checked by hand against the comparison of the source documents (`ref` says where); `[base]` stands
exactly where the authority's own paper is silent. The dates are worked out here a second time, without the engine.
"""

import csv
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import pytest

from quorate.cli import main
from quorate.commands.compare import authorities, compared
from quorate.procedure.library import Library
from quorate.procedure.question_list import QUESTIONS
from quorate.procedure.questions import CONFERENCES, conference_case

ROOT = Path(__file__).parents[2]
TABLE = Path(__file__).with_name("differences.csv")
ON = date(2026, 11, 20)
ROWS = list(csv.reader(TABLE.read_text(encoding="utf-8").splitlines()))
NAMES = ROWS[0][2:-1]
LONDON = ZoneInfo("Europe/London")
ENGLAND = holidays.country_holidays("GB", subdiv="ENG", years=range(2025, 2028))


@pytest.fixture(scope="module")
def computed() -> list[list[str]]:
    library = Library(ROOT / "packs")
    return compared([library.pack(name, ON) for name in NAMES], NAMES)


def test_the_table_has_the_five_authorities_and_ten_conferences() -> None:
    assert ROWS[0] == ["conference", "question", *NAMES, "ref"]
    assert NAMES == ["bradford", "redbridge", "bolton", "barnet", "leicester"]
    assert sorted(NAMES) == authorities(Library(ROOT / "packs"))
    assert {row[0] for row in ROWS[1:]} == set(CONFERENCES)
    assert len(CONFERENCES) == 10
    kinds = {conference_case(name).kind for name in CONFERENCES}
    assert kinds == {"initial", "review", "pre_birth", "transfer_in"}


def test_no_question_is_asked_twice() -> None:
    asked = [(question.conference, question.asks) for question in QUESTIONS]
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("n", range(1, len(ROWS)), ids=lambda n: f"{ROWS[n][0]}: {ROWS[n][1]}")
def test_each_answer_is_the_one_in_the_table(computed: list[list[str]], n: int) -> None:
    assert computed[n] == ROWS[n]


def test_nothing_computed_is_missing_from_the_table(computed: list[list[str]]) -> None:
    assert len(computed) == len(ROWS)


def test_the_command_prints_the_same_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "compare", *NAMES, "--csv", "--on", ON.isoformat()]) == 0
    assert capsys.readouterr().out == TABLE.read_text(encoding="utf-8")


# Rows of the first table of the comparison that are about one thing only in the document's own words.
TABLE_ROWS = """
Practice model named | Guidance cited | What must precede the ICPC | ICPC deadline | Booking deadline | RCPC date set |
Invite list due: ICPC | Invite list due: RCPC | Invite list due: pre-birth | Late invite list | Always invited |
GP mentioned | SW's manager attends | Probation mentioned | Absent agency | Reports asked of |
Report shared with parent before ICPC | Report shared before RCPC | Report to chair | Report to professionals |
Parent adds to/comments on report | Pre-conference discussion chair–SW | Chair meets parent |
Chair checks reports read | Room shown to parent | Separate rooms | Supporter allowed | Supporter may speak |
Tell whom / when | Solicitor | Interpreter | Travel / childcare help | Translated leaflet |
Alternative to attending (parent) | Parent absent, go ahead? | Exclusion: whole/part | Exclusion: reasons |
Exclusion: who decides | Exclusion: reviewed | Excluded parent's views | Chair meets absent parent |
Fear of another attendee | Breaks | Behaviour sanctions | Child attends | Child's advocate | Child's booklet |
Child's views in report | Who decides on the plan | Category | Threshold words | Outcome if no plan | Lead worker name |
Core group chair | First core group | Core group frequency | Decisions to SW | Decisions to parent | CPP distributed |
Minutes to parent | Minutes correction | First review | Later reviews | End criteria | Extra invitee when ending |
Complaint grounds | Complaint time limit | Complaint first stop | Complaint formal | Independent help listed |
Safety scale | Chronology, genogram | Confidentiality stated | Conference cannot remove child
"""


def test_every_row_and_every_point_of_the_comparison_is_asked() -> None:
    refs = {ref for row in ROWS[1:] for ref in row[-1].split("; ")}
    table = {f"1 {' '.join(name.split())}" for name in TABLE_ROWS.split("|")}
    points = {f"2.{n}" for n in range(1, 19)}
    contradictions = {f"3.{letter}" for letter in "ABCDEFGHIJKLMNOP"}
    assert sorted((table | points | contradictions) - refs) == []
    assert sorted(refs - table - points - contradictions - {"national"}) == []


def test_what_is_national_does_not_differ() -> None:
    """Whatever an authority says, it ends on the same day: the answers differ only in who says it."""
    national = [row for row in ROWS[1:] if "national" in row[-1].split("; ")]
    assert len(national) >= 20
    for row in national:
        answers = {answer.replace(" [base]", "") for answer in row[2:-1]}
        assert (row[:2], len(answers)) == (row[:2], 1)


def is_working(day: date) -> bool:
    return day.weekday() < 5 and day not in ENGLAND


def wd(day: date, n: int) -> str:
    """The n-th working day after (before where n is negative), counted one day at a time."""
    left = abs(n)
    while left:
        day += timedelta(days=1 if n > 0 else -1)
        left -= is_working(day)
    return day.isoformat()


def last_working(day: date) -> str:
    while not is_working(day):
        day -= timedelta(days=1)
    return day.isoformat()


def hours(start: datetime, n: float) -> str:
    moved = start.replace(tzinfo=LONDON).astimezone(ZoneInfo("UTC")) + timedelta(hours=n)
    return moved.astimezone(LONDON).strftime("%Y-%m-%d %H:%M")


INITIAL, REVIEW, CLOCK = datetime(2026, 12, 3, 10), datetime(2026, 6, 9, 13, 30), datetime(2026, 10, 26, 9, 30)
EASTER, SIBLINGS = date(2026, 4, 2), date(2026, 9, 24)
START, REVIEW_START = "2026-12-03 10:00", "2026-06-09 13:30"


def all_five(answer: str, **other: str) -> dict[str, str]:
    return {**dict.fromkeys(NAMES, answer), **other}


def days_before(start: datetime, n: int) -> str:
    return (start.date() - timedelta(days=n)).isoformat()


DATES: dict[tuple[str, str], Callable[[], dict[str, str]]] = {
    ("initial", "Hold the conference by"): lambda: all_five(wd(date(2026, 11, 16), 15)),
    ("pre-birth", "Hold the conference by"): lambda: all_five(wd(date(2026, 11, 16), 15)),
    ("transfer-in", "Hold the conference by"): lambda: all_five(wd(date(2026, 11, 16), 15)),
    ("clock-change", "Hold the conference by"): lambda: all_five(wd(date(2026, 10, 5), 15)),
    ("pre-birth", "Check the timing by"): lambda: all_five((date(2027, 3, 3) - timedelta(weeks=6)).isoformat()),
    ("initial", "Book by"): lambda: all_five("no such duty", leicester=hours(datetime(2026, 11, 17, 15), 24)),
    ("initial", "Supply the invite list by"): lambda: all_five(START, leicester="2026-11-18 09:12"),
    ("review", "Supply the invite list by"): lambda: all_five(
        REVIEW_START, leicester=min(wd(REVIEW.date(), -15), days_before(REVIEW, 21))
    ),
    ("pre-birth", "Supply the invite list by"): lambda: all_five(
        START, leicester=min("2026-11-18 09:12", days_before(INITIAL, 14))
    ),
    ("initial", "Report to the parents by"): lambda: all_five(
        wd(INITIAL.date(), -2),
        bolton=hours(INITIAL, -24),
        barnet=days_before(INITIAL, 1),
        leicester=hours(INITIAL, -48),
    ),
    ("review", "Report to the parents by"): lambda: all_five(
        wd(REVIEW.date(), -5), bolton=hours(REVIEW, -24), barnet=days_before(REVIEW, 1), leicester=hours(REVIEW, -48)
    ),
    ("clock-change", "Report to the parents by"): lambda: all_five(
        wd(CLOCK.date(), -2), bolton=hours(CLOCK, -24), barnet=days_before(CLOCK, 1), leicester=hours(CLOCK, -48)
    ),
    ("clock-change", "Act on that by"): lambda: all_five(
        wd(CLOCK.date(), -2), **dict.fromkeys(("bolton", "barnet", "leicester"), last_working(date(2026, 10, 25)))
    ),
    ("initial", "Agencies' reports to the parents by"): lambda: all_five(
        "no such duty", redbridge=wd(INITIAL.date(), -2)
    ),
    ("initial", "Report authorised by"): lambda: all_five("no such duty", leicester=hours(INITIAL, -48)),
    ("initial", "Report to the chair by"): lambda: all_five("no such duty", leicester=hours(INITIAL, -48)),
    ("clock-change", "Report to the professionals by"): lambda: all_five(
        "no such duty", barnet="2026-10-26 09:30", leicester=hours(CLOCK, -0.25)
    ),
    ("initial", "Chair's talk with the social worker, from"): lambda: all_five(
        "no such duty", leicester=days_before(INITIAL, 10)
    ),
    ("initial", "Tell of a supporter by"): lambda: all_five(START, redbridge=days_before(INITIAL, 2)),
    ("excluded-parent", "Ask for it by"): lambda: all_five(wd(date(2026, 9, 15), -3)),
    ("inquorate", "Reconvene by"): lambda: all_five(min(wd(date(2026, 10, 22), 10), wd(date(2026, 10, 5), 15))),
    ("before-easter", "First core group by"): lambda: all_five(wd(EASTER, 10)),
    ("before-easter", "See the child by"): lambda: all_five(wd(EASTER, 10)),
    ("before-easter", "Decisions sent by"): lambda: all_five(wd(EASTER, 1)),
    ("before-easter", "Minutes sent by"): lambda: all_five(wd(EASTER, 20)),
    ("before-easter", "First review by"): lambda: all_five("2026-07-02"),
    ("before-easter", "Complain by"): lambda: all_five("no limit", bradford=wd(EASTER, 10), bolton="no such duty"),
    ("siblings", "First core group for the child of 2"): lambda: all_five(wd(SIBLINGS, 10)),
    ("siblings", "First core group for the child of 12"): lambda: all_five("no such duty"),
    ("siblings", "First review for the child of 2"): lambda: all_five("2026-12-24"),
    ("siblings", "First review for the child of 12"): lambda: all_five("no such duty"),
    ("review", "Next core group by"): lambda: all_five((date(2026, 3, 20) + timedelta(weeks=6)).isoformat()),
    ("ending", "This review by"): lambda: all_five("2026-10-14"),
}


@pytest.mark.parametrize("asked", DATES, ids=": ".join)
def test_each_date_comes_out_the_same_without_the_engine(asked: tuple[str, str]) -> None:
    row = next(row for row in ROWS if (row[0], row[1]) == asked)
    told = {name: answer.removesuffix(" [base]") for name, answer in zip(NAMES, row[2:-1], strict=True)}
    assert told == DATES[asked]()


def test_every_date_of_the_table_is_worked_out_twice() -> None:
    plain = {START, REVIEW_START, "2026-09-15 10:00", "2026-11-18 09:12", "2026-10-26 09:30"}
    for row in ROWS[1:]:
        dated = {answer.removesuffix(" [base]") for answer in row[2:-1] if answer[:4] in ("2026", "2027")}
        if dated - plain:
            assert (row[0], row[1]) in DATES
