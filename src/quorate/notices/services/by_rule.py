"""Notices to staff that nobody writes: when and where it is held, or that one is to be booked. They name nobody."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from quorate.access.models import Grant
from quorate.access.standing import Standing
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Booking, Conference
from quorate.notices.addresses import OFFICE
from quorate.notices.routing import office_for
from quorate.notices.services.letting_out import release_and_queue
from quorate.notices.services.preparing import TITLES, protected_from
from quorate.notices.staff import shut_out, there_on
from quorate.people.models import User
from quorate.release.artefacts import Recipient
from quorate.release.models import Release
from quorate.release.protecting import finding, protected_words
from quorate.release.services import Made, keep

CONFIRMATION = "booking-confirmation"
"""The code by which a pack says that bookings are confirmed, and to which roles."""


@transaction.atomic
def confirm_date(*, conference: Conference, by: Standing, at: datetime) -> Release | None:
    """Confirms a booking by e-mail to the roles that the pack names; None where it names none or nobody has them."""
    pack = pack_of(conference)
    said = next((one for one in pack.data.get("outgoing") or () if one["code"] == CONFIRMATION), None)
    if said is None:
        return None
    return confirm_date_to(
        conference=conference, users=_holders(conference, said["to"], timezone.localtime(at).date()), by=by, at=at
    )


@transaction.atomic
def confirm_date_to(*, conference: Conference, users: Collection[UUID], by: Standing, at: datetime) -> Release | None:
    """The same to these people, whatever the pack says: somebody who has just taken over has to know the date."""
    pack = pack_of(conference)
    booking = Booking.objects.filter(conference=conference, live=True).select_related("room__venue").first()
    if booking is None:
        return None
    people = _who_may_know(conference, users, timezone.localtime(at).date())
    office = office_for(pack, "date-confirmed")
    place = booking.room or booking.place_words or "see the list"
    words = _CONFIRMED.format(
        reference=conference.reference, when=_when(booking), place=place,
        office=office.name or pack.data["title"], email=office.email,
    )  # fmt: skip
    return _sent(conference, "date-confirmed", people, words, by=by, at=at, subject=booking.pk)


@transaction.atomic
def ask_for_booking(*, conference: Conference, by: Standing, at: datetime) -> Release | None:
    """Tells the office that books that a conference has been agreed; None where the pack names no mailbox for it."""
    pack = pack_of(conference)
    office = office_for(pack, "booking-asked")
    if not office.email:
        return None
    to = Recipient(key=str(uuid5(conference.pk, "booking office")), kind=OFFICE, name=office.name)
    return _sent(
        conference, "booking-asked", [to], _ASKED.format(reference=conference.reference), by=by, at=at
    )  # fmt: skip


_CONFIRMED = """The conference {reference} is booked.

When: {when}
Where: {place}

Please answer to {office} {email}
"""
_ASKED = """The conference {reference} has been agreed. Please book a room, a chair and a minute-taker.
"""


def _when(booking: Booking) -> str:
    starts = timezone.localtime(booking.starts_at)
    return f"{starts:%A} {starts.day} {starts:%B %Y}, {starts:%H:%M}"


def _holders(conference: Conference, roles: Sequence[str], on: date) -> set[UUID]:
    """Whoever works on the conference in these roles today."""
    held = Grant.objects.filter(case=conference.case_id, as_role__in=list(roles), begins_on__lte=on)
    return {one.user_id for one in held if one.user_id and (one.ends_on is None or one.ends_on >= on)}


def _who_may_know(conference: Conference, asked: Collection[UUID], on: date) -> list[Recipient]:
    """Those of these people who work here and to whom the conference is not shut."""
    users = set(asked)
    users = there_on(conference.authority_id, users, on) - shut_out(conference.pk, users)
    return [
        Recipient(key=str(user.pk), kind="professional", name=user.display_name, user_id=user.pk)
        for user in User.objects.filter(pk__in=users).order_by("display_name", "pk")
    ]


def _sent(
    conference: Conference,
    code: str,
    people: Sequence[Recipient],
    words: str,
    *,
    by: Standing,
    at: datetime,
    subject: UUID | None = None,
) -> Release | None:
    if not people:
        return None
    content, protected = words.encode(), protected_words(conference.pk)
    made = [Made(one, content, media_type="text/plain") for one in people]
    found = "; ".join(finding([("", content)], protected_from(one, protected, ())) for one in people).strip("; ")
    release = keep(
        conference=conference, code=code, title=TITLES[code], made=made, by=by, at=at, finding=found, subject=subject
    )  # fmt: skip
    return release if found else release_and_queue(release=release, by=by, at=at)
