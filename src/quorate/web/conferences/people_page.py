"""What the People page shows: each person in words, by group, and the forecast of the quorum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from quorate.cases.models import Relative
from quorate.conferences.models import Answer, ConferenceExclusion, Invitee, InviteeKind, OwnReport, Report
from quorate.conferences.models.exclusion import WAITS
from quorate.conferences.models.report import ReportState
from quorate.conferences.naming import NO_NAME_YET
from quorate.conferences.queries.forecasting import Forecast, forecast_of
from quorate.conferences.queries.people import KeptOut, invitees, kept_out_all
from quorate.conferences.queries.suggesting import relation_in_words
from quorate.conferences.services.supporters import SupporterRule, supporter_rule
from quorate.conferences.standing import ConferencePosition, NothingToldYet, position_of_conference
from quorate.web.conferences.opening import Asked, OpenConference, read
from quorate.web.conferences.people_forms import MODES
from quorate.web.wording import capitalize_first, day_short, joined

_SEATS: Final = ("chair", "minute_taker")
_HOW: Final = dict(MODES)
_REPORTS: Final = {
    ReportState.ASKED: ("Asked", "plain", "clock"),
    ReportState.DRAFT: ("Being written", "plain", "pen"),
    ReportState.READY: ("Ready to authorise", "due", "half"),
    ReportState.AUTHORISED: ("Authorised", "in-place", "tick"),
    ReportState.RECEIVED: ("In", "in-place", "tick"),
}


@dataclass(slots=True)
class Line:
    """One person on the page. Tags are (words, look, sign); `notes` stand small below the name."""

    row: Invitee
    part: str
    notes: list[str] = field(default_factory=list)
    clauses: tuple[str, ...] = ()
    invited: str = ""
    reminded: str = ""
    answer: tuple[str, str, str] | None = None
    coming: str = ""
    beside: str = ""
    report: tuple[str, str, str] | None = None
    kept_out: str = ""
    is_carried: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Some people under one heading, with the clause that asks for them."""

    title: str
    says: str
    sources: tuple[str, ...]
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """All of it. `forecast` is None while the rules have nothing to say; `asked_for` are roles that nobody stands
    for yet; `waiting` is how many have not answered."""

    groups: list[Group]
    forecast: Forecast | None
    agencies: list[tuple[str, Mapping[UUID, Any]]]
    asked_for: list[str]
    waiting: int
    requests: list[ConferenceExclusion]
    carried: list[Line]
    weak: list[str]
    is_supplied: bool


def _readings(asked: Asked) -> tuple[QuerySet[Any, Any], ...]:
    about = {"conference": asked.conference}
    return (
        invitees(asked.conference),
        relatives_of(asked),
        OwnReport.objects.filter(**about).order_by("given_on", "id"),
        Report.objects.filter(**about).order_by("asked_on", "id"),
        ConferenceExclusion.objects.filter(WAITS, **about),
    )


def people_page(found: OpenConference, *, asks: bool) -> PeoplePage:
    """The people of a conference as its reader may see them; `asks`: with what waits for the reader's decision."""
    rows, relatives, own, reports, requests = read(_readings, found)
    asked = requests if asks else []
    out = kept_out_all(found.conference, [one.person_id for one in rows if one.person_id and one.is_family])
    relations = relations_among(found, relatives)
    told = _reports(own, reports)
    rule = supporter_rule(found.pack)
    lines = [_line(found, one, relations, out, told, rule) for one in rows]
    position = _position(found, found.now)
    forecast = None if position is None else forecast_of(position, rows, found.case_ids)
    return PeoplePage(
        groups=_groups(found, lines),
        forecast=forecast,
        agencies=[] if forecast is None else [(_agency(found, code), cells) for code, cells in forecast.rows],
        asked_for=[] if position is None else _asked_for(position, rows, relations),
        waiting=sum(one.row.answer == "" and one.row.invited_on is not None and not one.kept_out for one in lines),
        requests=asked,
        carried=[one for one in lines if one.is_carried],
        weak=list(dict.fromkeys(name for one in (forecast.children if forecast else ()) for name in one.weak)),
        is_supplied=position is None or "invite-list-supplied" in position.position.conference.index,
    )


