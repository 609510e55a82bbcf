"""How a stored duty stands at a moment: an expression for the database, the same as the engine says."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, CharField, F, Q, Value, When


def duty_state(now: datetime) -> Case:
    """The state of a duty at an instant, to annotate, filter and order by; "" while the duty is not asked.

    The same in SQL is `cases_state_of(row, now)`, in Python `deriving.state_at`. Holds while no event is dated
    after `now`.
    """
    return Case(
        When(~is_asked(now), then=Value("")),
        When(~Q(settled=""), then=F("settled")),
        When(Q(late_from__lte=now, window=True), then=Value("closed")),
        When(late_from__lte=now, then=Value("overdue")),
        When(Q(open_from__gt=now, window=False), then=Value("waiting")),
        default=Value("open"),
        output_field=CharField(),
    )


def is_asked(now: datetime) -> Q:
    """Narrows duties to those asked at an instant: some begin or end with a child's age, or change hands."""
    begun = Q(asked_from__isnull=True) | Q(asked_from__lte=now)
    return begun & (Q(asked_until__isnull=True) | Q(asked_until__gt=now))


def is_to_do(now: datetime) -> Q:
    """Narrows duties to those open or overdue at an instant (windows left out), in a form that uses the index."""
    opened = Q(open_from__isnull=True) | Q(open_from__lte=now) | Q(late_from__lte=now)
    return Q(settled="", window=False) & is_asked(now) & opened
