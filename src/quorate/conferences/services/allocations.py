"""A child's conferences follow who works with the child: access to them, and the place on their list of people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from quorate.access.models import Grant
from quorate.access.standing import Standing
from quorate.audit.services import Entry, record_many, type_of_fact
from quorate.cases.fact_checks import LONDON
from quorate.conferences.keeping import may_keep
from quorate.conferences.models import Conference, ConferenceChild, ConferenceState, Invitee, InviteeKind
from quorate.conferences.services.people import add_invitee, change_invitee, remove_invitee
from quorate.people.models import User

RUNNING: Final = (
    ConferenceState.DRAFT, ConferenceState.REQUESTED, ConferenceState.AGREED, ConferenceState.BOOKED,
    ConferenceState.ADJOURNED,
)  # fmt: skip
"""While the list of people is still kept for a meeting to come: one that sits, or was held, says who was there."""
_FOLLOW: Final = """WITH followed AS MATERIALIZED (
    SELECT * FROM conferences_follow_allocation(%s::uuid[], %s::uuid[], %s))
SELECT grant_id, case_id, is_new, holder, as_role, begins_on, ends_on FROM followed"""


@dataclass(frozen=True, slots=True)
class Handed:
    """One role that went from one person to another (or to a team, or to nobody), and the children it was of."""

    role: str
    old: UUID
    new: UUID | None
    children: frozenset[UUID]
    last_day: date | None
    why: str


@transaction.atomic
def follow(*, cases: Sequence[UUID], given: Sequence[Grant], ended: Sequence[Grant], on: date, by: Standing) -> None:
    """Brings the children's conferences into line: who may open them, and who stands on their lists.

    Called when grants of the children's cases have changed. Raises Django's `DatabaseError` for whoever may not give
    these cases.
    """
    why = next((one.ended_why for one in ended), "")
    with connection.cursor() as cursor:
        changed = [str(one.pk) for one in (*given, *ended)]
        cursor.execute(_FOLLOW, [[str(one) for one in cases], changed, why])
        record_many([_entry(row) for row in cursor.fetchall()])
    for one in handed(given, ended):
        _places_on_lists(one, on, by)


def handed(given: Iterable[Grant], ended: Iterable[Grant]) -> list[Handed]:
    """What went from whom to whom: the ended allocations of people, each with those who took over the same children."""
    after = list(given)
    found: dict[tuple[str, UUID], list[Grant]] = {}
    for one in ended:
        if one.user_id is not None:
            found.setdefault((one.as_role, one.user_id), []).append(one)
    told = []
    for (role, old), rows in found.items():
        children = frozenset(one.case_id for one in rows)
        takes = next((one.user_id for one in after if one.as_role == role and one.case_id in children), None)
        told.append(Handed(role, old, takes, children, rows[0].ends_on, rows[0].ended_why))
    return told


def conferences_of(cases: Iterable[UUID]) -> Iterator[Conference]:
    """The conferences about any of these children whose list is still kept, each once."""
    about = ConferenceChild.objects.filter(child_case_id__in=list(cases)).values("conference_id")
    yield from Conference.objects.select_related("case").filter(pk__in=about, state__in=RUNNING).order_by("pk")


# --- steps


def _entry(row: tuple[UUID, UUID, bool, UUID, str, date, date | None]) -> Entry:
    grant, case, is_new, holder, as_role, begins_on, ends_on = row
    if is_new:
        facts: dict[str, type_of_fact] = {
            "holder": holder,
            "as_role": as_role,
            "begins_on": begins_on,
            "ends_on": ends_on,
        }
        return Entry("access.granted", "grant", grant, case, facts)
    return Entry("access.grant-ended", "grant", grant, case, {"ends_on": ends_on})


def _places_on_lists(one: Handed, on: date, by: Standing) -> None:
    for conference in conferences_of(one.children):
        if may_keep(by, conference.case):
            _place_on_list(conference, one, on, by)


def _place_on_list(conference: Conference, one: Handed, on: date, by: Standing) -> None:
    """The new worker stands on the list where the old one stood as such, for the same children."""
    rows = Invitee.objects.select_related("case", "conference", "user").filter(conference=conference)
    row = rows.filter(user_id=one.old, role=one.role, removed_on__isnull=True).first()
    if row is None or _sits_before_the_end(conference, one):
        return
    ours = set(ConferenceChild.objects.filter(conference=conference).values_list("child_case_id", flat=True))
    keeps = ours - one.children if _still_holds(conference, one) else set()
    if keeps:
        change_invitee(invitee=row, by=by, about=sorted((set(row.about) or ours) & keeps))
    else:
        remove_invitee(invitee=row, why="Does not work with the child any more.", on=on, by=by)
    if one.new is not None:
        _stands_for(conference, row, one.new, [] if not keeps else sorted(ours & one.children), by)


def _sits_before_the_end(conference: Conference, one: Handed) -> bool:
    """Whether it sits on a day on which the old worker is still there."""
    starts_at = conference.starts_at if conference.state == ConferenceState.BOOKED else None
    return starts_at is not None and one.last_day is not None and starts_at.astimezone(LONDON).date() <= one.last_day


def _still_holds(conference: Conference, one: Handed) -> bool:
    held = Grant.objects.filter(case_id=conference.case_id, user_id=one.old, as_role=one.role, ends_on__isnull=True)
    return held.exists()


def _stands_for(conference: Conference, old: Invitee, user_id: UUID, about: list[UUID], by: Standing) -> None:
    listed = Invitee.objects.select_related("case", "conference").filter(
        conference=conference, user_id=user_id, removed_on__isnull=True
    )
    there = listed.first()
    if there is not None:
        both = sorted({*there.about, *about}) if there.about and about else []
        change_invitee(invitee=there, by=by, role=old.role, agency_code=old.agency_code, about=both)
        return
    add_invitee(
        conference=conference, kind=InviteeKind.PROFESSIONAL, by=by, user=User.objects.get(pk=user_id), role=old.role,
        agency_code=old.agency_code, about=about or list(old.about), to_invite=old.to_invite, basis=old.basis,
        why=old.why, source=list(old.source),
    )  # fmt: skip
