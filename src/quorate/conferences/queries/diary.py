"""The diary: what sits in a week, in which room, with whom. What one may not see is "taken", without a word of what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db import connection

from quorate.access.standing import Standing
from quorate.cases.fact_checks import LONDON

_WEEK: Final = timedelta(days=7)

# The reader's own conferences by the policies of the tables, those to which the reader is only asked to come as time
# and place, and for those who book the rest as times alone. Each record is looked up by the week's bookings: an office
# that holds thousands of cases would otherwise go through all of them.
_SITS: Final = """
WITH week AS MATERIALIZED (
    SELECT b.* FROM conferences_booking b
    WHERE b.id = ANY (ARRAY(SELECT conferences_sitting_between(%(since)s, %(until)s)))
        AND b.authority_id = %(authority)s),
seen AS MATERIALIZED (
    SELECT b.starts_at, b.ends_at, b.room_id, b.place_words, b.chair_id, b.minute_taker_id, b.mode, c.reference, c.kind,
           c.state, k.ref, 'seen' AS told
    FROM week b
        JOIN LATERAL (SELECT * FROM conferences_conference c WHERE c.id = b.conference_id OFFSET 0) c ON true
        JOIN LATERAL (SELECT k.ref FROM access_case k WHERE k.id = c.case_id OFFSET 0) k ON true),
every AS (
    SELECT s.* FROM seen s
    UNION ALL
    SELECT w.starts_at, w.ends_at, w.room_id, w.place_words, NULL, NULL, w.mode, '', '', '', '', 'called'
    FROM conferences_called(%(since)s, %(until)s) w
    UNION ALL
    SELECT t.starts_at, t.ends_at, t.room_id, '', t.chair_id, t.minute_taker_id, '', '', '', '', '', 'taken'
    FROM conferences_taken(%(since)s, %(until)s) t
    WHERE NOT EXISTS (SELECT FROM seen s WHERE s.starts_at = t.starts_at AND s.chair_id = t.chair_id))
SELECT e.starts_at, e.ends_at, e.room_id, r.name, v.name, e.place_words, e.chair_id, u.display_name,
       e.minute_taker_id, w.display_name, e.mode, e.reference, e.kind, e.state, e.ref, e.told
FROM every e LEFT JOIN people_room r ON r.id = e.room_id LEFT JOIN people_venue v ON v.id = r.venue_id
    LEFT JOIN people_user u ON u.id = e.chair_id LEFT JOIN people_user w ON w.id = e.minute_taker_id
ORDER BY e.starts_at, r.name, u.display_name
"""


@dataclass(frozen=True, slots=True)
class Sits:
    """One conference in the diary, and how much of it is `told`: "seen" all; "called" time and place, to somebody who
    is asked to come and does not work on it; "taken" time, room, chair and minute-taker, to those who book."""

    starts_at: datetime
    ends_at: datetime
    room_id: UUID | None
    room: str | None
    venue: str | None
    place_words: str
    chair_id: UUID | None
    chair: str | None
    minute_taker_id: UUID | None
    minute_taker: str | None
    mode: str
    reference: str
    kind: str
    state: str
    ref: str
    told: str


def week_of(standing: Standing, monday: date) -> list[Sits]:
    """Everything that sits in the seven days from a Monday, as far as the reader may know of it. One query."""
    since = datetime.combine(monday, time.min, LONDON)
    until = datetime.combine(monday + _WEEK, time.min, LONDON)
    with connection.cursor() as cursor:
        # Written into the statement by name; the driver binds them on the server.
        cursor.execute(_SITS, {"since": since, "until": until, "authority": standing.authority_id})
        return [Sits(*row) for row in cursor.fetchall()]


def rooms_in_use(standing: Standing) -> Sequence[tuple[UUID, str]]:
    """The authority's rooms, by name, so that free ones stand in the diary too."""
    from quorate.people.queries import rooms_of

    rows = rooms_of(standing).order_by("venue__name", "name").values_list("id", "name", "venue__name")
    return [(key, f"{name}, {venue}") for key, name, venue in rows]
