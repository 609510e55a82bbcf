"""Where a message goes: a way that the person has confirmed and that is safe today, or an agency's address in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from quorate.access.standing import Standing
from quorate.cases.models import ContactWay
from quorate.cases.services.contact_ways import reveal_contact_way
from quorate.conferences.editions import pack_of
from quorate.conferences.models import ConferenceChild, Invitee
from quorate.notices.mailboxes import spoiled_ways
from quorate.notices.models import Channel, Message, MessageState
from quorate.notices.routing import office_for
from quorate.notices.staff import there_on
from quorate.people.models import ContactPoint, User
from quorate.release.models import StoredRendition

OFFICE: Final = "office"
"""The kind of recipient that is an office of the pack, and nobody in person."""
_FAMILY: Final = ("parent", "child", "family")


@dataclass(frozen=True, slots=True)
class Way:
    """By what something goes to a recipient, and the row in which the address stands. By hand where there is none."""

    channel: str
    row: UUID | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """An address in the clear, for the moment of sending."""

    words: str = field(repr=False)


def way_to(rendition: StoredRendition, on: date) -> Way:
    """The best way on a day: e-mail before post, both only where they may be used; else somebody hands it over."""
    if rendition.kind in _FAMILY:
        return _family_way(rendition, on)
    if rendition.kind == OFFICE:
        return Way(Channel.EMAIL) if _office_email(rendition) else Way(Channel.HAND)
    if rendition.user_id is not None:
        return Way(Channel.EMAIL, rendition.user_id) if _still_has_the_post(rendition, on) else Way(Channel.HAND)
    if rendition.kind == "professional" and rendition.agency_id is not None:
        points = ContactPoint.objects.filter(
            agency_id=rendition.agency_id, agency__is_open=True, kind="secure_email", is_open=True, review_on__gt=on
        )
        row = points.order_by("pk").values_list("pk", flat=True).first()
        return Way(Channel.EMAIL, row) if row else Way(Channel.HAND)
    return Way(Channel.HAND)


def _still_has_the_post(rendition: StoredRendition, on: date) -> bool:
    """Whether somebody who signs in is still here, and for the agency for which it was written: it may be named on it.

    Whoever has gone to another agency has the same account and the same mailbox.
    """
    if rendition.user_id is None:
        return False
    ended = Invitee.objects.filter(pk=rendition.recipient, professional__ends_on__lt=on)
    is_there = there_on(rendition.authority_id, [rendition.user_id], on, rendition.agency_id)
    return bool(is_there) and not ended.exists()


def way_to_carrier(user_id: UUID | None) -> Way:
    """The way to whoever brings a paper to its reader."""
    return Way(Channel.EMAIL, user_id) if user_id is not None else Way(Channel.HAND)


def _family_way(rendition: StoredRendition, on: date) -> Way:
    cases = ConferenceChild.objects.filter(conference_id=rendition.release.conference_id).values("child_case_id")
    ways = ContactWay.objects.filter(
        case_id__in=cases, person_id=rendition.person_id, kind__in=("email", "post"), ended_on__isnull=True
    )
    safe = sorted((way for way in ways if way.is_safe_on(on)), key=lambda way: (way.kind, str(way.pk)))
    spoiled = spoiled_ways(rendition, on) if safe else set()
    return next((Way(way.kind, way.pk) for way in safe if way.pk not in spoiled), Way(Channel.HAND))


def is_valid(rendition: StoredRendition, row: UUID | None, on: date) -> bool:
    """Whether the address chosen when it was let out may still be used: any other one waits for somebody to look."""
    if rendition.kind == OFFICE:
        return bool(_office_email(rendition))
    if row is None or rendition.kind not in _FAMILY:
        return row is not None and way_to(rendition, on) == Way(Channel.EMAIL, row)
    way = ContactWay.objects.filter(pk=row).first()
    return _is_theirs(way, rendition.person_id, on) and row not in spoiled_ways(rendition, on)


def _is_theirs(way: ContactWay | None, person_id: UUID | None, on: date) -> bool:
    """Whether a way is still this person's, and may be used by what stands in its own record."""
    if way is None or way.person_id != person_id or not way.is_safe_on(on):
        return False
    # "Nothing is sent there from now on" is said of the very day.
    return way.ended_on is None or on < way.ended_on


def given_up(messages: Iterable[Message], on: date) -> set[UUID]:
    """Of what waits to be posted, by its key, that whose address has been given up or called unsafe since.

    One reading for all. What other records say of the same address is asked of each by itself (`address_stands`).
    """
    waiting = [one for one in messages if one.state == MessageState.WAITING and one.channel == Channel.POST]
    if not waiting:
        return set()
    ways = ContactWay.objects.in_bulk([one.address_row for one in waiting if one.address_row is not None])
    return {
        one.pk
        for one in waiting
        if one.address_row is None or not _is_theirs(ways.get(one.address_row), one.person_id, on)
    }


def address_stands(message: Message, on: date) -> bool:
    """Whether what somebody is to post may still go where it was to go: what is not posted has no address.

    Asked when a letter is opened to be posted, and again when somebody says that they posted it.
    """
    if message.channel != Channel.POST or message.rendition_id is None:
        return message.channel != Channel.POST
    one = StoredRendition.objects.select_related("release").defer("content", "enclosed").filter(pk=message.rendition_id)
    found = one.first()
    return found is not None and is_valid(found, message.address_row, on)


def words_of(rendition: StoredRendition, row: UUID | None, by: Standing) -> Address:
    """The e-mail address, read for this sending; for the family the trail says so. Raises LookupError without one."""
    if rendition.kind == OFFICE:
        return Address(_office_email(rendition))
    if row is None:
        raise LookupError("There is no address to which this could go.")
    if rendition.kind in _FAMILY:
        # Whoever lets papers out may hold the conference alone: the child's own case is not asked for.
        way, through = ContactWay.objects.get(pk=row), rendition.release.conference.case
        return Address(reveal_contact_way(way=way, reason_code="send_papers", by=by, through=through))
    if rendition.user_id is not None:
        return Address(User.objects.values_list("email", flat=True).get(pk=row))
    return Address(ContactPoint.objects.values_list("value", flat=True).get(pk=row))


def _office_email(rendition: StoredRendition) -> str:
    return office_for(pack_of(rendition.release.conference), rendition.release.code).email
