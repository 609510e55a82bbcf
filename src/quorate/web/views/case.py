"""A case by its reference: what it is, and who has looked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from quorate.web.pages import page
from quorate.web.permissions import needs

if TYPE_CHECKING:
    from quorate.audit.models import AuditEntry

MOST_LOOKS = 50
_UNNAMED = "Somebody whose name is no longer kept"
_LOOKS = {
    "case.read": "Opened it",
    "case.listed": "Saw it in a list",
    "contact.revealed": "Saw a protected contact",
    "export.made": "Took out a copy",
}


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a case, in words."""

    at: datetime
    who: str
    role: str
    what: str


@needs("see_case")
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """The case's bar and the last looks at it; a child's case and a conference lead to pages of their own.

    A case that one may not see is not there (404, the same for all).
    """
    from quorate.access import queries
    from quorate.access.models import CaseKind
    from quorate.access.permissions import may, require
    from quorate.audit.queries import looks_at
    from quorate.audit.services import record
    from quorate.cases.models import Child
    from quorate.conferences.models import Conference

    standing = request.standing  # type: ignore[attr-defined]  # set by access.middleware
    found = queries.case_by_ref(standing, ref)
    require(standing, "see_case", found)
    if Child.objects.filter(case_id=found.pk).exists():
        return redirect("child", ref=ref)
    if found.kind == CaseKind.CONFERENCE and Conference.objects.filter(pk=found.pk).exists():
        return redirect("conference", ref=ref)
    record(action="case.read", subject_kind=found.kind, subject_id=found.pk, case_id=found.pk, facts={"part": "record"})
    sees_looks = may(standing, "look_at_access_log", found)
    looks = looks_in_words(looks_at(found.pk, last=MOST_LOOKS)) if sees_looks else []
    return page(
        request, "case.html", title="Case record", place="children", case=found, looks=looks, sees_looks=sees_looks
    )


def looks_in_words(entries: Sequence[AuditEntry]) -> list[Look]:
    """The looks with the names of the people; one query for all names."""
    from quorate.access.roles import ROLES
    from quorate.people.models import User

    names = dict(User.objects.filter(pk__in={one.actor_id for one in entries}).values_list("pk", "display_name"))
    return [
        Look(
            one.at,
            _UNNAMED if one.actor_id is None else names.get(one.actor_id, _UNNAMED),
            ROLES[one.role].title if one.role in ROLES else one.role.replace("_", " "),
            _LOOKS.get(one.action_id, one.action_id),
        )
        for one in entries
    ]


def looks_of(rows: Sequence[Mapping[str, Any]]) -> list[Look]:
    """The same from entries that were fetched with their record."""
    from quorate.access.roles import ROLES

    return [
        Look(
            datetime.fromisoformat(one["at"]),
            one["name"] or _UNNAMED,
            ROLES[one["role"]].title if one["role"] in ROLES else one["role"].replace("_", " "),
            _LOOKS.get(one["action"], one["action"]),
        )
        for one in rows
    ]
