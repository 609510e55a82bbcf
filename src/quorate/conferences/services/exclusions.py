"""Keeping somebody out of a conference: asked for by anybody, decided by whom the procedure names, followed up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from quorate.access.permissions import may, require
from quorate.access.standing import Standing
from quorate.cases.details import says_something, tidy
from quorate.cases.fact_checks import LONDON
from quorate.cases.one_person import all_of
from quorate.cases.reactions import Recorded, react
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.writing import noted
from quorate.conferences.editions import pack_of
from quorate.conferences.models import (
    Conference,
    ConferenceExclusion,
    ConferenceState,
    ExclusionOutcome,
    ExclusionScope,
)
from quorate.conferences.queries.people import KeptOut, kept_out_all
from quorate.conferences.services.exclusion_accounts import shut_account
from quorate.conferences.services.exclusion_namesakes import take_along
from quorate.conferences.services.exclusion_requests import answer_the_others, first_asked, is_first
from quorate.conferences.services.exclusion_versions import Said, decided_already
from quorate.conferences.services.exclusions_told import (
    facts_of,
    is_known,
    knows,
    knows_of,
    position_if_told,
    tell_asked,
)
from quorate.conferences.services.happening import happened, london_day
from quorate.conferences.services.leaving import left
from quorate.procedure.pack import Pack

OTHER: Final = "other"
"""The ground that is written out in full."""
_DECIDED: Final = (
    "ground", "ground_words", "scope", "parts", "outcome", "decided_by", "decided_as", "decided_at", "decided_words",
    "carried_from",
)  # fmt: skip
_ASKED_ALREADY: Final = (
    "You have asked this already, and it waits for a decision. If you ask for somebody else too, or it is known from"
    " elsewhere too, write that."
)
_NO_REASONS: Final = "Give the reasons: the person is told them."
_MEETING: Final = (ConferenceState.SITTING, ConferenceState.ADJOURNED)


def grounds_of(pack: Pack) -> list[tuple[str, str]]:
    """The procedure's grounds (code, what it calls them); `other` last, where its list is not closed."""
    rule = pack.data["exclusion"]
    codes = [*rule["grounds"], *([OTHER] if rule["grounds_open"] else [])]
    words = pack.data["words"]
    return [
        (code, str(words.get(f"exclusion_{code.replace('-', '_')}", {}).get("say", code.replace("-", " "))))
        for code in codes
    ]


def deciding_role(by: Standing, conference: Conference, pack: Pack) -> str:
    """In which of the procedure's deciding roles somebody would decide on keeping a person out; "" for none."""
    deciders = pack.data["exclusion"]["decided_by"]
    if "chair" in deciders and may(by, "decide_exclusion", conference.case):
        return "chair"
    others = [role for role in deciders if role == by.role and role != "chair"]
    return others[0] if others and may(by, "manage_people", conference.case) else ""


@quietly
@transaction.atomic
def ask_for_exclusion(
    *,
    conference: Conference,
    person_id: UUID,
    ground: str,
    on: date,
    by: Standing,
    scope: str = ExclusionScope.WHOLE,
    ground_words: str = "",
    source_words: str = "",
    asked_words: str = "",
) -> ConferenceExclusion:
    """Asks that somebody is kept out. Anybody who works on the conference may; it changes nothing until decided.

    Whether others have asked the same is told to nobody here: each request is taken, and the decision answers all.

    `source_words` say where this is known from, `asked_words` who asks where it is not `by`. Raises `Refused`.
    """
    require(by, "contribute", conference.case)
    pack = pack_of(conference)
    _refuse_ground(pack, ground, ground_words, scope)
    refuse(source_words=None if says_something(source_words) else "Say where this is known from.")
    row = _row(conference, person_id, ground, ground_words, scope, on, by)
    row.source_words, row.asked_words = source_words.strip(), tidy(asked_words)[:200]
    if not is_first(row):
        raise Refused({"person_id": _ASKED_ALREADY})
    noted("exclusion.asked", row, ground=ground, scope=scope)
    if knows_of(conference) and is_known(conference, person_id, on):
        tell_asked(row, by)
    return row


