"""Whose work number is missing in the letters that are prepared, said to whoever prepares them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from quorate.access.models import Grant
from quorate.access.permissions import may
from quorate.conferences.models import Booking, Conference, Decision, Invitee
from quorate.conferences.naming import own_name
from quorate.people.models import User
from quorate.people.telephones import WorkNumber, acting, numbers_in
from quorate.web.conferences.opening import Asked, OpenConference, read


def numbers_missing(found: OpenConference) -> dict[str, Any]:
    """Sentences about those whom letters name without a number of their own (as `documents.artefacts.ringing` finds
    them), and whether the reader keeps the list of people."""
    said = [
        f"{name} has no work number of their own. Letters give the number of the team, {ways.team}."
        if ways.number
        else f"{name} has no work number, and no team of theirs has one. Letters say whom to ring instead."
        for name, ways in _named(found)
        if not ways.own
    ]
    return {"says": said, "may_add": bool(said) and may(found.standing, "administer_users")}


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
    authority = Conference.objects.filter(pk=asked.conference.pk).values_list("authority_id", flat=True)
    return [
        User.objects.filter(pk__in=chairs.values("chair_id")).values_list("id", "display_name"),
        leads.order_by("id").values_list("case_id", "lead_practitioner", "lead_practitioner_id"),
        listed.order_by("name", "id").values_list("name", "user_id", "professional__work_telephone"),
        held.order_by("begins_on", "id").values_list("user_id", "user__display_name"),
        acting(authority, asked.today).filter(anybody),
    ]


def _named(found: OpenConference) -> Sequence[tuple[str, WorkNumber]]:
    """Name and number of the social workers and the chair, each once."""
    chairs, leads, listed, held, rows = read(_readings, found)
    ways = numbers_in(rows)
    posts = {name: WorkNumber(own=own) for name, _, own in listed if own}
    there = [(own_name(name), user) for name, user, _ in listed] or [(name, user) for user, name in held]
    is_led = {case for case, _, _ in leads} >= set(found.case_ids)
    people = [*((name, user) for _, name, user in leads), *([] if is_led else there)]
    people += [(name, user) for user, name in chairs]
    return [(name, ways.get(user) or posts.get(name) or WorkNumber()) for name, user in dict(people).items() if name]
