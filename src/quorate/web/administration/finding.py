"""Finding one record of one's own authority by its reference. Another authority's record is not there."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from quorate.access.standing import Standing
from quorate.people.models import Authority, Membership

Record = TypeVar("Record", bound=Model)


def standing_of(request: HttpRequest) -> Standing:
    """The standing of the person at the page; the page's permission has made sure that there is one."""
    found = getattr(request, "standing", None)
    if not isinstance(found, Standing):
        raise Http404
    return found


def one_of(records: QuerySet[Record], ref: str) -> Record:
    """The record with this reference among those one may see; raises `Http404` (the same whether or not it exists)."""
    found = records.filter(ref=ref).first()
    if found is None:
        raise Http404
    return found


def own_authority(by: Standing) -> Authority:
    """The authority one acts for."""
    return Authority.objects.get(pk=by.authority_id)


def memberships_in(by: Standing) -> QuerySet[Membership]:
    """All memberships of one's authority, also those that are over or still to come."""
    return Membership.objects.filter(authority_id=by.authority_id).select_related("user", "agency", "team")
