"""Who is on the list of a made-up conference: the family, the office, and the professionals who know the children."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from quorate.access.models import ProtectedCase
from quorate.conferences.models import Conference, Invitee
from quorate.demo.families.diary import Placed
from quorate.demo.families.record import Written
from quorate.demo.families.telling import Family, Sitting
from quorate.demo.staffing import Staffing
from quorate.people.models import Agency, Professional

POSTS = {"police_rep": 0, "health_visitor": 1, "gp": 2, "midwife": 3, "school_rep": 4, "head_teacher": 5}
"""Which of the agencies of the demonstration somebody of a role comes from."""
WHY = {
    "social_worker": "Works with the children.",
    "team_manager": "Answers for the team's work with the children.",
    "chair": "Chairs the conference.",
    "minute_taker": "Writes the record.",
    "police_rep": "Has what the police know of the family.",
    "health_visitor": "Sees the youngest child at home.",
    "gp": "Is the family's doctor.",
    "midwife": "Looks after the mother before the birth.",
    "school_rep": "Sees a child at school every day.",
    "head_teacher": "Sees a child at school every day.",
}


@dataclass(frozen=True)
class Posts:
    """The people of the agencies, in the order of the agencies, and the names of the staff."""

    professionals: list[Professional]
    names: Mapping[UUID, str]
    agencies: Mapping[str, str]

    def of(self, role: str) -> Professional:
        """Who comes for a role."""
        return self.professionals[POSTS[role]]


def posts_of(staffing: Staffing, agencies: Mapping[str, str]) -> Posts:
    """The posts of an authority as it was built; `agencies` are the pack's, by role."""
    order = {one.pk: number for number, one in enumerate(staffing.agencies)}
    many = Professional.objects.filter(agency__in=order).select_related("agency", "user")
    held = [one for holders in staffing.by_role.values() for one in holders]
    return Posts(
        professionals=sorted(many, key=lambda one: order[one.agency_id]),
        names={one.user_id: one.user.display_name for one in held},
        agencies=agencies,
    )


def invitees(
    family: Family, written: Written, sitting: Sitting, made: Conference, placed: list[Placed], posts: Posts,
    manager: UUID,
) -> list[Invitee]:  # fmt: skip
    """The list as it stands: asked, answered where it was held or is near, by what the story tells."""
    if "invite-list-supplied" not in _told(family, sitting):
        return []
    base: dict[str, Any] = {"case": made.case, "authority_id": made.authority_id, "conference": made}
    listed = _family(family, written, sitting, base)
    seats = [("social_worker", written.staff.worker), ("team_manager", manager)]
    if placed:
        seats += [("chair", placed[-1].chair), ("minute_taker", placed[-1].minute_taker)]
    listed += [
        Invitee(
            **base, kind="professional", user_id=user, name=posts.names[user], role=role, why=WHY[role],
            basis="seat", agency_code=posts.agencies.get(role, ""), to_invite=True,
            direct_contact=True if role == "social_worker" else None,
        )
        for role, user in seats
    ]  # fmt: skip
    listed += [_professional(role, posts, base) for role in _roles(family, sitting)]
    listed += _supporters(family, sitting, listed, base)
    _answers(listed, family, sitting, placed)
    return listed


def _family(family: Family, written: Written, sitting: Sitting, base: dict[str, Any]) -> list[Invitee]:
    excluded = {one.facts["parent"] for one in family.happenings
                if one.sitting is sitting and one.code == "exclusion-decided"}  # fmt: skip
    rows = [
        Invitee(
            **base, kind="parent", person_id=adult.person_id, name=f"{adult.given} {adult.family}", role="parent",
            to_invite=adult.key not in excluded, basis="always", why="the conference is about their child",
        )
        for adult in family.adults
        if adult.key in family.parent_keys
    ]  # fmt: skip
    for kid in family.kids:
        if kid.key in sitting.who and kid.key in family.old_enough:
            case: ProtectedCase = written.cases[kid.key]
            rows.append(
                Invitee(
                    **base, kind="child", person_id=kid.person_id, name=f"{kid.given} {kid.family}", role="child",
                    about=[case.id], to_invite=True, basis="age", why="is old enough to come if they want to",
                )
            )  # fmt: skip
    return rows


def _supporters(family: Family, sitting: Sitting, listed: list[Invitee], base: dict[str, Any]) -> list[Invitee]:
    parents = {str(one.person_id): one for one in listed if one.kind == "parent"}
    known = {adult.key: str(adult.person_id) for adult in family.adults}
    named = [one for one in family.happenings if one.sitting is sitting and one.code == "supporter-named"]
    return [
        Invitee(
            **base, kind="supporter", name=f"{given} {family.naming.other_family}", role=one.facts["kind"],
            supporter_of=parents[known[one.facts["for"]]], supporter_kind=one.facts["kind"], named_on=one.day,
            to_invite=True, basis="named", why="comes to help",
        )
        for one, given in zip(named, ("Robin", "Alex", "Sam"), strict=False)
        if known[one.facts["for"]] in parents
    ]  # fmt: skip


def _professional(role: str, posts: Posts, base: dict[str, Any]) -> Invitee:
    post = posts.of(role)
    agency: Agency = post.agency
    return Invitee(
        **base, kind="professional", professional=post, user=post.user, agency=agency, name=post.full_name, role=role,
        agency_code=posts.agencies.get(role, ""), to_invite=True, basis="always", why=WHY[role],
        direct_contact=role != "police_rep",
    )  # fmt: skip


def _roles(family: Family, sitting: Sitting) -> list[str]:
    """Who knows children of these ages; whoever was there by the story among them."""
    ages = [_age(kid.born, family.days.today) if kid.born else -1 for kid in family.kids if kid.key in sitting.who]
    roles = ["police_rep", "health_visitor", "school_rep"]
    roles += ["midwife"] if min(ages) < 0 else ["gp"]
    roles += ["head_teacher"] if max(ages) >= 11 else []
    return roles


def _answers(listed: list[Invitee], family: Family, sitting: Sitting, placed: list[Placed]) -> None:
    told = {one.code: one for one in family.happenings if one.sitting is sitting}
    if "invitations-sent" not in told:
        return
    sent = told["invitations-sent"].day
    came = {one.facts["who"] for one in family.happenings if one.sitting is sitting and one.code == "attended"}
    assert sitting.starts_at is not None
    near = sitting.starts_at.date() <= family.days.work_ahead(3)
    for one in listed:
        if one.role in ("chair", "minute_taker", "team_manager") or one.to_invite is False:
            continue
        one.invited_on, one.invited_how = sent, "letter" if one.is_family else "secure e-mail"
        if not near:
            continue
        one.answered_on = min(family.days.after(sent, 2), family.days.today)
        one.answer = "yes" if not came or one.is_family or one.role in came else "no"
        one.answer_words = "" if one.answer == "yes" else "Sends apologies and a report."
        one.mode = "in_person" if one.answer == "yes" else ""


def _told(family: Family, sitting: Sitting) -> set[str]:
    return {one.code for one in family.happenings if one.sitting is sitting}


def _age(born: date, on: date) -> int:
    return (on - born).days // 365