def relations_of(found: OpenConference) -> dict[UUID, str]:
    """What everybody around the children is to them: "Mother of both"."""
    return relations_among(found, relatives_of(found))


def relatives_of(found: OpenConference | Asked) -> QuerySet[Relative]:
    return Relative.objects.filter(case_id__in=found.case_ids, removed_on__isnull=True).order_by("added_on", "id")


def relations_among(found: OpenConference, rows: Iterable[Relative]) -> dict[UUID, str]:
    held: dict[UUID, list[Relative]] = {}
    for row in rows:
        held.setdefault(row.person_id, []).append(row)
    return {person: relation_in_words(rows, found.children) for person, rows in held.items()}


def _position(found: OpenConference, at: datetime) -> ConferencePosition | None:
    try:
        return position_of_conference(found.conference, at)
    except NothingToldYet:
        return None


def _agency(found: OpenConference, code: str) -> str:
    return capitalize_first(found.word(code.replace("-", "_")))


def _asked_for(position: ConferencePosition, rows: Sequence[Invitee], relations: Mapping[UUID, str]) -> list[str]:
    """The roles that the procedure asks for and nobody on the list stands for."""
    listed = {one.role for one in rows if one.to_invite is not False}
    codes = {one.agency_code for one in rows}
    return [
        rule["word"]
        for rule in position.position.as_data(brief=True)["invitees"]
        if rule["invite"] == "yes"
        and rule["role"] not in listed
        # "Somebody from health" is there once any profession of health is.
        and not (rule["role"].endswith("_rep") and position.pack.rules.role_agency.get(rule["role"]) in codes)
    ]


def _reports(own: Iterable[OwnReport], reports: Iterable[Report]) -> dict[Any, tuple[str, str, str]]:
    """Where each report stands, by invitee (a professional's) or by person (the family's own)."""
    told: dict[Any, tuple[str, str, str]] = {}
    for row in own:
        if row.received_on:
            told[row.person_id] = (f"In, {day_short(row.received_on)}", "in-place", "tick")
        elif row.given_on:
            told[row.person_id] = (f"Form given, {day_short(row.given_on)}", "plain", "clock")
    for one in reports:
        words, look, mark = _REPORTS[ReportState(one.state)]
        on = one.authorised_at or one.received_at or one.asked_on
        key = one.invitee_id or one.role or one.code
        told[key] = (f"{words}, {day_short(on)}" if on else words, look, mark)
    return told


def _groups(found: OpenConference, lines: Sequence[Line]) -> list[Group]:
    family = _family_in_order([one for one in lines if one.row.is_family])
    staff = [one for one in lines if not one.row.is_family]
    seats = [one for one in staff if one.row.role in _SEATS]
    always = [one for one in staff if one not in seats and one.row.basis == "always"]
    others = [one for one in staff if one not in seats and one not in always]
    sources = tuple(dict.fromkeys(one.row.source[0] for one in always if one.row.source))
    listed = (
        Group("Family", "", (), family),
        Group("Always invited", "at every conference of this kind", sources, always),
        Group("Others who are involved now", "", (), others),
        Group("Chair and minute-taker", "", (), sorted(seats, key=lambda one: _SEATS.index(one.row.role))),
    )
    return [one for one in listed if one.lines]


def _family_in_order(lines: Sequence[Line]) -> list[Line]:
    """Children, parents, others; whoever comes with somebody below them."""
    order = {InviteeKind.CHILD: 0, InviteeKind.PARENT: 1}
    helpers = [one for one in lines if one.row.is_helper]
    first = sorted(
        (one for one in lines if not one.row.is_helper),
        key=lambda one: (order.get(InviteeKind(one.row.kind), 2), not one.part.startswith("Mother"), one.row.name),
    )
    placed: list[Line] = []
    for one in first:
        placed += [one, *(h for h in helpers if h.row.supporter_of_id == one.row.pk)]
    return [*placed, *(h for h in helpers if h not in placed)]


