"""Founding a conference: its handle, its row, its children, and access for those who work with the children."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from quorate.access.models import CaseKind, Grant, ProtectedCase
from quorate.access.permissions import require
from quorate.access.roles import ROLES
from quorate.access.services import protect_case
from quorate.access.standing import Standing
from quorate.audit.services import Entry, record, record_many
from quorate.cases.packs import pack_on
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.conferences.models import Conference, ConferenceChild, ConferenceState
from quorate.conferences.services.own_kinds import refuse_first_where_planned
from quorate.people.models import Authority, Membership
from quorate.procedure.vocabulary import KINDS

_CARRIED: Final = ("social_worker", "team_manager")
"""Who works with a child works on the child's conferences: these roles' grants are given on the conference too."""


@quietly
@transaction.atomic
def found_conference(
    *,
    kind: str,
    cases: Sequence[ProtectedCase],
    by: Standing,
    on: date,
    kinds: Mapping[UUID, str] | None = None,
    state: str = ConferenceState.DRAFT,
) -> Conference:
    """A conference of its own about the children of these cases: a handle, a readable reference, and access to it.

    Whoever holds a child's case as social worker or manager holds the conference as well, and so does whoever founds
    it. `kinds` says for which child it is of another kind (a new brother at a review). Conflicts of interest and
    restrictions of the children's cases hold for the conference too. Raises `Refused`, `NotAllowed`, `NoSuchRecord`.
    """
    for case in cases:
        require(by, "manage_people", case)
    refuse(
        kind=None if kind in KINDS else f"The kinds of conferences are {', '.join(KINDS)}.",
        cases=None if cases else "Say which children the conference is about.",
    )
    _refuse_other_kinds(kinds or {}, cases)
    refuse_first_where_planned({case.id: (kinds or {}).get(case.id) or kind for case in cases})
    handle = protect_case(kind=CaseKind.CONFERENCE, by=by)
    _give(handle, cases, by, on)
    name = _pack_of(by.authority_id)
    made = Conference(
        id=handle.id, case=handle, authority_id=by.authority_id, reference=_reference(name), kind=kind, state=state,
        edition=pack_on(name, on).id,
    )  # fmt: skip
    made.save(force_insert=True)
    for case in cases:
        add_child(made, case, (kinds or {}).get(case.id, ""))
    record(
        action="conference.begun", subject_kind="conference", subject_id=made.id, case_id=handle.id,
        facts={"kind": kind, "children": len(cases)},
    )  # fmt: skip
    return made


def add_child(conference: Conference, case: ProtectedCase, kind: str = "") -> ConferenceChild:
    """Joins one more child to a conference; `kind` where it is of another kind for this child.

    Who is afraid of whom at the child's earlier conferences is so at this one: the database brings it.
    """
    joined = ConferenceChild(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id,
        child_case_id=case.id, kind="" if kind == conference.kind else kind,
    )  # fmt: skip
    joined.save(force_insert=True)
    return joined


def _refuse_other_kinds(kinds: Mapping[UUID, str], cases: Sequence[ProtectedCase]) -> None:
    named = {case.id for case in cases}
    if not set(kinds) <= named:
        raise Refused({"kinds": "A kind was given for a child whom the conference is not about."})
    if not set(kinds.values()) <= {"", *KINDS}:
        raise Refused({"kinds": f"The kinds of conferences are {', '.join(KINDS)}."})


def give_as_children(handle: ProtectedCase, cases: Iterable[ProtectedCase], by: Standing, on: date) -> None:
    """Gives the conference to those who hold these children's cases now and do not hold it yet."""
    _give(handle, list(cases), by, on, founder=False)


def let_in_office(handle: ProtectedCase, by: Standing, on: date) -> None:
    """Gives the conference to the office that books and invites: the teams of the administrators, and those without."""
    offices = Membership.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), authority_id=by.authority_id, role="administrator",
        begins_on__lte=on, user__is_active=True,
    ).order_by("team_id", "user_id")  # fmt: skip
    wanted = dict.fromkeys(
        (None, one.team_id, one.role) if one.team_id else (one.user_id, None, one.role) for one in offices
    )
    already = set(_holders(Grant.objects.filter(case=handle, ends_on__isnull=True)))
    made = [
        Grant(
            case=handle, authority_id=handle.authority_id, user_id=user, team_id=team, as_role=role, begins_on=on,
            given_by=by.user_id, why="Books and invites",
        )
        for user, team, role in wanted
        if (user, team, role) not in already
    ]  # fmt: skip
    Grant.objects.bulk_create(made)
    record_many([_granted(one) for one in made])


def _give(handle: ProtectedCase, cases: Sequence[ProtectedCase], by: Standing, on: date, founder: bool = True) -> None:
    held = Grant.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), case__in=[case.id for case in cases], as_role__in=_CARRIED
    ).order_by("begins_on", "id")
    already = set() if founder else set(_holders(Grant.objects.filter(case=handle, ends_on__isnull=True)))
    last = _last_days(held)
    founding: list[_Holder] = [(by.user_id, None, by.role)] if founder else []
    wanted = dict.fromkeys([*founding, *last])
    made = [
        Grant(
            case=handle, authority_id=handle.authority_id, user_id=user, team_id=team, as_role=role, begins_on=on,
            ends_on=last.get((user, team, role)), agency_id=by.agency_id if user == by.user_id else None,
            given_by=by.user_id,
            why="Asked for the conference" if user == by.user_id else "Works with a child of the conference",
            attested_on=on if ROLES[role].attest_days else None,
        )
        for user, team, role in wanted
        if (user, team, role) not in already
    ]  # fmt: skip
    Grant.objects.bulk_create(made)
    record_many([_granted(one) for one in made])


_Holder = tuple[UUID | None, UUID | None, str]


def _holders(grants: Iterable[Grant]) -> list[_Holder]:
    return [(one.user_id, one.team_id, one.as_role) for one in grants]


def _last_days(grants: Iterable[Grant]) -> dict[_Holder, date | None]:
    """Each holder with the last day on which they work with any of the children; None: it has not been said."""
    last: dict[_Holder, date | None] = {}
    for one in grants:
        (holder,) = _holders([one])
        before = last.get(holder, one.ends_on)
        last[holder] = None if before is None or one.ends_on is None else max(before, one.ends_on)
    return last


def _granted(grant: Grant) -> Entry:
    facts = {"holder": grant.user_id or grant.team_id, "as_role": grant.as_role, "begins_on": grant.begins_on}
    return Entry("access.granted", "grant", grant.id, grant.case_id, facts | {"ends_on": grant.ends_on})


def _pack_of(authority_id: UUID) -> str:
    return str(Authority.objects.values_list("pack", flat=True).get(pk=authority_id))


def _reference(pack: str) -> str:
    """For people, unique in the authority: three letters of its pack, C for conference, a number nobody else has."""
    letters = "".join(letter for letter in pack.upper() if letter.isalpha())[:3]
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('conferences_number')")
        return f"{letters}-C{cursor.fetchone()[0]:04d}"
