"""Building the made-up world, by the same services as the pages."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from quorate.access.standing import OPERATOR
from quorate.audit.services import record
from quorate.demo.families.building import build_families
from quorate.demo.people import made_up_names
from quorate.demo.places import AUTHORITIES, NAMES_AN_AUTHORITY
from quorate.demo.staffing import Staffing
from quorate.people.models import Authority
from quorate.people.services import add_authority

# Memberships of the made-up world began this long before its "today".
AGE = timedelta(days=400)


def build_world(*, today: date) -> int:
    """Build what is missing of the made-up world as it stands on `today`; returns how many authorities were added.

    Each authority is one transaction: a build that is stopped is simply run again. An authority that is there is left
    as it is, so nothing is ever made twice and nothing that somebody tried out is undone.
    """
    built = 0
    for place, made_up in enumerate(AUTHORITIES):
        if Authority.objects.filter(pack=made_up.pack).exists():
            continue
        _build(place, today)
        built += 1
    return built


@transaction.atomic
def _build(place: int, today: date) -> None:
    made_up = AUTHORITIES[place]
    authority = add_authority(name=made_up.name, pack=made_up.pack, by=OPERATOR)
    names = made_up_names()
    for _ in range(place * NAMES_AN_AUTHORITY):
        next(names)
    staffing = Staffing(authority=authority, made_up=made_up, names=names, began_on=today - AGE, today=today)
    staffing.build()
    build_families(staffing, place=place, today=today)
    record(
        action="system.demo-built",
        subject_kind="authority",
        subject_id=authority.pk,
        authority_id=authority.pk,
        facts={"today": today},
    )
