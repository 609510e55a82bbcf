"""Writing a report: begun from the pack's parts, saved part by part, made ready, authorised by somebody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from quorate.access.models.meant_for import AUDIENCES
from quorate.access.permissions import NoSuchRecord, facts_of, require
from quorate.access.standing import Standing
from quorate.audit.services import APPEND_TOLD, entries_told
from quorate.cases.refusals import Refused, quietly, refuse
from quorate.cases.services.writing import entry_of, noted
from quorate.conferences.editions import pack_of
from quorate.conferences.keeping import require_giving
from quorate.conferences.models import (
    Conference,
    ConferenceChild,
    Recommends,
    Report,
    ReportSection,
    ReportState,
    SectionKind,
)
from quorate.conferences.models.report import SOCIAL_WORK, WRITABLE
from quorate.conferences.queries.report_contents import missing_of, parts_there, recommended
from quorate.conferences.report_rules import authorising_roles, parts_of
from quorate.conferences.services.happening import happened
from quorate.conferences.services.meeting_rules import Audience, narrower
from quorate.conferences.services.report_chronology import join_chronology
from quorate.conferences.versions import TwoTexts
from quorate.people.models import User

LONGEST: Final = 40_000
"""Characters of one part of a report."""
HOW_KNOWN: Final = (("said", "What the child said"), ("observed", "What was observed of the child and of the care"))
"""How a child's views came to be known."""


@quietly
@transaction.atomic
def begin_report(*, conference: Conference, by: Standing, at: datetime) -> Report:
    """The social work report of a conference: made with its parts, or the one that is there already."""
    require(by, "write", conference.case)
    found = Report.objects.filter(conference=conference, code=SOCIAL_WORK).first()
    if found is not None:
        return found
    report = Report(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, code=SOCIAL_WORK,
        role="social_worker", written_by=by.user_id, state=ReportState.DRAFT,
        author=User.objects.filter(pk=by.user_id).values_list("display_name", flat=True).first() or "",
    )  # fmt: skip
    report.save(force_insert=True)
    make_sections(report, by=by)
    noted("report.begun", report, code=report.code)
    return report


def make_sections(report: Report, *, by: Standing) -> None:
    """The parts that the pack asks for and that are not there yet: also for a child who joined afterwards."""
    conference = report.conference
    children = ConferenceChild.objects.filter(conference=conference).order_by("id")
    asked = parts_of(
        pack_of(conference), report.code, conference.kind, children.values_list("child_case_id", flat=True)
    )
    there = set(ReportSection.objects.filter(report=report).values_list("title", "child_case_id"))
    ReportSection.objects.bulk_create(
        ReportSection(
            conference_id=conference.pk, report=report, case_id=report.case_id, authority_id=report.authority_id,
            position=number, title=part.title, child_case_id=part.child, kind=part.kind, written_by=by.user_id,
        )
        for number, part in enumerate(asked)
        if (part.title, part.child) not in there
    )  # fmt: skip


@quietly
@transaction.atomic
def save_section(
    *,
    section: ReportSection,
    words: str,
    version: int,
    by: Standing,
    at: datetime,
    meant_for: str | None = None,
    named: Iterable[UUID] | None = None,
    choice: str | None = None,
    categories: Sequence[str] | None = None,
    chose: str = "",
) -> ReportSection:
    """Saves one part: its words, for whom they are meant, and what is chosen beside them.

    `version` was opened, `chose` as in `record.save_section`. None stays. Raises TwoTexts, `Refused`, NotAllowed.
    """
    require_giving(by, section.case, section.report.agency_id)
    told = _told(section, meant_for, named)
    refuse(
        words=f"At most {LONGEST} characters; write shorter." if len(words) > LONGEST else None,
        meant_for=_audience_fault(*told),
        choice=_choice_fault(section, choice),
    )
    audience, people = _closed_in(section, told, chose) if chose else told
    changed: dict[str, Any] = {
        "words": words.strip("\r\n"), "meant_for": audience, "named": people,
        "choice": section.choice if choice is None else choice,
        "categories": section.categories if categories is None else list(categories),
        "written_by": by.user_id, "written_at": at,
    }  # fmt: skip
    if not _written(section, changed, version):
        said: dict[str, Any] = {"words": words, "choice": choice, "categories": categories}
        said |= {} if meant_for is None else {"meant_for": audience, "named": people}
        _clash(section, {name: value for name, value in said.items() if value is not None})
    vars(section).update(changed, version=version + 1)
    return section


