"""The report of an import in plain words, the same in the terminal and on the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from quorate.returns.census import KINDS, Weight

WEIGHTS: Final[Mapping[Weight, str]] = {
    "left-out": "The child does not come in",
    "lost": "The child comes in, this does not",
    "error": "Comes in, but breaks a census rule",
    "query": "Comes in; look at it again",
    "note": "Read in another way than written",
}
"""What each weight of a fault means."""


class Line(NamedTuple):
    """One line of the report: a figure and what it counts."""

    times: int
    what: str


class KindLine(NamedTuple):
    """One kind of fault: how often, what it costs, the census rule, how to mend it."""

    kind: str
    times: int
    weight: str
    rule: str
    mend: str


def report_lines(report: Mapping[str, Any], *, gone: bool) -> list[Line]:
    """What came in (`gone`) or would come in."""
    lines = [
        ("children", "children in the file"),
        ("children_new", "new children" if gone else "children who would be new"),
        ("children_known", "children who were there already" if gone else "children who are there already"),
        (
            "left_out",
            "children who could not come in" if gone else "children who could not come in, as far as can be seen",
        ),
        ("unborn", "of the new children not yet born" if gone else "of them not yet born"),
        ("enquiries", "enquiries under section 47"),
        ("conferences", "initial conferences"),
        ("reviews", "review conferences"),
        ("plans", "child protection plans"),
        ("plans_open", "child protection plans open"),
        ("child_in_need_plans", "child in need plans"),
        ("child_in_need_plans_open", "child in need plans open"),
    ]
    if gone:
        lines += [
            ("reviews_due", "reviews to be held"),
            ("reviews_late", "of them already late"),
            ("late", "duties late in all"),
        ]
    return [Line(int(report.get(name, 0)), words) for name, words in lines]


def kind_lines(report: Mapping[str, Any]) -> list[KindLine]:
    """The faults by kind, the costliest first."""
    order = list(WEIGHTS)
    found = sorted(
        report.get("kinds", {}).items(), key=lambda one: (order.index(KINDS[one[0]].weight), -one[1], one[0])
    )
    return [
        KindLine(kind, count, WEIGHTS[KINDS[kind].weight], KINDS[kind].rule, KINDS[kind].mend) for kind, count in found
    ]
