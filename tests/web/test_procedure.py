"""How we work tells the procedure as it stands in the pack: every limit, its source, its examples, who is silent."""

from __future__ import annotations

import re
from datetime import date

import pytest

from quorate.procedure.offsets import parse
from quorate.procedure.schema_brand import LEAST_CONTRAST, contrast
from quorate.web.brand import Brand, brand_of
from quorate.web.packs import authorities, library, procedure_of
from quorate.web.procedure.comparison import comparison
from quorate.web.procedure.facts import fact_of
from quorate.web.procedure.limits import _ANCHORS, limit_in_words, limits_of
from quorate.web.procedure.sections import sections
from quorate.web.views.gallery import _sample
from tests.web.visiting import authority_of, fetch, member_of, signed_in

CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|\b\d{4}-\d{2}-\d{2}\b")


@pytest.mark.parametrize("name", authorities())
def test_every_duty_of_the_pack_stands_in_exactly_one_section(name: str) -> None:
    said = [limit.code for section in sections(name) for limit in section.limits]
    asked = [duty["code"] for duty in procedure_of(name).data["duty"] if not duty.get("made_by_packs")]
    assert sorted(said) == sorted(asked)


@pytest.mark.parametrize("name", authorities())
def test_every_limit_has_a_source_and_says_where_the_national_base_answers(name: str) -> None:
    pack = procedure_of(name)
    for section in sections(name):
        for limit in section.limits:
            assert limit.told.sources, limit.code
            origin = pack.origins.get(f"duty.{limit.code}.due") or pack.origins[f"duty.{limit.code}.title"]
            assert limit.told.from_base is origin.from_base, limit.code


def test_every_anchor_of_every_pack_has_its_words() -> None:
    said = [
        limit
        for name in library().names
        for duty in procedure_of(name).data["duty"]
        for key in ("due", "opens")
        for limit in ([duty[key]] if isinstance(duty.get(key), str) else (duty.get(key) or {}).values())
        if limit
    ]
    anchors = {anchor for one in said for anchor in parse(one).anchors}
    anchors |= {
        duty["after"] for name in library().names for duty in procedure_of(name).data["duty"] if duty.get("after")
    }
    assert sorted(anchors - _ANCHORS.keys()) == []


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        ("15 working days after strategy-discussion-held", "within 15 working days of the strategy discussion"),
        ("24 hours before conference-starts", "at least 24 hours before the start of the conference"),
        ("before conference-starts", "before the conference starts"),
        ("the day before conference-starts", "by the end of the day before the start of the conference"),
        ("by 34 weeks of pregnancy", "by 34 weeks of pregnancy"),
        ("no limit", "at any time"),
    ],
)
def test_a_limit_is_said_in_english(limit: str, words: str) -> None:
    assert limit_in_words(parse(limit)) == words


def test_limits_that_differ_by_the_kind_of_conference_are_told_apart() -> None:
    duty = next(one for one in procedure_of("redbridge").data["duty"] if one["code"] == "share-report-with-parents")
    assert limits_of(duty) == [
        (
            "initial conferences, pre-birth conferences and transfer-in conferences",
            "at least 2 working days before the start of the conference",
        ),
        ("review conferences", "at least 5 working days before the start of the conference"),
    ]


def test_the_initial_conference_is_shown_over_easter_with_a_try_before_on_and_after_its_last_day() -> None:
    limit = next(one for one in sections("bolton")[0].limits if one.code == "hold-initial-conference")
    example = limit.examples[0]
    assert limit.heading == "Hold the initial conference: within 15 working days of the strategy discussion"
    assert (example.title, example.limit) == ("Over Easter: strategy discussion Mon 23 Mar 2026", "Wed 15 Apr 2026")
    assert [(one.when, one.state) for one in example.tries] == [
        ("Tue 14 Apr", "In time"),
        ("Wed 15 Apr", "In time"),
        ("", "Late"),
    ]
    month = example.why and example.why.month
    assert month is not None
    days = {day.on: day for week in month.weeks for day in week if day}
    assert (days[date(2026, 3, 23)].look, days[date(2026, 3, 23)].number) == ("start", None)
    assert (days[date(2026, 4, 15)].look, days[date(2026, 4, 15)].number) == ("last", 15)
    assert days[date(2026, 4, 3)].spoken == "Fri 3 Apr, not counted, Good Friday"
    assert month.holidays == "Fri 3 Apr: Good Friday. Mon 6 Apr: Easter Monday. They are not counted."


