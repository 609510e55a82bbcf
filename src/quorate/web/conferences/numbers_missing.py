"""Whose work number is missing in the letters that are prepared, said to whoever prepares them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from quorate.access.models import Grant
from quorate.access.permissions import may
from quorate.conferences.models import Booking, Conference, Decision, Invitee
from quorate.conferences.naming import own_name
from quorate.conferences.queries.shut_to import shut_among
from quorate.people.models import User
from quorate.people.telephones import WorkNumber, acting, numbers_in
from quorate.web.conferences.opening import Asked, OpenConference, read


@dataclass(frozen=True, slots=True)
class _Named:
    """Somebody whom letters would name: their account and, where the list has one, their post with its number."""

    name: str
    user_id: UUID | None
    post_id: UUID | None = None
    post_user_id: UUID | None = None
    post_number: str | None = ""

    @property
    def account(self) -> UUID | None:
        """With which they sign in."""
        return self.user_id or self.post_user_id


def numbers_missing(found: OpenConference) -> dict[str, Any]:
    """Sentences about those whom letters name without a number of their own (as `documents.artefacts.ringing` finds
    them), and about those whom they do not name because the conference is shut to them (`shut`), and whether the reader
    keeps the list of people."""
    chairs, led, listed, held, rows, closed = read(_readings, found)
    there = [_Named(own_name(name), *more) for name, *more in listed]
    leads = [_as_listed(_Named(name, user), there) for _, name, user in led]
    is_led = {case for case, _, _ in led} >= set(found.case_ids)
    holding, leading = [[_Named(name, user) for user, name in some] for some in (held, chairs)]
    shut = {user for (user,) in closed}
    ways = [[one for one in some if one.account not in shut] for some in (there, holding)]
    social = [one for one in leads if one.account not in shut]
    if not is_led or len(social) < len(leads):
        social += next((some for some in ways if some), [])
    named = [*social, *(one for one in leading if one.account not in shut)]
    numbers = numbers_in(rows)
    said = [
        words for one in _each_once(named) if (words := _says(one, numbers.get(one.user_id) if one.user_id else None))
    ]
    left_out = [one for one in (*leads, *([] if is_led else there or holding), *leading) if one.account in shut]
    return {
        "says": said, "may_add": bool(said) and may(found.standing, "administer_users"),
        "shut": [
            f"A case of this conference is shut to {one.name}. Letters do not name them and say whom to ring instead."
            for one in _each_once(left_out)
        ],
    }  # fmt: skip


def _as_listed(lead: _Named, there: Sequence[_Named]) -> _Named:
    """The same with the post that they have on the list: that of their account, else that of their name alone."""
    if lead.user_id is not None:
        rows = [one for one in there if one.account == lead.user_id and one.post_id]
    else:
        rows = [one for one in there if one.user_id is None and one.name == lead.name and one.post_id]
    if not rows or (lead.user_id is None and len({one.post_id for one in rows}) != 1):
        return lead
    return replace(rows[0], name=lead.name, user_id=lead.user_id)


def _each_once(people: Iterable[_Named]) -> Iterator[_Named]:
    """Each once, told apart by account or post and not by name."""
    yield from {one.user_id or one.post_id or one.name: one for one in people if one.name}.values()


def _says(one: _Named, kept: WorkNumber | None) -> str:
    """What letters say instead of this person's own number; "" where it is kept."""
    way = kept if kept is not None and kept.number else WorkNumber(own=one.post_number or "")
    if way.own:
        return ""
    if way.number:
        return f"{one.name} has no work number of their own. Letters give the number of the team, {way.team}."
    return f"{one.name} has no work number, and no team of theirs has one. Letters say whom to ring instead."


def _readings(asked: Asked) -> list[QuerySet[Any, Any]]:
    about = {"conference": asked.conference}
    chairs = Booking.objects.filter(live=True, **about)
    leads = Decision.objects.filter(withdrawn_at__isnull=True, **about).exclude(lead_practitioner="")
    listed = Invitee.objects.filter(role="social_worker", removed_on__isnull=True, **about).exclude(to_invite=False)
    open_ended = Q(ends_on__isnull=True) | Q(ends_on__gte=asked.today)
    held = Grant.objects.filter(
        open_ended, case=asked.case, as_role="social_worker", begins_on__lte=asked.today, user__isnull=False
    )
    anybody = (
        Q(user__in=chairs.values("chair_id")) | Q(user__in=leads.values("lead_practitioner_id"))
        | Q(user__in=listed.values("user_id")) | Q(user__in=held.values("user_id"))
    )  # fmt: skip
    accounts = (
        Q(pk__in=chairs.values("chair_id")) | Q(pk__in=leads.values("lead_practitioner_id"))
        | Q(pk__in=listed.values("user_id")) | Q(pk__in=held.values("user_id"))
        | Q(pk__in=listed.values("professional__user_id"))
    )  # fmt: skip
    authority = Conference.objects.filter(pk=asked.conference.pk).values_list("authority_id", flat=True)
    return [
        User.objects.filter(pk__in=chairs.values("chair_id")).values_list("id", "display_name"),
        leads.order_by("id").values_list("case_id", "lead_practitioner", "lead_practitioner_id"),
        listed.order_by("name", "id").values_list(
            "name", "user_id", "professional_id", "professional__user_id", "professional__work_telephone"
        ),
        held.order_by("begins_on", "id").values_list("user_id", "user__display_name"),
        acting(authority, asked.today).filter(anybody),
        shut_among(asked.conference.pk, User.objects.filter(accounts)),
    ]
