"""The figures of a team or of the service: by month, how many dates were to be kept and how many were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection

from quorate.insight.models import Measure

MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Month:
    """One month; `due` and `in_time` are None where too few children stand behind them to be told."""

    first: date
    due: int | None
    in_time: int | None

    @property
    def late(self) -> int | None:
        """How many were not kept in time, so far."""
        return None if self.due is None or self.in_time is None else self.due - self.in_time

    @property
    def percent(self) -> int | None:
        """How many of a hundred were kept in time, rounded down so that only all are 100; None without any."""
        return None if not self.due or self.in_time is None else 100 * self.in_time // self.due


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure over the months, the oldest first."""

    measure: str
    months: tuple[Month, ...]

    @property
    def total(self) -> Month:
        """Of all months that are told; a month that is not cannot be worked out from it."""
        told = [one for one in self.months if one.due is not None]
        return Month(self.months[0].first, sum(m.due or 0 for m in told), sum(m.in_time or 0 for m in told))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show, not even that something is left out."""
        return all(one.due == 0 for one in self.months)

    @property
    def has_hidden(self) -> bool:
        """Whether a month is left out because it is about too few children."""
        return any(one.due is None for one in self.months)


def months_until(day: date) -> list[date]:
    """The first days of the last twelve months, the oldest first; the one of `day` is the last."""
    count = day.year * 12 + day.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(count - MONTHS + 1, count + 1)]


def figures(*, until: date, team_id: UUID | None = None, own: bool = False) -> list[Figure]:
    """The twelve months to a day, for every measure. One query.

    `team_id` None: the service. `own`: one's own team, every number, of the cases that one may read; otherwise numbers
    under five stay in the database. Nothing for whoever may not see figures.
    """
    months = months_until(until)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT measure, month, due, in_time FROM insight_figures(%s, %s, %s, %s)",
            [months[0], until, team_id, own],
        )
        found = {(row[0], row[1]): Month(row[1], row[2], row[3]) for row in cursor.fetchall()}
    return [
        Figure(str(measure), tuple(found.get((str(measure), first), Month(first, 0, 0)) for first in months))
        for measure in Measure.values
    ]
