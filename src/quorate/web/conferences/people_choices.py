"""What the forms about people offer: roles of the procedure, the children, people of the lists."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from quorate.access.permissions import NoSuchRecord
from quorate.conferences.models import Invitee
from quorate.conferences.queries.people import invitees_of
from quorate.people.models import Professional
from quorate.people.queries import professionals_of
from quorate.web.conferences.opening import OpenConference
from quorate.web.wording import capitalize_first

Choices = list[tuple[str, str]]
_MOST = 20


def role_choices(found: OpenConference, *besides: str) -> Choices:
    """The roles of agencies that the procedure knows, by what it calls them; at first none is chosen.

    Where it calls two roles the same, the other one says what it is besides: "Social worker (lead practitioner)".
    """
    roles = dict.fromkeys([*found.pack.rules.role_agency, "professional", *besides])
    called: dict[str, list[str]] = {}
    for role in roles:
        called.setdefault(capitalize_first(found.word(role)), []).append(role)
    told = [(role, _told_apart(words, role, same)) for words, same in called.items() for role in same]
    return [("", "Choose a role"), *sorted(told, key=lambda one: one[1])]


def _told_apart(words: str, role: str, same: list[str]) -> str:
    plain = role.replace("_", " ")
    return words if len(same) == 1 or plain == words.lower() else f"{words} ({plain})"


def children_choices(found: OpenConference) -> Choices:
    """The children of the conference; nothing to choose where there is one."""
    return [(str(one.case_id), one.name) for one in found.children] if len(found.children) > 1 else []


def professionals_like(found: OpenConference, words: str, key: Any = None) -> list[Professional]:
    """Professionals of the lists whose name, job or agency has all these words; or the one with this id.

    Raises NoSuchRecord where there is no such one.
    """
    held = professionals_of(found.standing, found.today)
    if key is not None:
        one = held.filter(pk=key).first()
        if one is None:
            raise NoSuchRecord
        return [one]
    asked = [word for word in words.split() if len(word) > 1]
    if not asked:
        return []
    for word in asked:
        held = held.filter(
            Q(full_name__icontains=word) | Q(job_title__icontains=word) | Q(agency__name__icontains=word)
        )
    return list(held.order_by("full_name")[:_MOST])


def of_family(found: OpenConference, rows: list[Invitee] | None = None) -> list[Invitee]:
    """The family on the list, without those who only come with somebody."""
    listed = invitees_of(found.conference) if rows is None else rows
    return [one for one in listed if one.is_family and not one.is_helper and one.person_id is not None]
