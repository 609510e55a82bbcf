"""Whom a request names: adults of the family with their answers, professionals taken or left, and what people need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.cases.models import Address, Child, Need, Protection, Relative
from quorate.cases.refusals import quietly
from quorate.cases.services import change_protection, record_need
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Conference, ConferenceRequest, Invitee, InviteeKind
from quorate.conferences.queries.suggesting import Suggestion
from quorate.conferences.queries.unasked import is_parent
from quorate.conferences.services.checklists import checklists_of, tick
from quorate.conferences.services.drafting import Saved, save_answer
from quorate.conferences.services.happening import london_day
from quorate.conferences.services.people import add_invitee, add_suggested, change_invitee
from quorate.people.models import Professional


@quietly
@transaction.atomic
def settle_adult(
    *,
    conference: Conference,
    rows: Sequence[Relative],
    to_invite: bool | None,
    why_not: str,
    address: str,
    suggested: Suggestion | None,
    by: Standing,
) -> Invitee | None:
    """Says of an adult of the family whether to invite them and whether their address is confidential.

    `rows` are the person's in the children's cases. `address` is yes, no or why it is not known: yes protects every
    address that is recorded, all else leaves them as they are (see `protect`). Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", conference.case)
    protect(rows, address, by)
    person = rows[0].person_id
    listed = Invitee.objects.filter(conference=conference, person_id=person, removed_on__isnull=True).first()
    why = why_not.strip()[:300] if to_invite is False else ""
    if listed is not None:
        changes: dict[str, Any] = {"to_invite": to_invite} | ({"why": why} if why else {})
        return change_invitee(invitee=listed, by=by, **changes)
    if to_invite is None:
        return None
    if suggested is not None:
        return add_suggested(
            conference=conference, suggestion=suggested, by=by, to_invite=to_invite, **({"why": why} if why else {})
        )
    parent = is_parent(rows)
    return add_invitee(
        conference=conference, kind=InviteeKind.PARENT if parent else InviteeKind.FAMILY, by=by, person_id=person,
        name=rows[0].full_name, role="parent" if parent else "family_member", to_invite=to_invite, basis="family",
        about=[row.case_id for row in rows], why=why or "named in the request",
    )  # fmt: skip


@transaction.atomic
def protect(rows: Sequence[Relative | Child], address: str, by: Standing) -> None:
    """Carries out what was answered to "is the address confidential?" for one person, in all the children's cases.

    Yes protects; nothing else changes anything. An answer about a person opens no address: each is opened by itself,
    by somebody who gives the reason (`change_protection`). Raises `Refused`, `NotAllowed`.
    """
    if address != "yes":
        return
    standing = Address.objects.select_related("case").filter(
        case_id__in=[row.case_id for row in rows], person_id=rows[0].person_id, ends_on__isnull=True
    )
    for one in standing:
        if one.protection != Protection.PROTECTED:
            change_protection(address=one, protection=Protection.PROTECTED, by=by)


@quietly
@transaction.atomic
def choose_suggested(
    *,
    conference: Conference,
    suggestions: Iterable[Suggestion],
    wanted: Mapping[int, tuple[bool, Professional | None]],
    by: Standing,
) -> None:
    """Takes or leaves what the procedure suggests: number of the suggestion → taken, and who comes for the post.

    A post that is left stays on the list, marked as not to be invited. Raises `Refused`, `NotAllowed`.
    """
    for number, one in enumerate(suggestions):
        taken, post = wanted.get(number, (False, None))
        if one.listed is not None:
            changes: dict[str, Any] = {}
            if one.listed.to_invite != taken:
                changes["to_invite"] = taken
            if post is not None and one.listed.professional_id != post.id:
                changes["professional"] = post
            if changes:
                change_invitee(invitee=one.listed, by=by, **changes)
        elif taken:
            more = {} if post is None else {"professional": post}
            add_suggested(conference=conference, suggestion=one, by=by, to_invite=True, **more)


@quietly
@transaction.atomic
def add_somebody(
    *,
    asked: ConferenceRequest,
    by: Standing,
    at: datetime,
    why: str,
    professional: Professional | None = None,
    name: str = "",
    job_title: str = "",
    address: str = "",
    telephone: str = "",
    already_notified: bool | None = None,
    another: str = "",
) -> Invitee:
    """Puts one more professional on the list, with the office as it was written where the lists do not know it.

    `already_notified`: the social worker has told them of the conference; `another` as for `add_invitee`. Raises
    `Refused`, `NotAllowed`.
    """
    more: dict[str, Any] = {"professional": professional} if professional is not None else {"name": name}
    made = add_invitee(
        conference=asked.conference, kind=InviteeKind.PROFESSIONAL, by=by, role="professional", why=why,
        basis="request", another=another, **more,
    )  # fmt: skip
    said = {"job-title": job_title, "address": address, "telephone": telephone, "already-notified": already_notified}
    save_answer(asked=asked, part="others", said={str(made.id): said}, by=by, at=at, is_added=True)
    if already_notified:
        _told(asked.conference, made, by, london_day(at))
    return made


def _told(conference: Conference, made: Invitee, by: Standing, on: date) -> None:
    """Who has been told stands in the procedure's list of those to tell as well, where it has one."""
    pack = pack_of(conference)
    for one in checklists_of(conference, pack, [row["code"] for row in pack.data["checklist"]]):
        if one.each == "professional":
            told = [line.key for line in one.people if line.tick is not None or line.key == made.pk]
            tick(conference=conference, pack=pack, checklist=one.code, items=(), by=by, on=on, people=told)


@quietly
@transaction.atomic
def save_needs(
    *,
    asked: ConferenceRequest,
    needs: Mapping[tuple[UUID, str], str],
    rows: Mapping[UUID, Any],
    on: date,
    by: Standing,
    at: datetime,
    safety: Mapping[UUID, str] | None = None,
) -> Saved:
    """Records what people need: (person, kind) → the words, for each need that is not on the record yet.

    `rows` are the child or relative of each person, whose case the need belongs to. `safety` says of each person that
    they were asked whether they are afraid (`unasked.ASKED`), or why not ("": it is to be written down still): never of
    whom, nor that they are, since more people read a request than may know of that. Raises `Refused`, `NotAllowed`.
    """
    known = set(Need.objects.filter(person_id__in=rows, met_on__isnull=True).values_list("person_id", "kind"))
    for (person, kind), words in needs.items():
        if (person, kind) not in known:
            record_need(case=rows[person].case, person_id=person, kind=kind, words=words, on=on, by=by)
    if safety:
        told = {str(key): said for key, said in safety.items()}
        save_answer(asked=asked, part="safety", said=told, by=by, at=at, is_added=True)
    return save_answer(asked=asked, part="needs", said={"asked_on": on.isoformat()}, by=by, at=at)