@quietly
@transaction.atomic
def decide_exclusion(
    *,
    conference: Conference,
    person_id: UUID,
    outcome: str,
    at: datetime,
    by: Standing,
    words: str,
    scope: str = ExclusionScope.WHOLE,
    ground: str = "",
    ground_words: str = "",
    parts: tuple[str, ...] = (),
    version: int | None = None,
) -> ConferenceExclusion:
    """The chair (or whom the procedure names) decides whether somebody is kept out, of all or part.

    Answers what was asked; without a request it stands by itself: an exclusion of an earlier conference decided
    afresh, or one on the day. `words` are the reasons, which the person is told. Nothing goes to anybody meanwhile:
    whoever sends waits for the same lock. With `version` (`decisions_so_far` when it was opened) the very same sent
    again changes nothing. Raises `TwoTexts` (decided since), `Refused`, `NotAllowed`, `NotAllowedNow`.
    """
    pack = pack_of(conference)
    role = _require_decider(by, conference, pack)
    _hold(person_id)
    now = kept_out_all(conference, [person_id])[person_id]
    asked = first_asked(conference, person_id)
    said = Said(outcome, words.strip(), scope, ground, ground_words.strip(), tuple(_parts(scope, parts)))
    if (made := decided_already(conference, person_id, version, said, waits=asked is not None)) is not None:
        return made
    row = asked or _afresh(conference, person_id, now, ground, ground_words, scope, at, by)
    refuse(**_faults(pack, said, now))
    if outcome == ExclusionOutcome.EXCLUDED:
        row.ground, row.ground_words = ground or row.ground, ground_words.strip() or row.ground_words
        _refuse_ground(pack, row.ground, row.ground_words, scope)
        _refuse_on_the_day(conference, pack, row.ground)
    row.scope, row.outcome, row.decided_by, row.decided_as = scope, outcome, by.user_id, role
    row.decided_at, row.decided_words, row.parts = at, words.strip(), _parts(scope, parts)
    _keep(row, conference, now, at, by)
    return row


# --- steps


def _parts(scope: str, parts: tuple[str, ...]) -> list[str]:
    """Ticked and then hidden by "all of the conference", parts say nothing."""
    return list(parts) if scope == ExclusionScope.PART else []


def _faults(pack: Pack, said: Said, now: KeptOut) -> dict[str, str | None]:
    """What is wrong with a decision. Where somebody is kept out of a part it has to say which: otherwise nobody knows
    when they may be in the room."""
    known = {str(one["code"]) for one in pack.data["agenda"]["items"]}
    is_of_part = said.outcome == ExclusionOutcome.EXCLUDED and said.scope == ExclusionScope.PART
    is_unsaid = is_of_part and not (said.parts and set(said.parts) <= known)
    return {
        "outcome": _outcome_fault(said.outcome, now),
        "words": None if says_something(said.words) else _NO_REASONS,
        "parts": "Say which parts of the conference the person is kept out of." if is_unsaid else None,
    }


def _require_decider(by: Standing, conference: Conference, pack: Pack) -> str:
    role = deciding_role(by, conference, pack)
    if not role:
        require(by, "decide_exclusion", conference.case)
        raise Refused({"outcome": f"Only these decide: {', '.join(pack.data['exclusion']['decided_by'])}."})
    return role


