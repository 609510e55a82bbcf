"""What parents bring themselves: their own report on the pack's form, a letter, a recording, somebody in their place.

Staff enter it for them, from paper or as it is said by telephone, word for word. Whoever comes and whoever does not
may bring it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from quorate.access.permissions import require
from quorate.access.standing import Standing
from quorate.cases.refusals import quietly, refuse
from quorate.cases.services.writing import noted
from quorate.conferences.editions import pack_of
from quorate.conferences.models import Conference, OwnAnswer, OwnKind, OwnReport
from quorate.conferences.services.happening import day_fault, happened
from quorate.conferences.versions import TwoTexts
from quorate.procedure.pack import Pack

CAME: Final = (
    ("paper", "On paper"),
    ("telephone", "By telephone: somebody wrote it down"),
    ("in-person", "In person: somebody wrote it down"),
    ("letter", "As a letter"),
    ("recording", "As a recording"),
    ("e-mail", "By e-mail"),
    ("representative", "By somebody in their place"),
)
"""How it came."""
OF_ADULTS: Final = (OwnKind.FORM, OwnKind.LETTER, OwnKind.RECORDING, OwnKind.REPRESENTATIVE, OwnKind.TALK)
"""The ways of a parent."""
AUDIENCES: Final = ("F-all", "P", "F-person")


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: its section and field in the pack's form, words or a number, for one child where it is asked so."""

    section: str
    field: str
    words: str = ""
    number: int | None = None
    child_case_id: UUID | None = None


@quietly
@transaction.atomic
def give_form(
    *,
    conference: Conference,
    person_id: UUID,
    form: str,
    on: date,
    by: Standing,
    how: str = "",
    together_with: Iterable[UUID] = (),
) -> OwnReport:
    """A parent has the form for their own report since `on`; a second time changes nothing. Raises `Refused`."""
    require(by, "write", conference.case)
    _form_of(conference, form)
    row = OwnReport.objects.filter(conference=conference, person_id=person_id, form=form).first()
    if row is not None:
        return row
    row = _new(conference, person_id, OwnKind.FORM, by, form=form, given_on=on, given_how=how)
    row.together_with = [one for one in together_with if one != person_id]
    row.save(force_insert=True)
    noted("own-report.given", row, kind=row.kind)
    return row


@quietly
@transaction.atomic
def save_answers(
    *, own_report: OwnReport, answers: Iterable[Said], version: int, by: Standing, meant_for: str | None = None
) -> OwnReport:
    """Keeps what they said, word for word; an empty answer takes away what stood there. Raises TwoTexts, `Refused`."""
    require(by, "write", own_report.case)
    told = list(answers)
    form = _form_of(own_report.conference, own_report.form)
    refuse(**_answer_faults(own_report.conference, form, told))
    audience = own_report.meant_for if meant_for is None else meant_for
    refuse(meant_for=None if audience in AUDIENCES else "Choose who may read it.")
    changed = OwnReport.objects.filter(pk=own_report.pk, version=version).update(
        version=F("version") + 1, meant_for=audience, entered_by=by.user_id
    )
    if not changed:
        _clash(own_report, told)
    for one in told:
        OwnAnswer.objects.update_or_create(
            own_report=own_report, section=one.section, field=one.field, child_case_id=one.child_case_id,
            defaults={
                "conference_id": own_report.conference_id, "case_id": own_report.case_id,
                "authority_id": own_report.authority_id, "words": one.words.strip("\r\n"), "number": one.number,
                "meant_for": audience, "named": own_report.named,
            },
        )  # fmt: skip
    own_report.refresh_from_db()
    noted("own-report.saved", own_report, version=own_report.version)
    return own_report


@quietly
@transaction.atomic
def receive_own(
    *, own_report: OwnReport, how: str, on: date, by: Standing, agreed_by_them: bool = False, said_by: str = ""
) -> OwnReport:
    """A parent's report is in. Records parent-report-received for that parent. Raises `Refused`, `NotAllowed`."""
    require(by, "write", own_report.case)
    refuse(
        how=None if how in dict(CAME) else "Choose how it came.",
        on="It cannot have come before they had the form."
        if own_report.given_on is not None and on < own_report.given_on
        else day_fault(own_report.conference, on, may_precede=True),
        own_report="This is in already." if own_report.received_on is not None else None,
        agreed_by_them="Read it back to them, and say that they agree with what was written down."
        if how in ("telephone", "in-person") and not agreed_by_them
        else None,
    )
    changes: dict[str, Any] = {
        "received_on": on, "how": how, "entered_by": by.user_id, "agreed_by_them": agreed_by_them,
        "said_by": said_by.strip()[:150],
    }  # fmt: skip
    OwnReport.objects.filter(pk=own_report.pk).update(**changes)
    own_report.refresh_from_db()
    for person in (own_report.person_id, *own_report.together_with):
        happened(
            "parent-report-received", own_report.conference, day=on, by=by, facts={"parent": str(person), "how": how}
        )
    noted("own-report.received", own_report, kind=own_report.kind, how=how)
    return own_report


