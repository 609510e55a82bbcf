"""Writing one row of agencies: the agency, and the ways to reach it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from quorate.access.standing import Standing
from quorate.people.lists.checking import Entry
from quorate.people.lists.faults import Wrong
from quorate.people.lists.values import folded
from quorate.people.models import Agency, Authority, ContactKind, ContactPoint
from quorate.people.partners import (
    add_agency,
    add_contact_point,
    change_agency,
    change_contact_point,
    confirm_contact_point,
)

CONFIRM_AFTER: Final = timedelta(days=180)
"""When a way to reach an agency is to be confirmed again, where the list says nothing."""
_WAYS: Final = {
    "secure_email": ContactKind.SECURE_EMAIL,
    "telephone": ContactKind.TELEPHONE,
    "post": ContactKind.POST,
}


def writer(authority: Authority, today: date, by: Standing) -> Callable[[Entry], str]:
    """A function that writes one row and says what became of it; what there is already is read once."""
    known = {folded(one.name): one for one in Agency.objects.filter(authority=authority)}
    points: dict[Any, list[ContactPoint]] = {}
    for point in ContactPoint.objects.filter(agency__authority=authority).select_related("agency"):
        points.setdefault(point.agency_id, []).append(point)

    def write(entry: Entry) -> str:
        said = entry.values
        agency = known.get(folded(said["name"]))
        if agency is None:
            agency = add_agency(authority=authority, name=said["name"], kind=said["kind"], by=by)
            known[folded(agency.name)] = agency
            _reach(agency, said, [], today, by)
            return "added"
        if not agency.is_open:
            raise Wrong("agency-closed", "This agency was closed here.", "Take the row out, or open a new agency.")
        is_new = agency.kind != said["kind"]
        if is_new:
            change_agency(agency=agency, name=agency.name, kind=said["kind"], by=by)
        is_new |= _reach(agency, said, points.get(agency.id, []), today, by)
        return "changed" if is_new else "unchanged"

    return write


def _reach(agency: Agency, said: Any, held: list[ContactPoint], today: date, by: Standing) -> bool:
    """Adds ways that are new, brings owners and dates up to date; never closes one that the list leaves out."""
    is_new = False
    for code, kind in _WAYS.items():
        if code not in said:
            continue
        point = next((one for one in held if one.kind == kind and folded(one.value) == folded(said[code])), None)
        if point is None:
            review_on = said.get("review_on", today + CONFIRM_AFTER)
            add_contact_point(
                agency=agency, kind=kind, value=said[code], owner=said["owner"], review_on=review_on, by=by
            )
            is_new = True
            continue
        if not point.is_open:
            raise Wrong("way-closed", "This way to reach them was taken out of use.", "Ask the agency for another.")
        if point.owner != said["owner"]:
            change_contact_point(contact_point=point, value=point.value, owner=said["owner"], by=by)
            is_new = True
        if "review_on" in said and point.review_on != said["review_on"]:
            confirm_contact_point(contact_point=point, review_on=said["review_on"], by=by)
            is_new = True
    return is_new
