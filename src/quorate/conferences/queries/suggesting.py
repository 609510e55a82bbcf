"""Whom the procedure asks for at a conference, by name where we know them: suggestions to take or to leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from quorate.access.models import Grant
from quorate.access.standing import Standing
from quorate.cases.fact_checks import LONDON
from quorate.cases.models import Child, Relative
from quorate.conferences.models import Conference, Invitee, InviteeKind
from quorate.conferences.queries.finding import SubjectChild, children_of
from quorate.conferences.standing import NothingToldYet, position_of_conference

_MOTHERS: Final = ("mother", "adoptive_mother")
_PARENTS: Final = ("mother", "father", "adoptive_mother", "adoptive_father")
# Those of our own who hold the children's cases stand for these roles of the procedure.
_OURS: Final = ("social_worker", "team_manager")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One person or post to invite. `invite` is "yes" or "consider"; `why` and `source` are the rule's.

    `name` is "" where the rule names a post and nobody has been found for it. `about` are the children's cases whom it
    is for; empty means all. `listed` is the entry on the list, where there is one; `code` is the pack's, "relative"
    for somebody of the family whom no rule names.
    """

    code: str
    kind: str
    role: str
    word: str
    invite: str
    basis: str
    why: str
    source: tuple[str, ...]
    agency_code: str = ""
    name: str = ""
    person_id: UUID | None = None
    user_id: UUID | None = None
    relation: str = ""
    about: tuple[UUID, ...] = ()
    listed: Invitee | None = None
    kept_out: bool = False


@dataclass(slots=True)
class _Known:
    """What is known of the people of a conference."""

    children: list[SubjectChild]
    relatives: dict[UUID, list[Relative]]
    holders: list[Grant]
    listed: list[Invitee]
    names: dict[UUID, str] = field(default_factory=dict)


def invite_list_of(conference: Conference, by: Standing, at: datetime) -> list[Suggestion]:
    """Whom to invite: what the procedure asks for by kind and ages, the family, and the staff who hold the cases.

    Nothing is written: `services.people.add_invitee` takes one. Where nothing has been recorded about the family yet,
    the rules have no answer and only family and staff are suggested.
    """
    known = _known(conference, at)
    try:
        position = position_of_conference(conference, at)
    except NothingToldYet:
        return _relatives(known, [], frozenset())
    cases = {position.child(one.case_id): one.case_id for one in known.children}
    agencies = position.pack.rules.role_agency
    found: list[Suggestion] = []
    for rule in position.position.as_data(brief=True)["invitees"]:
        about = tuple(cases[child] for child in rule["children"] if child in cases)
        out = position.records_of(rule.get("except", ()))
        found += _of_rule(rule, known, about, out, agencies.get(rule["role"], ""))
    return [*found, *_relatives(known, found, frozenset())]


def _known(conference: Conference, at: datetime) -> _Known:
    day = at.astimezone(LONDON).date()
    children = children_of(conference)
    cases = [one.case_id for one in children]
    relatives: dict[UUID, list[Relative]] = {}
    ours = set(Child.objects.filter(case_id__in=cases).values_list("person_id", flat=True))
    rows = Relative.objects.filter(case_id__in=cases, removed_on__isnull=True, died_on__isnull=True)
    for row in rows.order_by("added_on", "id"):
        if row.person_id not in ours:
            relatives.setdefault(row.person_id, []).append(row)
    held = Grant.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), case_id__in=[*cases, conference.case_id], begins_on__lte=day,
        as_role__in=_OURS, user__isnull=False,
    ).select_related("user").order_by("begins_on", "id")  # fmt: skip
    listed = Invitee.objects.filter(conference=conference, removed_on__isnull=True).order_by("name", "id")
    in_order = dict(sorted(relatives.items(), key=lambda one: _as_families_are_listed(one[1][0])))
    return _Known(children, in_order, list(held), list(listed))


def _as_families_are_listed(row: Relative) -> tuple[bool, bool, str, str]:
    """Mothers, then fathers, then the others by name."""
    return row.relation not in _MOTHERS, row.relation not in _PARENTS, row.full_name, str(row.person_id)


