"""Figures by month: right, for those who may see them, and never so small that they point at a child elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import psycopg
import pytest

from quorate.access.context import acting_as
from quorate.access.standing import Standing
from quorate.insight.counting import count_anew
from quorate.insight.figures import Figure, Month, figures, months_until
from quorate.people.models import Membership, Team
from quorate.people.queries import standing_of
from tests.database import Urls
from tests.world import TODAY


@pytest.fixture(autouse=True)
def today(world: Urls) -> Iterator[None]:
    return iter([None])


def person(role: str, pack: str = "bolton", team: str = "") -> Standing:
    found = Membership.objects.filter(authority__pack=pack, role=role).order_by("user__display_name")
    return standing_of(found.filter(team__name=team)[0] if team else found[0])


def told(by: Standing, team_id: object = None, own: bool = False) -> dict[str, Figure]:
    with acting_as(by):
        while count_anew():
            pass
        return {one.measure: one for one in figures(until=TODAY, team_id=team_id, own=own)}  # type: ignore[arg-type]


def test_the_twelve_months_end_with_the_present_one() -> None:
    months = months_until(date(2027, 2, 28))
    assert (len(months), months[0], months[-1]) == (12, date(2026, 3, 1), date(2027, 2, 1))


def test_the_service_sees_every_measure_and_no_number_under_five(world: Urls) -> None:
    found = told(person("quality_assurance"))
    assert set(found) == {"initial", "review", "core-group"}
    with psycopg.connect(world.superuser) as superuser:
        rows = superuser.execute(
            "SELECT measure, date_trunc('month', due_on)::date, count(*), count(*) FILTER (WHERE met_on <= due_on)"
            " FROM insight_kept_date d JOIN people_authority a ON a.id = d.authority_id"
            " WHERE a.pack = 'bolton' AND due_on BETWEEN %s AND %s AND (met_on IS NOT NULL OR due_on < %s)"
            " GROUP BY 1, 2", [months_until(TODAY)[0], TODAY, TODAY],
        ).fetchall()  # fmt: skip
    counted = {(row[0], row[1]): (row[2], row[3]) for row in rows}
    for measure, figure in found.items():
        for month in figure.months:
            due, in_time = counted.get((measure, month.first), (0, 0))
            expected = (None, None) if 0 < due < 5 else (due, in_time)
            assert (month.due, month.in_time) == expected, (measure, month.first)
    assert found["core-group"].total.due is not None and found["core-group"].total.due > 50
    assert any(figure.has_hidden for figure in found.values())


def test_a_manager_sees_every_number_of_the_own_team_and_of_no_other() -> None:
    manager = person("team_manager")
    other = Team.objects.exclude(pk=manager.team_id).filter(authority__pack="bolton", name__startswith="Safeg").first()
    assert other is not None
    own = told(manager, manager.team_id, own=True)
    assert [month.due for figure in own.values() for month in figure.months if month.due is None] == []
    assert sum(figure.total.due or 0 for figure in own.values()) > 20
    elsewhere = told(manager, other.pk, own=True)  # said to be one's own, and is not: counted like a wider circle
    shown = [month.due for figure in elsewhere.values() for month in figure.months if month.due]
    assert [due for due in shown if due < 5] == []


@pytest.mark.parametrize("role", ["social_worker", "partner", "minute_taker", "legal", "information_governance"])
def test_others_get_no_figures_and_count_nothing(role: str, world: Urls) -> None:
    assert all(figure.is_empty for figure in told(person(role)).values())


def test_another_authority_has_figures_of_its_own() -> None:
    ours, theirs = told(person("quality_assurance")), told(person("quality_assurance", "leicester"))
    assert theirs["core-group"].total.due != 0
    team = Team.objects.filter(authority__pack="leicester").first()
    assert team is not None
    assert all(figure.is_empty for figure in told(person("quality_assurance"), team.pk).values())
    assert ours.keys() == theirs.keys()


def test_a_second_look_counts_nothing_again(django_assert_num_queries: object = None) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    told(person("quality_assurance"))
    with acting_as(person("quality_assurance")), CaptureQueriesContext(connection) as asked:
        assert count_anew() is False
    assert len([one for one in asked.captured_queries if "insight_put" in one["sql"]]) == 0


def test_shares_are_rounded_down_and_a_total_leaves_out_what_is_hidden() -> None:
    figure = Figure("review", (Month(date(2026, 1, 1), 200, 199), Month(date(2026, 2, 1), None, None)))
    assert (figure.total.percent, figure.total.due, figure.total.late) == (99, 200, 1)
    assert (figure.has_hidden, figure.is_empty) == (True, False)
