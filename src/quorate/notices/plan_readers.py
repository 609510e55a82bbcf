"""Who gets the plan: whom the procedure names; where that is the core group, those who belong to it and nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from uuid import UUID

from quorate.conferences.editions import pack_of
from quorate.conferences.models import Conference, ConferenceChild, Invitee, InviteeKind
from quorate.plans.models import CoreGroupMember
from quorate.plans.models.content import PlanContent
from quorate.plans.queries.standing import that_came_to_nothing
from quorate.procedure.pack import Pack

PLAN: Final = "plan"
"""The code of the paper."""

_CORE_GROUP: Final = "core_group_member"
_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "parent": InviteeKind.PARENT, "child": InviteeKind.CHILD, "family_member": InviteeKind.FAMILY,
        "professionals": InviteeKind.PROFESSIONAL,
    }
)  # fmt: skip
_ALWAYS: Final = frozenset({InviteeKind.PARENT, InviteeKind.CHILD})


@dataclass(frozen=True, slots=True)
class PlanReaders:
    """To whom the pack gives the plan, and who belongs to the core groups of the conference's children.

    `is_group_named`: each child for whom a plan was written has a core group. Where one has none (a child in need
    plan) the professionals of the list carry it out, and it goes to them.
    """

    kinds: frozenset[str]
    is_to_group: bool
    is_group_named: bool
    members: tuple[CoreGroupMember, ...]

    def are(self, one: Invitee) -> bool:
        """Whether this person of the list gets the plan."""
        if one.kind in _ALWAYS:
            return one.kind in self.kinds
        if self.is_to_group and self.cases_of(one):
            return True
        if one.to_invite is not True:
            return False
        is_carried_out_by_all = one.kind == InviteeKind.PROFESSIONAL and self.is_to_group and not self.is_group_named
        return one.kind in self.kinds or is_carried_out_by_all

    def cases_of(self, one: Invitee) -> set[UUID]:
        """The children (their cases) to whose core group somebody belongs."""
        return {case for member in self.members if is_member(member, one) for case in member.children}


def plan_readers(conference: Conference) -> PlanReaders:
    """Who gets the plan of a conference, by its edition of the procedure."""
    to = _given_to(pack_of(conference))
    children = ConferenceChild.objects.filter(conference=conference).values_list("child_case_id", flat=True)
    members = CoreGroupMember.objects.filter(children__overlap=list(children), until__isnull=True)
    written = PlanContent.objects.filter(~that_came_to_nothing(), conference=conference).exclude(state="replaced")
    return PlanReaders(
        kinds=frozenset(_KINDS[role] for role in to & _KINDS.keys()),
        is_to_group=_CORE_GROUP in to,
        is_group_named=set(written.values_list("case_id", flat=True)) <= _cases(members),
        members=tuple(members),
    )


def is_to_group(pack: Pack) -> bool:
    """Whether a procedure gives the plan to the core group."""
    return _CORE_GROUP in _given_to(pack)


def is_member(member: CoreGroupMember, one: Invitee) -> bool:
    """Whether a member of the core group is this person of the list."""
    pairs = ((member.invitee_id, one.pk), (member.person_id, one.person_id), (member.user_id, one.user_id))
    return any(said is not None and said == theirs for said, theirs in pairs)


def _given_to(pack: Pack) -> set[str]:
    return {role for paper in pack.data["outgoing"] if paper["code"] == PLAN for role in paper["to"]}


def _cases(members: Iterable[CoreGroupMember]) -> set[UUID]:
    return {case for one in members for case in one.children}