def _of_rule(
    rule: Mapping[str, Any], known: _Known, about: tuple[UUID, ...], out: frozenset[UUID], agency: str
) -> list[Suggestion]:
    """The suggestions of one rule: each parent, each child, our own staff, or a post of an agency."""
    role = rule["role"]
    shared: dict[str, Any] = {
        "code": rule["code"], "role": role, "word": rule["word"], "invite": rule["invite"], "basis": rule["basis"],
        "why": rule["why"], "source": tuple(rule["source"]), "agency_code": agency,
    }  # fmt: skip
    if role == "parent":
        return [
            _relative(known, person, rows, shared, kept_out=person in out)
            for person, rows in known.relatives.items()
            if _is_parent(rows)
        ]
    if role == "child":
        return _children(known, shared, about)
    ours = list({one.user_id: one for one in known.holders if one.as_role == role}.values())
    if ours:
        return [
            Suggestion(
                **shared, kind=InviteeKind.PROFESSIONAL, name=one.user.display_name, user_id=one.user_id, about=about,
                listed=_listed(known, user_id=one.user_id),
            )
            for one in ours
            if one.user is not None
        ]  # fmt: skip
    kind = {"advocate": InviteeKind.ADVOCATE, "interpreter": InviteeKind.INTERPRETER}.get(
        role, InviteeKind.PROFESSIONAL
    )
    there: list[Invitee | None] = [one for one in known.listed if one.role == role]
    return [
        Suggestion(**shared, kind=kind, about=about, listed=one, name="" if one is None else one.name)
        for one in there or [None]
    ]  # fmt: skip


def _children(known: _Known, shared: Mapping[str, Any], about: tuple[UUID, ...]) -> list[Suggestion]:
    born = [one for one in known.children if not one.is_unborn and (not about or one.case_id in about)]
    return [
        Suggestion(
            **shared, kind=InviteeKind.CHILD, name=one.name, person_id=one.person_id, about=(one.case_id,),
            listed=_listed(known, person_id=one.person_id),
        )
        for one in born
    ]  # fmt: skip


def _is_parent(rows: Sequence[Relative]) -> bool:
    return any(row.relation in _PARENTS or row.parental_responsibility for row in rows)


def _relatives(known: _Known, found: Iterable[Suggestion], out: frozenset[UUID]) -> list[Suggestion]:
    """Others of the family, whom somebody has marked as to be invited or who live with the child."""
    named = {one.person_id for one in found}
    shared: dict[str, Any] = {
        "code": "relative", "role": "family_member", "word": "family member", "basis": "family", "source": (),
    }  # fmt: skip
    suggestions = []
    for person, rows in known.relatives.items():
        wanted = any(row.to_be_invited for row in rows)
        if person in named or any(row.to_be_invited is False for row in rows):
            continue
        if wanted or any(row.lives_with_child for row in rows):
            why = "the child's record says that they are to be invited" if wanted else "lives with a child"
            more = shared | {"invite": "yes" if wanted else "consider", "why": why}
            suggestions.append(_relative(known, person, rows, more, kept_out=person in out))
    return suggestions


def _relative(
    known: _Known, person: UUID, rows: Sequence[Relative], shared: Mapping[str, Any], *, kept_out: bool
) -> Suggestion:
    first = rows[0]
    about = () if len(rows) == len(known.children) else tuple(row.case_id for row in rows)
    kind = InviteeKind.PARENT if shared["role"] == "parent" else InviteeKind.FAMILY
    return Suggestion(
        **{**shared, "about": about}, kind=kind, name=first.full_name, person_id=person,
        relation=relation_in_words(rows, known.children), listed=_listed(known, person_id=person), kept_out=kept_out,
    )  # fmt: skip


def relation_in_words(rows: Sequence[Relative], children: Sequence[SubjectChild], *, small: bool = False) -> str:
    """ "Mother of both", "Father of Zofia": what somebody is to the children whom the reader sees; `small` within a
    sentence, where the names keep their capitals."""
    given = {one.case_id: one.given for one in children}
    said: dict[str, list[str]] = {}
    for row in rows:
        if row.case_id in given:
            label = str(row.get_relation_display())
            said.setdefault(label.lower() if small else label, []).append(given[row.case_id])
    parts = []
    for relation, names in said.items():
        everybody = {1: names[0], 2: "both"}.get(len(given), "all") if len(names) == len(given) else " and ".join(names)
        parts.append(f"{relation} of {everybody}")
    return ", ".join(parts)


def _listed(known: _Known, *, person_id: UUID | None = None, user_id: UUID | None = None) -> Invitee | None:
    for one in known.listed:
        if (person_id and one.person_id == person_id) or (user_id and one.user_id == user_id):
            return one
    return None
