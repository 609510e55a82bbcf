"""The grammar of limits: every form is read, printed as it was said, and comes to the right moment."""

from datetime import date

import pytest

from quorate.procedure import london
from quorate.procedure.calendar import Calendar
from quorate.procedure.moments import moment_as_text, read_moment
from quorate.procedure.offsets import FORMS, Moment, OffsetError, limit_of, parse, parse_interval

ENGLAND = Calendar()
SENTENCES = [
    "1 minute before conference-starts",
    "15 minutes before conference-starts",
    "1 hour after request-agreed",
    "24 hours after request-agreed",
    "48 hours before conference-starts",
    "1 day before conference-starts",
    "2 days before conference-starts",
    "10 days after conference-held",
    "1 working day after conference-held",
    "15 working days after strategy-discussion-held",
    "3 working days before conference-starts",
    "1 week after last-core-group",
    "6 weeks after last-core-group",
    "2 weeks before conference-starts",
    "1 month after plan-made",
    "3 months after plan-made",
    "6 months before conference-starts",
    "9999 days after plan-made",
    "before conference-starts",
    "the day before conference-starts",
    "the next working day after conference-held",
    "at conference-booked",
    "by 34 weeks of pregnancy",
    "no limit",
    "earliest of [10 working days after conference-adjourned, at conference-limit]",
    "earliest of [at conference-booked, 2 weeks before conference-starts, the day before conference-held]",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_printed_as_it_was_said(sentence: str) -> None:
    assert str(parse(sentence)) == sentence
    assert parse(str(parse(sentence))) == parse(sentence)


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("1 hours after request-agreed", "1 hour after request-agreed"),
        ("24 hour after request-agreed", "24 hours after request-agreed"),
        ("  2   working days  before conference-starts ", "2 working days before conference-starts"),
        ("earliest of [ before conference-starts , no limit ]", "earliest of [before conference-starts, no limit]"),
    ],
)
def test_one_and_many_and_spaces_are_forgiven(said: str, printed: str) -> None:
    assert str(parse(said)) == printed


@pytest.mark.parametrize(
    "said",
    [
        "",
        "soon",
        "15 working days",
        "15 working days after",
        "15 fortnights after conference-held",
        "fifteen days after conference-held",
        "-3 days after conference-held",
        "1.5 days after conference-held",
        "10000 days after conference-held",
        "15 working days since conference-held",
        "after conference-held",
        "day before conference-starts",
        "the working day before conference-starts",
        "the next day after conference-held",
        "by 34 weeks",
        "by 134 weeks of pregnancy",
        "earliest of []",
        "earliest of 2 days before conference-starts, no limit",
        "latest of [no limit, no limit]",
        "3 Months after plan-made",
        "3 months after Plan-Made",
        "3 months after plan-made and more",
        "limit",
        "NO LIMIT",
    ],
)
def test_anything_else_is_refused_with_every_form_that_may_be_said(said: str) -> None:
    with pytest.raises(OffsetError) as refused:
        parse(said)
    named = "''" if said == "earliest of []" else repr(said)
    assert str(refused.value) in (
        f"{said!r} is not a limit that can be read; say {FORMS}",
        f"{named} is not a limit that can be read; say {FORMS}",
    )


def test_a_part_of_an_earliest_of_that_cannot_be_read_is_named() -> None:
    with pytest.raises(OffsetError) as refused:
        parse("earliest of [2 days before conference-starts, soon]")
    assert str(refused.value) == f"' soon' is not a limit that can be read; say {FORMS}"


@pytest.mark.parametrize("said", ["0 days after conference-held", "0 working days after conference-held"])
def test_a_count_of_nothing_is_refused_with_what_to_say_instead(said: str) -> None:
    with pytest.raises(OffsetError) as refused:
        parse(said)
    assert str(refused.value) == f"{said!r} counts nothing; say 'at conference-held'"


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2 weeks", (2, "weeks")),
        ("10 working days", (10, "working days")),
        ("1 month", (1, "months")),
        (" 3  days ", (3, "days")),
        ("36 hours", (36, "hours")),
    ],
)
def test_an_interval_that_a_plan_sets(said: str, read: tuple[int, str]) -> None:
    assert parse_interval(said) == read


@pytest.mark.parametrize("said", ["", "2", "weeks", "0 weeks", "two weeks", "2 weeks after plan-made", "-2 weeks"])
def test_an_interval_that_cannot_be_read(said: str) -> None:
    with pytest.raises(OffsetError) as refused:
        parse_interval(said)
    assert str(refused.value) == f"{said!r} is not an interval; say for example '2 weeks' or '10 working days'"


# --- What each form comes to ----------------------------------------------------------------------------


def comes_to(sentence: str, **anchors: str) -> str | None:
    """The limit as text; anchors by name, with underscores for hyphens."""
    known = {name.replace("_", "-"): read_moment(said) for name, said in anchors.items()}

    def resolve(name: str, first: bool) -> Moment | None:
        return known.get(name)

    return moment_as_text(limit_of(parse(sentence), resolve, ENGLAND))


