"""Writing a request: its parts are saved one by one as they are written, each with a version of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from quorate.access.models import ProtectedCase
from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.audit.services import record
from quorate.cases.models import CaseEvent
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services import record_event, withdraw_event
from quorate.conferences.models import Conference, ConferenceChild, ConferenceRequest, RequestState
from quorate.conferences.services.besides import BESIDES, said_besides, why_besides
from quorate.conferences.services.founding import add_child, give_as_children
from quorate.conferences.services.own_kinds import refuse_first_where_planned, refuse_pre_birth_of_born
from quorate.conferences.versions import TwoTexts
from quorate.procedure.pack import Pack
from quorate.procedure.vocabulary import KINDS

CONCERN: Final = (
    "reason", "legal_basis", "severity", "risk_is_serious", "other_plans_considered", "no_other_plan_because",
    "assessment_completed_on",
)  # fmt: skip
"""What the part "concern" says."""
_LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Saved:
    """A part as it stands now."""

    part: str
    version: int


def version_of_part(asked: ConferenceRequest, part: str) -> int:
    """Which version of a part stands; 0 while nothing has been saved."""
    return int(asked.parts.get(part, {}).get("version", 0))


def is_finished(asked: ConferenceRequest, part: str) -> bool:
    """Whether somebody has said that a part is finished."""
    return bool(asked.parts.get(part, {}).get("done"))


@quietly
@transaction.atomic
def save_concern(
    *, asked: ConferenceRequest, said: Mapping[str, Any], version: int, by: Standing, at: datetime
) -> Saved:
    """Saves why a conference is needed. `said` are some of `CONCERN`.

    Raises `TwoTexts` where somebody saved since `version`, `Refused`, `NotAllowed`.
    """
    row = _opened(asked, by)
    unknown = sorted(set(said) - set(CONCERN))
    if unknown:
        raise TypeError(f"a request does not say {', '.join(unknown)}; it says {', '.join(CONCERN)}")
    completed = said.get("assessment_completed_on")
    refuse(
        assessment_completed_on="This day has not come yet; record it when the assessment is complete."
        if completed is not None and completed > _day(at)
        else None,
        **_too_long(said),
    )
    _same_or_two(row, "concern", version, said, {name: getattr(row, name) for name in said})
    for name, value in said.items():
        setattr(row, name, value)
    return _kept(row, "concern", by, at, [*said])


@quietly
@transaction.atomic
def save_section(
    *,
    asked: ConferenceRequest,
    pack: Pack,
    form: str,
    section: str,
    said: Any,
    version: int,
    by: Standing,
    at: datetime,
    is_done: bool = True,
) -> Saved:
    """Saves one section of a form of the pack: `said` is field → words, or a list of them where it repeats.

    The stamp of the form as it is now is kept with it. Raises `TwoTexts`, `Refused`, `NotAllowed`.
    """
    row = _opened(asked, by)
    spec = next((one for one in pack.data["form"] if one["code"] == form), None)
    if spec is None or section not in {one["code"] for one in spec["section"]}:
        raise Refused({"": "The procedure has no form with this section."})
    part = f"{form}/{section}"
    before = row.answers.get(form, {}).get(section)
    _same_or_two(row, part, version, _flat(said), _flat(before))
    row.answers = {**row.answers, form: {**row.answers.get(form, {}), section: said}}
    row.stamps = {**row.stamps, form: spec["version"]}
    return _kept(row, part, by, at, ["answers", "stamps"], is_done=is_done)


@quietly
@transaction.atomic
def save_answer(
    *,
    asked: ConferenceRequest,
    part: str,
    said: Any,
    by: Standing,
    at: datetime,
    is_added: bool = False,
    is_done: bool = True,
) -> Saved:
    """Keeps what a part of the request says besides its rows (address asked for, nobody afraid …); the last word wins.

    With `is_added`, `said` is added to what stands now, name by name; a name whose word is "" is taken out. `is_done`
    is false while something of the part is still to be answered. Raises `Refused`, `NotAllowed`.
    """
    row = _opened(asked, by)
    stands = {**row.answers.get(part, {}), **said} if is_added else said
    row.answers = {**row.answers, part: {name: one for name, one in stands.items() if one} if is_added else said}
    return _kept(row, part, by, at, ["answers"], is_done=is_done)


@quietly
@transaction.atomic
def change_children(
    *, conference: Conference, kinds: Mapping[ProtectedCase, str], by: Standing, on: date, besides: str | None = None
) -> list[UUID]:
    """Makes these the children of a conference that is being asked for; values are the kind for the child, or "".

    Whoever holds a new child's case holds the conference. `besides` says why it is needed while another one is under
    way (see `requests.begin`; None leaves what is said). Raises `Refused`, `NotAllowed`, `NoSuchRecord`.
    """
    require(by, "write", conference.case)
    refuse(
        children=None if kinds else "Choose at least one child.",
        state=None if conference.state in ("draft", "requested") else "The request has been answered already.",
        kinds=None if set(kinds.values()) <= {"", *KINDS} else f"The kinds are {', '.join(KINDS)}.",
    )
    for case in kinds:
        require(by, "manage_people", case)
    own = {case.id: kind or conference.kind for case, kind in kinds.items()}
    refuse_first_where_planned(own)
    refuse_pre_birth_of_born(own)
    _say_besides(conference, own, besides)
    wanted = {case.id: (case, "" if kind == conference.kind else kind) for case, kind in kinds.items()}
    for row in ConferenceChild.objects.filter(conference=conference):
        if row.child_case_id not in wanted:
            row.delete()
        elif row.kind != wanted[row.child_case_id][1]:
            row.kind = wanted[row.child_case_id][1]
            row.save(update_fields=["kind"])
        wanted.pop(row.child_case_id, None)
    for case, kind in wanted.values():
        add_child(conference, case, kind)
    if wanted:
        give_as_children(conference.case, [case for case, _ in wanted.values()], by, on)
    record(
        action="conference.changed", subject_kind="conference", subject_id=conference.id,
        case_id=conference.case_id, facts={"fields": "children"},
    )  # fmt: skip
    return [case.id for case in kinds]


@quietly
@transaction.atomic
def save_transfer(
    *,
    asked: ConferenceRequest,
    from_authority: str,
    is_permanent: bool,
    notified_on: date,
    by: Standing,
    at: datetime,
) -> Saved:
    """Says from which authority the children come, and whether they stay. Records transfer-notified.

    What is said otherwise later is what the rules count from: the earlier event is taken back. Raises `Refused`,
    `NotAllowed`.
    """
    row = _opened(asked, by)
    refuse(
        from_authority=None if from_authority.strip() else "Give the name of the other authority.",
        notified_on="This day has not come yet." if notified_on > _day(at) else None,
    )
    row.from_authority, row.is_permanent, row.notified_on = from_authority.strip()[:120], is_permanent, notified_on
    tell_transfer(row, by)
    return _kept(row, "transfer", by, at, ["from_authority", "is_permanent", "notified_on"], is_done=True)


def tell_transfer(asked: ConferenceRequest, by: Standing) -> None:
    """Tells the rules of the move as the request says it now, about the children whom it is about now."""
    if asked.notified_on is None:
        return
    children = set(ConferenceChild.objects.filter(conference=asked.conference).values_list("child_case_id", flat=True))
    said = CaseEvent.objects.filter(conference_id=asked.conference_id, code="transfer-notified")
    back = said.filter(takes_back__isnull=False).values("takes_back")
    stands: dict[UUID, list[CaseEvent]] = {}
    for one in said.filter(takes_back__isnull=True).exclude(event_id__in=back):
        stands.setdefault(one.event_id, []).append(one)
    wanted = (children, asked.notified_on, bool(asked.is_permanent))
    told = [({one.case_id for one in rows}, rows[0].day, rows[0].facts["permanent"]) for rows in stands.values()]
    if told == [wanted]:
        return
    for event_id in stands:
        withdraw_event(event_id=event_id, by=by)
    record_event(
        code="transfer-notified", cases=sorted(children), day=asked.notified_on,
        facts={"permanent": bool(asked.is_permanent)}, conference=asked.conference, by=by,
    )  # fmt: skip


# --- steps


def _say_besides(conference: Conference, own: Mapping[UUID, str], besides: str | None) -> None:
    """Keeps why it is needed besides another one, or nothing where none is under way any more. Raises `Refused`."""
    asked = ConferenceRequest.objects.select_for_update(of=("self",)).filter(conference=conference).first()
    answers = {} if asked is None else asked.answers
    said = why_besides(conference, own, said_besides(answers) if besides is None else besides)
    now = {name: one for name, one in answers.items() if name != BESIDES} | said
    if asked is not None and now != answers:
        asked.answers = now
        asked.save(update_fields=["answers"])


def _opened(asked: ConferenceRequest, by: Standing) -> ConferenceRequest:
    """The request as it stands now, held until the transaction ends."""
    row = (
        ConferenceRequest.objects.select_for_update(of=("self",))
        .select_related("case", "conference__case")
        .get(pk=asked.pk)
    )
    require(by, "write", row.case)
    if row.state not in (RequestState.DRAFT, RequestState.MORE_ASKED):
        raise Refused({"": f"The request cannot be changed now: {row.get_state_display().lower()}."})
    return row


def _same_or_two(
    row: ConferenceRequest, part: str, version: int, yours: Mapping[str, Any], theirs: Mapping[str, Any]
) -> None:
    stands = version_of_part(row, part)
    if version == stands or dict(yours) == dict(theirs):
        return
    kept = row.parts.get(part, {})
    raise TwoTexts(
        yours=dict(yours), theirs=dict(theirs), version=stands,
        theirs_by=UUID(kept["by"]) if kept.get("by") else None,
        theirs_at=datetime.fromisoformat(kept["at"]) if kept.get("at") else None,
    )  # fmt: skip


def _kept(
    row: ConferenceRequest, part: str, by: Standing, at: datetime, fields: list[str], is_done: bool | None = None
) -> Saved:
    before = row.parts.get(part, {})
    version = int(before.get("version", 0)) + 1
    said = {"version": version, "at": at.isoformat(), "by": str(by.user_id)}
    said["done"] = before.get("done", False) if is_done is None else is_done
    row.parts = {**row.parts, part: said}
    row.version += 1
    row.save(update_fields=[*fields, "parts", "version"])
    record(
        action="request.saved", subject_kind="request", subject_id=row.id, case_id=row.case_id,
        facts={"part": part.replace("/", ".")[:60], "version": version},
    )  # fmt: skip
    return Saved(part, version)


def _flat(said: Any) -> dict[str, str]:
    """Field → words, also of a section whose rows repeat ("2 name": the second row's name)."""
    if isinstance(said, list):
        return {f"{n}-{name}": str(words) for n, row in enumerate(said) for name, words in row.items()}
    return {name: str(words) for name, words in (said or {}).items()}


def _too_long(said: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: f"At most {_LONGEST:,} characters; shorten it, or put the rest into the report."
        for name, words in said.items()
        if isinstance(words, str) and len(words) > _LONGEST
    }


def _day(at: datetime) -> date:
    from quorate.cases.fact_checks import LONDON

    return at.astimezone(LONDON).date()