def _keep(row: ConferenceExclusion, conference: Conference, now: KeptOut, at: datetime, by: Standing) -> None:
    """Asks the gate, then writes the decision, tells the rules, and shuts what must be shut."""
    row.carried_from = now.exclusion_id if now.is_carried else None
    facts = facts_of(row)
    position = position_if_told(conference, at)
    is_parent = position is not None and knows(position, row.person_id)
    if position is not None and is_parent:
        told = {**facts, "event": "exclusion-decided", "at": at, "parent": position.person(row.person_id)}
        position.adding(_as_told(told)).require("exclude")
    row.save(update_fields=_DECIDED)
    noted("exclusion.decided", row, outcome=row.outcome, scope=row.scope)
    answer_the_others(row)
    shut_account(row, conference, on=london_day(at), by=by)
    off = take_along(conference, row, was_out=now.scope == ExclusionScope.WHOLE)
    if is_parent and knows_of(conference):
        happened("exclusion-decided", conference, at=at, by=by, facts=facts)
    else:
        # The rules know parents and children, of what has been asked for; what waits for a grandparent stays here too.
        react(Recorded(row.pk, "relative-kept-out", (), london_day(at), at, facts, conference.pk, by))
    if off:
        left(off[0], conference, on=london_day(at), by=by)


def _row(
    conference: Conference, person_id: UUID, ground: str, words: str, scope: str, on: date, by: Standing
) -> ConferenceExclusion:
    return ConferenceExclusion(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, person_id=person_id,
        asked_by=by.user_id, asked_on=on, ground=ground, ground_words=words.strip(), scope=scope,
    )  # fmt: skip


def _afresh(
    conference: Conference,
    person_id: UUID,
    now: KeptOut,
    ground: str,
    words: str,
    scope: str,
    at: datetime,
    by: Standing,
) -> ConferenceExclusion:
    """A row for a decision that nobody asked for here: one carried over, lifted, or made on the day."""
    earlier = ConferenceExclusion.objects.filter(pk=now.exclusion_id).first() if now.exclusion_id else None
    if not ground and earlier is None and now.exclusion_id is None:
        raise Refused({"ground": "Say on which ground."})
    said = ground or (earlier.ground if earlier else OTHER)
    row = _row(
        conference, person_id, said, words or (earlier.ground_words if earlier else ""), scope, london_day(at), by
    )
    row.source_words = earlier.source_words if earlier else ""
    row.save(force_insert=True)
    return row


def _refuse_ground(pack: Pack, ground: str, words: str, scope: str) -> None:
    rule: Any = pack.data["exclusion"]
    known = [code for code, _ in grounds_of(pack)]
    refuse(
        ground=None if ground in known else f"The grounds are {', '.join(known)}.",
        ground_words="Write out the reason in full." if ground == OTHER and not says_something(words) else None,
        scope=None if scope in rule["scopes"] else f"Somebody is kept out of {' or '.join(rule['scopes'])}.",
    )


def _refuse_on_the_day(conference: Conference, pack: Pack, ground: str) -> None:
    usable = pack.data["exclusion"]["usable_on_the_day"]
    if conference.state in _MEETING and ground != OTHER and ground not in usable:
        raise Refused({"ground": f"On the day these grounds can be used: {', '.join(usable)}, or one written out."})


def _outcome_fault(outcome: str, now: KeptOut) -> str | None:
    if outcome not in ExclusionOutcome.values:
        return f"The decisions are {', '.join(ExclusionOutcome.values)}."
    if outcome == ExclusionOutcome.LIFTED and not now.scope:
        return "This person is not kept out, so there is nothing to lift."
    return None


def _hold(person_id: UUID) -> None:
    """Waits until whatever is being sent to the person, by any record of theirs, is sent or decided, and lets nothing
    begin until we are done. Whoever joins two records holds both: when we have them, there may be others."""
    held: frozenset[UUID] = frozenset()
    while (people := all_of([person_id])) != held:
        with connection.cursor() as cursor:
            for one in sorted(people):
                cursor.execute("SELECT conferences_hold_person(%s, true)", [str(one)])
        held = people


def _as_told(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: value.astimezone(LONDON).isoformat() if isinstance(value, datetime) else value
            for key, value in facts.items()}  # fmt: skip
