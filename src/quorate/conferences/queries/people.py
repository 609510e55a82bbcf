"""Reading who takes part in a conference, who is kept out of it, and who is afraid of whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, transaction
from django.db.models import BooleanField, CharField, QuerySet, UUIDField
from django.db.models.expressions import RawSQL

from quorate.access.permissions import NoSuchRecord
from quorate.conferences.models import Conference, ConferenceExclusion, Invitee, SafetyConcern


@dataclass(frozen=True, slots=True)
class KeptOut:
    """That somebody is kept out of a conference: of the `whole` or a `part`; "" that they are not.

    `is_carried` means that it was decided for an earlier conference and has not been decided afresh for this one.
    """

    scope: str
    exclusion_id: UUID | None
    is_carried: bool


_ASK = """
SELECT p::text, k.scope, k.exclusion, k.is_carried
FROM unnest(%s::uuid[]) p CROSS JOIN LATERAL conferences_kept_out(%s, p, %s) k
"""


def invitees_of(conference: Conference) -> list[Invitee]:
    """Everybody on a conference's list, as far as the reader may see it, by name."""
    return list(invitees(conference))


def invitees(conference: Conference) -> QuerySet[Invitee]:
    """The same, not read yet."""
    return (
        Invitee.objects.filter(conference=conference, removed_on__isnull=True)
        .select_related("professional__agency", "agency", "user", "supporter_of")
        .order_by("name", "id")
    )


def invitee_of(conference: Conference, invitee_id: Any) -> Invitee:
    """One of them. Raises NoSuchRecord."""
    found = (
        Invitee.objects.select_related("professional__agency", "agency", "user", "supporter_of", "case", "conference")
        .filter(conference=conference, pk=invitee_id, removed_on__isnull=True)
        .first()
    )
    if found is None:
        raise NoSuchRecord
    return found


def kept_out(conference: Conference | UUID, person_id: UUID | None) -> str:
    """Of how much of a conference somebody is kept out: "", "part" or "whole". Everybody may ask, nobody learns why."""
    return "" if person_id is None else kept_out_all(conference, [person_id])[person_id].scope


def kept_out_now(conference: Conference | UUID, person_id: UUID | None) -> str:
    """The same for whoever sends or hands out: no decision about the person is made until the transaction ends.

    Ask in the transaction that claims the sending; outside of one it raises TransactionManagementError.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("kept_out_now holds a lock: ask inside of a transaction")
    return "" if person_id is None else _asked(conference, [person_id], is_held=True)[person_id].scope


def hold_decisions(conference: Conference | UUID, people: Iterable[UUID]) -> None:
    """The same for many: no decision about any of them is made until the transaction ends."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("hold_decisions holds locks: ask inside of a transaction")
    _asked(conference, people, is_held=True)


def kept_out_all(conference: Conference | UUID, people: Iterable[UUID]) -> dict[UUID, KeptOut]:
    """The answer for each of these people: one query."""
    return _asked(conference, people, is_held=False)


def _asked(conference: Conference | UUID, people: Iterable[UUID], *, is_held: bool) -> dict[UUID, KeptOut]:
    named = sorted({str(one) for one in people})
    if not named:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [named, str(getattr(conference, "pk", conference)), is_held])
        return {UUID(person): KeptOut(scope, ours, carried) for person, scope, ours, carried in cursor.fetchall()}


def scope_of_keeping_out() -> RawSQL:
    """The same answer as `kept_out`, beside each row of `invitees`: for a page that reads the list anyway."""
    asked = "SELECT k.scope FROM conferences_kept_out({0}.conference_id, {0}.person_id, false) k"
    table = Invitee._meta.db_table
    return RawSQL(
        f"CASE WHEN {table}.person_id IS NULL THEN '' ELSE coalesce(({asked.format(table)}), '') END", (),
        output_field=CharField(),
    )  # fmt: skip


def exclusions_of(conference: Conference) -> list[ConferenceExclusion]:
    """What was asked and decided about keeping people out, the latest first."""
    return list(ConferenceExclusion.objects.filter(conference=conference).order_by("-asked_on", "-decided_at", "id"))


def exclusion_of(conference: Conference, exclusion_id: Any) -> ConferenceExclusion:
    """One of them. Raises NoSuchRecord."""
    found = ConferenceExclusion.objects.select_related("case", "conference").filter(
        conference=conference, pk=exclusion_id
    )
    row = found.first()
    if row is None:
        raise NoSuchRecord
    return row


def safety_concerns_of(conference: Conference) -> list[SafetyConcern]:
    """Who is afraid of whom: for those who arrange the conference; others are given nothing. Each with `is_open`:
    whether something is still to be arranged, and `namesakes`: who comes with somebody, by their line of the list, and
    is called as the person who is feared, while nobody has said that it is somebody else; `is_off_record`: one of the
    two is not on the family's record any more, nor ever was on the list."""
    rows = SafetyConcern.objects.filter(conference=conference, removed_on__isnull=True)
    found: list[SafetyConcern] = []
    for one in rows.annotate(is_open=_to_arrange(), called_alike=_namesakes(), off_record=_off_record()):
        one.namesakes, one.is_off_record = one.called_alike, one.off_record
        found.append(one)
    return found


def concerns_to_arrange(conference: Any) -> QuerySet[SafetyConcern]:
    """Those of them for which something is still to be arranged while both people may come; not read yet."""
    rows = SafetyConcern.objects.filter(conference=conference, removed_on__isnull=True)
    return rows.filter(_to_arrange())


def _namesakes() -> RawSQL:
    asked = f"conferences_namesakes({SafetyConcern._meta.db_table}.id)"
    return RawSQL(asked, (), output_field=ArrayField(UUIDField()))


def _off_record() -> RawSQL:
    return RawSQL(f"conferences_is_off_record({SafetyConcern._meta.db_table}.id)", (), output_field=BooleanField())


def _to_arrange() -> RawSQL:
    asked = f"conferences_is_to_arrange({SafetyConcern._meta.db_table}.id)"
    return RawSQL(asked, (), output_field=BooleanField())
