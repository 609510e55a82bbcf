"""Who belongs to the core group and has no copy of the plan although it has gone: that waits for somebody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from quorate.access.gathering import together
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Conference, Invitee
from quorate.notices.models import Message
from quorate.notices.plan_readers import PLAN, is_member, is_to_group
from quorate.plans.models import CoreGroupMember
from quorate.release.models import Release, ReleaseState


@dataclass(frozen=True, slots=True)
class WithoutPlan:
    """Somebody of the core group to whom no copy goes. `is_listed`: on the list of people, so that a plan that is
    prepared again has a copy for them."""

    name: str
    role: str
    is_lead: bool
    is_listed: bool


def without_plan(
    conference: Conference, cases: Iterable[UUID], releases: Iterable[Release], messages: Iterable[Message]
) -> list[WithoutPlan]:
    """Those who belong to the core groups of a conference's children (`cases`) and were in no plan that has been let
    out, as the reader sees its papers and messages; whoever leads first.

    Nobody where the procedure does not give the plan to the core group; before one was let out those alone who are not
    on the list of people and would have none.
    """
    if not is_to_group(pack_of(conference)):
        return []
    out = {one.pk for one in releases if one.code == PLAN and one.state == ReleaseState.RELEASED}
    have = {one.recipient for one in messages if one.release_id in out and one.state not in ("held", "failed")}
    named = CoreGroupMember.objects.filter(children__overlap=list(cases), until__isnull=True)
    members, listed = together(named, Invitee.objects.filter(conference=conference, removed_on__isnull=True))
    found: dict[str, WithoutPlan] = {}
    for member in members:
        theirs = [one.pk for one in listed if is_member(member, one)]
        if not theirs or (out and have.isdisjoint(theirs)):
            found.setdefault(_key(member), WithoutPlan(member.name, member.role, member.is_lead, bool(theirs)))
    return sorted(found.values(), key=lambda one: (not one.is_lead, one.name))


def _key(member: CoreGroupMember) -> str:
    """One line for each human, in however many children's groups they are."""
    return str(member.user_id or member.person_id or member.invitee_id or member.name)