@pytest.mark.parametrize(
    ("sentence", "anchor", "limit"),
    [
        ("15 working days after x-held", "2025-04-07", "2025-04-30"),
        ("15 working days after x-held", "2025-04-07T23:59", "2025-04-30"),
        ("2 working days before x-held", "2026-12-29T10:00", "2026-12-23"),
        ("2 days before x-held", "2026-12-29T10:00", "2026-12-27"),
        ("10 days after x-held", "2026-12-29", "2027-01-08"),
        ("2 weeks before x-held", "2026-12-29", "2026-12-15"),
        ("6 weeks after x-held", "2026-12-29", "2027-02-09"),
        ("3 months after x-held", "2024-11-29", "2025-02-28"),
        ("1 month before x-held", "2026-03-31", "2026-02-28"),
        ("24 hours after x-held", "2026-11-20T15:00", "2026-11-21T15:00:00+00:00"),
        ("24 hours after x-held", "2026-11-20", "2026-11-21T23:59:59+00:00"),
        ("24 hours after x-held", "2026-03-28T15:00", "2026-03-29T16:00:00+01:00"),
        ("24 hours after x-held", "2026-10-24T15:00", "2026-10-25T14:00:00+00:00"),
        ("15 minutes before x-held", "2026-11-20T10:00", "2026-11-20T09:45:00+00:00"),
        ("15 minutes before x-held", "2026-10-25T01:05+00:00", "2026-10-25T01:50:00+01:00"),
        ("90 minutes after x-held", "2026-07-01T23:00", "2026-07-02T00:30:00+01:00"),
        ("before x-held", "2026-12-03T10:00", "2026-12-03T10:00:00+00:00"),
        ("before x-held", "2026-12-03", "2026-12-03"),
        ("at x-held", "2026-11-18T09:12", "2026-11-18T09:12:00+00:00"),
        ("the day before x-held", "2026-12-07T10:00", "2026-12-06"),
        ("the day before x-held", "2026-01-01", "2025-12-31"),
        ("the next working day after x-held", "2026-12-24T12:00", "2026-12-29"),
        ("the next working day after x-held", "2026-12-05", "2026-12-07"),
    ],
)
def test_a_form_comes_to_its_moment(sentence: str, anchor: str, limit: str) -> None:
    assert comes_to(sentence, x_held=anchor) == limit


@pytest.mark.parametrize("sentence", [sentence for sentence in SENTENCES if sentence != "no limit"])
def test_without_its_anchor_a_limit_is_not_known(sentence: str) -> None:
    assert comes_to(sentence) is None


def test_no_limit_is_no_limit() -> None:
    assert comes_to("no limit", x_held="2026-11-20") is None


def test_34_weeks_of_pregnancy_are_6_weeks_before_the_expected_birth() -> None:
    assert comes_to("by 34 weeks of pregnancy", birth_expected="2026-03-03") == "2026-01-20"
    assert comes_to("by 40 weeks of pregnancy", birth_expected="2026-03-03") == "2026-03-03"


def test_the_earliest_of_those_that_are_known_counts() -> None:
    sentence = "earliest of [2 weeks before conference-starts, at conference-booked]"
    assert comes_to(sentence, conference_starts="2026-12-03T10:00") == "2026-11-19"
    assert comes_to(sentence, conference_booked="2026-11-20T09:00") == "2026-11-20T09:00:00+00:00"
    both = {"conference_starts": "2026-12-03T10:00", "conference_booked": "2026-11-20T09:00"}
    assert comes_to(sentence, **both) == "2026-11-19"
    # A date counts to the end of its day.
    both["conference_booked"] = "2026-11-19T09:00"
    assert comes_to(sentence, **both) == "2026-11-19T09:00:00+00:00"


def test_before_takes_the_first_such_event_and_a_count_the_last() -> None:
    asked: list[tuple[str, bool]] = []

    def resolve(name: str, first: bool) -> Moment | None:
        asked.append((name, first))
        return date(2026, 11, 20).toordinal(), None

    for sentence in ("before invitations-sent", "at invitations-sent", "10 working days after minutes-sent"):
        limit_of(parse(sentence), resolve, ENGLAND)
    assert asked == [("invitations-sent", True), ("invitations-sent", False), ("minutes-sent", False)]


@pytest.mark.parametrize("start", ["2025-03-29T08:30", "2025-10-25T10:30", "2026-06-01T12:00"])
def test_hours_are_counted_as_they_pass_whatever_the_clocks_show(start: str) -> None:
    anchor = read_moment(start)
    limit = limit_of(parse("48 hours after x-held"), lambda _name, _first: anchor, ENGLAND)
    assert limit is not None
    assert (anchor[1] or 0) + 48 * london.HOUR == limit[1]
