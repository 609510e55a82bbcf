"""The end of a sitting: closed, adjourned or stopped. None of them is ever refused because something is undecided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from quorate.access.standing import Standing
from quorate.cases.details import says_something
from quorate.cases.fact_checks import LONDON
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.recording import RefusedEvent, record_event
from quorate.conferences.models import Adjournment, Conference, ConferenceChild, ConferenceState, Decision
from quorate.conferences.models.closing import ADJOURNED_WHY
from quorate.conferences.services.meeting import end_sitting
from quorate.conferences.services.meeting_rules import noted, require_lead

_INTERIM = "Say what keeps each child safe until then: those who are here can agree that much."


def undecided_children(conference: Conference) -> list[UUID]:
    """The cases of the children for whom this conference has decided nothing."""
    children = ConferenceChild.objects.filter(conference=conference).values_list("child_case_id", flat=True)
    decided = set(
        Decision.objects.filter(conference=conference, withdrawn_at__isnull=True).values_list("case_id", flat=True)
    )
    return [case for case in children if case not in decided]


@quietly
@transaction.atomic
def adjourn(
    *, conference: Conference, why: str, why_words: str = "", interim_plan: str = "", at: datetime, by: Standing
) -> Adjournment:
    """Ends the sitting; the same conference goes on another day, under the limit that it had.

    What has been decided stands. Raises `Refused` where the reason is missing, where too few are there and nobody
    says what keeps the children safe meanwhile, or where it does not sit; never because of what is undecided.
    """
    require_lead(by, conference)
    _sitting(conference)
    refuse(
        why=None if why in ADJOURNED_WHY else "Say why the conference is adjourned.",
        why_words="Say why in a few words." if why == "other" and not says_something(why_words) else None,
        interim_plan=_INTERIM if why == "inquorate" and not says_something(interim_plan) else None,
    )
    undecided = undecided_children(conference)
    row = Adjournment(
        case_id=conference.case_id, authority_id=conference.authority_id, conference=conference, at=at, why=why,
        why_words=why_words.strip(), undecided=undecided, interim_plan=interim_plan.strip(), recorded_by=by.user_id,
    )  # fmt: skip
    row.save(force_insert=True)
    facts: dict[str, Any] = {"reason": why}
    if says_something(interim_plan):
        facts["interim_plan"] = "agreed"
    _happened("conference-adjourned", conference, facts, at, by)
    _ended(conference, ConferenceState.ADJOURNED, at, by)
    noted("conference.adjourned", conference, row, why=why, undecided=len(undecided))
    return row


@quietly
@transaction.atomic
def close(*, conference: Conference, at: datetime, by: Standing) -> None:
    """Ends the conference. A child left undecided keeps its limit: the engine goes on asking. Never refused for that.

    Raises `Refused` where it does not sit.
    """
    require_lead(by, conference)
    _sitting(conference)
    undecided = undecided_children(conference)
    decided = Decision.objects.filter(conference=conference, withdrawn_at__isnull=True).exists()
    # Held without a word about any child means "concluded" in old histories; here it means that nothing is decided.
    _happened("conference-held", conference, {} if decided else {"outcomes": {}}, at, by)
    _ended(conference, ConferenceState.HELD, at, by)
    noted("conference.closed", conference, conference, undecided=len(undecided))


def _sitting(conference: Conference) -> None:
    locked = Conference.objects.select_for_update(of=("self",)).get(pk=conference.pk)
    if locked.state != ConferenceState.SITTING:
        raise Refused({"__all__": "The conference is not sitting, so there is nothing to end."})


def _happened(code: str, conference: Conference, facts: dict[str, Any], at: datetime, by: Standing) -> None:
    try:
        record_event(code=code, cases=_cases(conference), at=at, facts=facts, conference=conference, by=by)
    except RefusedEvent as refused:
        raise Refused({"__all__": str(refused)}) from None


def _cases(conference: Conference) -> Sequence[UUID]:
    found = ConferenceChild.objects.filter(conference=conference).values_list("child_case_id", flat=True)
    return list(found)


def _ended(conference: Conference, state: str, at: datetime, by: Standing) -> None:
    end_sitting(conference=conference, at=at, by=by)
    changed: dict[str, Any] = {"state": state}
    if state == ConferenceState.HELD:
        changed["held_on"] = at.astimezone(LONDON).date()
    Conference.objects.filter(pk=conference.pk).update(**changed)
    conference.state = state
    conference.held_on = changed.get("held_on", conference.held_on)
