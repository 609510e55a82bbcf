"""Why a duty is due when it is, asked of the rules when somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from quorate.web.procedure.explaining import Explained, explain
from quorate.web.procedure.sections import section_of
from quorate.web.work.moments import Clock


@dataclass(frozen=True, slots=True)
class Reason:
    """The explanation, or one sentence that says why there is none. `sources_at` is the page of the clauses."""

    why: Explained | None
    why_not: str = ""
    sources_at: str = ""


def reason_of(key: UUID, *, clock: Clock) -> Reason:
    """The reason for the date of a duty that the reader sees. One query for it, one for the family's events."""
    from quorate.cases import case_position
    from quorate.cases.models import Duty

    stored = Duty.objects.filter(pk=key).first()
    if stored is None:
        return Reason(None, "This is not due any more.")
    try:
        duty = case_position.why(duty=stored, at=clock.now)
    except case_position.NotAnswered as refused:
        return Reason(None, f"The date cannot be explained now: {refused}")
    if duty is None:
        return Reason(None, "This is not asked any more: something that was recorded since then has changed it.")
    why = explain(duty, today=clock.today)
    if why is None:
        return Reason(None, "No date is set for this: the procedure gives no number. It is open until it is done.")
    at = reverse("how_we_work_section", kwargs={"section": section_of(_said(duty))})
    return Reason(why, sources_at=at)


def _said(duty: object) -> dict[str, object]:
    rule = duty.rule  # type: ignore[attr-defined]
    return {"met_by": rule.met_by, "stage": rule.stage, "report": rule.report, "per": rule.per}
