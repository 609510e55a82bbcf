"""Two who take one fear away at once, or one who presses twice."""

from __future__ import annotations

import threading
import time
from typing import Any

import psycopg
from django.db import connection

from quorate.access.context import acting_as
from quorate.access.moments import today
from quorate.audit.models import AuditEntry
from quorate.conferences.models import SafetyConcern
from quorate.conferences.services import safety
from tests.cases.making import Agency
from tests.conferences import stages
from tests.database import urls_of

LOCK = "SELECT FROM conferences_safety_concern WHERE id = %s FOR UPDATE"
WAITS = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def test_copies_of_a_fear_are_taken_away_in_one_order_and_once(own_database: Any) -> None:
    agency = Agency(pack="barnet")
    family = agency.family()
    first = stages.asked_for(agency, family)
    with acting_as(agency.worker) as by:
        safety.record_concern(
            conference=first, person_id=family.mother, of_person=family.father, words="She is afraid.", on=today(),
            by=by,
        )  # fmt: skip
    stages.asked_for(agency, family)
    with acting_as(agency.worker):
        low, high = SafetyConcern.objects.select_related("case", "conference").order_by("pk")

    def take_away() -> None:
        try:
            with acting_as(agency.worker) as by:
                safety.remove_concern(concern=high, on=today(), by=by)
        finally:
            connection.close()

    thread = threading.Thread(target=take_away)
    url = urls_of(connection.settings_dict["NAME"]).superuser
    with psycopg.connect(url) as other, psycopg.connect(url, autocommit=True) as watching:
        other.execute(LOCK, [low.pk])
        thread.start()
        until = time.monotonic() + 20
        while watching.execute(WAITS).rowcount == 0 and time.monotonic() < until:
            time.sleep(0.05)
        # Whoever waits for the first of the two does not hold the second.
        other.execute(f"{LOCK} NOWAIT", [high.pk])
    thread.join(timeout=20)
    take_away()
    with acting_as(agency.worker):
        assert {one.removed_on for one in SafetyConcern.objects.all()} == {today()}
        noted = AuditEntry.objects.filter(action="safety.removed").values_list("subject_id", flat=True)
        assert sorted(noted) == [low.pk, high.pk]
