"""Charts: one picture with one sentence, of attributes alone."""

from __future__ import annotations

import re

from quorate.insight.charts import stacked

ROWS = (("Jan 26", 9, 1), ("Feb 26", 0, 0), ("Mar 26", 12, 3))


def test_a_chart_holds_no_script_no_style_and_one_sentence() -> None:
    svg = stacked(ROWS, "Reviews: bars by month. <b>&")
    assert re.findall(r"\s(style|on\w+|href|id)=", svg) == []
    assert re.findall(r"<(script|style|foreignObject|image|use)\b", svg) == []
    assert re.findall(r'aria-label="([^"]*)"', svg) == ["Reviews: bars by month. &lt;b&gt;&amp;"]
    assert re.findall(r'role="(\w+)"', svg) == ["img"]


def test_every_month_and_both_kinds_of_bars_stand_in_it() -> None:
    words = re.findall(r">([^<>]+)</text>", stacked(ROWS, "x"))
    assert [one for one in ("Jan 26", "Feb 26", "Mar 26", "In time", "Not in time") if one not in words] == []


def test_the_same_numbers_are_drawn_once() -> None:
    assert stacked(ROWS, "x") is stacked(ROWS, "x")