# Of a finished report the policies let no part be changed; one that was asked for, or was ready, is a draft again.
_SAVE: Final = f"""WITH saved AS (UPDATE conferences_report_section SET words = %(words)s, meant_for = %(meant_for)s,
        named = %(named)s::uuid[], choice = %(choice)s, categories = %(categories)s::varchar(20)[],
        written_by = %(written_by)s, written_at = %(written_at)s, version = version + 1
    WHERE id = %(id)s AND version = %(version)s RETURNING report_id),
begun AS (UPDATE conferences_report r SET state = 'draft' FROM saved
    WHERE r.id = saved.report_id AND r.state IN ('asked', 'ready'))
{APPEND_TOLD} WHERE EXISTS (SELECT FROM saved)"""


def _written(section: ReportSection, changed: Mapping[str, Any], version: int) -> bool:
    """Saves the part and writes its entry in the trail, where nobody has saved since that version."""
    entry = entry_of("report.section-saved", section, meant_for=changed["meant_for"], version=version + 1)
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, {**changed, "id": section.pk, "version": version} | entries_told([entry]))
        return bool(cursor.fetchone()[0])


@quietly
@transaction.atomic
def add_part(
    *, section: ReportSection, meant_for: str, by: Standing, at: datetime, words: str = "", named: Iterable[UUID] = ()
) -> ReportSection:
    """Something more under the same title for other readers: a closed part beside the open one, say."""
    require_giving(by, section.case, section.report.agency_id)
    _require_writable(section.report)
    people = list(named)
    refuse(meant_for=_audience_fault(meant_for, people))
    added = ReportSection(
        conference_id=section.conference_id, report=section.report, case_id=section.case_id,
        authority_id=section.authority_id, position=section.position, title=section.title,
        child_case_id=section.child_case_id, kind=SectionKind.WORDS, words=words, meant_for=meant_for, named=people,
        written_by=by.user_id, written_at=at,
    )  # fmt: skip
    added.save(force_insert=True)
    noted("report.section-saved", added, meant_for=meant_for, version=1)
    return added


def _audience_fault(audience: str, named: Sequence[UUID]) -> str | None:
    if audience not in dict(AUDIENCES):
        return "Choose whom this is for."
    if audience == "F-person" and not named:
        return "Say for which people of the family this is."
    return None


def _choice_fault(section: ReportSection, choice: str | None) -> str | None:
    allowed: dict[str, tuple[str, ...]] = {
        SectionKind.VIEWS: ("", *(code for code, _ in HOW_KNOWN)),
        SectionKind.RECOMMENDATION: ("", *Recommends.values),
    }
    if choice and choice not in allowed.get(section.kind, ("",)):
        return "Choose one of the answers that stand here."
    return None


def _told(section: ReportSection, meant_for: str | None, named: Iterable[UUID] | None) -> tuple[str, list[UUID]]:
    audience = section.meant_for if meant_for is None else meant_for
    return audience, list(section.named if named is None else named) if audience in ("F-person", "R") else []


def _closed_in(section: ReportSection, told: Audience, chose: str) -> tuple[str, list[UUID]]:
    """For whom a part is after two texts: theirs with their words, else whom both mean."""
    now = ReportSection.objects.filter(pk=section.pk).first()
    if now is None:
        raise NoSuchRecord
    stands = (now.meant_for, now.named)
    return narrower(stands, stands if chose == "theirs" else told)


def _clash(section: ReportSection, yours: Mapping[str, Any]) -> None:
    now = ReportSection.objects.filter(pk=section.pk).first()
    if now is None:
        raise NoSuchRecord
    _require_writable(now.report)
    raise TwoTexts(
        yours=yours, theirs={name: getattr(now, name) for name in yours}, version=now.version,
        theirs_by=now.written_by, theirs_at=now.written_at,
    )  # fmt: skip