def _line(
    found: OpenConference,
    row: Invitee,
    relations: Mapping[UUID, str],
    out: Mapping[UUID, KeptOut],
    reports: Mapping[Any, tuple[str, str, str]],
    rule: SupporterRule,
) -> Line:
    line = Line(row, _part(found, row, relations))
    kept = out.get(row.person_id) if row.person_id else None
    if kept is not None and kept.scope:
        line.kept_out = "Kept out of all" if kept.scope == "whole" else "Kept out of part"
        line.is_carried = kept.is_carried
    if row.is_helper and row.supporter_kind in rule.kinds:
        line.clauses = rule.source[:2]
        if row.late_reason:
            line.notes.append(f"Named late: {row.late_reason}")
        if rule.is_confidence_needed and row.confidentiality_on is None:
            line.notes.append("Has not yet said that they keep to themselves what they hear")
    line.invited, line.reminded = invited_in_words(row)
    line.answer = None if row.kind == InviteeKind.CHILD and not row.answer else answer_in_words(row)
    line.coming, line.beside = ("", "") if kept is not None and kept.scope == "whole" else coming_in_words(row)
    line.report = reports.get(row.pk) or reports.get(row.person_id) or reports.get(_report_key(row))
    return line


def _report_key(row: Invitee) -> str:
    return "social-work" if row.role == "social_worker" and row.user_id else ""


def _part(found: OpenConference, row: Invitee, relations: Mapping[UUID, str]) -> str:
    if row.is_helper and row.supporter_of is not None:
        kind = found.word(row.supporter_kind or row.role)
        return f"{row.supporter_of.name}'s {row.role}" + (f", {kind}" if kind != row.role else "")
    if row.kind == InviteeKind.CHILD:
        return "Child of this conference"
    if row.is_family:
        return relations.get(row.person_id, "") or row.why or "Family" if row.person_id else row.why or "Family"
    role = capitalize_first(found.word((row.role == "professional" and row.agency_code) or row.role))
    said = [] if row.name == f"{role}{NO_NAME_YET}" else [role]
    if row.professional is not None and row.professional.job_title.lower() != role.lower():
        said.append(row.professional.job_title)
    if row.agency is not None and row.agency.name != row.name:
        said.append(row.agency.name)
    about = [one for one in found.children if one.case_id in row.about]
    knows = joined("the unborn baby" if one.is_unborn and one.given == "Unborn baby" else one.given for one in about)
    known = f"knows {knows}" if knows and len(row.about) < len(found.children) else ""
    return "; ".join(filter(None, (", ".join(said), known)))


def invited_in_words(row: Invitee) -> tuple[str, str]:
    """How and when somebody was invited, and when they were reminded."""
    if row.to_invite is False:
        return "Not to be invited", ""
    if row.named_on is not None and row.invited_on is None:
        return f"Named {day_short(row.named_on)}", ""
    if row.invited_on is None:
        return "Not yet" if row.to_invite else "Not settled yet", ""
    said = f"{capitalize_first(row.invited_how)}, " if row.invited_how else ""
    return f"{said}{day_short(row.invited_on)}", f"reminded {day_short(row.reminded_on)}" if row.reminded_on else ""


def answer_in_words(row: Invitee) -> tuple[str, str, str] | None:
    """The answer as a tag; None where nobody has been asked."""
    if row.answer == Answer.YES:
        return "Yes", "in-place", "tick"
    if row.answer == Answer.NO:
        return "Cannot come", "late", "cross"
    return ("No answer yet", "due", "clock") if row.invited_on is not None else None


def coming_in_words(row: Invitee) -> tuple[str, str]:
    """How somebody comes, or what they do instead; and what stands small below."""
    if row.answer == Answer.NO:
        return row.instead or "", row.answer_words
    listens = row.supporter_kind and row.answer == Answer.YES
    said = _HOW.get(row.mode, "")
    beside = [row.answer_words, "attends separately" if row.attends_separately else "", "listens" if listens else ""]
    return said, ", ".join(one for one in beside if one)