def test_the_explainer_over_christmas_is_the_mock_ups() -> None:
    why = _sample()
    assert why is not None and why.month is not None
    days = [day for week in why.month.weeks for day in week if day]
    assert [(day.shown, day.number) for day in days if day.number] == [
        ("15", 1), ("16", 2), ("17", 3), ("18", 4), ("21", 5), ("22", 6), ("23", 7), ("24", 8), ("29", 9), ("30", 10),
    ]  # fmt: skip
    assert [day.shown for day in days if day.look == "struck"] == ["19", "20", "25", "26", "27", "28"]
    assert [day.spoken for day in days if day.is_today] == ["Tue 29 Dec, day 9, today"]
    assert why.result == "Day 10 is Wed 30 Dec 2026. It can be done until the end of that day."
    assert why.counted == (
        "Counted: Monday to Friday. Not counted: 2 weekends, Fri 25 Dec 2026 (Christmas Day) and "
        "Mon 28 Dec 2026 (Boxing Day (moved))."
    )


def test_a_silent_paper_is_said_to_be_silent_on_the_page(rolled_back: object) -> None:
    page = fetch(signed_in(member_of(authority_of("bolton"), "social_worker")), "/how-we-work/after/")
    assert "Bolton's own paper says nothing of this. The national base answers: Pan-Sussex procedures" in page.words
    others = next(one for one in sections("bolton")[6].limits if one.code == "send-decisions").others
    assert [(one.title, one.limit, one.told.from_base, one.is_own) for one in others] == [
        ("Bolton", "within 1 working day of the conference", True, True),
        ("Barnet", "within 1 working day of the conference", True, False),
        ("Bradford", "by the end of the next working day after the conference", False, False),
        ("Leicester", "within 1 working day of the conference", True, False),
        ("Redbridge", "within 1 working day of the conference", True, False),
    ]


def test_a_paper_that_asks_for_something_and_sets_no_time_is_not_called_silent(rolled_back: object) -> None:
    page = fetch(signed_in(member_of(authority_of("bolton"), "social_worker")), "/how-we-work/parents/")
    assert (
        "BOL-16. It sets no time of its own. The national base answers: Pan-Sussex procedures, exclusion." in page.words
    )


def test_the_comparison_puts_ones_own_authority_first_and_shows_no_codes() -> None:
    compared = comparison("leicester")
    assert compared.titles == ("Leicester", "Barnet", "Bolton", "Bradford", "Redbridge")
    cells = [(line.asks, cell.says) for part in compared.parts for line in part.lines for cell in line.cells]
    assert [one for one in cells if CODE.search(one[1])] == []
    shared = {line.asks: line.cells[0].says for line in compared.parts[0].lines}
    assert shared["Book by"] == "Wed 18 Nov 2026, 15:00"


@pytest.mark.parametrize("name", authorities())
def test_no_page_of_how_we_work_shows_a_code(rolled_back: object, name: str) -> None:
    client = signed_in(member_of(authority_of(name), "chair"))
    found = set(CODE.findall(fetch(client, "/how-we-work/whole/").words))
    assert found == set()


def test_a_supporter_is_told_as_the_pack_has_it() -> None:
    assert fact_of(procedure_of("bolton"), "supporters").says[:2] == (
        "A parent may bring one person for support: solicitor, advocate or friend.",
        "A supporter listens and does not speak for the parent.",
    )


def test_an_edition_that_does_not_exist_is_not_found(rolled_back: object) -> None:
    client = signed_in(member_of(authority_of("bolton"), "chair"))
    statuses = [client.get(f"/how-we-work/asking/?edition={one}").status_code for one in ("2018", "1999", "../x", "")]
    assert statuses == [200, 404, 404, 200]
    assert client.get("/how-we-work/nothing/").status_code == 404


def test_the_colours_of_every_authority_can_be_read() -> None:
    brands = [Brand(), *map(brand_of, authorities())]
    assert len(set(brands)) == len(authorities())
    for brand in brands:
        assert contrast(brand.accent, "#ffffff") >= LEAST_CONTRAST
        assert contrast(brand.accent_tint, "#1b2429") >= LEAST_CONTRAST
        assert contrast(brand.accent_dark, brand.accent_tint) >= LEAST_CONTRAST
