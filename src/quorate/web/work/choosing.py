"""Whose work is shown, and what it is narrowed to: asked for in the address, remembered in the session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from quorate.access.refs import looks_like_ref
from quorate.access.roles import ROLES
from quorate.access.standing import NOBODY, Standing
from quorate.cases.worklist import Asked, Whose
from quorate.people.models import Team, User

_KEPT = "work_list"
WHOSE: Mapping[Whose, str] = {"mine": "Mine", "team": "My team", "all": "All I may see"}


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose work, and the references of one team and one person that it is narrowed to ("" for all)."""

    whose: Whose = "mine"
    team: str = ""
    person: str = ""


def choice_of(request: HttpRequest, standing: Standing) -> Choice:
    """What the address asks for, else what was last asked for; a new choice is remembered for the session."""
    kept = request.session.get(_KEPT) or {}
    said = {key: request.GET.get(key, kept.get(key, "")) for key in ("whose", "team", "person")}
    narrows = may_narrow(standing)
    choice = Choice(
        whose=said["whose"] if said["whose"] in WHOSE else "mine",
        team=said["team"] if narrows and looks_like_ref(said["team"]) else "",
        person=said["person"] if narrows and looks_like_ref(said["person"]) else "",
    )
    now = {"whose": choice.whose, "team": choice.team, "person": choice.person}
    if now != kept and (kept or choice != Choice()):
        request.session[_KEPT] = now
    return choice


def sees_holders(standing: Standing) -> bool:
    """Whether the role sees who works on a case (`access_grant` is shown to nobody else)."""
    return bool({"grant_access", "look_at_access_log"} & set(ROLES[standing.role].does))


def may_narrow(standing: Standing) -> bool:
    """Whether the lists of teams and people are of use to the role: it answers for the work of others."""
    return "grant_access" in ROLES[standing.role].does


def asked_of(choice: Choice, standing: Standing) -> tuple[Asked, list[str]]:
    """The work that a choice asks for, and the names of the team and person that it is narrowed to.

    A reference that nobody has, or of another authority, narrows to nothing.
    """
    team_id, person_id, words = None, None, []
    if choice.team:
        team = Team.objects.filter(authority_id=standing.authority_id, ref=choice.team).first()
        team_id = team.pk if team else NOBODY
        words.append(team.name if team else "a team that is not here")
    if choice.person:
        held = User.objects.filter(ref=choice.person, memberships__authority_id=standing.authority_id).first()
        person_id = held.pk if held else NOBODY
        words.append(held.display_name if held else "somebody who is not here")
    return Asked(choice.whose, team_id, person_id), words
