"""What one part of the agenda shows: reports and the answers to them, cards, numbers, the children's words, voices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest

from quorate.conferences.models import (
    AgendaState,
    Card,
    ChildsWords,
    ConferenceRequest,
    Contribution,
    ContributionKind,
    Report,
    ReportShare,
)
from quorate.conferences.models.report import SOCIAL_WORK
from quorate.conferences.queries import meeting as reading
from quorate.conferences.queries.absences import absent_parents
from quorate.conferences.queries.meeting import Here, Register
from quorate.conferences.queries.meeting_scale import scales_of
from quorate.conferences.queries.people import kept_out_all
from quorate.web.conferences.meeting import address_of
from quorate.web.conferences.meeting_scale import ScaleShown, shown
from quorate.web.conferences.meeting_shown import ELSEWHERE, Part, columns_of
from quorate.web.conferences.opening import Asked, OpenConference, read
from quorate.web.wording import day_short

KINDS: Mapping[str, str] = {
    "opening": "opening", "social-work-report": "reports", "agency-reports": "reports", "absent-agencies": "reports",
    "child-views": "words", "analysis": "cards", "summing-up": "cards", "scaling": "scale",
    "excluded-parent-views": "kept-out", "parent-views": "kept-out",
}  # fmt: skip
"""What stands on the page of a part; every other part takes what people say."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One report in the running order: whose, whether they are here, who had not had it, whether it has been told."""

    report: Report
    whose: str
    is_here: bool
    not_shared_with: tuple[str, ...]
    is_done: bool
    answers: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class ChildShown:
    """One child with the words that were opened."""

    child: Any
    words: tuple[ChildsWords, ...]


def part_context(
    request: HttpRequest, found: OpenConference, register: Register, part: Part, voices: list[Contribution],
    words: Iterable[ChildsWords], cards: Sequence[Card] = (),
) -> dict[str, Any]:  # fmt: skip
    """The context of the part that is shown: with what people brought to it, the words of the children, its cards."""
    kind = KINDS.get(part.code, "elsewhere" if part.code in ELSEWHERE else "voices")
    context: dict[str, Any] = {
        "kind": kind, "register": register, "voices": [(one, register.name(one.invitee_id)) for one in voices],
        "elsewhere": ELSEWHERE.get(part.code),
    }  # fmt: skip
    context["told"] = _childs_words(found, words)
    if context["elsewhere"]:
        context["elsewhere_address"] = address_of(found, context["elsewhere"][0])
    if part.code == "purpose":
        context["asked_because"] = ConferenceRequest.objects.filter(conference=found.conference).first()
    if kind == "reports":
        context["slots"] = slots_of(found, register, part.code, voices)
    elif kind == "cards":
        context |= _cards(request, found, register, cards)
    elif kind == "scale":
        context["scale_pictures"] = _scales(found, register)
    elif kind == "kept-out":
        context["kept_out"] = kept_out_of(found, register)
        context["away"] = absent_parents(found.conference, register)
    elif kind == "opening":
        context["rules"] = found.pack.data["conduct"]["ground_rules"]
        context["kept_out"] = kept_out_of(found, register)
        context["away"] = absent_parents(found.conference, register)
    return context


def _scales(found: OpenConference, register: Register) -> dict[UUID, ScaleShown]:
    names = {one.case_id: one.given for one in found.children}
    rule, today = found.pack.data["scale"], day_short(found.today)
    return {case: shown(one, rule, today) for case, one in scales_of(found.conference, names, register).items()}


def _childs_words(found: OpenConference, words: Iterable[ChildsWords]) -> list[ChildShown]:
    by_case = reading.by_child(words)
    return [ChildShown(child, tuple(by_case.get(child.case_id, ()))) for child in found.children]


def _cards(request: HttpRequest, found: OpenConference, register: Register, rows: Sequence[Card]) -> dict[str, Any]:
    asked = request.GET.get("child", "")
    child = next((one.case_id for one in found.children if str(one.case_id) == asked), None)
    cards = reading.by_column(rows, child)
    names = {one.case_id: one.given for one in found.children}
    return {
        "columns": columns_of(found, cards),
        "asked_child": child,
        "speaker": lambda card: card.said_words or register.name(card.said_by),
        "about": lambda card: _about(card.children, names),
        "risk_is_said": any(cards.get(code) for code in ("harm", "danger")),
        "aims": found.pack.data["analysis"].get("aims", ()),
    }


def _about(children: list[UUID], names: Mapping[UUID, str]) -> str:
    if not children or set(children) == set(names):
        return "All" if len(names) > 2 else "Both" if len(names) == 2 else next(iter(names.values()), "")
    return ", ".join(names[one] for one in children if one in names)


def kept_out_of(found: OpenConference, register: Register) -> list[tuple[Here, str]]:
    """Those of the list who are kept out of all or of part, so that their views are reported by somebody else."""
    people = {one.invitee.person_id: one for one in (*register.here, *register.not_here) if one.invitee.person_id}
    answers = kept_out_all(found.conference, [one for one in people if one])
    return [(people[person], said.scope) for person, said in answers.items() if said.scope]


# --- reports


def _of_reports(asked: Asked) -> tuple[QuerySet[Any, Any], ...]:
    about = {"conference": asked.conference}
    return (
        Report.objects.filter(**about).order_by("agency_code", "id"),
        ReportShare.objects.filter(person_id__isnull=False, **about),
        AgendaState.objects.filter(done_at__isnull=False, **about)
        .exclude(report_id=None)
        .values_list("report_id", flat=True),
    )


def slots_of(found: OpenConference, register: Register, code: str, voices: list[Contribution]) -> list[Slot]:
    """The reports of a part: the social worker's, those of agencies that are here, or those of agencies that are not.

    A parent who has not had a report before is named with it: nothing told here should be a surprise (BAR-31).
    """
    reports, shares, told = read(_of_reports, found)
    done = set(told)
    here = {one.invitee.pk for one in register.here} | {one.invitee.agency_code for one in register.here}
    chosen = []
    for report in reports:
        is_here = report.invitee_id in here if report.invitee_id else report.agency_code in here
        if _belongs(report, code, is_here):
            chosen.append(_slot(found, register, report, is_here, shares, report.pk in done, voices))
    return chosen


def _belongs(report: Report, code: str, is_here: bool) -> bool:
    if code == "social-work-report" or report.code == SOCIAL_WORK:
        return code == "social-work-report" and report.code == SOCIAL_WORK
    return is_here is (code == "agency-reports")


def _slot(
    found: OpenConference, register: Register, report: Report, is_here: bool, shares: list[ReportShare],
    is_done: bool, voices: list[Contribution],
) -> Slot:  # fmt: skip
    settled = {
        share.person_id for share in shares if share.report_id == report.pk and (share.shared_at or share.agreed_by)
    }
    parents = [one for one in (*register.here, *register.not_here) if one.invitee.kind == "parent"]
    whose = register.name(report.invitee_id) or report.author or found.word(report.agency_code or "social_worker")
    return Slot(
        report, whose, is_here,
        tuple(one.invitee.name for one in parents if one.invitee.person_id not in settled),
        is_done,
        tuple(one for one in voices if one.report_id == report.pk and one.kind == ContributionKind.ANSWER),
    )  # fmt: skip
