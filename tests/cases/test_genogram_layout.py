"""Whatever the family: everybody once, every tie drawn, nothing on top of anything, always the same."""

from __future__ import annotations

from datetime import date
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quorate.cases.genogram.drawing import HALF, Box, Drawing, Line, Symbol
from quorate.cases.genogram.family import BESIDE, COUPLE, PARENT, Family, Person, Tie
from quorate.cases.genogram.labels import LINE, WIDEST, broken, width_of
from quorate.cases.genogram.layout import draw
from quorate.cases.genogram.routing import UNDER
from quorate.cases.genogram.words import in_words

ON = date(2026, 11, 20)
NAMES = st.text(st.characters(codec="utf-8", categories=("L", "Mn", "Zs", "Pd")), min_size=1, max_size=60)
DAYS = st.none() | st.dates(date(1930, 1, 1), date(2026, 11, 1))


@st.composite
def families(draw_: st.DrawFn, most: int = 40) -> Family:
    """Any number of people; parents may be anybody earlier in the list, so that no one is their own ancestor."""
    count = draw_(st.integers(1, most))
    people = tuple(
        Person(f"p{n}", draw_(NAMES), draw_(st.sampled_from("MFU")), draw_(DAYS), draw_(DAYS), draw_(DAYS), n == 0)
        for n in range(count)
    )
    order = draw_(st.permutations(range(count)))
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda pair: pair[0] < pair[1])
    ties = []
    if count > 1:
        kinds = st.sampled_from([*PARENT, *PARENT, *COUPLE, *BESIDE])
        for a, b in draw_(st.lists(pairs, max_size=count * 2)):
            ties.append(Tie(f"p{order[a]}", f"p{order[b]}", draw_(kinds)))
    return Family(people, tuple(ties))


@st.composite
def orderly_families(draw_: st.DrawFn) -> Family:
    """Three generations as they are: couples, each child of one couple or parent, who partner within their row."""
    rows = [[f"p{row}{n}" for n in range(draw_(st.integers(1, 7)))] for row in range(3)]
    ties: list[Tie] = []
    for number, row in enumerate(rows):
        for a, b in combinations(row, 2):
            if draw_(st.integers(0, 5)) == 0:
                ties.append(Tie(a, b, draw_(st.sampled_from(list(COUPLE)))))
        for child in row if number else ():
            parents = draw_(st.lists(st.sampled_from(rows[number - 1]), max_size=2, unique=True))
            ties += [Tie(parent, child, draw_(st.sampled_from(PARENT))) for parent in parents]
    people = [one for row in rows for one in row]
    return Family(tuple(Person(one, f"Name of {one}", "MFU"[n % 3], in_focus=n == 0) for n, one in enumerate(people)),
                  tuple(ties))  # fmt: skip


SLOW = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def label_box(one: Symbol) -> Box:
    lines = [*one.name, *one.says]
    half = max(map(width_of, lines), default=0.0) / 2
    top = one.y + HALF + UNDER
    return Box(one.x - half, top, one.x + half, top + LINE * len(lines))


@SLOW
@given(families())
def test_everybody_is_drawn_once_and_inside(family: Family) -> None:
    drawing = draw(family, ON)
    drawn = [one.person.id for one in drawing.symbols if not one.unknown]
    assert sorted(drawn) == sorted(one.id for one in family.people)
    whole = (0.0, 0.0, drawing.width, drawing.height)
    for box in [box for one in drawing.symbols for box in (one.box, label_box(one))]:
        assert _inside(((box.left, box.top), (box.right, box.bottom)), whole)
    assert [line for line in drawing.lines if not _inside(line.points, whole)] == []


def _inside(points: tuple[tuple[float, float], ...], whole: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = whole
    return all(left <= x <= right and top <= y <= bottom for x, y in points)


@SLOW
@given(families() | orderly_families())
def test_no_symbol_or_name_is_on_top_of_another(family: Family) -> None:
    boxes = [(one.person.id, box) for one in draw(family, ON).symbols for box in (one.box, label_box(one))]
    assert [(a[0], b[0]) for a, b in combinations(boxes, 2) if a[0] != b[0] and a[1].overlaps(b[1])] == []


@SLOW
@given(families() | orderly_families())
def test_no_line_runs_through_a_name_or_somebody_else(family: Family) -> None:
    drawing = draw(family, ON)
    through = []
    for line in drawing.lines:
        for stretch in _stretches(line):
            through += [one.person.id for one in drawing.symbols if stretch.overlaps(label_box(one))]
            through += [one.person.id for one in drawing.symbols if stretch.overlaps(_heart(one))]
    assert through == []


def _heart(one: Symbol) -> Box:
    """The inside of a symbol, where only its own lines end at the edge."""
    return Box(one.x - HALF / 3, one.y - HALF + 3, one.x + HALF / 3, one.y + HALF)


def _stretches(line: Line) -> list[Box]:
    """The upright and level parts of a line."""
    pairs = zip(line.points, line.points[1:], strict=False)
    straight = [(a, b) for a, b in pairs if a[0] == b[0] or a[1] == b[1]]
    return [
        Box(min(a[0], b[0]) - 0.1, min(a[1], b[1]) - 0.1, max(a[0], b[0]) + 0.1, max(a[1], b[1]) + 0.1)
        for a, b in straight
    ]


@SLOW
@given(families() | orderly_families())
def test_every_tie_is_drawn_or_said_to_contradict(family: Family) -> None:
    drawing = draw(family, ON)
    assert [tie for tie in family.known_ties() if tie not in drawing.undrawn and not _is_drawn(tie, drawing)] == []


def _is_drawn(tie: Tie, drawing: Drawing) -> bool:
    return any({tie.a, tie.b} <= set(line.about) for line in drawing.lines)


@SLOW
@given(orderly_families())
def test_what_does_not_contradict_is_all_drawn(family: Family) -> None:
    ties = tuple(tie for tie in family.ties if tie.kind not in COUPLE)
    assert draw(Family(family.people, ties), ON).undrawn == ()


@SLOW
@given(families(most=15))
def test_the_same_family_is_always_drawn_the_same(family: Family) -> None:
    assert draw(family, ON) == draw(family, ON)


@SLOW
@given(families(most=15))
def test_the_words_tell_of_everybody(family: Family) -> None:
    assert [one.person for one in in_words(family, ON)] == list(family.people)
    apart = [one.person.id for one in in_words(family, ON) if one.is_apart]
    assert apart == list(draw(family, ON).apart)


@SLOW
@given(NAMES)
def test_a_broken_name_loses_nothing_and_fits(name: str) -> None:
    lines = broken(name)
    assert "".join("".join(lines).split()) == "".join(name.replace("\u200b", "").split())
    assert [line for line in lines if len(line) > 1 and width_of(line) > WIDEST] == []
