"""The figures in words: months by name, each measure with its rule and where its numbers come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from quorate.insight.charts import stacked
from quorate.insight.figures import Figure, Month
from quorate.insight.sql import SMALLEST

_MONTHS: Final = ("January February March April May June July August September October November December").split()
_SAYS: Final = {
    "initial": (
        "First conferences",
        "Each child whose first conference (initial or pre-birth) was due in the month. In time: held within 15 "
        "working days of the strategy discussion that began the enquiry.",
        "hold-initial-conference",
    ),
    "review": (
        "Reviews",
        "Each child with a plan whose review was due in the month. In time: held by the day that the procedure gives "
        "for a first or a later review, counted from the conference before.",
        "hold-first-review",
    ),
    "core-group": (
        "Core groups",
        "Each child with a plan whose core group was due in the month. In time: held by the day that the procedure, "
        "or the plan itself, gives, counted from the plan or the core group before.",
        "hold-first-core-group",
    ),
}
FEW: Final = f"fewer than {SMALLEST}"
SOURCES: Final = (
    "Counted from what was recorded in each child's case, by the dates of the authority's own procedure, from the "
    "first event on. A date that has passed and was not kept yet counts as not in time. Duties that no longer exist "
    "(a plan that ended, a child who died) are not counted."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    month: str
    due: str
    in_time: str
    late: str
    percent: str


@dataclass(frozen=True, slots=True)
class Part:
    """One measure on the page; `chart` is empty where there is nothing to draw."""

    code: str
    title: str
    says: str
    headline: str
    chart: str
    rows: tuple[Row, ...]
    total: Row
    has_hidden: bool
    is_empty: bool


def part(figure: Figure) -> Part:
    """A measure with its words, its chart and its table."""
    title, says, _ = _SAYS[figure.measure]
    total = figure.total
    return Part(
        code=figure.measure,
        title=title,
        says=says,
        headline=_headline(total, figure),
        chart=_chart(title, figure),
        rows=tuple(_row(month_in_words(one), one) for one in figure.months),
        total=_row("Months shown" if figure.has_hidden else "Twelve months", total),
        has_hidden=figure.has_hidden,
        is_empty=figure.is_empty,
    )


def month_in_words(month: Month) -> str:
    """ "November 2026"."""
    return f"{_MONTHS[month.first.month - 1]} {month.first.year}"


def _headline(total: Month, figure: Figure) -> str:
    if figure.is_empty:
        return "Nothing was due in these twelve months."
    if not total.due:
        return f"In every month fewer than {SMALLEST} children are behind the number, so none is shown."
    return f"{total.in_time} of {total.due} in time ({total.percent} %)."


def _row(label: str, month: Month) -> Row:
    if month.due is None:
        return Row(label, FEW, "not shown", "not shown", "not shown")
    percent = "–" if month.percent is None else f"{month.percent} %"
    return Row(label, str(month.due), str(month.in_time), str(month.late), percent)


def _chart(title: str, figure: Figure) -> str:
    told = [one for one in figure.months if one.due]
    if not told:
        return ""
    rows = tuple((_short(one), one.in_time or 0, one.late or 0) for one in figure.months)
    says = f"{title}: bars by month, in time and not in time. The table below has the same numbers."
    return stacked(rows, says)


def _short(month: Month) -> str:
    """ "Nov 26", with a star where its numbers are not told, so that no bar does not look like nothing due."""
    return f"{_MONTHS[month.first.month - 1][:3]} {month.first.year % 100:02d}" + ("*" if month.due is None else "")
