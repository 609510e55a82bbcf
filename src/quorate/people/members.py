"""Adding users, beginning and ending memberships, and acting under one of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from quorate.access.context import close_contexts, open_context
from quorate.access.decide import Answer
from quorate.access.moments import today
from quorate.access.permissions import NotAllowed
from quorate.access.roles import ROLES, Strength
from quorate.access.standing import OPERATOR, Standing
from quorate.audit.services import record
from quorate.people.keeping import added, changed
from quorate.people.models import Agency, Authority, Membership, Team, User
from quorate.people.permissions import require_operator, require_own

_LONDON: Final = ZoneInfo("Europe/London")


class AnotherKeepsThem(ValidationError):
    """A partner professional with whom another authority works too."""


class NotInForce(ValueError):
    """A membership that has not begun or is over, or a user who may not sign in any more."""


@transaction.atomic
def add_user(
    *, email: str, display_name: str, by: Standing, authority: Authority | None = None, work_telephone: str = ""
) -> User:
    """Adds somebody who can sign in: staff of an authority, or (no authority) of a partner agency.

    `work_telephone` is read by families. Without a membership the person can sign in and do nothing. Raises Django's
    `ValidationError`.
    """
    require_own(by, "administer_users", by.authority_id if authority is None else authority.id)
    user = User(
        email=User.objects.normalize_email(email).lower(), display_name=display_name, authority=authority,
        work_telephone=work_telephone,
    )  # fmt: skip
    user.set_unusable_password()
    added(user, by=by)
    record(
        action="people.user-added", subject_kind="user", subject_id=user.id,
        authority_id=by.authority_id if authority is None else authority.id,
    )  # fmt: skip
    return user


@transaction.atomic
def change_user(*, user: User, display_name: str, by: Standing, work_telephone: str | None = None) -> User:
    """Changes the name that is shown or the work number (None leaves it as it is).

    Raises `NotAllowed`, `AnotherKeepsThem`, Django's `ValidationError`.
    """
    authority_id = _keeper_of(user, by)
    number = user.work_telephone if work_telephone is None else work_telephone
    fields = changed(user, by=by, display_name=display_name, work_telephone=number)
    record(
        action="people.user-changed", subject_kind="user", subject_id=user.id, authority_id=authority_id,
        facts={"fields": fields},
    )  # fmt: skip
    return user


@transaction.atomic
def deactivate_user(*, user: User, by: Standing, cause: str = "leaver") -> User:
    """Shuts a user out of everything at once; running sessions end. `cause`: leaver, dormant, unreviewed.

    Somebody of a partner agency who works with other authorities too is shut out of one's own only: the memberships
    in it end, the account stays.
    """
    try:
        authority_id = _keeper_of(user, by)
    except AnotherKeepsThem:
        _out_of_one(user, by)
        return user
    changed(user, by=by, is_active=False)
    close_contexts(user_id=user.id)
    record(
        action="people.user-deactivated", subject_kind="user", subject_id=user.id, authority_id=authority_id,
        facts={"cause": cause},
    )  # fmt: skip
    return user


@transaction.atomic
def reactivate_user(*, user: User, by: Standing) -> User:
    """Lets a user sign in again; counts as used now, so that it is not taken for dormant at once.

    Raises `NotAllowed`, and `AnotherKeepsThem` for a partner with whom another authority works too.
    """
    authority_id = _keeper_of(user, by)
    changed(user, by=by, is_active=True, last_used_at=timezone.now())
    record(action="people.user-reactivated", subject_kind="user", subject_id=user.id, authority_id=authority_id)
    return user


def _keeper_of(user: User, by: Standing) -> UUID | None:
    """The authority whose administrators keep this user; a partner is kept where alone they are a member."""
    if user.authority_id is not None or by.is_operator:
        require_own(by, "administer_users", user.authority_id)
        return user.authority_id
    held = user.memberships
    if not held.filter(authority_id=by.authority_id).exists():
        raise NotAllowed("administer_users", Answer(False, "other_authority"))
    require_own(by, "administer_users", by.authority_id)
    if held.exclude(authority_id=by.authority_id).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today())).exists():
        raise AnotherKeepsThem("Another authority works with this person too: neither decides for both.")
    return by.authority_id


def _out_of_one(user: User, by: Standing) -> None:
    """Yesterday was the last day of a partner in one authority, so that today is closed to them already."""
    require_own(by, "administer_users", by.authority_id)
    yesterday = today() - timedelta(days=1)
    held = user.memberships.filter(authority_id=by.authority_id)
    for membership in held.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=yesterday)):
        changed(membership, begins_on=min(membership.begins_on, yesterday), ends_on=yesterday)
        close_contexts(membership_id=membership.id)
        record(
            action="people.membership-ended", subject_kind="membership", subject_id=membership.id,
            authority_id=by.authority_id, facts={"person": user.id, "ends_on": yesterday},
        )  # fmt: skip


@transaction.atomic
def begin_membership(
    *,
    user: User,
    authority: Authority,
    role: str,
    begins_on: date,
    by: Standing,
    agency: Agency | None = None,
    team: Team | None = None,
    ends_on: date | None = None,
) -> Membership:
    """Gives a user a standing in an authority from a day on; nobody can give one to themselves.

    Raises `NotAllowed`, and `ValidationError` for an unknown role, a team or agency of another authority, a closed
    team, a partner without an agency, or a second open membership of the same kind.
    """
    require_own(by, "administer_users", authority.id)
    if by.user_id == user.id:
        raise NotAllowed("administer_users", Answer(False, "conflict"))
    _check(authority, role, agency, team)
    made = added(
        Membership(
            user=user, authority=authority, role=role, agency=agency, team=team, begins_on=begins_on, ends_on=ends_on
        )
    )
    record(
        action="people.membership-begun", subject_kind="membership", subject_id=made.id, authority_id=authority.id,
        facts={"person": user.id, "role": role, "begins_on": begins_on},
    )  # fmt: skip
    return made


def _check(authority: Authority, role: str, agency: Agency | None, team: Team | None) -> None:
    if role not in ROLES:
        raise ValidationError({"role": f"There is no role {role}; there are {', '.join(ROLES)}."})
    if role == "partner" and agency is None:
        raise ValidationError({"agency": "Say for which agency a partner professional acts."})
    for name, one in (("agency", agency), ("team", team)):
        if one is not None and one.authority_id != authority.id:
            raise ValidationError({name: f"This {name} belongs to another authority."})
    if team is not None and team.closed_on is not None:
        raise ValidationError({"team": "This team is closed."})


@transaction.atomic
def end_membership(*, membership: Membership, on: date, by: Standing) -> Membership:
    """Ends a membership: `on` is its last day. Raises `ValidationError` before its first."""
    require_own(by, "administer_users", membership.authority_id)
    changed(membership, ends_on=on)
    record(
        action="people.membership-ended", subject_kind="membership", subject_id=membership.id,
        authority_id=membership.authority_id, facts={"person": membership.user_id, "ends_on": on},
    )  # fmt: skip
    return membership


@transaction.atomic
def act_as(*, user: User, membership: Membership, session_key: str, strength: Strength, on: date) -> Standing:
    """Lets a session act under one of the user's memberships, at sign-in or when changing over.

    The standing ends with the membership's last day. Raises `NotInForce`.
    """
    in_force = membership.begins_on <= on and (membership.ends_on is None or membership.ends_on >= on)
    if membership.user_id != user.id or not user.is_active or not in_force:
        raise NotInForce("This membership is not in force: choose another, or ask whoever keeps the users.")
    days_left = None if membership.ends_on is None else (membership.ends_on - on).days
    open_context(
        session_key=session_key, user_id=user.id, membership_id=membership.id,
        authority_id=membership.authority_id, role=membership.role, team_id=membership.team_id,
        agency_id=membership.agency_id, strength=strength, valid_until=_end_of_day(days_left),
    )  # fmt: skip
    return Standing(
        user.id, membership.authority_id, membership.role, membership.id, membership.team_id, membership.agency_id,
        strength,
    )  # fmt: skip


def _end_of_day(days_ahead: int | None) -> datetime | None:
    """Midnight of London at the end of the day that many days ahead."""
    if days_ahead is None:
        return None
    now = timezone.localtime(timezone=_LONDON)
    day = now.date() + timedelta(days=min(days_ahead, 2) + 1)
    return datetime(day.year, day.month, day.day, tzinfo=_LONDON)


@transaction.atomic
def suspend_unreviewed_break_glass(*, on: date, by: Standing = OPERATOR) -> list[UUID]:
    """Shuts out everybody whose emergency access nobody judged by its day; gives their ids. For the daily job.

    Runs as the worker's role: the list comes from a database function that only it may call.
    """
    require_operator(by, "administer_users")
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, user_id, authority_id FROM access_overdue_reviews(%s)", [on])
        overdue = cursor.fetchall()
    people = set()
    for broken_id, user_id, authority_id in overdue:
        user = User.objects.select_for_update().get(pk=user_id)
        if not user.is_active and user_id not in people:
            continue
        changed(user, is_active=False)
        record(
            action="break-glass.suspended", subject_kind="break_glass", subject_id=broken_id,
            authority_id=authority_id, facts={"person": user_id},
        )  # fmt: skip
        people.add(user_id)
    return sorted(people)


@transaction.atomic
def shut_dormant(*, unused_since: datetime, also_never_used: bool = True, by: Standing = OPERATOR) -> list[UUID]:
    """Shuts out everybody who has not signed in since that instant (an account never used: was added before it).

    Without `also_never_used` those who never came are left alone. Gives the ids of those shut out. For the daily
    job; an administrator opens an account again.
    """
    require_operator(by, "administer_users")
    unused = Q(last_used_at__lt=unused_since)
    if also_never_used:
        unused |= Q(last_used_at__isnull=True, added_at__lt=unused_since)
    dormant = list(User.objects.select_for_update().filter(unused, is_active=True).order_by("id"))
    for user in dormant:
        deactivate_user(user=user, by=by, cause="dormant")
    return [user.id for user in dormant]
