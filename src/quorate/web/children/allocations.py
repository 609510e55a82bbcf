"""Handing a child on: whoever works with it now stops on a day, with a reason, and somebody else takes over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from quorate.access.models import Grant
from quorate.access.permissions import NoSuchRecord, may, require
from quorate.access.roles import ROLES
from quorate.cases.models import Child, Relative
from quorate.cases.services.allocating import hand_on
from quorate.cases.services.founding import Holder
from quorate.people.models import Team
from quorate.web.accounts.posted import posted
from quorate.web.children.changing import fill_in
from quorate.web.children.forms import HandOnForm
from quorate.web.children.opening import Opened, opened
from quorate.web.children.people import name_of
from quorate.web.packs import today
from quorate.web.permissions import needs

NOBODY = "nobody"
_EXPLAINS = (
    "Whoever takes over sees the record and the child’s conferences at once, has the place on their lists and in the "
    "core group, and is told the dates. What was written stays with the child. A letter is prepared for whoever was "
    "invited and need not come any more."
)


@needs("grant_access")
@require_http_methods(["GET", "POST"])
def child_allocation_end(request: HttpRequest, ref: str, key: UUID) -> HttpResponse:
    """End that somebody works with the child, and say who takes over."""
    from quorate.web.children.allocating import holders

    found = opened(request, ref, "form")
    if "grant_access" not in found.can:
        require(found.standing, "grant_access", found.case)
    grant, day = _grant_of(found, key), today()
    teams, people = holders(found.standing, on=day)
    mine = f"team:{grant.team_id}" if grant.team_id else f"user:{grant.user_id}"
    others = _beside(found, grant)
    form = HandOnForm(
        posted(request), initial={"last_day": day},
        holders=[(name, [one for one in rows.items() if one[0] != mine]) for name, rows in _groups(teams, people)],
        children=[(str(one.case_id), name_of(child)) for one, child in others],
    )  # fmt: skip

    def do(said: Mapping[str, Any]) -> None:
        also = [one for one, _ in others if str(one.case_id) in said.get("also", ())]
        hand_on(
            grants=[grant, *also], last_day=said["last_day"], why=said["why"], on=day, by=found.standing,
            to=_holder(said["holder"], grant.as_role, said["why"]),
        )  # fmt: skip

    role = ROLES[grant.as_role].title if grant.as_role in ROLES else grant.as_role
    return fill_in(
        request, form, do, title="Hand on or end", then=reverse("child", args=[found.ref]), found=found,
        button="Hand on or end",
        explains=f"{_name(grant)}, {role.lower()}, works with the child now. {_EXPLAINS}",
    )  # fmt: skip


def _groups(teams: dict[str, str], people: dict[str, str]) -> list[tuple[str, dict[str, str]]]:
    return [("Teams", teams), ("People", people)]


def _grant_of(found: Opened, key: UUID) -> Grant:
    """The allocation of this child that has not ended. Raises NoSuchRecord."""
    rows = Grant.objects.select_related("case", "user").filter(pk=key, case_id=found.case.pk)
    grant = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today())).first()
    if grant is None:
        raise NoSuchRecord
    return grant


def _beside(found: Opened, grant: Grant) -> Sequence[tuple[Grant, Child]]:
    """The brothers and sisters whom the same holder has in the same role, as far as the reader may give them on."""
    around = Relative.objects.filter(case_id=found.case.pk, removed_on__isnull=True).values("person_id")
    children = Child.objects.select_related("case").filter(person_id__in=around).exclude(case_id=found.case.pk)
    by_case = {one.case_id: one for one in children if may(found.standing, "grant_access", one.case)}
    holder: dict[str, Any] = {"user_id": grant.user_id, "team_id": grant.team_id, "as_role": grant.as_role}
    held = Grant.objects.select_related("case").filter(
        case_id__in=by_case, ends_on__isnull=True, begins_on__lte=today(), **holder
    )
    return [(one, by_case[one.case_id]) for one in held.order_by("case_id")]


def _holder(chosen: str, role: str, why: str) -> Holder | None:
    if chosen == NOBODY:
        return None
    what, _, key = chosen.partition(":")
    return Holder(
        role, user_id=UUID(key) if what == "user" else None, team_id=UUID(key) if what == "team" else None, why=why
    )


def _name(grant: Grant) -> str:
    if grant.user is not None:
        return grant.user.display_name
    team = None if grant.team_id is None else Team.objects.filter(pk=grant.team_id).first()
    return "A team" if team is None else team.name


urlpatterns = [
    path("children/<ref:ref>/allocate/<uuid:key>/end/", child_allocation_end, name="child_allocation_end"),
]