@quietly
@transaction.atomic
def take_contribution(
    *,
    conference: Conference,
    person_id: UUID,
    kind: str,
    on: date,
    by: Standing,
    words: str = "",
    said_by: str = "",
    meant_for: str = "P",
    has_file: bool = False,
) -> OwnReport:
    """A letter, a recording, somebody in their place (BAR-20), or what a parent said in a talk. Raises `Refused`.

    Records parent-report-received. A recording may come as a file beside it (`has_file`).
    """
    require(by, "write", conference.case)
    refuse(
        kind=None if kind in OF_ADULTS and kind != OwnKind.FORM else "Choose what they bring.",
        words="Write down what they say, or bring in the file."
        if not words.strip() and not has_file and kind != OwnKind.REPRESENTATIVE
        else None,
        said_by="Say who comes in their place." if kind == OwnKind.REPRESENTATIVE and not said_by.strip() else None,
        meant_for=None if meant_for in AUDIENCES else "Choose who may read it.",
        on=day_fault(conference, on, may_precede=True),
    )
    how = kind if kind in dict(CAME) else "in-person"
    row = _new(
        conference, person_id, kind, by, words=words.strip("\r\n"), said_by=said_by.strip()[:150], received_on=on,
        how=how, meant_for=meant_for,
    )  # fmt: skip
    row.named = [person_id] if meant_for == "F-person" else []
    row.save(force_insert=True)
    happened("parent-report-received", conference, day=on, by=by, facts={"parent": str(person_id), "how": how})
    noted("own-report.received", row, kind=kind, how=how)
    return row


def parents_forms(pack: Pack) -> list[dict[str, Any]]:
    """The forms of the procedure that parents fill in themselves: those for parents with something to answer."""
    return [
        dict(form)
        for form in pack.data["form"]
        if form["audience"] == "parents"
        and any(not field.get("merged") for part in form["section"] for field in part.get("fields") or ())
    ]


# --- steps


def _new(conference: Conference, person_id: UUID, kind: str, by: Standing, **said: Any) -> OwnReport:
    return OwnReport(
        conference=conference, case_id=conference.case_id, authority_id=conference.authority_id, person_id=person_id,
        kind=kind, entered_by=by.user_id, **said,
    )  # fmt: skip


def _form_of(conference: Conference, code: str) -> Mapping[str, Any]:
    found = next((one for one in parents_forms(pack_of(conference)) if one["code"] == code), None)
    refuse(form=None if found else "The procedure has no such form for parents.")
    assert found is not None
    return found


def _answer_faults(conference: Conference, form: Mapping[str, Any], told: Iterable[Said]) -> dict[str, str | None]:
    scale = pack_of(conference).data["scale"]
    kinds = {
        (section["code"], field["code"]): field["kind"]
        for section in form["section"]
        for field in section.get("fields") or ()
    }
    faults: dict[str, str | None] = {}
    for one in told:
        kind = kinds.get((one.section, one.field))
        if kind is None:
            faults[one.field] = "The form has no such question."
        elif one.number is not None and kind != "scale":
            faults[one.field] = "Only the scale takes a number."
        elif one.number is not None and not scale["minimum"] <= one.number <= scale["maximum"]:
            faults[one.field] = f"A whole number from {scale['minimum']} to {scale['maximum']}."
    return faults


def _clash(own_report: OwnReport, told: Iterable[Said]) -> None:
    now = OwnReport.objects.get(pk=own_report.pk)
    theirs = {
        answer_key(one.section, one.field, one.child_case_id): one.words if one.number is None else str(one.number)
        for one in OwnAnswer.objects.filter(own_report=now)
    }
    yours = {
        answer_key(one.section, one.field, one.child_case_id): one.words if one.number is None else str(one.number)
        for one in told
    }
    raise TwoTexts(yours=yours, theirs=theirs, version=now.version, theirs_by=now.entered_by)


def answer_key(section: str, field: str, child: UUID | None = None) -> str:
    """The name of one answer on a page: of the field in its section, and of the child it is about."""
    return f"{section}__{field}" + (f"__{child}" if child else "")
