"""Giving, renewing and ending access to a case."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from django.db import transaction

from quorate.access.models import Grant, ProtectedCase
from quorate.access.permissions import require
from quorate.access.roles import ROLES
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.procedure.calendar import Calendar

_CALENDAR: Final = Calendar()
MINUTE_TAKER_READS_ON: Final = 20
"""Working days for which a minute-taker reads the conference after its record is signed."""


class NoSuchRole(ValueError):
    """A case cannot be granted in this role."""


@transaction.atomic
def grant(
    *,
    case: ProtectedCase,
    as_role: str,
    begins_on: date,
    why: str,
    by: Standing,
    user_id: UUID | None = None,
    team_id: UUID | None = None,
    agency_id: UUID | None = None,
    ends_on: date | None = None,
    attested_on: date | None = None,
) -> Grant:
    """Lets one user or one team work on a case, in a role, on every day from `begins_on` to `ends_on`.

    `why` is shown to those who see who has access. Raises `NotAllowed`, `NoSuchRecord`, `NoSuchRole`, and
    Django's `IntegrityError` where neither or both of user and team are given.
    """
    if as_role not in ROLES or not ROLES[as_role].does:
        raise NoSuchRole(f"A case cannot be granted as {as_role}.")
    require(by, "grant_access", case)
    made = Grant(
        case=case, authority_id=case.authority_id, user_id=user_id, team_id=team_id, agency_id=agency_id,
        as_role=as_role, begins_on=begins_on, ends_on=ends_on, why=why, given_by=by.user_id, attested_on=attested_on,
    )  # fmt: skip
    made.save(force_insert=True)
    record(
        action="access.granted", subject_kind="grant", subject_id=made.id, case_id=case.id,
        facts={"holder": user_id or team_id, "as_role": as_role, "begins_on": begins_on, "ends_on": ends_on},
    )  # fmt: skip
    return made


@transaction.atomic
def attest(*, grant: Grant, on: date, by: Standing) -> Grant:
    """Says that a grant is still needed on a day; a partner's counts for 60 days more."""
    require(by, "grant_access", grant.case)
    grant.attested_on = on
    grant.save(update_fields=["attested_on"])
    record(action="access.attested", subject_kind="grant", subject_id=grant.id, case_id=grant.case_id)
    return grant


@transaction.atomic
def end_grant(*, grant: Grant, on: date, by: Standing, why: str = "") -> Grant:
    """Ends a grant: `on` is its last day, `why` the reason in words."""
    require(by, "grant_access", grant.case)
    grant.ended_why, grant.ended_by = why.strip()[:200], by.user_id
    # A grant taken back before it began is left with its first day.
    return _end(grant, max(on, grant.begins_on))


@transaction.atomic
def end_grant_at_once(*, grant: Grant, on: date, by: Standing, why: str = "") -> Grant:
    """Ends a grant of which no hour is left: on `on`, today, it counts no more. Its last day is the one before, also
    where it was given today. Whoever ends their own loses it while they work: end that with `end_grant`."""
    require(by, "grant_access", grant.case)
    grant.ended_why, grant.ended_by = why.strip()[:200], by.user_id
    return _end(grant, date.fromordinal(max(on, grant.begins_on).toordinal() - 1))


def reading_ends_after_signing(*, case: ProtectedCase, signed_on: date, by: Standing) -> None:
    """Sets the last day of the minute-takers' grants. Part of signing: needs the same permission."""
    require(by, "sign", case)
    last = date.fromordinal(_CALENDAR.working_day_after(signed_on.toordinal(), MINUTE_TAKER_READS_ON))
    for held in Grant.objects.filter(case=case, as_role="minute_taker"):
        if held.ends_on is None or held.ends_on > last:
            _end(held, max(last, held.begins_on))


def _end(grant: Grant, on: date) -> Grant:
    grant.ends_on = on
    grant.save(update_fields=["ends_on", "ended_why", "ended_by"])
    record(
        action="access.grant-ended", subject_kind="grant", subject_id=grant.id, case_id=grant.case_id,
        facts={"ends_on": grant.ends_on},
    )  # fmt: skip
    return grant
