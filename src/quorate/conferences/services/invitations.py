"""The list supplied, the invitations noted, and what everybody answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction

from quorate.access.standing import Standing
from quorate.cases.details import tidy
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.writing import noted
from quorate.conferences.keeping import require_keeping
from quorate.conferences.models import Answer, Conference, Invitee, InviteeKind
from quorate.conferences.services.happening import happened, locked, london_day
from quorate.procedure.vocabulary import MODES


@quietly
@transaction.atomic
def supply_invite_list(*, conference: Conference, at: datetime, by: Standing) -> UUID:
    """Says that the list of whom to invite is complete: recorded for the children, with the roles on it.

    Raises `Refused` where nobody is on it.
    """
    require_keeping(by, conference.case)
    roles = sorted(
        set(
            Invitee.objects.filter(conference=conference, removed_on__isnull=True)
            .exclude(to_invite=False)
            .values_list("role", flat=True)
        )
    )
    if not roles:
        raise Refused({NON_FIELD_ERRORS: "Nobody is on the list yet; add the people who are to be invited."})
    event = happened("invite-list-supplied", conference, at=at, by=by, facts={"who": roles})
    noted("invite-list.supplied", conference, count=len(roles))
    return event


@quietly
@transaction.atomic
def note_invited(*, invitees: Iterable[Invitee], how: str, on: date, by: Standing) -> list[Invitee]:
    """Notes that these people were invited, and how; who was invited before is reminded. No event: sending is one."""
    noted_ = []
    for one in invitees:
        require_keeping(by, one.case)
        row = locked(one)
        if row.invited_on is None:
            row.invited_on, row.invited_how = on, how[:60]
        else:
            row.reminded_on = on
        row.save(update_fields=["invited_on", "invited_how", "reminded_on"])
        noted("invitee.changed", row, fields="invited")
        noted_.append(row)
    return noted_


@quietly
@transaction.atomic
def record_answer(
    *,
    invitee: Invitee,
    answer: str,
    at: datetime,
    by: Standing,
    words: str = "",
    mode: str = "",
    instead: str = "",
) -> Invitee:
    """Records what somebody answered to the invitation, how they come, or what they do instead.

    `words` are apologies or what was said; `mode` is of `procedure.vocabulary.MODES`; `instead` one of the pack's
    ways to take part without coming. Raises `Refused`, `NotAllowed`.
    """
    require_keeping(by, invitee.case)
    refuse(
        answer=None if answer in Answer.values else f"The answers are {' and '.join(Answer.values)}.",
        mode=None if mode in ("", *MODES) else f"The ways to attend are {', '.join(MODES)}.",
    )
    row = locked(invitee)
    row.answer, row.answer_words, row.answered_on = answer, tidy(words)[:300], london_day(at)
    row.mode = mode if answer == Answer.YES else ""
    row.instead = tidy(instead)[:200] if answer == Answer.NO else ""
    row.version += 1
    row.save(update_fields=["answer", "answer_words", "answered_on", "mode", "instead", "version"])
    noted("invitation.answered", row, answer=answer)
    facts = {"who": row.role, "answer": answer}
    facts |= {"agency": row.agency_code} if row.agency_code else {}
    if row.kind == InviteeKind.PARENT:
        facts |= {"who": "parent", "parent": str(row.person_id)}
    happened("invitation-answered", row.conference, at=at, by=by, facts=facts, about=row.about)
    return row