def _require_writable(report: Report) -> None:
    state = Report.objects.filter(pk=report.pk).values_list("state", flat=True).first()
    if state not in WRITABLE:
        refuse(
            words="This report is finished and nobody changes it any more. Add what is missing as a comment, or take "
            "it back while nobody of the family has it."
        )


@quietly
@transaction.atomic
def make_ready(*, report: Report, by: Standing, at: datetime) -> Report:
    """Says that the report is whole. Raises `Refused` with everything that the pack asks for and that is not there."""
    require(by, "write", report.case)
    _require_writable(report)
    missing = missing_of(report)
    if missing:
        raise Refused({"": "Still missing: " + "; ".join(missing) + ". Write it, or write why there is nothing."})
    Report.objects.filter(pk=report.pk).update(state=ReportState.READY, ready_at=at, ready_by=by.user_id)
    report.refresh_from_db()
    noted("report.ready", report)
    return report


@quietly
@transaction.atomic
def authorise(
    *, report: Report, by: Standing, at: datetime, parts: Iterable[str] = ("report",), checked: Iterable[str] = ()
) -> Report:
    """The second person lets the report go to the conference, and to the family what is meant for them.

    `parts` are those of the engine that go with it, `checked` the lines of the pack's checklist that were gone
    through. Records report-authorised, once for every recommendation. Raises `Refused`, `NotAllowed`.
    """
    require(by, "write", report.case)
    row = Report.objects.select_for_update().get(pk=report.pk)
    given = [one for one in ("report", "chronology", "genogram", "plan") if one in set(parts)]
    refuse(**{"": _authorising_fault(row, by, given)})
    join_chronology(row, at=at, wanted="chronology" in given)
    row.state, row.authorised_at, row.authorised_by = ReportState.AUTHORISED, at, by.user_id
    row.checked = [line[:250] for line in checked]
    row.recommendation = _one_for_all(row)
    row.save(update_fields=["state", "authorised_at", "authorised_by", "checked", "recommendation"])
    groups = recommended(row)
    for recommendation, children in groups.items() or {"": []}.items():
        facts = {"report": row.code, "parts": given}
        happened(
            "report-authorised", row.conference, at=at, about=children, by=by,
            facts=facts | ({"recommendation": recommendation} if recommendation else {}),
        )  # fmt: skip
    noted("report.authorised", row, parts=",".join(given), children=sum(map(len, groups.values())))
    return row


def _authorising_fault(row: Report, by: Standing, given: Sequence[str]) -> str | None:
    if row.state != ReportState.READY:
        return "This report is not ready to be authorised: whoever writes it says first that it is whole."
    wrote = ReportSection.objects.filter(report=row, written_by=by.user_id, version__gt=1).exists()
    if by.user_id in (row.written_by, row.ready_by) or wrote:
        return "You have written at this report: somebody else has to authorise it."
    roles, facts = authorising_roles(pack_of(row.conference), row.code), facts_of(row.case)
    if facts is None or not set(facts.roles) & set(roles):
        named = " or ".join(role.replace("_", " ") for role in roles)
        return f"The procedure lets the {named} authorise this report: ask them."
    if "report" not in given:
        return "Say that the report itself is among what you authorise."
    not_there = [one for one in given if one not in parts_there(row)]
    if not_there:
        return f"There is no {' and no '.join(not_there)} in the record yet: it cannot be authorised."
    return None


def _one_for_all(report: Report) -> str:
    groups = recommended(report)
    return next(iter(groups)) if len(groups) == 1 else ""


@quietly
@transaction.atomic
def take_back(*, report: Report, by: Standing, at: datetime) -> Report:
    """Opens an authorised report again, while nobody of the family has it. Raises `Refused`, `NotAllowed`."""
    require(by, "write", report.case)
    row = Report.objects.select_for_update().get(pk=report.pk)
    shared = row.shares.filter(shared_at__isnull=False, person_id__isnull=False).exists()
    refuse(
        **{
            "": "Only an authorised report can be opened again."
            if row.state != ReportState.AUTHORISED
            else "Somebody of the family has this report: what they hold is not changed any more. Add to it instead."
            if shared
            else None
        }
    )
    row.state, row.authorised_at, row.authorised_by = ReportState.DRAFT, None, None
    row.save(update_fields=["state", "authorised_at", "authorised_by"])
    noted("report.taken-back", row)
    return row
