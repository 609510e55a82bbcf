"""The state as the database works it out: the engine's own at every instant around every limit; and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from quorate.access.context import acting_as
from quorate.cases import case_position
from quorate.cases.deriving import done_earlier
from quorate.cases.models import Duty
from quorate.cases.states import duty_state, is_to_do
from quorate.procedure.reasons import because
from tests.cases.families import Family
from tests.database import Urls

MICRO = timedelta(microseconds=1)
LAST = datetime(2026, 10, 28, tzinfo=UTC)  # nothing was recorded on or after it


@pytest.fixture
def family(own_database: Urls) -> Iterator[Family]:
    """One child with a plan, whose review nobody has booked yet, and an unborn one about whom it is being decided."""
    family = Family(pack="leicester")
    family.child("c1", "2015-01-15")
    family.child("c2", None, "2027-02-20")
    family.parent("p1", ["c1", "c2"])
    held = family.conference("A", "initial", ["c1"], state="held")
    family.record("decided", "2026-09-04", "c1", conference=held, outcome="plan-made")
    family.record("conference-held", "2026-09-04T12:00", "c1", conference=held)
    review = family.conference("B", "review")
    family.record("conference-requested", "2026-10-26", conference=review)
    yield family


def moments() -> list[datetime]:
    hangs = {
        moment
        for row in Duty.objects.values_list("open_from", "late_from", "asked_from", "asked_until")
        for moment in row
        if moment is not None
    }
    return sorted(moment + step for moment in hangs for step in (-MICRO, timedelta(0), MICRO) if moment > LAST)


def stands(now: datetime) -> dict[tuple[str, str, str], str]:
    rows = Duty.objects.annotate(state=duty_state(now)).exclude(state="")
    return {(row.code, str(row.about_id or ""), row.who): row.state for row in rows}


def told(family: Family, now: datetime) -> dict[tuple[str, str, str], str]:
    position = case_position.position_of(family.cases["c1"], now)
    (stream,) = case_position.read_streams(case_position.streams_of_cases([family.cases["c1"]]))
    assert position is not None
    return {
        (duty.rule.code, stream.file.people.get(duty.about or "", ""), duty.who): duty.state
        for duty in [*position.duties, *done_earlier(position)]
    }


def in_sql(now: datetime) -> dict[tuple[str, str, str], str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, coalesce(about_id::text, ''), who, cases_state_of(d, %s::timestamptz) FROM cases_duty d",
            [now],
        )
        return {(code, about, who): state for code, about, who, state in cursor.fetchall() if state}


def test_the_database_says_at_every_instant_what_the_engine_says(family: Family) -> None:
    with acting_as(family.worker):
        found = moments()
        assert len(found) == 6  # the limit of the review, and a twelfth birthday
        for now in found:
            assert stands(now) == in_sql(now) == told(family, now), now
            to_do = set(Duty.objects.filter(is_to_do(now)).values_list("id", flat=True))
            rows = Duty.objects.annotate(state=duty_state(now)).filter(window=False, state__in=("open", "overdue"))
            assert to_do == set(rows.values_list("id", flat=True)), now


@pytest.mark.clause("LEI-14")
def test_a_booking_makes_a_late_list_hand_the_invitations_over(family: Family) -> None:
    review = family.conferences["B"]
    family.record("conference-booked", "2026-10-27T10:00", conference=review, starts_at="2026-12-01T10:00")
    with acting_as(family.worker):
        rows = Duty.objects.filter(code="send-invitations", reference="B").order_by("asked_until")
        assert [(row.who, row.belongs_to) for row in rows] == [
            ("safeguarding_unit", "administrator"),
            ("social_work_team", "social_worker"),
        ]
        found = moments()
        assert len(found) > 20
        for now in found:
            assert stands(now) == in_sql(now) == told(family, now), now


def test_why_is_answered_by_the_engine_for_every_row(family: Family) -> None:
    with acting_as(family.worker):
        for row in Duty.objects.all():
            now = max(LAST, row.asked_from or LAST)
            duty = case_position.why(duty=row, at=now)
            assert duty is not None
            assert (duty.rule.code, duty.rule.title, duty.who) == (row.code, row.title, row.who)
            assert duty.state == Duty.objects.annotate(state=duty_state(now)).get(pk=row.pk).state  # type: ignore[attr-defined]
        row = Duty.objects.get(code="hold-first-review")
        duty = case_position.why(duty=row, at=LAST)
        assert duty is not None
        assert because(duty)[-3:] == [
            "Counted from the decision to make the plan: Fri 4 Sep 2026.",
            "3 months after Fri 4 Sep 2026 is Fri 4 Dec 2026",
            "So the limit is Fri 4 Dec 2026.",
        ]


def test_the_same_duty_keeps_its_id_while_its_date_moves(family: Family) -> None:
    def row(code: str) -> Duty:
        with acting_as(family.worker):
            return Duty.objects.get(code=code, reference="B", who="social_worker", about="")

    review = family.conferences["B"]
    family.record("conference-booked", "2026-10-27T10:00", conference=review, starts_at="2026-12-01T10:00")
    first = row("supply-invite-list")
    family.record("conference-moved", "2026-10-28T10:00", conference=review, starts_at="2026-12-03T10:00")
    moved = row("supply-invite-list")
    assert first.id == moved.id
    assert first.due_on is not None and moved.due_on is not None
    assert first.due_on < moved.due_on
    family.record("invite-list-supplied", "2026-10-29", conference=review)
    assert [duty.settled for duty in family.duties() if (duty.code, duty.reference) == (first.code, "B")] == ["met"]


def test_a_corrected_date_of_birth_moves_what_hangs_on_it(family: Family) -> None:
    from quorate.cases.models import Child
    from quorate.cases.services.recording import refresh_duties

    with acting_as(family.worker):
        meant = Duty.objects.filter(code="explain-category-to-young-person", case=family.cases["c1"], reference="B")
        young = meant.get()
        Child.objects.filter(case=family.cases["c1"]).update(born_on=date(2012, 5, 1))
        refreshed = refresh_duties(cases=[family.cases["c1"]])
        now = meant.get()
    assert refreshed.refused == []
    assert refreshed.changed > 0
    assert young.asked_from == datetime(2027, 1, 15, tzinfo=UTC)
    assert now.asked_from is None
